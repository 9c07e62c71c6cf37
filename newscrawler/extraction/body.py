"""Which blocks of a page are the story: the reader's decision, with its evidence."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from newscrawler.extraction.blocks import CutPage
from newscrawler.extraction.body_model import judge_blocks
from newscrawler.extraction.captions import CaptionFinder
from newscrawler.extraction.exceptions import added_blocks, dropped_blocks
from newscrawler.extraction.features import Measures
from newscrawler.extraction.other_stories import blocks_of_other_stories
from newscrawler.extraction.outline import (
    blocks_like_neighbours,
    headings_in_text,
    headings_without_text,
    key_points,
)
from newscrawler.extraction.scrambled import SCRAMBLED_REASON
from newscrawler.extraction.threshold import HIGHEST_THRESHOLD, best_threshold
from newscrawler.extraction.vendors import blocks_of_vendors

# Comments, consent texts and recommendations read like prose, and so do teasers; see `vendors` and `other_stories`.
_DAMPING: Final = 0.1
# Where the outlet's file names the container, what is in it is story unless the reader is quite sure it is not.
_SELECTED_THRESHOLD: Final = 0.1


@dataclass(slots=True)
class Choice:
    """The decision about each block of a page.

    Attributes:
        chances: how likely each block is story, 0 to 1.
        threshold: blocks at or over it are kept.
        kept: indices of the blocks that are story, in page order.
        reasons: index -> why a block was kept or dropped whatever its chance.
    """

    chances: Sequence[float]
    threshold: float
    kept: list[int]
    reasons: Mapping[int, str] = field(default_factory=dict)


def choose_blocks(cut: CutPage, measures: Measures, container: Collection[int] | None = None) -> Choice:
    """The blocks that are story; where ``container`` is given, only blocks with these indices can be."""
    if not cut.texts:
        return Choice((), HIGHEST_THRESHOLD, [])
    chances = judge_blocks(cut, measures)
    if container is None:
        return choose_by_chances(cut, measures, chances)
    return _settle(cut, measures, CaptionFinder(cut, measures), chances, _SELECTED_THRESHOLD, frozenset(container))


def choose_by_chances(cut: CutPage, measures: Measures, chances: Sequence[float]) -> Choice:
    """The blocks over the threshold that is best for this page; parts of others and captions have it harder."""
    damped = list(chances)
    others = {*blocks_of_vendors(cut, measures, chances), *blocks_of_other_stories(cut, measures, chances)}
    for index in others:
        damped[index] *= _DAMPING
    captions = CaptionFinder(cut, measures)
    choice = _settle(cut, measures, captions, damped, best_threshold(damped, measures.words))
    scrambled = sorted(index for index, reason in choice.reasons.items() if reason == SCRAMBLED_REASON)
    if scrambled:
        choice = _settle_without(scrambled, cut, measures, captions, damped)
    return _in_outline(cut, measures, captions, choice)


def _settle_without(
    scrambled: list[int], cut: CutPage, measures: Measures, captions: CaptionFinder, chances: list[float]
) -> Choice:
    """The choice where a part is scrambled: the threshold is for the little above or below it, that all can read."""
    for index in scrambled:
        chances[index] = 0.0
    first, last = scrambled[0], scrambled[-1]  # headings between are often left as they were
    readable = [0.0 if first < index < last else chance for index, chance in enumerate(chances)]
    choice = _settle(cut, measures, captions, chances, best_threshold(readable, measures.words))
    choice.reasons = {**choice.reasons, **dict.fromkeys(scrambled, SCRAMBLED_REASON)}
    return choice


def _in_outline(cut: CutPage, measures: Measures, captions: CaptionFinder, choice: Choice) -> Choice:
    """The choice with the headings and gaps that belong to what is kept, without other headings and the key points."""
    kept, reasons = choice.kept, dict(choice.reasons)

    def settle(blocks: list[int], reason: str, *, stay: bool) -> list[int]:
        reasons.update(dict.fromkeys(blocks, reason))
        return sorted({*kept, *blocks}) if stay else _without(kept, blocks)

    kept = settle(key_points(cut, measures, kept), "key points above the story", stay=False)
    alike = blocks_like_neighbours(cut, measures, choice.chances, kept)
    kept = settle([index for index in alike if index not in reasons], "like the story before or after it", stay=True)
    inner = headings_in_text(cut, measures, captions, choice.chances, kept)
    kept = settle(inner, "a heading in the story", stay=True)
    kept = settle(headings_without_text(cut, captions, kept), "a heading without text", stay=False)
    return Choice(choice.chances, choice.threshold, kept, reasons)


def _without(kept: list[int], dropped: Collection[int]) -> list[int]:
    return [index for index in kept if index not in dropped] if dropped else kept


def _settle(
    cut: CutPage,
    measures: Measures,
    captions: CaptionFinder,
    chances: Sequence[float],
    threshold: float,
    allowed: Collection[int] | None = None,
) -> Choice:
    """The choice at this threshold among the allowed blocks, all where it is None, with its exceptions."""
    kept = [index for index, chance in enumerate(chances) if chance >= threshold]
    if allowed is not None:
        kept = [index for index in kept if index in allowed]
    reasons = dropped_blocks(cut, measures, captions, chances, kept)
    kept = _without(kept, reasons)
    added = added_blocks(cut, measures, captions, chances, kept)
    more = added if allowed is None else [index for index in added if index in allowed]
    return Choice(chances, threshold, sorted({*kept, *more}), {**reasons, **added})
