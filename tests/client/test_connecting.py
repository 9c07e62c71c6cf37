"""Opening the database to read: where it is, what is said where it is not, and that nothing is written."""

import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient, monitoring
from pymongo.errors import OperationFailure

from newscrawler.client import blocking, connect, connect_async
from newscrawler.errors import ConfigurationError, StorageError, StorageUnavailableError, UsageError
from newscrawler.storage.documents.conversion import SCHEMA_VERSION

READS = {"find", "getMore", "aggregate", "killCursors", "endSessions", "hello", "ismaster", "saslStart", "saslContinue"}


def test_importing_it_loads_no_driver_and_nothing_of_the_crawler() -> None:
    code = (
        "import sys, newscrawler.client\n"
        "heavy = {'scrapy', 'twisted', 'lxml', 'pymongo', 'bson', 'pydantic', 'numpy'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_connecting_loads_nothing_of_the_crawler_either(mongo_uri: str) -> None:
    code = (
        "import sys\nfrom newscrawler.client import connect\n"
        f"with connect({mongo_uri!r}) as news: list(news.articles())\n"
        "heavy = {'scrapy', 'twisted', 'lxml'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


class Commands(monitoring.CommandListener):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        self.names.add(event.command_name)

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        pass

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        pass


def test_a_reader_only_reads_and_makes_nothing(mongo_uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    listener = Commands()
    monkeypatch.setattr(monitoring, "_LISTENERS", monitoring._LISTENERS._replace(command_listeners=[listener]))
    with connect(mongo_uri) as news:
        assert [list(news.articles()), list(news.articles(since=0)), news.cursor()] == [[], [], 0]
        assert [news.article("https://a.example/1"), news.revisions("ab" * 12), news.page("ab" * 12)] == [
            None,
            [],
            None,
        ]
    assert {"find"} <= listener.names <= READS
    with MongoClient(mongo_uri) as client:
        assert client.get_default_database().list_collection_names() == []


def test_a_user_who_may_only_read_is_enough(mongo_uri: str, save: Any) -> None:  # noqa: ANN401 - a fixture
    save(1)
    with MongoClient[dict[str, Any]](mongo_uri) as client:
        database = client.get_default_database()
        try:
            client.admin.command(
                "createUser",
                f"reader_{database.name}",
                pwd="only-looking",  # noqa: S106 - of a throw-away database
                roles=[{"role": "read", "db": database.name}],
                mechanisms=["SCRAM-SHA-256"],
            )
        except OperationFailure as error:
            pytest.skip(f"this server's user may make no other: {error}")
    rest = mongo_uri.rsplit("@", maxsplit=1)[-1].removeprefix("mongodb://")
    uri = f"mongodb://reader_{database.name}:only-looking@{rest}"
    with connect(uri) as news:
        assert [article["title"] for article in news.articles(since=0)] == ["Ferry 1"]
        following = news.follow(since=0, poll_seconds=0.1)
        assert next(following)["title"] == "Ferry 1"
        threading.Timer(0.3, following.stop).start()
        assert list(following) == []


def test_the_environment_says_where(mongo_uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSCRAWLER_MONGO_URI", mongo_uri)
    with connect() as news:
        assert "@" not in news.address


def test_an_embedded_database_that_is_not_there_is_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEWSCRAWLER_MONGO_URI", raising=False)
    monkeypatch.setenv("NEWSCRAWLER_DATA_DIR", str(tmp_path / "none"))
    for place in ({}, {"data_dir": tmp_path}):
        with pytest.raises(StorageUnavailableError, match=r"There is no database in .* yet"):
            connect(**place)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_what_is_wrong_with_an_address_is_said_without_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocking, "OPEN_SECONDS", 0.2)
    with pytest.raises(ConfigurationError, match=r"^uri is not the address of a MongoDB"):
        connect("http://reader:geheim@db")
    with pytest.raises(UsageError, match="not both"):
        connect("mongodb://db", data_dir=tmp_path)
    uri = "mongodb://reader:geheim@127.0.0.1:9/?directConnection=true"
    with pytest.raises(StorageUnavailableError) as caught:
        connect(uri)
    assert "127.0.0.1:9" in str(caught.value)
    assert "geheim" not in str(caught.value)
    with pytest.raises(StorageError, match="not open"):
        connect_async(uri).articles()


def test_a_database_of_another_schema_is_told(mongo_uri: str, save: Any, caplog: pytest.LogCaptureFixture) -> None:  # noqa: ANN401 - a fixture
    save(1)
    with MongoClient[dict[str, Any]](mongo_uri) as client:
        meta = client.get_default_database().meta
        for version, told in ((SCHEMA_VERSION + 1, "Upgrade newscrawler here"), (SCHEMA_VERSION, None)):
            meta.update_one({"_id": "schema"}, {"$set": {"version": version}})
            caplog.clear()
            with connect(mongo_uri) as news:
                assert len(list(news.articles())) == 1
            assert (told in caplog.text) if told else not caplog.text
