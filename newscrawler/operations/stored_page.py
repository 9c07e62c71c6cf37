"""A stored page as if it had just been fetched, so that it can be read again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from shlex import quote
from typing import Any

from newscrawler.errors import NewscrawlerError
from newscrawler.model.furniture import Furniture
from newscrawler.model.link import ArticleLink
from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page
from newscrawler.operations.opened_database import opened_database
from newscrawler.operations.page_source import is_address
from newscrawler.outlet_memory.learning import load_furniture
from newscrawler.settings import Environment

# Of an address and the outlet id that its article is stored under, which is None where none is.
OutletOf = Callable[[str, str | None], Outlet]


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What the database has for an address or an id.

    Attributes:
        page: None where no such article, or of an address no page, is stored.
        outlet: by whose rules it is read.
        furniture: of that outlet.
    """

    page: Page | None
    outlet: Outlet
    furniture: Furniture


async def look_up_page(id_or_url: str, outlet_of: OutletOf, environment: Environment) -> LookedUp:
    """The stored page of an article, with the outlet by whose rules it is to be read, and its furniture.

    Raises:
        NewscrawlerError: the article is there, its page was not kept.
        StorageUnavailableError: the database cannot be reached.
    """
    async with opened_database(environment, access="read") as database:
        document = await database.articles.get(id_or_url)
        html = None if document is None else await database.articles.raw_page(document)
        url, stored_under = (document["url"], document["outlet"]) if document and html else (id_or_url, None)
        outlet = outlet_of(url, stored_under)
        furniture = await load_furniture(database, outlet.id)
    if document is not None and html is None and not is_address(id_or_url):
        raise NewscrawlerError(
            f"The page of article {document['_id']} was not kept. "
            f"To fetch it again: newscrawler explain {quote(document['url'])}"
        )
    page = None if document is None or html is None else page_of_article(document, html)
    return LookedUp(page, outlet, furniture)


def page_of_article(document: Mapping[str, Any], html: bytes) -> Page:
    """The page of a stored article as it was when it was fetched, with what the listing had said of it."""
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
    """The link that led to the article. What the listing said is stored only where the article has it from there."""
    discovery = document.get("discovery")
    if not discovery:
        return None
    sources = document.get("provenance") or {}
    listed = {name: document.get(name) for name, source in sources.items() if source in ("feed", discovery["kind"])}
    is_dated = document.get("published_source") == "feed"
    return ArticleLink(
        url=document.get("requested_url") or document["url"],
        kind=discovery["kind"],
        source_url=discovery.get("source_url"),
        title=discovery.get("feed_title") or (document.get("titles") or {}).get("feed"),
        published_at=document.get("published_at") if is_dated else None,
        published_raw=document.get("published_raw") if is_dated else None,
        modified_at=discovery.get("lastmod"),
        authors=tuple(author["name"] for author in listed.get("authors") or ()),
        summary=listed.get("standfirst"),
        guid=discovery.get("guid"),
        language=document.get("language") if document.get("language_source") == "feed" else None,
        keywords=tuple(document.get("keywords", ())),
        image_url=(listed.get("main_image") or {}).get("url"),
        position=discovery.get("position"),
        publication=discovery.get("publication"),
        genres=tuple(discovery.get("genres", ())),
        access=discovery.get("access"),
        stock_tickers=tuple(discovery.get("stock_tickers", ())),
        translations=tuple(discovery.get("translations", {}).items()),
    )
