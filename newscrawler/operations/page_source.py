"""Where ``fetch`` and ``explain`` get their page from, and by which outlet's rules they read it."""

import re
import sys
from datetime import UTC, datetime
from pathlib import Path

from lxml import etree

from newscrawler.catalogue import Catalogue, OutletsByHost, find_outlet
from newscrawler.demo.sites import demo_outlet
from newscrawler.errors import UsageError
from newscrawler.model.link import ArticleLink
from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page
from newscrawler.urls import canonical_url

STDIN = "-"
WEB_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
DECLARED_ADDRESS = "//link[@rel='canonical']/@href | //meta[@property='og:url']/@content"


def is_address(target: str) -> bool:
    """Is what was typed a web address, rather than a file or an id?"""
    return bool(WEB_ADDRESS.match(target))


def is_file(target: str) -> bool:
    """Is what was typed a file, or standard input?"""
    return target == STDIN or Path(target).is_file()


def saved_page(target: str, url: str | None) -> Page:
    """The page in a file, as if it had been fetched now from ``url``, or from the address that the page itself gives.

    Raises:
        UsageError: the file cannot be read, or nobody says where the page came from.
    """
    try:
        html = sys.stdin.buffer.read() if target == STDIN else Path(target).read_bytes()
    except OSError as error:
        raise UsageError(f"Cannot read {target}: {error.strerror}.") from error
    address = url or _declared_address(html)
    if address is None or canonical_url(address) is None:
        problem = f"'{url}' is no web address" if url else f"{target} does not say where it came from"
        raise UsageError(
            f"{problem}. Add --url with the page's address, as in --url https://www.example.com/news/1.html"
        )
    link = ArticleLink(url=address, kind="manual")
    return Page(url=address, html=html, fetched_at=datetime.now(UTC), requested_url=address, link=link)


def page_outlet(catalogue: Catalogue, url: str, outlet_id: str | None = None) -> Outlet:
    """The outlet by whose rules a page is read: the named one, else that of its host, else one made from the host.

    Raises:
        UnknownOutletError, OutletFileError: the named outlet does not exist, or its file is broken.
    """
    if outlet_id:
        return find_outlet(catalogue, outlet_id)
    return OutletsByHost(catalogue.outlets.values()).outlet_of(url)


def stored_outlet(catalogue: Catalogue, url: str, stored_under: str) -> Outlet:
    """The outlet by whose rules a stored article is read: its own, by its file of today or as the demo invented it.

    Where that is gone, the outlet of its host.
    """
    invented = None if stored_under in catalogue.outlets else demo_outlet(stored_under)
    return invented or catalogue.outlets.get(stored_under) or page_outlet(catalogue, url)


def _declared_address(html: bytes) -> str | None:
    tree = etree.fromstring(html, etree.HTMLParser()) if html.strip() else None
    declared = [] if tree is None else tree.xpath(DECLARED_ADDRESS)
    found: list[str] = [str(address) for address in declared] if isinstance(declared, list) else []
    return next((address for address in found if is_address(address)), None)
