"""CPU per decision of the schedule: a plan after a run, and whether a plan still holds.

    python benchmarks/plan_bench.py [--runs 2000]

Follows one invented outlet through so many runs under each kind of rules, and prints one JSON line: microseconds of
``planned_after`` and of ``needs_planning`` for each, the lowest of three rounds; needs neither database nor corpus.
"""

import argparse
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import process_time

from newscrawler.model.outlet_schedule import OutletSchedule, RunEnd
from newscrawler.scheduling.plan import needs_planning, planned_after, planned_anew
from newscrawler.scheduling.rules import RunRules

BEGIN = datetime(2026, 3, 5, 12, tzinfo=UTC)
ROUNDS = 3
RULES = {
    "adaptive": RunRules("Europe/Berlin"),
    "every": RunRules("Europe/Berlin", every_seconds=900),
    "cron": RunRules("Europe/Berlin", cron="30 2 * * *"),
    "cron_often": RunRules("Europe/Berlin", cron="*/10 * * * *"),
    "quiet": RunRules("Europe/Berlin", every_seconds=900, quiet="23:00-06:00"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=2000, help="runs of the outlet under each kind of rules")
    runs = parser.parse_args().runs
    print(json.dumps({kind: measured(rules, runs) for kind, rules in RULES.items()}))


def measured(rules: RunRules, runs: int) -> dict[str, float]:
    """Microseconds of CPU of either decision."""
    schedule = planned_anew(rules, OutletSchedule("de_elbkurier"), BEGIN, 0.5)

    def ask() -> None:
        for _ in range(runs):
            needs_planning(rules, schedule, BEGIN)

    return {
        "planned_after_us": _lowest(lambda: _follow(rules, schedule, runs), runs),
        "needs_planning_us": _lowest(ask, runs),
    }


def _follow(rules: RunRules, schedule: OutletSchedule, runs: int) -> None:
    """Runs that each find the articles of a busy paper, begun when they are due."""
    for _ in range(runs):
        began_at = schedule.due_at or BEGIN
        ended_at = began_at + timedelta(seconds=5)
        published = tuple(began_at - timedelta(minutes=4 * number) for number in range(3))
        end = RunEnd("0123456789ab", began_at, ended_at, new=len(published), published=published)
        schedule = planned_after(rules, schedule, end, ended_at, 0.5)


def _lowest(measure: Callable[[], None], runs: int) -> float:
    spent = []
    for _ in range(ROUNDS):
        begin = process_time()
        measure()
        spent.append(process_time() - begin)
    return round(min(spent) / runs * 1e6, 2)


if __name__ == "__main__":
    main()
