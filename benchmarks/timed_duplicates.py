"""One way of finding copies, in a process of its own: does a part of the articles when told, and says what CPU it took.

    python benchmarks/timed_duplicates.py newscrawler|uncompiled|rensa|datasketch ARTICLES.jsonl.gz

A line in is ``["sketch" or "add", first, last]``, or ``["new"]``: an empty index. A line out for each: ``cpu`` seconds,
``links`` of the articles added, ``index_bytes`` and, of ours, ``anchors`` and ``compared`` of the index so far.
Runs under the Python that has the library: rensa and datasketch stand in an environment of their own (`make peers`).
``uncompiled`` is newscrawler where there was no C compiler.
"""

import gzip
import importlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

WARM_UP = 3
SHOWN = ("id", "title", "text", "lang", "ts", "outlet", "url")  # the rest is the truth


def newscrawler() -> Callable[[], Any]:
    sys.path.insert(0, str(Path(__file__).parents[1]))
    factory: Callable[[], Any] = importlib.import_module("benchmarks.duplicates").index
    return factory


def uncompiled() -> Callable[[], Any]:
    sys.modules["newscrawler.duplicates.hashing"] = None  # type: ignore[assignment] - cannot be imported any more
    return newscrawler()


def peer(name: str) -> Callable[[], Any]:
    factory: Callable[[], Any] = getattr(importlib.import_module("peer_duplicates"), name)
    return factory


WAYS: dict[str, Callable[[], Callable[[], Any]]] = {
    "newscrawler": newscrawler,
    "uncompiled": uncompiled,
    "rensa": lambda: peer("Rensa"),
    "datasketch": lambda: peer("Datasketch"),
}


def main() -> None:
    name, file = sys.argv[1:3]
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        articles = [{key: value for key, value in json.loads(line).items() if key in SHOWN} for line in lines]
    new_index = WAYS[name]()
    warmed = new_index()
    for article in articles[:WARM_UP]:
        warmed.sketch(article)
        warmed.add(article)
    index = new_index()
    for line in sys.stdin:
        order, *place = json.loads(line)
        if order == "new":
            index = new_index()
            place = [0, 0]
        act = index.sketch if order == "sketch" else index.add
        begin = time.process_time()
        done = [act(article) for article in articles[slice(*place)]]
        spent = time.process_time() - begin
        counts = {key: getattr(index, key) for key in ("anchors", "compared") if hasattr(index, key)}
        links = done if order == "add" else []
        answer = {"cpu": spent, "links": links, "index_bytes": index.index_bytes(), **counts}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
