"""Each block of a page sorted: into the story, or among what was removed. Compiled, see docs/architecture.md."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from newscrawler.extraction.block_values import BlockMaker
from newscrawler.extraction.blocks import CutPage
from newscrawler.extraction.body import Choice
from newscrawler.extraction.bold_headings import bold_headings
from newscrawler.extraction.captions import CaptionFinder
from newscrawler.extraction.container import common_node
from newscrawler.extraction.decision_words import describe_decision
from newscrawler.extraction.features import Measures
from newscrawler.model.block import CHROME_RULE, NAVIGATION_RULE, NOT_STORY_RULE, Block, RemovedBlock

# A block outside the story's container is page chrome unless it holds a sentence of so many words.
SENTENCE_WORDS: Final = 10
_SENTENCE_WORDS: Final = SENTENCE_WORDS
_MAX_CAPTION_LINKS: Final = 0.5
_NAVIGATION_DEPTH: Final = 6
_NAVIGATION_TAGS: Final = frozenset({"button", "menu", "nav", "search"})


class BlockSorter:
    """Puts each block of the page into the story or among what was removed.

    ``shown``: indices of the blocks of the story and its captions, in page order.
    """

    __slots__ = (
        *("_captions", "_chances", "_cut", "_finder", "_first", "_is_chrome", "_kept", "_last", "_link_shares"),
        *("_maker", "_measures", "_node", "_nodes", "_parents", "_reasons", "_rules", "_tags", "_threshold", "_words"),
        "shown",
    )

    def __init__(
        self, cut: CutPage, measures: Measures, choice: Choice, rules: Mapping[int, tuple[str, str]], kept: list[int]
    ) -> None:
        self._cut, self._measures, self._rules = cut, measures, rules
        self._nodes, self._parents, self._tags = cut.block_node, cut.node_parent, cut.node_tag
        self._finder = CaptionFinder(cut, measures, kept)
        self._maker = BlockMaker(cut, measures, self._finder)
        self._threshold, self._reasons = choice.threshold, choice.reasons
        self._chances, self._words, self._link_shares = choice.chances, measures.words, measures.link_shares
        node = self._node = common_node(cut, kept)
        # the first block of the story's container, and the one after its last
        self._first, self._last = 0, len(cut.texts)
        if kept:
            self._first, self._last = cut.node_first_block[node], cut.node_last_block[node]
        self._kept = set(kept)
        self._captions = self._story_captions(kept)
        self.shown = sorted(self._kept | self._captions)
        self._is_chrome = self._find_chrome(measures.ends)

    def _story_captions(self, kept: list[int]) -> set[int]:
        """Captions between the first and the last block of the story, or just above or below it."""
        found: set[int] = set()
        if not kept:
            return found
        for index in range(self._first, min(self._last, kept[len(kept) - 1] + 2)):
            if self._link_shares[index] > _MAX_CAPTION_LINKS or index in self._rules:
                continue
            if self._finder.is_caption(index):
                found.add(index)
        return found

    def _find_chrome(self, ends: list[int]) -> list[bool]:
        """For each block: is it outside the story's container, without a sentence and without a rule?"""
        flags: list[bool] = []
        for index in range(len(ends)):
            is_outside = index < self._first or index >= self._last
            flags.append(is_outside and (self._words[index] < _SENTENCE_WORDS or not ends[index]))
        for index in self._rules:
            flags[index] = False
        return flags

    def container(self, kept: list[int]) -> tuple[str, ...]:
        """The trail of the smallest element that holds all kept blocks; outside it no block is in the story."""
        if not kept:
            return ()
        levels, node = 0, self._nodes[kept[0]]
        while node != self._node:
            levels, node = levels + 1, self._parents[node]
        trail = self._maker.make(kept[0]).trail
        return trail[: max(0, len(trail) - levels)]

    def blocks(self) -> tuple[Block, ...]:
        """The story with its captions, in page order."""
        blocks = self._maker.make_series([(index, self._reason(index)) for index in self.shown])
        headings = bold_headings(self._cut, self._measures, self._finder, self.shown)
        if not headings:
            return blocks
        return tuple(
            [
                replace(block, kind="heading") if block.position in headings and block.kind == "paragraph" else block
                for block in blocks
            ]
        )

    def removed(self, *, replaced: bool = False, with_chrome: bool = True) -> tuple[RemovedBlock, ...]:
        """All other blocks; with ``replaced`` the story's own blocks too, for script text stands in for them."""
        found: list[RemovedBlock] = []
        for index in range(len(self._is_chrome)):
            if self._is_chrome[index] and not with_chrome:
                continue
            if replaced or (index not in self._kept and index not in self._captions):
                found.append(self._remove(index))
        return tuple(found)

    def _decision(self, index: int) -> str:
        numbers = describe_decision(self._chances[index], self._threshold, self._words[index], self._link_shares[index])
        return f"{self._reasons[index]}; {numbers}" if index in self._reasons else numbers

    def _reason(self, index: int) -> str:
        if index in self._captions:
            return "caption of a picture in the story; " + self._decision(index)
        return self._decision(index) + ", in the story's container"

    def _remove(self, index: int) -> RemovedBlock:
        rule, evidence = self._rules.get(index) or self._judge(index)
        return RemovedBlock(self._maker.make(index), rule, evidence)

    def _judge(self, index: int) -> tuple[str, str]:
        decision = self._decision(index)
        if index in self._kept or index in self._captions:
            return NOT_STORY_RULE, "a script of the page has far more of the story; " + decision
        if index < self._first or index >= self._last:
            rule = CHROME_RULE if self._is_chrome[index] else NOT_STORY_RULE
            return rule, "outside the story's container; " + decision
        tag = self._navigation_tag(self._nodes[index])
        return (NAVIGATION_RULE, f"in a {tag} element; {decision}") if tag else (NOT_STORY_RULE, decision)

    def _navigation_tag(self, node: int) -> str | None:
        for _ in range(_NAVIGATION_DEPTH):
            if self._tags[node] in _NAVIGATION_TAGS:
                return self._tags[node]
            node = self._parents[node]
        return None
