"""Why a page became the article that it became: every block with its fate, every field with its source."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from newscrawler.model.article import Article
from newscrawler.model.block import READER_RULES, Block
from newscrawler.reading import Reading
from newscrawler.storage.documents.conversion import article_json

# What a reader wants to see first; fields that have a source but no place here follow in the order of their names.
FIELD_ORDER = (
    *("url", "title", "standfirst", "authors", "byline", "agency", "published_at", "modified_at", "language"),
    *("section", "article_type", "free_access", "body", "live_updates", "main_image", "images"),
)
TAGS = {"caption": "figcaption", "heading": "h2", "list": "li", "paragraph": "p", "quote": "quote", "table": "table"}
PLAIN_TAGS = frozenset({"div", "p", "span"})  # say nothing of their text's kind

# The body reader's evidence: "0.52 over 0.50; 6 words, no links".
SCORE = re.compile(r"\b([01]\.\d+) (?:over|under) ([01]\.\d+)")
SCRIPT_SOURCES = frozenset({"json_ld", "script"})
CONTAINER_NAMES = 3  # of the story's element and those around it: enough to find it on the page
CLOSE_CALL = 0.2  # share of the threshold
SCORED_RULES = READER_RULES | {""}  # kept, or left out by the body reader and by no rule


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one block.

    Attributes:
        kept: is it part of the story?
        rule: what took it; "" where it was kept.
        evidence: why, in numbers.
    """

    block: Block
    kept: bool
    rule: str
    evidence: str

    @property
    def tag(self) -> str:
        """The name of the block's element; where its text came without a page, what stands for its kind."""
        innermost = self.block.trail[-1] if self.block.trail else TAGS[self.block.kind]
        return innermost.split("#", 1)[0].split(".", 1)[0]

    @property
    def label(self) -> str:
        """The tag; where the reader took a ``p`` or ``div`` for another kind, such as a table's row, the kind."""
        return self.block.kind if self.tag in PLAIN_TAGS and self.block.kind != "paragraph" else self.tag

    @property
    def is_close(self) -> bool:
        """Could it as well have gone the other way: did a score within a fifth of the threshold decide?"""
        if self.rule not in SCORED_RULES:
            return False
        scored = SCORE.search(self.evidence)
        return scored is not None and abs(float(scored[1]) - float(scored[2])) < CLOSE_CALL * float(scored[2])

    def values(self) -> dict[str, object]:
        """The fate as ``explain --json`` prints it."""
        return {
            "decision": "keep" if self.kept else "remove",
            "close": self.is_close,
            "kind": self.block.kind,
            "tag": self.tag,
            "text": self.block.text,
            "rule": self.rule or None,
            "evidence": self.evidence or None,
            "place": self.block.place or None,
            "link_share": self.block.link_share,
        }


@dataclass(frozen=True, slots=True)
class FieldSource:
    """One field of the article: what was found, and where."""

    name: str
    value: object
    source: str


def fates(article: Article) -> list[Fate]:
    """Every block of the page, in its order; those that are not from the page stand last."""
    kept = [Fate(block, kept=True, rule="", evidence=block.evidence) for block in article.blocks]
    removed = [Fate(gone.block, kept=False, rule=gone.rule, evidence=gone.evidence) for gone in article.removed]
    return sorted([*kept, *removed], key=_page_order)


def field_sources(article: Article) -> list[FieldSource]:
    """Every field that has a value and a source, the most asked for first."""
    values = article_json(article)
    sources = {**_derived_sources(article), **article.provenance}
    found = {name: source for name, source in sources.items() if values.get(name) not in (None, [])}
    named = [name for name in FIELD_ORDER if name in found] + sorted(set(found) - set(FIELD_ORDER))
    return [FieldSource(name, values[name], found[name]) for name in named]


def _derived_sources(article: Article) -> dict[str, str]:
    """Field -> source, for the fields that the reader notes none for."""
    sources = {"images": "page", "live_updates": "page"}
    if article.paywall_signal:
        sources["free_access"] = article.paywall_signal
    return sources


def verdict(reading: Reading) -> dict[str, Any]:
    """Would it be stored, and if not, why: as ``explain --json`` prints it."""
    refusal, article = reading.refusal, reading.article
    return {
        "url": article.url,
        "outlet": article.outlet,
        "stored": refusal is None,
        "outcome": None if refusal is None else str(refusal.kind),
        "message": None if refusal is None else refusal.message,
        "warnings": list(article.warnings),
        "removed": _counts(article),
        "container": container_of(article),
        "script": script_of(article),
    }


def container_of(article: Article) -> str | None:
    """The innermost element that holds the whole story, ``"main > article.post > div.text"``.

    None where the story is from a script, and where there is none. It is the reader's: a block is "outside the story's
    container" when it is outside this one.
    """
    return " > ".join(article.container[-CONTAINER_NAMES:]) or None


def script_of(article: Article) -> str | None:
    """The script that has the story: ``json_ld articleBody``, ``data of the script __NEXT_DATA__``; None: markup."""
    is_from_script = article.provenance.get("body") in SCRIPT_SOURCES
    return next((block.place for block in article.blocks if block.place), None) if is_from_script else None


def _counts(article: Article) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for gone in article.removed:
        counts[gone.rule] = counts.get(gone.rule, 0) + 1
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _page_order(fate: Fate) -> float:
    return float("inf") if fate.block.position is None else fate.block.position
