"""Hashes of words and word groups: compiled where they can be, else by numpy; the same results either way."""

try:
    from newscrawler.duplicates import hashing
except ImportError:
    from newscrawler.duplicates import hashing_in_numpy as hashing  # type: ignore[no-redef]

__all__ = ["hashing"]
