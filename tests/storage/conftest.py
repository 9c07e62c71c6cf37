"""Invented articles for the storage tests."""

from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

import pytest

from newscrawler.model.article import Article, Author
from newscrawler.model.block import Block, RemovedBlock
from newscrawler.model.fingerprint import Fingerprint

NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)


@pytest.fixture
def make_article() -> Callable[..., Article]:
    """Makes the article of a number; keyword arguments replace its fields, ``text`` its paragraphs and hash."""

    def make(number: int = 1, *, text: str | None = None, **fields: Any) -> Article:  # noqa: ANN401 - any field of an article
        text = text or f"The harbour pilot number {number} brought the ferry in."
        values: dict[str, Any] = {
            "url": f"https://www.elbkurier.example/artikel/{number}",
            "outlet": "de_elbkurier",
            "title": f"Ferry {number} is back",
            "blocks": (Block("paragraph", text), Block("paragraph", "The captain thanked the crew.")),
            "removed": (RemovedBlock(Block("paragraph", "Advertisement"), "ad_label", "one word"),),
            "authors": (Author("Marta Petersen"),),
            "published_at": NOON,
            "fetched_at": NOON,
            "language": "de",
            "fingerprint": Fingerprint(blake2b(text.encode(), digest_size=16).hexdigest(), (-7, 3, 2**40)),
        }
        return Article(**values | fields)

    return make
