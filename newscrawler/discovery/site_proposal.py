"""What the file of a new outlet should say: from its id and from what its site answered."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from newscrawler.discovery.article_pattern import article_pattern
from newscrawler.discovery.outlet_facts import TO_FILL_IN, Fact, country_fact, language_fact, name_fact, timezone_fact
from newscrawler.discovery.site_questions import MAX_FEEDS, MAX_SECTIONS
from newscrawler.discovery.site_survey import Answer, Survey, is_news, is_news_name
from newscrawler.model.link import ArticleLink
from newscrawler.urls import is_this_machine

MAX_OTHERS = 4  # listings that the file names in a comment


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


def propose_outlet(outlet_id: str, survey: Survey | None, today: date) -> Proposal:
    """The file of an outlet of which only the id is known, or of one whose site was asked."""
    answers = survey.answers if survey else ()
    home = survey.home if survey else None
    page = survey.home_page if survey else None
    links = [link for answer in answers for link in (survey.articles_of(answer) if survey else ())]
    listed = [link for answer in answers if answer.kind in {"feed", "sitemap"} for link in answer.links]
    country = country_fact(outlet_id, home, page)
    feeds, sitemaps, sections = _places(survey) if survey else ((), (), ())
    urls = list(dict.fromkeys(link.url for link in links))
    pattern = article_pattern(urls)
    answered = bool(feeds or sitemaps or sections) and not is_this_machine(home or "")
    return Proposal(
        outlet_id=outlet_id,
        name=name_fact(page),
        country=country,
        language=language_fact(page, listed),
        timezone=timezone_fact(country.value, listed),
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
