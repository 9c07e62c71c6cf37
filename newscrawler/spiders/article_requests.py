"""Requests for articles that are not stored."""

from collections.abc import Callable
from typing import Any

from scrapy import Request

from newscrawler.model.link import ArticleLink


def article_request(link: ArticleLink, callback: Callable[..., Any], errback: Callable[..., Any]) -> Request:
    """A request for the page of a link; ``article_link`` in its meta says under which URL it is counted."""
    return Request(
        link.url,
        callback=callback,
        errback=errback,
        cb_kwargs={"link": link},
        meta={"article_link": link},
        dont_filter=True,  # a cookie wall redirects to itself; the spider sees to it that nothing is fetched twice
    )
