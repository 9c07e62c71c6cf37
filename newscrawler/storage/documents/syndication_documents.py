"""Who had a story first, as it stands on each of its copies."""

from collections.abc import Iterable, Mapping
from typing import Any

from newscrawler.duplicates.syndication import StoryCopy, said_by, syndication_of
from newscrawler.storage.documents.conversion import filled, plain

# The fields of an article that decide.
STORY_FIELDS = (
    *("outlet", "outlet_name", "agency", "first_seen_at"),
    *("published_at", "published_raw", "published_precision", "published_source", "warnings"),
)
# Articles of one story, 300 bytes each, 0.15 ms each on the embedded server; a wire story has fifty. What grows beyond
# that is a template, not a story: its clusters are closed. Who comes to a closed one joins it, who is no copy any more
# leaves it, and nothing else of it is put right any more.
MOST_MEMBERS = 1_000


def syndication_document(members: Iterable[Mapping[str, Any]]) -> dict[str, Any] | None:
    """``syndication`` of all the articles of a cluster; None where all are of one outlet: the field is to be absent.

    Args:
        members: their documents, with ``_id`` and ``STORY_FIELDS``.
    """
    syndication = syndication_of(map(story_copy, members))
    return None if syndication is None else filled(plain(syndication))


def tells_otherwise(new: Mapping[str, Any], old: Mapping[str, Any]) -> bool:
    """Does a changed article say another thing of its story, by which ``syndication`` may be another?

    Args:
        new: the document with ``_id`` and ``STORY_FIELDS``.
        old: what it was before.
    """
    return new["outlet"] != old["outlet"] or said_by(story_copy(new)) != said_by(story_copy(old))


def story_copy(document: Mapping[str, Any]) -> StoryCopy:
    """What decides of one stored article, with ``_id`` and ``STORY_FIELDS``."""
    said = {name: document[name] for name in STORY_FIELDS if name in document}
    return StoryCopy(article=document["_id"], **said)
