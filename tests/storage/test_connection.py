import asyncio
import socket
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from pymongo import AsyncMongoClient
from pymongo.errors import ConfigurationError as PymongoConfigurationError
from pymongo.errors import OperationFailure

from newscrawler.errors import ConfigurationError, StorageError, StorageUnavailableError
from newscrawler.storage.connection import mask_uri, open_database, opening_seconds
from newscrawler.storage.faults import describe_fault
from newscrawler.storage.reading.read_access import open_for_reading
from newscrawler.storage.server import keeper
from newscrawler.storage.server.process_identity import process_age
from newscrawler.storage.shared import SharedDatabase
from newscrawler.storage.uri import uri_mistake


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port of this machine that takes connections and never answers."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.fixture
def closed_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


async def test_no_server_is_one_clear_message_without_the_password(tmp_path: Path, closed_port: int) -> None:
    uri = f"mongodb://me:secret@127.0.0.1:{closed_port}/news?authSource=admin"
    with pytest.raises(StorageUnavailableError) as refusal:
        await open_database(uri, tmp_path, timeout_seconds=1)
    message = str(refusal.value)
    assert message.startswith(f"Cannot reach MongoDB at 127.0.0.1:{closed_port} (connection refused after 1 s). ")
    assert "unset NEWSCRAWLER_MONGO_URI" in message
    assert "secret" not in message
    assert refusal.value.exit_code == 4
    assert refusal.value.__cause__


async def test_a_server_that_hangs_is_given_up_in_time(tmp_path: Path, silent_port: int) -> None:
    began = time.monotonic()
    with pytest.raises(StorageUnavailableError, match="Cannot reach MongoDB"):
        await open_database(f"mongodb://127.0.0.1:{silent_port}/", tmp_path, timeout_seconds=1)
    assert time.monotonic() - began < 25


@pytest.mark.parametrize(
    ("age", "seconds"), [(0.2, 8), (3, 6), (7, 2.5), (9.9, 2.5), (10, 8), (3600, 8), (None, 8), (-5, 8)]
)
def test_what_a_process_spent_on_its_imports_is_taken_from_the_time_to_open(age: float | None, seconds: float) -> None:
    assert opening_seconds(age) == seconds


@pytest.mark.skipif(process_age() is None, reason="the system does not tell")
def test_the_age_of_a_process_counts_from_before_its_first_import() -> None:
    code = (
        "import time; time.sleep(1)\n"
        "from newscrawler.storage.server.process_identity import process_age\n"
        "print(process_age() - time.process_time())"
    )
    began = time.monotonic()
    age = float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
    assert 0.9 <= age <= time.monotonic() - began + 0.1


async def test_a_wrong_password_is_told_as_such(tmp_path: Path, server_uri: str) -> None:
    host = mask_uri(server_uri)
    with pytest.raises(StorageUnavailableError, match="authentication failed") as refusal:
        await open_database(f"mongodb://newscrawler:wrong@{host}/?authSource=admin", tmp_path, timeout_seconds=2)
    assert "wrong" not in str(refusal.value)


@pytest.mark.embedded
async def test_a_user_without_rights_is_told_which_it_needs(
    tmp_path: Path, mongo_uri: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*_: object) -> None:
        raise OperationFailure("not authorized on news to execute command", 13)

    def refuse_at_once(*_: object) -> None:
        raise OperationFailure("not authorized on news to execute command", 13)

    monkeypatch.setattr("newscrawler.storage.connection.open_schema", refuse)
    with pytest.raises(
        StorageUnavailableError, match=r"the role readWrite on this database; for .* also dbAdmin"
    ) as told:
        await open_database(mongo_uri, tmp_path)
    assert "Start it" not in str(told.value)
    monkeypatch.setattr("newscrawler.storage.reading.read_access.schema_in", refuse_at_once)
    with pytest.raises(StorageUnavailableError, match="user of THE_URI the role read on this database"):
        await open_for_reading(AsyncMongoClient, mongo_uri, tmp_path, timeout_seconds=2, named="THE_URI")


