"""Page text to tree: one forgiving parse, bounded in size, that takes whatever a server sends."""

from lxml import etree
from lxml.html import HtmlElement

from newscrawler.errors import UnreadablePageError
from newscrawler.model.outcome import OutcomeKind

# The largest real news page that we know has 8 million characters, nearly all of them script.
MAX_CHARACTERS = 24_000_000

_EMPTY_PAGE = b"<html><body></body></html>"


def parse_page(text: str, utf8: bytes | None = None) -> HtmlElement:
    """The page's root element; comments and processing instructions are left out, all else is kept.

    Text that is no markup gives a page whose body is that text; text with nothing in it gives an empty page. Nesting
    beyond 2,048 levels is flattened by the parser. ``utf8`` is the text as bytes, where the caller has them at hand.

    Raises:
        UnreadablePageError: the text is longer than 24 million characters (reason ``too_large``).
    """
    if len(text) > MAX_CHARACTERS:
        message = f"the page has {len(text):,} characters; more than {MAX_CHARACTERS:,} are not read"
        raise UnreadablePageError(message, reason=OutcomeKind.TOO_LARGE.value)
    data = text.encode("utf-8", "replace") if utf8 is None else utf8
    if b"\x00" in data:
        data = data.replace(b"\x00", b" ")
    tree: HtmlElement | None = etree.fromstring(data, _make_parser())
    return tree if tree is not None else etree.fromstring(_EMPTY_PAGE, _make_parser())


def _make_parser() -> etree.HTMLParser:
    # lxml.html's own parser looks each class up in Python and costs half as much again.
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, collect_ids=False
    )
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    return parser
