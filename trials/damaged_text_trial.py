"""What becomes of answers that arrive damaged: encodings that lie or are not declared, and bodies that are cut.

    python trials/damaged_text_trial.py [--articles 12]

Four outlets of the loopback news web: one declares UTF-8 and sends Windows-1251, one declares nothing, one cuts all its
answers in the middle, one is well. They are crawled; then nothing is cut any more and they are crawled again. Every
article must be stored at the end, once, with the letters that were meant, and none of a cut page. Prints one JSON line;
exit 1 where that is not so.
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from crawler import environment, joined, run
from news_web import SITE, news_web
from scratch import scratch_folder

SENTENCE = "Совет города одобрил новый бюджет порта после долгого заседания."  # the site's, in Windows-1251
FAULTS = ("charset", "charset-none", "truncate", "none")
CUT = FAULTS.index("truncate")


def main() -> int:
    options = read_options()
    if not SITE.exists():
        print(json.dumps({"trial": "damaged_text", "skipped": "the crawl bench is not beside the project"}))
        return 0
    count = str(options.articles)
    with scratch_folder("damaged") as place, news_web(len(FAULTS), options.articles, "--feed", count) as web:
        names = web.write_outlets(place / "outlets")
        variables = environment(place / "data", place / "outlets")
        for host, fault in zip(web.hosts, FAULTS, strict=True):
            web.ask(f"/__fault?host={host}&name={fault}")
        with joined(place / "data"):
            first = crawl(names, variables)
            web.ask(f"/__fault?host={web.hosts[CUT]}&name=none")
            second = crawl(names, variables)
            texts = stored_texts(names, variables, place / "texts.jsonl")
    result = {"first": first, "second": second, "right_text": texts}
    bad = judged(result, options.articles, names)
    print(json.dumps({"trial": "damaged_text", "outlets": dict(zip(names, FAULTS, strict=True)), **result, "bad": bad}))
    return int(bool(bad))


def crawl(names: list[str], variables: dict[str, str]) -> dict[str, dict[str, int]]:
    """New articles and outcomes of each outlet in one crawl of them all."""
    ended = run(["crawl", *names], variables)
    if not ended.stdout.strip():
        raise SystemExit(ended.stderr)
    found: dict[str, dict[str, int]] = {}
    for row in run(["runs", "--json", "--limit", "1000"], variables).rows:
        outlet, counts = str(row["outlet"]), row["counts"]
        if outlet not in found and isinstance(counts, dict):  # newest first
            found[outlet] = {"new": counts.get("new", 0), **counts.get("dropped", {})}
    return found


def stored_texts(names: list[str], variables: dict[str, str], file: Path) -> dict[str, int]:
    """How many stored articles of each outlet have the letters that were meant."""
    run(["export", str(file)], variables)
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    lying = set(names[:CUT])
    return dict(Counter(row["outlet"] for row in rows if row["outlet"] not in lying or SENTENCE in row["body"]))


def judged(result: dict[str, dict[str, object]], articles: int, names: list[str]) -> list[str]:
    cut = result["first"].get(names[CUT], {})
    bad = [name for name in names if result["right_text"].get(name) != articles]
    return bad + (["a cut page was stored"] if isinstance(cut, dict) and cut.get("new") else [])


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=12, help="of each outlet")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
