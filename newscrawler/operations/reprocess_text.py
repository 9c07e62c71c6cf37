"""What ``reprocess`` prints: of each article what changes, by which rule, then how often each rule was met."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from newscrawler.operations.article_difference import MovedLine
from newscrawler.operations.article_text import instant
from newscrawler.operations.output import Output
from newscrawler.operations.second_writing import Done
from newscrawler.operations.terminal_text import Style, cell_width, many, quote_line

SHORT_ID = 8
WIDEST_TEXT = 60
INDENT = "    "
READ_DIFFERENTLY = "read differently"  # no rule: the reader, or the page's other fields


@dataclass(slots=True)
class Tally:
    """Counts over all articles that were read again.

    Attributes:
        from_text: those without a stored page.
        changed: those that differ, of which ``written`` are written.
        faults: something broke.
        gone: rule -> lines that it takes; ``back``: lines that it had taken.
        met: rule -> articles in which it does either.
    """

    articles: int = 0
    from_text: int = 0
    changed: int = 0
    written: int = 0
    left: int = 0
    faults: int = 0
    gone: Counter[str] = field(default_factory=Counter)
    back: Counter[str] = field(default_factory=Counter)
    met: Counter[str] = field(default_factory=Counter)

    def count(self, done: Done) -> None:
        """Count one article."""
        reading, difference = done.reading, done.reading.difference
        self.articles += 1
        self.from_text += reading.source == "text" and not reading.left
        self.changed += bool(difference.changes)
        self.written += done.version is not None
        self.left += bool(reading.left or done.problem)
        self.faults += reading.is_fault or done.is_fault
        gone, back = Counter(map(_rule, difference.gone)), Counter(map(_rule, difference.back))
        self.gone += gone
        self.back += back
        self.met.update({*gone, *back})

    @property
    def progress(self) -> str:
        """What is under way, in words."""
        return f"{many(self.articles, 'article')} read again, {self.changed} differ"


def print_done(done: Done, output: Output) -> None:
    """What changes in one article; a line for what is left as it is, nothing where nothing changes."""
    reading, difference = done.reading, done.reading.difference
    document = reading.document
    output.row(
        {
            "id": document["_id"],
            "url": document["url"],
            "outlet": document["outlet"],
            "read": reading.source,
            "changed": list(difference.fields),
            "removed": [line.values() for line in difference.gone],
            "added": [line.values() for line in difference.back],
            "left": reading.left or done.problem or None,
            "written": done.version is not None,
            "version": done.version or document["version"],
        }
    )
    if not done.is_told:
        return
    short = str(document["_id"])[:SHORT_ID]
    output.line(f"{output.paint(short, 'bold')}  {output.fit(str(document.get('title')), SHORT_ID + 2)}")
    output.line(f"  {document['url']}")
    _print_lines("-", "red", difference.gone, "", output)
    _print_lines("+", "green", difference.back, "was ", output)
    _print_fields(done, output)
    if why := reading.left or done.problem:
        for line in output.wrap(f"left as it is: {why}", first="  ", later="  "):
            output.line(output.paint(line, "yellow"))


def print_tally(tally: Tally, output: Output, *, applied: bool, stopped: bool = False) -> None:
    """Which rule takes how many lines, and gives back how many; then how many articles change, and what to do next.

    Args:
        tally: the counts.
        output: where to.
        applied: what changes was written.
        stopped: there are further articles, which were not read.
    """
    rules = sorted(tally.met, key=lambda rule: (-tally.gone[rule] - tally.back[rule], rule))
    if rules:
        output.line()
    output.table(
        ("rule", "lines go", "lines come back", "articles"),
        [(rule, tally.gone[rule], tally.back[rule], tally.met[rule]) for rule in rules],
    )
    if not tally.articles:
        output.message("No stored article fits. See: newscrawler articles")
        return
    if tally.from_text:
        what = f"{many(tally.from_text, 'article')} without a page that could be read again"
        output.message(f"{what}: the stored text was cleaned.")
    if tally.left:
        output.message(f"{many(tally.left, 'article')} left as stored, each with its reason above.", "yellow")
    output.message(_summary(tally, f"of {'the first ' * stopped}{many(tally.articles, 'article')}", applied=applied))


def _summary(tally: Tally, of: str, *, applied: bool) -> str:
    if not tally.changed:
        return f"None {of} would change." if not applied else f"None {of} changed."
    if not applied:
        return f"{tally.changed} {of} would change; nothing was written: add --apply"
    return f"{tally.written} {of} written, each with its reason: newscrawler article ID --revisions"


def _rule(line: MovedLine) -> str:
    return line.rule or READ_DIFFERENTLY


def _print_lines(sign: str, style: Style, lines: Iterable[MovedLine], was: str, output: Output) -> None:
    for line in lines:
        reason = f"{was}{line.rule}: {line.evidence}".removesuffix(": None") if line.rule else READ_DIFFERENTLY
        width = min(WIDEST_TEXT, max(20, output.width - len(INDENT))) if output.is_terminal else WIDEST_TEXT
        text = quote_line(line.text, width)
        begin = f"  {output.paint(sign, style)} {text}"
        if not output.is_terminal or cell_width(f"{INDENT}{text}  {reason}") <= output.width:
            output.line(f"{begin}  {reason}")
            continue
        output.line(begin)
        for part in output.wrap(reason, first=INDENT, later=INDENT):
            output.line(output.paint(part, "dim"))


def _print_fields(done: Done, output: Output) -> None:
    """Other fields: with both values where these are short, else by name."""
    difference, document = done.reading.difference, done.reading.document
    named = []
    for name in difference.other_fields:
        before, after = document.get(name), difference.changes[name]
        if _is_short(before) and _is_short(after):
            output.line(output.fit(f"  {name}: {_short(before)} -> {_short(after)}"))
        else:
            named.append(name)
    if named:
        for line in output.wrap(f"other fields: {', '.join(named)}", first="  ", later="    "):
            output.line(line)


def _is_short(value: object) -> bool:
    return value is None or isinstance(value, str | int | datetime)


def _short(value: object) -> str:
    if isinstance(value, str):
        return quote_line(value, WIDEST_TEXT)
    if isinstance(value, datetime):
        return f"{instant(value.isoformat())} UTC"
    return "nothing" if value is None else str(value).lower()
