"""A date with where it was found, and what is needed to read one."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from newscrawler.dates import ParsedDate, find_date, names_a_day, read_date

_LONGEST_REMEMBERED = 60
_DIGIT = re.compile(r"\d")
_REGION = re.compile(r"en[-_](?P<region>[a-z]{2})\b", re.IGNORECASE)
_DOMAIN_END = re.compile(r"[a-z]+://[^/?#:]{0,200}\.(?P<country>[a-z]{2})(?=[/?#:]|$)", re.IGNORECASE)
# Ends of domains of countries that write English with the day before the month.
_DAY_FIRST_ENDS = frozenset({"au", "gh", "ie", "in", "ke", "mt", "my", "ng", "nz", "pk", "sg", "ug", "uk", "za", "zw"})
# Where a day stands that the page does not call its publication: what the feed said goes before it.
WEAK_SOURCES = frozenset({"image_path", "modified", "script", "url"})


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date and where it was found.

    Attributes:
        date: the date.
        source: ``json_ld``, ``meta``, ``time``, ``text``, ``feed``, ``url`` or ``selector``; or, where the page names
            no day of publication, a weaker sign: ``script``, ``modified`` or ``image_path``.
    """

    date: ParsedDate
    source: str


def _read(text: str, timezone: str, language: str | None, now: datetime) -> ParsedDate | None:
    return read_date(text, timezone=timezone, language=language, now=now)


# Most pages state one moment in several places.
_remembered = lru_cache(maxsize=32)(_read)


@dataclass(frozen=True, slots=True)
class DateHints:
    """What is needed to read a date: zone of those that give none, language, and now."""

    timezone: str
    language: str | None
    now: datetime

    def read(self, text: str | None) -> ParsedDate | None:
        """The date that the text is, if it names a day."""
        if not text or not names_a_day(text):
            return None
        read = _remembered if len(text) <= _LONGEST_REMEMBERED else _read
        return read(text, self.timezone, self.language, self.now)

    def find(self, text: str | None) -> ParsedDate | None:
        """The first full day in the text."""
        if not text or not _DIGIT.search(text):
            return None
        return find_date(text, timezone=self.timezone, language=self.language, now=self.now)

    def with_region(self, url: str, locale: str | None) -> "DateHints":
        """With the country in which the page's English is written, so far as address or locale tell: 3/4 or 4/3."""
        if self.language != "en":
            return self
        end = _DOMAIN_END.match(url)
        if end and end["country"].lower() in _DAY_FIRST_ENDS:
            return replace(self, language=f"en-{end['country'].lower()}")
        found = _REGION.match(locale or "")
        return replace(self, language=f"en-{found['region'].lower()}") if found else self
