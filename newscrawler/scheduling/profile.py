"""How often an outlet publishes: learned from the times of its new articles, for every hour of its week."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from math import exp
from operator import mul
from typing import NamedTuple

from newscrawler.date_zones import zone_named
from newscrawler.model.publication_profile import HOURS_OF_WEEK, PublicationProfile

WEEK_KEPT = 0.6  # of what is known of an hour of the week, each time it comes round: a memory of some two weeks
DAY_MEMORY_SECONDS = 36 * 3600.0  # of how busy the outlet is these days
HOUR_MEMORY_SECONDS = 2 * 3600.0  # of how busy it is right now
FIRST_SPAN = timedelta(days=14)  # what lies further back in a first feed tells nothing of today
FEED_SPAN = timedelta(hours=24)  # of a longer pause a feed may no longer hold all that appeared meanwhile
PINNED = 10  # one of so many entries of a first feed may be an old one that is kept on top
GUESSED_PER_HOUR = 0.6  # articles, of an outlet of which nothing is known
GUESS_WEIGHT = 1.0  # articles for which the guess counts
NEIGHBOUR_WEIGHT = 3.0  # articles for which the same hour of the other days, and the outlet's mean, count
LEVEL_WEIGHT = 2.0  # articles for which "as busy as ever" counts

# How busy newsrooms are at the hours of the day, beside their mean, and at weekends: the usual shape, where an outlet
# has not shown its own: a low from two to five, a rise until nine, a slow fall from the late afternoon.
_MORNING = (0.45, 0.3, 0.25, 0.25, 0.35, 0.6, 0.9, 1.15, 1.35, 1.5, 1.55, 1.55)
_AFTERNOON = (1.5, 1.5, 1.5, 1.5, 1.45, 1.4, 1.25, 1.1, 0.95, 0.85, 0.75, 0.6)
_WORKDAY, _WEEKEND = 1.12, 0.7
USUAL_SHAPE: tuple[float, ...] = tuple(
    day * hour for day in (*(_WORKDAY,) * 5, *(_WEEKEND,) * 2) for hour in (*_MORNING, *_AFTERNOON)
)
_USUAL_AT: tuple[tuple[float, ...], ...] = tuple(USUAL_SHAPE[hour::24] for hour in range(24))


class Piece(NamedTuple):
    """A part of a span of time that lies in one hour of the week."""

    hour: int
    began_after: float  # seconds since the span's begin
    seconds: float


def learned(
    profile: PublicationProfile,
    published: Sequence[datetime],
    untimed: int,
    watched_from: datetime | None,
    watched_until: datetime,
    timezone: str,
) -> PublicationProfile:
    """The profile with what a run found.

    Args:
        profile: as known before.
        published: times of the new articles. What lies before the span counts as published at its begin, for it
            appeared after; what lies before the day before is passed over: it was only found late.
        untimed: new articles of which no time of day is known: somewhen in the span.
        watched_from: begin of the last run that could read a listing; None: this one is the first, and what it found
            is taken for all that was published since the oldest.
        watched_until: begin of this run.
        timezone: of the outlet, an IANA name.
    """
    if watched_from is None:
        watched_from, published, untimed = _of_first_feed(published, watched_until)
    elif watched_until - watched_from > FEED_SPAN:
        oldest = min(published, default=watched_until)
        watched_from = max(watched_from, min(oldest, watched_until - FEED_SPAN), watched_until - FIRST_SPAN)
    if watched_until <= watched_from:
        return replace(profile, at=watched_until)
    seconds = (watched_until - watched_from).total_seconds()
    offsets = _offsets(published, watched_from, seconds)
    pieces = list(pieces_of(watched_from, seconds, timezone))
    levels = _levels(profile, pieces, len(offsets) + untimed, seconds)
    counts, hours = list(profile.counts), list(profile.hours)
    last = hour_of_week(profile.at, timezone) if profile.at else None
    for hour, began_after, length in pieces:
        if hour != last:
            counts[hour] *= WEEK_KEPT
            hours[hour] *= WEEK_KEPT
            last = hour
        inside = bisect_left(offsets, began_after + length) - bisect_left(offsets, began_after) if offsets else 0
        counts[hour] += inside + untimed * length / seconds
        hours[hour] += length / 3600
    return PublicationProfile(tuple(counts), tuple(hours), watched_until, *levels)


def mean_rate(profile: PublicationProfile) -> float:
    """Articles an hour over the outlet's week, were it watched evenly."""
    exposure = sum(map(mul, profile.hours, USUAL_SHAPE))
    mean: float = (sum(profile.counts) + GUESS_WEIGHT) / (exposure + GUESS_WEIGHT / GUESSED_PER_HOUR)
    return mean


