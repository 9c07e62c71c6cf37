"""Learnt words: how often text under a class name, or with a word in it, was story on the pages trained on.

Compiled, see docs/architecture.md. A score is an integer, tenths of log odds; sums of scores are exact.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from newscrawler.extraction.blocks import CutPage
from newscrawler.extraction.feature_table import FeatureTable, Ints, zeros
from newscrawler.extraction.page_counts import PageCounts, at_places

# Longer blocks are known by their shape; their words say little and cost time.
MAX_WORDS: Final = 40
_MAX_WORDS: Final = MAX_WORDS
# A line of at most so many words is also looked up as a whole.
_LINE_WORDS: Final = 6
# A name is also looked up as a whole, unless it is longer.
_LONGEST_NAME: Final = 40
_PIECE: Final = re.compile(r"[A-Z]?[a-zà-ÿ]+|[A-Z]+")
_WORD: Final = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]{1,4}|[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]{1,2}|[^\W\d_]+|\d+"
)
# The same in lower-case ASCII text, at half the cost.
_ASCII_WORD: Final = re.compile(r"[a-z]+|\d+")
# So many summaries of names and of texts are remembered: the menus and boxes of an outlet are the same on every page.
_MOST_REMEMBERED: Final = 32_768
# A node's sum is counted in thousandths of a tenth; of its parent's it inherits so many tenths.
_PARTS: Final = 1000
_INHERITED_TENTHS: Final = 7
_LEVELS: Final = 4

# Sum, least and greatest score of the tokens, and the number of tokens known; zeros for none.
Summary: TypeAlias = tuple[int, int, int, int]
_NOTHING: Final = (0, 0, 0, 0)


def name_tokens(names: str) -> tuple[str, ...]:
    """What the names of an element are known by: each name as a whole, and its pieces split at case and signs."""
    tokens: set[str] = set()
    for name in names.split():
        for piece in _PIECE.findall(name):
            if len(piece) > 1:
                tokens.add(piece.lower())
        if len(name) <= _LONGEST_NAME:
            tokens.add("." + name.lower())
    return tuple(sorted(tokens))


def text_tokens(text: str) -> tuple[str, ...]:
    """What a short text is known by: its words, its first two words, its last word, and a short line as a whole."""
    pattern = _ASCII_WORD if text.isascii() else _WORD
    words = pattern.findall(text.lower())[: MAX_WORDS + 10]
    if not words:
        return ()
    if not "".join(words).isalpha():
        words = [word if word.isalpha() else "0" for word in words]
    tokens = [*dict.fromkeys(words), "^" + " ".join(words[:2]), words[len(words) - 1] + "$"]
    if len(words) <= _LINE_WORDS:
        tokens.append("=" + " ".join(words))
    return tuple(tokens)


class TokenScores:
    """Log odds of being story in tenths: ``names`` for tokens of elements, ``words`` for tokens of short texts."""

    __slots__ = ("_of_names", "_of_texts", "names", "words")

    def __init__(self, names: Mapping[str, int], words: Mapping[str, int]) -> None:
        self.names = dict(names)
        self.words = dict(words)
        self._of_names: dict[str, Summary] = {}
        self._of_texts: dict[str, Summary] = {}

    def of_names(self, names: str) -> Summary:
        """Sum, least and greatest score of the tokens, and the number of tokens known; zeros for none."""
        found = self._of_names.get(names)
        if found is None:
            found = _remember(self._of_names, names, _summary(self.names, name_tokens(names)))
        return found

    def of_text(self, text: str) -> Summary:
        """The same for a short text."""
        found = self._of_texts.get(text)
        if found is None:
            found = _remember(self._of_texts, text, _summary(self.words, text_tokens(text)))
        return found


def _remember(known: dict[str, Summary], key: str, summary: Summary) -> Summary:
    if len(known) >= _MOST_REMEMBERED:
        known.clear()
    known[key] = summary
    return summary


def _summary(scores: dict[str, int], tokens: Iterable[str]) -> Summary:
    total = lowest = highest = count = 0
    for token in tokens:
        found = scores.get(token)
        if found is None:
            continue
        score: int = found
        lowest = score if not count or score < lowest else lowest
        highest = score if not count or score > highest else highest
        total += score
        count += 1
    return (total, lowest, highest, count) if count else _NOTHING


class Summaries:
    """Summaries in columns."""

    __slots__ = ("counts", "highest", "lowest", "sums")

    def __init__(self, size: int) -> None:
        self.sums: Ints = zeros(size)
        self.lowest: Ints = zeros(size)
        self.highest: Ints = zeros(size)
        self.counts: Ints = zeros(size)

    def put(self, index: int, summary: Summary) -> None:
        """Set one row."""
        if summary is not _NOTHING:
            self.sums[index], self.lowest[index], self.highest[index], self.counts[index] = summary


def add_token_features(table: FeatureTable, cut: CutPage, counts: PageCounts, scores: TokenScores) -> None:
    """The learnt scores of a block's words, of the heading above it and of the elements around it."""
    _add_names(table, cut, counts, scores)
    _add_leads(table, cut, scores)
    _add_words(table, cut, counts, scores)


