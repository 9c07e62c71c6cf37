"""Bytes of a page to UTF-8: what is declared is tried first and checked; undeclared bytes are recognised."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from newscrawler.charset_guess import (
    LETTERS_A_FAULT,
    decode_strictly,
    is_other_script,
    is_utf8,
    recognised_codec,
    wide_codec,
)
from newscrawler.charset_labels import CODECS, MULTIBYTE, codec_in_header, codec_in_page
from newscrawler.extraction.chosen_walk import walk

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Bytes that are control characters wherever ASCII is ASCII, also inside a double byte of the Asian sets.
_CONTROL_BYTES = bytes([*range(9), 11, *range(14, 27), *range(28, 32), 127])
_NOT_ASCII_BASED = frozenset({"iso2022_jp", "iso2022_kr", "utf-16-be", "utf-16-le", "utf-32", "utf-32-be", "utf-32-le"})
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True)
class DecodedPage:
    """A page in UTF-8.

    Attributes:
        utf8: without NUL and control characters; the page's own bytes where they are so.
        encoding: as the WHATWG Encoding Standard calls it.
        replaced: how many sequences could not be decoded; each is one U+FFFD.
    """

    utf8: bytes
    encoding: str = "utf-8"
    replaced: int = 0

    @classmethod
    def of(cls, text: str, encoding: str = "utf-8", replaced: int = 0) -> "DecodedPage":
        """The page that says this."""
        return cls(text.encode("utf-8", "replace"), encoding, replaced)

    @cached_property
    def text(self) -> str:
        """The page as text, made when it is first asked for: most pages are read without it."""
        return self.utf8.decode("utf-8", "replace")


def decode_page(html: bytes, content_type: str | None = None) -> DecodedPage:
    """The page in UTF-8, from the encoding that is declared and true, else in the one that it looks like. Never raises.

    A byte order mark goes first, then the header, then the page's own declaration. Bytes that are valid UTF-8 are
    UTF-8, whatever one-byte set is declared.
    """
    for mark, codec in BYTE_ORDER_MARKS:
        if html.startswith(mark):
            return _decode(html[len(mark) :], codec)
    if 0 in html[:200] and (wide := wide_codec(html)):
        return _decode(html, wide)
    first = None
    for codec in _declared_codecs(html, content_type):
        page = _decode(html, codec)
        if _is_believable(page, html, codec):
            return page
        first = first or page
    if first is None and walk.is_clean_utf8(html):
        return DecodedPage(html)
    other = _decode(html, recognised_codec(html))
    if first is None or other.encoding == "utf-8":
        return other
    return other if other.replaced < max(first.replaced, 1) else first


def _declared_codecs(html: bytes, content_type: str | None) -> Iterator[str]:
    """What the header declares, then what the page does, each asked for only where the one before is not true."""
    header = codec_in_header(content_type)
    if header:
        yield header
    page = codec_in_page(html)
    if page and page != header:
        yield page


def _is_believable(page: DecodedPage, html: bytes, declared: str) -> bool:
    if declared.startswith(("utf-16", "utf-32")):
        return False  # neither a mark nor the zeros of such a text were seen
    if html.isascii() or (declared == "utf-8" and not page.replaced):
        return True
    others = len(_NOT_ASCII.findall(page.text[:200_000]))
    if declared == "utf-8":
        # one cut character or a few foreign ones do not make another encoding of it: hardly a text in another one has
        # as many sequences that are letters in UTF-8 as bytes that are none
        return page.replaced <= others
    if declared in MULTIBYTE and (page.replaced == 0 or page.replaced * LETTERS_A_FAULT < others):
        return others < _CHANCE or not is_utf8(html)
    return page.replaced * LETTERS_A_FAULT < others and not is_utf8(html) and not is_other_script(html, declared)


_NOT_ASCII = re.compile("[^\x00-\x7f\ufffd]")
_CHANCE = 8  # letters: so few in an Asian set may be valid UTF-8 by chance


def _decode(html: bytes, codec: str) -> DecodedPage:
    name, decoder = CODECS[codec]
    if codec == "utf-8" and walk.is_clean_utf8(html):
        return DecodedPage(html)
    if codec not in _NOT_ASCII_BASED:
        html = html.translate(None, _CONTROL_BYTES)  # far cheaper than dropping them from the text
    # as its own standard maps it: Microsoft's larger set turns the wave dash into a full-width tilde
    if codec == "shift_jis" and (strict := decode_strictly(html, codec)) is not None:
        return DecodedPage.of(_drop_control(strict), name)
    try:
        text = html.decode(decoder, "replace")
    except (UnicodeError, ValueError):
        # iso2022 and utf-32 decoders raise on some damaged input even so
        name, text = "windows-1252", html.decode("cp1252", "replace")
    replaced = text.count("\ufffd")
    if replaced and codec == "utf-8":
        replaced -= html.count(b"\xef\xbf\xbd")
    return DecodedPage.of(_drop_control(text), name, replaced)


def _drop_control(text: str) -> str:
    hints = ("\x00", "\x1b", "\ufffe", "\uffff")
    return _CONTROL.sub("", text) if any(sign in text for sign in hints) else text
