"""Articles compared with their candidates, by their texts as they are in the database."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from newscrawler.duplicates.comparing import PreparedText
from newscrawler.duplicates.matching import judge
from newscrawler.model.copy_link import CopyLink, Judgement
from newscrawler.storage.documents.compared_text import COMPARED_FIELDS, compared_text
from newscrawler.storage.documents.former_text import may_copy_former_text
from newscrawler.storage.rededupe.rows import Candidates, Judged
from newscrawler.storage.writing.copy_linking import read_copy

logger = logging.getLogger(__name__)

TEXT_FIELDS = dict.fromkeys(
    (*COMPARED_FIELDS, "also_copy_of", "content_hash", "copy_of", "fetched_at", "version"), True
)

Document = Mapping[str, Any]


def ids_of(asked: Sequence[Candidates]) -> list[str]:
    """The ``_id``s of all whose texts are wanted, each once."""
    return sorted({key for one in asked for key in (one.article, *one.places)})


def judge_all(asked: Sequence[Candidates], documents: Mapping[str, Document]) -> list[Judged]:
    """What comparing each of the articles gives; of those only that are a copy, or related to another one.

    Args:
        asked: which articles, with whom.
        documents: all of them by ``_id``, with ``TEXT_FIELDS``, as far as they are there. Where a text is another one
            than was grouped, its article is left out.
    """
    texts = _Texts(documents)
    there = [one for one in asked if documents.get(one.article, {}).get("content_hash") == one.content_hash]
    judged = [one for one in map(texts.judge_alone, there) if one]
    return [one for one in judged if one.judgement != Judgement()]


class _Texts:
    """Stored texts, each made ready once."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._documents = documents
        self._prepared: dict[str, PreparedText] = {}

    def judge_alone(self, asked: Candidates) -> Judged | None:
        """As ``judge``; None, and told, where a text is one that our rules stumble over: that costs no other."""
        try:
            return self.judge(asked)
        except Exception:
            logger.exception("article %s was not compared with %s", asked.article, ", ".join(asked.places))
            return None

    def judge(self, asked: Candidates) -> Judged:
        document = self._documents[asked.article]
        # The parts of a whole text share too few anchors with it to be among the few owners that are compared.
        others = tuple(asked.places) if "also_copy_of" in document else asked.to_compare
        judgement = self._compare(asked.article, others)
        stored = read_copy(document)
        if judgement.copy is None and stored and stored.article in asked.places and stored.article in self._documents:
            judgement = replace(judgement, copy=self._kept(asked.article, stored))
        return Judged(asked.place, judgement, asked.places)

    def _compare(self, article: str, others: Sequence[str]) -> Judgement:
        there = [(other, self._text(other)) for other in others if other in self._documents]
        return judge(self._text(article), there) if there else Judgement()

    def _kept(self, article: str, stored: CopyLink) -> CopyLink | None:
        """The stored link where it still holds, or holds for a text that the other article has no longer."""
        copied, original = self._documents[article], self._documents[stored.article]
        is_kept = may_copy_former_text(copied, original)
        return self._compare(article, [stored.article]).copy or (stored if is_kept else None)

    def _text(self, key: str) -> PreparedText:
        if key not in self._prepared:
            self._prepared[key] = compared_text(self._documents[key])
        return self._prepared[key]
