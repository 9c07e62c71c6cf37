"""rensa and datasketch as a crawler would use them for copies: look up, then add. For `benchmarks/duplicates.py`.

Both take MinHash signatures of 128 numbers over groups of five words, and link an article to the earlier one with the
highest estimated share of groups, from a half on: the best threshold of each on the near-duplicate corpus.
"""

import re
import unicodedata
from typing import Any

PERMUTATIONS = 128
THRESHOLD = 0.5
GROUP = 5
_WORD = re.compile(r"\w+")


def word_groups(text: str) -> set[str]:
    """Overlapping groups of five words, in small letters; what is shorter is one group."""
    words = _WORD.findall(unicodedata.normalize("NFKC", text).lower())
    return {" ".join(words[place : place + GROUP]) for place in range(max(1, len(words) - GROUP + 1))}


class Rensa:
    """rensa's R-MinHash, with its index of 32 bands."""

    bands = 32

    def __init__(self) -> None:
        import rensa  # noqa: PLC0415 - it stands in an environment of its own

        self._signature = rensa.RMinHash
        self._index = rensa.RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=self.bands)
        self._signatures: list[Any] = []
        self._ids: list[str] = []

    def sketch(self, doc: dict[str, Any]) -> Any:  # noqa: ANN401 - the peer has no types
        """An article's signature."""
        signature = self._signature(num_perm=PERMUTATIONS, seed=42)
        signature.update(list(word_groups(doc["text"])))
        return signature

    def add(self, doc: dict[str, Any]) -> str | None:
        """The earlier article that this one is a copy of."""
        signature = self.sketch(doc)
        alike = [(self._signatures[place].jaccard(signature), place) for place in self._index.query(signature)]
        self._index.insert(len(self._ids), signature)
        self._signatures.append(signature)
        self._ids.append(doc["id"])
        share, place = max(alike, default=(0.0, 0))
        return self._ids[place] if share >= THRESHOLD else None

    def index_bytes(self) -> int:
        """A hash and an identity for each band, and the signature, of 32 bits a number."""
        return len(self._ids) * (self.bands * (8 + 12) + PERMUTATIONS * 4)


class Datasketch:
    """datasketch's MinHash and MinHashLSH."""

    def __init__(self) -> None:
        import datasketch  # noqa: PLC0415 - it stands in an environment of its own

        self._signature = datasketch.MinHash
        self._index = datasketch.MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
        self._signatures: dict[str, Any] = {}

    def sketch(self, doc: dict[str, Any]) -> Any:  # noqa: ANN401 - the peer has no types
        """An article's signature."""
        signature = self._signature(num_perm=PERMUTATIONS)
        signature.update_batch([group.encode() for group in word_groups(doc["text"])])
        return signature

    def add(self, doc: dict[str, Any]) -> str | None:
        """The earlier article that this one is a copy of."""
        signature = self.sketch(doc)
        alike = [(self._signatures[other].jaccard(signature), other) for other in self._index.query(signature)]
        self._index.insert(doc["id"], signature)
        self._signatures[doc["id"]] = signature
        share, other = max(alike, default=(0.0, ""))
        return other if share >= THRESHOLD else None

    def index_bytes(self) -> int:
        """What its stores for Redis and the like hold: for each band its numbers and an identity, and the signature."""
        return len(self._signatures) * (self._index.b * (self._index.r * 8 + 12) + PERMUTATIONS * 8)
