"""Which blocks of a page are the story: the reader's decision, with its evidence."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from newscrawler.extraction.blocks import CutPage
from newscrawler.extraction.body_model import judge_blocks
from newscrawler.extraction.captions import CaptionFinder
from newscrawler.extraction.exceptions import added_blocks, dropped_blocks
from newscrawler.extraction.features import Column, Flags, Measures
from newscrawler.extraction.outline import (
    blocks_like_neighbours,
    headings_in_text,
    headings_without_text,
    key_points,
)
from newscrawler.extraction.vendors import in_vendor_parts

# The threshold is chosen per page, but not beyond these.
_LOWEST_THRESHOLD: Final = 0.15
_HIGHEST_THRESHOLD: Final = 0.5
# Comments, consent texts and recommendations read like prose; see `vendors`.
_VENDOR_DAMPING: Final = 0.1
# Where the outlet's file names the container, what is in it is story unless the reader is quite sure it is not.
_SELECTED_THRESHOLD: Final = 0.1


@dataclass(slots=True)
class Choice:
    """The decision about each block of a page.

    Attributes:
        chances: how likely each block is story, 0 to 1.
        threshold: blocks at or over it are kept.
        kept: one flag a block.
        reasons: index -> why a block was kept or dropped whatever its chance.
    """

    chances: Column
    threshold: float
    kept: Flags
    reasons: Mapping[int, str] = field(default_factory=dict)


def choose_blocks(cut: CutPage, measures: Measures, container: Collection[int] | None = None) -> Choice:
    """The blocks that are story; where ``container`` is given, only blocks with these indices can be."""
    if not cut.texts:
        return Choice(np.zeros(0, np.float32), _HIGHEST_THRESHOLD, np.zeros(0, dtype=bool))
    chances = judge_blocks(cut, measures)
    if container is None:
        return choose_by_chances(cut, measures, chances)
    inside = np.zeros(len(chances), dtype=bool)
    inside[list(container)] = True
    return _settle(cut, measures, CaptionFinder(cut, measures), chances, _SELECTED_THRESHOLD, inside)


def choose_by_chances(cut: CutPage, measures: Measures, chances: Column) -> Choice:
    """The blocks over the threshold that is best for this page; parts of others and captions have it harder."""
    chances = np.where(in_vendor_parts(cut, measures, chances), _VENDOR_DAMPING * chances, chances)
    threshold = _best_threshold(chances, np.maximum(measures.words, 1))
    captions = CaptionFinder(cut, measures)
    choice = _settle(cut, measures, captions, chances, threshold, np.ones(len(chances), dtype=bool))
    return _in_outline(cut, measures, captions, choice)


def _in_outline(cut: CutPage, measures: Measures, captions: CaptionFinder, choice: Choice) -> Choice:
    """The choice with the headings and gaps that belong to what is kept, without other headings and the key points."""
    kept, reasons = choice.kept, dict(choice.reasons)

    def settle(blocks: list[int], reason: str, *, stay: bool) -> None:
        kept[blocks] = stay
        reasons.update(dict.fromkeys(blocks, reason))

    settle(key_points(cut, measures, _indices(kept)), "key points above the story", stay=False)
    alike = blocks_like_neighbours(cut, measures, choice.chances, _indices(kept))
    settle([index for index in alike if index not in reasons], "like the story before or after it", stay=True)
    inner = headings_in_text(cut, measures, captions, choice.chances, _indices(kept))
    settle(inner, "a heading in the story", stay=True)
    settle(headings_without_text(cut, captions, _indices(kept)), "a heading without text", stay=False)
    choice.reasons = reasons
    return choice


def _indices(kept: Flags) -> list[int]:
    indices: list[int] = np.flatnonzero(kept).tolist()
    return indices


def _settle(
    cut: CutPage, measures: Measures, captions: CaptionFinder, chances: Column, threshold: float, allowed: Flags
) -> Choice:
    """The choice at this threshold among the allowed blocks, with its exceptions."""
    kept = allowed & (chances >= threshold)
    reasons = dropped_blocks(cut, measures, captions, chances, np.flatnonzero(kept).tolist())
    kept[list(reasons)] = False
    added = added_blocks(cut, measures, captions, chances, np.flatnonzero(kept).tolist())
    kept[list(added)] = allowed[list(added)]
    return Choice(chances, threshold, kept, {**reasons, **added})


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
