"""The doctor on what a database holds: its version, validators and indexes; what was refused, and what still waits."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from newscrawler.operations.doctor_check import NEXT_STEP, Check, Verdict
from newscrawler.operations.terminal_text import many
from newscrawler.settings import Environment

if TYPE_CHECKING:
    from newscrawler.storage.spool.listing import SegmentReport
    from newscrawler.storage.upkeep.condition import SchemaCondition
    from newscrawler.storage.upkeep.inspection import Inspection

_INIT = "newscrawler db init; where MongoDB knows users: as one with the roles readWrite and dbAdmin"
SHOWN = 5  # differences, indexes: more are told by their number


def schema_verdicts(condition: "SchemaCondition") -> Iterator[Verdict]:
    """Whether the documents have our shapes, and whether everything stands that guards and finds them."""
    if condition.mistake:
        found, *steps = NEXT_STEP.split(condition.mistake, maxsplit=1)
        yield Verdict("database schema", "FAIL", found, "".join(steps))
    elif condition.inspection is None:
        fix = "newscrawler db init, or the first crawl does it"
        yield Verdict("database schema", "note", "nothing was stored there yet", fix)
    else:
        yield _inspected(condition.version, condition.inspection)
        if foreign := condition.inspection.foreign:
            found = f"not ours, so left alone: {_listed(foreign)}"
            yield Verdict("database index", "note", found)


def _inspected(version: int, inspection: "Inspection") -> Verdict:
    if not inspection.differences:
        found = f"version {version}, every validator and index as it should be"
        return Verdict("database schema", "ok", found)
    wrong = [f"{one}: {_what_is_there(one.kind, one.in_its_place)}" for one in inspection.differences]
    return Verdict("database schema", "FAIL", _listed(wrong, "\n"), _INIT)


def _what_is_there(kind: str, in_its_place: str | None) -> str:
    if in_its_place:
        return f"{in_its_place} is in its place"
    return "another one, or not in force" if kind == "validator" else "missing"


def quarantine_verdict(count: int, *, are_more: bool = False) -> Verdict:
    """Whether anything could not be written."""
    if not count:
        return Verdict("quarantine", "ok", "empty: nothing was refused")
    number = f"{count} or more things" if are_more else many(count, "thing")
    return Verdict(
        "quarantine", "note", f"{number} could not be stored", "newscrawler errors tells each with its reason"
    )


def examine_spool(environment: Environment) -> Iterator[Verdict]:
    """Whether something waits on this machine for its database."""
    from newscrawler.storage.spool.listing import list_damaged, list_segments  # noqa: PLC0415 - PyMongo

    reports = list_segments(environment.data_dir)
    waiting = [report for report in reports if report.held_by is None and report.count]
    if waiting:
        yield Verdict("spool", "note", _waiting(waiting), "newscrawler db spool --replay stores it")
    if damaged := list_damaged(environment.data_dir):
        yield Verdict("spool", "note", f"could not be read: {_listed(list(map(str, damaged)))}", "newscrawler db spool")
    if not waiting and not damaged:
        yield Verdict("spool", "ok", "empty" if not reports else "a crawl that runs now is storing it")


def _waiting(reports: Sequence["SegmentReport"]) -> str:
    count = sum(report.count for report in reports)
    oldest = min((report.oldest for report in reports if report.oldest), default=None)
    since = f", the oldest since {oldest:%Y-%m-%d %H:%M} UTC" if oldest else ""
    return f"{many(count, 'thing')} fetched while a database was away {'waits' if count == 1 else 'wait'}{since}"


def _listed(texts: Sequence[str], between: str = ", ") -> str:
    more = [f"and {len(texts) - SHOWN} more"] if len(texts) > SHOWN else []
    return between.join([*texts[:SHOWN], *more])


SPOOL_CHECK = Check("spool", examine_spool, fix="newscrawler db spool")
