"""The blocks under the elements that an outlet's CSS selectors name."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from cssselect import SelectorError
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from newscrawler.extraction.blocks import CutPage


@dataclass(slots=True)
class Selection:
    """What a list of selectors found.

    Attributes:
        blocks: index of each block found -> the selector that found it first.
        unreadable: selectors that are no CSS.
    """

    blocks: dict[int, str] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)

    @property
    def found(self) -> bool:
        """Is there at least one block?"""
        return bool(self.blocks)


def select_nodes(cut: CutPage, selectors: Iterable[str]) -> Selection:
    """The blocks inside the elements that any of the selectors matches."""
    selection = Selection()
    for selector in selectors:
        try:
            find = _compile(selector)
        except SelectorError:
            selection.unreadable.append(selector)
            continue
        for index in _blocks_under(cut, _matches(find, cut)):
            selection.blocks.setdefault(index, selector)
    return selection


def _matches(find: CSSSelector, cut: CutPage) -> list[HtmlElement]:
    found = find(cut.tree)
    return found if isinstance(found, list) else []


def _blocks_under(cut: CutPage, elements: list[HtmlElement]) -> Iterable[int]:
    if not elements:
        return
    positions = {element: index for index, element in enumerate(cut.nodes)}
    for element in elements:
        node = positions.get(element)
        if node is not None:
            yield from range(cut.node_first_block[node], cut.node_last_block[node])


@lru_cache(maxsize=1024)
def _compile(selector: str) -> CSSSelector:
    return CSSSelector(selector)
