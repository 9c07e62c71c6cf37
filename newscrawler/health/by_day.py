"""New articles by day: of the days that were watched, each with how many days its articles are of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from statistics import median

from newscrawler.model.outlet_schedule import OutletSchedule

LONGEST_PAUSE = 3  # days between two runs that are watched all the same: from Friday to Monday
_UNUSUAL = 1.5  # times the pause that usually lies between two days with runs


@dataclass(frozen=True, slots=True)
class WatchedDay:
    """A day on which a run read a listing.

    Attributes:
        new: articles that were found on it.
        covers: days since the one before on which a run did: its articles are of all of these.
        is_watched: nobody was away for longer than usual before it, so that nothing is missing and nothing piled up.
    """

    day: date
    new: int
    covers: int
    is_watched: bool


def watched_days(schedule: OutletSchedule | None, now: datetime) -> list[WatchedDay]:
    """The days since the first, whose articles may be of many days before, up to this one; oldest first."""
    if schedule is None:
        return []
    today = now.date()
    known = sorted((date.fromisoformat(day), number) for day, number in schedule.days.items())
    pairs = [(before[0], day, new) for before, (day, new) in pairwise(known) if day <= today]
    usual = median((day - before).days for before, day, _ in pairs) if pairs else 1
    longest = max(LONGEST_PAUSE, _UNUSUAL * usual)
    return [WatchedDay(day, new, (day - before).days, (day - before).days <= longest) for before, day, new in pairs]


def whole_days(schedule: OutletSchedule | None, now: datetime) -> list[WatchedDay]:
    """``watched_days`` without this one, which is not over."""
    return [one for one in watched_days(schedule, now) if one.day < now.date()]


def length(days: Sequence[WatchedDay]) -> int:
    """How many days these are, with those between."""
    return sum(one.covers for one in days)


def per_day(days: Sequence[WatchedDay]) -> float:
    """Articles a day over these, and the days between, on average; 0 of none."""
    return sum(one.new for one in days) / length(days) if days else 0.0


def last_week(days: Sequence[WatchedDay], least: int = 7) -> list[WatchedDay]:
    """The newest of them that together are at least so many days, oldest first; none: they are fewer.

    Those before which nobody looked for long are passed over; nothing of twice as long ago is taken.
    """
    taken: list[WatchedDay] = []
    for one in reversed(days):
        if length(taken) >= least or (days[-1].day - one.day).days >= 2 * least:
            break
        if one.is_watched:
            taken.append(one)
    return taken[::-1] if length(taken) >= least else []
