"""Obeys robots.txt: its rules, its silence, its delay. In place of Scrapy's own, which lets 5xx through."""

import asyncio
import logging
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    NotConfigured,
    StopDownload,
)
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from newscrawler.middlewares.outlet_lease import OutletLeaseMiddleware
from newscrawler.middlewares.refusals import (
    AskedToWaitError,
    BlockedByRobotsError,
    HostInUseError,
    NoContactError,
    NotSentError,
    RefusedAddressError,
    UnreachableHostError,
)
from newscrawler.middlewares.robots_rules import MAX_BYTES, RobotsRules
from newscrawler.model.cause import cause_of
from newscrawler.model.findings import RobotsLine
from newscrawler.model.run import add_warning
from newscrawler.network_words import network_words
from newscrawler.urls import mask_secrets, registered_domain

logger = logging.getLogger(__name__)

ASKS_ROBOTS = "asks_robots"  # in the meta of a request for robots.txt itself
PRIORITY = 1000  # robots.txt goes before everything else


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one host's robots.txt came to: rules, or the reason why nothing may be fetched there."""

    rules: RobotsRules | None = None
    refusal: str | None = None
    brief: str = ""  # the reason in a few words
    not_asked: HostInUseError | NotSentError | None = None
    unreachable: bool = False  # no such host, or no connection to it: nothing to do with robots.txt
    response: Response | None = None