async def test_a_server_without_transactions_is_refused_with_the_remedy(tmp_path: Path) -> None:
    command = [str(keeper.server_path()), "--config", str(tmp_path / "empty.toml"), "--standalone", "--port", "0"]
    (tmp_path / "empty.toml").write_text("")
    command += ["--storage-path", str(tmp_path / "data"), "--log-file-max", "64MB", "--cache-size", "64M"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: ASYNC220 - a test may block
    try:
        assert server.stdout
        port = server.stdout.readline().strip().rsplit(":", 1)[1]
        with pytest.raises(StorageUnavailableError, match="--replSet"):
            await open_database(f"mongodb://127.0.0.1:{port}/", tmp_path)
    finally:
        server.terminate()
        server.communicate()


@pytest.mark.parametrize("uri", ["http://me:secret@db/", "mongodb://me:se/cret@db", "mongodb://", "", "hello world"])
async def test_a_uri_that_is_none_is_a_mistake_of_the_configuration(tmp_path: Path, uri: str) -> None:
    with pytest.raises(ConfigurationError, match="NEWSCRAWLER_MONGO_URI") as refusal:
        await open_database(uri, tmp_path)
    assert "cret" not in str(refusal.value)


@pytest.mark.parametrize(
    ("uri", "told"),
    [
        ("mongodb://me:se/cret@db/bad name", "'bad name' is no name of a database: it must not hold ' '"),
        ("mongodb://db/news.raw", "'news.raw' is no name of a database: it must not hold '.'"),
        ("mongodb://db/a%24b?x=1", "'a$b' is no name of a database: it must not hold '$'"),
        ("mongodb://db/" + "n" * 64, "longer than 63 bytes"),
        ("hello world", "must begin with mongodb:// or mongodb+srv://"),
    ],
)
def test_the_wrong_part_of_a_uri_is_named(uri: str, told: str) -> None:
    mistake = uri_mistake(uri)
    assert mistake is not None
    assert mistake.startswith("NEWSCRAWLER_MONGO_URI")
    assert told in mistake
    assert "cret" not in mistake


@pytest.mark.parametrize(
    "uri",
    [
        "mongodb://db",
        "mongodb://me:p@ss@a:1,b:2/news?x=1",
        "mongodb+srv://c.example/?w=1",
        "mongodb://%2Ftmp%2Fm.sock/n",
    ],
)
def test_a_uri_may_be_any_that_the_driver_takes(uri: str) -> None:
    assert uri_mistake(uri) is None


async def test_unknown_options_are_one_message_and_no_raw_warning(
    tmp_path: Path, closed_port: int, caplog: pytest.LogCaptureFixture
) -> None:
    with warnings.catch_warnings(action="error"), pytest.raises(StorageUnavailableError):
        await open_database(f"mongodb://127.0.0.1:{closed_port}/?fooBar=1", tmp_path, timeout_seconds=0.1)
    (message,) = [record.getMessage() for record in caplog.records if record.name.startswith("newscrawler")]
    assert message.startswith("NEWSCRAWLER_MONGO_URI: ")


def test_a_cluster_that_dns_does_not_know_is_told_as_such() -> None:
    error = PymongoConfigurationError("The DNS query name does not exist: _mongodb._tcp.nowhere.invalid.")
    assert describe_fault(error) == "DNS knows no mongodb+srv cluster of that name"


@pytest.mark.parametrize(
    ("uri", "shown"),
    [
        ("mongodb://db:27017", "db:27017"),
        ("mongodb://me:p%40ss@db:27017/news?x=1", "db:27017"),
        ("mongodb://me:p@ss@a:1,b:2/?replicaSet=rs0", "a:1,b:2"),
        ("mongodb+srv://me:pass@cluster.example/news", "cluster.example"),
    ],
)
def test_what_is_shown_of_a_uri_is_host_and_port(uri: str, shown: str) -> None:
    assert mask_uri(uri) == shown


async def test_the_path_of_the_uri_names_the_database(tmp_path: Path, mongo_uri: str) -> None:
    database = await open_database(mongo_uri, tmp_path)
    assert database.documents.name in mongo_uri
    assert database.address == mask_uri(mongo_uri)
    await database.close()


async def test_opening_again_finds_everything_in_place(tmp_path: Path, mongo_uri: str) -> None:
    opened = await asyncio.gather(*(open_database(mongo_uri, tmp_path) for _ in range(4)))
    names = set(await opened[0].documents.list_collection_names())
    indexes = await opened[0].documents.articles.index_information()
    assert {"articles", "revisions", "pages", "runs", "outcomes", "meta", "quarantine"} <= names
    assert indexes["url_key_1"]["unique"]
    for database in opened:
        await database.close()


async def test_crawlers_of_one_process_share_a_database_until_the_last_leaves(tmp_path: Path, mongo_uri: str) -> None:
    settings = {"NEWSCRAWLER_MONGO_URI": mongo_uri, "NEWSCRAWLER_DATA_DIR": str(tmp_path)}
    first, second = SharedDatabase.named_in(settings), SharedDatabase.named_in(settings)
    assert not second.is_open
    databases = await asyncio.gather(first.get(), second.get(), first.get())
    assert len({id(database) for database in databases}) == 1
    await first.release()
    await first.release()
    assert second.is_open
    assert await databases[0].articles.known([]) == set()
    await second.release()
    assert not second.is_open
    with pytest.raises(StorageError):
        await first.get()
    third = SharedDatabase.named_in(settings)
    assert await third.get() is not databases[0]
    await third.release()


async def test_crawlers_that_share_a_missing_database_all_hear_of_it_at_once(
    tmp_path: Path, closed_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_database, "__kwdefaults__", open_database.__kwdefaults__ | {"timeout_seconds": 0.5})
    shares = [SharedDatabase(f"mongodb://127.0.0.1:{closed_port}/", tmp_path) for _ in range(5)]
    began = time.monotonic()
    answers = await asyncio.gather(*(share.get() for share in shares), return_exceptions=True)
    answers += await asyncio.gather(shares[0].get(), return_exceptions=True)
    assert {type(answer) for answer in answers} == {StorageUnavailableError}
    assert time.monotonic() - began < 20
    for share in shares:
        await share.release()
