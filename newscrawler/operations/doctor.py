"""``doctor``: is this machine ready? Every check passes, or says how to mend what it found."""

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

from newscrawler.operations.doctor_check import Check, Result, Verdict, run_check
from newscrawler.operations.doctor_database import DATABASE_CHECKS
from newscrawler.operations.doctor_machine import MACHINE_CHECKS
from newscrawler.operations.doctor_outlets import OUTLET_CHECKS
from newscrawler.operations.doctor_reading import READING_CHECKS
from newscrawler.operations.doctor_software import SOFTWARE_CHECKS
from newscrawler.operations.output import Output
from newscrawler.operations.terminal_text import Style, many
from newscrawler.settings import Environment

# What is looked at, in the order in which one thing needs the other.
CHECKS = (*SOFTWARE_CHECKS, *OUTLET_CHECKS, *MACHINE_CHECKS, *READING_CHECKS, *DATABASE_CHECKS)
_STYLES: dict[Result, Style] = {"FAIL": "red", "note": "yellow", "ok": "green"}
_NAME_WIDTH = 16
_INDENT = " " * (6 + _NAME_WIDTH)


def run(options: argparse.Namespace, environment: Environment, output: Output) -> int:
    """The exit code of ``doctor``: 1 where a check failed."""
    del options  # it takes none of its own
    return examine_machine(CHECKS, environment, output)


def examine_machine(checks: Sequence[Check], environment: Environment, output: Output) -> int:
    """Run the checks, tell each verdict as it comes, then how many there are of each kind."""
    counts: Counter[Result] = Counter()
    for check in checks:
        for verdict in run_check(check, environment):
            counts[verdict.result] += 1
            _print(verdict, output)
            output.flush()
    told = output.message if output.json else output.line
    told(_sum(counts))
    return 1 if counts["FAIL"] else 0


def _print(verdict: Verdict, output: Output) -> None:
    output.row(asdict(verdict))
    # Wrapped with a space in the place of the mark and the name, which are painted.
    found = [line for text in verdict.found.splitlines() for line in output.wrap(text, first=_INDENT, later=_INDENT)]
    fix = output.wrap(verdict.fix, first=_INDENT, later=_INDENT)
    mark = output.paint(f"{verdict.result:<4}", _STYLES[verdict.result])
    output.line(f"{mark}  {verdict.name:<{_NAME_WIDTH}}{''.join(found[:1]).removeprefix(_INDENT)}".rstrip())
    for line in [*found[1:], *(output.paint(part, "bold") for part in fix)]:
        output.line(line)


def _sum(counts: Counter[Result]) -> str:
    notes, failed = counts["note"], counts["FAIL"]
    parts = [f"{counts['ok']} ok"]
    parts += [many(notes, "note")] if notes else []
    parts += [f"{failed} failed"] if failed else []
    return f"{many(counts.total(), 'check')}: {', '.join(parts)}."
