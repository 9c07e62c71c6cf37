"""A stored article cleaned again: its furniture is taken, and what was taken by mistake goes back to its place.

The page is not needed. A stored article has its blocks and what was taken, but not in one order: its sighting has that.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from newscrawler.boilerplate.block_hash import block_hash
from newscrawler.boilerplate.furniture import strip_furniture
from newscrawler.boilerplate.sighting import (
    IS_HEADING,
    IS_LEFT,
    IS_OUTSIDE,
    IS_TAKEN,
    MOST_BLOCKS,
    RECORD,
    Mark,
    records_of,
)
from newscrawler.boilerplate.strip import is_protected
from newscrawler.model.article import Article
from newscrawler.model.block import Block, RemovedBlock
from newscrawler.model.furniture import FURNITURE_RULE, Furniture, Sighting
from newscrawler.model.outlet import Outlet


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A stored article after its furniture was looked at again.

    Attributes:
        article: with its sighting; its fingerprint is still that of the old text.
        taken: blocks that were taken now.
        given_back: blocks that are story again.
        cut: blocks that ought to be story again, but are stored in part or not at all: only the page has them.
    """

    article: Article
    taken: int = 0
    given_back: int = 0
    cut: int = 0

    @property
    def is_changed(self) -> bool:
        """Has the article another text now?"""
        return bool(self.taken or self.given_back)


@dataclass(frozen=True, slots=True)
class _Place:
    """One record of the sighting with what is stored of its block.

    Attributes:
        removed: the block as it was taken; None where it is story, or where not all of it is stored.
        is_back: it was taken, and is to be story again.
        is_outside: the outlet's layout left it out: it is as it was.
    """

    mark: Mark
    is_known: bool
    was_taken: bool
    removed: RemovedBlock | None = None
    is_back: bool = False
    is_outside: bool = False


def clean_stored(article: Article, sighting: Sighting | None, outlet: Outlet, furniture: Furniture) -> Cleaned:
    """The article as a crawl would store it that knows this furniture.

    Args:
        article: as it is stored.
        sighting: its own; None, or that of another text: then nothing is given back.
        outlet: its wishes are obeyed.
        furniture: what is known of the outlet now.
    """
    places = _places(article, sighting, outlet, furniture) if sighting else None
    if sighting is None or places is None:
        stripped = strip_furniture(article, outlet, furniture)
        return Cleaned(stripped, taken=len(stripped.removed) - len(article.removed))
    stripped = strip_furniture(_in_page_order(article, places), outlet, furniture)
    left = {block.position for block in stripped.blocks if block.kind != "caption"}
    marks = [_new_mark(place, is_story=_position(index) in left) for index, place in enumerate(places)]
    noted = replace(sighting, blocks=np.array(marks, dtype=RECORD).tobytes())
    given_back = sum(place.is_back for place in places)
    return Cleaned(
        replace(stripped, sighting=noted),
        taken=len(stripped.removed) - len(article.removed) + given_back,
        given_back=given_back,
        cut=sum(place.was_taken and not (place.is_known or place.is_back or place.is_outside) for place in places),
    )


def _places(article: Article, sighting: Sighting, outlet: Outlet, furniture: Furniture) -> list[_Place] | None:
    """The sighting's records, in the page's order; None where it is not of this text."""
    taken: dict[int, list[RemovedBlock]] = defaultdict(list)
    for removed in article.removed:
        if removed.rule == FURNITURE_RULE:
            taken[block_hash(removed.block.text)].append(removed)
    blocks = iter([block for block in article.blocks if block.kind != "caption"])
    marks: list[Mark] = records_of(sighting).tolist()
    places: list[_Place] = []
    for mark in marks:
        number, template, _, flags = mark
        if flags & IS_OUTSIDE:
            places.append(_Place(mark, is_known=False, was_taken=True, is_outside=True))
            continue
        is_known = number in furniture.exact or (template in furniture.templates and not flags & IS_HEADING)
        if not flags & IS_TAKEN:
            block = next(blocks, None)
            if block is None or block_hash(block.text) != number:
                return None
            places.append(_Place(mark, is_known, was_taken=False))
        elif taken[number]:
            removed = taken[number].pop(0)
            is_wanted = FURNITURE_RULE in outlet.boilerplate.off or is_protected(removed.block, outlet.boilerplate)
            places.append(_Place(mark, is_known, was_taken=True, removed=removed, is_back=is_wanted or not is_known))
        else:
            places.append(_Place(mark, is_known, was_taken=True))
    is_whole = len(marks) == MOST_BLOCKS or next(blocks, None) is None
    return places if is_whole else None


def _in_page_order(article: Article, places: Sequence[_Place]) -> Article:
    """The article with positions, and with the blocks that are given back among its own."""
    removed = list(article.removed)
    back: list[Block] = []
    for index, place in enumerate(places):
        if place.is_back and place.removed:
            removed.remove(place.removed)
            kind = "heading" if place.mark[3] & IS_HEADING else place.removed.block.kind
            back.append(replace(place.removed.block, kind=kind, position=_position(index)))
    story = iter([_position(index) for index, place in enumerate(places) if not place.was_taken])
    before, own = -1, []
    for block in article.blocks:
        if block.kind != "caption":
            before = next(story, before + 2)
        own.append(replace(block, position=before if block.kind != "caption" else before + 1))
    blocks = sorted([*own, *back], key=lambda block: block.position or 0)
    return replace(article, blocks=tuple(blocks), removed=tuple(removed))


def _position(index: int) -> int:
    """Of the block of a record: captions stand between."""
    return 2 * index + 1


def _new_mark(place: _Place, *, is_story: bool) -> Mark:
    if place.is_outside:
        return place.mark
    number, template, words, flags = place.mark
    flags &= ~(IS_TAKEN | IS_LEFT)
    flags |= 0 if is_story else IS_TAKEN
    return number, template, words, flags | (IS_LEFT if place.is_known == is_story else 0)
