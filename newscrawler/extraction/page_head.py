"""What a page says about itself in its elements: meta, link, title, headings, times; read in one pass."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from newscrawler.extraction.element_text import text_of
from newscrawler.extraction.invisible import drop_unseen
from newscrawler.extraction.page_elements import PageElements
from newscrawler.words import collapse_spaces

LINK_KINDS = frozenset({"amphtml", "canonical", "image_src", "license"})
_MAX_META = 600
_MAX_SAME = 50
_MAX_HEADINGS = 12
_MAX_TIMES = 60
_MAX_VALUE_CHARACTERS = 5000
_MAX_TITLE_CHARACTERS = 1000


@dataclass(frozen=True, slots=True)
class PageHead:
    """The page's statements, in its order.

    Attributes:
        meta: lower-case ``property``, ``name`` or ``itemprop`` -> contents, white space collapsed, none empty.
        links: one of `LINK_KINDS` -> addresses as written.
        title: text of the title element.
        headings: text of the h1 elements that have some, with the element.
        times: the time elements.
        html_lang: the root's ``lang``.
        longest_heading: the h1 with the longest text: logos and sections are short.
        around_heading: what holds that.
    """

    meta: Mapping[str, tuple[str, ...]]
    links: Mapping[str, tuple[str, ...]]
    title: str | None
    headings: tuple[tuple[str, HtmlElement], ...]
    times: tuple[HtmlElement, ...]
    html_lang: str | None
    longest_heading: HtmlElement | None
    around_heading: frozenset[HtmlElement]

    def first(self, *names: str) -> str | None:
        """The first content of the first of the names that the page has."""
        for name in names:
            if name in self.meta:
                return self.meta[name][0]
        return None

    def every(self, *names: str) -> Iterable[str]:
        """All contents of these names, in the order of the names."""
        return (value for name in names for value in self.meta.get(name, ()))


def read_head(elements: PageElements) -> PageHead:
    """The page's statements about itself."""
    title = next((text for element in elements.tagged("title") if (text := _title_text(element))), None)
    texts = ((text_of(element, _MAX_TITLE_CHARACTERS), element) for element in elements.tagged("h1"))
    headings = tuple(islice(((text, element) for text, element in texts if text), _MAX_HEADINGS))
    tree = elements.tree
    language = tree.get("lang") or tree.get("xml:lang")
    longest = max(headings, key=lambda heading: min(len(heading[0]), 300))[1] if headings else None
    around = frozenset() if longest is None else frozenset(longest.iterancestors())
    meta, links = _read_meta(elements.values["meta"][:_MAX_META]), _read_links(elements.values["link"])
    times = tuple(elements.tagged("time")[:_MAX_TIMES])
    return PageHead(meta, links, title, headings, times, language, longest, around)


def _read_meta(values: Iterable[tuple[str | None, ...]]) -> dict[str, tuple[str, ...]]:
    meta: dict[str, tuple[str, ...]] = {}
    for content, kept, *names in values:
        stated = content or kept  # some archives keep the content as the value
        if not stated:
            continue
        text = collapse_spaces(drop_unseen(stated[:_MAX_VALUE_CHARACTERS]))
        for name in names if text else ():
            if name is None:
                continue
            key = name.strip().lower()[:80]
            known = meta.get(key)
            if known is None:
                meta[key] = (text,)
            elif len(known) < _MAX_SAME and text not in known:
                meta[key] = (*known, text)
    return meta


def _read_links(values: Iterable[tuple[str | None, ...]]) -> dict[str, tuple[str, ...]]:
    links: dict[str, tuple[str, ...]] = {}
    for rel, href in values:
        if not href or rel is None:
            continue
        kinds = rel.lower()
        if kinds not in LINK_KINDS and " " not in kinds:
            continue
        address = href.strip()
        for kind in LINK_KINDS.intersection(kinds.split()) if 0 < len(address) < _MAX_VALUE_CHARACTERS else ():
            links[kind] = (*links.get(kind, ())[:20], address)
    return links


def _title_text(element: HtmlElement) -> str | None:
    inside_picture = any(parent.tag == "svg" for parent in element.iterancestors("svg"))
    return None if inside_picture else text_of(element, _MAX_TITLE_CHARACTERS) or None
