from lxml.html import HtmlElement

from newscrawler.extraction.blocks import CutPage

def walk_blocks(tree: HtmlElement, cut: CutPage, most_blocks: int, most_elements: int) -> str | None: ...
def block_elements(tree: HtmlElement, cut: CutPage, most_blocks: int, most_elements: int) -> list[HtmlElement]: ...
def noted_elements(
    tree: HtmlElement,
    noted_tags: frozenset[str],
    value_tags: dict[str, tuple[str, ...]],
    attributes: tuple[str, ...],
    name_parts: tuple[str, ...],
    address_parts: tuple[str, ...],
    most: int,
) -> tuple[
    dict[str, list[tuple[int, HtmlElement]]],
    dict[str, list[tuple[str | None, ...]]],
    list[tuple[HtmlElement, int, str]],
    list[tuple[HtmlElement, int, str]],
]: ...
def text_of(element: HtmlElement, longest: int = 2000) -> str: ...
def parts_of(element: HtmlElement, longest: int = 400) -> str: ...
def markup_weight(markup: bytes) -> tuple[int, int, int]: ...
def texts_behind(element: HtmlElement, most: int, most_seen: int) -> list[str]: ...
