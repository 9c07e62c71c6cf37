"""The byline as printed, without what stands in the same box: moments of machines, dates, reading time, buttons."""

import re

from newscrawler.date_words import is_passed_over, month_number
from newscrawler.dates import names_a_day
from newscrawler.name_words import BYLINE_WORDS
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
_WORD = re.compile(r"[^\W\d_]+")
_SEPARATORS = frozenset("/|,;•·–—-&")
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


def _without_dates_in_line(line: str) -> str:
    if _COUNTED.fullmatch(line):
        return ""
    words = line.split()
    if not any(any(map(str.isdigit, word)) for word in words):
        return line
    is_date = [any(map(str.isdigit, word)) for word in words]
    for place, word in enumerate(words):  # a month beside a figure; April Muster keeps her name
        beside = is_date[place - 1 : place] + is_date[place + 1 : place + 2]
        plain = word.strip(".,;:|")
        is_date[place] = is_date[place] or (any(beside) and bool(month_number(plain) or _is_weekday(plain)))
    return " ".join("\n" if date else word for date, word in zip(is_date, words, strict=True))


def _is_weekday(word: str) -> bool:
    return len(word) > 2 and is_passed_over(word)


def _without_times(line: str) -> str:
    return " ".join(_MACHINE_TIME.sub(" ", line).split()).strip()


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
    others = [word for word in _WORD.findall(part) if not (month_number(word) or is_passed_over(word))]
    return all((word.isupper() and len(word) < 6) or fold_text(word) in _LABELS for word in others)
