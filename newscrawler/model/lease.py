"""Who crawls an outlet at present, so that nobody else does."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from newscrawler.durations import duration_in_words
from newscrawler.model.outlet_schedule import OutletSchedule
from newscrawler.model.run import RunKind

RUN_DIGITS = 4  # of a run's id, enough for a message


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
    """The right to crawl one outlet, to ask the hosts under one domain, or to change the database.

    Attributes:
        name: what is leased: an outlet id, a registered domain, or ``db migrate``.
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
class LastRequest:
    """The last request of a run to the hosts under one registered domain.

    Attributes:
        seconds: since it left.
        delay_seconds: that the host wants between two (``Crawl-delay``); 0: it wants none, None: it was not asked.
    """

    seconds: float
    delay_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class HostClaim:
    """The right to ask the hosts under one registered domain.

    Attributes:
        lease: on the domain.
        idle_seconds: since the last request to it, by whichever run; None: there was none.
        wait_seconds: for so long it asked to be left alone; 0: it did not.
        delay_seconds: that it wanted between two requests when it was asked last (``Crawl-delay``).
    """

    lease: Lease
    idle_seconds: float | None = None
    wait_seconds: float = 0.0
    delay_seconds: float = 0.0


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


def already_taken(taken: Taken, outlet: str, kind: RunKind | None = None) -> str:
    """Why an outlet is not crawled now: ``example.com is in use by the crawl of xx_paper (run 8f31, ...). ...``.

    Args:
        taken: what stands in the way.
        outlet: id of the one that is not crawled.
        kind: of the holder's run; None where that is not told.
    """
    return (
        already_crawled(taken.lease, kind)
        if taken.host is None
        else f"{host_in_use(taken, kind)}. {outlet} was skipped."
    )


@dataclass(frozen=True, slots=True)
class Renewal:
    """What became of a claim that was renewed.

    Attributes:
        held: whether all of it is still ours; else nothing more may be sent, nor written to the schedule.
        wanted: whether somebody wants the outlet meanwhile: a back-fill lets him in.
    """

    held: bool
    wanted: bool = False


def already_crawled(lease: Lease, kind: RunKind | None = None) -> str:
    """``us_koreadaily is already being crawled (run 8f31, 40 s, on host a). Skipped.``.

    Args:
        lease: of the one who does it.
        kind: of his run.
    """
    if kind == "backfill":
        return f"{lease.name} is being back-filled ({_holder(lease)}), which did not give way in time. Skipped."
    return f"{lease.name} is already being crawled ({_holder(lease)}). Skipped."


def host_in_use(taken: Taken, kind: RunKind | None = None) -> str:
    """``example.com is in use by the crawl of xx_paper (run 8f31, 40 s, on host a)``."""
    what = "back-fill" if kind == "backfill" else "crawl"
    return f"{taken.host} is in use by the {what} of {taken.outlet} ({_holder(taken.lease)})"


def asked_to_give_way(taken: Taken) -> str:
    """What to say while a crawl waits for the back-fill that has what it needs."""
    return (
        f"{taken.host or taken.lease.name} is being asked by the back-fill of {taken.outlet} ({_holder(taken.lease)}). "
        "It was asked to give way; waiting for it."
    )


def waits_for_host(taken: Taken, outlet: str) -> str:
    """``example.com is in use by the crawl of xx_paper (run 8f31, 40 s, on host a). xx_other waits for it.``."""
    return f"{host_in_use(taken)}. {outlet} waits for it."


def wants_rest(domain: str, seconds: float) -> str:
    """``example.com asked to be left alone for another 4 min.``."""
    return f"{domain} asked to be left alone for another {duration_in_words(seconds)}."


def gave_way(outlet: str) -> str:
    """What a back-fill says when it lets a crawl in."""
    return f"{outlet}: a crawl wants to ask its hosts. The back-fill gives way, and goes on after it."


def goes_on(outlet: str) -> str:
    """What it says when it has its outlet again."""
    return f"{outlet}: the back-fill goes on."


def taken_over(lease: Lease) -> str:
    """What to say where a lease was lost to somebody else."""
    return (
        f"{lease.name}, or a host of it, was taken over by another crawl while this one could not renew its lease "
        "(a machine that was asleep or far too busy?). This crawl ended."
    )


def _holder(lease: Lease) -> str:
    return f"run {lease.run[:RUN_DIGITS]}, {duration_in_words(lease.seconds)}, on host {lease.process.host}"
