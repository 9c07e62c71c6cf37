import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pymongo import MongoClient
from pymongo.errors import OperationFailure

from newscrawler.errors import ConfigurationError, StorageUnavailableError
from newscrawler.storage.connection import open_database
from newscrawler.storage.server import keeper
from newscrawler.storage.server.embedded import join_embedded

pytestmark = pytest.mark.embedded

# Joins, says so, and stays until it is ended from outside.
USER = """
import sys, time
from pathlib import Path
from newscrawler.storage.server.embedded import join_embedded
place = join_embedded(Path(sys.argv[1]))
print(place.uri, flush=True)
time.sleep(60)
"""
GONE_SECONDS = 5.0  # normally under one; the machine may be busy


@pytest.fixture
def data_dir(tmp_path: Path) -> Iterator[Path]:
    """A directory for a server of its own, which must have ended when the test has."""
    yield tmp_path
    assert is_over(tmp_path), "a keeper or server was left behind"


def is_over(data_dir: Path) -> bool:
    """Whether keeper and server end within the time that they have."""
    held = [keeper.file_in(data_dir, "keeper"), keeper.file_in(data_dir, "server")]
    deadline = time.monotonic() + GONE_SECONDS
    while any(map(keeper.is_held, held)):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def start_user(data_dir: Path) -> tuple[subprocess.Popen[str], str]:
    """Another process that uses the server, and the address that it got."""
    user = subprocess.Popen([sys.executable, "-c", USER, str(data_dir)], stdout=subprocess.PIPE, text=True)
    assert user.stdout
    return user, user.stdout.readline().strip()


def end(user: subprocess.Popen[str], signal_number: int) -> None:
    """End a process that a test started."""
    user.send_signal(signal_number)
    user.communicate()


def server_process(data_dir: Path) -> int:
    """The number of the server's process."""
    while not (number := keeper.file_in(data_dir, "server").read_text()):
        time.sleep(0.01)  # it is just being written
    return int(number)


def test_the_server_lives_as_long_as_its_users(data_dir: Path) -> None:
    first, second = join_embedded(data_dir), join_embedded(data_dir)
    assert first.uri == second.uri
    first.release()
    time.sleep(3 * keeper.LOOK_SECONDS)
    with MongoClient(second.uri) as client:
        assert client.admin.command("ping")["ok"]
    second.release()
    second.release()
    assert is_over(data_dir)


def test_a_second_process_joins_the_running_server(data_dir: Path) -> None:
    place = join_embedded(data_dir)
    user, uri = start_user(data_dir)
    assert uri == place.uri
    end(user, signal.SIGTERM)
    place.release()


