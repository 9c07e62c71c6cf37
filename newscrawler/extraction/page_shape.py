"""The shape of a page's text: teasers under linked headlines, and what a page with hardly any story says at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from newscrawler.extraction.blocks import CutPage
from newscrawler.extraction.element_roles import HEADINGS
from newscrawler.extraction.features import Measures

_MOSTLY_LINK: Final = 0.6
_PARAGRAPH_WORDS: Final = 6
_LONGEST_TEASER: Final = 70  # words; the sections of a guide, under linked headings too, are longer
_HEADLINE_WORDS: Final = 3
_LOOK_BACK: Final = 4  # blocks between a teaser and its headline: a date, a section, a name
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
    teasers = sum(words[i] <= _LONGEST_TEASER and _is_under_linked_headline(i, cut, words, shares) for i in prose)
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


def _headline_links(words: Sequence[int], shares: Sequence[float]) -> int:
    links = zip(words, shares, strict=True)
    return sum(number > _HEADLINE_WORDS and share > _MOSTLY_LINK for number, share in links)
