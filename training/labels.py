"""Which blocks of a page are the story, told by a truth text: the heaviest increasing chain of equal runs of words.

A headline or teaser that repeats words of the body elsewhere is not called body, for the chain passes it by.
"""

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass

import numpy as np

_SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_SPACELESS}]|[^\W{_SPACELESS}]+")
_INVISIBLE = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF])
_RUN = 4
# A run of four words that occurs more often than this says nothing about where it belongs.
_MAX_OCCURRENCES = 12


@dataclass(slots=True)
class Labels:
    """One entry a block: is it story (0 or 1), its share of the body's words, does the truth leave it open?"""

    story: np.ndarray
    share: np.ndarray
    optional: np.ndarray


def tokens_of(text: str) -> list[str]:
    """Words as the benchmark counts them."""
    return _TOKEN.findall(unicodedata.normalize("NFC", text.translate(_INVISIBLE)))


def label_blocks(texts: list[str], paragraphs: list[str], optional: set[int]) -> Labels:
    """The labels of a page's blocks against the paragraphs of the truth."""
    blocks = [tokens_of(text) for text in texts]
    truths = [tokens_of(text) for text in paragraphs]
    page = [token for block in blocks for token in block]
    truth = [token for paragraph in truths for token in paragraph]
    page_block = np.repeat(np.arange(len(blocks)), [len(block) for block in blocks])
    truth_paragraph = np.repeat(np.arange(len(truths)), [len(paragraph) for paragraph in truths])
    chain = _heaviest_chain(_diagonals(page, truth) + _whole_lines(blocks, truths))
    matched, free = np.zeros(len(blocks)), np.zeros(len(blocks))
    for start, truth_start, length in chain:
        for step in range(length):
            block = page_block[start + step]
            matched[block] += 1
            free[block] += truth_paragraph[truth_start + step] in optional
    lengths = np.array([max(len(block), 1) for block in blocks])
    story = (matched / lengths >= 0.5) & (matched > 0)
    return Labels(story.astype(np.float32), lengths / max(len(truth), 1), free > matched / 2)


def _diagonals(page: list[str], truth: list[str]) -> list[tuple[int, int, int]]:
    """Maximal equal runs of four words or more, as (start in page, start in truth, length)."""
    places = defaultdict(list)
    for index in range(len(truth) - _RUN + 1):
        places[tuple(truth[index : index + _RUN])].append(index)
    runs: list[tuple[int, int, int]] = []
    open_runs: dict[int, int] = {}  # diagonal -> start in page
    for index in range(len(page) - _RUN + 2):
        found = places.get(tuple(page[index : index + _RUN]), ()) if index <= len(page) - _RUN else ()
        here = {truth_index - index for truth_index in found[:_MAX_OCCURRENCES]}
        for diagonal in [diagonal for diagonal in open_runs if diagonal not in here]:
            start = open_runs.pop(diagonal)
            runs.append((start, start + diagonal, index - start + _RUN - 1))
        for diagonal in here:
            open_runs.setdefault(diagonal, index)
    return runs


def _whole_lines(blocks: list[list[str]], truths: list[list[str]]) -> list[tuple[int, int, int]]:
    """Short blocks that equal a whole short paragraph of the truth."""
    starts = defaultdict(list)
    position = 0
    for paragraph in truths:
        if 0 < len(paragraph) < _RUN:
            starts[tuple(paragraph)].append(position)
        position += len(paragraph)
    runs, position = [], 0
    for block in blocks:
        runs += [(position, start, len(block)) for start in starts.get(tuple(block), ())[:_MAX_OCCURRENCES]]
        position += len(block)
    return runs


def _heaviest_chain(runs: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """The runs, none overlapping, increasing in page and truth, that cover most words."""
    runs = sorted(run for run in runs if run[2] > 0)
    weight, before = [0.0] * len(runs), [-1] * len(runs)
    # Fronts: truth ends, with the best weight of a chain that ends there; both increasing.
    ends: list[int] = []
    front: list[tuple[float, int]] = []
    waiting = sorted(range(len(runs)), key=lambda index: runs[index][0] + runs[index][2])
    released = 0
    for index, (start, truth_start, length) in enumerate(runs):
        while released < len(waiting) and sum(runs[waiting[released]][::2]) <= start:
            done = waiting[released]
            released += 1
            _enter(ends, front, runs[done][1] + runs[done][2], (weight[done], done))
        place = bisect_right(ends, truth_start) - 1
        best, previous = front[place] if place >= 0 else (0.0, -1)
        weight[index], before[index] = best + length, previous
    if not runs:
        return []
    current = max(range(len(runs)), key=weight.__getitem__)
    chain = []
    while current >= 0:
        chain.append(runs[current])
        current = before[current]
    return chain[::-1]


def _enter(ends: list[int], front: list[tuple[float, int]], end: int, entry: tuple[float, int]) -> None:
    place = bisect_right(ends, end)
    if place and front[place - 1][0] >= entry[0]:
        return
    while place < len(ends) and front[place][0] <= entry[0]:
        del ends[place], front[place]
    if place and ends[place - 1] == end:
        ends[place - 1], front[place - 1] = end, entry
    else:
        ends.insert(place, end)
        front.insert(place, entry)
