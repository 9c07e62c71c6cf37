"""XML as outlets send it: decoded, repaired where it is damaged, read without ever expanding or fetching an entity."""

import codecs
import html
import re
from dataclasses import dataclass
from html.entities import html5

import cchardet
from lxml import etree

from newscrawler.charset_guess import LETTERS_A_FAULT, is_other_script, is_utf8, recognised_codec
from newscrawler.charset_labels import CODECS, codec_of
from newscrawler.errors import UnreadableListingError

# Byte order marks, and what the first "<" looks like in encodings that do not contain ASCII (XML 1.0, appendix F).
SIGNATURES = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\xfe\xff", "utf-16"),
    (b"\xff\xfe", "utf-16"),
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00<", "utf-16-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x4c\x6f\xa7\x94", "cp037"),
)
# Labels that Python's codecs know by another name, or that stand for a larger set in practice (WHATWG Encoding).
ENCODING_LABELS = {
    "ascii": "cp1252",
    "euc-kr": "cp949",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "iso-8859-1": "cp1252",
    "ks_c_5601-1987": "cp949",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "shift-jis": "cp932",
    "shift_jis": "cp932",
    "us-ascii": "cp1252",
    "windows-31j": "cp932",
    "x-gbk": "gb18030",
    "x-sjis": "cp932",
}
ADDRESS_ELEMENTS = frozenset({"guid", "id", "link", "loc", "origlink"})
TEXT_FIELD_CHARACTERS = 20_000  # how far the end of a field is looked for: a bound on the work, not on the text

