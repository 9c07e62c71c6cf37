"""Which paragraphs of true bodies do the boilerplate rules take? Prints counts by rule and outlet, and lists them.

    python benchmarks/rules_precision.py ../shared/corpus [--half 0|1] [--sets fundus,fundus-eval,scrapinghub]

Paragraphs come as plain blocks, without the class names and links that a page would add: what is counted here is what
a rule takes by text and place alone. Read the list: truths hold bylines, credits and "read also" lines too, and to
take those is no mistake. ``--half`` splits by outlet: tune on one, look at the other afterwards.
"""

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

from newscrawler.boilerplate.strip import RULES
from newscrawler.model.article import Article, Author
from newscrawler.model.block import Block
from newscrawler.words import is_sentence

PROSE_WORDS = 12
SETS = "fundus,fundus-eval,scrapinghub"


def truths(corpus: Path, sets: list[str], half: int | None) -> Iterator[dict[str, Any]]:
    for name in sets:
        for line in (corpus / name / "truth.jsonl").read_text(encoding="utf-8").splitlines():
            truth = json.loads(line)
            if truth.get("body") and not truth.get("body_suspect"):
                outlet = truth.get("outlet") or truth["url"]
                if half is None or crc32(outlet.encode()) % 2 == half:
                    yield truth


def article_of(truth: dict[str, Any]) -> Article:
    paragraphs = truth.get("paragraphs") or truth["body"].split("\n\n")
    authors = tuple(Author(name=name) for name in truth.get("authors") or () if isinstance(name, str))
    return Article(
        url=truth["url"],
        outlet=truth.get("outlet") or "",
        title=truth.get("title"),
        authors=authors,
        blocks=tuple(Block(kind="paragraph", text=" ".join(text.split())) for text in paragraphs if text.strip()),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--sets", default=SETS)
    options = parser.parse_args()
    by_rule: Counter[str] = Counter()
    by_outlet: Counter[str] = Counter()
    paragraphs = pages = prose = 0
    seconds = 0.0
    for truth in truths(options.corpus, options.sets.split(","), options.half):
        article = article_of(truth)
        pages += 1
        paragraphs += len(article.blocks)
        taken: dict[int, tuple[str, str]] = {}
        start = time.process_time()
        for rule in RULES:
            for index, evidence in rule.find(article):
                taken.setdefault(index, (rule.name, evidence))
        seconds += time.process_time() - start
        for index, (name, evidence) in sorted(taken.items()):
            by_rule[name] += 1
            by_outlet[article.outlet] += 1
            prose += is_sentence(article.blocks[index].text, min_words=PROSE_WORDS)
            place = f"{index + 1}/{len(article.blocks)}"
            print(
                f"{name:16} {article.outlet[:24]:24} {place:8} {evidence[:60]:60} | {article.blocks[index].text[:160]}"
            )
    total = sum(by_rule.values())
    print(f"\n{pages} pages, {paragraphs} paragraphs, {total} taken: {1000 * total / max(1, paragraphs):.2f} in 1,000")
    print(
        f"{prose} of them prose: a sentence of {PROSE_WORDS} words or more; the others are credits, labels and bylines"
    )
    print(f"rules: {1e6 * seconds / max(1, pages):.0f} us of CPU by article")
    print("by rule:", dict(by_rule.most_common()))
    print("by outlet:", dict(by_outlet.most_common(20)))


if __name__ == "__main__":
    main()
