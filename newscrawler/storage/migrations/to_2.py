"""To schema 2: quarantine holds one document for each thing that was refused, no longer one for each refusal.

Before: ``_id`` was the thing's key and the instant, and there were ``reason``, ``at``, ``document`` (as it was to be
written, or ``{text}`` with its beginning), ``outlet`` and ``url``.
"""

from typing import Any

from pymongo import DeleteOne, UpdateOne

from newscrawler.storage.migrations.migration import Document, Migration, Step, Write

_KEPT = ("outlet", "url", "reason", "at")
_CONTENT = ("document", "text")


def merge_refusal(old: Document) -> list[Write]:
    """One refusal into the document of its thing: the latest is what is kept, the first and their number are told."""
    key = str(old["_id"]).rsplit(" ", 1)[0]
    content = _content(old.get("document") or {})
    latest = {name: old[name] for name in _KEPT if name in old} | content
    latest |= {"kind": "outcome" if key.startswith("outcome ") else "article", "schema_version": 2}
    gone = [name for name in _CONTENT if name not in content]
    update: dict[str, Any] = {"$set": latest, "$min": {"first_at": old["at"]}, "$inc": {"attempts": 1}}
    if gone:
        update["$unset"] = dict.fromkeys(gone, "")
    return [UpdateOne({"_id": key}, update, upsert=True), DeleteOne({"_id": old["_id"]})]


def _content(held: Document) -> dict[str, Any]:
    return {"text": held["text"]} if set(held) == {"text"} else {"document": held}


TO_2 = Migration(
    2,
    (
        Step(
            "quarantine",
            "one document for each thing that was refused, with its attempts",
            {"attempts": {"$exists": False}},
            merge_refusal,
        ),
    ),
)
