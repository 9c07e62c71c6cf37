"""Do two spellings of a text read alike: do they differ in typography alone, as nobody reads it?

The hash of a text (``fingerprint``) folds more than that, for copies are set by other houses: accents, currency signs
and the sign of a number. A correction may lie in just these: two texts with one hash are looked at once more here.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import zip_longest

from newscrawler.words import fold_text

# Letters and spaces that are set in other forms: full width, ligatures. Not raised and lowered ones: 10² is not 102.
_OTHER_FORMS = ("<wide>", "<narrow>", "<compat>", "<noBreak>", "<font>", "<small>", "<vertical>", "<isolated>")
_POSITIONAL_FORMS = ("<initial>", "<medial>", "<final>")  # of Arabic letters
_ELSEWHERE = {"؟": "?", "⸮": "?", "٪": "%"}
# Kept: what a number is counted in, compared or multiplied with, and what makes a statement a question.
_KEPT_SIGNS = "%‰+±×÷=≠<>≤≥≈°#&@"
_MINUS = re.compile(r"(?<![\w%°)])-(?=[^\w\s]?\.?\d)")  # before a number, behind no word: a minus sign, no hyphen
# With a space it may be one, too, but for a bullet, which begins a line, and a range of two numbers.
_MINUS_AND_SPACE = re.compile(r"(?<=[^\W\d_])[^\S\n]-[^\S\n](?=[^\w\s]?\.?\d)")
_SURE_MINUS_AND_SPACE = re.compile(r"(?<![\w%°)])\N{MINUS SIGN}\s(?=[^\w\s]?\.?\d)")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[.,:/'·٫٬-](?=\d)")
_LEADING_POINT = re.compile(r"(?<![^\s(+$£€-])\.(?=\d)")
_ABOUT = re.compile(r"(?<![\w~])~(?=\d)")
# Up and down (in Japan and Korea the triangles are minus signs of accounts), check and cross marks, stars, emoji.
_PICTURES = (
    r"\u2191\u2193\u2196-\u2199\u21d1\u21d3\u21e7\u21e9\u25b2\u25b3\u25bc\u25bd\u2600-\u2718\u274c\u274e\u2753-\u2757"
    r"\u2764\u2795-\u2797\u2b06\u2b07\u2b50\u2b55\U0001f000-\U0001faff"
)
_TOKEN = re.compile(
    "|".join(
        (
            r"\0.",  # a sign that was marked as one of a number
            r"(?:[^\W_]|[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0dff\u0e31-\u0e4e])+",
            f"[{re.escape(_KEPT_SIGNS)}$\u00a2-\u00a5\u20a0-\u20cf\u060b\u0e3f]",
            f"[{_PICTURES}]",
            r"\?+",
        )
    )
)


def reads_alike(one: str | None, other: str | None) -> bool:
    """Whether two texts differ in nothing but how they are set.

    That is: quotation marks, apostrophes, dashes and other punctuation, spaces and paragraphs, soft hyphens and other
    invisible characters, NFC or NFD, full width, ligatures, and case. Not: letters and their accents, figures, what
    stands between two figures, a point before one, currency, per cent, minus and the like, arrows, check marks and
    emoji, and question marks.
    """
    if one == other:
        return True
    pairs = zip_longest(_tokens(one or ""), _tokens(other or ""))
    return all(a is not None and b is not None and (a == b or _is_one_word(a, b)) for a, b in pairs)


def _tokens(text: str) -> list[str]:
    text = unicodedata.normalize("NFC", text)
    if not text.isascii():
        text = _SURE_MINUS_AND_SPACE.sub("-", text)
        text = text.translate({ord(sign): plain for sign in set(text) if (plain := _set_plainly(sign)) != sign})
        text = unicodedata.normalize("NFC", text)
    text = _BETWEEN_DIGITS.sub(lambda found: f"\0{found[0]}", text)
    text = _MINUS_AND_SPACE.sub(" \0-", text)
    text = _MINUS.sub("\0-", text)
    text = _LEADING_POINT.sub("\0.", text)
    text = _ABOUT.sub("\0~", text)
    return _TOKEN.findall(text.replace("'", "").replace('"', ""))


@lru_cache(maxsize=4096)
def _set_plainly(sign: str) -> str:
    """A character as a typewriter has it; "" where nobody sees it."""
    category, form = unicodedata.category(sign), unicodedata.decomposition(sign).partition(" ")[0]
    if category == "Cf" or unicodedata.name(sign, "").startswith("VARIATION SELECTOR"):
        return ""
    if category == "Pd" or sign == "\N{MINUS SIGN}":
        return "-"
    if category in {"Pi", "Pf"} or sign in "ʼ`´′‵″„‚＂":
        return "'"
    if sign in _ELSEWHERE:
        return _ELSEWHERE[sign]
    if form in _OTHER_FORMS or form in _POSITIONAL_FORMS:
        return unicodedata.normalize("NFKC", sign)
    return sign


def _is_one_word(one: str, other: str) -> bool:
    """Differ two words in case alone? Capitals may stand without their accents, as ETAT for État, and with SS for ß."""
    if _without_case(one) == _without_case(other):
        return True
    return (one.isupper() or other.isupper()) and fold_text(one) == fold_text(other) != ""


def _without_case(word: str) -> str:
    # Turkish has an i with a dot and one without in both cases, which case folding does not know. It takes ß for ss,
    # and Maße are no Masse.
    parts = word.replace("ẞ", "ß").split("ß")
    return "ß".join(part.casefold() for part in parts).replace("i\u0307", "i").replace("ı", "i")
