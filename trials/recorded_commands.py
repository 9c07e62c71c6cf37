"""What PyMongo sends, recorded, and how a server would answer it."""

from collections.abc import Iterator, Mapping
from typing import Any

from pymongo import monitoring
from pymongo.asynchronous.database import AsyncDatabase

Command = dict[str, Any]
_ASKING = ("aggregate", "count", "delete", "distinct", "find", "findAndModify", "update")


class RecordedCommands(monitoring.CommandListener):
    """Keeps every question and every write with a filter that is sent to one database, while ``is_on``."""

    def __init__(self) -> None:
        self.is_on = False
        self.commands: list[Command] = []

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        if self.is_on and event.command_name in _ASKING and isinstance(event.command[event.command_name], str):
            self.commands.append(dict(event.command))

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        """Nothing."""

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        """Nothing."""


def questions_in(command: Command) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Collection and filter of everything that a command looks for.

    Of an aggregation that is its first stage: what comes later, no index answers. Updates and deletions are asked for
    by their filter alone, for the embedded server explains them without it.
    """
    name = next(name for name in _ASKING if name in command)
    collection = command[name]
    if name == "aggregate":
        first = command["pipeline"][0] if command["pipeline"] else {}
        if "$collStats" not in first:
            yield collection, first.get("$match", {})
    elif name in ("delete", "update"):
        yield from ((collection, one["q"]) for one in command[f"{name}s"])
    else:
        yield collection, command.get("filter", command.get("query", {}))


async def fault_of_plan(documents: AsyncDatabase[Any], collection: str, where: Mapping[str, Any]) -> str | None:
    """Why a question makes the server read too much; None where it does not."""
    plan = await _explain(documents, collection, where)
    if "COLLSCAN" in _values_in(plan["queryPlanner"]["winningPlan"], "stage"):
        return "reads the whole collection"
    statistics = plan["executionStats"]
    if statistics["totalDocsExamined"] > 20 + 3 * statistics["nReturned"]:
        return f"looks at {statistics['totalDocsExamined']} documents to find {statistics['nReturned']}"
    return None


async def plan_of(documents: AsyncDatabase[Any], collection: str, where: Mapping[str, Any]) -> str:
    """What answers a question: ``articles by cursor_1``."""
    winner = (await _explain(documents, collection, where))["queryPlanner"]["winningPlan"]
    indexes, stages = _values_in(winner, "indexName"), _values_in(winner, "stage")
    return f"{collection} by {', '.join(indexes) or ', '.join(stages)}"


async def _explain(documents: AsyncDatabase[Any], collection: str, where: Mapping[str, Any]) -> dict[str, Any]:
    # The embedded server explains no $expr; no index answers one anyway.
    find = {"find": collection, "filter": {name: value for name, value in where.items() if name != "$expr"}}
    return await documents.command("explain", find, verbosity="executionStats")


def _values_in(plan: Mapping[str, Any], name: str) -> list[str]:
    """The values of a field in a plan and in what it is made from."""
    below = [plan[place] for place in ("inputStage", "queryPlan") if place in plan] + list(plan.get("inputStages", ()))
    own = [str(plan[name])] if name in plan else []
    return own + [value for one in below for value in _values_in(one, name)]
