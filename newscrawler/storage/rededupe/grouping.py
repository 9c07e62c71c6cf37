"""Who had each anchor first, and who shares enough of them to be compared: of a whole archive, in a DuckDB file.

The rules are those of ``duplicates/first_owners``, as questions about tables: what an article at a time would take an
index in memory for, is one grouping on anchors here, whatever the archive's size. Articles are numbered by their place:
0 is the first one that was ever seen.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from newscrawler.errors import ConfigurationError, NewscrawlerError
from newscrawler.storage.rededupe import questions
from newscrawler.storage.rededupe.rows import ArchiveStanding, Candidates, Judged, Noted, candidates_of, standing_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NEEDS_EXTRA = "db rededupe groups by DuckDB, which is an extra: pip install 'newscrawler[duckdb]'"
BUFFERED = 3000  # articles that go into the tables together: one by one they would take 200 times as long
SLICE = 500  # articles of one answer

Numbers = NDArray[np.int64]


def load_duckdb() -> ModuleType:
    """DuckDB.

    Raises:
        ConfigurationError: it is not installed.
    """
    try:
        return import_module("duckdb")
    except ImportError as error:
        raise ConfigurationError(NEEDS_EXTRA) from error


@dataclass(slots=True)
class Grouping:
    """The tables of one archive.

    Args:
        folder: of the file, and of what does not fit into memory; empty.
        memory_mb: that DuckDB may take; beyond that it goes to the disk.
    """

    folder: Path
    memory_mb: int
    articles: int = 0
    _buffer: list[Noted] = field(default_factory=list)
    _connection: "DuckDBPyConnection | None" = None

    def open(self) -> None:
        """Make the file.

        Raises:
            ConfigurationError: DuckDB is not installed.
        """
        settings: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": f"{self.memory_mb}MB",
            "temp_directory": str(self.folder / "spilled"),
            "preserve_insertion_order": False,  # else large tables are held in memory to keep it
        }
        self._connection = load_duckdb().connect(str(self.folder / "sameness.duckdb"), config=settings)
        self._do(questions.TABLES)

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def add(self, noted: Noted) -> None:
        """Take an article; of one that comes twice the later one counts, as it was changed between."""
        self._buffer.append(noted)
        if len(self._buffer) >= BUFFERED:
            self._flush()

    def _flush(self) -> None:
        buffer, self._buffer = self._buffer, []
        if not buffer:
            return
        numbers = np.arange(self.articles, self.articles + len(buffer), dtype=np.int32)
        self.articles += len(buffer)
        self.add_articles(
            number=numbers,
            article=_texts([one.article for one in buffer]),
            seen=np.array([one.first_seen_at for one in buffer], dtype=np.int64),
            content_hash=_texts([one.content_hash for one in buffer]),
            has_marks=np.array([one.has_marks for one in buffer], dtype=bool),
            in_window=np.array([one.in_window for one in buffer], dtype=bool),
            copied=_texts([" ".join(one.copied) for one in buffer]),
        )
        own, stored = [set(one.anchors) for one in buffer], [set(one.stored) for one in buffer]
        either = [sorted(left | right) for left, right in zip(own, stored, strict=True)]
        flags = [(anchor in own[at], anchor in stored[at]) for at, anchors in enumerate(either) for anchor in anchors]
        self.add_anchors(
            np.repeat(numbers, [len(anchors) for anchors in either]),
            np.array([anchor for anchors in either for anchor in anchors], dtype=np.int64),
            np.array(flags, dtype=bool).reshape(-1, 2),
        )

    def add_articles(self, **columns: NDArray[Any]) -> None:
        """Rows of articles: ``number``, ``article``, ``seen``, ``content_hash`` and so on, as ``questions.TABLES``."""
        self._insert("read", **columns)

    def add_anchors(self, numbers: NDArray[np.int32], anchors: Numbers, flags: NDArray[np.bool_]) -> None:
        """Rows of anchors: whose, which, and whether it is of the text and stored."""
        self._insert("anchors_read", number=numbers, anchor=anchors, is_own=flags[:, 0], is_stored=flags[:, 1])

    def _insert(self, table: str, **columns: NDArray[Any]) -> None:
        if self._connection is not None:
            self._connection.register("rows", columns)
            self._do(f"INSERT INTO {table} BY NAME SELECT * FROM rows")  # noqa: S608 - a name of ours
            self._connection.unregister("rows")

    def group(self) -> int:
        """Find who is compared with whom; the number of articles that have somebody to be compared with."""
        self._flush()
        for statements in (questions.PLACES, questions.OWNERS, questions.CANDIDATES, questions.ANCHORS_CHANGED):
            self._do(statements)
        self.articles = self._one("SELECT count(*) FROM places")
        return self._one("SELECT count(*) FROM candidates")

    def candidates(self) -> Iterator[list[Candidates]]:
        """Who is to be compared, the earliest first."""
        for rows in self._slices("candidates", questions.READ_CANDIDATES):
            yield list(map(candidates_of, rows))

    def keep(self, judged: Sequence[Judged]) -> None:
        """Keep what comparing gave."""
        copies = [(one.place, one.places[copy.article], copy) for one in judged if (copy := one.judgement.copy)]
        self._insert(
            "links",
            later=_numbers([later for later, _, _ in copies]),
            earlier=_numbers([earlier for _, earlier, _ in copies]),
            kind=_texts([copy.kind for _, _, copy in copies]),
            likeness=np.array([copy.likeness for _, _, copy in copies], dtype=np.float64),
        )
        also = [(one.place, one.places[key], rank) for one in judged for rank, key in enumerate(one.judgement.also)]
        self._insert(
            "further_links",
            later=_numbers([later for later, _, _ in also]),
            earlier=_numbers([earlier for _, earlier, _ in also]),
            rank=_numbers([rank for _, _, rank in also]),
        )
        related = [(one.place, rank, key) for one in judged for rank, key in enumerate(one.judgement.related)]
        self._insert(
            "related",
            later=_numbers([later for later, _, _ in related]),
            rank=_numbers([rank for _, rank, _ in related]),
            article=_texts([key for _, _, key in related]),
        )

    def cluster(self) -> int:
        """Put those that links hold together into clusters; the number of clusters."""
        question = "SELECT later, earlier FROM links UNION ALL SELECT later, earlier FROM further_links"
        found = self._do(question).fetchnumpy()
        later, earlier = np.asarray(found["later"]), np.asarray(found["earlier"])
        firsts = _firsts(self.articles, later, earlier)
        members = np.union1d(later, earlier).astype(np.int32)
        self._insert("members", place=members, root=firsts[members])
        self._do(questions.STANDINGS)
        return len(np.unique(firsts[members]))

    def standings(self) -> Iterator[list[ArchiveStanding]]:
        """How articles are to stand whose document may say otherwise, and all members of their clusters.

        No cluster is in two lists.
        """
        held: list[ArchiveStanding] = []
        for rows in self._slices("standings", questions.READ_STANDINGS):
            held += map(standing_of, rows)
            cut = len(held)
            while cut and held[-1].cluster and held[cut - 1].cluster == held[-1].cluster:
                cut -= 1
            if cut:
                yield held[:cut]
                held = held[cut:]
        if held:
            yield held

    def _do(self, statements: str, values: Sequence[int] = ()) -> "DuckDBPyConnection":
        """Have DuckDB do something.

        Raises:
            NewscrawlerError: it cannot: its memory or the disk is not enough.
        """
        if self._connection is None:
            raise RuntimeError("the tables are not open")
        try:
            return self._connection.execute(statements, list(values) or None)
        except load_duckdb().Error as error:
            told = f"DuckDB, which groups in {self.folder}, gave up: {str(error).splitlines()[0]}"
            if isinstance(error, load_duckdb().OutOfMemoryException):
                told = f"{told}. Give it more with --memory; nothing is lost, type it again."
            raise NewscrawlerError(told) from error

    def _slices(self, table: str, question: str) -> Iterator[list[tuple[Any, ...]]]:
        for start in range(0, self._one(f"SELECT count(*) FROM {table}"), SLICE):  # noqa: S608 - a name of ours
            yield self._rows(question, start, start + SLICE)

    def _rows(self, question: str, *values: int) -> list[tuple[Any, ...]]:
        return self._do(question, values).fetchall()

    def _one(self, question: str) -> int:
        return int(self._rows(question)[0][0])


def _firsts(count: int, later: NDArray[np.int32], earlier: NDArray[np.int32]) -> NDArray[np.int32]:
    """The first of all places that links hold together, for each place: whoever is linked to a smaller one takes it."""
    firsts = np.arange(count, dtype=np.int32)
    while not np.array_equal(firsts[later], firsts[earlier]):
        first = np.minimum(firsts[later], firsts[earlier])
        for end in (later, earlier):
            np.minimum.at(firsts, firsts[end], first)
        while not np.array_equal(further := firsts[firsts], firsts):
            firsts = further
    return firsts


def _numbers(values: Sequence[int]) -> NDArray[np.int32]:
    return np.array(values, dtype=np.int32)


def _texts(values: Sequence[str]) -> NDArray[np.object_]:
    return np.array(values, dtype=object)
