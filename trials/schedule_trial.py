"""Several schedule programs on one database, killed (-9) again and again: every outlet on time, never twice at once.

    python trials/schedule_trial.py [--processes 3] [--outlets 60] [--seconds 300] [--every 10] [--live 5]
        [--kill-every 30] [--quiet 60] [--sleep] [--restart-database] [--machines]

The loopback news web publishes an article every ``--live`` seconds at each outlet. Every ``--kill-every`` seconds a
process, chosen at random, is killed and started again; the last ``--quiet`` seconds nobody is disturbed, then all get
SIGTERM. ``--sleep``: once a process is stopped (SIGSTOP) for longer than its lease, and woken. ``--restart-database``:
once the database server is killed; it comes back by itself. ``--machines``: each program has process ids of its own,
as on a machine of its own, so that nobody can tell that another was killed: its outlets wait for their leases' end.

Prints one JSON line. ``bad`` says what is wrong, and then the exit code is 1: an outlet that two runs crawled at once;
two requests at once at a host; an article that is missing or stored twice; one that came, or a run that began, later
than a lease and one interval; a program that ended by itself, or not within ten seconds of SIGTERM.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crawler import environment
from news_web import SITE, NewsWeb, news_web
from pymongo import MongoClient
from schedule_evidence import Held, Watch, held_by, judge, named_at
from scratch import scratch_folder

from newscrawler.storage.claims import LEASE_SECONDS
from newscrawler.storage.server.embedded import join_embedded

TAG = "trial"
END_SECONDS = 10.0  # after SIGTERM
_OWN_PROCESS_IDS = ("unshare", "--pid", "--fork", "--kill-child", "--mount-proc")


def main() -> int:
    options = read_options()
    if not SITE.exists():
        print(json.dumps({"trial": "schedule", "skipped": "the crawl bench is not beside the project"}))
        return 0
    pages = ["--live", str(options.live), "--latency", str(options.latency), "--min", "5000", "--max", "9000"]
    with scratch_folder("schedule") as own, news_web(options.outlets, options.articles, *pages) as web:
        folder = options.keep or own
        place = join_embedded(folder / "data")
        try:
            with MongoClient[dict[str, Any]](place.uri) as client:
                database = client.get_default_database("newscrawler")
                watch = Watch(database)
                fleet = Fleet(folder, variables_of(folder, web, options, place.uri), options, watch)
                with fleet.running():
                    disturb(fleet, options, folder)
                    published_by = time.time() - options.grace
                    wait_for_the_last(fleet, web, published_by, options)
                    fleet.end()
                result = judge(database, web, watch, published_by, options)
            result |= fleet.report()
        finally:
            place.release()
    result["bad"] += fleet.bad()
    print(json.dumps({"trial": "schedule", **result}))
    return int(bool(result["bad"]))


def variables_of(folder: Path, web: NewsWeb, options: argparse.Namespace, uri: str) -> dict[str, str]:
    """Write the outlet files; the environment of the programs."""
    more = f'tags = ["{TAG}"]\n[schedule]\nevery = "{options.every}s"\n'
    names = web.write_outlets(folder / "outlets", delay_seconds=options.delay, sitemaps=False)
    for name in names:
        with (folder / "outlets" / f"{name}.toml").open("a") as file:
            file.write(more)
    # Who has process ids of its own cannot tell who else uses the embedded server.
    server = {"NEWSCRAWLER_MONGO_URI": uri} if options.machines else {}
    return environment(folder / "data", folder / "outlets", NEWSCRAWLER_WORKERS="0", **server)


@dataclass
class Fleet:
    """The programs, by their places; in each there is one at a time.

    Attributes:
        ends: seconds from SIGTERM to each program's end; its exit code.
        died: exit codes of programs that ended by themselves.
    """

    folder: Path
    variables: dict[str, str]
    options: argparse.Namespace
    watch: Watch
    processes: dict[int, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    kills: int = 0
    ends: list[tuple[float, int]] = field(default_factory=list)
    died: list[int] = field(default_factory=list)
    cpu_seconds: float = 0.0
    mb_most: float = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        try:
            for place in range(self.options.processes):
                self.start(place)
            for place in self.processes:
                wait_until_ready(self.log(place))
            yield
        finally:
            for process in self.processes.values():
                process.kill()
                process.wait()

    def start(self, place: int) -> None:
        command = [sys.executable, "-m", "newscrawler", "schedule", "--tag", TAG]
        if self.options.machines:
            command = [*_OWN_PROCESS_IDS, *command]
        with self.log(place).open("ab") as log:
            self.processes[place] = subprocess.Popen(command, env=self.variables, stdout=log, stderr=log)

    def log(self, place: int) -> Path:
        return self.folder / f"schedule{place}.log"

    def kill(self, place: int) -> None:
        """Kill a program and start another one: what it held is noted when it can do nothing any more."""
        self.stop(place)
        self.kills += 1
        self.processes[place].kill()
        self.processes[place].wait()
        self.start(place)

    def stop(self, place: int) -> list[Held]:
        """Let it do nothing until it is woken or killed; what it holds."""
        number = program_of(self.processes[place])
        send(number, signal.SIGSTOP)
        held = held_by(number, self.watch.database)
        self.watch.cut += held
        return held

    def put_to_sleep(self, place: int) -> None:
        """Stop a program while it crawls."""
        for _ in range(200):
            if self.stop(place):
                return
            self.wake(place)
            time.sleep(0.1)

    def wake(self, place: int) -> None:
        send(program_of(self.processes[place]), signal.SIGCONT)

    def look(self) -> None:
        """Watch the schedule; start again what ended by itself."""
        self.watch.look()
        for place, process in self.processes.items():
            if process.poll() is not None:
                self.died.append(process.returncode)
                self.start(place)
                return
            self.mb_most = max(self.mb_most, private_mb(program_of(process)))

    def end(self) -> None:
        """SIGTERM for all; note how long each needs."""
        self.cpu_seconds = sum(cpu_seconds(program_of(process)) for process in self.processes.values())
        began = time.monotonic()
        for process in self.processes.values():
            send(program_of(process), signal.SIGTERM)
        for process in self.processes.values():
            process.wait(60)
            self.ends.append((round(time.monotonic() - began, 1), process.returncode))

    def report(self) -> dict[str, Any]:
        logs = "".join(path.read_text(errors="replace") for path in self.folder.rglob("*.log*"))
        return {
            "kills": self.kills,
            "seconds_to_end": max(seconds for seconds, _ in self.ends),
            "exits": [code for _, code in self.ends],
            "died": self.died,
            "mb_most": round(self.mb_most),
            "cpu_seconds_of_the_last": round(self.cpu_seconds, 1),
            "tracebacks": logs.count("Traceback"),
        }

    def bad(self) -> list[str]:
        found = [f"{code}: a program ended by itself" for code in self.died]
        found += [f"{seconds} s from SIGTERM to the end" for seconds, _ in self.ends if seconds > END_SECONDS]
        told = [path for path in self.folder.glob("schedule*.log") if b"Traceback" in path.read_bytes()]
        return found + [f"a traceback in {path.name}" for path in told]


def disturb(fleet: Fleet, options: argparse.Namespace, folder: Path) -> None:
    """Everything that happens to the programs, up to the end of the undisturbed time."""
    chance = random.Random(options.seed)  # noqa: S311 - places, not secrets
    last = options.seconds - options.quiet
    events: list[tuple[float, Callable[[], object]]] = []
    moment = options.kill_every
    while 0 < moment <= last:
        events.append((moment, lambda: fleet.kill(chance.randrange(options.processes))))
        moment += options.kill_every
    if options.sleep:
        sleep_from = last / 4
        events.append((sleep_from, lambda: fleet.put_to_sleep(options.processes)))
        events.append((sleep_from + LEASE_SECONDS + 10, lambda: fleet.wake(options.processes)))
        fleet.start(options.processes)  # one more, which no kill hits
    if options.restart_database:
        events.append((last / 2 + 3, lambda: kill_server(folder)))
    began = time.monotonic()
    for at, happen in [*sorted(events, key=lambda event: event[0]), (options.seconds, lambda: None)]:
        while time.monotonic() < began + at:
            fleet.look()
            time.sleep(0.5)
        happen()


def wait_for_the_last(fleet: Fleet, web: NewsWeb, published_by: float, options: argparse.Namespace) -> None:
    """Return when all that was published by then is stored, or is later than it may be: a busy machine needs longer."""
    named = named_at(web, dict(web.ask("/__stats")), options)
    wanted = [key for key, moment in named.items() if moment < published_by]
    deadline = time.time() + LEASE_SECONDS + options.every - options.grace
    while time.time() < deadline:
        if fleet.watch.database["articles"].count_documents({"url_key": {"$in": wanted}}) >= len(wanted):
            return
        fleet.look()
        time.sleep(0.5)


def kill_server(folder: Path) -> None:
    """Kill the embedded database server, which is started again by who uses it."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                command = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if b"secantusd" in command.split(b"\0")[0] and str(folder).encode() in command:
                send(int(entry.name), signal.SIGKILL)


