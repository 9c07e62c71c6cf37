"""Articles compared with their candidates, by their texts as they are in the database."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from newscrawler.model.copy_link import Judgement
from newscrawler.storage.documents.compared_text import COMPARED_FIELDS
from newscrawler.storage.documents.former_text import may_copy_former_text
from newscrawler.storage.rededupe.rows import Candidates, Judged
from newscrawler.storage.stored_texts import StoredTexts
from newscrawler.storage.writing.copy_linking import read_copy

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
    texts = StoredTexts(documents)
    there = [one for one in asked if documents.get(one.article, {}).get("content_hash") == one.content_hash]
    judged = [Judged(one.place, _judge(one, texts, documents), one.places) for one in there]
    return [one for one in judged if one.judgement != Judgement()]


def _judge(asked: Candidates, texts: StoredTexts, documents: Mapping[str, Document]) -> Judgement:
    document = documents[asked.article]
    # The parts of a whole text share too few anchors with it to be among the few owners that are compared.
    judgement = texts.judge(asked.article, asked.places if "also_copy_of" in document else asked.to_compare)
    stored = read_copy(document)
    if judgement.copy or stored is None or stored.article not in asked.places or stored.article not in documents:
        return judgement
    copy = texts.judge(asked.article, [stored.article]).copy
    if copy is None and may_copy_former_text(document, documents[stored.article]):
        copy = stored  # of a text that the other article has no longer
    return replace(judgement, copy=copy)