@pytest.mark.parametrize("signal_number", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
def test_nothing_is_left_when_the_last_user_is_ended(data_dir: Path, signal_number: int) -> None:
    user, uri = start_user(data_dir)
    assert uri.startswith("mongodb://")
    end(user, signal_number)
    assert is_over(data_dir)


def test_many_processes_that_start_at_once_share_one_server(data_dir: Path) -> None:
    users = [
        subprocess.Popen([sys.executable, "-c", USER, str(data_dir)], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    uris = {user.stdout.readline() for user in users if user.stdout}
    for user in users:
        end(user, signal.SIGKILL)
    assert len(uris) == 1


def test_after_kill_9_of_everything_the_next_start_needs_no_hand(data_dir: Path) -> None:
    user, _ = start_user(data_dir)
    server = server_process(data_dir)
    parent = int(Path(f"/proc/{server}/stat").read_text().rsplit(")", 1)[1].split()[1])
    for process in (parent, server):
        os.kill(process, signal.SIGKILL)
    end(user, signal.SIGKILL)
    place = join_embedded(data_dir)
    with MongoClient(place.uri) as client:
        assert client.admin.command("ping")["ok"]
    place.release()


def test_a_server_whose_keeper_was_killed_ends_by_itself(data_dir: Path) -> None:
    user, _ = start_user(data_dir)
    parent = int(Path(f"/proc/{server_process(data_dir)}/stat").read_text().rsplit(")", 1)[1].split()[1])
    os.kill(parent, signal.SIGKILL)
    assert is_over(data_dir)
    end(user, signal.SIGKILL)


def test_a_server_that_hangs_is_named_and_what_to_do(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newscrawler.storage.server.embedded.SILENT_SECONDS", 0.5)
    place = join_embedded(data_dir)
    number = int(keeper.file_in(data_dir, "server").read_text())
    os.kill(number, signal.SIGSTOP)
    try:
        with pytest.raises(
            StorageUnavailableError, match=rf"process {number}, takes .* end it: kill -9 {number}\. "
        ) as told:
            join_embedded(data_dir)
        assert "listening on" not in str(told.value)  # its log tells of the start, not of this
    finally:
        os.kill(number, signal.SIGCONT)
    join_embedded(data_dir).release()
    place.release()


def test_a_server_that_dies_is_started_again_at_its_address_with_all_that_was_stored(data_dir: Path) -> None:
    place = join_embedded(data_dir)
    with MongoClient(place.uri, serverSelectionTimeoutMS=10_000) as client:
        client.test.things.insert_one({"_id": 1})
        before = server_process(data_dir)
        os.kill(before, signal.SIGKILL)
        deadline = time.monotonic() + 10
        while server_process(data_dir) == before and time.monotonic() < deadline:
            time.sleep(0.05)
        assert client.test.things.find_one() == {"_id": 1}
    place.release()


def test_only_who_has_the_password_gets_in_and_only_the_owner_reads_it(data_dir: Path) -> None:
    place = join_embedded(data_dir)
    access = json.loads(keeper.file_in(data_dir, "json").read_text())
    assert keeper.file_in(data_dir, "json").stat().st_mode & 0o777 == 0o600
    assert access["password"] not in keeper.file_in(data_dir, "log").read_text()
    with MongoClient("127.0.0.1", access["port"], directConnection=True) as client:
        with pytest.raises(OperationFailure):
            client.test.things.insert_one({})
        with pytest.raises(OperationFailure):
            client.admin.command("createUser", "me", pwd="me", roles=["root"])  # noqa: S106 - none at all
    place.release()


def test_a_lost_password_file_is_made_anew_and_the_articles_stay(data_dir: Path) -> None:
    place = join_embedded(data_dir)
    with MongoClient(place.uri) as client:
        client.test.things.insert_one({"_id": 1})
    place.release()
    assert is_over(data_dir)
    keeper.file_in(data_dir, "json").write_text("{half")
    place = join_embedded(data_dir)
    with MongoClient(place.uri) as client:
        assert client.test.things.find_one() == {"_id": 1}
    place.release()


def test_a_forked_process_does_not_keep_the_server_alive(data_dir: Path) -> None:
    place = join_embedded(data_dir)
    child = os.fork()
    if child == 0:
        time.sleep(20)
        os._exit(0)
    place.release()
    over = is_over(data_dir)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert over


def test_keeper_and_server_have_no_terminal_in_common_with_their_users(data_dir: Path) -> None:
    place = join_embedded(data_dir)
    assert os.getsid(server_process(data_dir)) != os.getsid(0)
    place.release()


def test_the_server_is_started_with_every_option(data_dir: Path) -> None:
    place = join_embedded(data_dir)
    command = Path(f"/proc/{server_process(data_dir)}/cmdline").read_bytes().decode().split("\0")
    assert {"--sync-on-commit", "--auth", "--log-file-max", "64MB", "--host", "127.0.0.1", "--config"} <= set(command)
    place.release()


def test_a_missing_server_is_named_with_its_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "SERVER", "no-such-server")
    with pytest.raises(StorageUnavailableError, match=r"pip install 'newscrawler\[embedded\]'"):
        join_embedded(tmp_path)


def test_a_directory_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigurationError, match="NEWSCRAWLER_DATA_DIR") as refusal:
        join_embedded(tmp_path / "file" / "data")
    assert str(tmp_path) in str(refusal.value)


def test_a_full_disk_is_told_before_anything_is_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "NEEDED_BYTES", 10**18)
    with pytest.raises(keeper.KeeperError, match="full"):
        keeper.start_server(tmp_path)


def test_a_server_that_does_not_start_is_told_with_the_end_of_its_log(data_dir: Path) -> None:
    (data_dir / "database").mkdir()
    (data_dir / "database" / "WiredTiger").write_text("no such thing")
    (data_dir / "database" / "WiredTiger.turtle").write_text("no such thing")
    with pytest.raises(StorageUnavailableError, match="did not start") as refusal:
        join_embedded(data_dir)
    assert "database.log" in str(refusal.value)
    assert len(str(refusal.value).splitlines()) > 2


def test_the_embedded_database_opens_and_closes(data_dir: Path) -> None:
    async def open_and_close() -> str:
        database = await open_database(None, data_dir)
        await database.close()
        await database.close()
        return database.address

    assert str(data_dir) in asyncio.run(open_and_close())
