"""Learnt words: how often text under a class name, or with a word in it, was story on the pages trained on."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

import numpy as np

from newscrawler.extraction.blocks import CutPage
from newscrawler.extraction.features import Column, Measures, Table

# Longer blocks are known by their shape; their words say little and cost time.
MAX_WORDS: Final = 40
# A line of at most so many words is also looked up as a whole.
_LINE_WORDS: Final = 6
_PIECE: Final = re.compile(r"[A-Z]?[a-zà-ÿ]+|[A-Z]+")
_WORD: Final = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]{1,4}|[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]{1,2}|[^\W\d_]+|\d+"
)
# The same in lower-case ASCII text, at half the cost.
_ASCII_WORD: Final = re.compile(r"[a-z]+|\d+")
# So many summaries of names and of texts are remembered: the menus and boxes of an outlet are the same on every page.
_MOST_REMEMBERED: Final = 32_768
# So much of its parent's score an element inherits.
_INHERITED: Final = np.float32(0.7)
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


@lru_cache(maxsize=65_536)
def _tokens_of_name(name: str) -> frozenset[str]:
    pieces = {piece.lower() for piece in _PIECE.findall(name) if len(piece) > 1}
    return frozenset(pieces | {f".{name.lower()}"} if len(name) <= 40 else pieces)


def name_tokens(names: str) -> tuple[str, ...]:
    """What the names of an element are known by: each name as a whole, and its pieces split at case and signs."""
    return tuple(sorted(frozenset().union(*map(_tokens_of_name, names.split()))))


def text_tokens(text: str) -> tuple[str, ...]:
    """What a short text is known by: its words, its first two words, its last word, and a short line as a whole."""
    pattern = _ASCII_WORD if text.isascii() else _WORD
    words = pattern.findall(text.lower())[: MAX_WORDS + 10]
    if not words:
        return ()
    if not "".join(words).isalpha():
        words = [word if word.isalpha() else "0" for word in words]
    tokens = [*dict.fromkeys(words), "^" + " ".join(words[:2]), words[-1] + "$"]
    if len(words) <= _LINE_WORDS:
        tokens.append("=" + " ".join(words))
    return tuple(tokens)


Summary = tuple[float, float, float, float]
_NOTHING: Final[Summary] = (0.0, 0.0, 0.0, 0.0)


@dataclass(slots=True)
class TokenScores:
    """Log odds of being story: ``names`` for tokens of elements, ``words`` for tokens of short texts."""

    names: Mapping[str, float]
    words: Mapping[str, float]
    _of_names: dict[str, Summary] = field(default_factory=dict)
    _of_texts: dict[str, Summary] = field(default_factory=dict)

    def of_names(self, names: str) -> Summary:
        """Mean, least and greatest score of the tokens, and the number of tokens known; zeros for none."""
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


def _summary(scores: Mapping[str, float], tokens: Iterable[str]) -> Summary:
    found = [score for score in map(scores.get, tokens) if score is not None]
    if not found:
        return _NOTHING
    return (sum(found) / len(found), min(found), max(found), float(len(found)))


def token_features(cut: CutPage, measures: Measures, scores: TokenScores) -> Table:
    """The learnt scores of a block's words, of the heading above it and of the elements around it."""
    return {**_name_features(cut, measures, scores), **_word_features(cut, measures, scores)}


def _name_features(cut: CutPage, measures: Measures, scores: TokenScores) -> Table:
    own = np.array([scores.of_names(names) for names in cut.node_names], dtype=np.float32)
    lowests, highests, totals = own[:, 1].tolist(), own[:, 2].tolist(), list(own[:, 0])
    for node, parent in enumerate(cut.node_parent):
        if node:
            lowests[node] = min(lowests[node], lowests[parent])
            highests[node] = max(highests[node], highests[parent])
            totals[node] += _INHERITED * totals[parent]
    lowest, highest, total = (np.array(values, dtype=np.float32) for values in (lowests, highests, totals))
    nodes = measures.nodes
    leads = np.array([scores.of_names(lead) if lead else _NOTHING for lead in cut.leads], dtype=np.float32)
    table = {
        "names_lowest": lowest[nodes],
        "names_highest": highest[nodes],
        "names_sum": total[nodes],
        "names_sum_parent": total[measures.parents[nodes]],
        "lead_mean": leads[:, 0],
        "lead_lowest": leads[:, 1],
    }
    for level in range(4):
        for column, name in enumerate(("mean", "lowest", "highest")):
            table[f"names{level}_{name}"] = own[nodes, column]
        nodes = measures.parents[nodes]
    return table


def _word_features(cut: CutPage, measures: Measures, scores: TokenScores) -> Table:
    found = np.array(
        [
            scores.of_text(text) if words < MAX_WORDS else _NOTHING
            for text, words in zip(cut.texts, measures.words.tolist(), strict=True)
        ],
        dtype=np.float32,
    )
    headings = np.array([cut.node_tag[node] in _HEADINGS for node in cut.block_node])
    order = np.arange(len(cut.texts))
    last = np.maximum.accumulate(np.where(headings, order, 0))
    before: Column = np.concatenate((found[:1], found[:-1]))
    return {
        "words_mean": found[:, 0],
        "words_lowest": found[:, 1],
        "words_highest": found[:, 2],
        "words_known": found[:, 3],
        "heading_mean": found[last, 0],
        "heading_lowest": found[last, 1],
        "before_mean": before[:, 0],
        "before_lowest": before[:, 1],
    }
