"""What the file of a new outlet should say: from its id and from what its site answered."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from newscrawler.discovery.article_pattern import article_pattern
from newscrawler.discovery.country_zones import COUNTRIES_OF_MORE_ZONES, ZONE_OF_COUNTRY
from newscrawler.discovery.site_survey import MAX_FEEDS, MAX_SECTIONS, Answer, Survey, is_news, is_news_name
from newscrawler.model.link import ArticleLink
from newscrawler.urls import host_of

TO_FILL_IN = "TO BE FILLED IN"
TO_CHECK = "please check"
MAX_OTHERS = 4  # listings that the file names in a comment

# Ids and top-level domains that spell a country in another way than ISO 3166-1 does.
COUNTRY_SPELLINGS = {"uk": "GB"}
# Country domains that the whole world uses. Origin: the registries' own advertising.
WORLDWIDE_DOMAINS = frozenset({"ai", "am", "cc", "co", "fm", "gg", "io", "la", "me", "sh", "to", "tv", "ws"})

_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)\s*$")


@dataclass(frozen=True, slots=True)
class Fact:
    """A value of the file, "" where the user must fill it in, and a note that says where it is from."""

    value: str
    note: str

    @property
    def is_sure(self) -> bool:
        """Needs nobody to look at it?"""
        return bool(self.value) and TO_CHECK not in self.note


@dataclass(frozen=True, slots=True)
class Place:
    """An address that lists articles, and what it answered."""

    url: str
    note: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """Everything that the file of a new outlet says.

    Attributes:
        feeds: what goes into the file; ``sitemaps`` and ``sections`` likewise.
        others: key of the file -> listings that are there too, and that the file names in a comment.
        include: a pattern that most of the articles' addresses match, how many do, and of how many.
        verified_on: the day on which a listing answered; None where none did, or on this machine only.
    """

    outlet_id: str
    name: Fact
    country: Fact
    language: Fact
    timezone: Fact
    home: Fact
    feeds: tuple[Place, ...] = ()
    sitemaps: tuple[Place, ...] = ()
    sections: tuple[Place, ...] = ()
    others: tuple[tuple[str, Place], ...] = ()
    include: tuple[str, int, int] | None = None
    system: str | None = None
    verified_on: date | None = None

    @property
    def lists_articles(self) -> bool:
        """Does the file name a place that lists articles?"""
        return bool(self.feeds or self.sitemaps or self.sections)

    @property
    def facts(self) -> dict[str, Fact]:
        """The mandatory keys in the order of the file."""
        names = ("name", "country", "language", "timezone", "home")
        return {name: getattr(self, name) for name in names}


def country_of_id(outlet_id: str) -> str | None:
    """The country that an id begins with, ``DE`` of ``de_elbkurier``; None where it begins with none."""
    return _country(outlet_id.partition("_")[0]) if "_" in outlet_id else None


def propose_outlet(outlet_id: str, survey: Survey | None, today: date) -> Proposal:
    """The file of an outlet of which only the id is known, or of one whose site was asked."""
    answers = survey.answers if survey else ()
    home = survey.home if survey else None
    page = survey.home_page if survey else None
    links = [link for answer in answers for link in (survey.articles_of(answer) if survey else ())]
    listed = [link for answer in answers if answer.kind in {"feed", "sitemap"} for link in answer.links]
    country = _country_fact(outlet_id, home, page)
    feeds, sitemaps, sections = _places(survey) if survey else ((), (), ())
    urls = list(dict.fromkeys(link.url for link in links))
    pattern = article_pattern(urls)
    answered = bool(feeds or sitemaps or sections) and not host_of(home or "").startswith("127.")
    return Proposal(
        outlet_id=outlet_id,
        name=_name_fact(page),
        country=country,
        language=_language_fact(page, listed),
        timezone=_timezone_fact(country.value, listed),
        home=Fact(home, "") if home else Fact("", TO_FILL_IN),
        feeds=feeds,
        sitemaps=sitemaps,
        sections=sections,
        others=tuple(_others(survey, (*feeds, *sitemaps))) if survey else (),
        include=(*pattern, len(urls)) if pattern else None,
        system=page.facts.system if page else None,
        verified_on=today if answered else None,
    )


def listing_note(answer: Answer, links: Sequence[ArticleLink]) -> str:
    """``10 articles, newest 5 Mar 2026``; of an index, which child was read."""
    noun = "article" if len(links) == 1 else "articles"
    newest = max((moment for link in links if (moment := link.published_at or link.modified_at)), default=None)
    dated = f", newest {newest.day} {newest:%b %Y}" if newest else ""
    if answer.further and not links and answer.kind == "sitemap":
        return f"an index of {len(answer.further)} sitemaps"
    return f"{len(links)} {noun}{dated}" if links else "lists no article"


def _country(text: str) -> str | None:
    code = COUNTRY_SPELLINGS.get(text.lower(), text.upper())
    return code if code in ZONE_OF_COUNTRY else None


def _name_fact(page: Answer | None) -> Fact:
    if page is None or page.facts.name is None:
        return Fact("", TO_FILL_IN)
    return Fact(page.facts.name, f"from {page.facts.name_from}")


def _country_fact(outlet_id: str, home: str | None, page: Answer | None) -> Fact:
    of_id = country_of_id(outlet_id)
    if of_id:
        return Fact(of_id, "from the id")
    ending = host_of(home or "").rpartition(".")[2]
    of_domain = _country(ending) if ending not in WORLDWIDE_DOMAINS else None
    if of_domain:
        return Fact(of_domain, f"from the domain, .{ending}")
    of_locale = _country(page.facts.country or "") if page else None
    if of_locale:
        return Fact(of_locale, f"from the page's locale: {TO_CHECK}")
    return Fact("", TO_FILL_IN)


def _language_fact(page: Answer | None, links: Sequence[ArticleLink]) -> Fact:
    if page and page.facts.language:
        return Fact(page.facts.language, f"from {page.facts.language_from}")
    told = [link.language[:2].lower() for link in links if link.language]
    if told and re.fullmatch("[a-z]{2}", told[0], re.ASCII):
        return Fact(told[0], "from the listing")
    return Fact("", TO_FILL_IN)


def _timezone_fact(country: str, links: Sequence[ArticleLink]) -> Fact:
    zone = ZONE_OF_COUNTRY.get(country)
    if zone is None:
        return Fact("", TO_FILL_IN)
    has_more = country in COUNTRIES_OF_MORE_ZONES
    fitting = [_fits(zone, link) for link in links]
    judged = [fits for fits in fitting if fits is not None]
    if judged and not all(judged):
        return Fact(zone, f"dates of the listings have another offset: {TO_CHECK}")
    if judged:
        return Fact(zone, "the dates of the listings agree")
    return Fact(zone, f"the country has several: {TO_CHECK}" if has_more else "the country's only one")


def _fits(zone: str, link: ArticleLink) -> bool | None:
    """Is the offset of a link's date the zone's? None where it gives none, or UTC, which is no place's own."""
    found = _OFFSET.search(link.published_raw or "")
    if not found or link.published_at is None or not int(found[2]) + int(found[3]):
        return None
    offset = timedelta(hours=int(found[2]), minutes=int(found[3])) * (-1 if found[1] == "-" else 1)
    return link.published_at.astimezone(ZoneInfo(zone)).utcoffset() == offset


