"""Who is compared with whom among 2,000,000 articles: what the grouping of `db rededupe` takes, in time and memory.

    python trials/sameness_batch_trial.py [--articles 2000000] [--memory 4000]

The index alone: anchors are random numbers as those of real texts are, 13 an article. One in ten articles is a copy of
an earlier one and shares 3 to all of its anchors; one in five carries a footer or a sentence that many have, and shares
two. Prints one JSON line; exit 1 where a copy has no candidate, or where more memory was taken than is allowed.
"""

import argparse
import json
import resource
import sys
import time
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scratch import scratch_folder

from newscrawler.storage.rededupe.grouping import Grouping

ANCHORS = 13
PART = 100_000  # articles that are made at once, at most: copies are of those that were made before
COPIES, QUOTES = 0.10, 0.20
FOOTERS = 5_000  # different ones
RECENT = 200_000  # articles back that a copy's original lies at most
OURS_MB = 400  # Python, numpy and the rows under way, beside DuckDB's limit

Numbers = NDArray[np.int64]


def main() -> int:
    options = read_options()
    with scratch_folder("batch") as folder:
        grouping = Grouping(folder, options.memory)
        grouping.open()
        began, cpu = time.monotonic(), time.process_time()
        copies = fill(grouping, options.articles)
        filled = time.monotonic()
        asked = grouping.group()
        grouped = time.monotonic()
        found = compared = 0
        for slice_ in grouping.candidates():
            compared += sum(len(one.to_compare) for one in slice_)
            found += sum(bool(copies[one.place]) for one in slice_)
        read = time.monotonic()
        size = (folder / "sameness.duckdb").stat().st_size
        grouping.close()
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    result: dict[str, Any] = {
        "trial": "sameness_batch",
        "articles": options.articles,
        "anchors": options.articles * ANCHORS,
        "copies": int(copies.sum()),
        "copies_with_a_candidate": found,
        "articles_compared": asked,
        "candidates_by_article": round(compared / options.articles, 3),
        "seconds": {
            "fill": round(filled - began, 1),
            "group": round(grouped - filled, 1),
            "read_candidates": round(read - grouped, 1),
        },
        "cpu_seconds": round(time.process_time() - cpu, 1),
        "memory_limit_mb": options.memory,
        "peak_mb": round(peak_mb),
        "file_mb": round(size / 1e6),
    }
    print(json.dumps(result))
    return int(found < copies.sum() or peak_mb > options.memory + OURS_MB)


def fill(grouping: Grouping, articles: int) -> NDArray[np.bool_]:
    """Put so many articles into the tables; for each whether it is a copy."""
    chance = np.random.default_rng(7)
    footers = chance.integers(-(2**63), 2**63 - 1, (FOOTERS, 2))
    recent: Numbers = np.empty((0, ANCHORS), dtype=np.int64)
    copies = np.zeros(articles, dtype=bool)
    part = max(1, min(PART, articles // 20))
    for start in range(0, articles, part):
        count = min(part, articles - start)
        anchors = chance.integers(-(2**63), 2**63 - 1, (count, ANCHORS))
        quoting = chance.random(count) < QUOTES
        anchors[quoting, :2] = footers[chance.zipf(1.3, int(quoting.sum())) % FOOTERS]
        if len(recent):
            copying = np.flatnonzero(chance.random(count) < COPIES)
            originals = recent[chance.integers(0, len(recent), len(copying))]
            shared = chance.integers(3, ANCHORS + 1, len(copying))
            kept = np.arange(ANCHORS) >= ANCHORS - shared[:, None]  # not its footer: that says nothing
            anchors[copying] = np.where(kept, originals, anchors[copying])
            copies[start + copying] = True
        recent = np.concatenate((recent, anchors))[-RECENT:]
        add(grouping, start, anchors)
    return copies


def add(grouping: Grouping, start: int, anchors: Numbers) -> None:
    """Add articles as ``Grouping.add`` does, all at once: made one by one they would be what is measured."""
    numbers = np.arange(start, start + len(anchors), dtype=np.int32)
    texts = [f"{number:024x}" for number in numbers]
    grouping.add_articles(
        number=numbers,
        article=np.array(texts, dtype=object),
        seen=numbers.astype(np.int64),
        content_hash=np.array([f"{text}{text[:8]}" for text in texts], dtype=object),
        has_marks=np.zeros(len(numbers), dtype=bool),
        in_window=np.ones(len(numbers), dtype=bool),
        copied=np.full(len(numbers), "", dtype=object),
    )
    flags = np.ones((anchors.size, 2), dtype=bool)
    flags[:, 1] = False
    grouping.add_anchors(np.repeat(numbers, ANCHORS), anchors.reshape(-1), flags)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=2_000_000)
    parser.add_argument("--memory", type=int, default=4_000, help="MB")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
