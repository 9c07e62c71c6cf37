"""The newest runs that asked for pages: enough of them to believe what they have in common."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from newscrawler.health.evidence import Pages, pages_of
from newscrawler.model.run import Run

FEWEST = 5  # pages; fewer say little
FEWEST_OF_ONE = 3  # of one run at least: a single dead link is tried again and again
ENOUGH = 20  # pages of one run, which need no second one
MOST_RUNS = 30


@dataclass(frozen=True, slots=True)
class RecentPages:
    """Runs, newest first, and what came of their pages.

    Attributes:
        is_sure: more than one run says so, or one with many pages.
    """

    runs: tuple[Run, ...]
    pages: Pages
    is_sure: bool


def recent_pages(runs: Sequence[Run], is_bad: Callable[[Pages], bool]) -> RecentPages | None:
    """The newest runs in a row whose pages were as ``is_bad`` says, where they are enough; else None.

    Runs that asked for no page say nothing, and are passed over.
    """
    found: list[Run] = []
    for run in runs:
        pages = pages_of([run])
        if not pages.asked:
            continue
        if not is_bad(pages) or len(found) >= MOST_RUNS:
            break
        found.append(run)
    together = pages_of(found)
    if together.asked < FEWEST or max(pages_of([run]).asked for run in found) < FEWEST_OF_ONE:
        return None
    return RecentPages(tuple(found), together, len(found) > 1 or together.asked >= ENOUGH)
