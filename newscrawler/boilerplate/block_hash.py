"""The numbers by which a block is known again: of its text, and of its text with figures, names and dates left open."""

import re
from collections.abc import Sequence
from hashlib import blake2b

from newscrawler.date_words import WEEKDAY_NAMES, fold_word, month_number
from newscrawler.kept_results import remember_short

# Characters. Templates are lines: the paragraphs of an obituary or a report on a quake are templates too, and stories.
MOST_TEMPLATE_LENGTH = 120
# Words that all lines of a template share, at least: where names differ, where figures do too, where only figures do.
_LEAST_BESIDE_NAMES, _LEAST_BESIDE_BOTH, _LEAST_BESIDE_FIGURES = 3, 2, 1
_NO_TEMPLATE = 0

# Capitals of the scripts that have them.
_CAPITALS = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĻĽŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽȘȚẞΆΈ-ΏΑ-ΫЀ-ЯҐԱ-Ֆ"
_CASED = re.compile(rf"[a-z{_CAPITALS}]")
_DIGIT = re.compile(r"\d")
_FIGURE = re.compile(r"\S*\d\S*")
# A word with a capital behind another word: a name, in German any noun. The first word of a line says nothing.
_NAME = re.compile(rf"(?<=\S )[\"'“„«(\[]*[{_CAPITALS}]\S*")
_FIRST_NAME = re.compile(rf"^[{_CAPITALS}]\S* (?=\*)")
_OPEN_RUN = re.compile(r"[*#](?:\W*[*#])*")
_WEEKDAYS = frozenset(name for name in WEEKDAY_NAMES.split() if len(name) > 3)


def block_hash(text: str) -> int:
    """64 bits of a text, to the letter: what an outlet repeats is put there by a template; never 0."""
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True) or 1


@remember_short(4096)
def template_hash(text: str) -> int:
    """64 bits of the text with figures, names and dates left open; 0 where it has none of them, or little else.

    "Updated 3 March 2026 by Anna Lind" and "Updated 28 May 2026 by Tom Ray" have the same.
    """
    if len(text) > MOST_TEMPLATE_LENGTH:
        return _NO_TEMPLATE
    template = template_of(text)
    fixed = sum(word.isalpha() for word in template.split())
    has_names, has_figures = "*" in template, "#" in template
    if not has_names and not has_figures:
        return _NO_TEMPLATE
    least = _LEAST_BESIDE_BOTH if has_names and has_figures else _LEAST_BESIDE_NAMES
    return block_hash(template) if fixed >= (least if has_names else _LEAST_BESIDE_FIGURES) else _NO_TEMPLATE


def open_names(text: str, names: Sequence[str]) -> str:
    """The text of a line with ``*`` for these names: scripts without capitals do not show where a name is.

    Nor do they show the town beside it, "하위크에서 서하진 기자가 이 지면을 위해 취재했습니다": of such a line only the
    longer side of the name is left.
    """
    if len(text) > MOST_TEMPLATE_LENGTH:
        return text
    for name in names:
        if name not in text:
            continue
        before, _, behind = text.partition(name)
        if _CASED.search(text):
            text = text.replace(name, "*")
        elif max(before.count(" "), behind.count(" ")) >= _LEAST_BESIDE_NAMES:
            return f"{before}*" if before.count(" ") > behind.count(" ") else f"*{behind}"
        else:
            text = text.replace(name, "*")
    return text


def template_of(text: str) -> str:
    """The text in small letters, with ``*`` for every run of names and ``#`` for one with figures or words of dates."""
    opened = text if text.isupper() else _NAME.sub("*", text)
    if _DIGIT.search(text):
        opened = _FIGURE.sub("#", opened)
        opened = " ".join("#" if _is_of_date(word.strip(".,;")) else word for word in opened.split())
    opened = _FIRST_NAME.sub("* ", opened)
    return _OPEN_RUN.sub(lambda run: "#" if "#" in run[0] else "*", opened).casefold()


@remember_short(4096)
def _is_of_date(word: str) -> bool:
    return len(word) > 2 and (month_number(word) is not None or fold_word(word) in _WEEKDAYS)
