"""How articles are to stand beside how their documents say they do."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from newscrawler.storage.documents.bson_cleaning import long_number
from newscrawler.storage.documents.syndication_documents import STORY_FIELDS, syndication_document
from newscrawler.storage.rededupe.rows import Standing
from newscrawler.storage.writing.copy_linking import judged_links, links_of
from newscrawler.storage.writing.sameness_jobs import SetSameness
from newscrawler.storage.writing.story_reading import SAMENESS_FIELDS

STANDING_FIELDS = dict.fromkeys(
    (*STORY_FIELDS, *SAMENESS_FIELDS, "content_hash", "fingerprint", "title", "to_compare", "url"), True
)

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """What is to change in one article.

    Attributes:
        document: as it was read, with ``STANDING_FIELDS``.
        links: how ``SAMENESS_FIELDS`` are to be; a field that it does not name is to go.
        fingerprint: the anchors that are to lead to it; None: those that do.
    """

    document: Document
    links: Document
    fingerprint: Sequence[int] | None

    @property
    def fields(self) -> list[str]:
        """What changes, by name."""
        before = self.document
        names = [name for name in SAMENESS_FIELDS if self.links.get(name) != before.get(name)]
        others = {"fingerprint": self.fingerprint is not None, "to_compare": "to_compare" in before}
        return [*names, *(name for name, changes in others.items() if changes)]

    @property
    def job(self) -> SetSameness:
        """What writes it."""
        fingerprint = None if self.fingerprint is None else [long_number(anchor) for anchor in self.fingerprint]
        key, content_hash = self.document["_id"], self.document["content_hash"]
        return SetSameness(key, content_hash, links_of(self.document), dict(self.links), fingerprint)


def differences(standings: Iterable[Standing], documents: Mapping[str, Document]) -> list[Difference]:
    """What is to change in the articles.

    Args:
        standings: of whole clusters.
        documents: theirs by ``_id``, as far as they are there, with ``STANDING_FIELDS``. One with another text than
            was grouped is left as it is.
    """
    there = [one for one in standings if documents.get(one.article, {}).get("content_hash") == one.content_hash]
    together: dict[str, list[Document]] = {}
    for one in there:
        if one.cluster:
            together.setdefault(one.cluster, []).append(documents[one.article])
    syndicated = {first: syndication_document(members) for first, members in together.items()}
    found = []
    for one in there:
        document = documents[one.article]
        links = _links(one, document, syndicated.get(one.cluster or ""))
        anchors = one.anchors if one.anchors is None or list(one.anchors) != document.get("fingerprint", []) else None
        found.append(Difference(document, links, anchors))
    return [one for one in found if one.fields]


def _links(standing: Standing, document: Document, syndication: Document | None) -> dict[str, Any]:
    first = standing.cluster
    links = judged_links(standing.judgement, document) | {
        "cluster": first,
        "duplicate_of": None if first == standing.article else first,
        "syndication": syndication,
    }
    return {name: value for name, value in links.items() if value is not None}
