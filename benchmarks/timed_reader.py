"""One reader over pages named on standard input, in a process of its own: a JSON line a page, with its CPU seconds.

    python benchmarks/timed_reader.py newscrawler|trafilatura|lxml < pages.jsonl

Runs under the Python that has the reader: trafilatura's stands in an environment of its own (`make peers`). A line in
holds ``uid``, ``url`` and ``path`` of a page packed by gzip; a line out ``id``, ``cpu`` and what was read. The first
pages are read twice: tables, models and regular expressions are loaded once in a process.
"""

import gzip
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

WARM_UP = 3

Reader = Callable[[bytes, str], dict[str, Any]]


def newscrawler_reader() -> Reader:
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from benchmarks.extraction import extract  # noqa: PLC0415 - its environment is not the peer's

    return extract


def trafilatura_reader() -> Reader:
    from trafilatura import bare_extraction  # noqa: PLC0415 - its environment is not ours

    def read(html: bytes, url: str) -> dict[str, Any]:
        found = bare_extraction(html, url=url, include_comments=False, include_tables=True, with_metadata=True)
        values = found.as_dict() if found is not None else {}
        return {
            "body": values.get("text"),
            "title": values.get("title"),
            "authors": [name.strip() for name in (values.get("author") or "").split(";") if name.strip()],
            "date_published": values.get("date"),
            "language": values.get("language"),
        }

    return read


def lxml_reader() -> Reader:
    from lxml import html as lxml_html  # noqa: PLC0415 - in either environment

    def read(html: bytes, _: str) -> dict[str, Any]:
        lxml_html.fromstring(html)
        return {}

    return read


READERS = {"newscrawler": newscrawler_reader, "trafilatura": trafilatura_reader, "lxml": lxml_reader}


def main() -> None:
    read = READERS[sys.argv[1]]()
    pages = [json.loads(line) for line in sys.stdin]
    for page in pages[:WARM_UP]:
        read(content_of(page), page["url"])
    for page in pages:
        html = content_of(page)
        begin = time.process_time()
        values, error = {}, None
        try:
            values = read(html, page["url"])
        except Exception as problem:  # noqa: BLE001 - a peer may fail in any way; that is counted
            error = f"{type(problem).__name__}: {problem}"[:200]
        values.update(id=page["uid"], cpu=time.process_time() - begin, **({"error": error} if error else {}))
        print(json.dumps(values, ensure_ascii=False, default=str))


def content_of(page: dict[str, Any]) -> bytes:
    return gzip.decompress(Path(page["path"]).read_bytes())


if __name__ == "__main__":
    main()