# Python's codecs that are no encodings of documents.
NO_ENCODINGS = frozenset({"idna", "mbcs", "oem", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"})
SEVEN_BIT_ENCODINGS = ("iso-2022", "iso2022", "utf-7", "hz")

_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?*>\s*(?:\?>)?")
_ENTITY_NAME = re.compile(r"<!ENTITY\s+(?:%\s+)?([\w.-]+)", re.IGNORECASE)
_REFERENCE = re.compile(r"&([\w.-]+);")
_LEADING_COMMENTS = re.compile(r"\A(?:\s+|<!--.*?-->)+", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:\[(?:[^\]\"']|\"[^\"]*\"|'[^']*')*\]\s*)?>?", re.IGNORECASE)
_PROLOG = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_KNOWN_ROOT = re.compile(
    r"<(?:\?xml\b|(?:rss|feed|rdf:RDF|urlset|sitemapindex|channel|\w+:(?:feed|rss|urlset|sitemapindex))[\s>])",
    re.IGNORECASE,
)
_BARE_ATTRIBUTE = re.compile(r"""(\s[\w:.-]+)=([^\s"'<>=]+)(?=[\s>])""")
_TEXT_FIELD = re.compile(r"<(title|description|summary|content|content:encoded)(\s[^<>]{0,500})?(?<!/)>", re.IGNORECASE)
_BAD_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TROUBLE = re.compile(
    r"<!\[CDATA\[(?:.*?\]\]>|.*)|<!--(?:.*?-->|.*)|<\?(?:.*?\?>|.*)|&(?:#[0-9]+;|#[xX][0-9a-fA-F]+;|[A-Za-z][A-Za-z0-9]*;)?|<(?![A-Za-z_/!?])",
    re.DOTALL,
)
# What lxml says -> what that means.
_COMPLAINT = re.compile(r"(?P<what>.+?), line (?P<line>\d+), column (?P<column>\d+)(?: \(.*\))?")
_PLAIN_WORDS = (
    (re.compile(r"Premature end of data in tag (\S+)"), r"it ends within <\1>"),
    (re.compile(r"Opening and ending tag mismatch: (\S+) line (\d+) and (\S+)"), r"<\1> of line \2 ends with </\3>"),
    (re.compile(r"EntityRef: expecting ';'|xmlParseEntityRef: no name"), "an & that stands for nothing"),
    (re.compile(r"Entity '(\w+)' not defined"), r"&\1; is not defined"),
    (re.compile(r"Start tag expected"), "no element begins"),
    (re.compile(r"Extra content at the end"), "something stands behind the end"),
    (re.compile(r"Namespace prefix (\S+)"), r"the prefix \1: is not declared"),
)
_XML_ENTITIES = frozenset({"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"})

Element = etree._Element  # noqa: SLF001 - lxml has no public name for the type of its elements


@dataclass(frozen=True, slots=True)
class XmlDocument:
    """A tree, and what was wrong with the bytes that it was read from (None: nothing).

    Attributes:
        text: the document as it was parsed, for a second reader.
    """

    root: Element
    damage: str | None
    text: str


def read_xml(body: bytes, content_type: str | None = None) -> XmlDocument:
    """The tree of ``body``. Damaged documents give what can be read of them.

    Raises:
        UnreadableListingError: there is no element in it at all.
    """
    text = _BAD_CHARACTERS.sub("", decode_xml(body, content_type))
    text = _drop_junk_before_root(text)
    text, damage = _drop_doctype(_DECLARATION.sub("", text, count=1))
    root, first_error = _parse(text, recover=False)
    if root is not None:
        return XmlDocument(root, damage, text)
    mended = mend_xml(text)
    root, still_wrong = _parse(mended, recover=False)
    if root is None:
        mended = escape_text_fields(mended)
        root, _ = _parse(mended, recover=True)
    if root is None:
        raise UnreadableListingError(f"This is no XML: {still_wrong or first_error or 'no element in it'}.")
    if not mended.rstrip().endswith(">"):
        _drop_cut_address(root, mended)
    damage = "; ".join(filter(None, (damage, f"not well-formed: {first_error}")))
    return XmlDocument(root, damage, mended)


def decode_xml(body: bytes, content_type: str | None = None) -> str:
    """The text of ``body``: byte order mark, UTF-8 where it fits, what is declared and true, a guess. Never raises.

    A few broken bytes make no other encoding of it.
    """
    for signature, encoding in SIGNATURES:
        if body.startswith(signature):
            return body.decode(encoding, "replace").lstrip("\ufeff")
    declared = [
        found[1].decode() if isinstance(found[1], bytes) else found[1]
        for found in (_CHARSET.search(content_type or ""), _DECLARED.search(body[:1024]))
        if found
    ]
    labels = [label.lower() for label in declared]
    first = [label for label in labels if label.startswith(SEVEN_BIT_ENCODINGS)] if body.isascii() else []
    doubtful = None
    for label in (*first, "utf-8", *labels):
        text = _decode(body, label)
        if text is not None and not is_other_script(body, codec_of(label) or ""):
            return text
        doubtful = doubtful or text
    if doubtful is not None:
        return _nearly(body, recognised_codec(body)) or doubtful
    if any(label in {"utf-8", "utf8"} for label in labels):
        rescued = body.decode("utf-8", "replace")
        if rescued.count("\ufffd") * 200 < len(rescued):
            return rescued
    for codec in filter(None, (*map(codec_of, labels), recognised_codec(body))):
        text = None if is_utf8(body) and codec != "utf-8" else _nearly(body, codec)
        if text is not None and not is_other_script(body, codec):
            return text
    guess = cchardet.detect(body[:200_000]).get("encoding")
    text = _decode(body, guess) if guess else None
    return text if text is not None else body.decode("cp1252", "replace")


def mend_xml(text: str) -> str:
    """``text`` with bare ampersands and angle brackets escaped and HTML entities resolved, outside CDATA.

    Attributes without quotation marks are mended in the first start tag.
    """
    head, sign, rest = text[:2000].partition(">")
    text = _BARE_ATTRIBUTE.sub(r'\1="\2"', head + sign) + rest + text[2000:]
    return _TROUBLE.sub(lambda found: _mended(found[0]), text)


def escape_text_fields(text: str) -> str:
    """``text`` with the tags inside of titles and summaries escaped: a "<br>" there would swallow what follows."""
    pieces, position, budget = [], 0, 10 * len(text)
    for field in _TEXT_FIELD.finditer(text):
        if field.start() < position or text.startswith("<![CDATA[", field.end()) or "xhtml" in (field[2] or ""):
            continue
        end = text.find(f"</{field[1]}", field.end(), field.end() + TEXT_FIELD_CHARACTERS)
        inner = text[field.end() : end] if end >= 0 else ""
        budget -= len(inner) or TEXT_FIELD_CHARACTERS
        if budget < 0:
            break
        if "<" in inner and not _TEXT_FIELD.search(inner):
            pieces += [text[position : field.end()], inner.replace("<", "&lt;")]
            position = end
    return "".join(pieces) + text[position:]


def local_name(element: Element) -> str:
    """The element's name without namespace or prefix, lower case; "" for comments and the like."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    return tag.rpartition("}")[2].rpartition(":")[2].lower()


def _decode(body: bytes, label: str) -> str | None:
    """``body`` by the encoding that is called ``label``; None where there is none or it does not fit."""
    try:
        codec = codecs.lookup(ENCODING_LABELS.get(label.lower(), label))
        return None if codec.name in NO_ENCODINGS else body.decode(codec.name)
    except (LookupError, ValueError):  # LookupError: base64 and hex, too, which turn bytes into bytes
        return None


def _nearly(body: bytes, codec: str) -> str | None:
    """``body`` by a codec that fits but for a few bytes; None where it does not, or nearly always does."""
    decoder = CODECS[codec][1]
    if decoder == "cp1252":
        return None
    text = body.decode(decoder, "replace")
    letters = len(text) - len(text.encode("ascii", "ignore"))
    return text if text.count("\ufffd") * LETTERS_A_FAULT < letters else None


def _drop_junk_before_root(text: str) -> str:
    """``text`` from its declaration or first element on: no comments, blank lines or PHP warnings before it."""
    text = _LEADING_COMMENTS.sub("", text, count=1)
    if text.startswith("<") and not re.match("<(?:br|b|p|div|font)[ />]", text, re.IGNORECASE):
        return text
    found = _KNOWN_ROOT.search(text, 0, 20_000)
    start = found.start() if found else text.find("<")
    return text[max(start, 0) :]


def _drop_doctype(text: str) -> tuple[str, str | None]:
    """``text`` without its document type: nothing is ever expanded or fetched by it."""
    prolog = _PROLOG.match(text)
    found = _DOCTYPE.match(text, prolog.end() if prolog else 0)  # further down it is what somebody wrote about
    if not found:
        return text, None
    text = text[: found.start()] + text[found.end() :]
    names = frozenset(_ENTITY_NAME.findall(found[0])) - frozenset(name.removesuffix(";") for name in html5)
    if not names:
        return text, None
    text = _REFERENCE.sub(lambda reference: "" if reference[1] in names else reference[0], text)
    return text, f"it declares {len(names)} entities of its own: refused, nothing was expanded or fetched"


def _drop_cut_address(root: Element, text: str) -> None:
    """Where the document ends in the middle of an address: half an address is the address of something else."""
    last = root
    while len(last):
        last = last[-1]
    parent, name = last.getparent(), f"{last.prefix}:" if last.prefix else ""
    name += str(last.tag).rpartition("}")[2]
    is_cut = text.rfind(f"</{name}>") < text.rfind(f"<{name}")
    if parent is not None and local_name(last) in ADDRESS_ELEMENTS and is_cut:
        parent.remove(last)


def _parse(text: str, *, recover: bool) -> tuple[Element | None, str | None]:
    """The tree or the parser's first complaint, in plain words."""
    parser = etree.XMLParser(
        encoding="utf-8", recover=recover, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return None, _in_plain_words(str(error).split("\n", 1)[0])
    return root, None


def _in_plain_words(complaint: str) -> str:
    """``line 1, column 17985: it ends within <pubDate>``: the parser's complaint, its place once."""
    found = _COMPLAINT.fullmatch(complaint)
    if found is None:
        return complaint[:200]
    what = found["what"]
    for pattern, words in _PLAIN_WORDS:
        if told := pattern.match(what):
            what = told.expand(words)
            break
    return f"line {found['line']}, column {found['column']}: {what[:150]}"


def _mended(piece: str) -> str:
    if piece[0] == "<":
        return "&lt;" if len(piece) == 1 else piece
    if piece in _XML_ENTITIES:
        return piece
    if len(piece) > 2:
        if piece[1] != "#" and piece[1:] not in html5:
            return "&amp;" + piece[1:]
        letters = _BAD_CHARACTERS.sub("", html.unescape(piece))
        return letters.replace("&", "&amp;").replace("<", "&lt;")
    return "&amp;"
