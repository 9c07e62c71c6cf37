"""What to ask a site next: what it announces first, then where sites usually have it, until articles are found."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from newscrawler.discovery.site_facts import site_of
from newscrawler.discovery.site_survey import NEWS_NAME, Kind, Question, Reason, Survey, is_news_name
from newscrawler.model.link import FurtherListing
from newscrawler.urls import looks_like_article, url_key

MAX_QUESTIONS = 17  # and robots.txt; a site that announces nothing gets them all, one that does about five
MAX_FEEDS = 5  # of those that a home page announces: the most general ones, and enough for one outlet
MAX_SITEMAPS = 3  # of those that robots.txt names
MAX_SECTIONS = 4

# Where the feeds of common systems are, the most common first. Origin: WordPress, Drupal, Jekyll, Hugo, Ghost.
CONVENTIONAL_FEEDS = ("/feed/", "/rss", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml")
# Where sitemaps of news are by the advice of search engines and by the habit of common plug-ins.
CONVENTIONAL_NEWS_SITEMAPS = ("/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_news.xml")
CONVENTIONAL_SITEMAPS = ("/sitemap.xml", "/sitemap_index.xml", "/wp-sitemap.xml")

_ARTICLES_NAME = re.compile(r"post|article|artikel|stor(?:y|ies)", re.IGNORECASE)


def next_question(survey: Survey) -> Question | None:
    """What to ask next; None where enough is known, or enough was asked."""
    if len(survey.answers) >= MAX_QUESTIONS:
        return None
    asked = {answer.question.url for answer in survey.answers}
    return next((question for question in _questions(survey) if question.url not in asked), None)


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


def _best_child(children: tuple[FurtherListing, ...]) -> str:
    urls = [child.url for child in children]
    for name in (NEWS_NAME, _ARTICLES_NAME):
        named = [url for url in urls if name.search(urlsplit(url).path.rpartition("/")[2])]
        if named:
            return named[0]
    return urls[0]
