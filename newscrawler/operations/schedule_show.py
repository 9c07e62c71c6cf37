"""``schedule --show``: the next runs in words; also while no program runs, and where nothing was ever planned."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from newscrawler.catalogue import load_catalogue, mistakes_in_words
from newscrawler.durations import duration_in_words
from newscrawler.errors import ConfigurationError
from newscrawler.model.lease import Lease
from newscrawler.model.outlet_schedule import OutletSchedule
from newscrawler.operations.crawl_exit import FAILED
from newscrawler.operations.opened_database import opened_database
from newscrawler.operations.outlet_choice import OutletChoice, chosen_outlets
from newscrawler.operations.output import Output
from newscrawler.operations.schedule_arguments import SHOWN_RUNS
from newscrawler.operations.terminal_text import many
from newscrawler.settings import Environment
from newscrawler.storage.server.process_identity import this_process

COLUMNS = ("outlet", "next run", "why then", "last run")
LATE_SECONDS = 60.0  # a program that runs begins what is due within seconds, unless its hosts are in use
DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class ShownRun:
    """One outlet's next run.

    Attributes:
        plan: of the outlet; with no more than its id where it was never planned.
        lease: of the run that is under way; None: none is.
        seconds: until it is due, below 0 where it was due before; None: it was never planned.
    """

    plan: OutletSchedule
    lease: Lease | None
    seconds: float | None


def show_schedule(limit: int | None, choice: OutletChoice, environment: Environment, output: Output) -> int:
    """The exit code of showing the next runs of enabled outlets, those under way and overdue first.

    1 where files are broken, 3 where without a contact no outlet is left.

    Raises:
        UsageError: the choice has a slip.
        ConfigurationError: a named outlet's file is broken.
    """
    catalogue = load_catalogue(environment.outlet_folders)
    if catalogue.mistakes:
        output.message(mistakes_in_words(catalogue), "yellow")
    choice.require(catalogue)
    chosen = chosen_outlets(choice, catalogue, environment)
    plans, leases, now = asyncio.run(_stored(environment, output))
    runs = shown_runs([outlet.id for outlet in chosen.outlets], plans, leases, now)
    shown = runs[: limit or SHOWN_RUNS]
    for run in shown:
        output.row(_row(run))
    print_runs(shown, now, output)
    if len(runs) > len(shown):
        command = f"newscrawler schedule {choice}".rstrip()
        output.message(f"{many(len(runs) - len(shown), 'more outlet')}: {command} --show --limit {len(runs)}")
    if chosen.paused:
        output.message(chosen.paused_in_words)
    if chosen.left_out:
        output.message(chosen.left_out, "yellow")
    if not runs:
        output.message("No outlet is left: nothing is run. See: newscrawler outlets list", "yellow")
    if warning := nobody_runs_it(runs, choice):
        output.message(warning, "yellow")
    if not runs and chosen.real:
        return ConfigurationError.exit_code
    return FAILED if catalogue.mistakes else 0


def print_runs(runs: Sequence[ShownRun], now: datetime, output: Output) -> None:
    """A table; where it would be cut, a line for each, and its reason, for whose sake it is shown, whole below it."""
    cells = [_cells(run, now) for run in runs]
    if output.has_room_for(COLUMNS, cells):
        output.table(COLUMNS, cells)
        return
    for outlet, following, reason, last in cells:
        lines = [
            *output.wrap(f"{following}; last run: {last}", first=f"{outlet}  ", later="    "),
            *output.wrap(reason, first="    ", later="    "),
        ]
        for line in lines:
            output.line(line)


def shown_runs(
    outlets: Iterable[str], plans: Iterable[OutletSchedule], leases: Iterable[Lease], now: datetime
) -> list[ShownRun]:
    """A run for each of these outlets: those under way, then by their time, then what was never planned.

    Args:
        outlets: ids of those that are meant.
        plans: of these, and perhaps of others.
        leases: that are held.
        now: by the clock of the plans.
    """
    planned = {plan.outlet: plan for plan in plans}
    held = {lease.name: lease for lease in leases}
    runs = []
    for outlet in outlets:
        plan = planned.get(outlet, OutletSchedule(outlet))
        seconds = None if plan.due_at is None else (plan.due_at - now).total_seconds()
        runs.append(ShownRun(plan, held.get(outlet), seconds))
    return sorted(runs, key=_rank)


def nobody_runs_it(runs: Sequence[ShownRun], choice: OutletChoice = OutletChoice()) -> str | None:  # noqa: B008 - frozen
    """That no program runs the schedule, as far as it can be told: runs are overdue, and none is under way."""
    command = f"newscrawler schedule {choice}".rstrip()
    if not runs or any(run.lease for run in runs):
        return None
    overdue = [run for run in runs if run.seconds is not None and run.seconds < -LATE_SECONDS]
    if all(run.seconds is None for run in runs):
        return f"Nothing is planned yet. To plan and run it all: {command}"
    if not overdue:
        return None
    longest = duration_in_words(max(-(run.seconds or 0) for run in overdue))
    return (
        f"Nobody seems to run the schedule: {many(len(overdue), 'outlet')} overdue, the longest by {longest}, and "
        f"nothing is being crawled. To run it: {command}"
    )


async def _stored(environment: Environment, output: Output) -> tuple[list[OutletSchedule], list[Lease], datetime]:
    async with opened_database(environment, access="read", output=output) as database:
        plans = await database.schedule.all()
        return plans, await database.schedule.held(this_process()), await database.schedule.now()


def _rank(run: ShownRun) -> tuple[int, float, str]:
    if run.lease is not None:
        return (0, -run.lease.seconds, run.plan.outlet)
    return (1, run.seconds, run.plan.outlet) if run.seconds is not None else (2, 0.0, run.plan.outlet)


def _cells(run: ShownRun, now: datetime) -> tuple[str, str, str, str]:
    return (run.plan.outlet, _next_run(run, now), run.plan.reason, _last_run(run, now))


def _next_run(run: ShownRun, now: datetime) -> str:
    """``running for 40 s on host a``, ``overdue by 3 min``, ``in 4 min (14:05)``, ``not planned yet``."""
    if run.lease is not None:
        return f"running for {duration_in_words(run.lease.seconds)} on {run.lease.process.host}"
    due_at, seconds = run.plan.due_at, run.seconds
    if due_at is None or seconds is None:
        return "not planned yet"
    if seconds <= 0:
        return "due now" if seconds > -1 else f"overdue by {duration_in_words(-seconds)}"
    at = f"{due_at:%H:%M}" if seconds < DAY_SECONDS and due_at.date() == now.date() else f"{due_at:%m-%d %H:%M}"
    return f"in {duration_in_words(seconds)} ({at} UTC)"


def _last_run(run: ShownRun, now: datetime) -> str:
    """``12 min ago``, ``12 min ago: no listing answered``, ``12 min ago, then 2 runs that never ended``, ``never``."""
    plan, killed = run.plan, run.plan.unended - (run.lease is not None)
    ago = f"{duration_in_words((now - plan.ended_at).total_seconds())} ago" if plan.ended_at else "never"
    if killed > 0:
        return f"{ago}, then {many(killed, 'run')} that never ended"
    return f"{ago}: {plan.failure}" if plan.failure and plan.failure not in plan.reason else ago


def _row(run: ShownRun) -> Mapping[str, object]:
    plan = run.plan
    return {
        "outlet": plan.outlet,
        "due_at": plan.due_at,
        "seconds": None if run.seconds is None else round(run.seconds, 1),
        "reason": plan.reason,
        "running": None if run.lease is None else {"run": run.lease.run, "host": run.lease.process.host},
        "last_run": plan.run,
        "began_at": plan.began_at,
        "ended_at": plan.ended_at,
        "failure": plan.failure,
        "failures": plan.failures,
        "unended": plan.unended,
        "rules": plan.rules,
        "planner": plan.planner,
    }
