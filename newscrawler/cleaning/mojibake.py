"""UTF-8 that was read as Windows-1252, Latin-1 or Windows-1251, put right where that is certain."""

import re

import ftfy

# What the second to fourth byte of a character of UTF-8 looks like in Latin-1 or Windows-1252.
_TRAIL = (
    "[\x80-\xbf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014\u2018-\u201a\u201c-\u201e"
    "\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]"
)
_SEQUENCE = (
    f"(?:[\u00c2-\u00df]{_TRAIL}|[\u00e0-\u00ef]{_TRAIL}{{2}}|[\u00f0-\u00f4]{_TRAIL}{{3}}"
    rf"|\u00e2\u20ac(?![\w])|(?<!\w)\u00c3(?=\s))"  # a closing quote without its last byte; an "à" without its space
)
_BROKEN = re.compile(_SEQUENCE)
# A closing quote that has lost its last byte, 0x9d: Windows-1252 has no such sign, and some programs drop it.
_OPENED = "\u00e2\u20ac\u0153"
_LOST_END = re.compile(rf"\u00e2\u20ac(?!\w|{_TRAIL})")
_MAY_BE_BROKEN = re.compile(f"[\u00c2-\u00f4]{_TRAIL}")  # the first two signs of each: found far sooner
# A letter or digit beside it, another one, a control character in it, or a sign that stands alone: nobody writes
# about those.
_IN_A_TEXT = re.compile(
    rf"[A-Za-z0-9]{_SEQUENCE}|{_SEQUENCE}(?:[A-Za-z0-9]|{_SEQUENCE})|\u00c2[\xa0\xa9\xae]|[\u00c2-\u00f4][\x80-\x9f]"
    "|(?<=\\s)\u00e2\u20ac[\u201c\u201d](?=\\s)"
)
# Pairs of letters that UTF-8 read as Windows-1251 consists of; ftfy itself then decides.
_BROKEN_CYRILLIC = re.compile("[\u0420\u0421\u0432][\u0080-\u00bf\u2010-\u203a\u20ac\u2122\u0402-\u040f\u0452-\u045f]")
_FIXES = ftfy.TextFixerConfig(
    unescape_html=False,
    remove_terminal_escapes=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    restore_byte_a0=True,
    normalization=None,
    explain=False,
)


def mend_mojibake(text: str) -> str:
    """The text as it was before it was decoded wrongly, once or twice; itself where that is not certain.

    "SÃ£o Paulo" is mended. A text that has accented letters in their right form, too, may be about mojibake, and what
    stands alone between quotes is spoken of, not written: both stay.
    """
    if _MAY_BE_BROKEN.search(text) and _BROKEN.search(text):
        return ftfy.fix_encoding(_with_ends(text), _FIXES) if _is_certain(text) else text
    return ftfy.fix_encoding(text, _FIXES) if _BROKEN_CYRILLIC.search(text) else text


def may_be_mojibake(text: str) -> bool:
    """Has it signs without which `mend_mojibake` leaves a text as it is?"""
    return _MAY_BE_BROKEN.search(text) is not None or _BROKEN_CYRILLIC.search(text) is not None


def _with_ends(text: str) -> str:
    """The text with the last bytes of its closing quotes, so far as it has opening ones for them."""
    return _LOST_END.sub("\u00e2\u20ac\x9d", text, count=text.count(_OPENED)) if _OPENED in text else text


def looks_broken(text: str) -> bool:
    """Has it pairs of signs that wrongly decoded text consists of? Text in capitals may have some, too."""
    return _BROKEN.search(text) is not None or _BROKEN_CYRILLIC.search(text) is not None


def _is_certain(text: str) -> bool:
    right = _BROKEN.sub("", text)
    if not right.isascii() and any(sign.isalpha() and not sign.isascii() for sign in right):
        return False
    return _IN_A_TEXT.search(text) is not None
