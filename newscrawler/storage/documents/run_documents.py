"""Runs and outcomes as documents, and back. Field names are spelled here and in shapes.py alone."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from newscrawler.model.outcome import Outcome, OutcomeKind
from newscrawler.model.run import Run
from newscrawler.storage.documents.conversion import SCHEMA_VERSION, article_id, check_document, filled, plain
from newscrawler.storage.documents.listed_link import listed_values, read_listed

MAX_MESSAGE = 500  # characters of an outcome


def outcome_document(outcome: Outcome) -> dict[str, Any]:
    """The document of an outcome that is recorded for the first time."""
    at = plain(outcome.at)
    document = filled(
        {
            "_id": article_id(outcome.url),
            "outlet": outcome.outlet,
            "url": outcome.url,
            "kind": str(outcome.kind),
            "message": outcome.message[:MAX_MESSAGE],
            "at": at,
            "first_at": at,
            "attempts": 1,
            "run": outcome.run,
            "listed": plain(listed_values(outcome.link)),
            "schema_version": SCHEMA_VERSION,
        },
        always={"message"},
    )
    check_document("outcome", document)
    return document


def run_document(run: Run) -> dict[str, Any]:
    """The document of a run."""
    document = {"_id": run.id} | {field.name: plain(getattr(run, field.name)) for field in fields(Run)}
    del document["id"]
    document = filled(document) | {"schema_version": SCHEMA_VERSION}
    check_document("run", document)
    return document


def read_run(document: Mapping[str, Any]) -> Run:
    """The run of a stored document."""
    known = {field.name for field in fields(Run)} - {"id"}
    values = {name: document[name] for name in known if name in document}
    lists = {name: tuple(document.get(name, ())) for name in ("warnings", "files")}
    return Run(**values | lists | {"id": document["_id"]})


def read_outcome(document: Mapping[str, Any]) -> Outcome:
    """The outcome of a stored document."""
    return Outcome(
        outlet=document["outlet"],
        url=document["url"],
        kind=OutcomeKind(document["kind"]),
        message=document["message"],
        at=document["at"],
        attempts=document["attempts"],
        run=document.get("run"),
        link=read_listed(document.get("listed"), document["url"]),
    )
