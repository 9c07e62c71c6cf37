"""Sameness as the pipeline finds it, without a database: who owns an anchor stands in a dictionary.

An adapter for the benchmark that lies beside the project with its corpus:

    python ../shared/bench/dedup_bench.py --data ../shared/corpus/dedup --adapter benchmarks.duplicates:index
"""

from typing import Any

from newscrawler.duplicates.comparing import prepare
from newscrawler.duplicates.fingerprint import fingerprint_text
from newscrawler.duplicates.first_owners import Arrival, FirstOwners
from newscrawler.duplicates.matching import judge

# Of the index on `fingerprint`, measured in WiredTiger with keys as MongoDB makes them (KeyString and record id, prefix
# compression), 100,000 articles: a key of 64 bits and its record. The article's own bytes are not in it.
BYTES_PER_ANCHOR = 16.1


class SamenessIndex:
    """What the pipeline, the write transaction and the comparing do with an article, one after the other.

    Attributes:
        owned: anchors that lead to an article: the keys of the database's index.
        compared: pairs of texts that were compared.
    """

    def __init__(self) -> None:
        self.owned = 0
        self.compared = 0
        self._owners = FirstOwners()
        self._articles: dict[str, tuple[str, str]] = {}  # title and body, as the database holds them

    def add(self, doc: dict[str, Any]) -> str | None:
        """The earlier article that this one is a copy of; None: of none."""
        article, title, body = doc["id"], doc["title"] or "", doc["text"]
        fingerprint = fingerprint_text(title, body)
        place = self._owners.place(Arrival(article, fingerprint.content_hash, fingerprint.anchors))
        self._articles[article] = (title, body)
        self.owned += len(place.owned)
        self.compared += len(place.to_compare)
        if not place.to_compare:
            return None
        judgement = judge(prepare(body, title), [(other, self._prepared(other)) for other in place.to_compare])
        return judgement.copy.article if judgement.copy else None

    def _prepared(self, article: str) -> Any:
        title, body = self._articles[article]
        return prepare(body, title)

    def index_bytes(self) -> int:
        """What the index of the database would hold for all articles so far."""
        return round(self.owned * BYTES_PER_ANCHOR)


def index(**options: Any) -> SamenessIndex:
    """An empty index; there are no options."""
    return SamenessIndex(**options)
