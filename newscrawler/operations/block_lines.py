"""A page's blocks in lines: what became of each, with its evidence to find out why, without to read quickly."""

import textwrap
from collections.abc import Iterable, Sequence
from itertools import groupby

from newscrawler.model.block import CHROME_RULE
from newscrawler.operations.explanation import Fate
from newscrawler.operations.output import NARROWEST_TEXT, Output
from newscrawler.operations.terminal_text import Style, cell_width, cut, in_one_line, quote_line

DECISION_WIDTH = 8  # "REMOVE?" and a gap
NARROWEST_TAG, WIDEST_TAG = 6, 12  # "header", "figcaption", and a gap
WIDEST_TEXT = 60
LEAST_FOLDED = 3  # blocks: fewer are as quickly read as counted


def print_fates(blocks: Sequence[Fate], output: Output, *, whole: bool = True) -> None:
    """A line or more for every block: what became of it, its tag or kind, its text, the rule and the evidence.

    Unless ``whole``, blocks in a row that surround the story are one line.
    """
    tag_width = min(max([NARROWEST_TAG, *(len(fate.label) + 2 for fate in blocks)]), WIDEST_TAG)
    for is_around, run in groupby(blocks, lambda fate: fate.rule == CHROME_RULE):
        fates = list(run)
        if is_around and not whole and len(fates) >= LEAST_FOLDED:
            told = f"… {len(fates)} blocks outside the story's container (--all shows them)"
            output.line(output.paint(told, "dim"))
            continue
        for fate in fates:
            _print_fate(fate, tag_width, output)


def print_decisions(blocks: Iterable[Fate], output: Output) -> None:
    """One line for every block: what became of it, its text, the rule."""
    for fate in blocks:
        rule = "" if fate.kept else f"  {fate.rule}"
        width = WIDEST_TEXT + NARROWEST_TAG  # no tag stands before it
        if output.is_terminal:
            width = max(NARROWEST_TEXT, min(width, output.width - DECISION_WIDTH - cell_width(rule)))
        output.line(f"{_decision(fate, output)}{cut(in_one_line(fate.block.text), width)}{rule}")


def _print_fate(fate: Fate, tag_width: int, output: Output) -> None:
    indent = DECISION_WIDTH + tag_width
    width = WIDEST_TEXT if not output.is_terminal else (output.width - indent) // 2
    width = max(NARROWEST_TEXT, min(WIDEST_TEXT, width))
    text = quote_line(fate.block.text, width)
    begin = f"{_decision(fate, output)}{cut(fate.label, tag_width - 2):<{tag_width}}{text}"
    reason = fate.evidence if fate.kept else f"{fate.rule}: {fate.evidence}".removesuffix(": ")
    room = output.width - indent - width - 2
    if output.is_terminal and fate.rule == CHROME_RULE:
        reason = cut(reason, max(room, 1))
    if not output.is_terminal or cell_width(reason) <= room:
        output.line(f"{begin}{' ' * (width - cell_width(text) + 2)}{reason}".rstrip())
        return
    output.line(begin)
    for part in textwrap.wrap(reason, max(output.width - indent, NARROWEST_TEXT)):
        output.line(" " * indent + output.paint(part, "dim"))


def _decision(fate: Fate, output: Output) -> str:
    word = ("keep" if fate.kept else "REMOVE") + ("?" if fate.is_close else "")
    # What surrounds every article of an outlet is no news to the reader: it must not drown what rules took.
    style: Style = "green" if fate.kept else "dim" if fate.rule == CHROME_RULE else "red"
    return output.paint(word, "yellow" if fate.is_close else style) + " " * (DECISION_WIDTH - len(word))
