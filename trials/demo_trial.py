"""The demo twice in a new folder: how long it takes, and whether anything is stored twice or left running.

    python trials/demo_trial.py

Prints one JSON line; exit 1 where an article is missing or doubled, the second run changed something, or a process is
left.
"""

import collections
import json
import sys
import time

from crawler import Ended, environment, run
from news_web import left_behind
from scratch import scratch_folder


def main() -> int:
    with scratch_folder("demo") as folder:
        variables = environment(folder / "data")
        began = time.monotonic()
        first = run(["demo", "--json"], variables)
        seconds = time.monotonic() - began
        second = run(["demo", "--json"], variables)
        left = left_behind(folder)
    before, after = articles_of(first), articles_of(second)
    times = collections.Counter(str(article["url"]) for article in after)
    result = {
        "trial": "demo",
        "seconds": round(seconds, 1),
        "cpu_seconds": round(first.cpu_seconds, 1),
        "exits": [first.code, second.code],
        "articles": len(before),
        "articles_of": dict(collections.Counter(str(article["outlet"]) for article in before)),
        "removed_blocks": sum(len(article["removed"]) for article in before),
        "stored_twice": sum(count > 1 for count in times.values()) + len(after) - len(before),
        "changed_by_second_run": sum(article not in before for article in after),
        "left_running": left,
    }
    print(json.dumps(result))
    return int(bool(any(result["exits"]) or result["stored_twice"] or result["changed_by_second_run"] or left))


def articles_of(ended: Ended) -> list[dict[str, object]]:
    """The article documents without the instant of the last visit."""
    rows = [row["article"] for row in ended.rows if row["kind"] == "article"]
    return [{name: row[name] for name in row if name not in CHANGES_WITH_A_VISIT} for row in rows]


CHANGES_WITH_A_VISIT = {"fetched_at", "run", "http"}

if __name__ == "__main__":
    sys.exit(main())
