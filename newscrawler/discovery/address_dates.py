"""Dates in addresses: the days that an article's address, or a listing's, says it is about.

Many outlets write the day into the addresses of their articles (``/2024/03/05/``), and the month into those of their
sitemaps (``sitemap-2024-03.xml``). What is read here decides what a back-fill need not fetch, so a doubtful date is
none, and addresses of one listing are read together: a number that is no date in one of them is none in the others.
"""

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import unquote, urlsplit

from newscrawler.date_words import month_number

FIRST_YEAR, LAST_YEAR = 1990, 2099  # older archives exist, but an older "year" is more often a number
# How many of the numbers at one place of an outlet's addresses may be no dates, before none of them is one: a slip or
# two occur; of numbers that count articles nine in ten and more are no dates.
MOST_WRONG = 0.05
# A date within a headline is that of its article where the outlet writes them so: in three addresses of a listing and
# in one of ten. A single one may be a day that the article speaks of ("/world-cup-of-2006-06-09-remembered/").
LEAST_ALIKE, LEAST_SHARE = 3, 0.1
LONGEST_PATH = 500  # characters; in longer ones no date is looked for, the cost grows with their square

_END = r"(?=/|$|\.[a-z]{2,5}$)"  # of a path segment
_BREAK = r"(?:^|[/_.,~-])"
_CLOCK = r"(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d(?:\d{3})?)?"


@dataclass(frozen=True, slots=True)
class DaySpan:
    """Days in a row, both ends included: a day, a week, a month, a year."""

    first: date
    last: date

    def holds(self, other: "DaySpan") -> bool:
        """Is every day of the other one of ours?"""
        return self.first <= other.first and other.last <= self.last

    def meets(self, other: "DaySpan") -> bool:
        """Have the two a day in common?"""
        return self.first <= other.last and other.first <= self.last

    def joined(self, other: "DaySpan") -> "DaySpan":
        """All days from the first of both to the last of both."""
        return DaySpan(min(self.first, other.first), max(self.last, other.last))


@dataclass(frozen=True, slots=True)
class Reading:
    """What may be a date in an address.

    Attributes:
        place: the form, and where in the address it stands: the same for the addresses of one listing.
        span: None: it has the form of a date and is none (``/2024/17/``).
        is_headline: it may as well be a day that the headline speaks of.
    """

    place: tuple[str, object]
    span: DaySpan | None
    is_headline: bool = False


Reader = Callable[[str], Iterable[Reading]]


def span_of_article(url: str) -> DaySpan | None:
    """The days on which the article at an address was published, as the address says; None: it does not say."""
    return spans_by_reader([url], _readings_of_article, least_alike=1).get(url)


def spans_of_articles(urls: Iterable[str]) -> dict[str, DaySpan]:
    """The days in the addresses of a listing's articles; those that say nothing for certain are not in it."""
    return spans_by_reader(urls, _readings_of_article, least_alike=LEAST_ALIKE)


def spans_by_reader(urls: Iterable[str], reader: Reader, *, least_alike: int = 1) -> dict[str, DaySpan]:
    """What a reader finds in addresses, without what is no date in enough of them.

    Args:
        urls: addresses of one listing.
        reader: gives what may be a date in one of them.
        least_alike: how many of them must have a date in their headline at the same place, before it counts alone.
    """
    found = {url: tuple(reader(url)) for url in urls}
    seen: Counter[object] = Counter()
    wrong: Counter[object] = Counter()
    for readings in found.values():
        seen.update(reading.place for reading in readings)
        wrong.update(reading.place for reading in readings if reading.span is None)
    refuted = {place for place, times in wrong.items() if times > MOST_WRONG * seen[place]}
    least = max(least_alike, LEAST_SHARE * len(found))
    unsure = {place for place, times in seen.items() if times < least}
    merged = ((url, _merged(readings, refuted, unsure)) for url, readings in found.items())
    return {url: span for url, span in merged if span is not None}


def span_from_words(words: Mapping[str, str | None]) -> DaySpan | None:
    """The days that year ``y`` with month ``m``, day ``d``, week ``w`` or quarter ``q`` name; None: there are none."""
    try:
        return _span(int(words["y"] or 0), *(words.get(name) for name in "mdwq"))
    except ValueError:
        return None


