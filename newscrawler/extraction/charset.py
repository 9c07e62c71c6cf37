"""Bytes of a page to UTF-8: what is declared is tried first and checked; undeclared bytes are recognised."""

import codecs
import re
from dataclasses import dataclass
from functools import cached_property

import cchardet

from newscrawler.extraction.chosen_walk import walk

# Python codec that a label means -> (name we store, codec we decode with). From the WHATWG Encoding Standard, which
# reads some labels as a larger set ("gb2312" as gb18030); the last five are not in it, but are met in old archives.
CODECS = {
    "ascii": ("windows-1252", "cp1252"),
    "big5": ("big5", "big5hkscs"),
    "big5hkscs": ("big5", "big5hkscs"),
    "cp1250": ("windows-1250", "cp1250"),
    "cp1251": ("windows-1251", "cp1251"),
    "cp1252": ("windows-1252", "cp1252"),
    "cp1253": ("windows-1253", "cp1253"),
    "cp1254": ("windows-1254", "cp1254"),
    "cp1255": ("windows-1255", "cp1255"),
    "cp1256": ("windows-1256", "cp1256"),
    "cp1257": ("windows-1257", "cp1257"),
    "cp1258": ("windows-1258", "cp1258"),
    "cp866": ("ibm866", "cp866"),
    "cp874": ("windows-874", "cp874"),
    "cp932": ("shift_jis", "cp932"),
    "cp949": ("euc-kr", "cp949"),
    "euc_jp": ("euc-jp", "euc_jp"),
    "euc_kr": ("euc-kr", "cp949"),
    "gb18030": ("gb18030", "gb18030"),
    "gb2312": ("gb18030", "gb18030"),
    "gbk": ("gb18030", "gb18030"),
    "iso2022_jp": ("iso-2022-jp", "iso2022_jp"),
    "iso8859-1": ("windows-1252", "cp1252"),
    "iso8859-10": ("iso-8859-10", "iso8859-10"),
    "iso8859-11": ("windows-874", "cp874"),
    "iso8859-13": ("iso-8859-13", "iso8859-13"),
    "iso8859-14": ("iso-8859-14", "iso8859-14"),
    "iso8859-15": ("iso-8859-15", "iso8859-15"),
    "iso8859-16": ("iso-8859-16", "iso8859-16"),
    "iso8859-2": ("iso-8859-2", "iso8859-2"),
    "iso8859-3": ("iso-8859-3", "iso8859-3"),
    "iso8859-4": ("iso-8859-4", "iso8859-4"),
    "iso8859-5": ("iso-8859-5", "iso8859-5"),
    "iso8859-6": ("iso-8859-6", "iso8859-6"),
    "iso8859-7": ("iso-8859-7", "iso8859-7"),
    "iso8859-8": ("iso-8859-8", "iso8859-8"),
    "iso8859-9": ("windows-1254", "cp1254"),
    "koi8-r": ("koi8-r", "koi8-r"),
    "koi8-u": ("koi8-u", "koi8-u"),
    "mac-cyrillic": ("x-mac-cyrillic", "mac-cyrillic"),
    "mac-roman": ("macintosh", "mac-roman"),
    "shift_jis": ("shift_jis", "cp932"),
    "tis-620": ("windows-874", "cp874"),
    "utf-16": ("utf-16le", "utf-16-le"),
    "utf-16-be": ("utf-16be", "utf-16-be"),
    "utf-16-le": ("utf-16le", "utf-16-le"),
    "utf-8": ("utf-8", "utf-8"),
    "utf-8-sig": ("utf-8", "utf-8"),
    "cp855": ("cp855", "cp855"),
    "iso2022_kr": ("iso-2022-kr", "iso2022_kr"),
    "johab": ("johab", "johab"),
    "utf-32": ("utf-32", "utf-32"),
    "utf-32-le": ("utf-32le", "utf-32-le"),
}
# Labels of the same standard that Python does not know.
LABELS = {
    "dos-874": "cp874",
    "logical": "iso8859-8",
    "iso-8859-8-i": "iso8859-8",
    "unicode-1-1-utf-8": "utf-8",
    "windows-31j": "cp932",
    "windows-874": "cp874",
    "windows-949": "cp949",
    "x-cp1250": "cp1250",
    "x-cp1251": "cp1251",
    "x-cp1252": "cp1252",
    "x-cp1254": "cp1254",
    "x-euc-jp": "euc_jp",
    "x-gbk": "gbk",
    "x-mac-cyrillic": "mac-cyrillic",
    "x-mac-roman": "mac-roman",
    "x-sjis": "cp932",
    "x-x-big5": "big5",
}
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_PRESCAN_BYTES = 16384  # the standard asks for 1024; real pages have longer scripts before their meta element
_DETECTED_BYTES = 65536

