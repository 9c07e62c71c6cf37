"""The loopback news web that trials and benchmarks crawl: started, described as outlet files, asked, ended.

It is the `site.py` of the crawl bench that stands beside the project (`../shared/bench/crawl`).
"""

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SITE = Path(__file__).parents[1] / ".." / "shared" / "bench" / "crawl" / "site.py"


@dataclass(frozen=True, slots=True)
class NewsWeb:
    """A running news web of so many outlets."""

    port: int
    hosts: tuple[str, ...]

    def base(self, host: str) -> str:
        return f"http://{host}:{self.port}"

    def ask(self, path: str, host: str = "") -> object:
        """The JSON answer of a control address such as ``/__stats``."""
        with urllib.request.urlopen(self.base(host or self.hosts[0]) + path, timeout=30) as answer:  # noqa: S310 - loopback
            return json.load(answer)

    def lines(self, path: str) -> list[dict[str, object]]:
        """The JSON lines of a control address such as ``/__truth``."""
        with urllib.request.urlopen(self.base(self.hosts[0]) + path, timeout=60) as answer:  # noqa: S310 - loopback
            return [json.loads(line) for line in answer if line.strip()]

    def urls(self, count: int) -> list[str]:
        """Article URLs, round robin over the outlets."""
        with urllib.request.urlopen(f"{self.base(self.hosts[0])}/__urls?n={count}", timeout=60) as answer:  # noqa: S310 - loopback
            return [line for line in answer.read().decode().split() if line]

    def write_outlets(
        self, folder: Path, *, delay_seconds: float = 0, feeds: bool = True, sitemaps: bool = True
    ) -> list[str]:
        """One outlet file per host; returns the outlet ids."""
        folder.mkdir(parents=True, exist_ok=True)
        ids = []
        for number, host in enumerate(self.hosts):
            base = self.base(host)
            lines = [
                f'name = "Outlet {number}"',
                'country = "GB"',
                'language = "en"',
                'timezone = "UTC"',
                f'home = "{base}/"',
                f"delay_seconds = {delay_seconds}",
            ]
            if feeds:
                lines.append(f'feeds = ["{base}/feed.xml"]')
            if sitemaps:
                lines.append(f'sitemaps = ["{base}/sitemap.xml"]')
            ids.append(f"gb_bench{number:02d}")
            (folder / f"{ids[-1]}.toml").write_text("\n".join(lines) + "\n")
        return ids


@contextmanager
def news_web(outlets: int, articles: int, *options: str, site: Path = SITE) -> Iterator[NewsWeb]:
    """A news web on free loopback addresses for the length of a ``with``; ``site`` is the program that serves it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.2", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, str(site), "--port", str(port), "--outlets", str(outlets), "--articles", str(articles)]
    server = subprocess.Popen([*command, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        hosts = tuple(f"127.0.{(i + 2) // 250}.{(i + 2) % 250}" for i in range(outlets))
        web = NewsWeb(port, hosts)
        _wait_for(web)
        yield web
    finally:
        server.terminate()
        server.wait(10)


def _wait_for(web: NewsWeb) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            web.ask("/__stats")
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return


def left_behind(marker: str, *, within: float = 0) -> list[str]:
    """Command lines of processes that name ``marker`` (a data directory): what a killed crawl left running.

    ``within``: seconds that they have to end by themselves.
    """
    deadline = time.monotonic() + within
    while (found := _running(marker)) and time.monotonic() < deadline:
        time.sleep(0.1)
    return found


def _running(marker: str) -> list[str]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue
            if (marker in command and "newscrawler" in command) or (marker in command and "secantusd" in command):
                found.append(f"{entry.name}: {command[:160]}")
    return found
