"""What there is to say of an outlet: a word, a colour, a reason, and what to type next."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

# red: articles are lost, or come damaged; yellow: worth a look; grey: nothing can be said, or nothing is wanted.
Colour = Literal["red", "yellow", "green", "grey"]
COLOURS: tuple[Colour, ...] = ("red", "yellow", "grey", "green")  # in the order in which they are told


class HealthWord(StrEnum):
    """The closed list of words, the gravest first: what comes earlier explains what comes later."""

    ROBOTS_CLOSED = "robots closed"
    BLOCKED = "blocked"
    FAILING = "failing"
    FEED_EMPTY = "feed empty"
    LAYOUT_CHANGED = "layout changed"
    WALLED = "walled"
    CODE_BROKE = "code broke"
    FIELDS_GONE = "fields gone"
    SILENT = "silent"
    NEVER_ENDS = "never ends"
    OVERDUE = "overdue"
    NOT_CRAWLED = "not crawled"
    TOO_FEW = "too few"
    TOO_MANY = "too many"
    TOO_SHORT = "too short"
    MANY_MISSING = "many missing"
    LISTING_LOST = "listing lost"
    GAPS = "gaps"
    SLOW = "slow"
    ASKED_TO_WAIT = "asked to wait"
    BACKING_OFF = "backing off"
    PAUSED = "paused"
    NEVER_RUN = "never run"
    NEW = "new"
    RUNNING = "running"
    HEALTHY = "healthy"


_GRAVITY = {word: number for number, word in enumerate(HealthWord)}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know of an outlet.

    Attributes:
        reason: in words, with numbers.
        command: what to type next, a whole command line; "" where there is nothing to do.
    """

    word: HealthWord
    colour: Colour
    reason: str
    command: str = ""

    @property
    def gravity(self) -> tuple[int, int]:
        """What findings are sorted by, the gravest first."""
        return COLOURS.index(self.colour), _GRAVITY[self.word]


@dataclass(frozen=True, slots=True)
class Health:
    """How an outlet is.

    Attributes:
        outlet: its id.
        findings: the gravest first; never empty.
        ran_at: when the newest crawl that has ended did; where none has, when the newest began; None: it was never
            crawled.
        newest_at: publication time of its newest article, as far as known.
        due_at: when its next run should begin; None: it is not planned.
        running: whether it is being crawled now.
    """

    outlet: str
    findings: tuple[Finding, ...]
    ran_at: datetime | None = None
    newest_at: datetime | None = None
    due_at: datetime | None = None
    running: bool = False

    @property
    def word(self) -> HealthWord:
        """That of the gravest finding."""
        return self.findings[0].word

    @property
    def colour(self) -> Colour:
        """That of the gravest finding."""
        return self.findings[0].colour
