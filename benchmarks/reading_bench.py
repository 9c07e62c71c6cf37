"""CPU per page of every step from bytes to an article, beside lxml's parse alone as the bare limit.

    python benchmarks/reading_bench.py [--pages 60] [--rounds 3]

Reads pages of the extraction corpus that lies beside the project and prints one JSON line: mean CPU in ms per page, in
the fastest of some processes. ``whole`` is `newscrawler.reading.read_page` on pages whose like the process never met;
``again`` the same when menus and class names are known, as on the second page of an outlet. The steps, measured then
too, are parts of it: ``decode`` to ``story`` make ``extract``, and ``story`` holds ``cut``, ``features`` and ``judge``.
"""

import argparse
import gzip
import json
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from lxml import html

from newscrawler.boilerplate.strip import strip_boilerplate
from newscrawler.cleaning.article import clean_article
from newscrawler.duplicates.fingerprint import fingerprint_article
from newscrawler.extraction.article import extract_article
from newscrawler.extraction.blocks import cut_page
from newscrawler.extraction.body import choose_by_chances
from newscrawler.extraction.body_model import judge_blocks
from newscrawler.extraction.charset import decode_page
from newscrawler.extraction.features import measure_blocks
from newscrawler.extraction.metadata import read_metadata
from newscrawler.extraction.metadata_lines import HeadFacts
from newscrawler.extraction.parse import parse_page
from newscrawler.extraction.script_body import ScriptStory
from newscrawler.extraction.story import read_story
from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page
from newscrawler.reading import read_page
from newscrawler.workers.garbage import collect_garbage_seldom

CORPUS = Path(__file__).parents[1] / ".." / "shared" / "corpus"
SETS = ("fundus", "scrapinghub")
OUTLET = Outlet(id="web_benchmark", name="")
FETCHED_AT = datetime(2026, 11, 1, tzinfo=UTC)


def main() -> int:
    options = read_options()
    if not all((CORPUS / name / "truth.jsonl").exists() for name in SETS):
        print(json.dumps({"benchmark": "reading", "skipped": "the extraction corpus is not beside the project"}))
        return 0
    if options.rounds > 1:
        return print_fastest(options)
    pages = load_pages(options.pages)
    read_page(pages.pop(), OUTLET)  # tables and models are loaded once in a process
    collect_garbage_seldom()  # as the workers do
    size = sum(len(page.html) for page in pages) / len(pages)
    steps = {step: round(seconds / len(pages) * 1000, 2) for step, seconds in measure(pages).items()}
    print(json.dumps({"benchmark": "reading", "pages": len(pages), "mean_kb": round(size / 1000), "cpu_ms": steps}))
    return 0


def print_fastest(options: argparse.Namespace) -> int:
    """Measure in as many processes of this program as there are rounds; the machine may be busy in some."""
    command = [sys.executable, __file__, "--pages", str(options.pages), "--rounds", "1"]
    rounds = [json.loads(subprocess.check_output(command)) for _ in range(options.rounds)]
    steps = {step: min(one["cpu_ms"][step] for one in rounds) for step in rounds[0]["cpu_ms"]}
    print(json.dumps(rounds[0] | {"cpu_ms": steps}))
    return 0


def load_pages(count: int) -> list[Page]:
    """So many pages and one more, spread evenly over the sets."""
    rows = [json.loads(line) for name in SETS for line in (CORPUS / name / "truth.jsonl").open(encoding="utf-8")]
    chosen = rows[:: max(1, len(rows) // (count + 1))][: count + 1]
    return [Page(row["url"], _content(CORPUS / row["set"] / "html" / row["id"]), FETCHED_AT) for row in chosen]


def _content(stem: Path) -> bytes:
    return gzip.decompress(stem.with_name(f"{stem.name}.html.gz").read_bytes())


def measure(pages: list[Page]) -> dict[str, float]:
    """CPU seconds of each step over all pages."""
    spent: dict[str, float] = defaultdict(float)

    @contextmanager
    def timed(step: str) -> Iterator[None]:
        begin = time.process_time()
        yield
        spent[step] += time.process_time() - begin

    for step in ("whole", "again"):
        for page in pages:
            with timed(step):
                read_page(page, OUTLET)
    for page in pages:
        measure_steps(page, timed)
    return spent


def measure_steps(page: Page, timed: Callable[[str], AbstractContextManager[None]]) -> None:
    """Every step on one page, each with what the step before it gave."""
    with timed("lxml_alone"):
        html.fromstring(page.html)
    with timed("decode"):
        decoded = decode_page(page.html, page.content_type)
    with timed("parse"):
        tree = parse_page(decoded.utf8)
    with timed("metadata"):
        metadata = read_metadata(tree, decoded, page, OUTLET)
    with timed("cut"):
        cut = cut_page(tree)
    if cut.texts:
        with timed("features"):
            measures = measure_blocks(cut)
            chances = judge_blocks(cut, measures)
        with timed("judge"):
            choose_by_chances(cut, measures, chances)
    with timed("story"):
        read_story(tree, HeadFacts(titles=(metadata.title or "",)), ScriptStory(metadata.json_ld_body), OUTLET)
    with timed("extract"):
        article = extract_article(page, OUTLET)
    with timed("clean"):
        article = clean_article(article, OUTLET)
    with timed("strip"):
        article = strip_boilerplate(article, OUTLET)
    with timed("fingerprint"):
        fingerprint_article(article)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
