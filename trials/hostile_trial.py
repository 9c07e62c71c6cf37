"""Pages made to hurt: what the worst of each kind costs the reader, in CPU seconds and in memory.

    python trials/hostile_trial.py [--number 100000] [--kinds spans,links] [--corpus]

Reads each invented page of `hostile_pages.py`, and with ``--corpus`` every page and hostile record that stands beside
the project, in a child process of its own, as a crawl reads it: with every step up to storing. Prints one JSON line:
the costliest pages, and those that are over one second or 200 MiB, or ended in an error of ours. Exit 1 where there is
such a page. A page that the reader refuses, with its reason, is none.
"""

import argparse
import base64
import gzip
import json
import multiprocessing
import resource
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from hostile_pages import KINDS, MANY, make_page

from newscrawler.boilerplate.strip import strip_boilerplate
from newscrawler.cleaning.article import clean_article
from newscrawler.duplicates.fingerprint import fingerprint_article
from newscrawler.errors import UnreadablePageError
from newscrawler.extraction.article import extract_article
from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page

CORPUS = Path(__file__).parents[1] / ".." / "shared" / "corpus"
MOST_SECONDS = 1.0
MOST_MIB = 200.0
GIVEN_UP_SECONDS = 120
SHOWN = 12
OUTLET = Outlet(id="de_elbkurier", name="Elbkurier")


def main() -> int:
    options = read_options()
    rows = [measure(name, html) for name, html in pages_of(options)]
    bad = [row for row in rows if row["error"] or row["seconds"] > MOST_SECONDS or row["mib"] > MOST_MIB]
    result = {
        "trial": "hostile",
        "pages": len(rows),
        "refused": sum(row["ended"] != "article" for row in rows),
        "bad": bad,
        "slowest": sorted(rows, key=lambda row: -row["seconds"])[:SHOWN],
        "largest": sorted(rows, key=lambda row: -row["mib"])[:SHOWN],
    }
    print(json.dumps(result))
    return int(bool(bad))


def pages_of(options: argparse.Namespace) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each page that is asked for."""
    for kind in options.kinds.split(",") if options.kinds else KINDS:
        yield kind, make_page(kind, options.number)
    if not options.corpus:
        return
    for path in sorted(CORPUS.glob("*/html/*.gz")):
        yield f"{path.parts[-3]}/{path.name}", gzip.decompress(path.read_bytes())
    for path in sorted((CORPUS / "hostile").glob("*.jsonl")):
        for line in path.read_text().splitlines():
            record = json.loads(line)
            yield str(record["id"]), bytes_of(record)


def bytes_of(record: dict[str, object]) -> bytes:
    """The raw bytes of a hostile record, its text, or the record as it is."""
    for name, value in record.items():
        if name.endswith("_b64"):
            return base64.b64decode(str(value))
    return str(record.get("payload") or record.get("text") or record).encode("utf-8", "surrogatepass")


def measure(name: str, html: bytes) -> dict[str, Any]:
    """What reading the page took, in a child process: CPU seconds of the reader and all steps, MiB beyond the start."""
    context = multiprocessing.get_context("fork")  # everything is imported already
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=read_in_child, args=(html, sender))
    child.start()
    sender.close()
    try:
        told = receiver.recv() if receiver.poll(GIVEN_UP_SECONDS) else None
    except EOFError:
        told = None
    child.kill()
    child.join()
    lost = {"seconds": GIVEN_UP_SECONDS, "all_seconds": GIVEN_UP_SECONDS, "mib": 0.0, "ended": "lost", "error": "lost"}
    return {"page": name, "kib": len(html) // 1024, **(told or lost)}


def read_in_child(html: bytes, sender: Connection) -> None:
    page = Page(url="https://elbkurier.example/a", html=html, fetched_at=datetime(2026, 11, 1, tzinfo=UTC))
    before, began = peak_mib(), time.process_time()
    read, ended, error = 0.0, "article", ""
    try:
        article = extract_article(page, OUTLET, with_chrome=False)
        read = time.process_time() - began
        fingerprint_article(strip_boilerplate(clean_article(article, OUTLET), OUTLET))
    except UnreadablePageError as refusal:
        ended = f"refused: {refusal.reason}"
    except Exception as failure:  # noqa: BLE001 - any other is what we look for
        ended, error = "failed", f"{type(failure).__name__}: {failure}"[:200]
    whole = time.process_time() - began
    sender.send(
        {
            "seconds": round(read or whole, 3),
            "all_seconds": round(whole, 3),
            "mib": round(peak_mib() - before, 1),
            "ended": ended,
            "error": error,
        }
    )


def peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--number", type=int, default=MANY, help="elements of an invented page")
    parser.add_argument("--kinds", help="only these, with commas between")
    parser.add_argument("--corpus", action="store_true", help="the pages beside the project too")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