def _add_names(table: FeatureTable, cut: CutPage, counts: PageCounts, scores: TokenScores) -> None:
    own = Summaries(counts.nodes)
    names = cut.node_names
    for node in range(counts.nodes):
        own.put(node, scores.of_names(names[node]))
    lowest, highest, sums = zeros(counts.nodes), zeros(counts.nodes), zeros(counts.nodes)
    for node in range(counts.nodes):
        lowest[node], highest[node] = own.lowest[node], own.highest[node]
        sums[node] = own.sums[node] * _PARTS // max(own.counts[node], 1)
        if node:
            parent = counts.parents[node]
            lowest[node] = min(lowest[node], lowest[parent])
            highest[node] = max(highest[node], highest[parent])
            sums[node] += sums[parent] * _INHERITED_TENTHS // 10
    places = counts.node
    table.add("names_lowest", lowest, places)
    table.add("names_highest", highest, places)
    table.add("names_sum", sums, places)
    table.add("names_sum_parent", sums, at_places(counts.parents, places))
    for level in range(_LEVELS):
        table.add_share(f"names{level}_mean", own.sums, own.counts, places)
        table.add(f"names{level}_lowest", own.lowest, places)
        table.add(f"names{level}_highest", own.highest, places)
        places = at_places(counts.parents, places)


def _add_leads(table: FeatureTable, cut: CutPage, scores: TokenScores) -> None:
    leads = cut.leads
    found = Summaries(len(leads))
    for block in range(len(leads)):
        if leads[block]:
            found.put(block, scores.of_names(leads[block]))
    table.add_share("lead_mean", found.sums, found.counts)
    table.add("lead_lowest", found.lowest)


def _add_words(table: FeatureTable, cut: CutPage, counts: PageCounts, scores: TokenScores) -> None:
    found = Summaries(counts.blocks)
    heading, before = zeros(counts.blocks), zeros(counts.blocks)
    words, texts = counts.characters.words, cut.texts
    last = 0
    for block in range(counts.blocks):
        if words[block] < _MAX_WORDS:
            found.put(block, scores.of_text(texts[block]))
        if counts.headings[block]:
            last = block
        heading[block] = last
        before[block] = max(block - 1, 0)
    table.add_share("words_mean", found.sums, found.counts)
    table.add("words_lowest", found.lowest)
    table.add("words_highest", found.highest)
    table.add("words_known", found.counts)
    table.add_share("heading_mean", found.sums, found.counts, heading)
    table.add("heading_lowest", found.lowest, heading)
    table.add_share("before_mean", found.sums, found.counts, before)
    table.add("before_lowest", found.lowest, before)
