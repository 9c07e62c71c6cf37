"""What changed from one text to another, word by word: runs of words that were kept, deleted and inserted.

Joined, the kept and the deleted runs are the old text, the kept and the inserted ones the new text, to the last space.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from newscrawler.operations.bounded_matching import StepBudget, op_codes
from newscrawler.words import UNSPACED_LETTERS

RunKind = Literal["kept", "deleted", "inserted"]

# A letter of a script without spaces is a word; else a word with its combining marks, a run of spaces, or a sign.
_WORD = re.compile(rf"[{UNSPACED_LETTERS}]|\n+|[^\S\n]+|(?:(?![{UNSPACED_LETTERS}])[\w\u0300-\u036f'’])+|.", re.DOTALL)
_PARAGRAPH = re.compile(r"[^\n]*\n*")
# Texts that repeat a few words take far more than the product of their lengths: what is left then is told whole.
_MOST_STEPS = 10_000_000
_GLUE = 2  # words between two changes that are told as part of them, for "a b" -> "c d" reads better than in pieces


@dataclass(frozen=True, slots=True)
class WordRun:
    """Words that follow one another, with the spaces between them."""

    kind: RunKind
    text: str


def word_difference(old: str, new: str) -> list[WordRun]:
    """The runs of both texts in order; a deleted one stands before the one that was inserted in its place.

    Takes about a second at most: of texts that differ too much for it, whole paragraphs, or all but the common
    beginning and end, are one deleted and one inserted run.
    """
    budget = StepBudget(_MOST_STEPS)
    runs: list[WordRun] = []
    before, after = _PARAGRAPH.findall(old), _PARAGRAPH.findall(new)
    for kind, first, last, new_first, new_last in op_codes(before, after, budget):
        deleted, inserted = "".join(before[first:last]), "".join(after[new_first:new_last])
        if kind == "equal":
            runs.append(WordRun("kept", deleted))
        else:
            runs += _of_words(deleted, inserted, budget)
    return list(_joined(runs))


def _of_words(old: str, new: str, budget: StepBudget) -> Iterator[WordRun]:
    before, after = _WORD.findall(old), _WORD.findall(new)
    deleted = inserted = ""
    for kind, words, others in _glued(before, after, budget):
        if kind == "equal":
            yield from (WordRun("deleted", deleted), WordRun("inserted", inserted), WordRun("kept", words))
            deleted = inserted = ""
        else:
            deleted, inserted = deleted + words, inserted + others
    yield from (WordRun("deleted", deleted), WordRun("inserted", inserted))


def _glued(before: Sequence[str], after: Sequence[str], budget: StepBudget) -> Iterator[tuple[str, str, str]]:
    """Kind, old and new words; what is kept between two changes and is hardly a word is told as changed, too."""
    codes = op_codes(before, after, budget)
    for place, (kind, first, last, new_first, new_last) in enumerate(codes):
        words, others = "".join(before[first:last]), "".join(after[new_first:new_last])
        is_inside = 0 < place < len(codes) - 1
        is_glue = is_inside and last - first <= _GLUE and not re.search(r"\w", words) and "\n" not in words
        yield "replace" if is_glue else kind, words, others


def _joined(runs: Sequence[WordRun]) -> Iterator[WordRun]:
    """Without empty ones, and those of one kind that follow one another as one."""
    order = {"deleted": 0, "inserted": 1}
    for is_kept, group in groupby((run for run in runs if run.text), key=lambda run: run.kind == "kept"):
        if is_kept:
            yield WordRun("kept", "".join(run.text for run in group))
            continue
        for kind, same in groupby(sorted(group, key=lambda run: order[run.kind]), key=lambda run: run.kind):
            yield WordRun(kind, "".join(run.text for run in same))
