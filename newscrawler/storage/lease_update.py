"""How a lease inside a document changes hands, as updates that decide by the server's clock whether they do anything.

Each is sent with ``_id`` alone as its filter: with anything more the embedded server reads the whole collection, and no
server takes ``$expr`` in an upsert. So what it did is read afterwards. Fields that are not named stay as they are.
"""

from collections.abc import Mapping
from typing import Any

from newscrawler.model.lease import Process
from newscrawler.model.outlet_schedule import OutletSchedule
from newscrawler.storage.documents.conversion import SCHEMA_VERSION
from newscrawler.storage.documents.schedule_documents import PLAN_FIELDS, plan_values, process_values

Expression = Any
Update = list[dict[str, Any]]

NOW = "$$NOW"
REMOVED = "$$REMOVE"
IS_FREE: Expression = {"$lte": [{"$ifNull": ["$until", NOW]}, NOW]}
_IS_TAKEN: Expression = {"$ne": [{"$ifNull": ["$until", 0]}, 0]}  # held, or it ran out: it was not given back

_UNENDED: Expression = {"$ifNull": ["$unended", 0]}


def literal(value: Any) -> Expression:  # noqa: ANN401 - any value of BSON
    """A value that is no expression, whatever stands in it."""
    return {"$literal": value}


def moved(seconds: float, start: Expression = NOW) -> Expression:
    """A moment so many seconds after another one, or before it."""
    return {"$dateAdd": {"startDate": start, "unit": "millisecond", "amount": round(seconds * 1000)}}


def ours(fence: int) -> Expression:
    """Whether nobody took the lease since it was taken with this fence, and it was not given back."""
    return {"$and": [{"$eq": ["$fence", fence]}, _IS_TAKEN]}


def held_by(run: str) -> Expression:
    """Whether a run has the lease."""
    return {"$and": [{"$eq": ["$run", literal(run)]}, _IS_TAKEN]}


def only_if(condition: Expression, values: Mapping[str, Expression]) -> Update:
    """The update that gives fields these values where the condition holds, and else changes nothing."""
    return [{"$set": _only_if(condition, values)}]


def taking(values: Mapping[str, Expression], run: str, gone_fence: int | None, also: Expression | None) -> Update:
    """The update that takes a lease which nobody holds, or the one with this fence does, who is gone.

    One that the run has already is its own: the answer to an earlier update was lost, or the one that gave it back did
    not arrive. It may be about to end, so that its time begins anew; all else stays.

    Args:
        values: see ``holder``.
        run: who wants it.
        gone_fence: of a holder who is gone; None: nobody is known to be.
        also: must hold besides, where it is not the run's own.
    """
    own = held_by(run)
    free: Expression = IS_FREE if gone_fence is None else {"$or": [IS_FREE, {"$eq": ["$fence", gone_fence]}]}
    is_free = {"$and": [{"$not": [own]}, free, *([] if also is None else [also])]}
    times = {name: values[name] for name in ("since", "until")}
    others = {name: value for name, value in values.items() if name not in times}
    # In one stage: a second one would see the changes of the first.
    return [{"$set": _only_if(is_free, others) | _only_if({"$or": [own, is_free]}, times)}]


def holder(run: str, process: Process, seconds: float) -> dict[str, Expression]:
    """The values that make a run the holder for so many seconds."""
    fields = {
        "run": run,
        "host": process.host,
        "process": process_values(process),
        "schema_version": SCHEMA_VERSION,
    }
    times = {"since": NOW, "until": moved(seconds), "fence": {"$add": [{"$ifNull": ["$fence", 0]}, 1]}}
    return {name: literal(value) for name, value in fields.items()} | times


def turn_of(run: str) -> Expression:
    """Whether a run is the next one, or nobody is."""
    is_over = {"$lte": [{"$ifNull": ["$next.until", NOW]}, NOW]}
    return {"$or": [is_over, {"$eq": ["$next.run", literal(run)]}]}


def last_request_known() -> Expression:
    """The last request to a host as far as it is known when its lease is taken.

    One who did not give it back may have sent until the lease ended, or until now.
    """
    return {"$cond": [_IS_TAKEN, {"$min": ["$until", NOW]}, "$last_request_at"]}


def whole_plan(plan: OutletSchedule) -> dict[str, Expression]:
    """The values that replace all of a plan.

    Raises:
        InvalidItemError: one has the wrong type.
    """
    values = plan_values(plan)
    return {key: literal(values[key]) if key in values else REMOVED for key in PLAN_FIELDS.values()}


def ended(plan: OutletSchedule | None) -> dict[str, Expression]:
    """The values that give an outlet back, with the plan after its run; None: this run counts as none.

    Raises: as ``whole_plan``.
    """
    if plan is None:
        return {"until": REMOVED, "unended": {"$max": [{"$subtract": [_UNENDED, 1]}, 0]}}
    return {"until": REMOVED} | whole_plan(plan)


def run_counted(lease_seconds: float) -> Expression:
    """How many runs did not come to their end, with one that begins now.

    Of a lease that was never renewed no run is known: the answer to the one who took it was lost. It was counted, and
    the new run takes its place.
    """
    was_renewed = {"$ne": [{"$ifNull": ["$until", 0]}, moved(lease_seconds, "$since")]}
    return {"$cond": [was_renewed, {"$add": [_UNENDED, 1]}, {"$max": [_UNENDED, 1]}]}


def _only_if(condition: Expression, values: Mapping[str, Expression]) -> dict[str, Expression]:
    return {name: {"$cond": [condition, value, f"${name}"]} for name, value in values.items()}
