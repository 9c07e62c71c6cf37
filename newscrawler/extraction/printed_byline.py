"""The byline as printed, without what stands in the same box: moments of machines, dates, reading time, buttons."""

import re
from collections.abc import Sequence

from newscrawler.date_words import is_passed_over, month_number
from newscrawler.dates import names_a_day
from newscrawler.kept_results import remember_short
from newscrawler.name_words import BYLINE_WORDS, CONJUNCTIONS, PARTICLES, SOFT_BYLINE_WORDS
from newscrawler.names import split_byline
from newscrawler.words import fold_text

# 2026-11-24T16:21:00+01:00, with or without seconds, fractions and zone.
_MACHINE_TIME = re.compile(
    r"\b(?:19|20)\d\d-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?(?=\W|$)"
)
# "5 min read", "vor 5 Stunden", "1 day ago", "7 hours", "3 Min.", "51 Comments": a figure and a unit.
_COUNTED = re.compile(
    r"(?:\w{2,7}\s)?\d{1,4}\s?(?:min(?:s|ute|utes|uten|uti|utos|uter)?|hours?|hrs?|days?|weeks?|months?|std|stunden?|tagen?"
    r"|horas?|heures?|jours?|ore|giorni|comments?|kommentare?|commentaires?|comentarios|views?|shares?|分|時間|時間前|댓글)"
    r"\b\.?(?:\s\w{2,10}){0,2}",
    re.IGNORECASE,
)
_LONGEST_DATED_LINE = 100
_JOINTS = frozenset(",/&ey")
# 〔記者王某／台北報導〕
_REPORTER_IN_BRACKETS = re.compile(r"[〔【［\[(（]\s*(?:本報|本报)?(?:記者|记者)\s*([\u3400-\u9fff、]{2,14}?)\s*[／/]")
# (Reporting by Jane Doe in Kyiv; Editing by John Roe)   홍길순 기자 gildong@hanriver.example
_SIGN_OFF = re.compile(
    r"(?:^|[(\n.。])\s*(?:additional )?(?:reporting|writing|reported|written)(?: and writing)? by ([^;()\n]{5,160})"
    r"|(?:^|[\s(=])([가-힣]{2,4}\s?(?:기자|특파원))(?=[\s)=]|$)",
    re.IGNORECASE,
)
_PLACE_OF_DATELINE = re.compile(r"\b[A-ZÀ-Þ]{4,}\b|\s[-–—]\s")
_WORD = re.compile(r"[^\W\d_]+")
_SEPARATORS = frozenset("/|,;•·–—-&")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
_CLOCK = re.compile(r"\d[:.h]\d\d|\d\s?[ap]\.?m\b", re.IGNORECASE)
# Words of buttons and labels that stand beside names; folded. Origin: the boxes around bylines in the corpus.
_LABELS = frozenset(
    {
        *(
            "a",
            "aa",
            "am",
            "comments",
            "copy link",
            "email",
            "facebook",
            "follow",
            "follow us",
            "large",
            "listen",
            "medium",
        ),
        *("more", "photo", "pm", "posted", "posted on", "print", "published", "published on", "save", "share", "small"),
        *("text size", "twitter", "updated", "updated ago", "whatsapp", "x"),  # English
        *("aktualisiert", "am", "drucken", "kommentare", "mehr", "merken", "publiziert am", "stand", "teilen"),
        *("veroffentlicht", "veroffentlicht am", "vorlesen"),  # German
        *("actualizado", "actualizado el", "compartir", "mis a jour", "mis a jour le", "partager", "publicado"),
        *("publie", "publie le", "pubblicato", "aggiornato", "condividi"),  # Spanish, French, Italian
        *("구독", "팔로우"),  # Korean
        *("megosztom", "udostepnij", "publisert", "publicerad", "oppdatert", "uppdaterad", "paylas"),
    }
)


@remember_short(2048)  # an outlet has some hundred authors
def tidy_byline(text: str) -> str | None:
    """The byline in one line; None where only dates, figures and labels would be left.

    Args:
        text: what the byline's element says, the texts of different elements parted by line feeds.
    """
    kept: list[str] = []
    for line in text.split("\n"):
        part = _without_times(line)
        if part in _SEPARATORS:
            if kept and kept[-1] not in _SEPARATORS:
                kept.append(part)
        elif part and not _is_aside(part):
            kept.append(part)
    byline = " ".join(kept).replace(" , ", ", ").strip(" |/•·,–—-")
    return byline if any(sign.isalpha() for sign in byline) and not BYLINE_WORDS.fullmatch(byline + " ") else None


