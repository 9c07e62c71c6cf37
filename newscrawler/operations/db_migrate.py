"""``db migrate``: documents of an older version come into the shapes of this one."""

import argparse
import asyncio
from collections.abc import Sequence

from newscrawler.model.lease import Lease
from newscrawler.operations.moving_line import MovingLine
from newscrawler.operations.opened_database import opened_database
from newscrawler.operations.output import Output
from newscrawler.operations.terminal_text import many
from newscrawler.settings import Environment
from newscrawler.storage.connection import Database
from newscrawler.storage.documents.conversion import SCHEMA_VERSION
from newscrawler.storage.migrations.migrating import PlannedStep, migrate, planned_steps
from newscrawler.storage.migrations.migration_lease import migration_lease
from newscrawler.storage.server.embedded import has_database

COLUMNS = ("schema", "collection", "documents", "what becomes of them")


def run(options: argparse.Namespace, environment: Environment, output: Output) -> int:
    """The exit code of ``db migrate``."""
    return asyncio.run(migrate_database(environment, output, dry_run=options.dry_run))


async def migrate_database(environment: Environment, output: Output, *, dry_run: bool) -> int:
    """Tell what there is to do, and do it unless it is a ``dry_run``.

    Raises:
        SchemaVersionError: the database has a newer schema: nothing runs backwards.
        StorageError: outlets are being crawled, or the database does not answer.
    """
    if environment.mongo_uri is None and not has_database(environment.data_dir):
        return _tell_nothing_to_do(f"the embedded database in {environment.data_dir}", output, "is not there yet")
    async with opened_database(environment, access="any") as database:
        steps = await planned_steps(database)
        if steps and not dry_run:
            return await _migrate(database, output)
        if not steps:
            return _tell_nothing_to_do(database.address, output)
        for planned in steps:
            output.row(_values(planned))
        output.table(COLUMNS, _cells(steps))
        _tell("Nothing was changed. To do it: newscrawler db migrate", output)
    return 0


async def _migrate(database: Database, output: Output) -> int:
    def tell_waiting(lease: Lease) -> None:
        other = f"process {lease.process.number} on host {lease.process.host}"
        output.message(f"{other} is migrating this database: waiting for its end.")

    async with migration_lease(database, tell_waiting) as lease:
        steps = await planned_steps(database)
        if not steps:
            return _tell_nothing_to_do(database.address, output)
        with MovingLine(output) as line:
            async for progress in migrate(database, lease):
                if not progress.is_done:
                    line.tell(f"To schema {progress.version}: {many(progress.changed, 'document')} changed")
                    continue
                output.row({"schema": progress.version, "changed": progress.changed})
                with line.away():
                    output.line(f"Schema {progress.version}: {many(progress.changed, 'document')} changed.")
    output.row(_state(database.address))
    _tell(f"Done: {database.address} has schema {SCHEMA_VERSION}.", output)
    for planned in steps:
        if planned.step.then and planned.documents:
            _tell(planned.step.then, output)
    return 0


def _values(planned: PlannedStep) -> dict[str, object]:
    return {
        "schema": planned.version,
        "collection": planned.step.collection,
        "documents": planned.documents,
        "change": planned.step.title,
    }


def _cells(steps: Sequence[PlannedStep]) -> list[list[object]]:
    return [list(_values(planned).values()) for planned in steps]


def _state(address: str) -> dict[str, object]:
    """The last line of ``--json``."""
    return {"database": address, "schema": SCHEMA_VERSION, "is_done": True}


def _tell_nothing_to_do(address: str, output: Output, why: str | None = None) -> int:
    output.row(_state(address))
    _tell(f"Nothing to do: {address} {why or f'needs no migration to schema {SCHEMA_VERSION}'}.", output)
    return 0


def _tell(text: str, output: Output) -> None:
    (output.message if output.json else output.line)(text)
