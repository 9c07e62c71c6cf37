"""One reader of feeds over a file of feeds: what it makes of each, and the CPU that all of them took.

    python benchmarks/timed_feeds.py ours|feedparser|fastfeedparser FEEDS

``FEEDS`` has one JSON object a line: ``body_b64``, ``content_type``, ``url``. Prints one line of JSON: ``answers``, in
the order of the file, each ``{"feed": {}, "entries": [{}]}``, with ``raised`` where it raised, and ``cpu_seconds``.
Runs under the Python that has the reader: fastfeedparser stands in an environment of its own (``make peers``).
"""

import base64
import calendar
import importlib
import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

Answer = dict[str, Any]
FIELDS = ("title", "link", "id", "author", "language")


def main() -> None:
    reader, file = sys.argv[1:3]
    feeds = [json.loads(line) for line in Path(file).read_text(encoding="utf-8").splitlines()]
    bodies = [(base64.b64decode(feed["body_b64"]), feed["content_type"], feed["url"]) for feed in feeds]
    read = READERS[reader]()
    begin = time.process_time()
    raw = [_tried(read, *body) for body in bodies]
    spent = time.process_time() - begin
    print(json.dumps({"answers": raw, "cpu_seconds": spent}, default=str))


def _tried(read: Callable[[bytes, str | None, str], Answer], body: bytes, content_type: str | None, url: str) -> Answer:
    try:
        return read(body, content_type, url)
    except Exception as error:  # noqa: BLE001 - who raises, and how often, is one of the figures
        return {"feed": {}, "entries": [], "raised": f"{type(error).__name__}: {error}"[:200]}


def ours() -> Callable[[bytes, str | None, str], Answer]:
    """The project's reader, as ``benchmarks/hostile.py`` shows it."""
    read: Callable[[bytes, str | None, str], Answer] = importlib.import_module("hostile").read_feed
    return read


def feedparser() -> Callable[[bytes, str | None, str], Answer]:
    """feedparser 6."""
    library = importlib.import_module("feedparser")

    def read(body: bytes, content_type: str | None, url: str) -> Answer:
        headers = {"content-location": url, "content-type": content_type or "application/xml"}
        parsed = library.parse(body, response_headers=headers)
        return {"feed": _of_feedparser(parsed.feed), "entries": [_of_feedparser(entry) for entry in parsed.entries]}

    return read


def _of_feedparser(part: Any) -> Answer:  # noqa: ANN401 - feedparser is untyped
    contents = part.get("content") or [{}]
    return {name: part.get(name) for name in FIELDS} | {
        "published": _instant(part.get("published_parsed")),
        "updated": _instant(part.get("updated_parsed") if "updated" in part else None),
        "summary": part.get("summary"),
        "content": contents[0].get("value"),
    }


def _instant(parsed: Any) -> str | None:  # noqa: ANN401 - a time.struct_time in UTC, or None
    return datetime.fromtimestamp(calendar.timegm(parsed), UTC).isoformat() if parsed else None


def fastfeedparser() -> Callable[[bytes, str | None, str], Answer]:
    """fastfeedparser; it is not told the feed's address."""
    library = importlib.import_module("fastfeedparser")

    def read(body: bytes, content_type: str | None, url: str) -> Answer:  # noqa: ARG001 - one signature for all
        parsed = library.parse(body)
        return {"feed": _of_fast(parsed.feed), "entries": [_of_fast(entry) for entry in parsed.entries]}

    return read


def _of_fast(part: Any) -> Answer:  # noqa: ANN401 - of another environment
    contents = part.get("content") or [{}]
    return {name: part.get(name) for name in (*FIELDS, "published", "updated")} | {
        "summary": part.get("description") or part.get("summary") or part.get("subtitle"),
        "content": contents[0].get("value") if isinstance(contents, list) else contents,
    }


READERS: dict[str, Callable[[], Callable[[bytes, str | None, str], Answer]]] = {
    "fastfeedparser": fastfeedparser,
    "feedparser": feedparser,
    "ours": ours,
}

if __name__ == "__main__":
    main()
