"""Deploys the project as an egg to a Scrapyd of its own, crawls an invented outlet there, and looks at what is stored.

    pip install '.[scrapyd]'; python trials/scrapyd_trial.py

Prints one JSON line; exit 1 where an article is missing. Skipped where Scrapyd is not installed.
"""

import importlib.util
import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

from crawler import environment, run
from scratch import scratch_folder

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "journey"))
OUTLET = "gb_quillanpost"
WAIT_SECONDS = 60


def main() -> int:
    if importlib.util.find_spec("scrapyd") is None or importlib.util.find_spec("scrapyd_client") is None:
        print(json.dumps({"trial": "scrapyd", "skipped": "not installed: pip install '.[scrapyd]'"}))
        return 0
    from invented_outlet import STORIES, invented_outlet  # noqa: PLC0415 - only where there is a Scrapyd

    with (
        scratch_folder("scrapyd") as folder,
        invented_outlet(folder / "outlets"),
    ):
        variables = environment(folder / "data", folder / "outlets")
        spiders, ended = crawl_in_scrapyd(folder, variables)
        stored = run(["articles", "--json"], variables).rows
    result = {"trial": "scrapyd", "spiders": spiders, "job": ended, "listed": len(STORIES), "stored": len(stored)}
    print(json.dumps(result))
    return 0 if len(stored) == len(STORIES) else 1


def crawl_in_scrapyd(folder: Path, variables: dict[str, str]) -> tuple[int, str]:
    """How many spiders the deployed egg has, and how the job of one of them ended."""
    port = free_port()
    checkout = copy_of_checkout(folder, port)
    home = folder / "scrapyd"
    home.mkdir()
    (home / "scrapyd.conf").write_text(f"[scrapyd]\nhttp_port = {port}\npoll_interval = 0.2\n")
    with (home / "log").open("wb") as log:
        server = subprocess.Popen([sys.executable, "-m", "scrapyd"], cwd=home, env=variables, stdout=log, stderr=log)
        try:
            wait_for(port)
            deploy = [sys.executable, "-m", "scrapyd_client.deploy"]
            subprocess.run(deploy, cwd=checkout, env=variables, check=True, capture_output=True)
            spiders = ask(port, "listspiders.json?project=newscrawler")["spiders"]
            ask(port, "schedule.json", project="newscrawler", spider=OUTLET)
            return len(spiders), end_of_job(port)
        finally:
            server.terminate()
            server.wait(30)


def copy_of_checkout(folder: Path, port: int) -> Path:
    """The project's files, with the address of this Scrapyd: building an egg leaves folders behind."""
    checkout = folder / "checkout"
    shutil.copytree(ROOT / "newscrawler", checkout / "newscrawler", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("LICENSE", "README.md", "pyproject.toml", "scrapy.cfg", "setup.py"):
        shutil.copy(ROOT / name, checkout)
    configuration = checkout / "scrapy.cfg"
    configuration.write_text(configuration.read_text().replace(":6800/", f":{port}/").replace("localhost", "127.0.0.1"))
    return checkout


def end_of_job(port: int) -> str:
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        jobs = ask(port, "listjobs.json?project=newscrawler")
        if jobs["finished"]:
            return "finished"
        time.sleep(0.3)
    return "still running"


def ask(port: int, path: str, **posted: str) -> dict[str, list[object]]:
    data = urllib.parse.urlencode(posted).encode() if posted else None
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}", data, timeout=60) as answer:
        said: dict[str, list[object]] = json.load(answer)
        return said


def wait_for(port: int) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("Scrapyd does not answer")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


if __name__ == "__main__":
    sys.exit(main())
