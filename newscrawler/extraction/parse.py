"""Page text to tree: one forgiving parse, bounded in size, that takes whatever a server sends."""

from typing import Final

from lxml import etree
from lxml.html import HtmlElement

from newscrawler.errors import UnreadablePageError
from newscrawler.extraction.chosen_walk import walk
from newscrawler.extraction.markup_weight import without_surplus_attributes
from newscrawler.model.outcome import OutcomeKind

# The largest real news page that we know has 8 million bytes, nearly all of them script.
MAX_BYTES = 24_000_000
# A tag is two nodes of the tree, and so is an attribute: 250 bytes, whatever it says; with these the largest tree has
# 150 megabytes. Of 1,577 real pages the richest have 5,516 tags, 11,404 attributes, 99 attributes of one tag.
MAX_TAGS = 250_000
MAX_ATTRIBUTES = 300_000
# The parser takes ever longer for one more, half a second for 15,000: a tag keeps only its first.
MAX_ATTRIBUTES_OF_TAG = 500

# What the reader asks elements for, half of what they have, and a fourth of a parse; a selector may ask for any.
READ_ATTRIBUTES: Final = frozenset(
    {
        *("alt", "aria-hidden", "class", "content", "data-component", "data-lazy", "data-lazy-src", "data-lazy-srcset"),
        *("data-max-items-per-page", "data-original", "data-src", "data-srcset", "data-testid", "data-type"),
        *("datetime", "href", "id", "itemprop", "itemtype", "lang", "name", "property", "pubdate", "rel", "role"),
        *("src", "srcset", "value", "width", "xml:lang"),
    }
)

_EMPTY_PAGE = b"<html><body></body></html>"


def parse_page(page: str | bytes, kept: frozenset[str] | None = None) -> HtmlElement:
    """The page's root element, without comments, processing instructions and what stands in scripts and styles.

    All else is kept but the lines and shapes of a drawing that holds nothing else; a script's own element stays too,
    nearly always empty. Text that is no markup gives a page whose body is that text; text with nothing in it gives an
    empty page. Where elements nest more than 2,048 deep the parser stops, and the rest of the page is lost.

    Args:
        page: its markup, as text or in UTF-8.
        kept: the only attributes that elements keep; None: all.

    Raises:
        UnreadablePageError: more than 24 million bytes, 250,000 tags, 300,000 attributes
            (reason ``too_large``).
    """
    data = page.encode("utf-8", "replace") if isinstance(page, str) else page
    _refuse_too_many("bytes", len(data), MAX_BYTES)
    if b"\x00" in data:
        data = data.replace(b"\x00", b" ")
    data, tags, attributes, attributes_of_tag = walk.slim_markup(data, kept)
    _refuse_too_many("tags", tags, MAX_TAGS)
    _refuse_too_many("attributes", attributes, MAX_ATTRIBUTES)
    if attributes_of_tag > MAX_ATTRIBUTES_OF_TAG:
        data = without_surplus_attributes(data, MAX_ATTRIBUTES_OF_TAG)
    tree: HtmlElement | None = etree.fromstring(data, _make_parser())
    return tree if tree is not None else etree.fromstring(_EMPTY_PAGE, _make_parser())


def _refuse_too_many(what: str, number: int, limit: int) -> None:
    if number > limit:
        message = f"the page has {number:,} {what}; more than {limit:,} are not read"
        raise UnreadablePageError(message, reason=OutcomeKind.TOO_LARGE.value)


def _make_parser() -> etree.HTMLParser:
    # lxml.html's own parser looks each class up in Python and costs half as much again.
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, collect_ids=False
    )
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    return parser
