"""What a sample says of an article: its fields in order, their values, what may stand in each."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, get_args

from newscrawler.boilerplate.naming import UNNAMED
from newscrawler.model.article import Article, ArticleType, Author, Image
from newscrawler.model.block import BlockKind
from newscrawler.model.outcome import OutcomeKind
from newscrawler.operations.explanation import fates
from newscrawler.operations.usage import suggestion
from newscrawler.reading import Reading
from newscrawler.storage.documents import PAGE_CHROME_RULE

# What the reader alone leaves out, within the story's container and in menus: which of the two names it gets depends on
# where the container ends, and that may change with every training. Samples know one name for both.
READERS_RULE = "not_story"
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")

INSTANT_WANTED = "an instant such as 2026-03-05T09:00:00Z"

Values = Mapping[str, Any]
Check = Callable[[object], str | None]  # what is wrong, to stand behind the field's name; None where nothing is


def article_values(article: Article) -> dict[str, Any]:
    """What ``article.json`` holds of an article, in the order of the file: nothing that a better reader may change.

    Scores, evidence, places on the page, fingerprints and sources of fields are left out: they change with every
    training of the reader without being wrong.
    """
    return {
        "url": article.url,
        "title": article.title,
        "standfirst": article.standfirst,
        "authors": [_author(author) for author in article.authors],
        "agency": article.agency,
        "published_at": instant_text(article.published_at),
        "modified_at": instant_text(article.modified_at),
        "language": article.language,
        "section": article.section,
        "keywords": sorted(article.keywords),
        "article_type": article.article_type,
        "free_access": article.free_access,
        "main_image": article.main_image.url if article.main_image else None,
        "images": [_image(image) for image in article.images],
        "live_updates": [
            {"title": update.title, "text": update.text, "published_at": instant_text(update.published_at)}
            for update in article.live_updates
        ],
        "blocks": [{"kind": block.kind, "text": block.text} for block in article.blocks],
        "removed": [
            {"rule": READERS_RULE if fate.rule in UNNAMED else fate.rule, "text": fate.block.text}
            for fate in fates(article)
            if not fate.kept and fate.rule != PAGE_CHROME_RULE
        ],
    }


def chrome_texts(article: Article) -> list[str]:
    """The texts of the page's menus, boxes and footers, which samples do not list."""
    return [gone.block.text for gone in article.removed if gone.rule == PAGE_CHROME_RULE]


@dataclass(frozen=True, slots=True)
class Result:
    """What a page gave, or must give.

    Attributes:
        article: under the names of ``article.json``; None where the page gives none.
        outcome: why it gives none, an ``OutcomeKind``; None where there is an article.
        reason: the same in words, with figures; "" where nobody said it.
        chrome: texts that were left out as the page's chrome, which ``article`` does not list.
    """

    article: Values | None = None
    outcome: str | None = None
    reason: str = ""
    chrome: tuple[str, ...] = ()


def result_of(reading: Reading) -> Result:
    """What a page that could be read gave."""
    if reading.refusal is not None:
        return Result(outcome=str(reading.refusal.kind), reason=reading.refusal.message)
    return Result(article_values(reading.article), chrome=tuple(chrome_texts(reading.article)))


def instant_text(instant: datetime | None) -> str | None:
    """``2026-03-05T09:00:00Z``; milliseconds only where there are some, as documents have them."""
    if instant is None:
        return None
    spec = "milliseconds" if instant.microsecond >= 1000 else "seconds"
    return instant.astimezone(UTC).isoformat(timespec=spec).replace("+00:00", "Z")


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


def _author(author: Author) -> dict[str, str | None]:
    return {"name": author.name, "role": author.role}


def _image(image: Image) -> dict[str, str | None]:
    return {"url": image.url, "caption": image.caption}
