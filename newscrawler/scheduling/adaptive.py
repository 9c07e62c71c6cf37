"""The adaptive plan: an outlet is crawled when the articles that it has probably published waited for long enough."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from math import exp, sqrt

from newscrawler.model.publication_profile import HOURS_OF_WEEK, PublicationProfile
from newscrawler.scheduling.profile import HOUR_MEMORY_SECONDS, day_level, hour_level, mean_rate, pieces_of, rate_of
from newscrawler.scheduling.rules import MAX_SECONDS, MIN_SECONDS, RunRules

# How long an outlet that publishes one article an hour waits for its next run, where nothing weighs one outlet with
# another: see ``patience_for``.
PATIENCE_SECONDS = 45 * 60.0
# An article's waiting costs its minutes to this power. With 1.15 the wait goes with rate^-0.87: between 1 / sqrt(rate),
# which has the least mean wait, and 1 / rate, by which rare outlets wait for most of a day.
COST_POWER = 1.15
JITTER = 0.1  # of a wait that chance takes off: outlets that were begun together drift apart
LONGEST_LEVEL = 12.0  # a burst counts for so many times the usual rate, at most
LEAST_SAID = 0.1  # articles an hour that are said with one digit
_STEPS = 12  # halvings of a span of at most an hour: to the second

_HALVINGS = 16  # of the logarithm of a span
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
        patience_seconds: the wait at one article an hour.
    """
    longest, budget = rules.longest_pause_seconds, patience_seconds**COST_POWER
    wait = longest
    present = PresentRate(profile, began_at)
    rates: list[float] = []
    begins: list[float] = []
    for piece in pieces_of(began_at, longest, rules.timezone):
        rates.append(present.at(piece.hour, piece.began_after))
        begins.append(piece.began_after)
        end = piece.began_after + piece.seconds
        if _cost(rates, begins, end) >= budget:
            wait = _moment_of(budget, rates, begins, end)
            break
    wait *= 1 - JITTER * chance
    rate = f"{rates[0]:.1f}" if rates[0] >= LEAST_SAID else f"{rates[0]:.2f}"
    return min(max(wait, rules.min_seconds), longest), f"{rate} articles an hour expected"


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


def patience_for(profiles: Iterable[PublicationProfile], runs_per_day: float) -> float:
    """The patience with which these outlets have so many runs a day on the average, as far as their bounds let them.

    So many runs are had anyway; the patience says where: at an outlet that publishes more, and when it does. Without
    it a database of busy outlets would cost ten times as many runs as one of quiet ones.
    """
    powers = [power for profile in profiles for power in _powers(profile)]
    if not powers:
        return PATIENCE_SECONDS
    low, high = 60.0, 48 * 3600.0
    for _ in range(_HALVINGS):
        patience = sqrt(low * high)
        if _runs_per_day(powers, patience) > runs_per_day:
            low = patience
        else:
            high = patience
    return sqrt(low * high)


def _runs_per_day(powers: Sequence[float], patience: float) -> float:
    """Mean over all outlets and hours, where the power of a rate is one over its wait, in units of the patience."""
    fastest, slowest = patience / MIN_SECONDS, patience / MAX_SECONDS
    total = sum([min(max(power, slowest), fastest) for power in powers])
    return 86_400 / patience * total / len(powers) / (1 - JITTER / 2)


def _powers(profile: PublicationProfile) -> Iterable[float]:
    mean, days = mean_rate(profile), day_level(profile)
    return [(rate_of(profile, hour, mean) * days) ** (1 / COST_POWER) for hour in _SAMPLED_HOURS]


def _cost(rates: Sequence[float], begins: Sequence[float], end: float) -> float:
    """What the waiting of all articles costs that are published in these pieces, where they are fetched at the end."""
    total, of_begin = 0.0, end**COST_POWER
    last = len(begins) - 1
    for number, rate in enumerate(rates):
        of_end = (end - begins[number + 1]) ** COST_POWER if number < last else 0.0
        total += rate * (of_begin - of_end)
        of_begin = of_end
    return total


def _moment_of(budget: float, rates: Sequence[float], begins: Sequence[float], end: float) -> float:
    """When the cost reaches the budget, which is in the last piece."""
    if len(begins) == 1:
        return float((budget / rates[0]) ** (1 / COST_POWER))
    low, high = begins[-1], end
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if _cost(rates, begins, middle) < budget:
            low = middle
        else:
            high = middle
    return high
