"""Galleries: pages whose only text stands below their pictures, and perhaps a correction after the last of them."""

import re
from collections.abc import Sequence
from typing import Final

from newscrawler.extraction.blocks import CutPage
from newscrawler.extraction.captions import CaptionFinder
from newscrawler.extraction.container import common_node
from newscrawler.extraction.features import Measures

GALLERY_REASON: Final = "a caption of a gallery"
CORRECTION_REASON: Final = "a correction below a gallery"
# One or two captions without other text are a video or a page that lost its story, and teasers are links.
_FEWEST_CAPTIONS: Final = 3
_LEAST_WORDS: Final = 4
_MAX_LINKS: Final = 0.3
_LONGEST_NOTE: Final = 500  # characters
# Less than this speaks so much against a block that it is none even among others that look the same.
_LEAST_CHANCE: Final = 0.1
# How a correction begins, or how its element is named. Origin: outlets in English, German, Nordic, Romance languages.
_CORRECTION: Final = re.compile(
    r"(?:corrections?|clarification|editor[’']s note|berichtigung|korrektur|korrigering|rettelse|rättelse|oikaisu"
    r"|correctif|rectificatif|rectificatie|rectificación|corrección|correção|correzione|rettifica)\b",
    re.IGNORECASE,
)


def is_gallery(cut: CutPage, measures: Measures, captions: CaptionFinder, kept: Sequence[int]) -> bool:
    """Are the kept blocks (in page order) captions, and no prose but perhaps corrections?"""
    told = [index for index in kept if _is_told(measures, captions, index)]
    if len(told) < _FEWEST_CAPTIONS:
        return False
    others = (index for index in kept if measures.prose[index] > 0 and not captions.is_caption(index))
    return all(_is_correction(cut, index) for index in others)


def gallery_blocks(
    cut: CutPage, measures: Measures, chances: Sequence[float], captions: CaptionFinder, kept: Sequence[int]
) -> dict[int, str]:
    """Index -> reason for what belongs to the gallery of these blocks: captions that look the same, a correction."""
    told = [index for index in kept if _is_told(measures, captions, index)]
    looks = {_look(cut, index) for index in told}
    node = common_node(cut, told)
    found = {}
    for index in range(cut.node_first_block[node], cut.node_last_block[node]):
        if chances[index] < _LEAST_CHANCE or measures.link_shares[index] > _MAX_LINKS:
            continue
        if _look(cut, index) in looks and captions.is_caption(index):
            found[index] = GALLERY_REASON
        elif index > told[-1] and _is_correction(cut, index):
            found[index] = CORRECTION_REASON
    return found


def _is_told(measures: Measures, captions: CaptionFinder, index: int) -> bool:
    is_plain = measures.link_shares[index] <= _MAX_LINKS and measures.words[index] >= _LEAST_WORDS
    return is_plain and captions.is_caption(index)


def _look(cut: CutPage, index: int) -> tuple[str, str, str]:
    node = cut.block_node[index]
    return cut.node_tag[node], cut.node_class[node], cut.node_tag[cut.node_parent[node]]


def _is_correction(cut: CutPage, index: int) -> bool:
    return is_correction(cut.texts[index], cut.node_class[cut.block_node[index]])


def is_correction(text: str, name: str) -> bool:
    """Does the text begin as a correction does, or is its element named as one? ``name``: classes, perhaps its tag."""
    return len(text) <= _LONGEST_NOTE and bool(_CORRECTION.match(text) or _CORRECTION.search(name))
