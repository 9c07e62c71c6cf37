"""Ways of finding copies beside each other: accuracy, index and CPU. For `benchmarks/duplicates.py`."""

import gzip
import json
import subprocess
import sys
from importlib import util
from pathlib import Path
from types import ModuleType
from typing import Any

PROJECT = Path(__file__).parents[1]
HARNESS = PROJECT.parent / "shared" / "bench" / "dedup_bench.py"
PEERS = PROJECT / ".venv-peers" / "bin" / "python"
OURS = ("newscrawler", "uncompiled")
SETS = ("edits", "reuters")
TIERS = ("exact", "light", "medium", "hard")
HELD = ("anchors", "compared", "index_bytes")  # of these, how many an article
TURN = 200  # articles


class Way:
    """One way of finding copies, in its own process."""

    def __init__(self, name: str, articles: Path) -> None:
        python = sys.executable if name in OURS else str(PEERS)
        command = [python, str(Path(__file__).with_name("timed_duplicates.py")), name, str(articles)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, *order: str | int) -> dict[str, Any]:
        """What the process answers to one order."""
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def close(self) -> None:
        """Ends the process."""
        self._process.communicate()


def compare_ways(corpus: Path, rounds: int) -> dict[str, Any]:
    """Every figure by set and way, printed as tables too; without the peers where they are not installed."""
    names = [*OURS, "rensa", "datasketch"] if PEERS.exists() else list(OURS)
    bench = load_harness()
    figures: dict[str, Any] = {}
    for name in SETS:
        with gzip.open(corpus / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            articles = [json.loads(line) for line in lines]
        ways = {way: Way(way, corpus / f"{name}.jsonl.gz") for way in names}
        figures[name] = take_turns(ways, len(articles), rounds)
        for way in ways.values():
            way.close()
        for measured in figures[name].values():
            measured.update(score(bench, corpus, name, articles, measured.pop("links")))
        print_table(name, len(articles), figures[name])
    return figures


def load_harness() -> ModuleType:
    """The benchmark's own program, for its scoring."""
    spec = util.spec_from_file_location("dedup_bench", HARNESS)
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def take_turns(ways: dict[str, Way], count: int, rounds: int) -> dict[str, dict[str, Any]]:
    """Microseconds of CPU an article to sketch and to add, what the index holds an article, and the links."""
    found: dict[str, dict[str, Any]] = {name: {"sketch_us": 1e9, "add_us": 1e9} for name in ways}
    for _ in range(rounds):
        for order in ("sketch", "add"):
            spent = dict.fromkeys(ways, 0.0)
            links: dict[str, list[str | None]] = {name: [] for name in ways}
            for first in range(0, count, TURN):
                for name, way in ways.items():
                    answer = way.ask(order, first, first + TURN)
                    spent[name] += answer["cpu"]
                    links[name] += answer["links"]
                    found[name] |= {key: round(answer[key] / count, 2) for key in HELD if key in answer}
            for name, way in ways.items():
                found[name][f"{order}_us"] = round(min(found[name][f"{order}_us"], spent[name] / count * 1e6), 1)
                if order == "add":
                    found[name]["links"] = links[name]
                    way.ask("new")
    return found


def score(
    bench: ModuleType, corpus: Path, name: str, articles: list[dict[str, Any]], links: list[str | None]
) -> dict[str, Any]:
    """The benchmark's figures, and the false links of articles made from templates."""
    if name == "reuters":
        labels = json.loads((corpus / "reuters-labels.json").read_text("utf-8"))
        scores = bench.score_reuters(articles, links, labels)
        return {key: round(scores[key], 4) for key in ("P", "R", "F1")}
    scores = bench.score_edits(articles, links)
    cluster = {article["id"]: article["cluster"] for article in articles}
    templates = sum(
        link is not None and article["kind"].startswith("neg:template") and cluster[link] != article["cluster"]
        for article, link in zip(articles, links, strict=True)
    )
    shown = {key: round(scores[key], 4) for key in ("P", "R", "F1", "pairF1")}
    return shown | scores["tiers"] | {"templates": templates}


def print_table(name: str, count: int, figures: dict[str, dict[str, Any]]) -> None:
    """One line a way; then how many times as fast as each peer ours is."""
    heads = "".join(f"{head:>10}" for head in ("P", "R", "F1", "pair F1", *TIERS, "templates", "anchors", "index B"))
    print(f"\n{f'{name}, {count} articles':<24}{heads}{'compared':>10}{'sketch us':>11}{'add us':>9}")
    for way, found in figures.items():
        accuracy = "".join(cell(found.get(key), 3) for key in ("P", "R", "F1", "pairF1", *TIERS))
        index = cell(found.get("templates"), 0) + cell(found.get("anchors"), 1) + cell(found["index_bytes"], 0)
        speed = f"{found['sketch_us']:>11.1f}{found['add_us']:>9.1f}"
        print(f"{way:<24}{accuracy}{index}{cell(found.get('compared'), 2)}{speed}")
    for peer in (way for way in figures if way not in OURS):
        for ours in OURS:
            times = [figures[peer][key] / figures[ours][key] for key in ("sketch_us", "add_us")]
            print(f"{ours}: sketch {times[0]:.1f} times as fast as {peer}, add {times[1]:.1f} times")


def cell(value: float | None, digits: int) -> str:
    return f"{'-':>10}" if value is None else f"{value:>10.{digits}f}"
