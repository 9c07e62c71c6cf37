"""Articles of many outlets with edited copies among them: of the corpus, or invented."""

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from invented_sentences import LANGUAGES

INVENTED_COPIES = 0.4  # of the articles
FIRST_WORDS = 60
BEGAN = datetime(2026, 3, 5, 6, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Edited:
    """One article; ``story`` is the same for copies of one. It was published at ``published_at``, whenever it comes."""

    id: str
    title: str
    text: str
    language: str
    outlet: str
    story: str
    published_at: datetime

    @property
    def outlet_id(self) -> str:
        return "".join(letter if letter.isalnum() else "_" for letter in self.outlet)


def read_edits(folder: Path, limit: int) -> list[Edited]:
    """The first articles of the corpus of edits."""
    with gzip.open(folder / "edits.jsonl.gz", "rt", encoding="utf-8") as file:
        records = [json.loads(line) for _, line in zip(range(limit), file, strict=False)]
    return [_read(one) for one in records]


def _read(one: dict[str, Any]) -> Edited:
    title = one["title"] or one["text"][:FIRST_WORDS]  # a few have none, which no outlet is without
    at = datetime.fromtimestamp(one["ts"], UTC)
    return Edited(one["id"], title, one["text"], one["lang"], one["outlet"], str(one["cluster"]), at)


def invent_edits(number: int) -> list[Edited]:
    """So many invented articles; the same ones for the same number."""
    return list(_invented(number, Random(number)))  # noqa: S311 - invented texts, not secrets


def _invented(number: int, chance: Random) -> Iterator[Edited]:
    made: list[tuple[Edited, Sequence[str]]] = []
    for at in range(number):
        outlet = f"outlet{chance.randrange(30):02d}.example"
        if made and chance.random() < INVENTED_COPIES:
            original, paragraphs = chance.choice(made[-60:])
            language = next(one for one in LANGUAGES if one.code == original.language)
            title, story = original.title, original.story
            paragraphs = _edited(paragraphs, language.paragraph(chance), chance)
        else:
            language = chance.choice(LANGUAGES)
            title, story = language.title(chance), f"story {at}"
            paragraphs = [language.paragraph(chance) for _ in range(chance.randint(4, 12))]
        published_at = BEGAN + timedelta(minutes=10 * at)
        edited = Edited(f"{at:06d}", title, "\n\n".join(paragraphs), language.code, outlet, story, published_at)
        if story == f"story {at}":
            made.append((edited, paragraphs))
        yield edited


def _edited(paragraphs: Sequence[str], foreign: str, chance: Random) -> list[str]:
    """As they are, cut short, with another lead, without a paragraph, or with one more."""
    edits = (
        list(paragraphs),
        list(paragraphs[: max(3, len(paragraphs) // 2)]),
        [foreign, *paragraphs[1:]],
        [one for at, one in enumerate(paragraphs) if at != 1],
        [*paragraphs[:2], foreign, *paragraphs[2:]],
    )
    return chance.choice(edits)
