"""Which blocks a page's snippets tell about: of some pages it is only known that a few texts are story, or are not."""

import re
from collections.abc import Iterable

import numpy as np

_INVISIBLE = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF])
# A shorter block says nothing by being part of a snippet, a shorter snippet nothing by standing in several blocks.
_MIN_PART = 12
_MIN_REPEATED = 40
# A block so much longer than an unwanted snippet has other text in it, and may be story all the same.
_MAX_TIMES, _MAX_MORE = 6, 60


def label_by_snippets(
    texts: list[str], wanted: Iterable[str], unwanted: Iterable[str]
) -> tuple[np.ndarray, np.ndarray]:
    """For each block: is it story (0 or 1), and is that known?"""
    blocks = [_plain(text) for text in texts]
    story, known = np.zeros(len(blocks), np.float32), np.zeros(len(blocks), dtype=bool)
    for snippet in filter(None, map(_plain, unwanted)):
        longest = _MAX_TIMES * len(snippet) + _MAX_MORE
        known[[index for index in _holders(blocks, snippet) if len(blocks[index]) <= longest]] = True
    for snippet in filter(None, map(_plain, wanted)):
        found = _holders(blocks, snippet)
        if len(found) == 1 or len(snippet) >= _MIN_REPEATED:
            story[found], known[found] = 1, True
    return story, known


def _holders(blocks: list[str], snippet: str) -> list[int]:
    """The blocks with the snippet in them, or else those that are parts of it."""
    found = [index for index, block in enumerate(blocks) if snippet in block]
    return found or [index for index, block in enumerate(blocks) if len(block) >= _MIN_PART and block in snippet]


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.translate(_INVISIBLE)).strip()
