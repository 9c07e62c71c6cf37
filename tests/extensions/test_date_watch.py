from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from scrapy.exceptions import NotConfigured
from scrapy.statscollectors import StatsCollector
from scrapy.utils.test import get_crawler

from newscrawler.extensions.date_watch import FEWEST_PAGES, LOOKED_AT, DateWatch
from newscrawler.model.article import Article
from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page
from newscrawler.spiders.single_page import SinglePageSpider

OUTLET = Outlet(id="de_x", name="X", file="de_x.toml")
NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
DATED = Article(url="https://x.example/1", outlet="de_x", published_at=NOW)
HTML = b'<html><body><h1>Ferry</h1><footer><span class="stand">Stand: 05.03.2026</span></footer></body></html>'
PAGE = Page("https://x.example/2", HTML, NOW)
DATELESS = Article(url="https://x.example/2", outlet="de_x", fetched_at=NOW, page=PAGE)


def warnings(dateless: int, dated: int, article: Article = DATELESS) -> tuple[str, ...]:
    watch = DateWatch(OUTLET, StatsCollector(get_crawler()))
    for _ in range(dateless):
        watch.item_scraped(article)
    for _ in range(dated):
        watch.item_scraped(DATED)
    watch.item_scraped({"url": "https://x.example/3"})
    watch.spider_closed()
    found: tuple[str, ...] = watch.stats.get_value("run/warnings", ())
    return found


def test_a_run_whose_articles_have_no_date_is_told_what_to_set() -> None:
    (told,) = warnings(4, 2)
    assert told == (
        "published_at missing on 4 of 6 pages. Found the text 'Stand: 05.03.2026': "
        'set [selectors] published = "span.stand".'
    )


def test_the_warning_is_in_the_log_and_shows_no_secret(caplog: pytest.LogCaptureFixture) -> None:
    bare = replace(PAGE, html=b"<html><body><h1>Ferry</h1></body></html>")
    (told,) = warnings(5, 0, replace(DATELESS, url="https://x.example/2?token=geheim", page=bare))
    assert told in caplog.text
    assert "geheim" not in told


def test_where_no_text_looks_like_a_date_the_run_is_told_all_the_same() -> None:
    bare = replace(DATELESS, page=replace(PAGE, html=b"<html><body><h1>Ferry</h1></body></html>"))
    (told,) = warnings(5, 0, bare)
    assert told.startswith("published_at missing on 5 of 5 pages. If they print one")


@pytest.mark.parametrize(("dateless", "dated"), [(3, 3), (0, 9), (FEWEST_PAGES - 1, 0)])
def test_a_run_with_enough_dates_or_hardly_any_pages_gets_no_warning(dateless: int, dated: int) -> None:
    assert warnings(dateless, dated) == ()


def test_only_a_few_pages_are_kept() -> None:
    watch = DateWatch(OUTLET, StatsCollector(get_crawler()))
    for article in [DATED] * 3 + [DATELESS] * 50:
        watch.item_scraped(article)
    assert watch.dateless == [DATELESS] * LOOKED_AT


def test_an_archive_of_many_outlets_is_not_watched() -> None:
    with pytest.raises(NotConfigured):
        DateWatch.from_crawler(SimpleNamespace(spidercls=SinglePageSpider))
