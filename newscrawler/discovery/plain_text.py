"""Plain text out of the fields of feeds and sitemaps, which may hold markup, escaped once or twice."""

import html
import re

TITLE_CHARACTERS = 1000  # the longest honest title seen has 300; a feed may carry one of 5 MB
SUMMARY_CHARACTERS = 5000

# Elements within a word or a line: no space where one begins or ends.
INLINE = frozenset(
    {
        *(
            "a",
            "abbr",
            "b",
            "bdi",
            "bdo",
            "cite",
            "code",
            "del",
            "dfn",
            "em",
            "font",
            "i",
            "ins",
            "kbd",
            "mark",
            "q",
            "s",
        ),
        *("small", "span", "strong", "sub", "sup", "u", "var", "wbr"),
    }
)

_TAG = re.compile(r"<(?:/?([A-Za-z][A-Za-z0-9:]*)|!)[^<>]*>")
_SILENT = re.compile(r"<(script|style)\b[^>]*>(?:.*?</\1\s*>|.*)", re.IGNORECASE | re.DOTALL)
_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")
# Control characters U+0080 to U+009F that are letters of windows-1252, as browsers read them (WHATWG HTML).
_MISREAD = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0) if code != 0x85} | {0x85: "…"}
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def plain_text(markup: str | None, limit: int = SUMMARY_CHARACTERS) -> str | None:
    """Text without tags, entities and control characters, white space collapsed, cut at ``limit``; None if empty."""
    if not markup:
        return None
    for times in (2, 6, 20):  # a whole article stands in many a field of which the first lines are wanted
        text = _beginning(markup, times * limit, limit)
        if len(markup) <= times * limit or (text and len(text) == limit):
            break
    return text


def _beginning(markup: str, length: int, limit: int) -> str | None:
    """The plain text of the first ``length`` characters, without a tag that is cut in two there."""
    text = markup[:length]
    if len(markup) > length and text.find(">", last := text.rfind("<")) < 0 <= last:
        text = text[:last]
    is_markup = False
    for _ in range(2):  # &amp;eacute; is escaped twice; tags, too, but beside others "&lt;br&gt;" is text about a tag
        if "<" in text and not is_markup:
            written = text
            text = _TAG.sub(_gap, _SILENT.sub(" ", text))
            is_markup = text != written
        if not _ENTITY.search(text):
            break
        text = html.unescape(text)
    return tidy_text(text, limit)


def _gap(tag: re.Match[str]) -> str:
    return "" if (tag[1] or "").lower() in INLINE else " "


def tidy_text(text: str | None, limit: int = SUMMARY_CHARACTERS) -> str | None:
    """``text`` as it stands, white space collapsed, without control characters; None if nothing is left."""
    if not text:
        return None
    text = text[: 20 * limit]
    if _CONTROLS.search(text):
        text = _CONTROLS.sub("", text.translate(_MISREAD))
    return " ".join(text.split())[:limit].rstrip() or None
