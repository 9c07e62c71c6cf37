"""Plans, leases and claims as documents, and back. Fields are named here, in schedule_shapes.py and lease_update.py."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from newscrawler.model.lease import HostClaim, Lease, Process
from newscrawler.model.outlet_schedule import OutletSchedule
from newscrawler.model.publication_profile import PublicationProfile
from newscrawler.storage.documents.bson_cleaning import clean_for_bson
from newscrawler.storage.documents.conversion import SCHEMA_VERSION, check_document, plain

Document = dict[str, Any]

_DAY = 24
_HOURLY = ("counts", "hours")  # of a profile: a number for each hour of the week
_OF_LEASE = {"taken_at": "since"}
# Fields of a plan -> their names in the document, whose ``run`` is the one that holds the outlet.
PLAN_FIELDS = {
    field.name: "last_run" if field.name == "run" else field.name
    for field in fields(OutletSchedule)
    if field.name != "outlet" and field.name not in _OF_LEASE
}
_NEVER_WATCHED = PublicationProfile()
_EMPTY: tuple[Any, ...] = (None, "", 0, {}, _NEVER_WATCHED)  # as a plan begins: such a field is left out


def plan_values(plan: OutletSchedule) -> Document:
    """The fields of a plan that hold something, as BSON knows them.

    Raises:
        InvalidItemError: a value has the wrong type.
    """
    values: Document = {}
    for name, key in PLAN_FIELDS.items():
        value = getattr(plan, name)
        if value not in _EMPTY:
            values[key] = _profile_values(value) if name == "profile" else plain(value)
    cleaned = clean_for_bson(values)
    check_document("schedule", {"_id": plan.outlet, "fence": 0, "schema_version": SCHEMA_VERSION} | cleaned)
    return cleaned


def read_plan(document: Mapping[str, Any]) -> OutletSchedule:
    """The plan in a stored document."""
    values = {name: document[key] for name, key in (PLAN_FIELDS | _OF_LEASE).items() if key in document}
    if "profile" in values:
        values["profile"] = _read_profile(values["profile"])
    return OutletSchedule(document["_id"], **values)


def plan_before(document: Mapping[str, Any]) -> OutletSchedule:
    """The plan as it was before the run that holds the outlet began, which counts itself among the unended ones."""
    plan = read_plan(document)
    return replace(plan, unended=max(plan.unended - 1, 0))


def process_values(process: Process) -> Document:
    """A process as a part of a document; the name of its machine stands beside it."""
    return {"machine": process.machine, "number": process.number, "started": process.started}


def read_lease(document: Mapping[str, Any], seconds: float = 0.0) -> Lease:
    """The lease in a stored document; ``seconds``: since it was taken."""
    process = document["process"]
    holder = Process(document["host"], process["machine"], process["number"], process["started"])
    return Lease(document["_id"], document["run"], holder, int(document["fence"]), seconds)


def read_turn(turn: Mapping[str, Any]) -> Lease:
    """The lease that a run is to have on a host, as one that was just taken."""
    return read_lease({"_id": turn["outlet"], "fence": 0, **turn})


def read_host(document: Mapping[str, Any]) -> HostClaim:
    """The claim on a host, of the run that holds it; by the clock as it was when it was taken."""
    since, last, wait = document["since"], document.get("last_request_at"), document.get("wait_until")
    return HostClaim(
        read_lease(document),
        idle_seconds=None if last is None else max((since - last).total_seconds(), 0.0),
        wait_seconds=0.0 if wait is None else max((wait - since).total_seconds(), 0.0),
        delay_seconds=document.get("delay_seconds", 0.0),
    )


def _profile_values(profile: PublicationProfile) -> Document:
    values = {field.name: getattr(profile, field.name) for field in fields(profile)}
    packed = {name: _packed(values[name]) for name in _HOURLY}
    return {name: plain(value) for name, value in (values | packed).items() if value is not None}


def _read_profile(values: Mapping[str, Any]) -> PublicationProfile:
    known = {field.name: values[field.name] for field in fields(PublicationProfile) if field.name in values}
    return PublicationProfile(**known | {name: _unpacked(values[name]) for name in _HOURLY})


def _packed(numbers: Sequence[float]) -> list[str]:
    """A text for each day. Six digits: a weight that shrinks a little with every run must not stay where it is."""
    texts = [f"{number:.6g}" for number in numbers]
    return [" ".join(texts[begin : begin + _DAY]) for begin in range(0, len(texts), _DAY)]


def _unpacked(days: Sequence[str]) -> tuple[float, ...]:
    return tuple(map(float, " ".join(days).split()))
