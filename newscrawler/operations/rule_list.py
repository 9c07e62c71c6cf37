"""Every name that stands in an article's ``removed``: what it takes, who acts by it, how it is undone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import newscrawler
from newscrawler.boilerplate.strip import OUTLET_RULE, RULES
from newscrawler.extraction.reader_kinds import READER_KINDS, SWITCHED_KINDS
from newscrawler.model.furniture import FURNITURE_RULE

CASES = "tests/boilerplate/cases"  # in the source
BY_RULE, BY_MEMORY, BY_FILE, BY_READER = "rule", "memory", "outlet file", "reader"
MORE = {
    FURNITURE_RULE: (
        BY_MEMORY,
        "blocks that stand on many pages of an outlet; learned, see: newscrawler outlets show ID",
    ),
    OUTLET_RULE: (BY_FILE, "blocks that a pattern under remove_text of the outlet's file matches as a whole"),
    "outlet_remove": (BY_FILE, "elements that a selector under remove of the outlet's file names"),
}


@dataclass(frozen=True, slots=True)
class KnownRule:
    """One name under which blocks are taken out.

    Attributes:
        by: ``rule`` of the boilerplate, the outlet's learned ``memory``, the ``outlet file``, or the ``reader``.
        order: place among the boilerplate rules, from 1: the first that finds a block takes it; None for the others.
        description: what it takes.
        also: what the reader takes under the same name.
        is_counted: do runs count what it takes?
    """

    name: str
    by: str
    order: int | None
    description: str
    also: str | None = None
    is_counted: bool = True

    @property
    def undo(self) -> tuple[str, ...]:
        """Lines of an outlet's file that switch it off or give its blocks back."""
        if self.by == BY_FILE:
            return ()
        if self.by == BY_READER and self.name not in SWITCHED_KINDS:
            return ("[boilerplate]", "keep = ['a regular expression of such a block']")
        return ("[boilerplate]", f'off = ["{self.name}"]')

    @property
    def cases(self) -> str | None:
        """The folder of the source with the cases that prove it."""
        return f"{CASES}/{self.name}" if self.by == BY_RULE else None


def known_rules() -> list[KnownRule]:
    """The boilerplate rules in their order; then the outlet's memory and file, then the reader's own kinds."""
    return [*_boilerplate_rules(), *_others(), *_reader_kinds()]


def count_cases(folder: str) -> int | None:
    """Number of case files; None where the source is not at hand, as in an installed package."""
    path = Path(newscrawler.__file__).parents[1] / folder
    return len(list(path.glob("*.html"))) if path.is_dir() else None


def _boilerplate_rules() -> Iterator[KnownRule]:
    for order, rule in enumerate(RULES, 1):
        yield KnownRule(rule.name, BY_RULE, order, rule.description, READER_KINDS.get(rule.name))


def _others() -> Sequence[KnownRule]:
    return [KnownRule(name, by, None, what, is_counted=name != "outlet_remove") for name, (by, what) in MORE.items()]


def _reader_kinds() -> Iterator[KnownRule]:
    rules = {rule.name for rule in RULES}
    for name, what in READER_KINDS.items():
        if name not in rules:
            yield KnownRule(name, BY_READER, None, what, is_counted=False)