def program_of(process: "subprocess.Popen[bytes]") -> int:
    """The process id of a program, which is the child of what gave it process ids of its own."""
    if process.args[0] != _OWN_PROCESS_IDS[0]:
        return process.pid
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return int(children[0]) if children else process.pid


def wait_until_ready(log: Path) -> None:
    """Return when a program has told what its outlets are."""
    deadline = time.monotonic() + 120
    while b" outlets; " not in log.read_bytes():
        if time.monotonic() > deadline:
            raise SystemExit(f"a program does not begin: {log.read_text()[-2000:]}")
        time.sleep(0.1)


def send(number: int, sign: signal.Signals) -> None:
    os.kill(number, sign)


def cpu_seconds(number: int) -> float:
    fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


def private_mb(number: int) -> float:
    lines = Path(f"/proc/{number}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--processes", type=int, default=3)
    parser.add_argument("--outlets", type=int, default=60)
    parser.add_argument("--articles", type=int, default=5, help="of each outlet when it begins")
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--every", type=int, default=10, help="seconds from one run of an outlet to the next")
    parser.add_argument("--live", type=float, default=5, help="seconds from one article to the next, of each outlet")
    parser.add_argument("--delay", type=float, default=0.0, help="seconds between two requests to a host")
    parser.add_argument("--latency", type=float, default=0.05, help="mean seconds before a host answers")
    parser.add_argument("--kill-every", type=float, default=30, help="seconds")
    parser.add_argument("--quiet", type=float, default=60, help="seconds at the end without a kill")
    parser.add_argument("--grace", type=float, default=15, help="seconds in which an article need not be stored yet")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--sleep", action="store_true")
    parser.add_argument("--restart-database", action="store_true")
    parser.add_argument("--machines", action="store_true")
    parser.add_argument("--keep", type=Path, help="a folder for data and logs that is not removed")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
