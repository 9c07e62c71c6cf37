"""How names are spelled: without case and accents for comparing, in their usual case for print."""

import re
import unicodedata
from collections.abc import Callable

from newscrawler.kept_results import remember_short
from newscrawler.name_words import CAPITAL_PARTICLES, DOTLESS_NAMES, HYPHEN_SURNAMES, MAC_SURNAMES, PARTICLES

_LONGEST_INITIALS = 4  # letters of a single name in capitals that is read as initials: LBCI, IANS
_LONGEST_SHORT = 3  # letters of a word in capitals that may be initials beside a name in small letters
# One syllable of a Korean or Chinese given name in the usual romanisations; "Jean", "Paul", "Anne", "Marie" are none.
_SYLLABLE = re.compile(
    r"(?:kk|tt|pp|ss|jj|ch|sh|wh|[gkndtrlmbpsjh])?(?:yeo|yae|wae|weo|woo|you|yoo|eui|wa|we|wi|wo|oe|ui|ya|ye|yo|yu|yi"
    r"|eo|eu|ae|ai|oo|ou|ee|a|e|i|o|u)(?:ng|n|m|l|r|k|g|p|b|t|s|h)?"  # Korean
    r"|(?:hs|ts|tz|ch|sh|zh|[pbmftdnlkghjqxrzcswy])?(?:iao|ieh|ueh|uai|ai|ao|ei|eh|ia|ie|ih|io|iu|ou|ua|ue|ui|uo|a|e|i"
    r"|o|u)(?:ng|n|r)?"  # Chinese
)
_ARABIC_ARTICLES = frozenset(("ad", "al", "an", "ar", "as", "ash", "at", "az", "el", "ul"))
_ARTICLES = frozenset(("la", "las", "los"))
_ONE_LETTER_PARTICLES = frozenset(("'T", "Y", "’T"))
# After a name, kings' and grandsons'. "Xi" and "Li" are surnames, and stand first.
_REGNAL_NUMBERS = frozenset(("ii", "iii", "iv", "ix", "vi", "vii", "viii", "xi", "xii", "xiii", "xiv", "xv", "xvi"))
_SHORT_TITLES = frozenset(("dr", "jr", "mr", "sr", "st"))
_TURKISH_CAPITALS = frozenset("İĞ")
_INITIALS = re.compile(r"(?:\w\.)+\w?\.?$")
_WORD = re.compile(r"\w+")
# The same for ASCII, in a third of the time: letters and figures in lower case, a space for any other sign.
_ASCII_FOLDING = bytes(ord(chr(code).lower()) if _WORD.match(chr(code)) else 32 for code in range(128)).ljust(256)


class _WithoutMarks(dict[int, int | None]):
    """Code point -> itself, None for a combining mark; filled as signs are met."""

    def __missing__(self, code_point: int) -> int | None:
        self[code_point] = kept = None if unicodedata.combining(chr(code_point)) else code_point
        return kept


_WITHOUT_MARKS = _WithoutMarks()


@remember_short(8192)
def fold_name(name: str) -> str:
    """The name for comparing: no case, accents, punctuation."""
    if name.isascii():
        return " ".join(name.encode().translate(_ASCII_FOLDING).decode().split())
    plain = unicodedata.normalize("NFKD", name).casefold()
    return " ".join(_WORD.findall(unicodedata.normalize("NFC", plain.translate(_WITHOUT_MARKS))))


def restore_case(name: str) -> str:
    """A name in capitals, or with its surname in capitals, in usual spelling; any other name as it is.

    "LEE YU-JUNG" gives "Lee Yu-jung", "JEAN-PAUL SARTRE" "Jean-Paul Sartre", "Bill MCCARTHY" "Bill McCarthy",
    "JAN VAN DER BERG" "Jan van der Berg", "ÇELİK YILMAZ" "Çelik Yılmaz".
    """
    words = name.split()
    if not any(map(_is_shouted, words)) or (len(words) == 1 and len(name) <= _LONGEST_INITIALS):
        return name
    all_capitals = name.upper() == name or "ß" in name
    folded = [fold_name(word) for word in words]
    hyphen_lower = any(word in HYPHEN_SURNAMES for word in folded)
    to_lower = lower_turkish if _is_turkish(name, folded) else str.lower
    return " ".join(
        _lower_word(words, place, hyphen_lower=hyphen_lower, to_lower=to_lower)
        if _wants_lowering(words, place, all_capitals=all_capitals)
        else word
        for place, word in enumerate(words)
    )


