"""The text of an element, for all who look for facts in it."""

from lxml.html import HtmlElement

from newscrawler.extraction.chosen_walk import walk


def text_of(element: HtmlElement, longest: int = 2000) -> str:
    """The element's text, white space collapsed, without script and style, cut at ``longest`` characters."""
    return walk.text_of(element, longest)


def parts_of(element: HtmlElement, longest: int = 400) -> str:
    """The element's text with a line feed between texts of different elements, so that they do not run together."""
    return walk.parts_of(element, longest)
