"""How the product answers the records of hostile input: one function for each file of the corpus."""

import base64
import codecs
import html
import json
import re
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any

import bson
import hostile

from newscrawler.charset_labels import CODECS, codec_in_page
from newscrawler.discovery.feed import read_feed
from newscrawler.discovery.sitemap import links_in_sitemap
from newscrawler.errors import UnreadableListingError
from newscrawler.extraction.charset import decode_page
from newscrawler.middlewares.addresses import url_refusal
from newscrawler.middlewares.robots_rules import RobotsRules
from newscrawler.urls import canonical_url, join_url, url_key

REAL_FEED_BYTES = 10_000
LARGEST_DOCUMENT = 16 * 1024 * 1024
# Told without the product's reader: entries that hold something, and the elements of which one makes it a feed.
ENTRY = re.compile(rb"<(?:\w+:)?(?:item|entry)(?:\s(?:[^>]*[^/>])?)?>(?!\s*</)")
FEED = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf|channel|entry|item)[\s>/]", re.IGNORECASE)
PLAIN_NAMES = ("de_elbkurier", "us_harbour_post", "gr_efimerida_2", "a1")  # that must not be refused
ACCENTS = re.compile("[^\x00-\x7f]")
Record = dict[str, Any]


@dataclass(frozen=True)
class Half:
    """Which records are looked at: all (None), or one half (0 or 1) by a hash of their ids."""

    number: int | None = None

    def __contains__(self, record: Record) -> bool:
        return self.number is None or zlib.crc32(record["id"].encode()) % 2 == self.number


@dataclass
class Result:
    """One figure: how many of how many, and what was missed."""

    name: str
    right: int = 0
    asked: int = 0
    raised: int = 0
    only_read: int = 0  # of which nothing is known but that nothing must raise
    unit: str = "right"
    misses: list[str] = field(default_factory=list)

    def note(self, record_id: str, *, right: bool, got: object = None, wanted: object = None) -> None:
        """One more answer."""
        self.asked += 1
        self.right += right
        if not right:
            self.misses.append(f"{record_id}: {_short(got)}, should be {_short(wanted)}")

    def figures(self) -> dict[str, float]:
        """The figures as they go into JSON."""
        if self.unit != "right":
            return {self.unit: self.right}
        share = round(100 * self.right / max(self.asked, 1), 2)
        figures = {"right": self.right, "of": self.asked, "percent": share, "raised": self.raised}
        return figures | ({"only_read": self.only_read} if self.only_read else {})

    def __str__(self) -> str:
        if self.unit != "right":
            return f"{self.name:<22}{self.right:>6} {self.unit}"
        share = 100 * self.right / max(self.asked, 1)
        raised = f", {self.raised} RAISED" if self.raised else ""
        only_read = f", {self.only_read} more without an answer to compare: nothing raised" if self.only_read else ""
        return f"{self.name:<22}{self.right:>6} of {self.asked:<6}{share:7.2f} %{raised}{only_read}"


def measure_all(corpus: Path, half: Half, only: frozenset[str] = frozenset()) -> list[Result]:
    """Every figure, in the order in which they are printed; those in ``only``, if it names any."""
    results = []
    for name, (file, judge) in MEASURES.items():
        if only and name not in only:
            continue
        result = Result(name)
        for record in filter(half.__contains__, chain(_records(corpus / file), OWN_RECORDS.get(name, ()))):
            try:
                judge(record, result)
            except Exception as error:  # noqa: BLE001 - that nothing raises is what is measured
                result.raised += 1
                result.note(record["id"], right=False, got=repr(error), wanted="no exception")
        results.append(result)
    if not only or "feeds_per_cpu_second" in only:
        results.append(_feed_speed(corpus))
    return results


def _records(file: Path) -> Iterator[Record]:
    with file.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def judge_feed(record: Record, result: Result) -> None:
    """The fields of a feed and its entries."""
    body = base64.b64decode(record["body_b64"])
    found = hostile.read_feed(body, record["content_type"], record["content_location"])
    for wanted in record["expect"]:
        got = field_of(found, wanted)
        result.note(
            f"{record['id']} {wanted['entry']} {wanted['field']}",
            right=normal(got, wanted["kind"]) == normal(wanted["value"], wanted["kind"]),
            got=got,
            wanted=wanted["value"],
        )


def field_of(found: dict[str, Any], wanted: Record) -> object:
    """The value that an expectation speaks of, in what ``hostile.read_feed`` gave."""
    if wanted["field"] == "entry_count":
        return len(found["entries"])
    if wanted["entry"] is not None and wanted["entry"] >= len(found["entries"]):
        return "no such entry"
    values = found["feed"] if wanted["entry"] is None else found["entries"][wanted["entry"]]
    return values.get("author" if wanted["field"] == "author_name" else wanted["field"])


