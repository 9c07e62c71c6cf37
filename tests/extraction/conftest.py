"""Invented pages for the tests of the metadata reader."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from newscrawler.extraction.charset import decode_page
from newscrawler.extraction.metadata import PageMetadata, read_metadata
from newscrawler.extraction.parse import READ_ATTRIBUTES, parse_page
from newscrawler.model.link import ArticleLink
from newscrawler.model.outlet import Outlet, Selectors
from newscrawler.model.page import Page

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
URL = "https://www.elbkurier.example/lokales/neue-bruecke-ueber-die-elbe-eroeffnet-48211"


NO_SELECTORS = Selectors()


def read_parts(  # noqa: PLR0913 - a page has many parts, and each test names one or two
    body: str = "",
    head: str = "",
    linked_data: Any = None,  # noqa: ANN401 - JSON goes in here
    *,
    url: str = URL,
    timezone: str = "Europe/Berlin",
    language: str | None = "de",
    selectors: Selectors = NO_SELECTORS,
    link: ArticleLink | None = None,
    root: str = "<html>",
) -> PageMetadata:
    """The metadata of a page made of these parts."""
    script = f'<script type="application/ld+json">{json.dumps(linked_data)}</script>' if linked_data else ""
    html = f"<!doctype html>{root}<head>{head}{script}</head><body>{body}</body></html>".encode("utf-8", "replace")
    decoded = decode_page(html, "text/html; charset=utf-8")
    outlet = Outlet("de_elbkurier", "Elbkurier", "DE", language, timezone, selectors=selectors)
    # what a rule reads must be kept, so no other attributes here either
    tree = parse_page(decoded.utf8, kept=None if outlet.has_selectors else READ_ATTRIBUTES)
    return read_metadata(tree, decoded, Page(url, html, NOW, requested_url=url, link=link), outlet)


@pytest.fixture(scope="session")
def read() -> Callable[..., PageMetadata]:
    """Reads the metadata of a page that is made of parts."""
    return read_parts
