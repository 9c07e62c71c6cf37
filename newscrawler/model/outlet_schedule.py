"""When an outlet is crawled next, and what is known for that; and what the end of a run tells of the next."""

from dataclasses import dataclass, field
from datetime import datetime

from newscrawler.model.publication_profile import PublicationProfile


@dataclass(frozen=True, slots=True)
class OutletSchedule:
    """The plan for one outlet. All times are the database server's.

    Attributes:
        outlet: outlet id.
        due_at: when its next run should begin; None: it was never planned.
        reason: why then, in words: ``every 15m``; ``3.2 articles an hour at this time``; ``2 failures in a row: ...``.
        planned_at: when that was decided; later than now: the clock was set back since.
        rules: the outlet file's wishes by which it was planned, in words, as ``RunRules.words``.
        planner: name of the machine that planned it.
        slot: moments of its cron up to then are served, also where the clock was set back since; None: none is.
        leapt_from, leapt_until: of these, those between the two were leapt over: one late run stood for all of them,
            and they come where the clock is set back. None: none were.
        taken_at: when a run last began, also one that never came to its end.
        run: id of the last run.
        began_at, ended_at: of the last run that came to its end.
        failure: why that run found nothing to read, in words; None: it did.
        failures: such runs in a row.
        unended: runs that began since one last came to its end: their processes were killed.
        wait_until: until then a host of the outlet asked to be left alone; None: none did.
        newest_at: publication time of the newest article that a run stored.
        profile: how often it publishes.
        fresh_seconds: for so long its listings said to that run that they stay as they are; 0: not said.
        patience_seconds: how long it would wait at one article an hour, as all outlets together let it; None: nobody
            has weighed them yet.
        days: new articles by day (``2026-03-05``, UTC), of the last days.
    """

    outlet: str
    due_at: datetime | None = None
    reason: str = ""
    planned_at: datetime | None = None
    rules: str = ""
    planner: str = ""
    slot: datetime | None = None
    leapt_from: datetime | None = None
    leapt_until: datetime | None = None
    taken_at: datetime | None = None
    run: str | None = None
    began_at: datetime | None = None
    ended_at: datetime | None = None
    failure: str | None = None
    failures: int = 0
    unended: int = 0
    wait_until: datetime | None = None
    newest_at: datetime | None = None
    profile: PublicationProfile = field(default_factory=PublicationProfile)
    fresh_seconds: float = 0.0
    patience_seconds: float | None = None
    days: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RunEnd:
    """What a run that came to its end tells of the next.

    Attributes:
        run: its id.
        began_at, ended_at: by the database server's clock.
        failure: why not one listing could be read, in words; None: one could, so the outlet answers.
        wait_until: until then a host asked to be left alone (``Retry-After``); None: none did.
        fresh_seconds: from ``ended_at`` on the listing that ages first stays as it is for so long, as it says (TTL,
            Cache-Control); 0: none says so.
        new: number of new articles.
        untimed: of these, those without a time of day.
        published: publication times of new articles, as far as known; not of those that were only found late.
    """

    run: str
    began_at: datetime
    ended_at: datetime
    failure: str | None = None
    wait_until: datetime | None = None
    fresh_seconds: float = 0.0
    new: int = 0
    untimed: int = 0
    published: tuple[datetime, ...] = ()
