"""Text that an outlet's script unscrambles for subscribers: each letter moved on by one."""

from typing import Final

# Short words that fill a third of any text in the languages where this was met. Origin: frequency lists.
_COMMON_WORDS: Final = (
    *("als", "auch", "auf", "aus", "bei", "das", "dem", "den", "der", "des", "die", "ein", "eine", "er", "es", "für"),
    *("hat", "im", "in", "ist", "mit", "nicht", "sich", "sie", "sind", "so", "und", "von", "war", "wie", "zu", "zum"),
    *("and", "are", "as", "at", "for", "he", "is", "it", "of", "on", "that", "the", "to", "was", "with"),
    *("dans", "de", "del", "el", "en", "est", "la", "le", "les", "los", "par", "pour", "que", "qui", "un", "una"),
)
_MIN_WORDS: Final = 3
# "if", which is "he" moved on, may well come three times.
_MIN_DIFFERENT: Final = 2
SCRAMBLED_REASON: Final = "scrambled for those who do not pay"


def _moved(word: str) -> str:
    return "".join(chr(ord(letter) + 1) for letter in word)


_PLAIN: Final = frozenset(_COMMON_WORDS)
_MOVED: Final = frozenset(map(_moved, _COMMON_WORDS)) - _PLAIN
# Markup is moved on with the text, and a link may be all of a paragraph.
_MOVED_PLAIN_ADDRESS: Final = _moved("http://")
_MOVED_SECURE_ADDRESS: Final = _moved("https://")


def is_scrambled(text: str) -> bool:
    """Are its common words those of no language, but all one letter on from those of one? Or has it such a link?"""
    if _MOVED_PLAIN_ADDRESS in text or _MOVED_SECURE_ADDRESS in text:
        return True
    words = text.lower().split()
    if len(_MOVED.intersection(words)) < _MIN_DIFFERENT:
        return False
    moved = sum([word in _MOVED for word in words])
    return moved >= _MIN_WORDS and moved > 2 * sum([word in _PLAIN for word in words])
