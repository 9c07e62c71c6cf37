"""The site of the crawl bench; it also writes down every article page that it serves, and its clock can be stopped.

    python recorded_site.py --record FOLDER [options of site.py]

``FOLDER/served.jsonl`` gets a line for each answer to a request for an article: when, address, title and paragraphs, as
they stand in the bytes of the page. From when there is a file ``FOLDER/still`` on, the site is as it was at that
moment: nothing is published, nothing edited.
"""

import gzip
import html
import json
import re
import sys
import textwrap
import time
from pathlib import Path
from typing import Any

from news_web import SITE

_START = 'if __name__ == "__main__":\n'
_PARAGRAPH = re.compile("<p>(.*?)</p>", re.DOTALL)
_BODY = re.compile('<div class="article-body">(.*?)</div>', re.DOTALL)
_TITLE = re.compile("<h1>(.*?)</h1>", re.DOTALL)


class Clock:
    """Stands in for the module ``time`` in the site: it stops when there is a file that says so."""

    perf_counter = staticmethod(time.perf_counter)

    def __init__(self, still: Path) -> None:
        self._still = still
        self._stopped_at: float | None = None

    def time(self) -> float:
        if self._stopped_at is None and self._still.exists():
            self._stopped_at = time.time()
        return self._stopped_at or time.time()


def main() -> None:
    place = sys.argv.index("--record")
    folder = Path(sys.argv[place + 1])
    del sys.argv[place : place + 2]
    definitions, _, start = SITE.read_text().partition(_START)
    site: dict[str, Any] = {"__name__": "site", "__doc__": "The site of the crawl bench."}
    exec(compile(definitions, str(SITE), "exec"), site)  # noqa: S102 - a program of ours, in two parts
    site["time"] = Clock(folder / "still")
    record(site["Site"], folder / "served.jsonl")
    exec(compile(textwrap.dedent(start), str(SITE), "exec"), site)  # noqa: S102


def record(site: type[Any], path: Path) -> None:
    """Write down what its method ``article`` answers from now on."""
    answer = site.article
    lines = path.open("a", buffering=1)

    def article(self: object, outlet: Any, number: int, path: str, *rest: Any) -> tuple[Any, ...]:  # noqa: ANN401 - of a program that is no module
        given: tuple[Any, ...] = answer(self, outlet, number, path, *rest)
        lines.write(json.dumps(served(f"{outlet.base}{path}", given[2], is_packed=given[5])) + "\n")
        return given

    site.article = article


def served(url: str, body: bytes, *, is_packed: bool) -> dict[str, Any]:
    page = (gzip.decompress(body) if is_packed else body).decode()
    story = _BODY.search(page)
    paragraphs = _PARAGRAPH.findall(story[1]) if story else []
    title = _TITLE.search(page)
    return {
        "at": time.time(),
        "url": url,
        "title": html.unescape(title[1]) if title else "",
        "paragraphs": [html.unescape(paragraph) for paragraph in paragraphs],
    }


if __name__ == "__main__":
    main()
