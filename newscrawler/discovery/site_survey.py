"""A site that is to become an outlet: what was asked of it so far, and what the answers came to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal
from urllib.parse import urlsplit

from newscrawler.discovery.site_facts import HomeFacts, site_of
from newscrawler.model.link import ArticleLink, FurtherListing
from newscrawler.urls import looks_like_article, registered_domain

NO_FACTS = HomeFacts()
FEW_LINKS = 3  # a page with fewer article links is no section

Kind = Literal["home", "feed", "sitemap", "section"]
Reason = Literal["typed", "site", "announced", "robots", "index", "menu", "convention"]

NEWS_NAME = re.compile(r"news(?!letter)|nachricht|noticias|actualite|notizie|48h|latest", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Question:
    """An address to ask, as what, and why; ``index`` is the sitemap index that named it."""

    url: str
    kind: Kind
    reason: Reason
    index: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answered.

    Attributes:
        question: what was asked.
        url: the address that answered, after redirects.
        kind: what it proved to be; None where it failed.
        links: the articles that it lists.
        further: the listings that it points to.
        facts: of a home page.
        feed_home: the site that a feed says it belongs to.
        failure: why there is nothing, in words; None where there is something.
        is_unreachable: nobody answered at all, by whatever status.
    """

    question: Question
    url: str
    kind: Kind | None = None
    links: tuple[ArticleLink, ...] = ()
    further: tuple[FurtherListing, ...] = ()
    facts: HomeFacts = NO_FACTS
    feed_home: str | None = None
    failure: str | None = None
    is_unreachable: bool = False


@dataclass(frozen=True, slots=True)
class RobotsAnswer:
    """What a host's robots.txt answered."""

    url: str
    status: int
    sitemaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Survey:
    """Everything that was asked of a site so far.

    Attributes:
        typed: addresses of which the first that answers counts (``https://`` and ``http://`` of what had neither).
        timezone: IANA name; the zone of dates that give none.
    """

    typed: tuple[str, ...]
    timezone: str = "UTC"
    answers: tuple[Answer, ...] = ()
    robots: tuple[RobotsAnswer, ...] = ()

    @property
    def first(self) -> Answer | None:
        """The answer to what was typed; None where there is none, or a failure."""
        return next((answer for answer in self.answers if answer.question.reason == "typed" and answer.kind), None)

    @property
    def home_page(self) -> Answer | None:
        """The answer that is the home page; None where there is none."""
        homes = [answer for answer in self.answers if answer.kind == "home"]
        return homes[-1] if homes else None

    @property
    def home(self) -> str | None:
        """The home page's address, or where it must be; None where nothing answered."""
        if self.home_page is not None:
            return self.home_page.url
        if self.first is None:
            return None
        return self.first.feed_home or site_of(self.first.url)

    @property
    def sitemaps_named(self) -> tuple[str, ...]:
        """The sitemaps that robots.txt names, those of news first."""
        named = dict.fromkeys(url for robots in self.robots for url in robots.sitemaps)
        return tuple(sorted(named, key=lambda url: not is_news_name(url)))

    @property
    def feeds_announced(self) -> tuple[str, ...]:
        """The feeds that the home page announces, the general ones first."""
        announced = self.home_page.facts.feeds if self.home_page else ()
        return tuple(sorted(announced, key=lambda url: (urlsplit(url).path.rstrip("/").count("/"), len(url))))

    def with_answer(self, answer: Answer) -> "Survey":
        """The survey with one answer more."""
        return replace(self, answers=(*self.answers, answer))

    def with_robots(self, robots: RobotsAnswer) -> "Survey":
        """The survey with the robots.txt of one host more."""
        return self if robots in self.robots else replace(self, robots=(*self.robots, robots))

    def listings(self, kind: Kind) -> list[Answer]:
        """The answers of a kind that list articles of the outlet, each address once."""
        found = {answer.url: answer for answer in self.answers if answer.kind == kind and self.lists_articles(answer)}
        return list(found.values())

    def articles_of(self, answer: Answer) -> tuple[ArticleLink, ...]:
        """The links of an answer that are articles of this outlet."""
        return tuple(self._articles(answer)) if self.lists_articles(answer) else ()

    def lists_articles(self, answer: Answer) -> bool:
        """Does an answer list articles of this outlet? Looks at no more of a sitemap's 50,000 links than it must."""
        needed = FEW_LINKS if answer.kind in {"home", "section"} else 1
        return len(list(islice(self._articles(answer), needed))) == needed

    def _articles(self, answer: Answer) -> Iterator[ArticleLink]:
        domain = registered_domain(self.home or answer.url)
        is_own: dict[str, bool] = {}  # by scheme and host: 50,000 links have one or two
        for link in answer.links:
            origin = "/".join(link.url.split("/", 3)[:3])
            if origin not in is_own:
                is_own[origin] = registered_domain(link.url) == domain
            told = answer.kind != "sitemap" or link.published_raw or looks_like_article(link.url)
            if told and is_own[origin]:
                yield link


def is_news_name(url: str) -> bool:
    """Does the path of a sitemap say that it lists the news of these days?"""
    return bool(NEWS_NAME.search(urlsplit(url).path))


def is_news(answer: Answer) -> bool:
    """Is a sitemap one of news, whose entries carry publication dates?"""
    return any(link.published_raw for link in answer.links)
