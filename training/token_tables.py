"""Scores of tokens: how often text under a name, or with a word in it, is story, each outlet having one voice."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from newscrawler.extraction.blocks import CutPage
from newscrawler.extraction.features import Measures
from newscrawler.extraction.token_scores import TokenScores
from newscrawler.extraction.token_spans import MAX_WORDS, name_tokens, text_tokens

# Tokens of fewer outlets say more about the outlet than about the story.
MIN_OUTLETS_OF_NAMES = 5
MIN_OUTLETS_OF_WORDS = 7
# In tenths of log odds. Tokens that say next to nothing only make the data file larger.
MIN_SCORE = 3
_PRIOR_WEIGHT = 2.0


@dataclass(slots=True)
class PageTokens:
    """Share of story, 0 to 1, for each token of one page."""

    names: dict[str, float]
    words: dict[str, float]


def page_tokens(cut: CutPage, measures: Measures, story: np.ndarray) -> PageTokens:
    """What one labelled page says about its tokens."""
    held, body = _sum_nodes(cut, measures.lengths), _sum_nodes(cut, measures.lengths * story)
    names: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for index, node_names in enumerate(cut.node_names):
        if held[index]:
            for token in name_tokens(node_names):
                names[token][0] += body[index]
                names[token][1] += held[index]
    for index, lead in enumerate(cut.leads):
        for token in name_tokens(lead):
            names[token][0] += measures.lengths[index] * story[index]
            names[token][1] += measures.lengths[index]
    words: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for index, text in enumerate(cut.texts):
        if measures.words[index] < MAX_WORDS:
            for token in text_tokens(text):
                words[token][0] += story[index]
                words[token][1] += 1
    return PageTokens(
        {token: part / whole for token, (part, whole) in names.items()},
        {token: part / whole for token, (part, whole) in words.items()},
    )


def _sum_nodes(cut: CutPage, values: Sequence[float] | np.ndarray) -> np.ndarray:
    """For each node the sum of ``values`` (one a block) over all blocks inside it."""
    total = np.concatenate(([0.0], np.cumsum(values, dtype=np.float64)))
    return total[cut.node_last_block] - total[cut.node_first_block]


class Tally:
    """Sums over outlets, from which one outlet can be left out."""

    def __init__(self, pages: Iterable[tuple[str, dict[str, float]]], min_outlets: int) -> None:
        self.min_outlets = min_outlets
        per_outlet: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
        for outlet, shares in pages:
            for token, value in shares.items():
                per_outlet[outlet][token].append(value)
        self.of_outlet = {
            outlet: {token: sum(values) / len(values) for token, values in tokens.items()}
            for outlet, tokens in per_outlet.items()
        }
        self.total: dict[str, float] = defaultdict(float)
        self.count: dict[str, int] = defaultdict(int)
        for tokens in self.of_outlet.values():
            for token, value in tokens.items():
                self.total[token] += value
                self.count[token] += 1
        self.prior = sum(self.total.values()) / max(sum(self.count.values()), 1)
        scores = {token: self._score(self.total[token], count) for token, count in self.count.items()}
        self._scores = {token: score for token, score in scores.items() if score is not None}

    def _score(self, total: float, count: int) -> int | None:
        """Tenths of log odds against the mean of all tokens; None where it would say too little."""
        if count < self.min_outlets:
            return None
        share = (total + _PRIOR_WEIGHT * self.prior) / (count + _PRIOR_WEIGHT)
        share = min(max(share, 0.002), 0.998)
        score = round(10 * float(np.log(share / (1 - share)) - np.log(self.prior / (1 - self.prior))))
        return score if abs(score) >= MIN_SCORE else None

    def scores(self, without: str | None = None) -> dict[str, int]:
        """Token -> score, as if the outlet ``without`` had never been seen."""
        own = self.of_outlet.get(without, {}) if without else {}
        scores = dict(self._scores)
        for token, value in own.items():
            score = self._score(self.total[token] - value, self.count[token] - 1)
            if score is None:
                scores.pop(token, None)
            else:
                scores[token] = score
        return scores


class TokenTables:
    """Tallies of names and of words."""

    def __init__(self, pages: list[tuple[str, PageTokens]]) -> None:
        self._names = Tally(((outlet, tokens.names) for outlet, tokens in pages), MIN_OUTLETS_OF_NAMES)
        self._words = Tally(((outlet, tokens.words) for outlet, tokens in pages), MIN_OUTLETS_OF_WORDS)

    def scores(self, without: str | None = None) -> TokenScores:
        """The scores, as if the outlet ``without`` had never been seen."""
        return TokenScores(self._names.scores(without), self._words.scores(without))
