"""Name, country, language and time zone of a new outlet, each with where it is from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from newscrawler.discovery.country_zones import COUNTRIES_OF_MORE_ZONES, ZONE_OF_COUNTRY
from newscrawler.discovery.site_survey import Answer
from newscrawler.model.link import ArticleLink
from newscrawler.urls import host_of

TO_FILL_IN = "TO BE FILLED IN"
TO_CHECK = "please check"

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


def country_of_id(outlet_id: str) -> str | None:
    """The country that an id begins with, ``DE`` of ``de_elbkurier``; None where it begins with none."""
    return _country(outlet_id.partition("_")[0]) if "_" in outlet_id else None


def _country(text: str) -> str | None:
    code = COUNTRY_SPELLINGS.get(text.lower(), text.upper())
    return code if code in ZONE_OF_COUNTRY else None


def name_fact(page: Answer | None) -> Fact:
    """The outlet's name."""
    if page is None or page.facts.name is None:
        return Fact("", TO_FILL_IN)
    return Fact(page.facts.name, f"from {page.facts.name_from}")


def country_fact(outlet_id: str, home: str | None, page: Answer | None) -> Fact:
    """Its country, ISO 3166-1: by the id, else by the domain, else by the page's locale."""
    of_id = country_of_id(outlet_id)
    ending = host_of(home or "").rpartition(".")[2]
    of_domain = _country(ending) if ending not in WORLDWIDE_DOMAINS else None
    if of_id and of_domain not in {None, of_id}:
        return Fact(of_id, f"from the id, but the domain ends with .{ending}: {TO_CHECK}")
    if of_id:
        return Fact(of_id, "from the id")
    if of_domain:
        return Fact(of_domain, f"from the domain, .{ending}")
    of_locale = _country(page.facts.country or "") if page else None
    if of_locale:
        return Fact(of_locale, f"from the page's locale: {TO_CHECK}")
    return Fact("", TO_FILL_IN)


def language_fact(page: Answer | None, links: Sequence[ArticleLink]) -> Fact:
    """Its language, ISO 639-1."""
    if page and page.facts.language:
        return Fact(page.facts.language, f"from {page.facts.language_from}")
    told = [link.language[:2].lower() for link in links if link.language]
    if told and re.fullmatch("[a-z]{2}", told[0], re.ASCII):
        return Fact(told[0], "from the listing")
    return Fact("", TO_FILL_IN)


def timezone_fact(country: str, links: Sequence[ArticleLink]) -> Fact:
    """The zone of most people in a country, and whether the dates of the listings have its offset."""
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
