"""Features as numbers in rows: one row a feature, one number a block. Compiled, see docs/architecture.md.

Every number is an integer, or one integer divided by another, rounded to single precision. Sums are of integers: their
order does not matter, and each machine, compiled or not, comes to the same bits.
"""

from collections.abc import Sequence
from typing import Final, TypeAlias

Ints: TypeAlias = "memoryview[int]"

# A page has some hundred columns of integers; memory asked for each costs more than filling it.
_CELLS: Final = 3072
# So many rows has a table that takes every feature.
_MOST_FEATURES: Final = 320


class _Piece:
    """Memory that columns are cut from, one after the other; it lives as long as they do."""

    __slots__ = ("cells", "used")

    def __init__(self, count: int) -> None:
        self.cells: Ints = memoryview(bytearray(8 * count)).cast("q")
        self.used = 0


_PIECES: Final[list[_Piece]] = []


def zeros(count: int) -> Ints:
    """So many integers of 64 bits."""
    try:
        piece = _PIECES.pop()  # out of the list, so that no other thread cuts from it meanwhile
    except IndexError:
        piece = _Piece(max(count, _CELLS))
    start = piece.used
    if start + count > len(piece.cells):
        piece, start = _Piece(max(count, _CELLS)), 0
    piece.used = start + count
    column = piece.cells[start : start + count]
    _PIECES.append(piece)
    return column


def ints(values: Sequence[int]) -> Ints:
    """The values as integers of 64 bits."""
    found = zeros(len(values))
    for index in range(len(values)):
        found[index] = values[index]
    return found


def as_list(values: Ints) -> list[int]:
    """The values for those who are not compiled."""
    return [values[index] for index in range(len(values))]


class FeatureTable:
    """The features of one page's blocks.

    ``rows``: name -> row of the features wanted, others are not computed; None takes all as they come.

    A feature is added by name. ``places`` says where a block's number stands: at its node, its group, another block, -1
    for nowhere. Without it the numbers stand as the blocks do.

    Attributes:
        blocks: number of blocks.
        rows: name -> row.
        values: all rows one after the other.
    """

    __slots__ = ("_takes_all", "blocks", "rows", "values")

    def __init__(self, blocks: int, rows: dict[str, int] | None = None) -> None:
        self.blocks = blocks
        self._takes_all = rows is None
        self.rows = {} if rows is None else rows
        height = _MOST_FEATURES if rows is None else len(rows)
        self.values = memoryview(bytearray(4 * height * blocks)).cast("f")

    def add(self, name: str, values: Ints, places: "Ints | None" = None, outside: int = -1) -> None:
        """The values themselves; ``outside`` for a block without a place."""
        start = self._start_of(name)
        if start < 0:
            return
        row = self.values
        for block in range(self.blocks):
            place = block if places is None else places[block]
            row[start + block] = values[place] if place >= 0 else outside

    def add_share(self, name: str, parts: Ints, wholes: Ints, places: "Ints | None" = None) -> None:
        """Part over whole, 0 where the whole is nothing; -1 for a block without a place."""
        start = self._start_of(name)
        if start < 0:
            return
        row = self.values
        for block in range(self.blocks):
            place = block if places is None else places[block]
            row[start + block] = _quotient(parts[place], wholes[place]) if place >= 0 else -1

    def add_share_of(self, name: str, parts: Ints, whole: int, places: "Ints | None" = None) -> None:
        """Part over a whole that is the same for all blocks."""
        start = self._start_of(name)
        if start < 0:
            return
        row = self.values
        for block in range(self.blocks):
            place = block if places is None else places[block]
            row[start + block] = _quotient(parts[place], whole)

    def add_equal(self, name: str, values: Ints, wanted: int) -> None:
        """1 for the blocks with this value, 0 for the others."""
        start = self._start_of(name)
        if start < 0:
            return
        row = self.values
        for block in range(self.blocks):
            row[start + block] = 1 if values[block] == wanted else 0

    def add_constant(self, name: str, part: int, whole: int = 1) -> None:
        """The same quotient for all blocks."""
        start = self._start_of(name)
        if start < 0:
            return
        row = self.values
        for block in range(self.blocks):
            row[start + block] = _quotient(part, whole)

    def _start_of(self, name: str) -> int:
        """Where the feature's row begins; -1 where it is not wanted."""
        row = self.rows.get(name, -1)
        if row < 0:
            if not self._takes_all:
                return -1
            row = len(self.rows)
            if row >= _MOST_FEATURES:
                raise ValueError(f"feature {name}: there is room for {_MOST_FEATURES} features, see _MOST_FEATURES")
            self.rows[name] = row
        return row * self.blocks


def _quotient(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
