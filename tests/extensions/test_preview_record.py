from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.exceptions import NotConfigured
from scrapy.statscollectors import StatsCollector
from scrapy.utils.test import get_crawler
from twisted.python.failure import Failure

from newscrawler.extensions.preview_record import PreviewRecord
from newscrawler.model.article import Article
from newscrawler.model.outcome import Outcome, OutcomeKind
from newscrawler.pipelines.refused import Refused
from newscrawler.spiders.loader import OutletSpider
from newscrawler.spiders.watched import watched_spider

URL = "https://x.example/1"
ARTICLE = Article(url=URL, outlet="gb_x")


@pytest.fixture
def record() -> PreviewRecord:
    return PreviewRecord([], "gb_x", StatsCollector(get_crawler()))


def kept(record: PreviewRecord) -> list[tuple[str, str, str]]:
    return [(one.url, str(one.kind), one.message) for one in record.kept if isinstance(one, Outcome)]


def test_an_article_that_went_the_whole_way_is_kept(record: PreviewRecord) -> None:
    record.item_scraped(ARTICLE)
    record.item_scraped({"url": URL})  # of a developer's own pipelines
    assert record.kept == [ARTICLE]


def test_a_refused_item_is_kept_as_its_outcome_and_counted_as_a_crawl_counts_it(record: PreviewRecord) -> None:
    record.item_dropped(ARTICLE, Refused(OutcomeKind.TOO_SHORT, "3 words of text", outlet="gb_x", url=URL))
    assert kept(record) == [(URL, "too_short", "3 words of text")]
    assert record.stats.get_value("dropped/too_short") == 1


def test_an_item_that_breaks_a_pipeline_is_kept_with_its_error(record: PreviewRecord) -> None:
    failure: Any = Failure(ValueError("no number"))
    record.item_error(ARTICLE, failure)
    assert kept(record) == [(URL, "extraction_failed", "ValueError: no number")]


def test_a_drop_of_a_developers_own_is_an_invalid_item(record: PreviewRecord) -> None:
    record.item_dropped({}, ValueError("not mine"))
    assert kept(record) == [("unknown", "invalid_item", "not mine")]


def test_a_crawl_that_nobody_watches_needs_no_record() -> None:
    with pytest.raises(NotConfigured):
        PreviewRecord.from_crawler(SimpleNamespace(spidercls=OutletSpider))


def test_two_watched_spiders_share_nothing() -> None:
    one, two = watched_spider(OutletSpider), watched_spider(OutletSpider)
    one.previewed.append(ARTICLE)
    assert two.previewed == []
    assert two.listings_read == []