def normal(value: object, kind: str) -> object:
    """A value in the form in which it is compared: instants in UTC, texts without tags, entities and line breaks."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
    if kind != "text" or not isinstance(value, str):
        return value
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", html.unescape(value))).split())


def judge_w3c_feed(record: Record, result: Result) -> None:
    """A feed of which every entry must be read; what is none (service documents, lists of categories) is refused."""
    body = base64.b64decode(record["body_b64"])
    items = len(ENTRY.findall(body))
    wanted = f"{items} entries or more" if FEED.search(body) else "refused: no feed"
    try:
        entries = len(read_feed(body, "https://elbkurier.example/feed").entries)
    except UnreadableListingError as error:
        result.note(record["id"], right=FEED.search(body) is None, got=str(error), wanted=wanted)
    else:
        result.note(record["id"], right=FEED.search(body) is not None and entries >= items, got=entries, wanted=wanted)


def judge_sitemap(record: Record, result: Result) -> None:
    """The locations of a sitemap; where the corpus has none it must only be read or refused in words."""
    now = datetime.now(UTC)
    try:
        body = base64.b64decode(record["body_b64"])
        listing = links_in_sitemap(body, "https://elbkurier.example/s.xml", timezone="UTC", now=now)
        got = [link.url for link in listing.links] + [child.url for child in listing.further]
    except UnreadableListingError as error:
        got = [] if not record["expect"] else [str(error)]
    if record["expect"] is None:
        result.only_read += 1
    else:
        result.note(record["id"], right=got == record["expect"], got=got, wanted=record["expect"])


def judge_robots(record: Record, result: Result) -> None:
    """What a robots.txt says, by the standard; one crawler's own habits are passed over."""
    if record["scope"] != "standard":
        return
    rules = RobotsRules(base64.b64decode(record["robots_b64"]), record["agent"] or "")
    answers: dict[str, Callable[[], object]] = {
        "allowed": lambda: rules.allows(record["url"]),
        "crawl_delay": rules.delay_seconds,
        "sitemaps": lambda: list(rules.parser.sitemaps),
    }
    got = answers[record["kind"]]()
    result.note(record["id"], right=got == record["expect"], got=got, wanted=record["expect"])


def judge_resolved(record: Record, result: Result) -> None:
    """An address joined as the WHATWG standard does; schemes other than http and https must be refused."""
    if record["op"] == "resolve":
        got, wanted = join_url(record["base"], record["input"]), record["expect"]
        wanted = wanted if (wanted or "").startswith(("http://", "https://")) else None
        result.note(record["id"], right=got == wanted, got=got, wanted=wanted)


def judge_canonical(record: Record, result: Result) -> None:
    """An address in its one spelling."""
    if record["op"] == "canonicalize":
        got = hostile.canonical(record["input"])
        result.note(record["id"], right=got == record["expect"], got=got, wanted=record["expect"])


def judge_tracking(record: Record, result: Result) -> None:
    """An address without what tracks; the fragment is never part of our spelling."""
    if record["op"] == "strip_tracking":
        wanted = record["expect"].partition("#")[0]
        got = hostile.canonical(record["input"])
        result.note(record["id"], right=got == wanted, got=got, wanted=wanted)


def judge_spelled_once(record: Record, result: Result) -> None:
    """An address whose one spelling is its own, of http or https, with the same key; or none."""
    address = record.get("input") or record.get("url") or f"https://elbkurier.example/story?{record.get('query')}"
    got = canonical_url(address, record.get("base"))
    right = got is None or (got.startswith(("http://", "https://")) and canonical_url(got) == got)
    if right and got is not None and not record.get("base"):
        right = url_key(got) == url_key(address)
    result.note(record["id"], right=right, got=got, wanted="its own spelling, or none")


def judge_ssrf(record: Record, result: Result) -> None:
    """Addresses that must not be requested, and public ones that must not be refused."""
    reason = url_refusal(record["url"])
    result.note(record["id"], right=(reason is not None) == record["must_block"], got=reason, wanted=record["why"])


def judge_date(record: Record, result: Result) -> None:
    """An instant in UTC, a day or a month where the text was written, or nothing."""
    got = hostile.read_date(record["input"])
    text = normal(got, "instant")
    wanted = record.get("expect_day", record.get("expect"))
    right = got is None
    if wanted not in (None, "reject_or_flag"):
        right = got is not None and (text == wanted or got.isoformat().startswith(f"{wanted}"))
    result.note(f"{record['id']} {record['input'][:60]!r}", right=right, got=text, wanted=wanted)