def lower_turkish(text: str) -> str:
    """The text in lower case as Turkish has it: "İ" with its dot becomes "i", "I" becomes "ı"."""
    return text.replace("İ", "i").replace("I", "ı").lower()


def _is_turkish(name: str, folded: list[str]) -> bool:
    return not _TURKISH_CAPITALS.isdisjoint(name) or not DOTLESS_NAMES.isdisjoint(folded)


def _is_shouted(word: str) -> bool:
    bare = word.replace("ß", "ẞ")
    if bare.upper() != bare or bare.lower() == bare:
        return False
    return sum(map(str.isalpha, word)) > 1 and not _INITIALS.match(word)


def _wants_lowering(words: list[str], place: int, *, all_capitals: bool) -> bool:
    """Is this word in capitals that are no initials? Beside words in small letters, short ones mostly are."""
    word = words[place]
    if not _is_shouted(word):
        return all_capitals and word in _ONE_LETTER_PARTICLES and 0 < place < len(words) - 1
    if all_capitals or len(word) > _LONGEST_SHORT:
        return True
    # "Maria VAN DER BERG", "KIM Jong-un", "Yuna KIM"
    is_surname = fold_name(word) in HYPHEN_SURNAMES and (place == len(words) - 1 or "-" in words[-1])
    return is_surname or (word.lower() in PARTICLES and 0 < place < len(words) - 1)


def _lower_word(words: list[str], place: int, *, hyphen_lower: bool, to_lower: Callable[[str], str]) -> str:
    word, lower = words[place], to_lower(words[place])
    folded = fold_name(word)
    if folded in _SHORT_TITLES:
        return lower[:1].upper() + lower[1:]
    if _is_initials(word) or (place > 0 and folded in _REGNAL_NUMBERS):
        return word
    if place > 0 and _is_small(words, place):
        return lower
    parts = lower.split("-")
    capitals = list(map(_capital_first, parts, word.split("-")))
    if place > 0 and len(parts) > 1 and parts[0] in _ARABIC_ARTICLES:
        return "-".join((parts[0], *capitals[1:]))
    if hyphen_lower and all(map(_SYLLABLE.fullmatch, parts)):
        return "-".join((capitals[0], *parts[1:]))
    return "-".join(capitals)


def _is_initials(word: str) -> bool:
    """Two letters without a vowel, as "JK"."""
    return len(word) == 2 and word.isascii() and word.isalpha() and not re.search("[AEIOUY]", word)


def _is_small(words: list[str], place: int) -> bool:
    """Is it a particle that names write small: "van", "de", "bin"; "la" after "de" alone, for "Le Pen" is a surname?"""
    lower = words[place].lower()
    if lower in CAPITAL_PARTICLES:
        return False
    if lower in _ARTICLES:
        return words[place - 1].lower() in {"de", "en"}
    return lower in PARTICLES or lower in {"'t", "’t"}


def _capital_first(lower: str, shouted: str) -> str:
    if re.match(r"mc\w{3}", lower):
        return "Mc" + lower[2:].capitalize()
    if lower[:3] == "mac" and lower[3:] in MAC_SURNAMES:
        return "Mac" + lower[3:].capitalize()
    if found := re.match(r"([^\W\d_])(['’])(\w+)$", lower):
        return found[1].upper() + found[2] + found[3].capitalize()
    if re.match("ij[^aeiou]", lower):  # one letter to the Dutch: IJsbrand
        return "IJ" + lower[2:]
    return shouted[:1] + lower[1:]  # the capital that it had: "İ" of "İlker"
