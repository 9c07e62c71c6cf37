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
    return [{"$set": {name: {"$cond": [condition, value, f"${name}"]} for name, value in values.items()}}]


def free_or_of_one_gone(gone_fence: int | None) -> Expression:
    """Whether the lease may be taken: nobody holds it, or the one with this fence does, who is gone."""
    return IS_FREE if gone_fence is None else {"$or": [IS_FREE, {"$eq": ["$fence", gone_fence]}]}


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
