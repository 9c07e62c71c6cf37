"""Learnt words: how often text under a class name, or with a word in it, was story on the pages trained on.

Compiled, see docs/architecture.md. A score is an integer, tenths of log odds; sums of scores are exact.
"""

from typing import Final

from newscrawler.extraction.blocks import CutPage
from newscrawler.extraction.feature_table import FeatureTable, zeros
from newscrawler.extraction.page_counts import PageCounts, at_places
from newscrawler.extraction.token_scores import Summaries, TokenScores
from newscrawler.extraction.token_spans import MAX_WORDS

_MAX_WORDS: Final = MAX_WORDS
# A node's sum is counted in thousandths of a tenth; of its parent's it inherits so many tenths.
_PARTS: Final = 1000
_INHERITED_TENTHS: Final = 7
_LEVELS: Final = 4


def add_token_features(table: FeatureTable, cut: CutPage, counts: PageCounts, scores: TokenScores) -> None:
    """The learnt scores of a block's words, of the heading above it and of the elements around it."""
    _add_names(table, cut, counts, scores)
    _add_leads(table, cut, scores)
    _add_words(table, cut, counts, scores)


def _add_names(table: FeatureTable, cut: CutPage, counts: PageCounts, scores: TokenScores) -> None:
    own = Summaries(counts.nodes)
    names = cut.node_names
    for node in range(counts.nodes):
        if names[node]:
            scores.sum_names(names[node], own, node)
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
            scores.sum_names(leads[block], found, block)
    table.add_share("lead_mean", found.sums, found.counts)
    table.add("lead_lowest", found.lowest)


def _add_words(table: FeatureTable, cut: CutPage, counts: PageCounts, scores: TokenScores) -> None:
    found = Summaries(counts.blocks)
    heading, before = zeros(counts.blocks), zeros(counts.blocks)
    words, texts = counts.characters.words, cut.texts
    last = 0
    for block in range(counts.blocks):
        if words[block] < _MAX_WORDS:
            scores.sum_text(texts[block], found, block)
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
