"""Stored pages: a request that carries its answer never reaches the network."""

from scrapy import Request
from scrapy.http import HtmlResponse, Response


class ArchivedPagesMiddleware:
    """Downloader middleware: answers the requests of the archive spider with the pages that it read."""

    async def process_request(self, request: Request) -> Response | None:
        """The stored answer, or None for a request that has none."""
        page = request.meta.pop("archived_page", None)
        if page is None:
            return None
        headers = {"Content-Type": page.content_type} if page.content_type else {}
        return HtmlResponse(page.url, status=page.status, headers=headers, body=page.body, request=request)
