"""What the articles of some runs have in their fields."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from newscrawler.health.evidence import Evidence
from newscrawler.model.run import Run


@dataclass(frozen=True, slots=True)
class Field:
    """A field of articles: its name in a sentence, and the key of ``[expect]`` that bounds its share."""

    name: str
    bound: str


# Count of a run -> the field.
FIELDS = {
    "with_published": Field("a publication time", "min_published_share"),
    "with_authors": Field("authors", "min_authors_share"),
}


@dataclass(frozen=True, slots=True)
class Described:
    """Articles of some runs with what their fields hold."""

    articles: int
    filled: dict[str, int]
    words: int

    def share(self, field: str) -> float:
        """Which part of them has a field, 0 to 1."""
        return min(1.0, self.filled[field] / self.articles) if self.articles else 0.0

    @property
    def mean_words(self) -> float:
        """Body words of one, on average."""
        return self.words / self.articles if self.articles else 0.0


def described_runs(evidence: Evidence) -> list[Run]:
    """The runs that had articles to describe, newest first."""
    return [run for run in evidence.judged if run.counts.get("described")]


def parted(
    runs: Sequence[Run], size: int, belongs: Callable[[Described], bool] = lambda _: False
) -> tuple[Described, Described, Described]:
    """The newest articles, at least ``size`` as far as there are; those before; those of them of the same weekdays.

    Articles of further runs are among the newest, too, for as long as they belong to them.
    """
    taken = number = 0
    for run in runs:
        if number >= size and not belongs(_described([run])):
            break
        number += run.counts["described"]
        taken += 1
    newest, before = runs[:taken], runs[taken:]
    weekdays = {run.started_at.weekday() for run in newest}
    last = newest[-1].started_at if newest else None
    alike = [
        run for run in before if last and run.started_at.weekday() in weekdays and (last - run.started_at).days >= 1
    ]
    return _described(newest), _described(before), _described(alike)


def _described(runs: Sequence[Run]) -> Described:
    return Described(
        sum(run.counts.get("described", 0) for run in runs),
        {name: sum(run.counts.get(name, 0) for run in runs) for name in FIELDS},
        sum(run.counts.get("words", 0) for run in runs),
    )
