"""What saving an article changes, decided from two documents: touches nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from newscrawler.storage.documents.conversion import KEPT_FIELDS, WATCHED_FIELDS
from newscrawler.storage.documents.shapes import ArticleDocument
from newscrawler.storage.writing.noticed_change import DECIDING, is_other_text

SavedKind = Literal["new", "revised", "unchanged", "spooled"]
Document = Mapping[str, Any]

# What must be read of a stored article to decide, and what a revision will keep.
DECIDING_FIELDS = (*DECIDING, "version", "cursor", "first_seen_at", "alternate_keys")
REVISION_FIELDS = tuple(
    dict.fromkeys(
        (
            *DECIDING_FIELDS,
            *WATCHED_FIELDS,
            *("alternate_urls", "standfirst", "raw", "fingerprint", "copy_of.article", "also_copy_of"),
        )
    )
)
_OWN_FIELDS = tuple(
    name for name, field in ArticleDocument.model_fields.items() if name not in KEPT_FIELDS and field.alias is None
)
# They change with the text, or tell how it was made: a revision need not name them.
MADE_FROM_TEXT = frozenset(
    {"blocks", "body", "content_hash", "fingerprint", "provenance", "removed", "rules_version", "word_count"}
)
_MAX_ALTERNATES = 50  # addresses of one article: a site that numbers its visitors must not grow a document for ever
# The reader, its settings or what was learned of the outlet changed since, or a listing that gives some of the values.
_SAME_PAGE = "its page is the same; it was read differently than before"


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of an article that was handed over.

    Attributes:
        kind: ``spooled``: it is on disk, and will be stored when the database is back.
        id: the article's ``_id``.
        version: of its text: 1 for the first, one more for every changed text; 0 where it is ``spooled``.
        to_compare: ``_id`` of stored articles that may have the same text; it is still to be compared with them.
        compare_again: copies of its former text, and later articles with its new one, that are to be compared again;
            each with all that it is to be compared with.
    """

    kind: SavedKind
    id: str
    version: int
    to_compare: tuple[str, ...] = ()
    compare_again: tuple[tuple[str, tuple[str, ...]], ...] = ()


def changed_fields(new: Document, old: Document) -> list[str]:
    """The watched fields whose values differ, if only in their spelling."""
    return [name for name in WATCHED_FIELDS if new.get(name) != old.get(name)]


def new_alternates(new: Document, old: Document) -> dict[str, str]:
    """Key -> address of those that the stored article does not have yet, as many as there is room for."""
    known = old.get("alternate_keys", [])
    pairs = zip(new.get("alternate_keys", []), new.get("alternate_urls", []), strict=True)
    return dict([(key, url) for key, url in pairs if key not in known][: max(0, _MAX_ALTERNATES - len(known))])


def revise(
    new: Document, old: Document, cursor: int, reason: str | None = None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The update operators for the article, and the revision that keeps what it said before."""
    version = old["version"] + (1 if is_other_text(new, old) else 0)
    values = {name: value for name, value in new.items() if name not in KEPT_FIELDS}
    values |= {"version": version, "cursor": cursor}
    added = new_alternates(new, old)
    alternates = [*old.get("alternate_keys", []), *added], [*old.get("alternate_urls", []), *added.values()]
    if alternates[0]:
        values |= {"alternate_keys": alternates[0], "alternate_urls": alternates[1]}
    gone = [name for name in _OWN_FIELDS if name not in values]
    told = reason or (_SAME_PAGE if _is_same_page(new, old) else None)
    return {"$set": values, "$unset": dict.fromkeys(gone, "")}, _revision(new, old, cursor, told)


def _is_same_page(new: Document, old: Document) -> bool:
    """Was the article read from the very bytes that it was read from before?"""
    return bool(new.get("raw")) and new["raw"] == old.get("raw")


def clean(
    changes: Document, old: Document, cursor: int, *, replaced: Document, reason: str, at: datetime
) -> tuple[dict[str, Any], dict[str, Any]]:
    """As ``revise``, for an article whose page is not fetched again: only ``changes`` are written (None: goes).

    Args:
        changes: field -> new value.
        old: the stored article.
        cursor: number of the write.
        replaced: old values of the fields that change and are not made from the text; None: there was none.
        reason: why, for the revision.
        at: when it was made.
    """
    text_changed = "content_hash" in changes
    values = {name: value for name, value in changes.items() if value is not None}
    values |= {"version": old["version"] + (1 if text_changed else 0), "cursor": cursor}
    gone = [name for name, value in changes.items() if value is None]
    revision = _revision({**old, **changes, "fetched_at": at}, old, cursor, reason)
    revision["changed"] = list(dict.fromkeys([*revision["changed"], *replaced]))
    revision["old"] |= {name: value for name, value in replaced.items() if value is not None}
    return {"$set": values, "$unset": dict.fromkeys(gone, "")}, revision


def mark_gone(old: Document, cursor: int, *, at: datetime, reason: str | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """As ``revise``, for an article that is no longer at its address.

    Args:
        old: the stored article.
        cursor: number of the write.
        at: when that was found.
        reason: how, for the revision; None: nobody says.
    """
    changes = {"status": "gone", "gone_at": at, "cursor": cursor}
    told = reason or "found to be gone"
    revision = _revision({**old, "status": "gone", "fetched_at": at}, old, cursor, told)
    return {"$set": changes}, revision


def _revision(new: Document, old: Document, cursor: int, reason: str | None) -> dict[str, Any]:
    texts = [name for name in ("body", "standfirst") if new.get(name) != old.get(name)]
    changed = [*changed_fields(new, old), *texts]
    kept = dict.fromkeys(["title", *changed, "content_hash", "raw"])
    return {
        "_id": f"{new['_id']}:{old['cursor']}",
        "article": new["_id"],
        "version": old["version"],
        "changed": changed,
        "old": {name: old[name] for name in kept if name in old},
        "seen_at": new["fetched_at"],
        "cursor": cursor,
    } | ({"reason": reason} if reason else {})
