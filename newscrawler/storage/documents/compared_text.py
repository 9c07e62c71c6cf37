"""A stored article's text as it is compared with others: the same one, whoever compares."""

from collections.abc import Mapping
from typing import Any

from newscrawler.duplicates.comparing import PreparedText, prepare

COMPARED_FIELDS = ("title", "body")


def compared_text(document: Mapping[str, Any]) -> PreparedText:
    """The text of one stored article, with ``COMPARED_FIELDS``."""
    return prepare(document["body"], document.get("title", ""))
