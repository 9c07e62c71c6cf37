"""From Scrapy's response to a Page: the last place that knows of Scrapy."""

from datetime import UTC, datetime

from scrapy.http import Response

from newscrawler.model.link import ArticleLink
from newscrawler.model.page import Page


def page_of(response: Response, link: ArticleLink | None) -> Page:
    """The page of a response, fetched now, or when the archive says that it was."""
    archived_at = response.meta.get("archived_at") if response.request else None
    return Page(
        url=response.url,
        html=response.body,
        fetched_at=archived_at or datetime.now(UTC),
        requested_url=requested_url(response),
        status=response.status,
        content_type=content_type(response),
        etag=header(response, "ETag"),
        last_modified=header(response, "Last-Modified"),
        link=link,
    )


def requested_url(response: Response) -> str:
    """The address that was asked for before any redirect."""
    if response.request is None:
        return response.url
    redirects: list[str] = response.meta.get("redirect_urls", [])
    return redirects[0] if redirects else response.request.url


def content_type(response: Response) -> str | None:
    """The Content-Type header as sent, or None."""
    return header(response, "Content-Type")


def header(response: Response, name: str) -> str | None:
    """A header as sent, or None."""
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
