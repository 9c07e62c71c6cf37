"""Hostile and awkward input with known answers: every figure of the shared corpus of it, in one go.

    python benchmarks/hostile.py [--json] [--misses] [--only dates,ssrf] [--half 0]

The functions are thin: each gives what the product's own code makes of its argument, in a neutral form. None of them
raises, whatever comes in. Reads ``shared/corpus/hostile``, which lies beside the project and is not part of it.
"""

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from bson import encode

from newscrawler import dates
from newscrawler.cleaning.text import tidy_lines
from newscrawler.discovery import feed as feeds
from newscrawler.discovery.entry import Entry, Feed
from newscrawler.discovery.plain_text import plain_text
from newscrawler.errors import UnreadableListingError
from newscrawler.extraction.charset import decode_page
from newscrawler.outlet_file import OUTLET_ID, RESERVED_IDS
from newscrawler.storage.documents.bson_cleaning import clean_for_bson
from newscrawler.storage.documents.document_size import MAX_BYTES
from newscrawler.urls import canonical_url, join_url

CONTENT_CHARACTERS = 200_000
CORPUS = Path(__file__).parents[1] / ".." / "shared" / "corpus" / "hostile"


def read_feed(body: bytes, content_type: str | None, url: str | None) -> dict[str, Any]:
    """``{"feed": {...}, "entries": [{title, link, id, author, published, updated, summary, content}]}``.

    Dates are aware. An entry that tells only of its last change has that date in both places here, as the corpus's
    expectations have it (the habit of feedparser); the product itself keeps the two apart.
    A summary that has no text is "", whatever else is not there None. Bytes that are no feed give no entries.
    """
    try:
        feed = feeds.read_feed(body, url or "", content_type)
    except UnreadableListingError:
        return {"feed": {}, "entries": []}
    entries = [_fields_of(entry) | {"content": plain_text(entry.content, CONTENT_CHARACTERS)} for entry in feed.entries]
    return {"feed": _fields_of(feed), "entries": entries}


def _fields_of(part: Feed | Entry) -> dict[str, Any]:
    """What a feed and an entry have in common; an address that is not relative stays as it is written."""
    links = part.links if isinstance(part, Entry) else (part.link or "",)
    return {
        "title": part.title,
        "link": next((link if "://" in link else join_url(part.base, link) for link in links if link), None),
        "id": part.guid,
        "author": ", ".join(part.authors) or None,
        "published": read_date(part.published or part.updated or ""),
        "updated": read_date(part.updated or ""),
        "summary": part.summary or "",
        "language": part.language,
    }


def canonical(url: str) -> str | None:
    """The one spelling of an address, as it is stored; None where it is no http(s) address or cannot be read."""
    return canonical_url(url)


def read_date(text: str) -> datetime | None:
    """The instant that the whole text is, in the text's own offset; None: no date, or one that no article can have.

    Without an outlet there is no time zone and no language to help: UTC is taken, unless the text says otherwise.
    """
    now = datetime.now(UTC)
    found = dates.read_date(text, timezone="UTC", language=None, now=now)
    if found is None or dates.date_warning(found.instant, now):
        return None
    return found.instant.astimezone(timezone(timedelta(minutes=found.offset_minutes or 0)))


def decode(body: bytes, content_type: str | None) -> str:
    """The text of a page, by the encoding that is declared and true, else by the one that the bytes look like."""
    return decode_page(body, content_type).text


def clean(text: str) -> str:
    """The text as it would be stored: nothing invisible, mojibake mended where it is certain, single spaces."""
    return tidy_lines(text)


def safe_document(doc: Mapping[Any, Any]) -> dict[str, Any] | None:
    """The document as the store takes it, values that BSON cannot hold put right; None where it is too large."""
    cleaned = clean_for_bson(doc)
    return cleaned if len(encode(cleaned)) <= MAX_BYTES else None


def safe_name(name: str) -> str | None:
    """``name``, if it may be the name of an outlet, and so of its file, folder and export; else None."""
    return name if OUTLET_ID.fullmatch(name) and not RESERVED_IDS.fullmatch(name) else None


def main() -> int:
    """Measure, print, and say with the exit code whether nothing raised."""
    options = read_options()
    if not CORPUS.is_dir():
        skipped = f"no corpus of hostile input beside the project ({CORPUS.resolve()}): nothing to measure"
        print(json.dumps({"benchmark": "hostile", "skipped": skipped}) if options.json else skipped)
        return 0
    from hostile_measures import Half, measure_all  # noqa: PLC0415 - it imports this module in turn

    results = measure_all(CORPUS, Half(options.half), frozenset(filter(None, options.only.split(","))))
    if options.json:
        print(json.dumps({"benchmark": "hostile"} | {result.name: result.figures() for result in results}))
    else:
        print("\n".join(str(result) for result in results))
    if options.misses:
        print("\n".join(f"{result.name}: {miss}" for result in results for miss in result.misses))
    return 1 if any(result.raised for result in results) else 0


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one line of JSON")
    parser.add_argument("--misses", action="store_true", help="then every record that was not answered as it says")
    parser.add_argument("--only", default="", help="names of figures with commas between, for example dates,ssrf")
    parser.add_argument("--half", type=int, choices=(0, 1), help="only the records of one half, by a hash of their ids")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
