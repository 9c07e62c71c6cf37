"""Which blocks of a page are the story: the reader's decision, with its evidence."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import numpy as np

from newscrawler.extraction.blocks import CutPage
from newscrawler.extraction.body_model import judge_blocks
from newscrawler.extraction.captions import CaptionFinder
from newscrawler.extraction.container import common_node
from newscrawler.extraction.features import Column, Flags, Measures
from newscrawler.extraction.scrambled import is_scrambled
from newscrawler.extraction.vendors import in_vendor_parts

# The threshold is chosen per page, but not beyond these.
_LOWEST_THRESHOLD: Final = 0.15
_HIGHEST_THRESHOLD: Final = 0.5
# Comments, consent texts and recommendations read like prose; see `vendors`.
_VENDOR_DAMPING: Final = 0.1
_CAPTION_THRESHOLD: Final = 0.85
_MAX_ROW_LINKS: Final = 0.7
# Where the outlet's file names the container, what is in it is story unless the reader is quite sure it is not.
_SELECTED_THRESHOLD: Final = 0.1


@dataclass(slots=True)
class Choice:
    """The decision about each block of a page.

    Attributes:
        chances: how likely each block is story, 0 to 1.
        threshold: blocks at or over it are kept.
        kept: one flag a block.
    """

    chances: Column
    threshold: float
    kept: Flags


def choose_blocks(cut: CutPage, measures: Measures, container: Collection[int] | None = None) -> Choice:
    """The blocks that are story; where ``container`` is given, only blocks with these indices can be."""
    if not cut.texts:
        return Choice(np.zeros(0, np.float32), _HIGHEST_THRESHOLD, np.zeros(0, dtype=bool))
    chances = judge_blocks(cut, measures)
    if container is None:
        return choose_by_chances(cut, measures, chances)
    inside = np.zeros(len(chances), dtype=bool)
    inside[list(container)] = True
    return Choice(chances, _SELECTED_THRESHOLD, inside & (chances >= _SELECTED_THRESHOLD))


def choose_by_chances(cut: CutPage, measures: Measures, chances: Column) -> Choice:
    """The blocks over the threshold that is best for this page; parts of others and captions have it harder."""
    chances = np.where(in_vendor_parts(cut, measures, chances), _VENDOR_DAMPING * chances, chances)
    threshold = _best_threshold(chances, np.maximum(measures.words, 1))
    kept = chances >= threshold
    captions = CaptionFinder(cut, measures)
    for index in np.flatnonzero(kept).tolist():
        is_weak_caption = chances[index] < _CAPTION_THRESHOLD and captions.is_caption(index)
        kept[index] = not is_weak_caption and not is_scrambled(cut.texts[index])
    _keep_rows(cut, measures, kept)
    return Choice(chances, threshold, kept)


def _keep_rows(cut: CutPage, measures: Measures, kept: Flags) -> None:
    """Keep the rows of figures that stand between the story's blocks: the reader of short lines knows them badly."""
    story = np.flatnonzero(kept).tolist()
    if not story:
        return
    node = common_node(cut, story)
    for index in range(cut.node_first_block[node], min(story[-1] + 1, cut.node_last_block[node])):
        if cut.node_tag[cut.block_node[index]] == "tr" and measures.link_shares[index] < _MAX_ROW_LINKS:
            kept[index] = True


def _best_threshold(chances: Column, weights: Column) -> float:
    """The cut that maximises the expected F1, each block weighing its words."""
    order = np.argsort(-chances, kind="stable")
    expected = np.cumsum(chances[order] * weights[order])
    f1 = 2 * expected / (np.cumsum(weights[order]) + expected[-1])
    best = float(chances[order[int(f1.argmax())]])
    return float(np.clip(best, _LOWEST_THRESHOLD, _HIGHEST_THRESHOLD))


def describe_decision(chance: float, threshold: float, words: float, link_share: float) -> str:
    """The numbers behind a decision: ``"0.12 under 0.41; 5 words, 80 % links"``."""
    side = "over" if chance >= threshold else "under"
    links = f"{100 * link_share:.0f} % links" if link_share else "no links"
    return f"{chance:.2f} {side} {threshold:.2f}; {words:.0f} word{'' if words == 1 else 's'}, {links}"
