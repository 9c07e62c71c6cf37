"""The document of what could not be written: why, and as much of it as can be kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bson import encode

from newscrawler.storage.documents.bson_cleaning import clean_for_bson
from newscrawler.storage.documents.conversion import SCHEMA_VERSION, plain
from newscrawler.storage.documents.document_size import MAX_BYTES
from newscrawler.storage.documents.shapes import RefusedKind
from newscrawler.storage.writing.jobs import (
    CleanArticle,
    Job,
    KeepRefused,
    RecordOutcome,
    RecordRun,
    SaveArticle,
)
from newscrawler.urls import mask_secrets

MAX_REASON = 2_000  # characters
MAX_TEXT = 1_000_000  # characters of what can only be shown
_MAX_NAME = 2_000  # characters of an outlet, address or title beside the content

Document = dict[str, Any]
_KINDS: dict[type, RefusedKind] = {
    SaveArticle: "article",
    CleanArticle: "cleaning",
    RecordOutcome: "outcome",
    RecordRun: "run",
}


def quarantine_document(job: Job, reason: str, at: datetime) -> Document:
    """What is kept of a job that was refused; can be encoded and stored whatever the job holds."""
    if isinstance(job, KeepRefused):  # refused itself: its content is to blame
        return {name: value for name, value in job.document.items() if name != "document"} | {
            "text": _shown(job.document.get("document", {}))
        }
    held: Mapping[str, Any] = job.changes if isinstance(job, CleanArticle) else getattr(job, "document", {})
    page = job.page if isinstance(job, SaveArticle) else None
    key = f"cleaning {job.key}" if isinstance(job, CleanArticle) else job.key
    return refused_document(key, _KINDS[type(job)], held, reason, at, page=page)


def refused_document(
    key: str,
    kind: RefusedKind,
    held: Mapping[str, Any],
    reason: str,
    at: datetime,
    *,
    page: Document | None = None,
) -> Document:
    """As ``quarantine_document``, of anything.

    Args:
        key: one document is kept for each, however often it is refused.
        kind: what it is.
        held: what was to be written.
        reason: why it was not; secrets in addresses are masked.
        at: when; aware.
        page: the document of the page that it was read from, or None; kept in ``pages``.
    """
    document: Document = {
        "_id": key,
        "kind": kind,
        "reason": mask_secrets(reason)[:MAX_REASON],
        "first_at": plain(at),
        "at": plain(at),
        "attempts": 1,
        "schema_version": SCHEMA_VERSION,
    }
    named = {name: held.get(name) for name in ("outlet", "url", "title", "run")}
    document |= {name: value[:_MAX_NAME] for name, value in named.items() if isinstance(value, str)}
    if page is not None:
        document["raw"] = page["_id"]
    return clean_for_bson(document) | raw_form(held)


def quarantine_ids(article_ids: Iterable[str]) -> list[str]:
    """Every ``_id`` under which something of these articles may be kept: void once they are stored."""
    return [f"{beginning}{article_id}" for article_id in article_ids for beginning in ("", "cleaning ", "outcome ")]


def raw_form(held: Mapping[str, Any]) -> Document:
    """A document as the database can hold it: ``document``, cleaned where it must be, and then ``text``, as it was.

    One that is too large even then is only there as ``text``, from its beginning.
    """
    cleaned = clean_for_bson(held)
    kept = encode(cleaned)
    if len(kept) > MAX_BYTES - 4 * MAX_TEXT:
        return {"text": _shown(held)}
    return {"document": cleaned} if _is_clean(held, kept) else {"document": cleaned, "text": _shown(held)}


def _is_clean(held: Mapping[str, Any], cleaned: bytes) -> bool:
    try:
        return bool(encode(held) == cleaned)
    except Exception:  # noqa: BLE001 - that it cannot be encoded may be why it is here
        return False


def _shown(held: Mapping[str, Any]) -> str:
    """In ASCII, so that it shows what no encoding can hold."""
    try:
        return ascii(held)[:MAX_TEXT]
    except Exception as error:  # noqa: BLE001 - an object of a developer's own may break while it describes itself
        return f"cannot be shown: {type(error).__name__}"


@dataclass(frozen=True, slots=True)
class Quarantined:
    """One thing that could not be written.

    Attributes:
        id: of the article; with ``outcome``, ``cleaning`` or ``run`` before it where that is what was refused.
        kind: ``article``, ``item`` (of a developer's spider), ``cleaning`` (of a stored article), ``outcome``, ``run``.
        reason: why it was refused the last time.
        document: what was to be written, as far as the database can hold it; None: it is too large.
        text: what it looked like, where it is not ``document`` as it was.
        raw: id of the stored page that it was read from, or None.
        attempts: how often it was refused.
    """

    id: str
    kind: RefusedKind
    reason: str
    first_at: datetime
    at: datetime
    attempts: int
    outlet: str | None = None
    url: str | None = None
    title: str | None = None
    run: str | None = None
    raw: str | None = None
    document: Document | None = None
    text: str | None = None


def read_quarantined(document: Mapping[str, Any]) -> Quarantined:
    """The value of a stored document."""
    names = Quarantined.__dataclass_fields__.keys() - {"id"}
    return Quarantined(id=document["_id"], **{name: document[name] for name in names if name in document})
