"""A stored article's text as it is compared with others: the same one, whoever compares."""

from collections.abc import Mapping
from typing import Any

from newscrawler.duplicates.comparing import PreparedText, prepare

COMPARED_FIELDS = ("title", "body", "published_at", "first_seen_at")


def compared_text(document: Mapping[str, Any]) -> PreparedText:
    """The text of one stored article, with ``COMPARED_FIELDS``."""
    appeared_at = document.get("published_at") or document["first_seen_at"]
    return prepare(document["body"], document.get("title", ""), appeared_at)
