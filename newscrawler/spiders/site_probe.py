"""The spider that asks a site about itself: a few addresses, one after the other, stored nowhere."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from newscrawler.discovery.site_answer import read_answer
from newscrawler.discovery.site_facts import sitemaps_of_robots
from newscrawler.discovery.site_questions import next_question
from newscrawler.discovery.site_survey import Answer, Question, RobotsAnswer, Survey
from newscrawler.model.outcome import OutcomeKind
from newscrawler.model.outlet import Outlet
from newscrawler.spiders.listing_requests import SITEMAP_MAXSIZE
from newscrawler.spiders.pages import page_of
from newscrawler.spiders.reading import ReadingSpider

# No answer by anybody: then another spelling of the address may be tried.
UNREACHABLE = frozenset({OutcomeKind.CONNECTION_FAILED, OutcomeKind.TIMEOUT})


class SiteProbeSpider(ReadingSpider):
    """Asks what ``next_question`` wants to know, until it wants to know nothing more.

    robots.txt is not asked for apart: its middleware does so first of all, and what it was answered is read here too.

    Args:
        survey: what to begin with.
        found: an empty list; it holds the survey as it stands, also where the crawl is stopped.
    """

    name = "site_probe"
    outlet = Outlet(id="site_probe", name="a site")

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:  # noqa: ANN401 - Scrapy's signature
        """The spider, listening for every robots.txt."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.on_response, signals.response_received)
        return spider

    def __init__(self, name: str | None = None, *, survey: Survey, found: list[Survey]) -> None:
        """Begin with ``survey``; nothing is requested yet."""
        super().__init__(name)
        self.survey = survey
        self.found = found

    async def start(self) -> AsyncIterator[Any]:
        """The first question."""
        for request in self.next_requests():
            yield request

    def on_response(self, response: Response, request: Request) -> None:
        """Keep what a robots.txt names."""
        if request.meta.get("robots_txt"):
            sitemaps = sitemaps_of_robots(response.body, response.url) if response.status == 200 else ()
            self.keep(self.survey.with_robots(RobotsAnswer(response.url, response.status, sitemaps)))

    def parse_answer(self, response: Response, question: Question) -> list[Request]:
        """Keep an answer, and ask the next question."""
        self.keep(self.survey.with_answer(read_answer(question, page_of(response, None), self.survey, _now())))
        return self.next_requests()

    async def on_question_failure(self, failure: Any) -> AsyncIterator[Request]:  # noqa: ANN401 - Twisted's failure
        """Keep why there is no answer, and ask the next question."""
        question = failure.request.cb_kwargs["question"]
        async for outcome in self.on_failure(failure):
            silent = outcome.kind is OutcomeKind.BLOCKED_BY_ROBOTS and not self.survey.robots
            unreachable = outcome.kind in UNREACHABLE or silent  # no robots.txt came either: nobody answered
            self.keep(
                self.survey.with_answer(
                    Answer(
                        question, failure.request.url, failure=outcome.message.rstrip("."), is_unreachable=unreachable
                    )
                )
            )
        for request in self.next_requests():
            yield request

    def next_requests(self) -> list[Request]:
        """A request for what is to be known next, or nothing."""
        question = next_question(self.survey)
        if question is None:
            return []
        meta = {"download_maxsize": SITEMAP_MAXSIZE} if question.kind == "sitemap" else {}
        return [
            Request(
                question.url,
                callback=self.parse_answer,
                errback=self.on_question_failure,
                cb_kwargs={"question": question},
                meta=meta,
                dont_filter=True,
            )
        ]

    def keep(self, survey: Survey) -> None:
        """Make this the survey as it stands."""
        self.survey = survey
        self.found[:] = [survey]


def _now() -> datetime:
    return datetime.now(UTC)
