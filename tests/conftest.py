"""What all tests share: an event loop for tests that are coroutines, and a database of their own.

The embedded server is started once, in a directory that is thrown away; with ``NEWSCRAWLER_TEST_MONGO_URI`` the same
tests run against that server.
"""

import asyncio
import inspect
import os
import secrets
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from pymongo import MongoClient

from newscrawler.storage.connection import Database, open_database
from newscrawler.storage.embedded import join_embedded

# The same examples on every machine, so that a red check means a change; HYPOTHESIS_PROFILE=explore looks for new ones.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

# A worker takes a file at a time. These take longest, though they hold few tests: they start processes and wait for
# them. Begun last, one of them would keep one worker busy for most of a minute while the other has nothing to do.
BEGUN_FIRST = (
    "docs/test_pages.py",
    "journey/test_journey.py",
    "operations/test_demo.py",
    "operations/test_crawling.py",
    "operations/test_outlet_new.py",
    "test_messages.py",
)


def pytest_configure() -> None:
    """Ctrl-C reaches the commands that tests start, also where this suite runs in the background of a script."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files that take longest first, then those with most tests."""
    tests = Path(__file__).parent
    ranks = {tests / name: rank for rank, name in enumerate(BEGUN_FIRST)}
    counts = Counter(item.path for item in items)
    items.sort(key=lambda item: (ranks.get(item.path, len(ranks)), -counts[item.path], item.path))


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    """The event loop of one test."""
    with asyncio.Runner() as runner:
        yield runner


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a test that is a coroutine in the loop of its fixtures."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    names = pyfuncitem._fixtureinfo.argnames
    arguments = {name: pyfuncitem.funcargs[name] for name in names}
    shared = pyfuncitem.funcargs.get("runner")
    if shared:
        shared.run(pyfuncitem.obj(**arguments))
    else:
        asyncio.run(pyfuncitem.obj(**arguments))
    return True


@pytest.fixture(scope="session")
def server_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the server that the tests use, without a database name, as ``mongodb://...?options``."""
    given = os.environ.get("NEWSCRAWLER_TEST_MONGO_URI")
    if given:
        yield given
        return
    place = join_embedded(tmp_path_factory.mktemp("embedded"))
    yield place.uri
    place.release()


@pytest.fixture
def mongo_uri(server_uri: str) -> Iterator[str]:
    """Address of a database that no other test has; dropped afterwards."""
    name = f"newscrawler_test_{secrets.token_hex(6)}"
    address, _, options = server_uri.partition("?")
    scheme, _, rest = address.partition("://")
    yield f"{scheme}://{rest.split('/')[0]}/{name}?{options}"
    with MongoClient(server_uri) as client:
        client.drop_database(name)


@pytest.fixture
def database(mongo_uri: str, runner: asyncio.Runner, tmp_path: Path) -> Iterator[Database]:
    """An open, empty database in the loop of this test."""
    database = runner.run(open_database(mongo_uri, tmp_path))
    yield database
    runner.run(database.close())
