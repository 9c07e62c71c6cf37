"""A stored page as if it had just been fetched, so that it can be read again."""

from collections.abc import Mapping
from shlex import quote
from typing import Any

from newscrawler.errors import NewscrawlerError
from newscrawler.model.link import ArticleLink
from newscrawler.model.page import Page
from newscrawler.operations.opened_database import opened_database
from newscrawler.operations.page_source import is_address
from newscrawler.settings import Environment


async def page_of_stored_article(id_or_url: str, environment: Environment) -> tuple[Page, str] | None:
    """The page of a stored article and its outlet id; None where no such article, or of an address no page, is stored.

    Raises:
        NewscrawlerError: the article is there, its page was not kept.
        StorageUnavailableError: the database cannot be reached.
    """
    async with opened_database(environment) as database:
        document = await database.articles.get(id_or_url)
        html = None if document is None else await database.articles.raw_page(document)
    if document is None:
        return None
    if html is not None:
        return _page(document, html), document["outlet"]
    if is_address(id_or_url):
        return None
    raise NewscrawlerError(
        f"The page of article {document['_id']} was not kept. "
        f"To fetch it again: newscrawler explain {quote(document['url'])}"
    )


def _page(document: Mapping[str, Any], html: bytes) -> Page:
    http = document.get("http") or {}
    # The reader decided the encoding by the header, which is not stored: what it decided then is repeated.
    encoding = http.get("encoding")
    url = document["url"]
    return Page(
        url=url,
        html=html,
        fetched_at=document["fetched_at"],
        requested_url=document.get("requested_url") or url,
        status=http.get("status") or 200,
        content_type=f"text/html; charset={encoding}" if encoding else None,
        etag=http.get("etag"),
        last_modified=http.get("last_modified"),
        link=_link(document),
    )


def _link(document: Mapping[str, Any]) -> ArticleLink | None:
    discovery = document.get("discovery")
    if not discovery:
        return None
    return ArticleLink(
        url=document.get("requested_url") or document["url"],
        kind=discovery["kind"],
        source_url=discovery.get("source_url"),
        title=(document.get("titles") or {}).get("feed"),
        modified_at=discovery.get("lastmod"),
        guid=discovery.get("guid"),
        position=discovery.get("position"),
    )
