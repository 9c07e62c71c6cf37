"""The doctor on the database: opened as every command opens it, written to, and its clock beside ours."""

import asyncio
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from newscrawler.errors import NewscrawlerError
from newscrawler.operations.doctor_check import NEXT_STEP, Check, Verdict
from newscrawler.operations.doctor_schema import SPOOL_CHECK, quarantine_verdict, schema_verdicts
from newscrawler.settings import Environment
from newscrawler.urls import is_this_machine

if TYPE_CHECKING:
    from newscrawler.storage.upkeep.condition import Condition, SchemaCondition

LIMIT_SECONDS = 12.0  # a MongoDB that does not answer is given up after 8, the embedded one starts in 1
MANY = 1000  # things in quarantine: more are not counted
CLOCK_NOTE = timedelta(seconds=2)  # runs are told apart by seconds
CLOCK_FAIL = timedelta(seconds=60)  # dates of articles and leases are wrong


def examine_database(environment: Environment) -> Iterator[Verdict]:
    """Whether the database opens, takes a write, and holds what it should; of another machine, how far its clock is."""
    from newscrawler.storage.connection import open_database  # noqa: PLC0415 - PyMongo
    from newscrawler.storage.server.embedded import join_embedded  # noqa: PLC0415 - PyMongo
    from newscrawler.storage.upkeep.condition import examine_database, examine_schema  # noqa: PLC0415 - PyMongo

    async def examined() -> "tuple[str, Condition, SchemaCondition, int]":
        database = await open_database(environment.mongo_uri, environment.data_dir, access="any")
        try:
            condition, schema = await examine_database(database), await examine_schema(database)
            # Asked only where its documents have our shape.
            refused = [one async for one in database.quarantine.find(limit=MANY)] if schema.inspection else []
            return database.address, condition, schema, len(refused)
        finally:
            await database.close()

    began = time.monotonic()
    # Joined here, in a thread that may be left behind: one of the event loop would be waited for when we end.
    place = join_embedded(environment.data_dir) if environment.mongo_uri is None else None
    try:
        address, condition, schema, refused = asyncio.run(examined())
    finally:
        if place:
            place.release()
    seconds = time.monotonic() - began
    yield Verdict("database", "ok", _shown(address, condition.version, condition.replica_set, seconds))
    yield _write_verdict(condition.write_fault)
    if environment.mongo_uri and condition.clock_difference is not None and not _is_here(environment.mongo_uri):
        yield _clock_verdict(condition.clock_difference)
    yield from schema_verdicts(schema)
    if schema.inspection:
        yield quarantine_verdict(refused, are_more=refused == MANY)


def told_database(environment: Environment) -> Iterator[Verdict]:
    """The same, with the message of the storage parted into what is wrong and what to do."""
    try:
        yield from examine_database(environment)
    except NewscrawlerError as error:
        found, *fix = NEXT_STEP.split(str(error), maxsplit=1)
        yield Verdict("database", "FAIL", found, "".join(fix))


def _shown(address: str, version: str, replica_set: str | None, seconds: float) -> str:
    version = version or "of unknown version"
    # The embedded server is no MongoDB: it says which one it speaks as.
    embedded = address.startswith("the embedded")
    parts = [f"{address}, speaks as MongoDB {version}" if embedded else f"MongoDB {version} at {address}"]
    parts += [f"replica set {replica_set}"] if replica_set else []
    return ", ".join([*parts, f"opened in {seconds:.1f} s"])


def _write_verdict(fault: str | None) -> Verdict:
    if fault is None:
        return Verdict("database write", "ok", "a document was written and removed")
    fix = "give the user of NEWSCRAWLER_MONGO_URI the role readWrite on this database, or free some space there"
    return Verdict("database write", "FAIL", fault, fix)


def _clock_verdict(difference: timedelta) -> Verdict:
    seconds = difference.total_seconds()
    found = f"{abs(seconds):.1f} s {'ahead of' if seconds > 0 else 'behind'} ours"
    distance = abs(difference)
    if distance < CLOCK_NOTE:
        return Verdict("database clock", "ok", found)
    return Verdict(
        "database clock", "FAIL" if distance > CLOCK_FAIL else "note", found, "timedatectl set-ntp true, on both"
    )


def _is_here(uri: str) -> bool:
    host = urlsplit(uri.split(",", 1)[0]).hostname or ""
    return is_this_machine(f"http://[{host}]/" if ":" in host else f"http://{host}/")


DATABASE_CHECKS = (
    Check(
        "database",
        told_database,
        LIMIT_SECONDS,
        fix="is it being upgraded? Try again; else restart it, or unset NEWSCRAWLER_MONGO_URI",
    ),
    SPOOL_CHECK,
)
