"""Pairs of articles that sameness has to judge, with what is true of them, from the near-duplicate corpus.

CORPUS is a folder with edits.jsonl.gz (gold clusters), reuters.jsonl.gz and reuters-labels.json (pairs that are copies,
pairs that are not scored). Pairs come about as in a crawl: the articles arrive in time order, and each is compared with
those that first had at least two of its anchors.
"""

import gzip
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

sys.path.insert(0, str(Path(__file__).parents[1]))

from newscrawler.duplicates.comparing import PreparedText, prepare
from newscrawler.duplicates.fingerprint import choose_anchors, shingle_hashes
from newscrawler.duplicates.folding import fold_words

LEAST_ANCHORS = 2
MOST_CANDIDATES = 6

Document = dict[str, Any]  # a line of the corpus


@dataclass(frozen=True, slots=True)
class Pair:
    """A later article, an earlier one that it is compared with, and whether they are copies.

    Attributes:
        group: the set and what the later article belongs to; articles of one group are in one half.
        kind: how the later article was made.
    """

    later: Document
    earlier: Document
    is_copy: bool
    group: str
    kind: str

    @property
    def half(self) -> int:
        """0 or 1: which half of the corpus it is in."""
        return crc32(self.group.encode()) % 2


def read_lines(path: Path) -> list[Document]:
    """The articles of one set, oldest first."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def pairs_of_edits(corpus: Path) -> Iterator[Pair]:
    """Pairs of the made copies: copies share their cluster."""
    for later, earlier in _met(read_lines(corpus / "edits.jsonl.gz")):
        is_copy = later["cluster"] == earlier["cluster"]
        yield Pair(later, earlier, is_copy, f"edits {later['cluster']}", later["kind"])


def pairs_of_wire(corpus: Path) -> Iterator[Pair]:
    """Pairs of a real wire, without those that are not scored."""
    labels = json.loads((corpus / "reuters-labels.json").read_text("utf-8"))
    cluster = _clusters(labels["dup"])
    unclear = {frozenset(pair) for pair in labels["ignore"]}
    unclear |= {frozenset((cluster(left), cluster(right))) for left, right in labels["ignore"]}
    for later, earlier in _met(read_lines(corpus / "reuters.jsonl.gz")):
        left, right = cluster(later["id"]), cluster(earlier["id"])
        if left == right:
            yield Pair(later, earlier, is_copy=True, group=f"wire {left}", kind="wire")
        elif frozenset((later["id"], earlier["id"])) not in unclear and frozenset((left, right)) not in unclear:
            yield Pair(later, earlier, is_copy=False, group=f"wire {left}", kind="wire")


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
    owners: dict[int, Document] = {}
    for document in documents:
        anchors = choose_anchors(shingle_hashes(fold_words(document["text"])))
        shared = Counter(owners[anchor]["id"] for anchor in anchors if anchor in owners)
        met = {owners[anchor]["id"]: owners[anchor] for anchor in anchors if anchor in owners}
        for identifier, count in shared.most_common(MOST_CANDIDATES):
            if count >= LEAST_ANCHORS:
                yield document, met[identifier]
        for anchor in anchors:
            owners.setdefault(anchor, document)


class PreparedTexts:
    """Each article's text made ready once."""

    def __init__(self) -> None:
        self._texts: dict[str, PreparedText] = {}

    def of(self, document: Document) -> PreparedText:
        """The article's prepared text."""
        if document["id"] not in self._texts:
            self._texts[document["id"]] = prepare(document["text"], document["title"])
        return self._texts[document["id"]]
