"""Waits where a host asks for it: 429, or 503 with ``Retry-After``, pauses the whole host, then goes again."""

import logging
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from newscrawler.dates import http_date
from newscrawler.middlewares.outlet_lease import OutletLeaseMiddleware
from newscrawler.middlewares.refusals import AskedToWaitError
from newscrawler.model.run import add_warning
from newscrawler.urls import registered_domain

logger = logging.getLogger(__name__)

STATUSES = frozenset({429, 503})
UNREADABLE_SECONDS = 30.0  # the pause where a host asks for one in words that we cannot read, or answers 429 without
SMALLEST_DELAY_SECONDS = 0.001  # a slot without any delay does not look at the clock


@dataclass(frozen=True, slots=True)
class _Wish:
    """The pause that a host asks for."""

    seconds: float
    words: str


class RetryAfterMiddleware:
    """Pauses the host's slot for as long as it asks, up to a cap, and tries the request again a few times.

    Stands below Scrapy's retry middleware, which knows nothing of ``Retry-After``. A 503 without it is left to that.

    Settings: ``NEWSCRAWLER_MAX_RETRY_AFTER_SECONDS`` (900), ``NEWSCRAWLER_RETRY_AFTER_TIMES`` (2).
    """

    def __init__(self, crawler: Crawler, *, max_seconds: float, times: int) -> None:
        self.crawler = crawler
        self.max_seconds = max_seconds
        self.times = times

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Built by Scrapy."""
        middleware = cls(
            crawler,
            max_seconds=crawler.settings.getfloat("NEWSCRAWLER_MAX_RETRY_AFTER_SECONDS", 900),
            times=crawler.settings.getint("NEWSCRAWLER_RETRY_AFTER_TIMES", 2),
        )
        crawler.signals.connect(middleware.on_downloaded, signals.response_downloaded)
        return middleware

    def on_downloaded(self, response: Response, request: Request) -> None:
        """Pause the host at once: the slot's next request would leave before a middleware sees the response.

        Later runs are told the whole of what it asks, not only as much as this one waits.
        """
        asked = _wish(response)
        if asked is not None:
            self._pause(request, min(asked.seconds, self.max_seconds))
            lease = self.crawler.get_spider_middleware(OutletLeaseMiddleware)
            if lease is not None and lease.claim is not None:
                lease.claim.note_rest(registered_domain(response.url), asked.seconds)

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """The response, or the request once more where the host asked to wait.

        Raises:
            AskedToWaitError: it still asks to wait after we did so a few times.
        """
        asked = _wish(response)
        if asked is None:
            return response
        tried = request.meta.get("retry_after_times", 0)
        host = urlparse_cached(request).netloc
        message = f"{host} answered {response.status} and asked to wait {asked.words}"
        if tried >= self.times:
            self.crawler.stats.inc_value("retry_after/gave_up")
            raise AskedToWaitError(
                f"{message}: given up after {tried + 1} tries.", f"{host} answers {response.status} and asks to wait"
            )
        self._warn(f"{message}: the host rests for {min(asked.seconds, self.max_seconds):.0f} s.")
        return request.replace(dont_filter=True, meta={**request.meta, "retry_after_times": tried + 1})

    def _pause(self, request: Request, seconds: float) -> None:
        """Nothing leaves the host's slot for so long; a longer pause that it has already stays."""
        downloader = self.crawler.engine.downloader
        slot = downloader.slots.get(downloader.get_slot_key(request))
        self.crawler.stats.inc_value("retry_after/pauses")
        if slot is not None:
            slot.delay = max(slot.delay, SMALLEST_DELAY_SECONDS)
            slot.lastseen = max(slot.lastseen, time.monotonic() + seconds - slot.delay)

    def _warn(self, message: str) -> None:
        logger.warning(message)
        add_warning(self.crawler.stats, message)


def seconds_asked(header: bytes | None, date: bytes | None, now: datetime) -> float | None:
    """What ``Retry-After`` asks for, in seconds, at least 0; None where there is none or it makes no sense.

    Args:
        header: a number of seconds, or a moment.
        date: ``Date`` of the answer: when it was given, by the clock that such a moment is of.
        now: by our clock, where the answer has no date that can be read.
    """
    text = (header or b"").decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        return float(text[:12])
    moment = http_date(text)
    if moment is None:
        return None
    return max(0.0, (moment - (http_date((date or b"").decode("latin-1")) or now)).total_seconds())


def _wish(response: Response) -> _Wish | None:
    """What the response asks for; None where it asks for nothing, or Scrapy's retry will do."""
    header = response.headers.get(b"Retry-After")
    if response.status not in STATUSES or (response.status == 503 and header is None):
        return None
    seconds = seconds_asked(header, response.headers.get(b"Date"), datetime.now(UTC))
    if seconds is not None:
        return _Wish(seconds, f"{seconds:.0f} s")
    words = "for an unknown time" if header is None else f"{header[:40].decode('latin-1')!r}, which is no time"
    return _Wish(UNREADABLE_SECONDS, words)
