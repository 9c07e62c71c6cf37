"""The fingerprint of an article: a hash for the same text, anchors for nearly the same."""

from hashlib import blake2b

import numpy as np

from newscrawler.duplicates.chosen_hashing import hashing
from newscrawler.duplicates.folding import FoldedWords, fold_words
from newscrawler.duplicates.hashing_in_numpy import Hashes
from newscrawler.model.article import Article
from newscrawler.model.fingerprint import Fingerprint
from newscrawler.words import fold_text

# Word groups of 5; 10 where most words are single letters (Chinese, Japanese, Thai).
SHINGLE_WORDS = 5
SHINGLE_LETTERS = 10
# Two zones: truncated copies keep the head, expanded ones the rest. 10 to 13 different anchors for a usual article.
HEAD_SHINGLES = 120
ANCHORS_PER_ZONE = 8
_MOST_LOOKED_AT = 64  # of a zone's hashes, the smallest
# Fewer word groups than this say nothing about sameness: a brief, a table, a caption.
LEAST_SHINGLES = 16
_MODULUS, _SIGN = 1 << 64, 1 << 63
_LITTLE_ENDIAN = np.dtype("<u8")
_TITLE_END = b"\x00title\x00"


def fingerprint_article(article: Article) -> Fingerprint:
    """What sameness is looked up by: 32 hexadecimal digits for title and body, and up to 16 anchors of the body."""
    return fingerprint_text(article.title or "", article.body)


def fingerprint_text(title: str, body: str) -> Fingerprint:
    """The fingerprint of an article with this title and body."""
    words = fold_words(body)
    content_hash = _hash_content(fold_text(title), words)
    return Fingerprint(content_hash=content_hash, anchors=choose_anchors(shingle_hashes(words)))


def _hash_content(title: str, body: FoldedWords) -> str:
    content = title.encode("utf-8", "replace") + _TITLE_END + body.hashes.astype(_LITTLE_ENDIAN, copy=False).tobytes()
    return blake2b(content, digest_size=16).hexdigest()


def shingle_hashes(words: FoldedWords) -> Hashes:
    """The 64-bit hash of every overlapping word group, in the text's order; empty for texts shorter than a group."""
    size = SHINGLE_LETTERS if words.unspaced_share > 0.5 else SHINGLE_WORDS
    return hashing.hash_groups(words.hashes, size)


def choose_anchors(shingles: Hashes) -> tuple[int, ...]:
    """The smallest hashes of the head and of the whole text, sorted, signed 64-bit; empty for short texts."""
    if len(shingles) < LEAST_SHINGLES:
        return ()
    zones = {*_smallest(shingles[:HEAD_SHINGLES]), *_smallest(shingles)}
    return tuple(sorted(anchor - _MODULUS if anchor >= _SIGN else anchor for anchor in zones))


def _smallest(hashes: Hashes) -> list[int]:
    return hashing.smallest(hashes, ANCHORS_PER_ZONE, _MOST_LOOKED_AT)
