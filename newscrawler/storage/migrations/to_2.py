"""To schema 2: quarantine holds one document for each thing that was refused, no longer one for each refusal.

Before: ``_id`` was the thing's key and the instant, and there were ``reason``, ``at``, ``document`` (as it was to be
written, or ``{text}`` with its beginning), ``outlet`` and ``url``.
"""

from typing import Any

from pymongo import DeleteOne, UpdateOne

from newscrawler.storage.migrations.migration import Document, Migration, Step, Write

_KEPT = ("outlet", "url", "reason", "at")
_CONTENT = ("document", "text")
_COPIES = "text "  # begins the key of a look-up of copies: the hash of a text, which no document was kept of


def merge_refusal(old: Document) -> list[Write]:
    """One refusal into the document of its thing: the latest is what is kept, the first and their number are told."""
    done = DeleteOne({"_id": old["_id"]})
    key = str(old["_id"]).rsplit(" ", 1)[0]
    if key.startswith(_COPIES):
        return [done]
    held = old.get("document") or {}
    # Nothing but the cleaning of a stored article left no document behind.
    kind = "outcome" if key.startswith("outcome ") else "article" if held else "cleaning"
    content = {"text": held["text"]} if set(held) == {"text"} else {"document": held}
    latest = {name: old[name] for name in _KEPT if name in old} | content | {"kind": kind, "schema_version": 2}
    update: dict[str, Any] = {"$set": latest, "$min": {"first_at": old["at"]}, "$inc": {"attempts": 1}}
    if gone := [name for name in _CONTENT if name not in content]:
        update["$unset"] = dict.fromkeys(gone, "")
    return [UpdateOne({"_id": f"cleaning {key}" if kind == "cleaning" else key}, update, upsert=True), done]


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
