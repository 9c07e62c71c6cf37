"""A fetched page, free of any HTTP library."""

from dataclasses import dataclass
from datetime import datetime

from newscrawler.model.light_pickle import light_pickle
from newscrawler.model.link import ArticleLink


@light_pickle
@dataclass(frozen=True, slots=True)
class Page:
    """One fetched article page.

    Attributes:
        url: the address that answered, after redirects.
        html: the bytes of the body, decompressed, not decoded.
        fetched_at: aware, UTC.
        requested_url: the address that was asked for first.
        status: HTTP status.
        content_type: the header as sent, or None.
        etag: the validator as sent, or None.
        last_modified: the validator as sent, or None.
        link: where the page was found, or None.
    """

    url: str
    html: bytes
    fetched_at: datetime
    requested_url: str = ""
    status: int = 200
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    link: ArticleLink | None = None
