"""Joining the embedded server of a directory, starting it where nobody uses it yet."""

import contextlib
import errno
import fcntl
import os
import select
import socket
import subprocess
import sys
import threading
import time
import weakref
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote

from pymongo import MongoClient
from pymongo.errors import PyMongoError

from newscrawler.errors import ConfigurationError, StorageUnavailableError
from newscrawler.storage.server import keeper

JOIN_SECONDS = 25.0  # a start takes 0.5 s, the first of all 1.5; one that must end a server left behind up to 5 s more
_ANSWER_MILLISECONDS = 1000
SILENT_SECONDS = 7.0  # a server that takes connections and answers nothing hangs: the operator knows it within 10
# A transaction that a killed process left open holds what it wrote for a minute. Living writers write theirs again.
END_OPEN_TRANSACTIONS: dict[str, Any] = {"killAllSessions": []}
# What only another directory mends.
UNUSABLE = frozenset({errno.EACCES, errno.EEXIST, errno.ENOENT, errno.ENOTDIR, errno.EPERM, errno.EROFS})


class EmbeddedServer:
    """A place at the embedded server; the server lives as long as anybody has one.

    Attributes:
        uri: how to reach it, with user and password.
    """

    _places: ClassVar["weakref.WeakSet[EmbeddedServer]"] = weakref.WeakSet()

    def __init__(self, uri: str, users: int) -> None:
        self.uri = uri
        self._users: int | None = users
        self._places.add(self)

    def release(self) -> None:
        """Give the place back. The last one who does ends the server, within a second. Safe to repeat."""
        users, self._users = self._users, None
        if users is not None:
            os.close(users)

    @classmethod
    def forget_all(cls) -> None:
        """In a forked process: the places are the parent's, and must end with it."""
        for place in cls._places:
            place.release()


os.register_at_fork(after_in_child=EmbeddedServer.forget_all)


def has_database(data_dir: Path) -> bool:
    """Is there an embedded database in this directory, running or not? Touches nothing."""
    return (data_dir / keeper.DATABASE).is_dir()


def join_embedded(data_dir: Path) -> EmbeddedServer:
    """A place at the server of this directory.

    Raises:
        ConfigurationError: the directory cannot be used.
        StorageUnavailableError: it cannot be started; says why.
    """
    data_dir = data_dir.resolve()
    deadline = time.monotonic() + JOIN_SECONDS
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        with keeper.locked(keeper.file_in(data_dir, "start"), wait_seconds=JOIN_SECONDS):
            users = os.open(keeper.file_in(data_dir, "users"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                _lock_shared(users, deadline)
                return EmbeddedServer(_find_server(data_dir, deadline), users)
            except BaseException:
                os.close(users)
                raise
    except keeper.KeeperError as error:
        raise StorageUnavailableError(f"Cannot start the embedded database in {data_dir}: {error}") from error
    except OSError as error:
        kind = ConfigurationError if error.errno in UNUSABLE else StorageUnavailableError
        raise kind(
            f"Cannot use {data_dir} for the embedded database: {error.strerror or error}. "
            "Set NEWSCRAWLER_DATA_DIR to a directory that can be written, or NEWSCRAWLER_MONGO_URI to a MongoDB."
        ) from error


def _lock_shared(users: int, deadline: float) -> None:
    """Hold the users' file; a keeper that is just ending its server holds it alone for a moment."""
    while True:
        with contextlib.suppress(BlockingIOError):
            return fcntl.flock(users, fcntl.LOCK_SH | fcntl.LOCK_NB)
        if time.monotonic() > deadline:
            raise keeper.KeeperError("the server of a former run does not end")
        time.sleep(0.02)


def _find_server(data_dir: Path, deadline: float) -> str:
    """The address of a server that answers. A keeper that is there may be about to end: killed, or done."""
    silent_since: float | None = None
    while True:
        if not keeper.is_held(keeper.file_in(data_dir, "keeper")):
            _start_keeper(data_dir, deadline)
        access = keeper.read_private(data_dir)
        if not _is_listening(access):
            silent_since = None  # it is being started
        elif silent_since is None:
            silent_since = time.monotonic()
        elif time.monotonic() - silent_since > SILENT_SECONDS:
            raise keeper.KeeperError(_hangs(data_dir))
        if _answers(access) and keeper.is_held(keeper.file_in(data_dir, "keeper")):
            return _uri(access)
        if time.monotonic() > deadline:
            raise keeper.KeeperError(f"its keeper is there, but no server answers{keeper.log_tail(data_dir)}")
        time.sleep(0.05)


def _is_listening(access: dict[str, Any]) -> bool:
    """Whether anybody takes connections there; a stopped server does, too."""
    if "port" not in access:
        return False
    try:
        with socket.create_connection((keeper.OPTIONS["--host"], access["port"]), timeout=1):
            return True
    except ConnectionRefusedError:
        return False
    except OSError:
        return True  # those who knock without an answer have filled the queue


def _hangs(data_dir: Path) -> str:
    number = keeper.file_in(data_dir, "server").read_text().strip()
    return (
        f"its server, process {number}, takes connections but does not answer. Was it stopped, or is the machine very "
        f"busy? Wait and try again, or end it: kill -9 {number}. Nothing that was stored is lost by that, and the next "
        "command goes on with a new one."
    )


def _answers(access: dict[str, Any]) -> bool:
    """Whether the server answers a question: one that was just killed may still take connections for a moment."""
    if not {"user", "password", "port"} <= access.keys():
        return False
    try:
        client: MongoClient[dict[str, Any]]
        with MongoClient(_uri(access), serverSelectionTimeoutMS=_ANSWER_MILLISECONDS) as client:
            client.admin.command(END_OPEN_TRANSACTIONS)
    except PyMongoError:
        return False
    return True


def _start_keeper(data_dir: Path, deadline: float) -> None:
    keeper.server_path()  # before anything is started: the message is the same, and comes at once
    with as_file(files("newscrawler.storage.server") / "keeper.py") as file:  # a copy of it where we run from an egg
        answer = _answer_of_keeper(file, data_dir, deadline)
    if answer != "ready":
        raise keeper.KeeperError(answer or "its keeper ended without a word")


def _answer_of_keeper(file: Path, data_dir: Path, deadline: float) -> str:
    """What a new keeper says: ``ready``, or why it cannot be."""
    process = subprocess.Popen(  # noqa: S603 - ourselves
        [sys.executable, "-P", str(file), str(data_dir)],  # by path: it needs nothing of the package
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C in our terminal is not meant for it
    )
    threading.Thread(target=process.wait, daemon=True).start()  # so that it is no zombie when it ends before us
    if process.stdout is None:
        raise keeper.KeeperError("the keeper has no output")
    with process.stdout as output:
        ready, _, _ = select.select([output], [], [], max(0.1, deadline - time.monotonic()))
        return os.read(output.fileno(), 10_000).decode(errors="replace") if ready else "it does not answer"


def _uri(access: dict[str, Any]) -> str:
    user, password = quote(access["user"]), quote(access["password"])
    host = f"{keeper.OPTIONS['--host']}:{access['port']}"
    return f"mongodb://{user}:{password}@{host}/?authSource=admin&authMechanism=SCRAM-SHA-256&directConnection=true"
