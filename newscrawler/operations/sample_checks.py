"""What may stand in each field of an ``article.json``; every mistake is told in a sentence."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import get_args

from newscrawler.model.article import ArticleType
from newscrawler.model.block import BlockKind
from newscrawler.model.outcome import OutcomeKind
from newscrawler.operations.usage import suggestion

INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")
INSTANT_WANTED = "an instant such as 2026-03-05T09:00:00Z"

Check = Callable[[object], str | None]  # what is wrong, to stand behind the field's name; None where nothing is


def read_instant(text: str) -> datetime:
    """The instant of a text that ``instant_or_none`` finds right."""
    return datetime.fromisoformat(text).astimezone(UTC)


def article_mistakes(values: object) -> list[str]:
    """What is wrong with the article of an ``article.json``, a sentence each."""
    if not isinstance(values, dict):
        return ["'article' must be an object"]
    return table_mistakes(values, ARTICLE_FIELDS, "article")


def table_mistakes(values: Mapping[str, object], fields: Mapping[str, Check], where: str) -> list[str]:
    """A sentence for every key that is missing, unknown or wrong."""
    mistakes = [f"{where}: unknown key '{key}'.{suggestion(key, fields)}" for key in values if key not in fields]
    for name, check in fields.items():
        if name not in values:
            mistakes.append(f"{where}: '{name}' is missing")
        elif complaint := check(values[name]):
            mistakes.append(f"{where}: {name}{complaint}")
    return mistakes


def text(value: object) -> str | None:
    """A text that is not empty."""
    return None if isinstance(value, str) and value else " must be a text"


def text_or_none(value: object) -> str | None:
    """A text, or null."""
    return None if value is None or not text(value) else " must be a text or null"


def texts(value: object) -> str | None:
    """A list of texts."""
    return None if isinstance(value, list) and not any(map(text, value)) else " must be a list of texts"


def instant_or_none(value: object) -> str | None:
    """An instant with its zone, or null."""
    if value is None:
        return None
    if isinstance(value, str) and INSTANT.fullmatch(value):
        try:
            read_instant(value)
        except (ValueError, OverflowError):
            pass
        else:
            return None
    return f" must be {INSTANT_WANTED}, or null"


def _truth_or_none(value: object) -> str | None:
    return None if value is None or isinstance(value, bool) else " must be true, false or null"


def one_of(choices: Iterable[str], *, or_none: bool = False) -> Check:
    """A check for one of a few words."""
    known = sorted(choices)
    complaint = f" must be one of {', '.join(known)}{', or null' if or_none else ''}"

    def check(value: object) -> str | None:
        return None if (value is None and or_none) or value in known else complaint

    return check


def _list_of(fields: Mapping[str, Check]) -> Check:
    """A check for a list of objects with these keys; names the first entry that is wrong."""

    def check(value: object) -> str | None:
        if not isinstance(value, list):
            return f" must be a list of objects with {', '.join(fields)}"
        for number, entry in enumerate(value, 1):
            if not isinstance(entry, dict):
                return f", entry {number}: must be an object with {', '.join(fields)}"
            if mistakes := table_mistakes(entry, fields, f"entry {number}"):
                return f", {mistakes[0]}"
        return None

    return check


ARTICLE_FIELDS: dict[str, Check] = {
    "url": text,
    "title": text_or_none,
    "standfirst": text_or_none,
    "authors": _list_of({"name": text, "role": text_or_none}),
    "agency": text_or_none,
    "published_at": instant_or_none,
    "modified_at": instant_or_none,
    "language": text_or_none,
    "section": text_or_none,
    "keywords": texts,
    "article_type": one_of(get_args(ArticleType), or_none=True),
    "free_access": _truth_or_none,
    "main_image": text_or_none,
    "images": _list_of({"url": text_or_none, "caption": text_or_none}),
    "live_updates": _list_of({"title": text_or_none, "text": text, "published_at": instant_or_none}),
    "blocks": _list_of({"kind": one_of(get_args(BlockKind)), "text": text}),
    "removed": _list_of({"rule": text, "text": text}),
}
outcome_kind = one_of(OutcomeKind)
