"""CPU that the boilerplate rules take by article, together and one by one, on the articles of the corpus' news pages.

    python benchmarks/rules_bench.py [--rounds 3] [--sets a,b]

``cold`` is what a crawl pays: each article once, no text of it seen before. ``warm`` is the same article again at once.
The lines of steps follow in the order in which they run, so the first that folds or counts a text pays for all. The
reference is a loop that is always the same: where it takes longer than in another run, the machine was slower or busy.
Medians are over pages. Each round is a fresh process; of each page the fastest round counts. Prints a table for people
and, last, one JSON line; the limit that the project sets itself is for the whole, cold, at the median page.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from corpus_articles import OUTLET, SETS, article_on
from extraction_bench import CORPUS, load_harness

from newscrawler.boilerplate.facts import take_up_facts
from newscrawler.boilerplate.furniture import strip_furniture
from newscrawler.boilerplate.naming import name_removed
from newscrawler.boilerplate.strip import RULES, strip_boilerplate
from newscrawler.model.article import Article
from newscrawler.model.block import RemovedBlock
from newscrawler.model.furniture import Furniture, RepeatedBlock
from newscrawler.workers.garbage import collect_garbage_seldom

LIMIT_MICROSECONDS = 500
REFERENCE_NUMBERS = 3_000  # 100 us on two cores of 2.5 GHz, quiet
WARM_UP = 5
Result = TypeVar("Result")
Costs = dict[str, dict[str, list[float]]]
Clock = Callable[[str, Callable[[], Any]], Any]


def furniture_of_size(count: int) -> Furniture:
    """As much as an outlet has that repeats itself a lot; none of it is on these pages."""
    seen_at = datetime(2026, 11, 1, tzinfo=UTC)
    blocks = {
        number: RepeatedBlock(number, number % 2 == 0, 300, 500, "tail", seen_at, seen_at) for number in range(count)
    }
    return Furniture(OUTLET.id, articles=500, exact=blocks, templates=blocks)


FURNITURE = furniture_of_size(200)


def run_whole(article: Article, timed: Clock) -> None:
    """What an article goes through: the sum of these is what the limit is for."""
    stripped = timed("strip_boilerplate", lambda: strip_boilerplate(article, OUTLET))
    timed("strip_furniture", lambda: strip_furniture(stripped, OUTLET, FURNITURE))


def run_reference(_: Article, timed: Clock) -> None:
    timed("reference", lambda: sum(number % 7 for number in range(REFERENCE_NUMBERS)))


def run_steps(article: Article, timed: Clock) -> None:
    """The parts of ``strip_boilerplate``, in its order."""
    named = timed("naming", lambda: name_removed(article, RULES))
    taken: dict[int, tuple[str, str]] = {}
    for rule in RULES:
        for index, evidence in timed(rule.name, lambda find=rule.find: list(find(named))):
            taken.setdefault(index, (rule.name, evidence))
    removed = tuple(RemovedBlock(named.blocks[index], *taken[index]) for index in sorted(taken))
    kept = tuple(block for index, block in enumerate(named.blocks) if index not in taken)
    stripped = replace(named, blocks=kept, removed=named.removed + removed)
    timed("facts", lambda: take_up_facts(stripped, removed, OUTLET.name))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sets", default=SETS)
    parser.add_argument("--worker", choices=("whole", "steps"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not (CORPUS / "fundus" / "truth.jsonl").exists():
        print(json.dumps({"benchmark": "rules", "skipped": "the extraction corpus is not beside the project"}))
        return 0
    if options.worker:
        print(json.dumps(measure(run_whole if options.worker == "whole" else run_steps, options.sets.split(","))))
        return 0
    whole = fastest([run_worker("whole", options.sets) for _ in range(options.rounds)])
    steps = fastest([run_worker("steps", options.sets) for _ in range(options.rounds)])
    print_table(whole, steps)
    rows = {name: {kind: summary(values) for kind, values in kinds.items()} for name, kinds in (whole | steps).items()}
    print(json.dumps({"benchmark": "rules", "limit_us": LIMIT_MICROSECONDS, "cpu_us": rows}))
    return 0


def run_worker(kind: str, sets: str) -> Costs:
    command = [sys.executable, Path(__file__), "--worker", kind, "--sets", sets]
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)


def measure(run: Callable[[Article, Clock], None], sets: Sequence[str]) -> Costs:
    """Step -> ``cold`` and ``warm`` -> microseconds by page, the articles read one after the other as a crawl does."""
    collect_garbage_seldom()
    costs: Costs = defaultdict(lambda: {"cold": [], "warm": []})
    pages = load_harness().load_corpus(str(CORPUS), list(sets))
    for number, page in enumerate((*pages[-WARM_UP:], *pages)):
        article = article_on(page)
        for kind in ("cold", "warm"):
            spent: dict[str, float] = {}
            for one in (run_reference, run):
                one(article, partial(timed_into, spent))
            if number >= WARM_UP:
                for name, microseconds in spent.items():
                    costs[name][kind].append(microseconds)
    return costs


def timed_into(spent: dict[str, float], name: str, step: Callable[[], Result]) -> Result:
    start = time.thread_time_ns()
    result = step()
    spent[name] = (time.thread_time_ns() - start) / 1000
    return result


def fastest(rounds: list[Costs]) -> Costs:
    """Of each step and page the round that took least."""
    return {
        name: {
            kind: [min(values) for values in zip(*(one[name][kind] for one in rounds), strict=True)] for kind in kinds
        }
        for name, kinds in rounds[0].items()
    }


def summary(values: list[float]) -> dict[str, float]:
    percentile = statistics.quantiles(values, n=100)[98]
    return {
        "median": round(statistics.median(values), 1),
        "mean": round(statistics.fmean(values), 1),
        "p99": percentile,
    }


def print_table(whole: Costs, steps: Costs) -> None:
    head = "".join(f"{word:>10}" for word in ("median", "mean", "p99"))
    print(f"{'us of CPU by article':24}{'cold':^30}{'warm':^30}\n{'':24}{head}{head}")
    for name, kinds in (whole | steps).items():
        cells = (summary(kinds[kind]) for kind in ("cold", "warm"))
        print(f"{name:24}" + "".join(f"{value:>10.1f}" for cell in cells for value in cell.values()))
    together = sum(statistics.median(kinds["cold"]) for name, kinds in whole.items() if name != "reference")
    verdict = "within" if together <= LIMIT_MICROSECONDS else "OVER"
    print(f"median article, cold: {together:.0f} us, {verdict} the limit of {LIMIT_MICROSECONDS} us")


if __name__ == "__main__":
    raise SystemExit(main())
