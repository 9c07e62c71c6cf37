"""The adaptive plan: an outlet is crawled when so many articles have probably come that they are worth a run."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from math import exp, sqrt
from typing import TypeVar

from newscrawler.model.outlet_schedule import OutletSchedule
from newscrawler.model.publication_profile import HOURS_OF_WEEK, PublicationProfile
from newscrawler.scheduling.profile import HOUR_MEMORY_SECONDS, day_level, hour_level, mean_rate, pieces_of, rate_of
from newscrawler.scheduling.rules import MIN_SECONDS, RunRules

# How long an outlet that publishes one article an hour waits for its next run, where nothing weighs one outlet with
# another: see ``patience_for``.
PATIENCE_SECONDS = 45 * 60.0
# Runs closer together than this make the articles of the busiest outlets a minute and a half fresher, and lack where
# they would gain an hour. Where there are runs in plenty, which is where patience is short, they may be closer.
SOON_SECONDS = 300.0
SOON_SHARE = 1 / 6  # of the patience
WEIGHED_SECONDS = 3 * 3600.0  # so often all outlets are weighed with one another: rates change by the day
WEIGHED_AT_FIRST_SECONDS = 600.0  # so often while more than this share of them was never watched:
MANY_NEW = 0.1
WEIGHED_OUTLETS = 1000  # at most: a sample of all gives the same patience
JITTER = 0.1  # of a wait that chance takes off: outlets that were begun together drift apart
LONGEST_LEVEL = 12.0  # a burst counts for so many times the usual rate, at most
LEAST_SAID = 0.1  # articles an hour that are said with one digit

_Outlet = TypeVar("_Outlet")
_HALVINGS = 14  # of the logarithm of a span
_SAMPLED_HOURS = tuple(range(0, HOURS_OF_WEEK, 7))  # every hour of the day once, on days that alternate


def next_wait(
    profile: PublicationProfile,
    rules: RunRules,
    began_at: datetime,
    chance: float,
    patience_seconds: float = PATIENCE_SECONDS,
) -> tuple[float, str]:
    """Seconds from the begin of the last run to the next, within the bounds of the rules; and why, in words.

    Args:
        profile: what is known of the outlet's rate.
        rules: bounds and time zone.
        began_at: begin of the last run.
        chance: from 0 to 1, uniform; for the jitter.
        patience_seconds: the wait at one article an hour; at two an hour it is half as long.
    """
    longest = wait = rules.longest_pause_seconds
    present = PresentRate(profile, began_at)
    missing, first_rate = patience_seconds, None  # articles that are to come yet, times 3600
    for piece in pieces_of(began_at, longest, rules.timezone):
        rate = present.at(piece.hour, piece.began_after)
        first_rate = first_rate or rate
        if rate * piece.seconds >= missing:
            wait = piece.began_after + missing / rate
            break
        missing -= rate * piece.seconds
    wait *= 1 - JITTER * chance
    said = f"{first_rate:.1f}" if first_rate and first_rate >= LEAST_SAID else f"{first_rate or 0.0:.2f}"
    return min(max(wait, shortest_wait(rules, patience_seconds)), longest), f"{said} articles an hour expected"


def shortest_wait(rules: RunRules, patience_seconds: float) -> float:
    """Seconds that lie between two runs however much is published."""
    if rules.min_seconds < MIN_SECONDS:
        return rules.min_seconds  # the outlet's file asks for runs closer together than is usual
    return max(rules.min_seconds, min(SOON_SECONDS, SOON_SHARE * patience_seconds))


class PresentRate:
    """Articles an hour, with how busy the outlet is now: a burst, or a silence, wears off in the hours to come."""

    def __init__(self, profile: PublicationProfile, now: datetime) -> None:
        self._profile = profile
        self._mean = mean_rate(profile)
        self._days = day_level(profile)
        self._burst = min(hour_level(profile), LONGEST_LEVEL) - 1
        self._since = (now - profile.at).total_seconds() if profile.at else 0.0

    def at(self, hour: int, seconds: float) -> float:
        """In an hour of the week that begins in so many seconds."""
        burst = self._burst * exp(-max(self._since + seconds, 0.0) / HOUR_MEMORY_SECONDS)
        return rate_of(self._profile, hour, self._mean) * self._days * (1 + burst)


def sample_of(outlets: Sequence[_Outlet]) -> Sequence[_Outlet]:
    """At most ``WEIGHED_OUTLETS`` of them, evenly spread; all, where they are no more."""
    return outlets[:: -(-len(outlets) // WEIGHED_OUTLETS) or 1]


def patience_for(outlets: Iterable[tuple[RunRules, OutletSchedule]], runs_per_day: float) -> float:
    """The patience with which these outlets have so many runs a day on the average, as far as their bounds let them.

    So many runs are had anyway; the patience says where: at an outlet that publishes more, and when it does. Without
    it a database of busy outlets would cost ten times as many runs as one of quiet ones. Runs that an outlet may not
    have, as its listings say that they stay as they are, go to the others; of one that was never watched counts what is
    guessed.
    """
    weighed = [(rules, _fresh_seconds(rules, plan), _rates(plan.profile)) for rules, plan in outlets]
    if not weighed:
        return PATIENCE_SECONDS
    low, high = 60.0, 48 * 3600.0
    for _ in range(_HALVINGS):
        patience = sqrt(low * high)
        if _runs_per_day(weighed, patience) > runs_per_day:
            low = patience
        else:
            high = patience
    return sqrt(low * high)


def weighed_again_after(outlets: Sequence[tuple[RunRules, OutletSchedule]]) -> float:
    """In how many seconds the patience of these outlets is due to be found again: soon, while many are new."""
    unknown = sum(plan.profile.at is None for _, plan in outlets)
    return WEIGHED_SECONDS if outlets and unknown <= MANY_NEW * len(outlets) else WEIGHED_AT_FIRST_SECONDS


def _runs_per_day(weighed: Sequence[tuple[RunRules, float, Sequence[float]]], patience: float) -> float:
    """Mean over all outlets and hours."""
    total = 0.0
    for rules, asked_for, rates in weighed:
        longest = rules.longest_pause_seconds
        slowest = patience / longest  # such a rate has the longest pause
        fastest = max(patience / min(max(shortest_wait(rules, patience), asked_for), longest), slowest)
        total += sum([slowest if rate < slowest else min(rate, fastest) for rate in rates])
    return 86_400 / patience * total / (len(weighed) * len(_SAMPLED_HOURS)) / (1 - JITTER / 2)


def _fresh_seconds(rules: RunRules, plan: OutletSchedule) -> float:
    return min(plan.fresh_seconds, rules.longest_pause_seconds)


def _rates(profile: PublicationProfile) -> Sequence[float]:
    mean, days = mean_rate(profile), day_level(profile)
    return [rate_of(profile, hour, mean) * days for hour in _SAMPLED_HOURS]