def rate_of(profile: PublicationProfile, hour: int, mean: float) -> float:
    """Articles an hour that are expected in an hour of the week, however busy the outlet is at present.

    What the hour itself has shown counts the more the more it has shown; beside it stand the same hour of the other
    days, and the outlet's mean in the usual shape of a newsroom's week.
    """
    counts, watched = profile.counts, profile.hours
    hour_of_day = hour % 24
    days = slice(hour_of_day, HOURS_OF_WEEK, 24)
    expected = mean * sum(map(mul, watched[days], _USUAL_AT[hour_of_day]))
    daily = mean * USUAL_SHAPE[hour] * (sum(counts[days]) + NEIGHBOUR_WEIGHT) / (expected + NEIGHBOUR_WEIGHT)
    rate: float = (counts[hour] + NEIGHBOUR_WEIGHT) / (watched[hour] + NEIGHBOUR_WEIGHT / daily)
    return rate


def day_level(profile: PublicationProfile) -> float:
    """How busy the outlet is these days, beside the hours of its week: 1 as ever."""
    return (profile.day_found + LEVEL_WEIGHT) / (profile.day_expected + LEVEL_WEIGHT)


def hour_level(profile: PublicationProfile) -> float:
    """How busy the outlet is right now, beside these days: 1 as ever."""
    return (profile.hour_found + LEVEL_WEIGHT) / (profile.hour_expected + LEVEL_WEIGHT)


def pieces_of(begin: datetime, seconds: float, timezone: str) -> Iterator[Piece]:
    """A span cut at the full hours of the outlet's week; those of a clock change too."""
    local = begin.astimezone(zone_named(timezone))
    passed, to_full_hour = 0.0, 3600 - local.minute * 60 - local.second - local.microsecond / 1e6
    while passed < seconds:
        length = min(to_full_hour, seconds - passed)
        yield Piece(local.weekday() * 24 + local.hour, passed, length)
        passed += length
        to_full_hour = 3600.0
        local = (begin + timedelta(seconds=passed)).astimezone(local.tzinfo)


def hour_of_week(moment: datetime, timezone: str) -> int:
    """From 0, Monday at midnight, to 167, by the outlet's clock."""
    local = moment.astimezone(zone_named(timezone))
    return local.weekday() * 24 + local.hour


def _of_first_feed(published: Sequence[datetime], until: datetime) -> tuple[datetime, Sequence[datetime], int]:
    """From when on a first feed holds all that was published, as far as one can tell, and what it holds since."""
    recent = sorted(each for each in published if until - FIRST_SPAN <= each <= until)
    if not recent:
        return until, (), 0
    oldest = len(recent) // PINNED
    return recent[oldest], recent[oldest + 1 :], 0


def _offsets(published: Sequence[datetime], begin: datetime, seconds: float) -> list[float]:
    """Seconds of the articles since the begin, sorted."""
    offsets = []
    for moment in published:
        offset = (moment - begin).total_seconds()
        if offset > -FEED_SPAN.total_seconds():
            offsets.append(min(max(offset, 0.0), seconds * 0.999))
    offsets.sort()
    return offsets


def _levels(
    profile: PublicationProfile, pieces: Sequence[Piece], found: int, seconds: float
) -> tuple[float, float, float, float]:
    """Found and expected in the last days and hours, moved on by what was found in the span, beside the expected."""
    if profile.at is None:
        return 0.0, 0.0, 0.0, 0.0
    mean = mean_rate(profile)
    expected = sum(rate_of(profile, piece.hour, mean) * piece.seconds for piece in pieces) / 3600
    days, hours = exp(-seconds / DAY_MEMORY_SECONDS), exp(-seconds / HOUR_MEMORY_SECONDS)
    return (
        profile.day_found * days + found,
        profile.day_expected * days + expected,
        profile.hour_found * hours + found,
        profile.hour_expected * hours + expected * day_level(profile),
    )
