"""Dates in the addresses of sitemaps and archive pages: the days whose articles they list, as the address says."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qsl, urlsplit

from newscrawler.discovery.address_dates import (
    LONGEST_PATH,
    DaySpan,
    Reading,
    path_of,
    span_from_words,
    spans_by_reader,
)

# Names of parameters, in the languages in which they were met: ?yyyy=2024&mm=03, ?ano=2024&mes=3.
_PARAMETERS = {
    "y": {"ano", "anno", "annee", "any", "jaar", "jahr", "rok", "y", "year", "yil", "yy", "yyyy"},
    "m": {"m", "maand", "mes", "mese", "miesiac", "mm", "mois", "mon", "monat", "month"},
    "d": {"d", "dag", "day", "dd", "dia", "giorno", "jour", "tag"},
    "w": {"kw", "semana", "w", "week", "woche"},
}
_OF_PARAMETER = {name: part for part, names in _PARAMETERS.items() for name in names}

_YEAR = r"(?<![\d.])(?P<y>(?:19|20)\d\d)"
_LAST_DAY = r"(?:[-_](?P<to>\d\d)(?!\d))?"  # article_2023_12_24-31.xml
_MONTH = r"(?P<m>0[1-9]|1[0-2])"
_NAMED = r"(?P<m>[^\W\d_]{3,12})"
_SIGN = r"[-_/.]"
# A date in a listing's address may stand anywhere. A month of one digit may as well be a part of the year's sitemap
# (sitemap-2024-1.xml), so it is the whole year, but for folders (/2024/3/).
_FORMS = (
    ("day", rf"{_YEAR}(?P<s>{_SIGN}?){_MONTH}(?P=s)(?P<d>0[1-9]|[12]\d|3[01])(?!\d){_LAST_DAY}"),
    ("day in folders", r"(?<=/)(?P<y>(?:19|20)\d\d)/(?P<m>\d\d?|[^\W\d_]{3,12})/(?P<d>\d\d?)(?!\d)"),
    ("day without zeros", r"(?<![\d.])(?P<y>(?:19|20)\d\d)(?P<s>[-_])(?P<m>[1-9])(?P=s)(?P<d>\d\d?)(?!\d)"),
    (
        "day in a month's folder",
        r"(?<=/)(?P<y>(?:19|20)\d\d)[-_.]?(?P<m>0[1-9]|1[0-2])/(?P<d>0[1-9]|[12]\d|3[01])(?!\d)",
    ),
    ("month", rf"{_YEAR}{_SIGN}?(?P<m>\d\d)(?!\d|{_SIGN}?\d\d(?!\d))"),
    ("month in folders", r"(?<=/)(?P<y>(?:19|20)\d\d)/(?P<m>\d\d?|[^\W\d_]{3,12})(?=/|$|\.|-\d)(?!/\d\d?(?!\d))"),
    ("month by name", rf"{_YEAR}{_SIGN}?{_NAMED}(?![^\W\d_])"),
    ("name of a month", rf"(?<![^\W\d_]){_NAMED}{_SIGN}?(?P<y>(?:19|20)\d\d)(?!\d)"),
    ("month and year", r"(?<!\d)(?P<m>0[1-9]|1[0-2])[-_](?P<y>(?:19|20)\d\d)(?!\d)"),
    ("week", rf"{_YEAR}{_SIGN}?(?:w|kw|week)[-_]?(?P<w>\d\d?)(?!\d)"),
    ("quarter", rf"{_YEAR}{_SIGN}?q(?P<q>[1-4])(?!\d)"),
    ("year", r"(?:(?<![\da-z.])|(?<=[a-z]{3}))(?P<y>\d+)(?![\da-z]|\.\d)"),
)
# What tells that there are no days at such a place, but parts of a month: sitemap-2024-03-1.xml.
_PART_OF_A_MONTH = re.compile(rf"{_YEAR}(?P<s>[-_]){_MONTH}(?P=s)\d(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(?P<a>\d\d?)(?P<s>[-_.])(?P<b>\d\d?)(?P=s)(?P<y>(?:19|20)\d\d)(?!\d)")
_COMPILED = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _FORMS)


def span_of_listing(url: str) -> DaySpan | None:
    """The days of a sitemap or an archive page; None: its address does not say."""
    return spans_of_listings([url]).get(url)


def spans_of_listings(urls: Iterable[str]) -> dict[str, DaySpan]:
    """The days in the addresses of an index's children; those that say nothing are not in it."""
    return spans_by_reader(urls, _readings)


def _readings(url: str) -> Iterator[Reading]:
    parameters = parse_qsl(urlsplit(url).query)
    named = {part: value for name, value in parameters if (part := _OF_PARAMETER.get(name.lower())) and value}
    if "y" in named:
        words = {part: value for part, value in named.items() if value.isdecimal() or part == "m"}
        if "y" in words:
            yield Reading(("parameters", ""), span_from_words(words))
        text = path_of(url)
    else:
        text = " ".join([path_of(url), *(value for _, value in parameters)])
    if len(text) > LONGEST_PATH:
        return
    # From here on what has no year at all may still be told to have none where its siblings have: "/part-7.xml".
    yield from (Reading(("day", _before(text, match)), None) for match in _PART_OF_A_MONTH.finditer(text))
    yield from _before_a_year(text)
    spans = [list(_of_form(name, pattern, text)) for name, pattern in _COMPILED]
    for readings in spans:
        days = [reading.span for reading in readings if reading.span is not None]
        if len(days) > 1:  # ?from=2024-03-01&to=2024-03-31
            first = next(reading for reading in readings if reading.span is not None)
            yield Reading(first.place, DaySpan(min(day.first for day in days), max(day.last for day in days)))
        else:
            yield from readings


def _of_form(name: str, pattern: re.Pattern[str], text: str) -> Iterator[Reading]:
    for match in pattern.finditer(text):
        words = match.groupdict()
        if name in ("month by name", "name of a month") and span_from_words(words) is None:
            continue  # a word: "sitemap-2024-articles"
        span = span_from_words(words)
        if span is not None and words.get("to", ""):
            last = span_from_words({**words, "d": words["to"]})
            span = span.joined(last) if last is not None and last.first > span.first else span
        yield Reading((name, _before(text, match)), span)


def _before_a_year(text: str) -> Iterator[Reading]:
    """``05.03.2024``: a day and a month, or a month and a day; siblings may know, else it is both."""
    for match in _YEAR_LAST.finditer(text):
        for order, day, month in (("day first", match["a"], match["b"]), ("month first", match["b"], match["a"])):
            yield Reading((order, _before(text, match)), span_from_words({"y": match["y"], "m": month, "d": day}))


def _before(text: str, match: re.Match[str]) -> str:
    """What stands before a date, the same for all addresses of one kind."""
    return re.sub(r"\d+", "0", text[: match.start()])
