"""Sameness as the pipeline finds it, without a database: an adapter, and as a program a table beside two peers.

    python ../shared/bench/dedup_bench.py --data ../shared/corpus/dedup --adapter benchmarks.duplicates:index
    make peers                                        once: rensa and datasketch, in an environment of their own
    python benchmarks/duplicates.py [--corpus DIR] [--rounds 3]

The program prints a table for people and, last, one JSON line. Accuracy as the benchmark beside the corpus scores it.
Speed is CPU time: each way runs in a process of its own, and they take turns, 200 articles at a time, so that whatever
else the machine does falls on all of them; the fastest round of each counts.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from newscrawler.duplicates.comparing import PreparedText, prepare
from newscrawler.duplicates.fingerprint import fingerprint_text
from newscrawler.duplicates.first_owners import Arrival, FirstOwners
from newscrawler.duplicates.matching import judge
from newscrawler.model.fingerprint import Fingerprint

# Of the index on `fingerprint`: measured in WiredTiger with keys as MongoDB makes them (KeyString and record id, prefix
# compression) over 100,000 articles. A key of 64 bits and its record; the article's own bytes are not in it.
BYTES_PER_ANCHOR = 16.1
CORPUS = Path(__file__).parents[2] / "shared" / "corpus" / "dedup"


class SamenessIndex:
    """What the pipeline, the write transaction and the comparing do with an article, one after the other.

    Attributes:
        anchors: those that lead to an article: the keys of the database's index.
        compared: pairs of texts that were compared.
    """

    def __init__(self) -> None:
        self.anchors = 0
        self.compared = 0
        self._owners = FirstOwners()
        self._articles: dict[str, tuple[str, str]] = {}  # title and body, as the database holds them

    def sketch(self, doc: dict[str, Any]) -> Fingerprint:
        """What is looked up, and stored with the article."""
        return fingerprint_text(doc["title"] or "", doc["text"])

    def add(self, doc: dict[str, Any]) -> str | None:
        """The earlier article that this one is a copy of; None: of none."""
        article = doc["id"]
        fingerprint = self.sketch(doc)
        place = self._owners.place(Arrival(article, fingerprint.content_hash, fingerprint.anchors))
        self._articles[article] = (doc["title"] or "", doc["text"])
        self.anchors += len(place.owned)
        self.compared += len(place.to_compare)
        if not place.to_compare:
            return None
        judgement = judge(self._prepared(article), [(other, self._prepared(other)) for other in place.to_compare])
        return judgement.copy.article if judgement.copy else None

    def _prepared(self, article: str) -> PreparedText:
        title, body = self._articles[article]
        return prepare(body, title)

    def index_bytes(self) -> int:
        """What the index of the database would hold for all articles so far."""
        return round(self.anchors * BYTES_PER_ANCHOR)


def index() -> SamenessIndex:
    """An empty index."""
    return SamenessIndex()


def main() -> int:
    from side_by_side import compare_ways  # noqa: PLC0415 - the adapter needs it not, and is imported from elsewhere

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="edits.jsonl.gz, reuters.jsonl.gz and its labels")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    if not (options.corpus / "edits.jsonl.gz").exists():
        print(json.dumps({"benchmark": "duplicates", "skipped": "the near-duplicate corpus is not beside the project"}))
        return 0
    print(json.dumps({"benchmark": "duplicates", **compare_ways(options.corpus, options.rounds)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
