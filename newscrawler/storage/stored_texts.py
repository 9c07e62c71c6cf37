"""Stored texts, compared with each other: each is made ready once, and one that stumbles costs no other."""

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from newscrawler.duplicates.comparing import PreparedText
from newscrawler.duplicates.matching import judge
from newscrawler.model.copy_link import Judgement
from newscrawler.storage.documents.compared_text import compared_text

logger = logging.getLogger(__name__)


class StoredTexts:
    """The texts of some articles.

    Args:
        documents: theirs by ``_id``, with ``COMPARED_FIELDS``.
    """

    def __init__(self, documents: Mapping[str, Mapping[str, Any]]) -> None:
        self._documents = documents
        self._prepared: dict[str, PreparedText | None] = {}

    def judge(self, article: str, others: Iterable[str]) -> Judgement:
        """What comparing an article with those of the others that are there gives, the earliest named first.

        Nothing, and told, where its text is one that our rules stumble over; others with such a text are left out.
        """
        candidates = [(other, text) for other in others if (text := self._text(other))]
        text = self._text(article)
        try:
            return judge(text, candidates) if text and candidates else Judgement()
        except Exception:
            logger.exception("article %s was not compared with %s", article, ", ".join(one for one, _ in candidates))
            return Judgement()

    def _text(self, key: str) -> PreparedText | None:
        if key not in self._prepared:
            self._prepared[key] = _prepared(key, self._documents[key]) if key in self._documents else None
        return self._prepared[key]


def _prepared(key: str, document: Mapping[str, Any]) -> PreparedText | None:
    try:
        return compared_text(document)
    except Exception as error:  # noqa: BLE001 - whatever a text of another program may do to our rules
        logger.warning("article %s cannot be compared with others: %r", key, error)
        return None
