"""The shape of a page's text: teasers under linked headlines, and what a page with hardly any story says at all."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Final

from newscrawler.extraction.blocks import CutPage
from newscrawler.extraction.element_roles import HEADINGS
from newscrawler.extraction.features import Measures

_MOSTLY_LINK: Final = 0.6
_PARAGRAPH_WORDS: Final = 6
_LONGEST_TEASER: Final = 70  # words; the sections of a guide, under linked headings too, are longer
_HEADLINE_WORDS: Final = 3
_LOOK_BACK: Final = 4  # blocks between a teaser and its headline: a date, a section, a name
# A link behind a teaser: it and nothing else, with so many words, and so many that begin with the same characters.
_ONLY_LINK: Final = 0.95
_LABEL_WORDS: Final = 12
_LABEL_LENGTH: Final = 5
_LEAST_ALIKE: Final = 4
_MOST_LOOKED_AT: Final = 80
# A story with fewer words may be an error page, a wall, a gate.
_BARE_WORDS: Final = 100
_MOST_LINES: Final = 12
_LONGEST_LINE: Final = 600


@dataclass(frozen=True, slots=True)
class TextShape:
    """See `newscrawler.model.page_signs.PageSigns`, which has these fields."""

    paragraphs: int = 0
    teasers: int = 0
    is_bare: bool = False
    lines: tuple[str, ...] = ()
    headline_links: int = 0


def shape_of(cut: CutPage, measures: Measures, kept: Sequence[int]) -> TextShape:
    """The shape of the page whose blocks ``kept`` are the story."""
    words, shares = measures.words, measures.link_shares
    prose = [i for i in kept[:_MOST_LOOKED_AT] if words[i] >= _PARAGRAPH_WORDS and shares[i] <= _MOSTLY_LINK]
    short = [i for i in prose if words[i] <= _LONGEST_TEASER]
    under = {i for i in short if _is_under_linked_headline(i, cut, words, shares)}
    teasers = len(under | _before_like_links(short, cut, words, shares))
    if measures.words_in(kept) >= _BARE_WORDS:
        return TextShape(len(prose), teasers)
    texts = (i for i, share in enumerate(shares) if share < _MOSTLY_LINK and words[i] > 1)
    lines = tuple(cut.texts[i][:_LONGEST_LINE] for _, i in zip(range(_MOST_LINES), texts, strict=False))
    return TextShape(len(prose), teasers, lines=lines, headline_links=_headline_links(words, shares), is_bare=True)


def _is_under_linked_headline(index: int, cut: CutPage, words: Sequence[int], shares: Sequence[float]) -> bool:
    for before in range(index - 1, max(-1, index - 1 - _LOOK_BACK), -1):
        if shares[before] > _MOSTLY_LINK:
            if words[before] >= _HEADLINE_WORDS and cut.node_tag[cut.block_node[before]] in HEADINGS:
                return True
        elif words[before] >= _PARAGRAPH_WORDS:
            return False
    return False


def _before_like_links(short: Sequence[int], cut: CutPage, words: Sequence[int], shares: Sequence[float]) -> set[int]:
    """Those right before a link by itself that begins as most of these links do: "Read more"."""
    after = {
        i: cut.texts[i + 1][:_LABEL_LENGTH].casefold()
        for i in short
        if i + 1 < len(words)
        and shares[i + 1] > _ONLY_LINK
        and 0 < words[i + 1] <= _LABEL_WORDS
        and "://" not in cut.texts[i + 1]
    }
    label, number = max(Counter(after.values()).items(), key=itemgetter(1), default=("", 0))
    return {i for i, text in after.items() if text == label} if number >= _LEAST_ALIKE else set()


def _headline_links(words: Sequence[int], shares: Sequence[float]) -> int:
    links = zip(words, shares, strict=True)
    return sum(number > _HEADLINE_WORDS and share > _MOSTLY_LINK for number, share in links)