class RobotsMiddleware:
    """Fetches each host's robots.txt once per crawl and refuses what it forbids.

    By RFC 9309: 4xx allows everything; 5xx, 429, a broken connection and a timeout forbid everything for this crawl.
    The first 500 KiB count. ``Crawl-delay`` slows the host's slot down; above the maximum the host is left alone.

    Settings: ``ROBOTSTXT_OBEY``, ``ROBOTSTXT_USER_AGENT`` (the product token; else the first word of ``USER_AGENT``),
    ``NEWSCRAWLER_MAX_CRAWL_DELAY_SECONDS``.
    """

    def __init__(self, crawler: Crawler, *, agent: str, max_delay_seconds: float) -> None:
        self.crawler = crawler
        self.agent = agent
        self.max_delay_seconds = max_delay_seconds
        self._answers: dict[str, asyncio.Future[_Answer]] = {}
        self._bytes: WeakKeyDictionary[Request, int] = WeakKeyDictionary()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Built by Scrapy; not at all where robots.txt is not obeyed."""
        settings = crawler.settings
        if not settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured("ROBOTSTXT_OBEY is off")
        agent = settings.get("ROBOTSTXT_USER_AGENT") or settings.get("USER_AGENT") or settings.get("BOT_NAME")
        middleware = cls(
            crawler,
            agent=agent.partition("/")[0].split()[0],
            max_delay_seconds=settings.getfloat("NEWSCRAWLER_MAX_CRAWL_DELAY_SECONDS", 60),
        )
        crawler.signals.connect(middleware.on_bytes, signals.bytes_received)
        return middleware

    async def process_request(self, request: Request) -> Response | None:
        """Let the request pass; one for robots.txt itself is answered with what came before.

        Raises:
            BlockedByRobotsError: robots.txt forbids it; the message names the line.
            UnreachableHostError: the host does not exist or takes no connection.
            HostInUseError: another crawl asks that host, so that its robots.txt could not be asked for.
            NotSentError: the crawl ends.
        """
        if request.meta.get("dont_obey_robotstxt"):
            return None
        url = urlparse_cached(request)
        answer = await self._answer(f"{url.scheme}://{url.netloc}")
        if answer.not_asked is not None:
            raise answer.not_asked
        if "article_link" in request.meta and _is_first_here(request, url.netloc):
            self._count("robots/asked", url.netloc)
        if request.meta.get(ASKS_ROBOTS) and answer.response is not None:
            return answer.response.replace(request=request)
        if answer.refusal is None and (answer.rules is None or answer.rules.allows(request.url)):
            return None
        if answer.unreachable:
            raise UnreachableHostError(answer.refusal or answer.brief, answer.brief)
        self.crawler.stats.inc_value("robots/forbidden")
        if answer.refusal is not None:
            raise BlockedByRobotsError(answer.refusal, told=True, of_host=answer.brief)
        line = _forbidding_line(answer.rules, url.netloc, request.url)
        if "article_link" in request.meta:  # a listing that is forbidden is a warning of its own
            self._count("robots/skipped", line)
        raise BlockedByRobotsError(_in_words(line))

    def _count(self, name: str, key: Hashable) -> None:
        """One more of ``key`` in the table of this statistic: what the run's findings are made of at its end."""
        counts = self.crawler.stats.get_value(name, {})
        self.crawler.stats.set_value(name, {**counts, key: counts.get(key, 0) + 1})

    def on_bytes(self, data: bytes, request: Request) -> None:
        """Stop a robots.txt after its first 500 KiB and go on with what is there.

        Raises:
            StopDownload: enough.
        """
        if not request.meta.get("robots_txt"):
            return
        size = self._bytes[request] = self._bytes.get(request, 0) + len(data)
        request.meta["download_maxsize"] = 10 * MAX_BYTES  # unlimited for the header's promise, not for unpacking
        if size >= MAX_BYTES:
            raise StopDownload(fail=False)

    async def _answer(self, origin: str) -> _Answer:
        """The host's answer: fetched by the first request, awaited by the others."""
        if origin not in self._answers:
            self._answers[origin] = asyncio.get_running_loop().create_future()
            answer = _Answer(refusal=f"{origin}/robots.txt could not be read: cancelled")
            try:
                answer = await self._fetch(origin)
            finally:
                asked = self._answers[origin]
                if answer.not_asked is not None:  # the next request asks again
                    del self._answers[origin]
                asked.set_result(answer)
            return answer
        return await asyncio.shield(self._answers[origin])

    async def _fetch(self, origin: str) -> _Answer:
        # A redirect may lead off the outlet's site: what is refused or obeyed there is the host's own rules.
        meta = {"dont_obey_robotstxt": True, "robots_txt": True, "download_maxsize": 0, "allow_offsite": True}
        request = Request(f"{origin}/robots.txt", priority=PRIORITY, meta=meta, callback=NO_CALLBACK)
        self.crawler.stats.inc_value("robots/requests")
        try:
            response = await self.crawler.engine.download_async(request)
        except (RefusedAddressError, NoContactError):
            return _Answer()  # the page itself is refused, too, and that says it better
        except (HostInUseError, NotSentError) as error:
            return _Answer(not_asked=error)
        except (CannotResolveHostError, DownloadConnectionRefusedError) as error:
            words = network_words(error, request.url)
            return self._refuse(f"{words}; nothing is fetched there in this run.", words, unreachable=True)
        except Exception as error:  # noqa: BLE001 - whatever went wrong: RFC 9309 calls it unreachable
            words = network_words(error, request.url).rstrip(".")[:200]
            return self._unreachable(origin, words, _brief(error, words))
        return self._read(origin, response)

    def _read(self, origin: str, response: Response) -> _Answer:
        if response.status == 429 or response.status >= 500:
            return self._unreachable(origin, f"HTTP {response.status}", f"robots.txt answers {response.status}")
        rules = RobotsRules(response.body if response.status < 300 else b"", self.agent)
        delay = rules.delay_seconds()
        if delay is not None and delay > self.max_delay_seconds:
            return self._refuse(
                f"{origin}/robots.txt asks for {delay:g} s between two requests, more than the maximum of "
                f"{self.max_delay_seconds:g} s: nothing is fetched there. "
                "Raise NEWSCRAWLER_MAX_CRAWL_DELAY_SECONDS, or ask the outlet.",
                f"robots.txt asks for {delay:g} s between two requests",
            )
        self._note_delay(origin, delay or 0.0)
        if delay:
            self._slow_down(urlparse_cached(response).hostname or "", delay)
        return _Answer(rules, response=response)

    def _note_delay(self, url: str, delay: float) -> None:
        """Tell the run's claim, for later runs: they have to keep it before they have read robots.txt."""
        lease = self.crawler.get_spider_middleware(OutletLeaseMiddleware)
        if lease is not None and lease.claim is not None:
            lease.claim.note_delay(registered_domain(url), delay)

    def _unreachable(self, origin: str, reason: str, brief: str) -> _Answer:
        self.crawler.stats.inc_value("robots/unreachable")
        message = f"{origin}/robots.txt could not be read ({reason}): nothing is fetched there in this run."
        return self._refuse(message, brief)

    def _refuse(self, message: str, brief: str, *, unreachable: bool = False) -> _Answer:
        message = mask_secrets(message)
        logger.warning(message)
        add_warning(self.crawler.stats, message)
        return _Answer(refusal=message, brief=mask_secrets(brief), unreachable=unreachable)

    def _slow_down(self, host: str, delay: float) -> None:
        """Raise the delay of the host's slot, of the present one and of those that Scrapy makes later."""
        downloader = self.crawler.engine.downloader
        slot = downloader.slots.get(host)
        wished = downloader.per_slot_settings.setdefault(host, {})
        usual = self.crawler.settings.getfloat("DOWNLOAD_DELAY")
        wished["delay"] = max(delay, wished.get("delay", usual))
        wished["jitter"] = 0  # a pause that the host asked for is not shortened by chance
        if slot is not None:
            slot.delay = max(slot.delay, delay)
            slot.jitter = 0
        self.crawler.stats.max_value("robots/crawl_delay_seconds", delay)


def _brief(error: Exception, words: str) -> str:
    """Why robots.txt did not come, in words that are the same whenever it is so."""
    if isinstance(error, AskedToWaitError):
        return error.of_host
    if isinstance(error, DownloadTimeoutError | TimeoutError):
        return "robots.txt gives no answer in time"
    return f"robots.txt could not be read ({cause_of(words)})"


def _is_first_here(request: Request, host: str) -> bool:
    """Does the request come to this host for the first time: neither again, nor led on within it?"""
    meta = request.meta
    if meta.get("retry_times") or meta.get("retry_after_times"):
        return False
    led_from: str = meta.get("redirect_urls", [""])[-1]
    return urlsplit(led_from).netloc != host


def _forbidding_line(rules: RobotsRules | None, host: str, url: str) -> RobotsLine:
    line = rules.forbidding_line(url) if rules else None
    return RobotsLine(host, *(line or ()))


def _in_words(line: RobotsLine) -> str:
    if line.number is None:
        return f"{line.host} asks crawlers not to fetch this address (robots.txt)."
    return f"{line.host} asks crawlers not to fetch {line.pattern} (robots.txt line {line.number})."
