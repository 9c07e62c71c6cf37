"""How long a crawl's hosts take to answer: what says that an outlet is slow."""

from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.statscollectors import StatsCollector


class AnswerTimes:
    """Counts the answers to requests for listings and articles, and the milliseconds that each took to begin.

    The pause that a host is given between two requests is no part of that; nor is what took so long that it was given
    up, which is an outcome.
    """

    def __init__(self, stats: StatsCollector) -> None:
        """Count into ``stats``."""
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension, listening for answers."""
        times = cls(crawler.stats)
        crawler.signals.connect(times.note, signals.response_downloaded)
        return times

    def note(self, response: Response, request: Request) -> None:  # noqa: ARG002 - Scrapy's signature
        """Count one more."""
        seconds = request.meta.get("download_latency")
        if seconds is not None and not request.meta.get("robots_txt"):
            self.stats.inc_value("answers/number")
            self.stats.inc_value("answers/milliseconds", round(seconds * 1000))
