"""What to ask a site that is to become an outlet, one address after the other, and what the answers came to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from urllib.parse import urljoin, urlsplit

from newscrawler.discovery.feed import links_in_feed
from newscrawler.discovery.listing_kind import listing_kind
from newscrawler.discovery.section import links_in_section
from newscrawler.discovery.site_facts import HomeFacts, home_of_feed, read_home_page, site_of
from newscrawler.discovery.sitemap import links_in_sitemap
from newscrawler.errors import UnreadableListingError
from newscrawler.model.link import ArticleLink, Listing
from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page
from newscrawler.urls import looks_like_article, registered_domain, url_key

NO_FACTS = HomeFacts()
MAX_QUESTIONS = 17  # and robots.txt; a site that announces nothing gets them all, one that does about five
MAX_FEEDS = 5  # of those that a home page announces: the most general ones, and enough for one outlet
MAX_SITEMAPS = 3  # of those that robots.txt names
MAX_SECTIONS = 4
FEW_LINKS = 3  # a page with fewer article links is no section

# Where the feeds of common systems are, the most common first. Origin: WordPress, Drupal, Jekyll, Hugo, Ghost.
CONVENTIONAL_FEEDS = ("/feed/", "/rss", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml")
# Where sitemaps of news are by the advice of search engines and by the habit of common plug-ins.
CONVENTIONAL_NEWS_SITEMAPS = ("/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_news.xml")
CONVENTIONAL_SITEMAPS = ("/sitemap.xml", "/sitemap_index.xml", "/wp-sitemap.xml")

Kind = Literal["home", "feed", "sitemap", "section"]
Reason = Literal["typed", "site", "announced", "robots", "index", "menu", "convention"]

_NEWS_NAME = re.compile(r"news(?!letter)|nachricht|noticias|actualite|notizie|48h|latest", re.IGNORECASE)
_ARTICLES_NAME = re.compile(r"post|article|artikel|stor(?:y|ies)", re.IGNORECASE)


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
    further: tuple[str, ...] = ()
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
        found = {answer.url: answer for answer in self.answers if answer.kind == kind and self.articles_of(answer)}
        return list(found.values())

    def articles_of(self, answer: Answer) -> tuple[ArticleLink, ...]:
        """The links of an answer that are articles of this outlet."""
        domain = registered_domain(self.home or answer.url)
        own = tuple(link for link in answer.links if registered_domain(link.url) == domain)
        if answer.kind != "sitemap":
            return own if answer.kind == "feed" or len(own) >= FEW_LINKS else ()
        return tuple(link for link in own if link.published_raw or looks_like_article(link.url))


def is_news_name(url: str) -> bool:
    """Does the path of a sitemap say that it lists the news of these days?"""
    return bool(_NEWS_NAME.search(urlsplit(url).path))


def is_news(answer: Answer) -> bool:
    """Is a sitemap one of news, whose entries carry publication dates?"""
    return any(link.published_raw for link in answer.links)


def next_question(survey: Survey) -> Question | None:
    """What to ask next; None where enough is known, or enough was asked."""
    if len(survey.answers) >= MAX_QUESTIONS:
        return None
    asked = {answer.question.url for answer in survey.answers}
    return next((question for question in _questions(survey) if question.url not in asked), None)


def read_answer(question: Question, page: Page, survey: Survey, now: datetime) -> Answer:
    """What a page that answered a question lists and says."""
    found = listing_kind(page.html, page.content_type)
    kind = question.kind
    if kind == "home" and found != "page":
        kind = found
    answer = Answer(question, page.url, kind)
    if kind == "home":
        home = _section(page, page.url)
        facts = read_home_page(page.html, page.url, page.content_type)
        return replace(answer, facts=facts, links=home.links)
    try:
        listing = _listing(kind, page, survey, now)
    except UnreadableListingError as error:
        return replace(answer, kind=None, failure=str(error).partition(". ")[0].rstrip("."))
    feed_home = home_of_feed(page.html, page.url) if kind == "feed" else None
    return replace(answer, links=listing.links, further=listing.further, feed_home=feed_home)


def _listing(kind: Kind, page: Page, survey: Survey, now: datetime) -> Listing:
    if kind == "sitemap":
        return links_in_sitemap(page.html, page.url, timezone=survey.timezone, now=now)
    if kind == "section":
        return _section(page, survey.home or page.url)
    return links_in_feed(
        page.html, page.url, content_type=page.content_type, timezone=survey.timezone, language=None, now=now
    )


def _section(page: Page, home: str) -> Listing:
    outlet = Outlet(id="", name="", home=home)
    try:
        return links_in_section(page.html, page.url, content_type=page.content_type, outlet=outlet)
    except UnreadableListingError:
        return Listing()


def _questions(survey: Survey) -> Iterator[Question]:
    """All that is to be asked, in its order; what was asked already is among it."""
    for url in survey.typed:
        if not any(answer.question.reason == "typed" and not answer.is_unreachable for answer in survey.answers):
            yield Question(url, "home", "typed")
    first = survey.first
    if first is None:
        return
    if first.kind != "home" or looks_like_article(first.url):
        yield Question((first.kind != "home" and first.feed_home) or site_of(first.url), "home", "site")
    if first.kind == "sitemap":
        yield from _with_children(survey, [first.question.url], "typed")
    yield from _feed_questions(survey)
    yield from _sitemap_questions(survey)
    if not (survey.listings("feed") or survey.listings("sitemap")) and survey.home_page:
        home = url_key(survey.home_page.url)
        menu = [url for url in survey.home_page.facts.menu if url_key(url) != home]
        yield from (Question(url, "section", "menu") for url in menu[:MAX_SECTIONS])


def _feed_questions(survey: Survey) -> Iterator[Question]:
    yield from (Question(url, "feed", "announced") for url in survey.feeds_announced[:MAX_FEEDS])
    if survey.home_page:
        yield from _conventional(survey, CONVENTIONAL_FEEDS, "feed")


def _sitemap_questions(survey: Survey) -> Iterator[Question]:
    named = survey.sitemaps_named
    news = [url for url in named if is_news_name(url)]
    yield from _with_children(survey, news[:MAX_SITEMAPS], "robots")
    if survey.listings("feed") or survey.listings("sitemap"):
        return
    yield from _with_children(survey, [url for url in named if url not in news][:MAX_SITEMAPS], "robots")
    if survey.home_page and not named:
        for paths in (CONVENTIONAL_NEWS_SITEMAPS, CONVENTIONAL_SITEMAPS):
            yield from _conventional(survey, paths, "sitemap")


def _conventional(survey: Survey, paths: tuple[str, ...], kind: Kind) -> Iterator[Question]:
    """The addresses that a site might have, until one of them lists articles."""
    for path in paths:
        if survey.listings(kind):
            return
        url = urljoin(survey.home or "", path)
        if kind == "sitemap":
            yield from _with_children(survey, [url], "convention")
        else:
            yield Question(url, kind, "convention")


def _with_children(survey: Survey, urls: list[str], reason: Reason) -> Iterator[Question]:
    """Sitemaps, and of each that is an index the child that most likely lists the newest articles."""
    for url in urls:
        yield Question(url, "sitemap", reason)
        further = next((answer.further for answer in survey.answers if answer.question.url == url), ())
        if further:
            yield Question(_best_child(further), "sitemap", "index", index=url)


def _best_child(urls: tuple[str, ...]) -> str:
    for name in (_NEWS_NAME, _ARTICLES_NAME):
        named = [url for url in urls if name.search(urlsplit(url).path.rpartition("/")[2])]
        if named:
            return named[0]
    return urls[0]
