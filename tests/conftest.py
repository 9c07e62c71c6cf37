"""What all tests share: an event loop for tests that are coroutines, and a database of their own.

The embedded server is started once, in a directory that is thrown away; with ``NEWSCRAWLER_TEST_MONGO_URI`` the same
tests run against that server.
"""

import asyncio
import inspect
import os
import secrets
import signal
import sys
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pymongo
import pytest
from hypothesis import settings
from pymongo import MongoClient, common, network_layer
from pymongo.errors import PyMongoError
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from newscrawler.storage.connection import Database, open_database
from newscrawler.storage.server.embedded import join_embedded
from newscrawler.storage.server.keeper import KeeperError, server_path

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
    "trials/test_miniatures.py",
    "middlewares/test_claims_of_crawls.py",
    "operations/test_crawling.py",
    "operations/test_schedule.py",
    "operations/test_crawl_away.py",
    "journey/test_what_is_left.py",
    "storage/server/test_keeper.py",
    "outlet_memory/test_killed.py",
    "journey/test_second_looks.py",
    "test_messages.py",
)
# Their tests share nothing and take long: a worker takes one at a time.
TAKEN_ONE_BY_ONE = ("docs/test_pages.py", "trials/test_miniatures.py")
DROP_SECONDS = 30.0  # for the database of a test that is over; on a quiet machine it takes 0.1


# How soon a driver notices that its server is gone, and looks for it again: 0.5 s each is for networks, and was most of
# every test that cuts a wire. A driver without these names waits as before.
common.MIN_HEARTBEAT_INTERVAL = 0.05
network_layer._POLL_TIMEOUT = 0.05


class FilesThenTests(LoadFileScheduling):
    """Hands out files whole, for the sake of what their tests share, but not those of ``TAKEN_ONE_BY_ONE``."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return nodeid if file.endswith(TAKEN_ONE_BY_ONE) else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> FilesThenTests | None:
    """How tests go to workers where they go by files, as pyproject.toml says."""
    return FilesThenTests(config, log) if config.getvalue("dist") == "loadfile" else None


def pytest_configure(config: pytest.Config) -> None:
    """Ctrl-C reaches the commands that tests start, also where this suite runs in the background of a script.

    They keep what they compiled.
    """
    # Where that is forbidden, each of some hundred commands that tests start would compile the same modules again.
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    config.addinivalue_line("markers", "embedded: starts the embedded server itself; skipped where it is not installed")
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files that take longest first, then those with most tests."""
    tests = Path(__file__).parent
    ranks = {tests / name: rank for rank, name in enumerate(BEGUN_FIRST)}
    counts = Counter(item.path for item in items)
    items.sort(key=lambda item: (ranks.get(item.path, len(ranks)), -counts[item.path], item.path))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Tests of the embedded server, and of commands that start it, say so where it is not there."""
    if item.get_closest_marker("embedded"):
        try:
            server_path()
        except KeeperError as error:
            pytest.skip(str(error))


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


def naming_database(uri: str, name: str) -> str:
    """The address with another database; who is asked for user and password stays the same."""
    address, _, options = uri.partition("?")
    scheme, _, rest = address.partition("://")
    hosts, _, path = rest.partition("/")
    given = options.lower()
    if "@" in hosts and "authsource=" not in given and "authmechanism=" not in given:
        options = f"{options}&authSource={path or 'admin'}".lstrip("&")
    return f"{scheme}://{hosts}/{name}?{options}"


@pytest.fixture(scope="session")
def server_folder(tmp_path_factory: pytest.TempPathFactory) -> Path | None:
    """Where the embedded server of the tests is; None: they use another one."""
    return None if os.environ.get("NEWSCRAWLER_TEST_MONGO_URI") else tmp_path_factory.mktemp("embedded")


@pytest.fixture(scope="session")
def server_uri(server_folder: Path | None) -> Iterator[str]:
    """Address of the server that the tests use."""
    if server_folder is None:
        yield os.environ["NEWSCRAWLER_TEST_MONGO_URI"]
        return
    place = join_embedded(server_folder)
    yield place.uri
    place.release()


@pytest.fixture
def mongo_uri(server_uri: str, server_folder: Path | None) -> Iterator[str]:
    """Address of a database that no other test has; dropped afterwards."""
    name = f"newscrawler_test_{secrets.token_hex(6)}"
    yield naming_database(server_uri, name)
    try:
        with pymongo.timeout(DROP_SECONDS), MongoClient(server_uri) as client:
            client.drop_database(name)
    except PyMongoError as error:
        if server_folder is None:
            raise
        # Seen on a busy machine after tests that kill crawls: the embedded server never answers the drop, nor anybody
        # after it. The test itself is over by then; the next one gets a server that its keeper starts anew.
        warnings.warn(f"the embedded server did not drop a database ({error}): it is started anew", stacklevel=1)
        os.kill(int((server_folder / "database.server").read_text()), signal.SIGKILL)


@pytest.fixture
def database(mongo_uri: str, runner: asyncio.Runner, tmp_path: Path) -> Iterator[Database]:
    """An open, empty database in the loop of this test."""
    database = runner.run(open_database(mongo_uri, tmp_path))
    yield database
    runner.run(database.close())
