"""What the database remembers of an outlet, for commands that can do without: no database is made or waited for."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import TypeVar

from newscrawler.boilerplate.furniture_learning import furniture_of
from newscrawler.errors import ConfigurationError, StorageError
from newscrawler.health.finding import Health
from newscrawler.model.furniture import Furniture
from newscrawler.model.outlet import Outlet
from newscrawler.operations.opened_database import opened_database
from newscrawler.operations.outlet_health import health_of
from newscrawler.operations.output import Output
from newscrawler.settings import Environment
from newscrawler.storage.documents.furniture_documents import KnownBlocks
from newscrawler.storage.server.embedded import has_database

_T = TypeVar("_T")


def has_memory(environment: Environment) -> bool:
    """Is there a database to ask, whether it answers or not?"""
    return environment.mongo_uri is not None or has_database(environment.data_dir)


def known_blocks(outlet_id: str, environment: Environment, output: Output) -> KnownBlocks | None:
    """What was learned of an outlet; None where there is no database, or none that answers, which is told."""
    return _answer(lambda: _read(outlet_id, environment), f"What was learned of {outlet_id}", environment, output)


def known_outlet(outlet: Outlet, environment: Environment, output: Output) -> tuple[KnownBlocks | None, Health | None]:
    """What was learned of an outlet, and how it is; None, None as for ``known_blocks``."""
    what = f"What was learned of {outlet.id}, and how it is,"
    return _answer(lambda: _read_all(outlet, environment), what, environment, output) or (None, None)


def remembered_furniture(outlet_id: str, environment: Environment, output: Output) -> Furniture | None:
    """The outlet's furniture, ready to be taken out; None where no database is there that knows it."""
    known = known_blocks(outlet_id, environment, output)
    return None if known is None else furniture_of(outlet_id, known.articles, known.blocks, known.layout.container)


def _answer(
    ask: Callable[[], Coroutine[None, None, _T]], what: str, environment: Environment, output: Output
) -> _T | None:
    """The answer; None where there is no database, or none that answers, which is told."""
    if not has_memory(environment):
        return None
    try:
        return asyncio.run(ask())
    except (ConfigurationError, StorageError) as error:
        output.message(f"{what} is not known here: {error}", "yellow")
        return None


async def _read(outlet_id: str, environment: Environment) -> KnownBlocks:
    async with opened_database(environment, access="read") as database:
        return await database.furniture.known(outlet_id)


async def _read_all(outlet: Outlet, environment: Environment) -> tuple[KnownBlocks, Health]:
    async with opened_database(environment, access="read") as database:
        (health,) = await health_of([outlet], database)
        return await database.furniture.known(outlet.id), health