_TAG = re.compile(
    rb"<!--.*?-->|<(?P<name>/?[A-Za-z][^\s/>]*)"
    rb"(?P<attributes>(?>[\s/]+|[^\s/>=]+(?:\s*=\s*(?>\"[^\"]*\"|'[^']*'|[^\s>\"'][^\s>]*)?)?|=)*+)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(rb"([^\s/>=]+)(?:\s*=\s*(?>\"([^\"]*)\"|'([^']*)'|([^\s>\"'][^\s>]*))?)?")
_CHARSET = re.compile(rb"charset\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s;\"']+))", re.IGNORECASE)
_XML_DECLARATION = re.compile(rb"\s*<\?xml\s[^>]*?encoding\s*=\s*[\"']([\w.:-]+)[\"']", re.IGNORECASE)
# Bytes that are control characters wherever ASCII is ASCII, also inside a double byte of the Asian sets.
_CONTROL_BYTES = bytes([*range(9), 11, *range(14, 27), *range(28, 32), 127])
_NOT_ASCII_BASED = frozenset({"iso2022_jp", "iso2022_kr", "utf-16-be", "utf-16-le", "utf-32", "utf-32-le"})
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
    declared = _codec_of(_label_in_header(content_type)) or _declared_codec(html)
    if declared is None:
        return DecodedPage(html) if walk.is_clean_utf8(html) else _decode(html, _recognised_codec(html))
    page = _decode(html, declared)
    if _is_believable(page, html, declared):
        return page
    other = _decode(html, _recognised_codec(html))
    return other if other.replaced < max(page.replaced, 1) else page


def _is_believable(page: DecodedPage, html: bytes, declared: str) -> bool:
    if html.isascii():
        return True
    if declared == "utf-8":
        # one cut character or a few foreign ones do not make another encoding of it
        return page.replaced == 0 or page.replaced * 10 < len(_NOT_ASCII.findall(page.text[:200_000]))
    if page.replaced == 0 and declared in _MULTIBYTE:
        return True
    return page.replaced * 10 < len(_NOT_ASCII.findall(page.text[:200_000])) and not _is_utf8(html)


_NOT_ASCII = re.compile("[^\x00-\x7f\ufffd]")
_MULTIBYTE = frozenset(
    {"big5", "big5hkscs", "cp932", "cp949", "euc_jp", "euc_kr", "gb18030", "gb2312", "gbk", "shift_jis"}
)
# Hangul or kana: no other language writes them, and a third of a Japanese text is kana.
_SCRIPTS = (("cp949", re.compile("[가-힣]")), ("shift_jis", re.compile("[ぁ-ヶ]")), ("euc_jp", re.compile("[ぁ-ヶ]")))
_OWN_SCRIPT = 0.3


def _decode(html: bytes, codec: str) -> DecodedPage:
    name, decoder = CODECS[codec]
    if codec == "utf-8" and walk.is_clean_utf8(html):
        return DecodedPage(html)
    if codec not in _NOT_ASCII_BASED:
        html = html.translate(None, _CONTROL_BYTES)  # far cheaper than dropping them from the text
    # as its own standard maps it: Microsoft's larger set turns the wave dash into a full-width tilde
    if codec == "shift_jis" and (strict := _decode_strictly(html, codec)) is not None:
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


def _decode_strictly(html: bytes, decoder: str) -> str | None:
    try:
        return html.decode(decoder)
    except UnicodeDecodeError:
        return None


def _codec_of(label: str | None) -> str | None:
    """The Python codec behind a label, if it is one of text that pages are written in, else None."""
    if not label:
        return None
    plain = label.strip().lower()[:40]
    try:
        codec = LABELS.get(plain) or codecs.lookup(plain).name
    except (LookupError, ValueError):
        return None
    return codec if codec in CODECS else None


def _label_in_header(content_type: str | None) -> str | None:
    found = _CHARSET.search((content_type or "").encode("ascii", "ignore"))
    return _first_group(found).decode("ascii") if found else None


def _first_group(found: re.Match[bytes]) -> bytes:
    return next((value for value in found.groups() if value is not None), b"")


def _declared_codec(html: bytes) -> str | None:
    """What the page declares in its head, read as the HTML standard's prescan does."""
    head = html[:_PRESCAN_BYTES]
    if found := _XML_DECLARATION.match(head):
        return _meant_by_ascii(_codec_of(found[1].decode("ascii", "ignore")))
    if b"charset" not in head and b"charset" not in head.lower():
        return None
    for tag in _TAG.finditer(head):
        if (tag["name"] or b"").lower() == b"meta" and (codec := _codec_in_meta(tag["attributes"])):
            return codec
    return None


def _codec_in_meta(attributes: bytes) -> str | None:
    values: dict[bytes, bytes] = {}
    for found in _ATTRIBUTE.finditer(attributes):
        values.setdefault(found[1].lower(), next((value for value in found.groups()[1:] if value is not None), b""))
    label = values.get(b"charset")
    if label is None and values.get(b"http-equiv", b"").lower() == b"content-type":
        content = _CHARSET.search(values.get(b"content", b""))
        label = _first_group(content) if content else None
    return _meant_by_ascii(_codec_of(label.decode("ascii", "ignore"))) if label else None


def _meant_by_ascii(codec: str | None) -> str | None:
    """A declaration that could be read as ASCII is not UTF-16."""
    return "utf-8" if codec and codec.startswith(("utf-16", "utf-32")) else codec


def _is_utf8(html: bytes) -> bool:
    try:
        html.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > len(html) - 4 and error.start > 0 and not html[: error.start].isascii()
    return True


def _recognised_codec(html: bytes) -> str:
    """The codec that the bytes look like; windows-1252 where nothing fits."""
    if _is_utf8(html) and b"\x1b$" not in html[:_DETECTED_BYTES] and not _has_nul_pattern(html):
        return "utf-8"
    codec = _codec_of(_ask_detector(html)) or "cp1252"
    if codec in _MULTIBYTE and _decode_strictly(html, CODECS[codec][1]) is None:
        return _codec_by_script(html) or codec
    return codec


def _codec_by_script(html: bytes) -> str | None:
    """The Asian codec that all bytes fit and that makes letters of its own script of many: short texts mislead."""
    for codec, script in _SCRIPTS:
        text = _decode_strictly(html, CODECS[codec][1])
        if text and len(script.findall(text)) > _OWN_SCRIPT * len(_NOT_ASCII.findall(text)):
            return codec
    return None


def _has_nul_pattern(html: bytes) -> bool:
    return html[:200].count(0) * 4 > len(html[:200])


def _ask_detector(html: bytes) -> str | None:
    try:
        found = cchardet.detect(html[:_DETECTED_BYTES])
    except (ValueError, RuntimeError):
        return None
    label = found.get("encoding") if found else None
    return label if isinstance(label, str) else None
