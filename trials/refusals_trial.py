"""How many true articles are refused as something else: every page with truth of the corpus, through the whole reading.

    python trials/refusals_trial.py [--sets fundus,scrapinghub] [--half 0] [--pages 200] [--list]

The corpus of real pages lies beside the project. All its pages are articles by its truth, so each refusal is wrong,
unless the page itself has lost its text: ``--list`` prints every refused page with its reason to standard error, to be
looked at. Outlets fall into two halves by a hash of their names: rules are tuned on one and judged on the other. Prints
one JSON line; exit 1 where more than one in a hundred is refused, in one of the halves or in all.
"""

import argparse
import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zlib import crc32

from newscrawler.errors import UnreadablePageError
from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page
from newscrawler.reading import read_page
from newscrawler.urls import canonical_url

CORPUS = Path(__file__).parents[1] / ".." / "shared" / "corpus"
OUTLET = Outlet(id="web_trial", name="")
FETCHED_AT = datetime(2026, 11, 1, tzinfo=UTC)
MOST_REFUSED = 0.01


@dataclass(frozen=True, slots=True)
class Refused:
    """One page that was refused: where it is, and why."""

    page: str
    half: int
    kind: str
    message: str
    true_words: int


def main() -> int:
    options = read_options()
    if not CORPUS.is_dir():
        print(json.dumps({"trial": "refusals", "skipped": "the corpus is not beside the project"}))
        return 0
    read: Counter[int] = Counter()
    refused: list[Refused] = []
    for row in rows_of(options):
        half = crc32(row["outlet"].encode()) % 2
        read[half] += 1
        if found := refusal_of(row, half):
            refused.append(found)
    if options.list:
        for one in refused:
            print(f"{one.page} ({one.true_words} true words): {one.kind}: {one.message}", file=sys.stderr)
    shares = {half: sum(one.half == half for one in refused) / pages for half, pages in sorted(read.items())}
    result = {
        "trial": "refusals",
        "pages": read.total(),
        "refused": len(refused),
        "share": round(len(refused) / max(1, read.total()), 4),
        "share_by_half": {str(half): round(share, 4) for half, share in shares.items()},
        "kinds": dict(Counter(one.kind for one in refused).most_common()),
        "pages_refused": [f"{one.page}: {one.kind}" for one in refused],
    }
    print(json.dumps(result, ensure_ascii=False))
    return int(any(share > MOST_REFUSED for share in (*shares.values(), result["share"])))


def rows_of(options: argparse.Namespace) -> Iterator[dict[str, str]]:
    """The truth of the chosen pages, set by set."""
    wanted = options.sets.split(",") if options.sets else [path.parent.name for path in CORPUS.glob("*/truth.jsonl")]
    for name in sorted(wanted):
        with (CORPUS / name / "truth.jsonl").open(encoding="utf-8") as lines:
            rows = map(json.loads, lines)
            chosen = (row for row in rows if options.half is None or crc32(row["outlet"].encode()) % 2 == options.half)
            yield from (row for _, row in zip(range(options.pages), chosen, strict=False))


def refusal_of(row: dict[str, str], half: int) -> Refused | None:
    """Why the page of a row is refused, or None."""
    html = gzip.decompress((CORPUS / row["set"] / "html" / f"{row['id']}.html.gz").read_bytes())
    url = canonical_url(row["url"]) or "https://www.example.com/article"  # some sets name a file
    name, words = f"{row['set']}/{row['id']}", len((row.get("body") or " ".join(row.get("must_contain", ()))).split())
    try:
        refusal = read_page(Page(url, html, FETCHED_AT), OUTLET).refusal
    except UnreadablePageError as error:
        return Refused(name, half, error.reason, str(error), words)
    return Refused(name, half, refusal.kind, refusal.message, words) if refusal else None


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", help="names of the corpus's sets, with commas; all")
    parser.add_argument("--half", type=int, choices=(0, 1), help="outlets of one half only")
    parser.add_argument("--pages", type=int, default=100_000, help="at most so many pages of each set")
    parser.add_argument("--list", action="store_true", help="print every refused page with its reason")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
