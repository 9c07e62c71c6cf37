"""Every fault of the database in the middle of a crawl of 1,000 articles: nothing is lost, nothing is stored twice.

    python trials/database_faults_trial.py [--articles 1000] [--faults black_hole,disk_full]

Each fault strikes when half of the pages were fetched, through a wire of our own between crawl and server. Where the
crawl did not end well, the same command runs once more with the wire healed. Prints one JSON line: for each fault exit
code, seconds, how many articles waited in the spool, and what the operator saw. Exit 1 where an article is missing,
doubled or written twice, something waits in the spool in the end, or a crawl did not give up in time.
"""

import argparse
import json
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

from news_web import SITE
from wire import WRITES, Wire
from wire_messages import DISK_FULL, NOT_AUTHORISED, STEP_DOWN
from wired_crawl import Grounds, WiredCrawl, grounds, wait_for_articles

GIVE_UP_SECONDS = 25.0  # beside the limit: what hangs when it is reached, the next look at it, the end of a crawl
COMMIT = "commitTransaction"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: what strikes, and after how many seconds it is over; None: when the crawl has ended."""

    strike: Callable[[Wire], None]
    seconds: float | None = None


def late(wire: Wire) -> None:
    wire.delay_seconds = 0.3


# A crawl of the trial tries a write for 8 s and goes on for 20 s without its database; with --real 30 s and 600 s.
FAULTS = {
    "refused_3s": Fault(Wire.refuse, 3),
    "refused_14s": Fault(Wire.refuse, 14),
    "refused": Fault(Wire.refuse),
    "reset_14s": Fault(Wire.reset, 14),
    "delayed": Fault(late),
    "reply_lost_once": Fault(lambda wire: wire.lose(COMMIT, 1)),
    "reply_lost_twice": Fault(lambda wire: wire.lose(COMMIT, 2)),
    "reply_lost_three_times": Fault(lambda wire: wire.lose(COMMIT, 3)),
    "first_write_lost_three_times": Fault(lambda wire: wire.lose("findAndModify", 3)),
    "partition_14s": Fault(Wire.hold, 14),
    "black_hole_14s": Fault(Wire.swallow, 14),
    "black_hole": Fault(Wire.swallow),
    "step_down_3s": Fault(lambda wire: wire.fail(STEP_DOWN), 3),
    "step_down_14s": Fault(lambda wire: wire.fail(STEP_DOWN), 14),
    "disk_full": Fault(lambda wire: wire.fail(DISK_FULL, WRITES)),
    "not_authorised": Fault(lambda wire: wire.fail(NOT_AUTHORISED)),
}


def main() -> int:
    options = read_options()
    if not SITE.exists():
        print(json.dumps({"trial": "database_faults", "skipped": "the crawl bench is not beside the project"}))
        return 0
    with grounds(options.outlets, options.articles, delay_seconds=options.delay) as place:
        results = {}
        for name in options.faults:
            results[name] = try_fault(place, name, options)
            print(f"{name}: {json.dumps(results[name])}", file=sys.stderr)  # what takes long should tell how it goes
    bad = sorted(name for name, result in results.items() if not result["is_well"])
    print(json.dumps({"trial": "database_faults", "articles": options.articles, "bad": bad, "faults": results}))
    return int(bool(bad))


def try_fault(place: Grounds, name: str, options: argparse.Namespace) -> dict[str, object]:
    """A crawl that the fault strikes, and where it did not end well one more."""
    fault = FAULTS[name]
    limits = {} if options.real else {"NEWSCRAWLER_STORE_SECONDS": "8", "NEWSCRAWLER_AWAY_SECONDS": "20"}
    away_seconds = 600 if options.real else 20
    crawl = place.crawl(name, **limits)
    process, began = crawl.start(), time.monotonic()
    is_struck = wait_for_articles(place.web, process, options.articles // 2)
    fault.strike(place.wire)
    struck = time.monotonic()
    healing = threading.Timer(fault.seconds, place.wire.heal) if fault.seconds is not None else None
    if healing:
        healing.start()
    first = crawl.end(process)
    ended = time.monotonic()
    if healing:
        healing.join()
    place.wire.heal()
    waited = crawl.spooled()
    last = first.code
    again: list[str] = []
    if first.code:
        if options.short:
            crawl.end_transactions()
        second = crawl.end(place.crawl(name).start())  # with the limits that a crawl has by itself
        last, again = second.code, second.messages
    stored = crawl.stored()
    is_in_time = ended - struck < away_seconds + GIVE_UP_SECONDS or not first.code
    return {
        "is_well": is_struck and stored.is_whole and last == 0 and not crawl.spooled() and is_in_time,
        "exit": first.code,
        "seconds": round(ended - began, 1),
        "seconds_after_the_strike": round(ended - struck, 1),
        "waited_in_files": len(waited),
        "spooled": spooled_in(crawl),
        "exit_of_the_next": last if first.code else None,
        **asdict(stored),
        "left_in_the_spool": len(crawl.spooled()),
        "operator_saw": first.messages,
        "operator_saw_then": again,
    }


def spooled_in(crawl: WiredCrawl) -> int:
    """How many articles of its runs went to the spool."""
    command = [sys.executable, "-m", "newscrawler", "runs", "--json"]
    done = subprocess.run(command, env=crawl.variables, capture_output=True, text=True, timeout=120, check=False)
    return sum(json.loads(line).get("counts", {}).get("spooled", 0) for line in done.stdout.splitlines())


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--outlets", type=int, default=4)
    parser.add_argument("--delay", type=float, default=0.1, help="seconds between two pages of an outlet")
    parser.add_argument(
        "--faults", type=lambda text: re.split(r"[,\s]+", text), default=list(FAULTS), help="some of them"
    )
    parser.add_argument("--short", action="store_true", help="a transaction that the fault broke off holds up nobody")
    parser.add_argument("--real", action="store_true", help="with the limits that a crawl has by itself")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
