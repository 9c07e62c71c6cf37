"""The reader as the extraction benchmark calls it: ``--extractor benchmarks.extraction:extract``.

``benchmarks.extraction:extract_stored`` gives what a crawl stores: tidied, and without what the boilerplate rules take.
"""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from newscrawler.extraction.article import extract_article
from newscrawler.model.article import Article
from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page
from newscrawler.names import is_agency, split_byline
from newscrawler.reading import read_page
from newscrawler.workers.garbage import collect_garbage_seldom

collect_garbage_seldom()  # as the workers of a crawl do
_OUTLET = Outlet(id="web_benchmark", name="")
_FETCHED_AT = datetime(2026, 11, 1, tzinfo=UTC)


def extract(html: bytes, url: str) -> dict[str, Any]:
    """Body, title, authors, date and language of one page, as a crawl reads a page of an unknown outlet."""
    page = Page(url=url, html=html, fetched_at=_FETCHED_AT)
    return values_of(extract_article(page, _OUTLET, with_chrome=False))


def extract_stored(html: bytes, url: str) -> dict[str, Any]:
    """The same of the article that a crawl would store."""
    article = read_page(Page(url=url, html=html, fetched_at=_FETCHED_AT), _OUTLET).article
    return values_of(article) if article is not None else {}


def values_of(article: Article) -> dict[str, Any]:
    """An article's values under the benchmark's names; the date keeps the outlet's own zone."""
    return {
        "body": article.body,
        "title": article.title,
        "authors": credited_names(article),
        "date_published": _date_of(article),
        "language": article.language,
        "section": article.section,
    }


def credited_names(article: Article) -> list[str]:
    """Whom the page credits: the authors and, as the truth has them too, the agencies, spelled as in the byline.

    An agency that stands only in print beside somebody's name is where they work: "Jane Doe / TNN".
    """
    if article.authors and article.provenance.get("agency") == "page":
        return [author.name for author in article.authors]
    printed = [name for name in split_byline(article.byline or "") if is_agency(name)]
    agencies = printed or ([article.agency] if article.agency else [])
    return [*(author.name for author in article.authors), *agencies]


def _date_of(article: Article) -> str | None:
    instant = article.published_at
    if instant is None:
        return None
    local = instant.astimezone(timezone(timedelta(minutes=article.published_offset_minutes or 0)))
    return local.date().isoformat() if article.published_precision == "day" else local.isoformat()
