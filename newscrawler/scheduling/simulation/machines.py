"""Machines that run the schedule: each has room for some runs, is killed now and then and comes back; one sleeps."""

from dataclasses import dataclass, field
from random import Random
from typing import Literal

ROOM = 40  # runs at once
LIFE_SECONDS = 12 * 3600.0  # of a machine until it is killed, on the average
REST_SECONDS = (60.0, 600.0)  # from then until it is back
SLEEP_SECONDS = (300.0, 3 * 3600.0)

State = Literal["awake", "gone", "asleep"]


@dataclass(slots=True)
class Machine:
    """One of them.

    Attributes:
        number: from 0 on.
        room: for so many runs at once.
        state: whether it does anything.
        runs: outlets that it crawls, by number.
    """

    number: int
    room: int = ROOM
    state: State = "awake"
    runs: set[int] = field(default_factory=set)

    @property
    def free(self) -> int:
        """So many runs may begin here."""
        return self.room - len(self.runs) if self.state == "awake" else 0


def next_mishap(chance: Random, number: int) -> tuple[float, State, float]:
    """In how many seconds something happens to a machine, what, and for how long. The first one is a laptop."""
    after = chance.expovariate(1 / LIFE_SECONDS)
    if number == 0 and chance.random() < 0.5:
        return after, "asleep", chance.uniform(*SLEEP_SECONDS)
    return after, "gone", chance.uniform(*REST_SECONDS)
