"""What PyMongo sends, recorded, and how a server would answer it."""

from collections.abc import Iterator, Mapping, Sequence
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
    find = {"find": collection, "filter": dict(where)}
    plan = await documents.command("explain", find, verbosity="executionStats")
    if "COLLSCAN" in _stages(plan["queryPlanner"]["winningPlan"]):
        return "reads the whole collection"
    statistics = plan["executionStats"]
    if statistics["totalDocsExamined"] > 20 + 3 * statistics["nReturned"]:
        return f"looks at {statistics['totalDocsExamined']} documents to find {statistics['nReturned']}"
    return None


def _stages(plan: Mapping[str, Any]) -> Sequence[str]:
    below = [plan[name] for name in ("inputStage", "queryPlan") if name in plan] + list(plan.get("inputStages", ()))
    return [plan.get("stage", ""), *(stage for one in below for stage in _stages(one))]
