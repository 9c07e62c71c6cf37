"""kill -9 of a crawl in the middle, ten times, then the same command once more: all articles once, nothing left over.

    python trials/kill_crawl_trial.py [--kills 10] [--outlets 4] [--articles 100]

Prints one JSON line; exit 1 where an article is missing or doubled, or a process or lock is left.
"""

import argparse
import collections
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from crawler import environment, run
from news_web import SITE, NewsWeb, left_behind, news_web


def main() -> int:
    options = read_options()
    if not SITE.exists():
        print(json.dumps({"trial": "kill_crawl", "skipped": "the crawl bench is not beside the project"}))
        return 0
    moments = random.Random(options.seed)  # noqa: S311 - moments, not secrets
    with (
        tempfile.TemporaryDirectory(prefix="newscrawler-kill-") as folder,
        news_web(options.outlets, options.articles, "--junk", "--feed", str(options.articles)) as web,
    ):
        data, outlets = Path(folder) / "data", Path(folder) / "outlets"
        ids = web.write_outlets(outlets, delay_seconds=0.1)
        variables = environment(data, outlets)
        command = [sys.executable, "-m", "newscrawler", "crawl", *ids]
        stored_after_kill = []
        in_the_middle = 0
        for _ in range(options.kills):
            crawl = subprocess.Popen(command, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            web.ask("/__reset")
            wait_for_requests(web, crawl, 10 * options.outlets)
            time.sleep(moments.uniform(0, 4))
            in_the_middle += crawl.poll() is None
            crawl.send_signal(signal.SIGKILL)
            crawl.wait()
            stored_after_kill.append(len(run(["articles", "--json"], variables).rows))
        last = run(["crawl", *ids], variables)
        rows = run(["articles", "--json"], variables).rows
        time.sleep(2.5)
        left = left_behind(str(data))
        listed = {str(row["url"]) for row in web.lines(f"/__truth?n={options.outlets * options.articles}")}
        times = collections.Counter(str(row["url"]) for row in rows)
        result = {
            "trial": "kill_crawl",
            "kills": options.kills,
            "kills_of_a_running_crawl": in_the_middle,
            "stored_after_each_kill": stored_after_kill,
            "last_exit": last.code,
            "listed": len(listed),
            "stored": len(times),
            "missing": len(listed - set(times)),
            "doubled": sum(count > 1 for count in times.values()),
            "left_running": left,
        }
    print(json.dumps(result))
    return int(bool(result["missing"] or result["doubled"] or left or last.code))


def wait_for_requests(web: NewsWeb, crawl: "subprocess.Popen[bytes]", count: int) -> None:
    """Return when the crawl has made so many requests, or has ended."""
    while crawl.poll() is None:
        if sum(host.get("requests", 0) for host in dict(web.ask("/__stats")).values()) >= count:
            return
        time.sleep(0.02)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--outlets", type=int, default=4)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
