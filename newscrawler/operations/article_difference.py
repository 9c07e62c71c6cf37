"""What cleaning a stored article anew would change: fields, and lines of its text that go or come back."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from newscrawler.storage.documents.conversion import MAX_REMOVED_TEXT
from newscrawler.storage.documents.shapes import ArticleDocument

Document = Mapping[str, Any]

# What reading a page again cannot know, and what is said of the article rather than by it.
KEPT = frozenset(
    {
        *("also_copy_of", "alternate_keys", "alternate_urls", "cluster", "copy_of", "cursor", "discovery", "domain"),
        *("duplicate_of", "enrichment", "fetched_at", "first_seen_at", "gone_at", "http", "id", "outlet", "pages"),
        *("raw", "related", "requested_url", "run", "schema_version", "status", "syndication", "to_compare"),
        *("url", "url_key", "version"),
    }
)
# Anchors follow from the text; of the stored ones some may be missing, which others had before.
COMPARED = tuple(name for name in ArticleDocument.model_fields if name not in KEPT and name != "fingerprint")
# Written where anything else changes; alone they are not worth a move of the cursor, which every consumer would follow.
BESIDE = frozenset({"provenance", "removed", "rules_version"})
# Told by the lines of the text, or follow from them.
TOLD_BY_LINES = frozenset({"blocks", "body", "content_hash", "fingerprint", "word_count"})


@dataclass(frozen=True, slots=True)
class MovedLine:
    """A block of the story that goes, or one that comes back.

    Attributes:
        rule: what takes it now, or had taken it; None: no rule, the page is read differently.
    """

    text: str
    rule: str | None = None
    evidence: str | None = None

    def values(self) -> dict[str, str | None]:
        """The line as ``reprocess --json`` prints it."""
        return {"text": self.text, "rule": self.rule, "evidence": self.evidence}


@dataclass(frozen=True, slots=True)
class Difference:
    """How a stored article and the same article cleaned anew differ.

    Attributes:
        changes: field -> its new value, or None where the article has it no longer: all that would be written; empty
            where nothing would.
        gone: lines of the story that are no longer part of it, in the page's order.
        back: lines that were not part of it and now are.
    """

    changes: Mapping[str, Any] = field(default_factory=dict)
    gone: tuple[MovedLine, ...] = ()
    back: tuple[MovedLine, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of the fields that change, but those that only say how."""
        return tuple(name for name in self.changes if name not in BESIDE)

    @property
    def other_fields(self) -> tuple[str, ...]:
        """Those that the lines do not tell of; where no line moves, what else is new about the text."""
        others = tuple(name for name in self.fields if name not in TOLD_BY_LINES)
        return others or (() if self.gone or self.back else self.fields)


def article_difference(old: Document, new: Document) -> Difference:
    """How two documents of one article differ, in what its page says.

    Args:
        old: as stored.
        new: made of the article as it was cleaned anew.
    """
    changes = {name: new.get(name) for name in COMPARED if new.get(name) != old.get(name)}
    if "content_hash" in changes:
        changes["fingerprint"] = new.get("fingerprint")
    if BESIDE.issuperset(changes):
        return Difference()
    before, after = _texts(old), _texts(new)
    gone = tuple(_explained(_without(before, after), new.get("removed", ())))
    back = tuple(_explained(_without(after, before), old.get("removed", ())))
    return Difference(changes, gone, back)


def _texts(document: Document) -> list[str]:
    return [str(block["text"]) for block in document.get("blocks", ())]


def _without(texts: Iterable[str], others: Iterable[str]) -> Iterator[str]:
    """The texts that are not among the others, each as often as there it is missing."""
    there = Counter(others)
    for text in texts:
        if there[text]:
            there[text] -= 1
        else:
            yield text


def _explained(texts: Iterable[str], removed: Iterable[Document]) -> Iterator[MovedLine]:
    """Each text with the rule under which it stands among the removed blocks, whose texts may be cut."""
    by_text: dict[str, Document] = {str(entry["text"]): entry for entry in removed}
    for text in texts:
        entry = by_text.get(text[:MAX_REMOVED_TEXT], {})
        yield MovedLine(text, entry.get("rule"), entry.get("evidence"))