def judge_charset(record: Record, result: Result) -> None:
    """Undeclared bytes: every letter as the true encoding has it."""
    body = base64.b64decode(record["bytes_b64"])
    got, wanted = hostile.decode(body, None), body.decode(record["encoding"], "replace")
    result.note(record["id"], right=_letters(got) == _letters(wanted), got=got[:60], wanted=record["encoding"])


def _letters(text: str) -> str:
    return "".join(ACCENTS.findall(text)).replace("\ufeff", "")


def judge_meta_charset(record: Record, result: Result) -> None:
    """What the HTML prescan finds; where a page declares nothing the standard takes windows-1252."""
    body = base64.b64decode(record["html_b64"])
    codec = codec_in_page(body)
    got = CODECS[codec][0] if codec else "windows-1252"
    if body.startswith(codecs.BOM_UTF8):  # goes before all that is declared
        got = decode_page(body).encoding
    result.note(record["id"], right=got == record["expect"], got=got, wanted=record["expect"])


def judge_naughty(record: Record, result: Result) -> None:
    """A text that is cleaned, can be encoded, and stays as it is when it is cleaned once more."""
    got = hostile.clean(record["text"])
    got.encode("utf-8")
    result.note(record["id"], right=hostile.clean(got) == got, got=got, wanted="the same again")


def judge_document(record: Record, result: Result) -> None:
    """A document that BSON takes: no operators, no NUL, not too large."""
    document = eval(record["python"], {"time": time})  # noqa: S307 - expressions of our own corpus
    got = hostile.safe_document(document)
    size = len(bson.encode(got)) if got is not None else 0
    names = re.findall(r"'([^']*)':", repr(got)[:1000])
    right = size <= LARGEST_DOCUMENT and not any(name.startswith("$") or "\0" in name for name in names)
    result.note(record["id"], right=right, got=f"{size} bytes", wanted=record["want"])


def judge_name(record: Record, result: Result) -> None:
    """A name that stays within its folder, or none; a plain one stays as it is."""
    name = record["name"]
    got = hostile.safe_name(name)
    if name in PLAIN_NAMES:
        right = got == name
    else:
        right = got is None or (Path("/exports") / got).resolve().parent == Path("/exports")
    result.note(record["id"], right=right, got=got, wanted=name if name in PLAIN_NAMES else "a plain name or none")


def _feed_speed(corpus: Path) -> Result:
    """Feeds of a real feed's size (10 kB and more) that are read in a second of CPU."""
    bodies = [base64.b64decode(record["body_b64"]) for record in _records(corpus / "feeds.jsonl")]
    bodies = [body for body in bodies if len(body) > REAL_FEED_BYTES]
    begin, read = time.process_time(), 0
    while (spent := time.process_time() - begin) < 1 or read < len(bodies):
        hostile.read_feed(bodies[read % len(bodies)], None, "https://elbkurier.example/feed")
        read += 1
    return Result("feeds_per_cpu_second", right=round(read / spent), unit="feeds a CPU second")


def _short(value: object) -> str:
    return repr(value)[:160]


OWN_RECORDS: dict[str, list[Record]] = {"names": [{"id": f"plain/{name}", "name": name} for name in PLAIN_NAMES]}
MEASURES: dict[str, tuple[str, Callable[[Record, Result], None]]] = {
    "feeds": ("feeds.jsonl", judge_feed),
    "w3c_feeds": ("w3c_feeds.jsonl", judge_w3c_feed),
    "sitemaps": ("sitemaps.jsonl", judge_sitemap),
    "robots": ("robots.jsonl", judge_robots),
    "resolve": ("urls.jsonl", judge_resolved),
    "canonicalize": ("urls.jsonl", judge_canonical),
    "strip_tracking": ("urls.jsonl", judge_tracking),
    "spelled_once": ("urls.jsonl", judge_spelled_once),
    "ssrf_spelled_once": ("ssrf_urls.jsonl", judge_spelled_once),
    "queries_spelled_once": ("query_params.jsonl", judge_spelled_once),
    "ssrf": ("ssrf_urls.jsonl", judge_ssrf),
    "dates": ("dates.jsonl", judge_date),
    "charset": ("charset_detect.jsonl", judge_charset),
    "meta_charset": ("meta_charset.jsonl", judge_meta_charset),
    "naughty": ("naughty.jsonl", judge_naughty),
    "documents": ("bson_values.jsonl", judge_document),
    "names": ("names.jsonl", judge_name),
}
