"""Bodies unpacked and whole: a cut or broken answer is asked for once more, then refused as incomplete."""

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import NotConfigured
from scrapy.http import Response, TextResponse
from scrapy.responsetypes import responsetypes

from newscrawler.middlewares.refusals import IncompleteBodyError, TooLargeBodyError
from newscrawler.packings import ACCEPTED, TooLargeUnpackedError, packings_in, unpack

READ_AS_FAR_AS_IT_GOES = "read_as_far_as_it_goes"  # in a request's meta: a listing gives what can be read of it
INCOMPLETE = "incomplete"  # among the flags of such a response

_LOST = "dataloss"  # Scrapy's flag: the connection ended before the length that was promised, or before the last chunk
_MEGABYTE = 1024 * 1024


class WholeBodiesMiddleware:
    """Downloader middleware in the place of Scrapy's, which takes what it could unpack of a cut body for the whole.

    An answer (2xx) is incomplete where fewer bytes came than were promised, and where what came was packed and its end
    is missing or wrong. It is asked for again (``RETRY_TIMES``). Whether HTML ends in ``</html>`` says nothing: many
    whole pages do not.

    Settings: ``COMPRESSION_ENABLED``, ``DOWNLOAD_MAXSIZE`` (after unpacking), ``RETRY_TIMES``.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.max_bytes = crawler.settings.getint("DOWNLOAD_MAXSIZE")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Built by Scrapy.

        Raises:
            NotConfigured: nothing is to be packed.
        """
        if not crawler.settings.getbool("COMPRESSION_ENABLED"):
            raise NotConfigured
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Say which packings we undo; a short body is to come here rather than raise."""
        request.headers.setdefault("Accept-Encoding", ", ".join(ACCEPTED))
        request.meta.setdefault("download_fail_on_dataloss", False)

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """The response unpacked, or the request once more where it is not whole.

        Raises:
            IncompleteBodyError: it was not whole when it was asked for again, either.
            TooLargeBodyError: it is larger than ``DOWNLOAD_MAXSIZE`` when it is unpacked.
        """
        if request.method == "HEAD":
            return response
        response, fault = self._unpacked(request, response)
        if _LOST in response.flags:
            fault = "the answer broke off"
        if fault is None or not 200 <= response.status < 300:
            return response
        again = self._retried(request)
        if again is not None:
            return again
        self.crawler.stats.inc_value("whole_bodies/incomplete")
        if request.meta.get(READ_AS_FAR_AS_IT_GOES):
            return response.replace(flags=[*response.flags, INCOMPLETE])
        raise IncompleteBodyError(f"{fault}, after {len(response.body):,} bytes")

    def _retried(self, request: Request) -> Request | None:
        """The request once more; None where it was retried often enough, for this reason or another."""
        spider = self.crawler.spider
        return get_retry_request(request, spider=spider, reason=INCOMPLETE) if spider else None

    def _unpacked(self, request: Request, response: Response) -> tuple[Response, str | None]:
        """The response without packings, and why it is not whole; itself where it is empty or not packed.

        Raises:
            TooLargeBodyError: it is too large when unpacked.
        """
        packings = packings_in(b",".join(response.headers.getlist("Content-Encoding")).decode("latin-1"))
        if not response.body or not packings:
            return response, None
        limit = request.meta.get("download_maxsize", self.max_bytes)
        try:
            unpacked = unpack(response.body, packings, limit)
        except TooLargeUnpackedError as error:
            raise TooLargeBodyError(f"larger than {limit / _MEGABYTE:.3g} MB after decompression") from error
        headers = response.headers.copy()
        del headers["Content-Encoding"]
        kind = responsetypes.from_args(headers=headers, url=response.url, body=unpacked.body)
        encoding = {"encoding": None} if issubclass(kind, TextResponse) else {}
        return response.replace(cls=kind, headers=headers, body=unpacked.body, **encoding), unpacked.fault
