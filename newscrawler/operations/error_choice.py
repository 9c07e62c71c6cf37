"""Which errors are meant."""

from dataclasses import dataclass

from newscrawler.errors import UsageError
from newscrawler.model.outcome import OutcomeKind
from newscrawler.storage.connection import Database

QUARANTINE = "quarantine"  # beside the kinds of outcomes


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which errors are meant.

    Attributes:
        kind: an ``OutcomeKind``, or ``quarantine``; None: all.
        run: id of the run that saw them last, or its beginning.
        limit: at most so many causes, or URLs, and so many of what is in quarantine.
        each: every URL for itself, not their causes.
    """

    outlet: str | None = None
    kind: str | None = None
    run: str | None = None
    limit: int | None = None
    each: bool = False

    @property
    def outcome_kind(self) -> OutcomeKind | None:
        """The one kind of outcomes that is listed; None: all, or none."""
        return OutcomeKind(self.kind) if self.kind and self.kind != QUARANTINE else None

    @property
    def options(self) -> str:
        """The options that chose these, as they are typed, with a space before them."""
        wishes = {"outlet": self.outlet, "kind": self.kind, "run": self.run}
        return "".join(f" --{name} {wish}" for name, wish in wishes.items() if wish)


async def whole_run_id(beginning: str | None, database: Database) -> str | None:
    """The id of a run of which the beginning is typed, as messages show it; None for None.

    Raises:
        UsageError: there is no such run.
    """
    if beginning is None:
        return None
    found = await database.runs.whole_id(beginning)
    if found is None:
        raise UsageError(f"No run called '{beginning}'. The latest: newscrawler runs")
    return found


def nothing_recorded(wanted: Wanted) -> str:
    """That there are no such errors."""
    wishes = {"outlet": wanted.outlet, "kind": wanted.kind, "run": wanted.run}
    chosen = ", ".join(f"{name} {wish}" for name, wish in wishes.items() if wish)
    return f"No errors recorded for {chosen}." if chosen else "No errors recorded."
