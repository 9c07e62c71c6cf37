"""The reader of feeds beside feedparser and fastfeedparser: fields read right, feeds refused, feeds per CPU second.

    make peers                                   once: fastfeedparser, in an environment of its own
    python benchmarks/feeds_bench.py [--json] [--misses READER]

Fields and exceptions are those of ``shared/corpus/hostile``, which lies beside the project. The speed is that of
invented feeds of the size that outlets send, 30 to 100 kB. The readers run one after the other, each by itself.
"""

import argparse
import base64
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from hostile import CORPUS
from hostile_measures import field_of, normal
from timed_feeds import READERS

PROJECT = Path(__file__).parents[1]
PEERS = PROJECT / ".venv-peers" / "bin" / "python"
PYTHONS = {"fastfeedparser": PEERS}  # the others stand here
# What an entry is made of, and where its feed is from; the rest of the expected fields is for completeness.
CORE_FEED = frozenset({"link", "title"})
CORE_ENTRY = frozenset({"author", "content", "id", "link", "published", "summary", "title", "updated"})
INVENTED = 120  # feeds for the speed
FEED_BYTES = (30_000, 100_000)
SENTENCE = "The ferry Möwe &amp; her crew of 12 will not sail before Tuesday, the harbour office said. "
Record = dict[str, Any]


def main() -> int:
    options = read_options()
    if not CORPUS.is_dir():
        print(
            json.dumps({"benchmark": "feeds", "skipped": f"no corpus of hostile input beside the project ({CORPUS})"})
        )
        return 0
    results = {name: measure(name, misses=options.misses == name) for name in sorted(READERS) if _is_there(name)}
    if options.json:
        print(json.dumps({"benchmark": "feeds"} | results))
        return 0
    columns = next(iter(results.values())).keys()
    print(f"{'':16}" + "".join(f"{column:>18}" for column in columns))
    for name, figures in results.items():
        print(f"{name:16}" + "".join(f"{figures[column]:>18}" for column in columns))
    if len(results) < len(READERS):
        print("fastfeedparser is not there to compare with; install it: make peers")
    return 0


def _is_there(reader: str) -> bool:
    python = PYTHONS.get(reader)
    if python is None:
        return True
    command = [str(python), "-c", f"import {reader}"]
    return python.exists() and subprocess.run(command, check=False, capture_output=True).returncode == 0


def measure(reader: str, *, misses: bool) -> dict[str, str]:
    """The figures of one reader."""
    records = _records("feeds.jsonl")
    answers, _ = _answers(reader, [(record["body_b64"], record["content_type"], _url(record)) for record in records])
    core = list(_judged(records, answers, only_core=True))
    every = list(_judged(records, answers, only_core=False))
    if misses:
        print("\n".join(words for words in core if words))
    strange = [*_records("w3c_feeds.jsonl"), *_records("sanitize_feeds.jsonl")]
    others, _ = _answers(reader, [(record["body_b64"], None, _url(record)) for record in strange])
    invented = [(base64.b64encode(feed).decode(), "application/rss+xml", _url({})) for feed in invented_feeds()]
    _, spent = _answers(reader, invented)
    raised = sum("raised" in answer for answer in (*answers, *others))
    return {
        "core fields": f"{core.count(None)} of {len(core)}",
        "percent": f"{100 * core.count(None) / len(core):.2f}",
        "all fields": f"{every.count(None)} of {len(every)}",
        "raised": f"{raised} of {len(answers) + len(others)}",
        "feeds a CPU s": f"{INVENTED / spent:.0f}",
    }


def _judged(records: Iterable[Record], answers: Iterable[Record], *, only_core: bool) -> Iterator[str | None]:
    """For each expected field None where it is right, else what is wrong, in words."""
    for record, answer in zip(records, answers, strict=True):
        for wanted in record["expect"]:
            if only_core and wanted["field"] not in (CORE_FEED if wanted["entry"] is None else CORE_ENTRY):
                continue
            got = field_of(answer, wanted)
            if wanted["kind"] == "instant" and isinstance(got, str):
                got = _instant(got)
            right = normal(got, wanted["kind"]) == normal(_wanted_value(wanted), wanted["kind"])
            yield None if right else f"{record['id']} {wanted['entry']} {wanted['field']}: {got!r}"[:160]


def _wanted_value(wanted: Record) -> object:
    return _instant(wanted["value"]) if wanted["kind"] == "instant" else wanted["value"]


def _instant(text: str) -> object:
    """The instant of an ISO text; the text itself where it is none."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return text


def _answers(reader: str, feeds: Iterable[tuple[str, str | None, str]]) -> tuple[list[Record], float]:
    """What a reader makes of feeds, and its CPU seconds."""
    keys = ("body_b64", "content_type", "url")
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps(dict(zip(keys, feed, strict=True))) + "\n" for feed in feeds)
        file.flush()
        python = str(PYTHONS.get(reader, sys.executable))
        command = [python, "-W", "ignore", str(Path(__file__).with_name("timed_feeds.py")), reader, file.name]
        output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    result = json.loads(output)
    return result["answers"], result["cpu_seconds"]


def _records(name: str) -> list[Record]:
    with (CORPUS / name).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _url(record: Record) -> str:
    """The address that answered, as the tests of the feeds' origin have it."""
    location = record.get("content_location")
    return location if location and "://" in location else "http://127.0.0.1:8097" + (location or "/feed.xml")


def invented_feeds() -> Iterator[bytes]:
    """Feeds of outlets that do not exist, with the fields that most real ones have."""
    smallest, largest = FEED_BYTES
    for number in range(INVENTED):
        size = smallest + (largest - smallest) * number // INVENTED
        items, written = [], 0
        for place in range(1000):
            items.append(_item(number, place))
            written += len(items[-1].encode())
            if written >= size:
                break
        head = "<title>The Harwick Ledger</title><link>https://ledger.example/</link><language>en-us</language>"
        names = "".join(
            f' xmlns:{name}="{address}"'
            for name, address in (
                ("content", "http://purl.org/rss/1.0/modules/content/"),
                ("dc", "http://purl.org/dc/elements/1.1/"),
                ("media", "http://search.yahoo.com/mrss/"),
            )
        )
        yield f'<?xml version="1.0"?><rss version="2.0"{names}><channel>{head}{"".join(items)}</channel></rss>'.encode()


def _item(number: int, place: int) -> str:
    story = "".join(f"<p>{SENTENCE * 3}<a href='/x/{line}'>More</a></p>" for line in range(10))
    return (
        f"<item><title>Harbor board votes on item {place} &amp; more</title><link>https://ledger.example/{number}/{place}</link>"
        f"<guid isPermaLink='false'>{number}-{place}</guid>"
        f"<pubDate>Mon, 23 Nov 2026 10:{place % 60:02}:00 +0100</pubDate>"
        "<dc:creator>Ann Lee</dc:creator><category>Harbor</category><category>Town</category>"
        f"<media:content url='https://ledger.example/{place}.jpg' medium='image' width='900'/>"
        f"<description><![CDATA[<p>{SENTENCE}</p>]]></description>"
        f"<content:encoded><![CDATA[{story}]]></content:encoded></item>"
    )


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one line of JSON")
    parser.add_argument("--misses", choices=sorted(READERS), help="first every core field that a reader got wrong")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