def _span(year: int, month: str | None, day: str | None, week: str | None, quarter: str | None) -> DaySpan:
    """The days of a year, or of what is named in it.

    Raises:
        ValueError: there are none.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"not {year}")
    if week:
        return _around_week(year, int(week))
    if quarter:
        return DaySpan(date(year, 3 * int(quarter) - 2, 1), last_of_month(year, 3 * int(quarter)))
    if not month:
        return DaySpan(date(year, 1, 1), date(year, 12, 31))
    number = int(month) if month.isdecimal() else month_number(month) or 0
    if day:
        return DaySpan(date(year, number, int(day)), date(year, number, int(day)))
    return DaySpan(date(year, number, 1), last_of_month(year, number))


def last_of_month(year: int, month: int) -> date:
    """The last day of a month.

    Raises:
        ValueError: there is no such month.
    """
    if not 1 <= month <= 12:
        raise ValueError(f"no month {month}")
    return date(year, month, monthrange(year, month)[1])


def _around_week(year: int, week: int) -> DaySpan:
    """A week and those beside it: where weeks begin, and which is the first, differs between countries.

    Raises:
        ValueError: there is no such week.
    """
    if not 1 <= week <= 53 or week == (year + 1) % 100:  # /2021/22/ is a season
        raise ValueError(f"no week {week} of {year}")
    monday = date.fromisocalendar(year, min(week, 52), 1)
    return DaySpan(monday - timedelta(days=7), monday + timedelta(days=13 + 7 * (week == 53)))


@dataclass(frozen=True, slots=True)
class _Form:
    name: str
    pattern: re.Pattern[str]
    is_headline: bool = False
    is_final: bool = False  # nothing that follows would be believed more

    def readings(self, path: str) -> Iterator[Reading]:
        for match in self.pattern.finditer(path):
            # What introduces it tells "dmf20240305" from the "_96887132" that follows.
            place = (path.count("/", 0, match.start("y")), path[max(0, match.start() - 1) : match.start("y")])
            yield Reading((self.name, place), span_from_words(match.groupdict()), self.is_headline)


def _form(name: str, pattern: str, *, is_headline: bool = False, is_final: bool = False) -> _Form:
    return _Form(name, re.compile(pattern, re.IGNORECASE), is_headline, is_final)


# From the most telling to the least. A year, a month or two within a headline are no dates: "/top-10-of-2024/",
# "/2024-12-things-to-do/", "/2014/12/10-things/" (the tenth is none, December 2014 is).
_FORMS = (
    _form("folders of a day", rf"(?<=/)(?P<y>\d{{4}})/(?P<m>\d\d?|[^\W\d_]{{3,12}})/(?P<d>\d\d?){_END}", is_final=True),
    _form("day after a month", rf"(?<=/)(?P<y>\d{{4}})[-_.]?(?P<m>\d\d)/(?P<d>\d\d){_END}", is_final=True),
    _form("day with its month", rf"(?<=/)(?P<y>\d{{4}})/(?P<m>\d\d)[-_]?(?P<d>\d\d){_END}", is_final=True),
    _form("folder of a day", rf"(?<=/)(?P<y>\d{{4}})(?P<s>[-_.])(?P<m>\d\d?)(?P=s)(?P<d>\d\d?){_END}", is_final=True),
    _form("folders of a month", r"(?<=/)(?P<y>\d{4})/(?P<m>\d\d?|[^\W\d_]{3,12})(?=/)"),
    _form("folder of a month", r"(?<=/)(?P<y>\d{4})[-_]?(?P<m>\d\d)(?=/)"),
    _form("day in a name", rf"{_BREAK}(?P<y>\d{{4}})(?P<s>[-_])(?P<m>\d\d)(?P=s)(?P<d>\d\d)(?!\d)", is_headline=True),
    _form(
        "eight digits",  # also with the time of day to the minute, the second, the millisecond, or a number of ten
        rf"{_BREAK}[a-z]{{0,4}}(?P<y>\d{{4}})(?P<m>\d\d)(?P<d>\d\d)(?:{_CLOCK}|\d{{10}}|t\d{{4,6}}z?)?(?![\da-z])",
        is_headline=True,
    ),
    _form("folder of a week", r"(?<=/)(?P<y>\d{4})[-/](?:w|kw)?(?P<w>1[3-9]|[2-4]\d|5[0-3]|(?<=w)\d\d?)(?=/)"),
)
_YEAR = _form("folder of a year", r"(?<=/)(?P<y>\d{4})(?=/)")
_AFTER_YEAR = timedelta(days=181)  # reports of a year, and what it brought, appear in the next
_MAYBE = re.compile(r"\d{4}")
_YEAR_LAST = re.compile(rf"{_BREAK}[a-z]{{0,3}}(?P<a>\d\d?)(?P<s>[-_./])(?P<b>\d\d?)(?P=s)(?P<y>\d{{4}})(?![\d/]\d)")


def _readings_of_article(url: str) -> Iterator[Reading]:
    path = path_of(url)
    if len(path) > LONGEST_PATH or not _MAYBE.search(path):
        return
    for form in _FORMS:
        readings = tuple(form.readings(path))
        yield from readings
        if form.is_final and any(reading.span is not None for reading in readings):
            return
    yield from _readings_before_a_year(path)
    for reading in _YEAR.readings(path):
        span = reading.span
        yield replace(reading, span=span and DaySpan(span.first, span.last + _AFTER_YEAR))


def path_of(url: str) -> str:
    """The path of an address as people read it, without ``;jsessionid=...``."""
    path = urlsplit(url).path.partition(";")[0]
    return unquote(path) if "%" in path else path


def _readings_before_a_year(path: str) -> Iterator[Reading]:
    """``/05-03-2024``: the fifth of March or the third of May. Which of the two its siblings know; else it is both."""
    for match in _YEAR_LAST.finditer(path):
        place = (path.count("/", 0, match.start()), match["s"])
        for order, day, month in (("day first", match["a"], match["b"]), ("month first", match["b"], match["a"])):
            yield Reading((order, place), span_from_words({"y": match["y"], "m": month, "d": day}))


def _merged(readings: Iterable[Reading], refuted: set[object], unsure: set[object]) -> DaySpan | None:
    """One span of several readings, the most telling first: the narrowest they agree on, or all that they name.

    A headline's date at a place that is unsure only narrows what the others say.
    """
    result: DaySpan | None = None
    told = [reading for reading in readings if reading.place not in refuted]
    told.sort(key=lambda reading: reading.is_headline and reading.place in unsure)
    for reading in told:
        span = reading.span
        if span is None:
            continue
        if result is None and reading.is_headline and reading.place in unsure:
            return None
        if result is None or result.holds(span):
            result = span
        elif not result.meets(span) and not reading.is_headline:
            result = result.joined(span)
    return result
