"""The walks over a page's tree, in Python: what ``tree_walk.pyx`` does where it is compiled, with the same results."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from lxml import etree
from lxml.html import HtmlElement

from newscrawler.extraction.bytes_in_python import is_among, is_clean_utf8, place_of_json_ld
from newscrawler.extraction.element_roles import (
    BLOCK,
    BORDERS,
    BREAK,
    CELL,
    CELL_TAGS,
    HEADINGS,
    INLINE,
    LINK,
    LONGEST_HEADING,
    PARTS_OF_HEADING,
    ROLES,
    SKIPPED,
    STRONG,
    TABLE,
)
from newscrawler.extraction.inline_classes import is_for_screen_readers, is_line_break
from newscrawler.extraction.invisible import INVISIBLE, drop_unseen
from newscrawler.extraction.markup_weight import slim_markup
from newscrawler.extraction.noted_in_python import noted_elements
from newscrawler.words import collapse_spaces

if TYPE_CHECKING:
    from newscrawler.extraction.blocks import CutPage

__all__ = [
    "block_elements",
    "is_among",
    "is_clean_utf8",
    "noted_elements",
    "parts_of",
    "place_of_json_ld",
    "slim_markup",
    "text_of",
    "texts_behind",
    "walk_blocks",
]

_OF_TEXT: Final = frozenset({INLINE, LINK, STRONG})
_NAME_ATTRIBUTES: Final = frozenset(
    {"aria-hidden", "class", "data-component", "data-testid", "data-type", "id", "itemprop", "role"}
)


def walk_blocks(tree: HtmlElement, cut: "CutPage", most_blocks: int, most_elements: int) -> str | None:
    """Fills the empty lists of a `CutPage`; the name of what the page has too much of, None where it has not."""
    return _Cutter(cut, most_blocks).walk(tree, most_elements)


def block_elements(tree: HtmlElement, cut: "CutPage", most_blocks: int, most_elements: int) -> list[HtmlElement]:
    """The same walk once more: the elements of its nodes, in order."""
    cutter = _Cutter(cut, most_blocks)
    cutter.walk(tree, most_elements)
    return cutter.elements


def text_of(element: HtmlElement, longest: int = 2000) -> str:
    """The element's text, white space collapsed, without script and style, cut at ``longest`` characters."""
    parts: list[str] = []
    length = 0
    for part in _seen_texts(element):
        parts.append(part)
        length += len(part)
        if length > longest * 4:
            break
    return collapse_spaces(drop_unseen("".join(parts)))[:longest]


def parts_of(element: HtmlElement, longest: int = 400) -> str:
    """The element's text with a line feed between texts of different elements, so that they do not run together."""
    parts: list[str] = []
    length = 0
    for part in _seen_texts(element):
        if text := collapse_spaces(drop_unseen(part[: longest * 2])):
            parts.append(text)
            length += len(text)
            if length > longest:
                break
    return "\n".join(parts)[:longest]


def texts_behind(element: HtmlElement, most: int, most_seen: int) -> list[str]:
    """The first texts behind the element, in page order: white space collapsed, none empty, none of a script."""
    texts = (collapse_spaces(drop_unseen(text)) for text in islice(_seen_texts_behind(element), most_seen))
    return list(islice((text for text in texts if text), most))


def _seen_texts_behind(element: HtmlElement) -> Iterator[str]:
    holder: HtmlElement | None = element
    while holder is not None:
        yield from (holder.tail,) if holder.tail is not None else ()
        for following in holder.itersiblings():
            yield from _seen_texts(following) if isinstance(following.tag, str) else ()  # else a comment
            yield from (following.tail,) if following.tail is not None else ()
        holder = holder.getparent()


def _seen_texts(element: HtmlElement) -> Iterator[str]:
    """The element's texts without those of scripts, which are asked for only where an element inside is one."""
    if next(element.iter("script", "style"), None) is None:
        yield from element.itertext()
        return
    found = _texts_outside_scripts(element)
    yield from (str(text) for text in found) if isinstance(found, list) else ()


_texts_outside_scripts = etree.XPath("descendant::text()[not(parent::script or parent::style)]")


@dataclass(slots=True)
class _Link:
    address: str | None
    has_text: bool = False


