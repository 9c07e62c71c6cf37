"""Pairs of articles that sameness has to judge, with what is true of them, from the near-duplicate corpus.

CORPUS is a folder with edits.jsonl.gz (gold clusters), reuters.jsonl.gz and reuters-labels.json (pairs that are copies,
pairs that are not scored). Pairs come about as in a crawl: the articles arrive in time order, and each is compared with
those that `FirstOwners` chooses.
"""

import gzip
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from composed_stories import Document, compose_pairs, half_of
from look_alikes import look_alike_pairs

from newscrawler.duplicates.comparing import PreparedText, prepare
from newscrawler.duplicates.fingerprint import fingerprint_text
from newscrawler.duplicates.first_owners import Arrival, FirstOwners


@dataclass(frozen=True, slots=True)
class Pair:
    """A later article, an earlier one that it is compared with, and whether they are copies.

    Attributes:
        source: ``edits``, ``wire``, ``composed``, or ``template``.
        group: what the later article belongs to; articles of one group are in one half.
    """

    later: Document
    earlier: Document
    is_copy: bool
    source: str
    group: str

    @property
    def half(self) -> int:
        """0 or 1: which half of the corpus it is in."""
        return half_of(self.group)

    def is_made_as(self, *kinds: str) -> bool:
        """Is one of the two articles made in one of these ways, as ``neg:roundup``?"""
        return any(document.get("kind", "").startswith(kinds) for document in (self.later, self.earlier))


def read_pairs(corpus: Path) -> list[Pair]:
    """All pairs of both sets, without those of which it is not known; those composed of their stories; look-alikes."""
    edits = _read_lines(corpus / "edits.jsonl.gz")
    composed = (Pair(*pair, "composed", str(pair[1]["cluster"])) for pair in compose_pairs(edits))
    by_template = (
        Pair(later, earlier, is_copy=False, source="template", group=name)
        for later, earlier, name in look_alike_pairs()
    )
    return [*_pairs_of_edits(edits), *_pairs_of_wire(corpus), *composed, *by_template]


def _read_lines(path: Path) -> list[Document]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _pairs_of_edits(documents: list[Document]) -> Iterator[Pair]:
    """Pairs of the made copies: copies share their cluster."""
    for later, earlier in _met(documents):
        is_copy = later["cluster"] == earlier["cluster"]
        yield Pair(later, earlier, is_copy, "edits", str(later["cluster"]))


def _pairs_of_wire(corpus: Path) -> Iterator[Pair]:
    labels = json.loads((corpus / "reuters-labels.json").read_text("utf-8"))
    cluster = _clusters(labels["dup"])
    unclear = {frozenset(map(cluster, pair)) for pair in labels["ignore"]}
    for later, earlier in _met(_read_lines(corpus / "reuters.jsonl.gz")):
        left, right = cluster(later["id"]), cluster(earlier["id"])
        if frozenset((left, right)) not in unclear:
            yield Pair(later, earlier, left == right, "wire", left)


def _clusters(pairs: list[list[str]]) -> Callable[[str], str]:
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            name = parent[name]
        return name

    for left, right in pairs:
        parent[root(right)] = root(left)
    return root


def _met(documents: list[Document]) -> Iterator[tuple[Document, Document]]:
    """Every article with each earlier one that it would be compared with."""
    owners = FirstOwners()
    by_id = {document["id"]: document for document in documents}
    for document in documents:
        fingerprint = fingerprint_text(document["title"], document["text"])
        place = owners.place(Arrival(document["id"], fingerprint.content_hash, fingerprint.anchors))
        for other in place.to_compare:
            yield document, by_id[other]


class PreparedTexts:
    """Each article's text made ready once."""

    def __init__(self) -> None:
        self._texts: dict[str, PreparedText] = {}

    def of(self, document: Document) -> PreparedText:
        """The article's prepared text."""
        if document["id"] not in self._texts:
            self._texts[document["id"]] = prepare(document["text"], document["title"])
        return self._texts[document["id"]]
