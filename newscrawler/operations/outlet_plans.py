"""Makes plans for outlets that have none that holds; tells where two machines wish for different ones."""

import logging
import random
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from newscrawler.errors import InvalidItemError, StorageError, StorageUnavailableError
from newscrawler.model.outlet_schedule import OutletSchedule
from newscrawler.operations.scheduled_outlets import ScheduledOutlet
from newscrawler.scheduling.plan import needs_planning, planned_anew
from newscrawler.scheduling.rules import RunRules
from newscrawler.storage.connection import Database

Change = tuple[OutletSchedule | None, OutletSchedule]  # a plan as it was read, None where there was none; the new one

logger = logging.getLogger(__name__)

NAMED = 3  # outlets of which a warning tells both wishes
MET_AT_MOST = 10_000  # wishes of others that are remembered
TOLD_AT = 2  # looks at which another wish was met


@dataclass(slots=True)
class OutletPlans:
    """Keeps the plans of this machine's outlets.

    What an outlet's file says here is news when the program begins and when the file changes: then a plan by other
    rules is made anew. Later a plan by other rules is that of another program and stays: each would undo the other's
    for ever.

    Attributes:
        host: name of this machine.
        tell: told of two wishes for one outlet, once for each.
    """

    host: str
    tell: Callable[[str], None]
    _rules: dict[str, RunRules] = field(default_factory=dict)  # by which this machine has planned
    _broken: set[str] = field(default_factory=set)  # outlets of which it was told that they cannot be planned
    _met: Counter[tuple[str, str, str]] = field(default_factory=Counter)  # outlet, other planner, its wish

    async def keep(self, outlets: Mapping[str, ScheduledOutlet], database: Database) -> dict[str, OutletSchedule]:
        """Plan all that needs it, and return the plans of all, by outlet.

        Raises:
            StorageUnavailableError: the database did not answer.
        """
        now = await database.schedule.now()
        plans = {one.outlet: one for one in await database.schedule.of(list(outlets))}
        differing: dict[str, OutletSchedule] = {}
        wanted: list[str] = []
        for outlet_id, one in outlets.items():
            plan = plans.get(outlet_id)
            if plan is not None and self._is_of_another_wish(one, plan, now):
                differing[outlet_id] = plan
            elif plan is None or needs_planning(one.rules, plan, now):
                wanted.append(outlet_id)
        self._tell_of_differences(differing, outlets)
        planned = await self._plan(wanted, plans, outlets, now, database)
        late = set(wanted) - planned.keys()  # their runs under way end with a plan by what was wished before
        self._rules = {name: one.rules for name, one in outlets.items() if name not in late}
        others = await database.schedule.of(late) if late else []  # or another program has planned them meanwhile
        return plans | planned | {one.outlet: one for one in others}

    async def keep_due(
        self, due: Iterable[OutletSchedule], outlets: Mapping[str, ScheduledOutlet], now: datetime, database: Database
    ) -> Collection[str]:
        """Plan those of ``due`` anew that need it, as one whose runs never end; returns the outlets that were planned.

        Raises:
            StorageUnavailableError: the database did not answer.
        """
        wanted = [one.outlet for one in due if self._needs(outlets[one.outlet].rules, one, now)]
        if not wanted:
            return ()
        plans = {one.outlet: one for one in await database.schedule.of(wanted)}
        return await self._plan(wanted, plans, outlets, now, database)

    @staticmethod
    def _needs(rules: RunRules, plan: OutletSchedule, now: datetime) -> bool:
        """Whether a due one needs another plan; not for the sake of other rules: its run makes a plan by ours."""
        return needs_planning(rules, replace(plan, rules=rules.words), now)

    def _is_of_another_wish(self, one: ScheduledOutlet, plan: OutletSchedule, now: datetime) -> bool:
        if plan.due_at is None or plan.rules == one.rules.words:
            return False
        return self._rules.get(one.outlet.id) == one.rules and not self._needs(one.rules, plan, now)

    async def _plan(
        self,
        wanted: Iterable[str],
        plans: Mapping[str, OutletSchedule],
        outlets: Mapping[str, ScheduledOutlet],
        now: datetime,
        database: Database,
    ) -> dict[str, OutletSchedule]:
        """The new plans of those that could be planned: not of one that is being run, or was planned elsewhere."""
        changes: list[Change] = []
        for outlet_id in wanted:
            old = plans.get(outlet_id)
            try:
                new = _planned(outlets[outlet_id].rules, old or OutletSchedule(outlet_id), now)
            except Exception as error:  # noqa: BLE001 - one outlet that breaks must not cost the others their plans
                self._note_broken(outlet_id, error)
                continue
            changes.append((old, replace(new, planner=self.host)))
        written = await self._write(changes, database) if changes else set()
        return {new.outlet: new for _, new in changes if new.outlet in written}

    async def _write(self, changes: Sequence[Change], database: Database) -> set[str]:
        """Write plans, and leave out one that the database refuses."""
        try:
            return await database.schedule.plan_all(changes)
        except StorageUnavailableError:
            raise
        except (InvalidItemError, StorageError) as error:
            if len(changes) > 1:
                return {outlet for change in changes for outlet in await self._write([change], database)}
            self._note_broken(changes[0][1].outlet, error)
            return set()

    def _note_broken(self, outlet_id: str, error: Exception) -> None:
        logger.error("%s could not be planned", outlet_id, exc_info=error)
        if outlet_id not in self._broken:
            self.tell(f"{outlet_id} could not be planned: {error}")
        self._broken.add(outlet_id)

    def _tell_of_differences(
        self, differing: Mapping[str, OutletSchedule], outlets: Mapping[str, ScheduledOutlet]
    ) -> None:
        """Warn where another machine's wish is met for the second time: for a while files may be on their way."""
        wishes = {name: (name, plan.planner, plan.rules) for name, plan in differing.items()}
        if len(self._met) > MET_AT_MOST:  # programs in containers have another host name each time
            self._met.clear()
        self._met.update(wishes.values())
        fresh = [name for name, wish in wishes.items() if self._met[wish] == TOLD_AT]
        for name in fresh[:NAMED]:
            other = differing[name]
            self.tell(
                f"{name}: two schedules have different wishes: this one on {self.host} '{outlets[name].rules.words}', "
                f"{'another one' if other.planner == self.host else 'the one'} on {other.planner} '{other.rules}'. "
                "Each plans by its own after its runs. "
                "Give both the same outlet files."
            )
        if len(fresh) > NAMED:
            self.tell(f"The same holds for {len(fresh) - NAMED} more outlets: {', '.join(sorted(fresh[NAMED:]))}.")


def _planned(rules: RunRules, old: OutletSchedule, now: datetime) -> OutletSchedule:
    return planned_anew(rules, old, now, random.random())  # noqa: S311 - spreads runs
