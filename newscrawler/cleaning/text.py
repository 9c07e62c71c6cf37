"""Text as a reader sees it: no invisible characters, no mojibake, single spaces."""

import html
import re
import unicodedata
from collections.abc import Sequence

from newscrawler.cleaning.mojibake import may_be_mojibake, mend_mojibake
from newscrawler.words import collapse_spaces

# Terminal colours and titles first: their letters would stay behind if only ESC went.
_TERMINAL = re.compile(r"\x1b(?:\[[0-9;?]{0,32}[ -/]{0,4}[@-~]|\][^\x07\x1b]{0,256}(?:\x07|\x1b\\)|[@-Z\\-_])")
# C0 but tab and line ends, C1, soft hyphen, zero-width space and word joiner, bidi controls and marks, byte order mark,
# interlinear annotations, tags, lone surrogates, code points that are no characters. Origin: Unicode 15, Cf and Cs.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
# Joiners are spelling in Persian, Indic scripts and emoji, and nothing elsewhere.
_STRAY_JOINER = re.compile("(?<![\u0600-\u0fff\u1780-\u18af\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]")
_UNSEEN = re.compile(f"{_INVISIBLE.pattern}|[\u200c\u200d]")
_ENTITY = re.compile(r"&(?:#\d{2,6}|#[xX][0-9a-fA-F]{2,6}|[a-zA-Z]{2,8});")
# Windows-1252 bytes that were declared as Latin-1: quotes and dashes in the place of C1 controls.
_WINDOWS_SIGNS = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
_C1 = re.compile("[\x80-\x9f]")
# What is printable of ASCII: bytes are looked through in a third of the time.
_PRINTABLE = bytes(range(32, 127))


def tidy_text(text: str, *, longest: int | None = None) -> str:
    """The text on one line: invisible and control characters gone, mojibake mended, NFC, single spaces.

    Longer text is cut at a space and ends in an ellipsis, ``longest`` characters in all.
    """
    return cut_text(collapse_spaces(mend_characters(text)), longest)


def are_tidy(texts: Sequence[str], *, in_lines: bool = False) -> bool:
    """Would `tidy_text` (``in_lines``: `tidy_lines`) surely leave each of these as it is? A look at all at once.

    False where it cannot tell: then each has to be tidied. No empty text is tidy.
    """
    # an empty text, or a space at the end of one, makes two spaces here
    whole = " ".join(("", *texts, ""))
    if in_lines:
        whole = whole.replace("\n", " ")
    if not _is_printable(whole) or "  " in whole:
        return False
    # what is printable has no invisible character
    return whole.isascii() or (not may_be_mojibake(whole) and unicodedata.is_normalized("NFC", whole))


def _is_printable(text: str) -> bool:
    return not text.encode().translate(None, _PRINTABLE) if text.isascii() else text.isprintable()


def tidy_lines(text: str, *, longest: int | None = None) -> str:
    """As `tidy_text`, but line feeds stay: entries of a list, rows of a table. Empty lines go."""
    if "\n" not in text and "\r" not in text:
        return tidy_text(text, longest=longest)
    lines = (collapse_spaces(line) for line in mend_characters(text).splitlines())
    return cut_text("\n".join(line for line in lines if line), longest)


def tidy_label(text: str | None, *, longest: int) -> str | None:
    """A short field, entities such as ``&quot;`` resolved; None where nothing is left."""
    if not text:
        return None
    if "&" in text and _ENTITY.search(text):
        text = html.unescape(text)
    return tidy_text(text, longest=longest) or None


def mend_characters(text: str) -> str:
    """The text without characters that nobody can see, broken encodings mended, spaces as they are."""
    if text.isascii() and text.isprintable():
        return text
    text = mend_mojibake(text)
    if _UNSEEN.search(text):
        if "\x1b" in text:
            text = _TERMINAL.sub("", text)
        if _C1.search(text):
            text = text.translate(_WINDOWS_SIGNS)
        text = _STRAY_JOINER.sub("", _INVISIBLE.sub("", text))
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def cut_text(text: str, longest: int | None) -> str:
    """The text, cut at a space with an ellipsis where it is longer than ``longest`` characters."""
    if longest is None or len(text) <= longest:
        return text
    head = text[: longest - 1]
    space = head.rfind(" ", longest // 2)
    return (head[:space] if space > 0 else head).rstrip() + "…"
