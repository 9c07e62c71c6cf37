"""Which blocks belong to a picture. Compiled, see docs/architecture.md."""

from collections.abc import Sequence
from typing import Final

from newscrawler.extraction.blocks import CutPage
from newscrawler.extraction.features import Measures
from newscrawler.kept_results import remember_short

# Pieces of class and id names. Origin: the corpus, one language a row.
_CAPTION_NAMES: Final = (
    *("caption", "image-credit", "imagecredit", "photo-credit", "photocredit"),  # English
    "photo_captain",  # a slip of the pen that publishing systems carry on
    *("bildtext", "bildunterschrift"),  # German, Swedish
)
_CAPTION_TAGS: Final = frozenset({"caption", "figcaption", "figure"})
_MAX_CAPTION_WORDS: Final = 80
_LEVELS: Final = 4
# Names that say caption of more of the story than this say it of the story itself: some systems name their text so.
_MAX_NAMED_SHARE: Final = 0.5
_NO_CAPTION: Final = 1
_CAPTION_BY_NAME: Final = 2
_CAPTION_BY_TAG: Final = 3


class CaptionFinder:
    """Tells the captions of one page; what an element says of itself is looked up once.

    ``story``: indices of the blocks held to be story, against which the names are checked.
    """

    __slots__ = ("_leads", "_names", "_names_count", "_node", "_parents", "_says", "_tags", "_words")

    def __init__(self, cut: CutPage, measures: Measures, story: Sequence[int] = ()) -> None:
        self._tags, self._names, self._leads = cut.node_tag, cut.node_names, cut.leads
        self._node, self._parents = measures.counts.node, measures.counts.parents
        self._words = measures.counts.characters.words
        self._says = bytearray(len(cut.node_tag))  # for each node one of the three below, or 0: not looked at yet
        self._names_count = True
        words = named = 0
        for index in story:
            words += self._words[index]
            if self.is_caption(index):
                named += self._words[index]
        self._names_count = named <= _MAX_NAMED_SHARE * words

    def is_caption(self, index: int) -> bool:
        """Is the block in a figure, or under a name that says caption?"""
        if self._words[index] > _MAX_CAPTION_WORDS:
            return False
        node = self._node[index]
        for _ in range(_LEVELS):
            says = self._says[node] or self._look_at(node)
            if says == _CAPTION_BY_TAG or (says == _CAPTION_BY_NAME and self._names_count):
                return True
            if not node:
                break
            node = self._parents[node]
        return self._names_count and _names_caption(self._leads[index])

    def _look_at(self, node: int) -> int:
        if self._tags[node] in _CAPTION_TAGS:
            says = _CAPTION_BY_TAG
        else:
            says = _CAPTION_BY_NAME if _names_caption(self._names[node]) else _NO_CAPTION
        self._says[node] = says
        return says


@remember_short(16_384)
def _names_caption(names: str) -> bool:
    folded = names.lower()
    return any(name in folded for name in _CAPTION_NAMES)
