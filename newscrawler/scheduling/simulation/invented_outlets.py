"""Invented outlets: how much they publish and when, and what goes wrong at their hosts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from random import Random

from newscrawler.scheduling.simulation.newsroom import DAY_SECONDS, Newsroom, Surge, newsroom

MOST_PER_DAY = 1500.0

TIMEZONES = (
    "America/New_York", "America/Los_Angeles", "America/Sao_Paulo", "Europe/London", "Europe/Berlin", "Europe/Kyiv",
    "Africa/Lagos", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Tokyo", "Asia/Shanghai", "Australia/Sydney",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class InventedOutlet:
    """An outlet as the simulation sees it. Times are seconds since the simulation's begin.

    Attributes:
        name: outlet id.
        domain: registered domain of its listings; several outlets may share one.
        timezone: IANA name.
        newsroom: when it publishes.
        joins: when it is added to the catalogue.
        feed_entries: so many articles its listings hold; what is older is found no more.
        appears_seconds: from publication until the listings show an article.
        delay_seconds: between two requests to its host.
        fresh_seconds: for so long its listings say that they stay as they are.
        down: spans in which it does not answer.
        failing: share of the runs that fail besides.
        retry_after_seconds: what it asks for where it fails; 0: nothing.
    """

    name: str
    domain: str
    timezone: str
    newsroom: Newsroom
    joins: float = 0.0
    feed_entries: int = 50
    appears_seconds: float = 0.0
    delay_seconds: float = 1.0
    fresh_seconds: float = 0.0
    down: tuple[tuple[float, float], ...] = ()
    failing: float = 0.0
    retry_after_seconds: float = 0.0

    def is_down(self, now: float) -> bool:
        """Whether it does not answer."""
        return any(begin <= now < end for begin, end in self.down)


def _lognormal(chance: Random, count: int) -> list[float]:
    return [exp(chance.gauss(log(8), 1.5)) for _ in range(count)]


def _zipf(chance: Random, count: int) -> list[float]:
    rates = [20 * 0.05 * count / rank + 1 for rank in range(1, count + 1)]
    chance.shuffle(rates)
    return rates


def _pareto(chance: Random, count: int) -> list[float]:
    return [2 * chance.paretovariate(1.1) for _ in range(count)]


def _rare(chance: Random, count: int) -> list[float]:
    return [exp(chance.gauss(log(1.5), 1.8)) for _ in range(count)]


def _busy(chance: Random, count: int) -> list[float]:
    return [exp(chance.gauss(log(20), 1.3)) for _ in range(count)]


def _alike(chance: Random, count: int) -> list[float]:
    return [exp(chance.gauss(log(15), 0.7)) for _ in range(count)]


# Articles a day of so many outlets: few publish much and many little, in one way or another.
RATES: Mapping[str, Callable[[Random, int], Sequence[float]]] = {
    "lognormal": _lognormal,  # median 8, mean 25
    "zipf": _zipf,
    "pareto": _pareto,  # at least 2, mean about 12
    "rare": _rare,  # median 1.5, mean 8
    "busy": _busy,  # median 20, mean 47
    "alike": _alike,  # median 15, mean 19: hardly a tail, the hardest for a plan that weighs outlets
}


def invented_outlets(
    count: int, days: float, seed: int, rates: str = "lognormal", *, calm: bool = False
) -> list[InventedOutlet]:
    """So many outlets for so many days. The same arguments, the same outlets.

    Args:
        count: of outlets.
        days: that they are needed for.
        seed: of chance.
        rates: a name in ``RATES``.
        calm: no bursts, silences or batches: articles come at random within the shape of the week.
    """
    chance = Random(f"{seed} {rates} {calm}")  # noqa: S311 - no secret
    per_day = [min(rate, MOST_PER_DAY) for rate in RATES[rates](chance, count)]
    surges = [] if calm else _surges(chance, days)
    return [_outlet(chance, number, rate, days, surges, calm=calm) for number, rate in enumerate(per_day)]


def _outlet(
    chance: Random, number: int, rate: float, days: float, surges: Sequence[Surge], *, calm: bool
) -> InventedOutlet:
    timezone = chance.choice(TIMEZONES)
    shared = number > 0 and chance.random() < 0.1
    domain = chance.randrange(number) if shared else number
    end = days * DAY_SECONDS
    down = []
    if chance.random() < 0.06:
        begin = chance.uniform(0, end)
        down.append((begin, begin + chance.expovariate(1 / (8 * 3600))))
    if chance.random() < 0.01:
        down = [(chance.uniform(0, end), float("inf"))]
    return InventedOutlet(
        name=f"xx_outlet{number:05}",
        domain=f"host{domain:05}.example",
        timezone=timezone,
        newsroom=newsroom(chance, rate, timezone, days, surges, calm=calm),
        joins=chance.uniform(0, end * 0.7) if chance.random() < 0.1 else 0.0,
        feed_entries=chance.choice((20, 30, 50, 100, 200)),
        appears_seconds=chance.choice((0, 0, 30, 60, 120)),
        delay_seconds=chance.choice((1, 1, 1, 2, 5)),
        fresh_seconds=chance.choice((0,) * 16 + (300, 600, 900, 1800)),
        down=tuple(down),
        failing=0.1 if chance.random() < 0.03 else 0.0,
        retry_after_seconds=chance.choice((60.0, 600.0, 3600.0)) if chance.random() < 0.3 else 0.0,
    )


def _surges(chance: Random, days: float) -> list[Surge]:
    """News that concern many outlets at once."""
    begins = [chance.uniform(0, days * DAY_SECONDS) for _ in range(round(days / 5))]
    return [Surge(begin, chance.uniform(2, 8) * 3600, chance.uniform(1.5, 4)) for begin in begins]
