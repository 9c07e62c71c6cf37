"""How names are spelled: without case and accents for comparing, in their usual case for print."""

import re
import unicodedata

from newscrawler.kept_results import remember_short
from newscrawler.name_words import HYPHEN_SURNAMES, PARTICLES

_LONGEST_INITIALS = 4  # letters of a single name in capitals that is read as initials: LBCI, IANS
_HYPHEN = re.compile(r"(-)")
_INITIALS = re.compile(r"(?:\w\.)+\w?\.?$")
_WORD = re.compile(r"\w+")
# The same for ASCII, in a third of the time: letters and figures in lower case, a space for any other sign.
_ASCII_FOLDING = bytes(ord(chr(code).lower()) if _WORD.match(chr(code)) else 32 for code in range(128)).ljust(256)


@remember_short(8192)
def fold_name(name: str) -> str:
    """The name for comparing: no case, accents, punctuation."""
    if name.isascii():
        return " ".join(name.encode().translate(_ASCII_FOLDING).decode().split())
    plain = unicodedata.normalize("NFKD", name).casefold()
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(_WORD.findall(unicodedata.normalize("NFC", kept)))


def restore_case(name: str) -> str:
    """A name in capitals, or with its surname in capitals, in usual spelling; any other name as it is.

    "LEE YU-JUNG" gives "Lee Yu-jung", "JEAN-PAUL SARTRE" "Jean-Paul Sartre", "Bill MCCARTHY" "Bill McCarthy".
    """
    words = name.split()
    shouted = [word for word in words if _is_shouted(word)]
    if not shouted or (len(words) == 1 and len(name) <= _LONGEST_INITIALS):
        return name
    all_capitals = name.upper() == name
    if not all_capitals:
        shouted = [word for word in shouted if len(word) > 3]
    hyphen_lower = any(fold_name(word) in HYPHEN_SURNAMES for word in words)
    return " ".join(
        _lower_word(word, is_first=place == 0, hyphen_lower=hyphen_lower) if word in shouted else word
        for place, word in enumerate(words)
    )


def _is_shouted(word: str) -> bool:
    if word.upper() != word or word.lower() == word:
        return False
    return sum(map(str.isalpha, word)) > 1 and not _INITIALS.match(word)


def _lower_word(word: str, *, is_first: bool, hyphen_lower: bool) -> str:
    folded = fold_name(word)
    if folded in {"ii", "iii", "iv"} or (len(word) == 2 and not re.search("[AEIOUYÄÖÜ]", word)):
        return word
    if folded in PARTICLES and not is_first:
        return word.lower()
    parts = _HYPHEN.split(word)
    lowered = [
        _capital_first(part) if place == 0 or not hyphen_lower else part.lower() for place, part in enumerate(parts)
    ]
    return "".join(lowered)


def _capital_first(part: str) -> str:
    lower = part.lower()
    if re.match(r"mc\w{3}", lower):
        return "Mc" + lower[2:].capitalize()
    if found := re.match(r"([odl])['’](\w+)$", lower):
        return found[1].upper() + part[1] + found[2].capitalize()
    return lower[:1].upper() + lower[1:]
