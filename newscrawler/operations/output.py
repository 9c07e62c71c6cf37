"""Where a command writes: data to stdout, messages to stderr, one JSON object a line with ``--json``."""

import json as json_library
import shutil
import sys
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import TextIOWrapper
from typing import TextIO

from newscrawler.operations.terminal_text import STYLE_CODES, Style, cell_width, cut, fit_widths, printable
from newscrawler.urls import mask_secrets

COLUMN_GAP = "  "
# Ids and names that are typed elsewhere; "out" is short, and says nothing when cut.
WHOLE_COLUMNS = frozenset({"copy", "id", "out", "outlet", "run"})
WIDEST_LINE = 100  # columns; longer lines are tiring to read
NARROWEST_TEXT = 20  # columns that a text gets beside its indent, however narrow the terminal is


@dataclass(frozen=True, slots=True)
class Output:
    """What a command writes with.

    Either ``row`` writes or ``line`` and ``table`` do: with ``--json`` stdout holds JSON lines and nothing else. So a
    command may call all three and need not ask.

    Attributes:
        json: ``--json`` was given.
        is_terminal: a person reads stdout.
        messages_terminal: a person reads stderr (progress makes sense).
        color: stdout may be coloured; ``message_color``: stderr may.
        width: columns of the terminal; texts are cut to it only where ``is_terminal``.
        debug: ``--debug`` was given.
    """

    stdout: TextIO
    stderr: TextIO
    json: bool = False
    is_terminal: bool = False
    messages_terminal: bool = False
    color: bool = False
    message_color: bool = False
    width: int = 80
    debug: bool = False

    @property
    def text_width(self) -> int:
        """Columns of running text: the terminal's, but no more than are read easily; those in a pipe."""
        return min(self.width, WIDEST_LINE) if self.is_terminal else WIDEST_LINE

    def row(self, values: Mapping[str, object]) -> None:
        """Write one JSON object as a line to stdout; nothing without ``--json``."""
        if self.json:
            self.stdout.write(json_library.dumps(values, ensure_ascii=False, default=_json_value) + "\n")

    def line(self, text: str = "") -> None:
        """Write ``text`` and a line feed to stdout; nothing with ``--json``."""
        if not self.json:
            self.stdout.write(printable(text) + "\n")

    def bytes(self, content: bytes) -> None:
        """Write ``content`` to stdout as it is."""
        self.stdout.flush()
        if isinstance(self.stdout, TextIOWrapper):
            self.stdout.buffer.write(content)
        else:
            self.stdout.write(content.decode("utf-8", errors="replace"))

    def message(self, text: str, style: Style | None = None) -> None:
        """Write ``text`` to stderr at once, with and without ``--json``; secrets in addresses are masked."""
        shown = printable(mask_secrets(text))
        if style and self.message_color:
            shown = f"\x1b[{STYLE_CODES[style]}m{shown}\x1b[0m"
        self.stdout.flush()
        self.stderr.write(shown + "\n")
        self.stderr.flush()

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """Write rows under their column names to stdout; nothing with ``--json``.

        Numbers stand right. On a terminal the widest columns are cut to fit, but those of ``WHOLE_COLUMNS``; where even
        that is too wide, each row becomes a few ``column: value`` lines. In a pipe nothing is cut. None is shown as an
        empty cell.
        """
        if self.json or not rows:
            return
        cells = _cells(rows)
        numeric = [all(isinstance(row[i], int | float | None) for row in rows) for i in range(len(columns))]
        widths = _widths(columns, cells)
        whole = [number for number, name in enumerate(columns) if name in WHOLE_COLUMNS]
        room = self.width - len(COLUMN_GAP) * (len(columns) - 1)
        fitted = fit_widths(widths, room, whole) if self.is_terminal else widths
        if fitted is None:
            self._records(columns, cells)
            return
        self.line(self.paint(_table_line(columns, fitted, numeric), "bold"))
        for row in cells:
            self.line(_table_line(row, fitted, numeric))

    def has_room_for(self, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> bool:
        """Whether a table of these would stand here whole; in a pipe it does."""
        needed = sum(_widths(columns, _cells(rows))) + len(COLUMN_GAP) * (len(columns) - 1)
        return not self.is_terminal or needed <= self.width

    def paint(self, text: str, style: Style) -> str:
        """``text`` in a colour for ``line``; unchanged where stdout is not coloured."""
        return f"\x1b[{STYLE_CODES[style]}m{printable(text)}\x1b[0m" if self.color else text

    def fit(self, text: str, taken: int = 0) -> str:
        """``text`` cut to what ``taken`` columns leave of a terminal's line; unchanged in a pipe."""
        return cut(text, max(self.width - taken, 20)) if self.is_terminal else text

    def wrap(self, text: str, *, first: str = "", later: str = "") -> list[str]:
        """``text`` as lines that fit a terminal, one in a pipe; none where it is empty.

        Args:
            text: one paragraph, not coloured: a colour counts as letters here.
            first: begins the first line.
            later: begins every other line.
        """
        if not self.is_terminal:
            return [first + text] if text else []
        width = max(self.width, len(later) + NARROWEST_TEXT)
        return textwrap.wrap(text, width, initial_indent=first, subsequent_indent=later, break_on_hyphens=False)

    def flush(self) -> None:
        """Hand over what is buffered; raises BrokenPipeError where the reader has gone."""
        self.stdout.flush()
        self.stderr.flush()

    def _records(self, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        for row in rows:
            for name, text in zip(columns, row, strict=True):
                if text:
                    self.line(f"{self.paint(name, 'bold')}: {text}")
            self.line()


def open_output(variables: Mapping[str, str], *, json: bool = False, debug: bool = False) -> Output:
    """The Output of this process's streams; ``variables`` is the environment (``NO_COLOR``, ``TERM``)."""
    for stream in (sys.stdout, sys.stderr):
        # A letter that the terminal's encoding lacks is spelled out rather than ending the command.
        _reconfigure(stream, encoding="utf-8" if json and stream is sys.stdout else None)
    may_color = not variables.get("NO_COLOR") and variables.get("TERM") != "dumb"
    is_terminal, messages_terminal = sys.stdout.isatty(), sys.stderr.isatty()
    return Output(
        stdout=sys.stdout,
        stderr=sys.stderr,
        json=json,
        is_terminal=is_terminal,
        messages_terminal=messages_terminal,
        color=may_color and is_terminal and not json,
        message_color=may_color and messages_terminal,
        width=shutil.get_terminal_size().columns,
        debug=debug,
    )


def _cells(rows: Sequence[Sequence[object]]) -> list[list[str]]:
    return [["" if value is None else printable(str(value)).replace("\n", " ") for value in row] for row in rows]


def _widths(columns: Sequence[str], cells: Sequence[Sequence[str]]) -> list[int]:
    return [max(cell_width(text) for text in texts) for texts in zip(columns, *cells, strict=True)]


def _table_line(texts: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    cells = [
        _pad(cut(text, width), width, right=right) for text, width, right in zip(texts, widths, numeric, strict=True)
    ]
    return COLUMN_GAP.join(cells).rstrip()


def _pad(text: str, width: int, *, right: bool) -> str:
    space = " " * (width - cell_width(text))
    return space + text if right else text + space


def _json_value(value: object) -> object:
    """JSON spelling of what the json module does not know: instants as stored documents have them, the rest as text."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds" if value.microsecond else "auto").replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else str(value)


def _reconfigure(stream: object, encoding: str | None) -> None:
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(encoding=encoding or stream.encoding, errors="backslashreplace")
