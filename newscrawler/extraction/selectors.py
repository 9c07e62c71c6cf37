"""An outlet's own selectors: they go before everything that the reader would find."""

from collections.abc import Iterable
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement

from newscrawler.extraction.element_text import text_of


@lru_cache(maxsize=512)
def _compiled(selector: str) -> etree.XPath | None:
    from cssselect import GenericTranslator, SelectorError  # noqa: PLC0415 - only outlets with selectors need it

    try:
        return etree.XPath(GenericTranslator().css_to_xpath(selector))
    except (SelectorError, etree.XPathError):
        return None


def select_elements(tree: HtmlElement, selector: str | None) -> list[HtmlElement]:
    """The elements that a CSS selector finds, in the page's order; none for a selector that is not valid."""
    compiled = _compiled(selector) if selector else None
    if compiled is None:
        return []
    found = compiled(tree)
    return [element for element in found if isinstance(element, HtmlElement)] if isinstance(found, list) else []


def select_texts(tree: HtmlElement, selector: str | None, attributes: Iterable[str] = ()) -> list[str]:
    """What the selected elements say: the first of the attributes that is set, else their text; nothing empty.

    For an outlet's own selectors: only then does the parser keep all attributes.
    """
    if not selector:
        return []
    names = tuple(attributes)
    texts = []
    for element in select_elements(tree, selector)[:50]:
        stated = next((value for name in names if (value := (element.get(name) or "").strip())), None)
        if text := stated or text_of(element, 3000):
            texts.append(text)
    return texts
