"""The encoding that a header or a page declares: labels, and where they stand."""

import codecs
import re
from functools import lru_cache

from newscrawler.kept_results import remember_short

# Python codec that a label means -> (name we store, codec we decode with). From the WHATWG Encoding Standard, which
# reads some labels as a larger set ("gb2312" as gb18030); the last six are not in it, but are met in old archives.
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
    "utf-32-be": ("utf-32be", "utf-32-be"),
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
MULTIBYTE = frozenset(
    {"big5", "big5hkscs", "cp932", "cp949", "euc_jp", "euc_kr", "gb18030", "gb2312", "gbk", "shift_jis"}
)
_LONGEST_REMEMBERED = 100  # bytes of a tag
_PRESCAN_BYTES = 16384  # the standard asks for 1024; real pages have longer scripts before their meta element

_TAG = re.compile(
    rb"<!--.*?-->|<(?P<name>/?[A-Za-z][^\s/>]*)"
    rb"(?P<attributes>(?>[\s/]+|[^\s/>=]+(?:\s*=\s*(?>\"[^\"]*\"|'[^']*'|[^\s>\"'][^\s>]*)?)?|=)*+)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(rb"([^\s/>=]+)(?:\s*=\s*(?>\"([^\"]*)\"|'([^']*)'|([^\s>\"'][^\s>]*))?)?")
_CHARSET = re.compile(rb"charset\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s;\"']+))", re.IGNORECASE)
_XML_DECLARATION = re.compile(rb"\s*<\?xml\s[^>]*?encoding\s*=\s*[\"']([\w.:-]+)[\"']", re.IGNORECASE)


def codec_of(label: str | None) -> str | None:
    """The Python codec behind a label, if it is one of text that pages are written in, else None."""
    if not label:
        return None
    plain = label.strip().lower()[:40]
    try:
        codec = LABELS.get(plain) or codecs.lookup(plain).name
    except (LookupError, ValueError):
        return None
    return codec if codec in CODECS else None


def codec_in_header(content_type: str | None) -> str | None:
    """The codec behind the charset of a Content-Type header, or None."""
    return _codec_in_type(content_type) if content_type else None


@remember_short(64)
def _codec_in_type(content_type: str) -> str | None:
    found = _CHARSET.search(content_type.encode("ascii", "ignore"))
    return codec_of(_first_group(found).decode("ascii")) if found else None


def _first_group(found: re.Match[bytes]) -> bytes:
    return next((value for value in found.groups() if value is not None), b"")


def codec_in_page(html: bytes) -> str | None:
    """What the page declares in its head, read as the HTML standard's prescan does."""
    head = html[:_PRESCAN_BYTES]
    if found := _XML_DECLARATION.match(head):
        return _meant_by_ascii(codec_of(found[1].decode("ascii", "ignore")))
    if b"charset" not in head and b"charset" not in head.lower():
        return None
    for tag in _TAG.finditer(head):
        if (tag["name"] or b"").lower() == b"meta" and (codec := _codec_in_meta(tag["attributes"])):
            return codec
    return None


def _codec_in_meta(attributes: bytes) -> str | None:
    return (_remembered_codec if len(attributes) < _LONGEST_REMEMBERED else _codec_among)(attributes)


def _codec_among(attributes: bytes) -> str | None:
    values: dict[bytes, bytes] = {}
    for found in _ATTRIBUTE.finditer(attributes):
        values.setdefault(found[1].lower(), next((value for value in found.groups()[1:] if value is not None), b""))
    label = values.get(b"charset")
    if label is None and values.get(b"http-equiv", b"").lower() == b"content-type":
        content = _CHARSET.search(values.get(b"content", b""))
        label = _first_group(content) if content else None
    return _meant_by_ascii(codec_of(label.decode("ascii", "ignore"))) if label else None


# Nearly all pages declare one codec in one of a few ways.
_remembered_codec = lru_cache(maxsize=256)(_codec_among)


def _meant_by_ascii(codec: str | None) -> str | None:
    """A declaration that could be read as ASCII is not UTF-16."""
    return "utf-8" if codec and codec.startswith(("utf-16", "utf-32")) else codec