def _places(survey: Survey) -> tuple[tuple[Place, ...], tuple[Place, ...], tuple[Place, ...]]:
    """Feeds, sitemaps and sections for the file.

    A general sitemap only where it was typed or there is no feed, sections only where there is neither.
    """
    feeds = tuple(_place(survey, answer) for answer in survey.listings("feed")[:MAX_FEEDS])
    listed = survey.listings("sitemap")
    typed = survey.first.question.url if survey.first else ""
    asked_for = [answer for answer in listed if typed in {answer.question.url, answer.question.index}]
    news = _sitemaps(survey, [*asked_for, *(answer for answer in listed if is_news(answer))])
    if feeds or news:
        return feeds, news, ()
    if listed:
        return (), _sitemaps(survey, listed), ()
    pages = [*([survey.home_page] if survey.home_page else []), *survey.listings("section")]
    listing = [answer for answer in pages if survey.articles_of(answer)]
    return (), (), tuple(_place(survey, answer) for answer in listing[: MAX_SECTIONS + 1])


def _sitemaps(survey: Survey, answers: Sequence[Answer]) -> tuple[Place, ...]:
    """Sitemaps as the file names them, each once: the index rather than its child, unless only the child is of news."""
    found: dict[str, Place] = {}
    for answer in answers:
        place, index = _place(survey, answer), answer.question.index
        if index and (is_news_name(index) or not is_news(answer)):
            place = Place(index, f"an index; in {answer.url.rpartition('/')[2]}: {place.note}")
        found.setdefault(place.url, place)
    return tuple(found.values())


def _place(survey: Survey, answer: Answer) -> Place:
    return Place(answer.url, listing_note(answer, survey.articles_of(answer)))


def _others(survey: Survey, taken: Sequence[Place]) -> Iterator[tuple[str, Place]]:
    """Listings that the site announces and that were not asked, or are not needed."""
    asked = {answer.question.url: answer for answer in survey.answers}
    known = {place.url for place in taken}
    known |= {url for url, answer in asked.items() if answer.failure or answer.url in known or answer.question.index}
    for key, urls in (("feeds", survey.feeds_announced), ("sitemaps", survey.sitemaps_named)):
        for url in [url for url in urls if url not in known][:MAX_OTHERS]:
            links = survey.articles_of(asked[url]) if url in asked else ()
            yield key, Place(url, listing_note(asked[url], links) if url in asked else "announced, not asked")
