"""What a sample says of an article: its fields in the order of the file, and their values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from newscrawler.model.article import Article, Author, Image
from newscrawler.model.block import CHROME_RULE, NOT_STORY_RULE, READER_RULES
from newscrawler.operations.explanation import fates
from newscrawler.reading import Reading

Values = Mapping[str, Any]


def article_values(article: Article) -> dict[str, Any]:
    """What ``article.json`` holds of an article, in the order of the file.

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
        # Which of its names the reader gives a block depends on where the story's container ends, and that may change
        # with every training: samples know one name for all of them.
        "removed": [
            {"rule": NOT_STORY_RULE if fate.rule in READER_RULES else fate.rule, "text": fate.block.text}
            for fate in fates(article)
            if not fate.kept and fate.rule != CHROME_RULE
        ],
    }


def chrome_texts(article: Article) -> list[str]:
    """The texts of the page's menus, boxes and footers, which samples do not list."""
    return [gone.block.text for gone in article.removed if gone.rule == CHROME_RULE]


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


def _author(author: Author) -> dict[str, str | None]:
    return {"name": author.name, "role": author.role}


def _image(image: Image) -> dict[str, str | None]:
    return {"url": image.url, "caption": image.caption}
