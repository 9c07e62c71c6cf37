"""Which blocks belong to a picture."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from newscrawler.extraction.blocks import CutPage
from newscrawler.extraction.features import Measures

# Pieces of class and id names. Origin: the corpus, one language a row.
_CAPTION_NAMES: Final = (
    *("caption", "image-credit", "imagecredit", "photo-credit", "photocredit"),  # English
    "photo_captain",  # as Ukrainska Pravda writes it
    *("bildtext", "bildunterschrift"),  # German, Swedish
)
_CAPTION_TAGS: Final = frozenset({"caption", "figcaption", "figure"})
_MAX_CAPTION_WORDS: Final = 80
_LEVELS: Final = 4
# Names that say caption of more of the story than this say it of the story itself: some systems name their text so.
_MAX_NAMED_SHARE: Final = 0.5


class CaptionFinder:
    """Tells the captions of one page; what depends on the element alone is looked up once.

    ``story``: indices of the blocks held to be story, against which the names are checked.
    """

    def __init__(self, cut: CutPage, measures: Measures, story: Sequence[int] = ()) -> None:
        self._cut = cut
        self._words = measures.words.tolist()
        self._known: dict[int, bool] = {}
        self._names_count = True
        words = sum(self._words[index] for index in story)
        named = sum(self._words[index] for index in story if self.is_caption(index))
        if named > _MAX_NAMED_SHARE * words:
            self._names_count, self._known = False, {}

    def is_caption(self, index: int) -> bool:
        """Is the block in a figure, or under a name that says caption?"""
        if self._words[index] > _MAX_CAPTION_WORDS:
            return False
        node = self._cut.block_node[index]
        known = self._known.get(node)
        if known is None:
            known = self._known[node] = self._in_caption(node)
        return known or (self._names_count and _names_caption(self._cut.leads[index]))

    def _in_caption(self, node: int) -> bool:
        cut = self._cut
        for _ in range(_LEVELS):
            if cut.node_tag[node] in _CAPTION_TAGS:
                return True
            if self._names_count and _names_caption(cut.node_names[node]):
                return True
            if not node:
                return False
            node = cut.node_parent[node]
        return False


@lru_cache(maxsize=16_384)
def _names_caption(names: str) -> bool:
    folded = names.lower()
    return any(name in folded for name in _CAPTION_NAMES)
