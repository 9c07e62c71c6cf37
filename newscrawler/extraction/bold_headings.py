"""Sub-headings that are no heading elements: a short line in bold type between two paragraphs of the story."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from newscrawler.extraction.blocks import CutPage
from newscrawler.extraction.captions import CaptionFinder
from newscrawler.extraction.features import Measures
from newscrawler.name_words import BYLINE_WORDS, PHOTO_WORDS, ROLE_ENDINGS

_TAGS: Final = frozenset({"div", "p", "section"})
_BOLD: Final = frozenset({"b", "strong"})
# Scripts without spaces have a word a letter; few headings have more of either.
_MOST_WORDS: Final = 12
_SHORT: Final = 30  # characters
_LONGEST: Final = 80  # characters
# After these, the line goes on: "Smith:", "For the crust -".
_GOES_ON: Final = frozenset(":;,：；，、–—-")
# Credits, signs of lists and addresses; "Rating: 4.6".
_NO_HEADING: Final = re.compile(r"[©ⓒ(\[@*•·–—-]|https?:|www\.|.*[:：]\s?[\d.,/%$€£+-]+$", re.IGNORECASE)


def bold_headings(cut: CutPage, measures: Measures, captions: CaptionFinder, shown: Sequence[int]) -> frozenset[int]:
    """The blocks among ``shown`` (the story, in page order) that are such lines.

    A line that stands there twice names who speaks; one that asks is a question of an interview.
    """
    strong, lengths = cut.strong_lengths, measures.lengths
    bold = [index for index in shown if strong[index] and lengths[index] <= _LONGEST and _is_all_bold(cut, index)]
    if not bold:
        return frozenset()
    lines = [index for index in shown if not captions.is_caption(index)]
    first = next((place for place, index in enumerate(lines) if measures.prose[index]), len(lines))
    places = {index: place for place, index in enumerate(lines) if place > first}
    times = Counter(cut.texts[index] for index in bold)
    return frozenset(
        index
        for index in bold
        if times[cut.texts[index]] == 1
        and places.get(index, len(lines)) + 1 < len(lines)
        and _opens_text(cut, measures, index, lines[places[index] + 1])
        and _reads_as_heading(cut.texts[index], measures.words[index], ends=bool(measures.ends[index]))
    )


def _is_all_bold(cut: CutPage, index: int) -> bool:
    """Is all of the line in bold type, and it alone in its element? Italic type counts as bold; the first tag tells."""
    text, node = cut.texts[index], cut.block_node[index]
    if cut.node_tag[node] not in _TAGS or cut.leads[index].split(" ", 1)[0] not in _BOLD:
        return False
    return cut.strong_lengths[index] + text.count(" ") >= len(text)


def _opens_text(cut: CutPage, measures: Measures, index: int, following: int) -> bool:
    """Is what follows a paragraph, not a bold line or a list?"""
    is_plain = cut.node_tag[cut.block_node[following]] in _TAGS and not _is_all_bold(cut, following)
    return bool(measures.prose[following]) and is_plain and not cut.link_lengths[index]


def _reads_as_heading(text: str, words: int, *, ends: bool) -> bool:
    if ends or text[-1] in _GOES_ON or text[0].islower() or (words > _MOST_WORDS and len(text) > _SHORT):
        return False
    is_person = BYLINE_WORDS.match(text) or ("," in text and ROLE_ENDINGS.search(text))
    return not (is_person or _NO_HEADING.match(text) or PHOTO_WORDS.match(text))
