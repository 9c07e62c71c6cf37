"""Copies of what an article said before its text changed."""

from collections.abc import Mapping
from typing import Any


def may_copy_former_text(copied: Mapping[str, Any], original: Mapping[str, Any] | None) -> bool:
    """May a stored copy be one of a text that its original has no longer? Then its link stays, though it fits no more.

    Args:
        copied: with ``fetched_at``.
        original: with ``fetched_at`` and ``version``; None: it is not there any more.
    """
    return original is not None and bool(original["version"] > 1 and original["fetched_at"] > copied["fetched_at"])
