"""Jobs as the spool keeps them, and jobs again."""

from datetime import UTC, datetime
from typing import Any

from bson import decode, encode
from bson.codec_options import CodecOptions
from bson.errors import BSONError

from newscrawler.storage.documents.quarantine_document import quarantine_document
from newscrawler.storage.documents.visit_documents import note_values, read_note
from newscrawler.storage.writing.jobs import KeepRefused, RecordOutcome, RecordRun, SaveArticle

Document = dict[str, Any]
# What is kept while the database is away. A cleaning is not: the next crawl does it again.
Spoolable = SaveArticle | RecordOutcome | RecordRun | KeepRefused

HEADER_KIND = "header"  # of the first record of a file: which database it is for
_KINDS: dict[type, str] = {
    SaveArticle: "article",
    RecordOutcome: "outcome",
    RecordRun: "run",
    KeepRefused: "refused",
}
_AWARE: CodecOptions[Document] = CodecOptions(tz_aware=True, tzinfo=UTC)


class UnreadableJobError(ValueError):
    """A payload that is no job, or one of a later version."""


def write_header(values: Document) -> bytes:
    """The payload that names the database of a file."""
    return encode({"kind": HEADER_KIND} | values)


def write_job(job: Spoolable, at: datetime) -> bytes:
    """The payload of a job that is given to the spool at this instant. One that BSON refuses becomes a refusal."""
    values: Document = {"kind": _KINDS[type(job)], "at": at}
    values["document"] = job.document
    if isinstance(job, SaveArticle):
        values |= {"page": job.page, "sighting": job.sighting, "reason": job.reason, "visit": note_values(job.visit)}
        values |= {"own_url": job.own_url} if job.own_url else {}
    elif isinstance(job, KeepRefused):
        values |= {"page": job.page}
    try:
        return encode(values)
    except Exception as error:  # noqa: BLE001 - whatever BSON stumbles over, such as too many levels
        page = job.page if isinstance(job, SaveArticle) else None
        refused = quarantine_document(job, f"BSON refuses it: {error}", at)
        return encode({"kind": "refused", "at": at, "document": refused, "page": page})


def read_payload(payload: bytes) -> Document:
    """The values of a payload.

    Raises:
        UnreadableJobError: it holds none.
    """
    try:
        return decode(payload, _AWARE)
    except BSONError as error:
        raise UnreadableJobError(str(error)) from error


def read_job(payload: bytes) -> Spoolable | None:
    """The job of a payload; None: there is nothing to do, as with a header.

    Raises:
        UnreadableJobError: it is neither, or of a later version.
    """
    values = read_payload(payload)
    size = len(payload)
    try:
        match values["kind"]:
            case "header" | "copies":  # of an older version: what is to be compared stands in the article by now
                return None
            case "article":
                return SaveArticle(
                    values["document"],
                    values["page"],
                    size,
                    values["sighting"],
                    values["reason"],
                    spooled_at=values["at"],
                    visit=read_note(values.get("visit")),  # an older version kept none
                    own_url=values.get("own_url", ""),
                )
            case "outcome":
                return RecordOutcome(values["document"], size, spooled_at=values["at"])
            case "run":
                return RecordRun(values["document"], size)
            case "refused":
                return KeepRefused(values["document"], values["page"], size)
    except KeyError as error:
        raise UnreadableJobError(f"no {error} in it") from error
    raise UnreadableJobError(f"{values['kind']!r} is unknown to this version")
