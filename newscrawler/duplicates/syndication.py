"""Who had a story first, and from which agency: of the copies of one story at several outlets."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final, Literal

from newscrawler.names import is_agency

# published: as the outlet says; seen: when it was fetched first.
FirstKnownBy = Literal["published", "seen"]

# Dates that tell of something beside the article: a script's, a picture's upload.
_DOUBTFUL_SOURCES: Final = frozenset({"script", "image_path"})
# A clock time without a time zone was read as UTC; in the west it was later by up to twelve hours.
_DOUBTFUL_ZONES: Final = frozenset({"date_without_zone", "date_zone_unknown"})
_WEST: Final = timedelta(hours=12)
_DAY: Final = timedelta(days=1)
_MIDNIGHT: Final = re.compile(r"(?<![\d:+-])00:00(?::00(?:\.0+)?)?(?![\d:])")
# A story goes round within days. A date so long before those of all other outlets is of a page that was used again.
_LONG_BEFORE: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class StoryCopy:
    """What decides of one copy; names as in ``Article``.

    Attributes:
        article: ``_id``.
        first_seen_at: aware; when it was fetched first.
        warnings: what is doubtful about its date among other things.
    """

    article: str
    outlet: str
    first_seen_at: datetime
    outlet_name: str | None = None
    agency: str | None = None
    published_at: datetime | None = None
    published_raw: str | None = None
    published_precision: str | None = None
    published_source: str | None = None
    warnings: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Syndication:
    """A story that several outlets have.

    Attributes:
        agency: the wire agency that most of the outlets credit, or that is one of them.
        first_article: ``_id`` of the copy that was out first.
        first_at: the instant by which it surely was.
        first_by: how that is known.
    """

    first_outlet: str
    first_article: str
    first_at: datetime
    first_by: FirstKnownBy
    agency: str | None = None


# By when it was out, how that is known, and the copy.
_Out = tuple[datetime, FirstKnownBy, StoryCopy]


def syndication_of(copies: Iterable[StoryCopy]) -> Syndication | None:
    """Who was first, and with what agency's text; None where all copies are one outlet's own.

    The same for any order of the copies.
    """
    ordered = _by_time(copies)
    if len({copy.outlet for _, _, copy in ordered}) < 2:
        return None
    first_at, first_by, first = ordered[0]
    return Syndication(first.outlet, first.article, first_at, first_by, _agency_of([copy for _, _, copy in ordered]))


def in_time_order(copies: Iterable[StoryCopy]) -> list[StoryCopy]:
    """The copies by when they were surely out, the first one first."""
    return [copy for _, _, copy in _by_time(copies)]


def _by_time(copies: Iterable[StoryCopy]) -> list[_Out]:
    """The copies with when they were surely out, in that order; one with a date of other times is out when seen."""
    ordered = sorted(((*out_by(copy), copy) for copy in copies), key=_place)
    before, behind = _neighbours(ordered), _neighbours(ordered[::-1])[::-1]
    known: list[_Out] = []
    for (at, known_by, copy), former, later in zip(ordered, before, behind, strict=True):
        is_alone = (former is None or at - former > _LONG_BEFORE) and later is not None and later - at > _LONG_BEFORE
        is_of_other_times = is_alone and later is not None and later < copy.first_seen_at
        known.append((copy.first_seen_at, "seen", copy) if is_of_other_times else (at, known_by, copy))
    return sorted(known, key=_place)


def _neighbours(ordered: Sequence[_Out]) -> list[datetime | None]:
    """For each copy when the nearest one before it was out that another outlet has."""
    found: list[datetime | None] = []
    for place, (_, _, copy) in enumerate(ordered):
        if place == 0:
            found.append(None)
            continue
        at, _, last = ordered[place - 1]
        found.append(at if last.outlet != copy.outlet else found[-1])
    return found


def _place(out: _Out) -> tuple[datetime, datetime, str]:
    at, _, copy = out
    return at, copy.first_seen_at, copy.article


def out_by(copy: StoryCopy) -> tuple[datetime, FirstKnownBy]:
    """The instant by which it was surely published, and how that is known.

    That is when the outlet says, where it says so exactly; the end of the day or of all time zones where it says only
    these, or midnight, as programs write a day. Never later than it was fetched: a back-fill fetches an old story late,
    and a date in the future is wrong.
    """
    if copy.published_at is None or copy.published_source in _DOUBTFUL_SOURCES:
        return copy.first_seen_at, "seen"
    latest = copy.published_at
    if copy.published_precision == "day" or _is_midnight(copy.published_at, copy.published_raw):
        latest += _DAY
    elif not _DOUBTFUL_ZONES.isdisjoint(copy.warnings):
        latest += _WEST
    return (latest, "published") if latest < copy.first_seen_at else (copy.first_seen_at, "seen")


def _is_midnight(at: datetime, raw: str | None) -> bool:
    return at.time() == time() or (raw is not None and _MIDNIGHT.search(raw) is not None)


def said_by(copy: StoryCopy) -> tuple[datetime, FirstKnownBy, str | None]:
    """All that decides of one copy, beside its outlet: by when it was out, how that is known, the agency it names."""
    return *out_by(copy), _named_by(copy)


def _named_by(copy: StoryCopy) -> str | None:
    """The agency that a copy names. An agency's own site need not credit itself: its name is enough."""
    return copy.agency or is_agency(copy.outlet_name or "")


def _agency_of(ordered: Sequence[StoryCopy]) -> str | None:
    """The agency that most outlets name; of several the one that is named first in time."""
    named = ((copy.outlet, _named_by(copy)) for copy in ordered)
    by_outlet: dict[tuple[str, str], None] = dict.fromkeys((outlet, agency) for outlet, agency in named if agency)
    counted = Counter(agency for _, agency in by_outlet)
    return counted.most_common(1)[0][0] if counted else None