def names_before_date(text: str) -> str:
    """The byline's lines up to the first date behind a name: what follows is topics and places."""
    lines = text.split("\n")
    for place, line in enumerate(lines):
        if place and _is_date(line) and split_byline("\n".join(lines[:place])):
            return "\n".join(lines[:place])
    return text


def without_dates(text: str) -> str:
    """The byline with a line feed for each date in it: "Posted on 4 May 2026 by Jana Muster"."""
    return "\n".join(map(_without_dates_in_line, text.split("\n")))


def names_beside_date(texts: Sequence[str]) -> tuple[str, ...]:
    """The one full name in a line that tells a date, or in the line beside it: "4 May 2026 | Jana Muster".

    Args:
        texts: the first texts behind the headline.
    """
    for place, text in enumerate(texts):
        if len(text) > _LONGEST_DATED_LINE or not any(map(str.isdigit, text)) or not names_a_day(text):
            continue
        if "|" in text and (names := _full_names(without_dates(text))):
            return names
        before = texts[place - 1] if place else ""
        names = _full_names(before)
        if names and before.strip(" |/·•,-–—") == names[0]:
            return names
    return ()


def names_in_sign_off(ending: str) -> tuple[str, ...]:
    """The reporters named in the last words of a text, full names only."""
    found = _SIGN_OFF.search(ending)
    names = split_byline(found[1] or found[2]) if found else ()
    return tuple(name for name in names if " " in name or not name.isascii())


def _full_names(line: str) -> tuple[str, ...]:
    names = split_byline(line) if len(line) <= _LONGEST_DATED_LINE else ()
    if len(names) != 1 or ":" in names[0] or names[0].casefold() not in line.casefold():
        return ()
    return names if 1 < len(names[0].split()) < 4 and not PARTICLES & set(names[0].split()) else ()


@remember_short(2048)
def joined_names(text: str) -> tuple[str, ...]:
    """The names of a byline that holds nothing else: two or more full names, with commas or "and" between them."""
    plain = " ".join(names_before_date(text).split())
    if found := BYLINE_WORDS.match(plain) or SOFT_BYLINE_WORDS.match(plain):
        plain = plain[found.end() :]
    names = split_byline(plain)
    rest = plain.casefold()
    for name in names:
        rest = rest.replace(name.casefold(), " ", 1)
    joints = re.findall(r"[,/&]|\w+", rest)
    is_whole = all(joint in _JOINTS or joint in CONJUNCTIONS for joint in joints) and len(joints) >= len(names) - 1
    return names if is_whole and len(names) > 1 and all(1 < len(name.split()) < 5 for name in names) else ()


def names_in_summary(summary: str) -> tuple[str, ...]:
    """The writers whom a summary names as the text does, before the place: "By Jana Muster BERLIN, Dec 4"."""
    if found := _REPORTER_IN_BRACKETS.match(summary):
        return split_byline(found[1])
    found = BYLINE_WORDS.match(summary)
    place = found and _PLACE_OF_DATELINE.search(summary, found.end(), found.end() + _LONGEST_DATED_LINE)
    if not (found and place):
        return ()
    names = split_byline(summary[found.end() : place.start()])
    return names if all(" " in name for name in names) else ()


def _without_dates_in_line(line: str) -> str:
    if not any(map(str.isdigit, line)):
        return line
    if _COUNTED.fullmatch(line):
        return ""
    words = line.split()
    is_date = [any(map(str.isdigit, word)) for word in words]
    for place, word in enumerate(words):  # a month beside a figure; April Muster keeps her name
        beside = is_date[place - 1 : place] + is_date[place + 1 : place + 2]
        plain = word.strip(".,;:|")
        is_date[place] = is_date[place] or (any(beside) and bool(month_number(plain) or _is_weekday(plain)))
    return " ".join("\n" if date else word for date, word in zip(is_date, words, strict=True))


def _is_weekday(word: str) -> bool:
    return len(word) > 2 and is_passed_over(word)


def _without_times(line: str) -> str:
    return " ".join((_MACHINE_TIME.sub(" ", line) if "T" in line else line).split())


def _is_aside(part: str) -> bool:
    """Is this no part of a byline: a sign, a label, a count, a date?"""
    folded = fold_text(part)
    return not any(map(str.isalnum, folded)) or folded in _LABELS or bool(_COUNTED.fullmatch(part)) or _is_date(part)


def _is_date(part: str) -> bool:
    """A day or a clock time, its words and zone, and nothing else."""
    if not any(map(str.isdigit, part)) or len(part) > 80:
        return False
    if not (names_a_day(part) or _CLOCK.search(part)):
        return False
    others = [
        word for word in _WORD.findall(_ORDINAL.sub(" ", part)) if not (month_number(word) or is_passed_over(word))
    ]
    return all((word.isupper() and len(word) < 6) or fold_text(word) in _LABELS for word in others)
