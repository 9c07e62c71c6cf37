"""Words, sentences and folded text, in every script that news is written in."""

import re
import unicodedata
from functools import lru_cache

from newscrawler.kept_results import remember_short

# Letters of scripts that set no spaces between words; each letter counts as one word. Combining vowels and tone marks
# are left out: they belong to their letter. Origin: Unicode 15 block and category tables.
UNSPACED_LETTERS = (
    "\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46"  # Thai
    "\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd-\u0ec6\u0edc-\u0edf"  # Lao
    "\u1000-\u102a\u103f\u1050-\u1055\uaa60-\uaa7a"  # Burmese
    "\u1780-\u17b3"  # Khmer
    "\u3005\u3007\u3041-\u3096\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9d"  # kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"  # Han
)
_UNSPACED = re.compile(f"[{UNSPACED_LETTERS}]")
_WORD = re.compile(r"[^\W_]\S*")
_LONGEST_REMEMBERED = 2_000  # characters of a line whose number of words is remembered

# What ends a sentence. Thai, Lao and Tibetan prose mostly ends with nothing or a shad: see `is_sentence`.
SENTENCE_ENDS = frozenset(".!?…‥‼⁇⁈⁉。．｡！？؟۔।॥။។៕།።፧։;")
CLOSERS = "\"'”’»›)]}」』）］】〉》〕｝＂＇«‹“„\u200b\u200e\u200f "

# Marks that a fold drops: accents, Hebrew points, Arabic vowel signs. Vowel signs of Indic scripts stay: letters.
_DROPPED_MARKS = re.compile("[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670]")
_APOSTROPHES = frozenset("'’‘ʼ`´＇′‛")
_KEPT_SIGNS = frozenset("%+")
# Latin letters that have no decomposition, as they are written where the letter is missing on the keyboard.
_PLAIN_LETTERS = {
    "æ": "ae",
    "ð": "d",
    "đ": "d",
    "ħ": "h",
    "ı": "i",
    "ł": "l",
    "ø": "o",
    "œ": "oe",
    "ß": "ss",
    "þ": "th",
}


class _Folding(dict[int, str]):
    """Code point -> its folded text, filled as characters are met."""

    def __missing__(self, code_point: int) -> str:
        folded = fold_character(chr(code_point))
        self[code_point] = folded
        return folded


def fold_character(character: str) -> str:
    """What `fold_text` makes of one character: ``""`` (dropped), ``" "`` (parts words) or the plain letters for it."""
    if character in _APOSTROPHES:
        return ""
    category = unicodedata.category(character)
    if category == "Cf" or _DROPPED_MARKS.match(character):
        return ""
    plain = _DROPPED_MARKS.sub("", unicodedata.normalize("NFKD", character)).casefold()
    plain = unicodedata.normalize("NFC", "".join(_PLAIN_LETTERS.get(letter, letter) for letter in plain))
    return "".join(_letter_or_space(letter) for letter in plain)


def _letter_or_space(character: str) -> str:
    category = unicodedata.category(character)
    if category[0] in "LMN" or category == "Sc" or character in _KEPT_SIGNS:
        return character
    return " "


_FOLDING = _Folding()
# The same for ASCII, where a character becomes one or none: bytes are translated in a third of the time.
_ASCII = "".join(map(chr, range(128)))
_ASCII_DROPPED = "".join(sign for sign in _ASCII if not fold_character(sign)).encode()
_ASCII_FOLDING = "".join(fold_character(sign) or " " for sign in _ASCII).encode().ljust(256)


def fold_text(text: str) -> str:
    """The text without case, accents, width and punctuation: for comparing titles, captions and names, not for print.

    Apostrophes vanish, every other punctuation mark is a space, spaces are single. NFC and NFD, full-width and plain,
    curly and straight give the same result; ``""`` where nothing is left.
    """
    if text.isascii():
        return " ".join(text.encode().translate(_ASCII_FOLDING, _ASCII_DROPPED).decode().split())
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.translate(_FOLDING).split())


# For wordings that many readers of a page compare: titles, names of sites, sections.
fold_title = remember_short(4096)(fold_text)


def lower_letters(text: str) -> str:
    """The text in lower case, of the same length: places found in it hold in the text too."""
    return text.lower() if text.isascii() else text.replace("İ", "i").lower()


def collapse_spaces(text: str) -> str:
    """The text with each run of white space (also no-break, ideographic, line feeds) as one space, none at the ends."""
    # no white space but the plain space is printable
    return text.strip() if text.isprintable() and "  " not in text else " ".join(text.split())


def count_words(text: str) -> int:
    """Number of words: groups between spaces that hold a letter or figure; each Han, kana, Thai, Lao, Khmer and
    Burmese letter is one word.
    """  # noqa: D205 - one sentence that needs two lines
    if "\n" in text:
        return sum(map(_count_line, text.split("\n")))
    return _count_line(text)


def _count_line(line: str) -> int:
    return _count_remembered(line) if len(line) <= _LONGEST_REMEMBERED else _count_in_line(line)


def _count_in_line(line: str) -> int:
    if line.isascii():
        return len(_WORD.findall(line))
    spaced, unspaced = _UNSPACED.subn(" ", line)
    return len(_WORD.findall(spaced)) + unspaced


# Every step from the rules to the document counts the same blocks again.
_count_remembered = lru_cache(maxsize=4096)(_count_in_line)


def unspaced_share(text: str) -> float:
    """Share of the letters that belong to scripts without spaces, 0 to 1; 0 where there is no letter."""
    if text.isascii():
        return 0.0
    letters = sum(map(str.isalpha, text))
    return min(1.0, len(_UNSPACED.findall(text)) / letters) if letters else 0.0


def ends_sentence(text: str) -> bool:
    """Does it end with a mark that closes a sentence, closing quotes and brackets aside?"""
    bare = text.rstrip(CLOSERS)
    return bool(bare) and bare[-1] in SENTENCE_ENDS


def is_sentence(text: str, min_words: int = 5) -> bool:
    """Does it read as prose: long enough and closed by a mark, or long Thai, Lao, Khmer or Burmese without one?"""
    words = count_words(text)
    if words < min_words:
        return False
    return ends_sentence(text) or (words >= 8 * min_words and _has_no_full_stop(text))


def _has_no_full_stop(text: str) -> bool:
    return any("\u0e00" <= character <= "\u109f" or "\u1780" <= character <= "\u17ff" for character in text[-12:])


def is_shouted(text: str) -> bool:
    """Is it written in capitals: at least two cased letters, and none of them small?"""
    return text.isupper() and sum(map(str.isupper, text)) > 1


def has_letters(text: str) -> bool:
    """Is there at least one letter of any script?"""
    return any(map(str.isalpha, text))
