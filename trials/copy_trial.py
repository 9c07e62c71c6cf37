"""A database of 50,000 articles copied into another, killed once in the middle, then the same command once more.

    python trials/copy_trial.py [--articles 50000]

Prints one JSON line; exit 1 where both are not equal at the end, by a comparison of this trial's own.
"""

import argparse
import asyncio
import json
import subprocess
import sys
import time
from hashlib import blake2b
from pathlib import Path

from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument
from crawler import environment, run
from many_articles import load
from pymongo import MongoClient
from scratch import scratch_folder

from newscrawler.storage.connection import open_database
from newscrawler.storage.server.embedded import join_embedded

Sums = dict[str, tuple[int, str]]


def main() -> int:
    options = read_options()
    with scratch_folder("copy") as folder:
        here, there = folder / "here", folder / "there"
        began = time.monotonic()
        fill(here, options.articles)
        loaded = time.monotonic()
        copied_when_killed = kill_in_the_middle(here, there, options.articles)
        killed = time.monotonic()
        last = run(["db", "copy", str(here), str(there), "--json"], environment(folder))
        ended = time.monotonic()
        sums = [sums_of(one) for one in (here, there)]
    row = last.rows[0] if last.rows else {}
    result = {
        "trial": "copy",
        "articles": options.articles,
        "articles_copied_when_killed": copied_when_killed,
        "exit_code": last.code,
        "told": last.stderr.strip(),
        "is_equal": sums[0] == sums[1] and bool(row.get("is_equal")),
        "documents": {name: count for name, (count, _) in sums[0].items()},
        "hashes": {name: digest[:12] for name, (_, digest) in sums[0].items()},
        "hashes_of_copy": {name: digest[:12] for name, (_, digest) in sums[1].items()},
        "written_after_the_kill": row.get("written"),
        "seconds": {
            "load": round(loaded - began, 1),
            "until_killed": round(killed - loaded, 1),
            "go_on_and_compare": round(ended - killed, 1),
        },
    }
    print(json.dumps(result))
    return int(not result["is_equal"] or last.code != 0 or not 0 < copied_when_killed < options.articles)


def fill(folder: Path, articles: int) -> None:
    async def make() -> None:
        await (await open_database(None, folder)).close()

    place = join_embedded(folder)
    try:
        asyncio.run(make())
        load(place.uri, articles)
    finally:
        place.release()


def kill_in_the_middle(here: Path, there: Path, articles: int) -> int:
    """Begin to copy, kill that with -9 when about half of the articles are there, and say how many were."""
    command = [sys.executable, "-m", "newscrawler", "db", "copy", str(here), str(there)]
    copy = subprocess.Popen(command, env=environment(here), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    place = join_embedded(there)
    try:
        with MongoClient(place.uri) as client:
            found = client["newscrawler"]["articles"]
            while copy.poll() is None and not found.find_one({"cursor": {"$gt": articles // 2, "$lt": articles}}):
                time.sleep(0.02)
            copy.kill()
            copy.wait()
            return found.count_documents({})
    finally:
        place.release()


def sums_of(folder: Path) -> Sums:
    """Collection -> number of documents, and a hash of all of them in whatever order; without the note on the copy."""
    place = join_embedded(folder)
    try:
        with MongoClient(place.uri, document_class=RawBSONDocument) as client:
            database = client["newscrawler"]
            as_bytes = CodecOptions(document_class=RawBSONDocument)
            sums: Sums = {}
            for name in sorted(database.list_collection_names()):
                count, total = 0, 0
                for document in database.get_collection(name, as_bytes).find({"_id": {"$nin": ["copy", "database"]}}):
                    count += 1
                    total ^= int.from_bytes(blake2b(document.raw, digest_size=16).digest())
                sums[name] = (count, f"{total:032x}")
            return sums
    finally:
        place.release()


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=50_000)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
