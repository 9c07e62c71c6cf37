"""When an invented outlet publishes: by day and night, on workdays and at weekends, in bursts, batches and silences."""

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import exp
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

BEGIN = datetime(2026, 3, 23, tzinfo=UTC)  # of the simulation: the clocks of Europe change on its sixth day
DAY_SECONDS = 86_400.0
HISTORY_DAYS = 14  # that an outlet published before the simulation, for its first feed
_CLOCK_SECONDS = (0, 0, 0, 1800, 900, 2700)  # seconds of the hour at which articles that wait are let out


class Surge(NamedTuple):
    """A span of time in which outlets publish more."""

    begin: float
    seconds: float
    times: float


@dataclass(frozen=True, slots=True)
class Newsroom:
    """Publication times, sorted, in seconds since the simulation's begin; below 0 before it."""

    published: "array[float]"

    def until(self, moment: float) -> int:
        """Number of articles before a moment."""
        return bisect_left(self.published, moment)


def newsroom(
    chance: Random, per_day: float, timezone: str, days: float, surges: Sequence[Surge], *, calm: bool
) -> Newsroom:
    """An outlet that publishes so many articles a day, on the average of its ordinary weeks."""
    shape = _week(chance)
    own = [] if calm else _own_surges(chance, days, surges)
    batch = 0.0 if calm or chance.random() > 0.3 else chance.uniform(0.05, 0.3)
    by_the_clock = 0.0 if calm else chance.choice((0, 0, 0.1, 0.4))
    silences = [] if calm else _silences(chance, days)
    times = _scattered(chance, per_day * (1 - batch) / 24, shape, timezone, days, own)
    if batch:
        times += _batches(chance, per_day * batch, timezone, days)
    times = [_by_the_clock(chance, each) if chance.random() < by_the_clock else each for each in times]
    times = [each for each in times if not any(begin <= each < end for begin, end in silences)]
    return Newsroom(array("d", sorted(times)))


def _week(chance: Random) -> list[float]:
    """168 hours with the mean 1: one broad hill by day, often a smaller one in the evening, a low at night."""
    peak, width = chance.gauss(13, 2), chance.uniform(3, 6)
    evening, night, weekend = chance.choice((0, 0, 0.4)), chance.uniform(0.02, 0.35), chance.uniform(0.25, 1)
    day = [
        night + exp(-(((hour - peak) / width) ** 2) / 2) + evening * exp(-(((hour - 20) / 1.5) ** 2) / 2)
        for hour in range(24)
    ]
    week = [(weekend if weekday > 4 else 1) * height for weekday in range(7) for height in day]
    mean = sum(week) / len(week)
    return [height / mean for height in week]


def _scattered(
    chance: Random, per_hour: float, shape: Sequence[float], timezone: str, days: float, surges: Sequence[Surge]
) -> list[float]:
    """Articles at random, as many in every hour as its rate leads to expect."""
    times: list[float] = []
    zone = ZoneInfo(timezone)
    left = chance.expovariate(1)
    for hour in range(-HISTORY_DAYS * 24, round(days * 24)):
        begin = hour * 3600.0
        local = (BEGIN + timedelta(hours=hour)).astimezone(zone)
        expected = per_hour * shape[local.weekday() * 24 + local.hour]
        for surge in surges:
            if surge.begin <= begin < surge.begin + surge.seconds:
                expected *= surge.times
        passed = 0.0
        while passed + left < expected:
            passed += left
            times.append(begin + 3600 * passed / expected)
            left = chance.expovariate(1)
        left -= expected - passed
    return times


def _batches(chance: Random, per_day: float, timezone: str, days: float) -> list[float]:
    """What the print edition brings: every day at the same minute, one after another."""
    minute, zone = chance.choice((1, 240, 300, 330, 360, 365, 480)), ZoneInfo(timezone)
    times = []
    for day in range(-HISTORY_DAYS, round(days) + 1):
        midnight = (BEGIN + timedelta(days=day)).astimezone(zone).replace(hour=0, minute=0)
        begin = (midnight.astimezone(UTC) - BEGIN).total_seconds() + minute * 60
        count = int(per_day) + (chance.random() < per_day % 1)
        times += [begin + chance.uniform(0, 60) for _ in range(count)]
    return [each for each in times if each < days * DAY_SECONDS]


def _own_surges(chance: Random, days: float, common: Sequence[Surge]) -> list[Surge]:
    """News of its own, and those of all that concern it too."""
    count = sum(chance.random() < 0.1 for _ in range(round(days)))
    own = [
        Surge(chance.uniform(0, days * DAY_SECONDS), chance.uniform(1, 4) * 3600, chance.uniform(3, 8))
        for _ in range(count)
    ]
    return own + [surge for surge in common if chance.random() < 0.6]


def _silences(chance: Random, days: float) -> list[tuple[float, float]]:
    if chance.random() > 0.06:
        return []
    begin = chance.uniform(-7, days) * DAY_SECONDS
    return [(begin, begin + chance.uniform(3, 21) * DAY_SECONDS)]


def _by_the_clock(chance: Random, moment: float) -> float:
    """The next full hour, half or quarter: many articles are written before and let out by the clock."""
    second = chance.choice(_CLOCK_SECONDS)
    return moment - (moment - second) % 3600 + 3600 if (moment - second) % 3600 else moment
