"""The tests of what speaks to a database, against a server that they did not start.

    python trials/engine_trial.py                                         # the embedded server as anybody's MongoDB
    python trials/engine_trial.py "mongod --replSet rs0 --port {port} --dbpath {folder}"
    python trials/engine_trial.py "mongodb://tester:secret@db.example/?tls=true"
    python trials/engine_trial.py ENGINE --tests tests/storage/engine    # what we rely on, in seconds

A command is started on a free port of this machine, with an empty folder that is thrown away. A replica set that nobody
initiated is initiated. Prints one JSON line: the engine, how many tests passed, were skipped and failed, and each that
failed with the end of its error; exit 1 where one did.
"""

import argparse
import json
import os
import shlex
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError
from scratch import scratch_folder

from newscrawler.storage.connection import mask_uri
from newscrawler.storage.server import keeper
from newscrawler.storage.uri import SCHEMES

ROOT = Path(__file__).parents[1]
TESTS = tuple(f"tests/{room}" for room in ("storage", "outlet_memory", "pipelines", "operations", "middlewares"))
OURS = "--port {port} --storage-path {folder}/data --config {folder}/none --log-file-max 64MB --sync-on-commit"
START_SECONDS = 60
LONGEST_ERROR = 400  # characters
_NOT_YET_INITIALIZED = 94


def main() -> int:
    options = read_options()
    engine = options.engine or f"{shlex.quote(str(keeper.server_path()))} {OURS}"
    with scratch_folder("engine") as folder, running(engine, folder) as uri:
        told = {"engine": mask_uri(engine) if engine.startswith(SCHEMES) else Path(shlex.split(engine)[0]).name}
        told |= version_of(uri)
        report = folder / "report.xml"
        run_tests(uri, options.tests, report, options.workers)
        told |= outcome_in(report)
    print(json.dumps(told, ensure_ascii=False))
    return 1 if told["failed"] else 0


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "engine", nargs="?", help="a command with {port} and {folder}, or a URI; none: the embedded one"
    )
    parser.add_argument("--tests", nargs="+", default=TESTS, help="files or folders of tests")
    parser.add_argument("--workers", type=int, default=2, help="test processes at once")
    return parser.parse_args()


@contextmanager
def running(engine: str, folder: Path) -> Iterator[str]:
    """The address of the engine, started where it is a command, and answering."""
    if engine.startswith(SCHEMES):
        yield engine
        return
    port = free_port()
    (folder / "none").touch()  # a configuration file that says nothing
    command = shlex.split(engine.replace("{port}", str(port)).replace("{folder}", str(folder)))
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder)
    try:
        wait_for_answer(port, process, folder / "log")
        yield f"mongodb://127.0.0.1:{port}/?directConnection=true"
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_for_answer(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Return once the server takes writes."""
    deadline = time.monotonic() + START_SECONDS
    client: MongoClient[dict[str, Any]]
    with MongoClient("127.0.0.1", port, directConnection=True, serverSelectionTimeoutMS=500) as client:
        while process.poll() is None and time.monotonic() < deadline:
            try:
                if client.admin.command("hello").get("isWritablePrimary"):
                    return
                client.admin.command("replSetGetStatus")
            except OperationFailure as error:
                if error.code == _NOT_YET_INITIALIZED:
                    client.admin.command("replSetInitiate")
            except PyMongoError:
                pass
            time.sleep(0.1)
    raise SystemExit(f"the server does not answer:\n{log.read_text(errors='replace')[-2000:]}")


def version_of(uri: str) -> dict[str, str]:
    """What the server says that it is."""
    client: MongoClient[dict[str, Any]]
    with MongoClient(uri) as client:
        return {"says": str(client.admin.command("buildInfo")["version"])}


def run_tests(uri: str, tests: Sequence[str], report: Path, workers: int) -> None:
    command = [sys.executable, "-m", "pytest", *tests, f"--numprocesses={workers}", f"--junit-xml={report}"]
    command += ["--override-ini=junit_family=xunit1"]  # which names the file of a test
    variables = os.environ | {"NEWSCRAWLER_TEST_MONGO_URI": uri}
    subprocess.run(command, cwd=ROOT, env=variables, stdout=sys.stderr, check=False)


def outcome_in(report: Path) -> dict[str, Any]:
    """Counts, why tests were skipped, and each test that failed with the end of its error."""
    cases = list(ET.parse(report).iter("testcase"))  # noqa: S314 - pytest wrote it a moment ago
    failures = [
        {"test": f"{case.get('file')}::{case.get('name')}", "error": fault.get("message", "")[:LONGEST_ERROR]}
        for case in cases
        for fault in (*case.iter("failure"), *case.iter("error"))
    ]
    reasons = {skip.get("message", "") for case in cases for skip in case.iter("skipped")}
    skipped = sum(1 for case in cases if case.find("skipped") is not None)
    failed = len({failure["test"] for failure in failures})
    return {
        "passed": len(cases) - skipped - failed,
        "skipped": skipped,
        "failed": failed,
        "reasons": sorted(reasons),
        "failures": failures,
    }


if __name__ == "__main__":
    sys.exit(main())
