"""Which difference between two fetches of an article a reader of it would notice: touches nothing.

Only such a one makes a revision. A page that is fetched again often differs in what nobody changed: a clock, quotation
marks that another program set, people in another order.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from newscrawler.duplicates.passing_lines import without_passing_numbers
from newscrawler.duplicates.reading_alike import reads_alike

Document = Mapping[str, Any]

# What must be known of a stored article to decide.
DECIDING = (
    *("content_hash", "title", "body", "authors", "agency", "status", "fetched_at"),
    *("published_at", "published_raw", "published_precision"),
)
_UNITS = {"second": timedelta(seconds=1), "minute": timedelta(minutes=1), "day": timedelta(days=1)}
_CLOCK = timedelta(minutes=15)  # before its fetch: such a date may be the clock of the page
_NUMBER = re.compile(r"\d+")
_MOST_DIGITS = 3  # of "5 minutes ago", "180 minutes ago": more are a date or the seconds of a clock


def is_unchanged(new: Document, old: Document) -> bool:
    """Whether the article says the same as before: text, title, people, when it was published, that it is there."""
    return (
        not is_other_text(new, old)
        and _people(new) == _people(old)
        and reads_alike(new.get("agency"), old.get("agency"))
        and _is_one_moment(new, old)
        and bool(new["status"] == old["status"])
    )


def is_other_text(new: Document, old: Document) -> bool:
    """Whether title or body read otherwise: by their hash, and where that is the same by the signs that it folds.

    Another number in a line that does nothing but count readers, or tell when the text was updated, is no other text.
    """
    after, before = new["body"], old["body"]
    if new["content_hash"] != old["content_hash"]:
        after, before = without_passing_numbers(after), without_passing_numbers(before)
        if (after, before) == (new["body"], old["body"]):
            return True
    return not (reads_alike(new["title"], old["title"]) and reads_alike(after, before))


def _people(document: Document) -> list[str]:
    """The names of those who wrote it, whatever their order and their case, and what else is known of them."""
    names = (unicodedata.normalize("NFC", author["name"]) for author in document.get("authors", ()))
    return sorted({" ".join(name.casefold().split()) for name in names})


def _is_one_moment(new: Document, old: Document) -> bool:
    """Do both say the same of when it was published, as exactly as they know it?

    A date that is no longer told was true before. One that goes with the clock, and one that is told as "5 minutes
    ago", says nothing new when it is read again.
    """
    after, before = new.get("published_at"), old.get("published_at")
    if after is None or after == before:
        return True
    if before is None:
        return False
    apart = abs(after - before)
    units = (_UNITS.get(document.get("published_precision", "second"), _UNITS["second"]) for document in (new, old))
    if apart < max(units) or (_is_clock(new, after) and _is_clock(old, before)):
        return True
    return apart < timedelta(days=1) and any(map(_is_told_from_now, (new, old)))


def _is_clock(document: Document, at: datetime) -> bool:
    return bool(abs(document["fetched_at"] - at) < _CLOCK)


def _is_told_from_now(document: Document) -> bool:
    """Is it told as ``5 minutes ago`` or ``today``: with no more than one number, and that a small one?"""
    raw = document.get("published_raw")
    numbers = [] if raw is None else _NUMBER.findall(raw)
    return raw is not None and len(numbers) < 2 and all(len(number) <= _MOST_DIGITS for number in numbers)