class _Cutter:
    """The state of one walk."""

    def __init__(self, cut: "CutPage", most_blocks: int) -> None:
        self.elements: list[HtmlElement] = []
        self._cut = cut
        self._most_blocks = most_blocks
        self._node = 0
        self._ordinals: dict[tuple[int, str], int] = {}
        self._open_links: list[_Link] = []
        self._clear()

    def _clear(self) -> None:
        self._parts: list[str] = []
        self._after_break = 0
        self._link_length = self._target_length = 0
        self._links: list[_Link] = []
        self._strong_length = 0
        self._lead: HtmlElement | None = None

    def walk(self, tree: HtmlElement, most_elements: int) -> str | None:  # noqa: C901, PLR0912, PLR0915 - one flat loop
        in_strong = seen = 0
        figures: HtmlElement | None = None  # the table of figures that we are in
        heading: HtmlElement | None = None  # the heading in a box of its own that we are in
        hidden: HtmlElement | None = None  # the text for screen readers that we passed last
        walker = etree.iterwalk(tree, events=("start", "end"))
        for event, element in walker:
            tag = element.tag
            role = ROLES.get(tag)
            if role is None:
                role = BLOCK if "-" in tag else INLINE
            elif role == CELL:
                role = BLOCK if figures is None else INLINE
            elif heading is not None and tag == "div":
                role = INLINE
            if event == "start":
                seen += 1
                if seen > most_elements:
                    return "elements"
                if role == INLINE and is_line_break(element):
                    role = BREAK
                elif role in _OF_TEXT and is_for_screen_readers(element):
                    role, hidden = SKIPPED, element
                if role == SKIPPED:
                    walker.skip_subtree()
                    continue
                if role in BORDERS:
                    self._open(element, tag)
                    if role == TABLE and figures is None:
                        figures = element
                    elif tag in HEADINGS and _is_boxed(element):
                        heading = element
                elif role == BREAK:
                    self._break()
                    continue
                elif role == LINK:
                    self._links.append(_Link(element.get("href")))
                    self._open_links.append(self._links[-1])
                elif role == STRONG:
                    in_strong += 1
                elif figures is not None and tag in CELL_TAGS:
                    self._parts.append(" ")
                if self._lead is None and not self._parts and role not in BORDERS:
                    self._lead = element
                text = element.text
            else:
                if element is hidden:
                    role = SKIPPED
                if role in BORDERS:
                    self._close()
                    if element is figures:
                        figures = None
                    elif element is heading:
                        heading = None
                elif role == LINK:
                    self._open_links.pop()
                elif role == STRONG:
                    in_strong -= 1
                text = element.tail
            if text:
                self._add(text, in_strong)
            if len(self._cut.texts) > self._most_blocks:
                return "blocks of text"
        return None

    def _add(self, text: str, in_strong: int) -> None:
        if text.isspace():
            if self._parts:
                self._parts.append(" ")
            return
        self._parts.append(text)
        for link in self._open_links:
            link.has_text = True
        if self._open_links:
            self._link_length += len(text.strip())
            if not any(link.address for link in self._open_links):
                self._target_length += len(text.strip())
        if in_strong:
            self._strong_length += len(text.strip())

    def _break(self) -> None:
        parts = self._parts
        if parts and self._after_break and all(part == " " for part in parts[self._after_break :]):
            self._flush()
        elif parts:
            parts.append(" ")
            self._after_break = len(parts)

    def _open(self, element: HtmlElement, tag: str) -> None:
        if self._parts:
            self._flush()
        else:
            self._lead = None
            self._links = []
        cut = self._cut
        parent, self._node = self._node, len(self.elements)
        class_name = identity = ""
        names = []
        for attribute in element.keys():  # noqa: SIM118 - one list of names; asking for each costs four times as much
            if attribute in _NAME_ATTRIBUTES:
                value = element.get(attribute, "")
                if attribute == "class":
                    class_name = value
                elif attribute == "id":
                    identity = value
                elif attribute == "aria-hidden":
                    value = f"aria-hidden={value}"
                names.append(value)
        ordinal = self._ordinals[parent, tag] = self._ordinals.get((parent, tag), 0) + 1
        self.elements.append(element)
        cut.node_parent.append(parent)
        cut.node_end.append(0)
        cut.node_first_block.append(len(cut.texts))
        cut.node_last_block.append(0)
        cut.node_tag.append(tag)
        cut.node_class.append(class_name)
        cut.node_id.append(identity)
        cut.node_names.append(" ".join(names))
        cut.node_ordinal.append(ordinal)

    def _close(self) -> None:
        if self._parts:
            self._flush()
        cut = self._cut
        cut.node_end[self._node] = len(self.elements)
        cut.node_last_block[self._node] = len(cut.texts)
        self._node = cut.node_parent[self._node]

    def _flush(self) -> None:
        text = " ".join("".join(self._parts).split())
        if not text.isascii():
            for sign in INVISIBLE:
                if sign in text:
                    text = " ".join(text.replace(sign, "").split())
        if any(map(str.isalnum, text)):
            cut = self._cut
            cut.texts.append(text)
            cut.block_node.append(self._node)
            links = tuple([link.address for link in self._links if link.address and link.has_text])
            is_target = self._target_length and cut.node_tag[self._node] in HEADINGS  # a place to jump to
            cut.link_lengths.append(min(self._link_length - (self._target_length if is_target else 0), len(text)))
            cut.link_counts.append(len(links if is_target else self._links))
            cut.links.append(links)
            cut.strong_lengths.append(min(self._strong_length, len(text)))
            cut.leads.append("" if self._lead is None else f"{self._lead.tag} {self._lead.get('class', '')}")
        self._clear()


def _is_boxed(heading: HtmlElement) -> bool:
    """Is all of a short heading in one div, as editors built on Draft.js write it? Longer ones are unclosed tags."""
    only = heading[0] if len(heading) == 1 else None
    if only is None or only.tag != "div" or next(only.iterdescendants(*PARTS_OF_HEADING), None) is not None:
        return False
    return len(heading.text_content()) <= LONGEST_HEADING
