"""Who crawls an outlet at present, so that nobody else does."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from newscrawler.model.outlet_schedule import OutletSchedule
from newscrawler.model.run import RunKind

RUN_DIGITS = 4  # of a run's id, enough for a message
_UNITS = ((7200, 3600, "h"), (120, 60, "min"))  # from so many seconds on, one unit in seconds, its word


@dataclass(frozen=True, slots=True)
class Process:
    """A process, told apart from every other that ever was.

    Attributes:
        host: name of its machine, for people.
        machine: boot of the machine and namespace of its process ids; None where the system does not tell.
        number: process id within ``machine``.
        started: start time in the system's own unit, which tells it from a later process with the same number.
    """

    host: str
    machine: str | None
    number: int
    started: int | None


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to crawl one outlet.

    Attributes:
        name: what is leased: an outlet id.
        run: id of the run that holds it.
        fence: grows with every change of the holder; whoever acts on a lease names the fence that he was given.
        seconds: since it was taken, by the clock of the database.
    """

    name: str
    run: str
    process: Process
    fence: int
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class HostClaim:
    """The right to ask the hosts under one registered domain.

    Attributes:
        lease: on the domain.
        idle_seconds: since the last request to it, by whichever run; None: there was none.
        wait_seconds: for so long it asked to be left alone; 0: it did not.
    """

    lease: Lease
    idle_seconds: float | None = None
    wait_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Claim:
    """All that one run holds: its outlet, and the hosts that it may ask.

    Attributes:
        outlet: the lease on the outlet, whose fence every write to the schedule names.
        hosts: by registered domain.
        schedule: the outlet's plan as it was when it was claimed.
        taken_at: by the database server's clock.
    """

    outlet: Lease
    hosts: Mapping[str, HostClaim]
    schedule: OutletSchedule
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """Why an outlet could not be claimed.

    Attributes:
        lease: of the one who holds it, or a host of it.
        host: the registered domain that is in use; None: the outlet itself is.
        outlet: id of the outlet that the holder crawls.
    """

    lease: Lease
    host: str | None
    outlet: str


def already_crawled(lease: Lease, kind: RunKind | None = None) -> str:
    """``us_koreadaily is already being crawled (run 8f31, 40 s, on host a). Skipped.``; of a back-fill what to do."""
    who = f"run {lease.run[:RUN_DIGITS]}, {_in_words(lease.seconds)}, on host {lease.process.host}"
    if kind == "backfill":
        return (
            f"{lease.name} is being back-filled ({who}). Skipped. A back-fill in portions lets crawls in between: "
            "crawl --from ... --limit 500, again and again."
        )
    return f"{lease.name} is already being crawled ({who}). Skipped."


def taken_over(lease: Lease) -> str:
    """What to say where a lease was lost to somebody else."""
    return (
        f"{lease.name} was taken over by another crawl while this one could not renew its lease "
        "(a machine that was asleep or far too busy?). This crawl ended."
    )


def _in_words(seconds: float) -> str:
    for least, unit, word in _UNITS:
        if seconds >= least:
            return f"{seconds / unit:.0f} {word}"
    return f"{max(seconds, 0):.0f} s"
