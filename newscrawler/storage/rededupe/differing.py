"""How articles are to stand beside how their documents say they do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from newscrawler.storage.documents.bson_cleaning import long_number
from newscrawler.storage.documents.syndication_documents import STORY_FIELDS, syndication_document
from newscrawler.storage.rededupe.rows import ArchiveStanding
from newscrawler.storage.writing.copy_linking import judged_links, links_of
from newscrawler.storage.writing.sameness_jobs import SetSameness
from newscrawler.storage.writing.story_reading import SAMENESS_FIELDS, originals_of

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
        to_compare = tuple(self.document.get("to_compare", ()))
        return SetSameness(key, content_hash, links_of(self.document), dict(self.links), fingerprint, to_compare)


def differences(standings: Sequence[ArchiveStanding], documents: Mapping[str, Document]) -> list[Difference]:
    """What is to change in the articles.

    Args:
        standings: of whole clusters.
        documents: theirs by ``_id``, as far as they are there, with ``STANDING_FIELDS``. One with another text than
            was grouped is left as it is, and so is a copy of one.
    """
    there = [one for one in standings if documents.get(one.article, {}).get("content_hash") == one.content_hash]
    changed = {one.article for one in standings} & documents.keys() - {one.article for one in there}
    there = [one for one in there if changed.isdisjoint([*_originals(one), *originals_of(documents[one.article])])]
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


def _originals(standing: ArchiveStanding) -> list[str]:
    copy = standing.judgement.copy
    return [*([copy.article] if copy else []), *standing.judgement.also]


def _links(standing: ArchiveStanding, document: Document, syndication: Document | None) -> dict[str, Any]:
    first = standing.cluster
    links = judged_links(standing.judgement, document) | {
        "cluster": first,
        "duplicate_of": None if first == standing.article else first,
        "syndication": syndication,
    }
    return {name: value for name, value in links.items() if value is not None}
