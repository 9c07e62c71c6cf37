"""What the trained judge does not know: a few kinds of block that are kept or dropped whatever it says."""

from collections.abc import Sequence
from typing import Final

from newscrawler.extraction.blocks import CutPage
from newscrawler.extraction.captions import CaptionFinder
from newscrawler.extraction.container import common_node
from newscrawler.extraction.features import Measures
from newscrawler.extraction.gallery import gallery_blocks, is_gallery
from newscrawler.extraction.line_signs import points_elsewhere
from newscrawler.extraction.scrambled import SCRAMBLED_REASON, is_scrambled

_CAPTION_THRESHOLD: Final = 0.85
_MAX_ROW_LINKS: Final = 0.7
_POINTER_LINKS: Final = 0.4
_POINTER_COLON: Final = 40
# So many lines in a row that are links and nothing else are a list of other articles. Headings may well be links.
_LINKED: Final = 0.85
_LINKED_RUN: Final = 4
# A link of so few words after all else leads on: "Older entries".
_LAST_LINK_WORDS: Final = 4
_SCRAMBLED_SAMPLE: Final = 3
_HEADING_TAGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def dropped_blocks(
    cut: CutPage, measures: Measures, captions: CaptionFinder, chances: Sequence[float], kept: list[int]
) -> dict[int, str]:
    """Index -> reason for the kept blocks (in page order) that are no story after all."""
    links = measures.link_shares
    of_gallery = is_gallery(cut, measures, captions, kept)
    dropped = dict.fromkeys(_linked_runs(cut, links, kept), f"{_LINKED_RUN} or more lines in a row that are only links")
    dropped.update(dict.fromkeys(_last_links(cut, measures, kept), "a link after the story"))
    may_be_scrambled = _holds_scrambled(cut, measures, kept)
    for index in kept:
        text = cut.texts[index]
        if not of_gallery and chances[index] < _CAPTION_THRESHOLD and captions.is_caption(index):
            dropped[index] = f"a caption, and under {_CAPTION_THRESHOLD}"
        elif may_be_scrambled and is_scrambled(text):
            dropped[index] = SCRAMBLED_REASON
        elif links[index] > _POINTER_LINKS and ":" in text[:_POINTER_COLON] and points_elsewhere(text):
            dropped[index] = "points to another article"
    return dropped


def _holds_scrambled(cut: CutPage, measures: Measures, kept: list[int]) -> bool:
    """Is one of the longest blocks of the second half scrambled? It is the rest of a story that subscribers pay for."""
    rest = sorted(kept[len(kept) // 2 :], key=measures.words.__getitem__)[-_SCRAMBLED_SAMPLE:]
    return any(is_scrambled(cut.texts[index]) for index in rest)


def _linked_runs(cut: CutPage, links: list[float], kept: list[int]) -> list[int]:
    found: list[int] = []
    run: list[int] = []
    for index in [*kept, -1]:
        is_linked = index >= 0 and links[index] > _LINKED and cut.node_tag[cut.block_node[index]] not in _HEADING_TAGS
        if is_linked:
            run.append(index)
            continue
        found += run if len(run) >= _LINKED_RUN else []
        run = []
    return found


def _last_links(cut: CutPage, measures: Measures, kept: list[int]) -> list[int]:
    """The last kept blocks, as long as each is a short link and neither a heading nor an entry of a list."""
    found: list[int] = []
    for index in reversed(kept):
        tag = cut.node_tag[cut.block_node[index]]
        is_link = measures.link_shares[index] > _LINKED and measures.words[index] <= _LAST_LINK_WORDS
        if not is_link or tag in _HEADING_TAGS or tag == "li":
            break
        found.append(index)
    return found


def added_blocks(
    cut: CutPage, measures: Measures, captions: CaptionFinder, chances: Sequence[float], kept: list[int]
) -> dict[int, str]:
    """Index -> reason for the blocks that are story after all: rows of figures between kept blocks (in page order).

    In a gallery also the captions that look like the kept ones, and a correction below them.
    """
    if not kept:
        return {}
    if is_gallery(cut, measures, captions, kept):
        stays = set(kept)
        of_gallery = gallery_blocks(cut, measures, chances, captions, kept)
        return {index: reason for index, reason in of_gallery.items() if index not in stays}
    return _rows_of_figures(cut, measures, kept)


def _rows_of_figures(cut: CutPage, measures: Measures, kept: list[int]) -> dict[int, str]:
    node, stays = common_node(cut, kept), set(kept)
    inside = range(cut.node_first_block[node], min(kept[-1] + 1, cut.node_last_block[node]))
    rows = (index for index in inside if cut.node_tag[cut.block_node[index]] == "tr" and index not in stays)
    return {index: "a row of figures in the story" for index in rows if measures.link_shares[index] < _MAX_ROW_LINKS}
