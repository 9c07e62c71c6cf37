"""The text of an element and behind it, for all who look for facts in it."""

from lxml.html import HtmlElement

from newscrawler.extraction.chosen_walk import walk


def text_of(element: HtmlElement, longest: int = 2000) -> str:
    """The element's text, white space collapsed, without script and style, cut at ``longest`` characters."""
    return walk.text_of(element, longest)


def parts_of(element: HtmlElement, longest: int = 400) -> str:
    """The element's text with a line feed between texts of different elements, so that they do not run together."""
    return walk.parts_of(element, longest)


def texts_behind(element: HtmlElement, most: int, most_seen: int) -> list[str]:
    """The first ``most`` texts behind the element, white space collapsed, without script and style.

    At most ``most_seen`` texts are looked at; texts of white space, which are left out, are among these.
    """
    return walk.texts_behind(element, most, most_seen)
