"""Writes what a second reading of a stored article changed: as a new version with its reason."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from newscrawler.errors import StorageError, StorageUnavailableError
from newscrawler.operations.article_difference import MovedLine
from newscrawler.operations.second_reading import SecondReading
from newscrawler.operations.terminal_text import many
from newscrawler.storage.connection import Database

MEANWHILE = "it was changed meanwhile, by a crawl perhaps: read it again"
MOST_NAMED = 4  # rules or fields in a reason


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one stored article.

    Attributes:
        version: under which it is written; None: it is not.
        problem: why it is not though it should be, in words; "" where all is well.
        is_fault: something broke, where there is a problem.
    """

    reading: SecondReading
    version: int | None = None
    problem: str = ""
    is_fault: bool = False

    @property
    def is_told(self) -> bool:
        """Is there something to tell of it: does it differ, or was it left?"""
        return bool(self.reading.difference.changes or self.reading.left)


async def write_again(reading: SecondReading, database: Database) -> Done:
    """Write the difference, unless the stored text is another one by now.

    Raises:
        StorageUnavailableError: the database did not take it in time.
    """
    changes = reading.difference.changes
    if reading.article is None or not changes:
        return Done(reading)
    try:
        saved = await database.articles.change(
            dict(reading.document), dict(changes), reading.article, reason_of(reading)
        )
        if saved is None:
            return Done(reading, problem=MEANWHILE)
        await database.sameness.judge(saved)
    except StorageUnavailableError:
        raise
    except StorageError as error:
        return Done(reading, problem=str(error), is_fault=True)
    return Done(reading, saved.version)


def reason_of(reading: SecondReading) -> str:
    """``reprocess: rules 4 instead of 3; takes 2 blocks (furniture, related)``: stands in the revision."""
    difference, parts = reading.difference, []
    before, now = reading.document.get("rules_version"), difference.changes.get("rules_version")
    if now is not None:
        parts.append(f"rules {now} instead of {before}")
    if difference.gone:
        parts.append(f"takes {many(len(difference.gone), 'block')}{_rules(difference.gone)}")
    if difference.back:
        parts.append(f"gives back {many(len(difference.back), 'block')}{_rules(difference.back)}")
    if not parts or not (difference.gone or difference.back):
        parts.append(f"read again ({_listed(difference.other_fields)})")
    return f"reprocess: {'; '.join(parts)}"


def _rules(lines: Sequence[MovedLine]) -> str:
    rules = [rule for rule, _ in Counter(line.rule for line in lines).most_common() if rule]
    return f" ({_listed(rules)})" if rules else ""


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return f"{', '.join(names[:MOST_NAMED])}{more}"
