"""kill -9 of a crawl at twenty random moments, then one clean run; and SIGTERM with a request that hangs.

    python trials/database_kill_trial.py [--kills 20] [--articles 1000] [--kinds embedded,spool,signals]

`embedded`: each crawl has the embedded server, which is joined and ended by it. `spool`: the server is behind a wire
of ours, which is cut as soon as the crawl fetches and mended again in two rounds of three, so that kills meet appends
to the spool and its replay. `signals`: one outlet of four hangs; after a SIGTERM all that was fetched is stored within
10 s; after two, with a database that does not answer, it waits in the spool.

Prints one JSON line; exit 1 where an article is missing or doubled, a process, a lock or a file of the spool is left,
or a signal took too long.
"""

import argparse
import json
import random
import signal
import sys
import time
from dataclasses import asdict, dataclass, replace
from subprocess import Popen

from news_web import SITE, left_behind
from wired_crawl import Grounds, WiredCrawl, articles_answered, grounds, wait_for_articles

STOP_SECONDS = 10.0
STOPPED = 130
HANGING = 4  # pages at most of the outlet that hangs: its requests are counted, and never answered
QUICK = {"NEWSCRAWLER_STORE_SECONDS": "1"}


@dataclass(frozen=True, slots=True)
class Kills:
    """How often, at which moments, of how many articles."""

    number: int
    articles: int
    moments: random.Random
    is_short: bool = False

    def next_count(self) -> int:
        """After how many pages: in all rounds together fewer than there are, so that each has something to fetch."""
        return self.moments.randint(1, max(2, 2 * self.articles // (self.number + 1) - 2))


def main() -> int:
    options = read_options()
    if not SITE.exists():
        print(json.dumps({"trial": "database_kill", "skipped": "the crawl bench is not beside the project"}))
        return 0
    result: dict[str, object] = {"trial": "database_kill", "kills": options.kills}
    tries = {"embedded": kill_embedded, "spool": kill_with_spool, "signals": send_signals}
    with grounds(options.outlets, options.articles, delay_seconds=options.delay) as place:
        for kind in options.kinds:
            moments = random.Random(options.seed)  # noqa: S311 - moments, not secrets
            result[kind] = tries[kind](place, Kills(options.kills, place.articles, moments, options.short))
    bad = [kind for kind in options.kinds if not dict(result[kind])["is_well"]]  # type: ignore[call-overload]
    print(json.dumps(result | {"bad": bad}))
    return int(bool(bad))


def kill_embedded(place: Grounds, kills: Kills) -> dict[str, object]:
    """The crawl with the embedded server in its own data directory."""
    crawl = place.crawl_embedded("embedded")
    in_the_middle = 0
    for _ in range(kills.number):
        process = crawl.start()
        in_the_middle += wait_for_articles(place.web, process, kills.next_count())
        time.sleep(kills.moments.uniform(0, 0.3))
        kill(process)
    return {"kills_of_a_running_crawl": in_the_middle} | clean_run(crawl)


def kill_with_spool(place: Grounds, kills: Kills) -> dict[str, object]:
    """The crawl whose database goes away as soon as it fetches, and is back in two rounds of three."""
    crawl = place.crawl("spool", **QUICK)
    in_the_middle = with_spool = 0
    for number in range(kills.number):
        place.wire.heal()
        process = crawl.start()
        in_the_middle += wait_for_articles(place.web, process, 1)
        place.wire.refuse()
        wait_for_spool(crawl, process)
        # Without its database a crawl fetches only what it looked up before: that may be less.
        wait_for_articles(place.web, process, kills.next_count(), most_seconds=kills.moments.uniform(1, 8))
        if number % 3:
            place.wire.heal()
            time.sleep(kills.moments.uniform(0, 4))
        kill(process)
        with_spool += bool(crawl.spooled())
    place.wire.heal()
    if kills.is_short:
        crawl.end_transactions()
    return {"kills_of_a_running_crawl": in_the_middle, "kills_that_left_a_spool": with_spool} | clean_run(crawl)


def send_signals(place: Grounds, _: Kills) -> dict[str, object]:
    """One SIGTERM where an outlet hangs; and two where the database does not answer."""
    crawl = place.crawl("signals", **QUICK)
    process = crawl.start()
    wait_for_articles(place.web, process, place.articles // 4)
    place.web.ask(f"/__fault?host={place.web.hosts[0]}&name=hang")
    time.sleep(1)
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    first = crawl.end(process)
    one_signal_seconds = time.monotonic() - began
    place.web.ask("/__fault?host=all&name=none")
    kept = crawl.stored()
    fetched = articles_answered(place.web)

    process = crawl.start()
    wait_for_articles(place.web, process, place.articles // 4)
    place.wire.swallow()
    time.sleep(0.5)
    began = time.monotonic()
    for _ in range(2):
        process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
    second = crawl.end(process)
    two_signals_seconds = time.monotonic() - began
    in_spool = len(crawl.spooled())
    place.wire.heal()
    last = clean_run(crawl)
    codes = [first.code, second.code]
    is_well = last["is_well"] and codes == [STOPPED, STOPPED] and one_signal_seconds < STOP_SECONDS
    return {
        **last,
        "is_well": is_well and two_signals_seconds < STOP_SECONDS and kept.stored >= fetched - HANGING,
        "seconds_after_one_signal": round(one_signal_seconds, 1),
        "fetched_by_then": fetched,
        "stored_by_then": kept.stored,
        "operator_saw": first.messages,
        "seconds_after_two_signals": round(two_signals_seconds, 1),
        "exit_codes": codes,
        "files_in_the_spool": in_spool,
        "operator_saw_then": second.messages,
    }


def wait_for_spool(crawl: WiredCrawl, process: Popen[str]) -> None:
    """Return when something is in the spool, or the crawl has ended."""
    while process.poll() is None and not crawl.spooled():
        time.sleep(0.05)


def kill(process: Popen[str]) -> None:
    """End a crawl in the middle of whatever it does."""
    process.send_signal(signal.SIGKILL)
    process.communicate()


def clean_run(crawl: WiredCrawl) -> dict[str, object]:
    """The same command once more, undisturbed; what is left behind after it."""
    began = time.monotonic()
    usual = {name: value for name, value in crawl.variables.items() if name not in QUICK}
    last = crawl.end(replace(crawl, variables=usual).start())
    seconds = time.monotonic() - began
    stored = crawl.stored()
    left = left_behind(str(crawl.data), within=2.5)
    spool = crawl.spooled()
    return {
        "is_well": stored.is_whole and last.code == 0 and not left and not spool,
        **asdict(stored),
        "last_exit": last.code,
        "last_seconds": round(seconds, 1),
        "last_told": last.messages,
        "left_running": left,
        "left_in_the_spool": spool,
    }


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--outlets", type=int, default=4)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--delay", type=float, default=0.1, help="seconds between two pages of an outlet")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--short", action="store_true", help="a transaction that a kill broke off holds up nobody")
    parser.add_argument("--kinds", type=lambda text: text.split(","), default=["embedded", "spool", "signals"])
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
