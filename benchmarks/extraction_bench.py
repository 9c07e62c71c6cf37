"""The reader beside trafilatura: accuracy on all pages with truth, CPU per page over the same news pages in one run.

    make peers                                                     once: trafilatura, in an environment of its own
    python benchmarks/extraction_bench.py [--pages 100] [--rounds 3] [--speed-only] [--predictions FILE]

Prints a table for people and, last, one JSON line. The figures of accuracy are those of the benchmark that lies beside
the project with its corpus. The reader was fitted on these pages: what it is worth on pages of other outlets is told by
``training/train_body_reader.py CORPUS --skip-weights --predictions FILE``; with ``--predictions FILE`` that is scored.
Speed: each round times both readers and lxml's parse alone, each in a fresh process; the fastest round of each counts.
"""

import argparse
import json
import subprocess
import sys
from importlib import util
from pathlib import Path
from types import ModuleType
from typing import Any

PROJECT = Path(__file__).parents[1]
SHARED = PROJECT / ".." / "shared"
CORPUS = SHARED / "corpus"
PEERS = PROJECT / ".venv-peers" / "bin" / "python"
NEWS = ("fundus", "scrapinghub")
ROWS = ("fundus", "fundus-eval", "scrapinghub", "wcxb", "postlight", "trafilatura", "NEWS", "ALL")
FIELDS = {
    "body": "body_F1",
    "exact": "body_acc",
    "paragraphs": "para_F1",
    "snippets": "snip_F1",
    "title": "title_norm",
    "day": "date_day",
    "instant": "date_exact",
    "authors": "auth_F1",
}


def main() -> int:
    options = read_options()
    if not (CORPUS / "fundus" / "truth.jsonl").exists():
        print(json.dumps({"benchmark": "extraction", "skipped": "the extraction corpus is not beside the project"}))
        return 0
    if not PEERS.exists():
        print(json.dumps({"benchmark": "extraction", "skipped": "no peer to compare with; install it: make peers"}))
        return 0
    bench = load_harness()
    pages = bench.load_corpus(str(CORPUS))
    result: dict[str, Any] = {"benchmark": "extraction", **measure_speed(pages, options.pages, options.rounds)}
    if not options.speed_only:
        result |= measure_accuracy(bench, pages, options.predictions)
    print(json.dumps(result))
    return 0


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--speed-only", action="store_true")
    parser.add_argument("--predictions", type=Path, help="score these instead of reading the pages")
    return parser.parse_args()


def load_harness() -> ModuleType:
    """The benchmark's own program, for its loading and scoring."""
    spec = util.spec_from_file_location("extract_bench", SHARED / "bench" / "extract_bench.py")
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measure_speed(pages: list[dict[str, Any]], count: int, rounds: int) -> dict[str, Any]:
    """CPU milliseconds a page, and how many times the speed of trafilatura, over ``count`` news pages."""
    news = [page for page in pages if page["set"] in NEWS]
    chosen = news[:: max(1, len(news) // count)][:count]
    fastest: dict[str, float] = {}
    for _ in range(rounds):
        for reader in ("newscrawler", "trafilatura", "lxml"):
            spent = sum(values["cpu"] for values in run_reader(reader, chosen)) / len(chosen) * 1000
            fastest[reader] = min(spent, fastest.get(reader, spent))
    ratios = {reader: round(fastest["trafilatura"] / fastest[reader], 2) for reader in ("newscrawler", "lxml")}
    print(f"{'CPU of ' + str(len(chosen)) + ' pages':<24}{'ms a page':>10}{'x trafilatura':>15}")
    for reader, spent in fastest.items():
        print(f"{reader:<24}{spent:>10.2f}{fastest['trafilatura'] / spent:>15.1f}")
    cpu = {reader: round(spent, 2) for reader, spent in fastest.items()}
    return {"pages": len(chosen), "cpu_ms_per_page": cpu, "times_trafilatura": ratios}


def run_reader(reader: str, pages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What a reader makes of the pages, each with its CPU seconds."""
    python = PEERS if reader == "trafilatura" else sys.executable
    command = [python, Path(__file__).with_name("timed_reader.py"), reader]
    lines = "".join(json.dumps({key: page[key] for key in ("uid", "url", "path")}) + "\n" for page in pages)
    done = subprocess.run(command, input=lines, stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def measure_accuracy(bench: ModuleType, pages: list[dict[str, Any]], predictions: Path | None) -> dict[str, Any]:
    """The benchmark's figures for both readers, printed set by set, and the interval of their difference on NEWS."""
    found = {"newscrawler": read_predictions(bench, pages, predictions), "trafilatura": in_order(pages, "trafilatura")}
    scores = {reader: bench.score(pages, values)[0] for reader, values in found.items()}
    print(f"\n{'set':<14}{'reader':<14}" + "".join(f"{field:>11}" for field in FIELDS) + f"{'empty':>8}{'errors':>8}")
    for row in ROWS:
        for reader, score in scores.items():
            print(f"{row:<14}{reader:<14}" + cells(score[row]))
    news = [page for page in pages if page["set"] in bench.NEWS_SETS or page.get("news_markup")]
    low, middle, high = difference(bench, news, found["newscrawler"], found["trafilatura"])
    print(f"\nbody on NEWS, newscrawler less trafilatura: {middle:+.4f}, 95 % of [{low:+.4f}, {high:+.4f}]")
    return {
        "fitted_on_these_pages": predictions is None,
        "news_body": {reader: round(score["NEWS"]["body_F1"], 4) for reader, score in scores.items()},
        "news_body_difference": [round(value, 4) for value in (low, middle, high)],
    }


def cells(score: dict[str, Any]) -> str:
    numbers = "".join(f"{score[key]:>11.3f}" if score.get(key) is not None else f"{'-':>11}" for key in FIELDS.values())
    return f"{numbers}{score['empty']:>8}{score['err']:>8}"


def in_order(pages: list[dict[str, Any]], reader: str) -> dict[str, dict[str, Any]]:
    return {values["id"]: values for values in run_reader(reader, pages)}


def read_predictions(bench: ModuleType, pages: list[dict[str, Any]], path: Path | None) -> dict[str, dict[str, Any]]:
    return bench.load_preds(path)[0] if path else in_order(pages, "newscrawler")


def difference(bench: ModuleType, pages: list[dict[str, Any]], one: dict, other: dict) -> tuple[float, float, float]:
    """Low end, value and high end of the difference of two readers' body F1, by a paired bootstrap over pages."""
    rows = []
    for page in pages:
        if page.get("body") and not page.get("body_suspect"):
            bodies = ((found.get(page["uid"]) or {}).get("body") or "" for found in (one, other))
            rows.append([page_score(bench, page, body) for body in bodies])
    chance = bench.random.Random(7)
    left, right = [row[0] for row in rows], [row[1] for row in rows]
    everything = range(len(rows))
    spread = []
    for _ in range(1000):
        sample = [int(chance.random() * len(rows)) for _ in everything]
        spread.append(bench._agg_fast(left, sample) - bench._agg_fast(right, sample))
    spread.sort()
    return spread[25], bench._agg_fast(left, everything) - bench._agg_fast(right, everything), spread[974]


def page_score(bench: ModuleType, page: dict[str, Any], body: str) -> tuple[float | None, float | None]:
    """Precision and recall of one page, None where there is nothing to count."""
    counts = bench.score_body(page, body)[1]
    hits, extra, missing = counts
    return bench.prec(counts) if hits + extra > 0 else None, bench.rec(counts) if hits + missing > 0 else None


if __name__ == "__main__":
    raise SystemExit(main())
