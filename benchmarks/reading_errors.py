"""What a reader leaves in bodies and what it misses, counted by kind, with what F1 would gain if a kind were solved.

    python benchmarks/reading_errors.py PREDICTIONS [PREDICTIONS ...] [--list KIND] [--half 0|1]

PREDICTIONS are files of the extraction benchmark: bodies by page. A line of a body is *left in* where most of its words
are not in the truth; a paragraph of the truth is *missed* where most of its words are not in the body. The kind is
told by the class names around the text on the page, and by the text. ``--half`` looks at half of the outlets only.
"""

import argparse
import gzip
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any
from zlib import crc32

from extraction_bench import CORPUS, load_harness

from newscrawler.extraction.blocks import CutPage, cut_page
from newscrawler.extraction.charset import decode_page
from newscrawler.extraction.parse import parse_page
from newscrawler.words import count_words, fold_text

SETS = "fundus,fundus-eval,scrapinghub"
MOSTLY = 0.5

# Kind -> pattern of names around the text, pattern of the text; the first that fits. Names are lower case.
LEFT_IN = (
    ("live-blog entries", r"live-?blog|live-?post|live-?entry|ticker|live-?event|live-?update", None),
    ("comments", r"comment(?!ary)|disqus", None),
    ("cookie or consent text", r"cookie|consent|gdpr|didomi|onetrust", r"\bcookies?\b.{0,40}(?:accept|use|zustimm)"),
    (
        "newsletter, subscribe, paywall, register",
        r"newsletter|subscri|paywall|regist|piano|signup|sign-up|regwall|abo-",
        r"newsletter|subscri|sign up|abonn|register|log ?in\b|inbox|membership|free trial|suscr|iscriviti",
    ),
    (
        "social, share, follow us",
        r"social|share|follow|whatsapp|telegram",
        r"\b(?:follow us|whatsapp|telegram|facebook|twitter|instagram|google news|share this)\b",
    ),
    (
        "related, read also, promo cards",
        r"related|read-?more|read-?also|teaser|promo|recommend|card|more-?from|outbrain|taboola|trending|most-|link-?list",
        (
            r"^\W*(?:read (?:more|also|next)|also read|see also|more (?:on|from|stories)|related|lesen sie|mehr zum"
            r"|lire aussi|leia (?:mais|também)|lee también|leggi anche|baca juga|lees ook|les også|läs (?:mer|också)"
            r"|czytaj|читайте)"
        ),
    ),
    ("author box, byline", r"author|byline|bio\b|writer|autor", r"^(?:by|von|par|por|di|av|af) [A-Z]\S+ [A-Z]\S+$"),
    (
        "captions, photo credits",
        r"caption|figure|figcaption|credit|image|photo|gallery",
        r"^(?:photo|foto|bild|image)\b|©",
    ),
    ("date, reading time", r"\bdate|time|publish|stand\b", r"^\W*(?:\d{1,2}[./: -]|updated|published|\d+ min)"),
    (
        "standards, copyright, agency note",
        r"standards|copyright|disclaimer|trust-?badge",
        (
            r"our standards|copyright|all rights reserved|trust principles|©|reporting by|editing by"
            r"|\(?(?:ap|dpa|afp|reuters)\)?$"
        ),
    ),
    ("info or summary box", r"summary|info-?box|fact-?box|key-?points?|highlights|takeaway|box\b|aside", None),
    ("kicker, tags, breadcrumb", r"kicker|tags?\b|breadcrumb|topic|keyword|eyebrow|categor", r"^(?:topics?|tags?)\b"),
    (
        "navigation, dialogs, print and tool text",
        r"\bnav|menu|dialog|modal|print|tool|toolbar|button|footer|header",
        None,
    ),
    ("video, audio, gallery; embedded posts", r"video|audio|player|embed|tweet|twitter|instagram|podcast", None),
    ("weather, stock, score, poll widgets", r"weather|stock|score|poll|widget|quiz", None),
    (
        "markers of advertisements, commerce",
        r"\bads?\b|advert|sponsor|commerce|product|affiliate",
        r"^(?:advertisement|anzeige)",
    ),
    ("standfirst outside the truth", r"standfirst|subtitle|sub-?head|deck\b|dek\b|lead\b|intro|summary|excerpt", None),
)


# Kind -> tags of the element, pattern of names around the text; the first that fits.
MISSED = (
    ("text split over elements", {""}, r"^$"),
    ("sub-headings", {"h1", "h2", "h3", "h4", "h5", "h6"}, r"^$"),
    ("embedded posts the truth keeps", set(), r"tweet|twitter|instagram|embed"),
    (
        "list items, captions, asides the truth keeps",
        {"dd", "dt", "figcaption", "li", "td", "tr"},
        r"caption|aside|box",
    ),
)


@dataclass(slots=True)
class Kinds:
    """Lines, words and pages of each kind, and the bodies in which the kind is solved."""

    lines: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    pages: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    texts: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))

    def note(self, kind: str, uid: str, text: str, count: int) -> None:
        self.lines[kind] += 1
        self.words[kind] += count
        self.texts[kind].append((uid, text))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("predictions", type=Path, nargs="+")
    parser.add_argument("--list", help="print the texts of this kind")
    parser.add_argument("--half", type=int, choices=(0, 1))
    options = parser.parse_args()
    bench = load_harness()
    pages = [page for page in bench.load_corpus(str(CORPUS), SETS.split(",")) if is_asked_for(page, options.half)]
    for path in options.predictions:
        bodies = {uid: values.get("body") or "" for uid, values in bench.load_preds(path)[0].items()}
        left, missed = count_errors(bench, pages, bodies)
        base = overall(bench, pages, bodies)
        print(f"\n== {path.stem}: {len(pages)} pages, F1 {base:.4f}")
        print_kinds("left in", left, bench, pages, bodies, base)
        print_kinds("missed", missed, bench, pages, bodies, base)
        for kinds in (left, missed):
            for uid, text in kinds.texts.get(options.list or "", ()):
                print(f"  {uid}: {text[:150]}")


def is_asked_for(page: dict[str, Any], half: int | None) -> bool:
    sound = bool(page.get("body")) and not page.get("body_suspect")
    return sound and (half is None or crc32(page["outlet"].encode()) % 2 == half)


def overall(bench: ModuleType, pages: list[dict[str, Any]], bodies: dict[str, str]) -> float:
    return bench.agg_body([bench.score_body(page, bodies.get(page["uid"], "")) for page in pages])["F1"]


def count_errors(bench: ModuleType, pages: list[dict[str, Any]], bodies: dict[str, str]) -> tuple[Kinds, Kinds]:
    left, missed = Kinds(), Kinds()
    for page in pages:
        uid, body = page["uid"], bodies.get(page["uid"], "")
        lines = [line for line in body.split("\n") if line.strip()]
        wrong = dict(left_in(bench, page, lines))
        for line in lines:
            if line in wrong:
                left.note(wrong[line], uid, line, len(bench.tokens(line)))
        for kind in set(wrong.values()):
            left.pages[kind][uid] = "\n".join(line for line in lines if wrong.get(line) != kind)
        lost = list(missing(bench, page, body))
        for paragraph, kind in lost:
            missed.note(kind, uid, paragraph, len(bench.tokens(paragraph)))
        for kind in {kind for _, kind in lost}:
            missed.pages[kind][uid] = body + "\n" + "\n".join(text for text, of_kind in lost if of_kind == kind)
    return left, missed


def print_kinds(
    name: str, kinds: Kinds, bench: ModuleType, pages: list[dict[str, Any]], bodies: dict[str, str], base: float
) -> None:
    print(f"{name:<44}{'lines':>7}{'words':>8}{'pages':>7}{'gain':>8}")
    for kind, words in kinds.words.most_common():
        gain = 100 * (overall(bench, pages, {**bodies, **kinds.pages[kind]}) - base)
        print(f"{kind:<44}{kinds.lines[kind]:>7}{words:>8}{len(kinds.pages[kind]):>7}{gain:>+8.2f}")
    total = sum(kinds.words.values())
    print(f"{'all of it':<44}{sum(kinds.lines.values()):>7}{total:>8}")


def left_in(bench: ModuleType, page: dict[str, Any], lines: list[str]) -> Iterator[tuple[str, str]]:
    """The lines that are mostly not in the truth, each with its kind."""
    known = bench.shingles(bench.tokens(page["body"]), 2)
    titles = {fold_text(page.get("title") or "")} - {""}
    places = None
    for place, line in enumerate(lines):
        words = bench.tokens(line)
        pairs = list(bench.shingles(words, 2))
        if pairs and sum(pair in known for pair in pairs) < MOSTLY * len(pairs):
            places = places or Places(page)
            yield line, kind_of_line(line, places, titles, is_first=place < 3, seen=lines[:place])


def kind_of_line(line: str, places: "Places", titles: set[str], *, is_first: bool, seen: list[str]) -> str:
    folded = fold_text(line)
    if is_first and (folded in titles or folded in places.titles):
        return "headline repeated"
    if line in seen:
        return "same line repeated"
    names, tag = places.around(line)
    if " | " in line[:200] or tag in ("td", "th", "tr"):
        return "table rows"
    for kind, of_names, of_text in LEFT_IN:
        if of_text and re.search(of_text, line, re.IGNORECASE):
            return kind
        if of_names and re.search(of_names, names):
            return kind
    return "other list items" if tag == "li" else "other"


def missing(bench: ModuleType, page: dict[str, Any], body: str) -> Iterator[tuple[str, str]]:
    """The truth's paragraphs that are mostly not in the body, each with its kind."""
    known = bench.shingles(bench.tokens(body), 2)
    paragraphs = page.get("paragraphs") or page["body"].split("\n")
    optional, headings = set(page.get("optional") or ()), set(page.get("headings") or ())
    places = None
    needed = [index for index in range(len(paragraphs)) if index not in optional]
    lost = [index for index in needed if is_lost(bench, paragraphs[index], known)]
    whole = sum(len(paragraphs[index]) for index in lost) > MOSTLY * sum(len(paragraphs[index]) for index in needed)
    for index in lost:
        places = places or Places(page)
        edge = "first paragraph" if index == needed[0] else "last paragraphs" if index == needed[-1] else None
        fixed = "container missed: over half the page lost" if whole else "sub-headings" if index in headings else None
        yield paragraphs[index], kind_of_missed(paragraphs[index], places, fixed, edge)


def is_lost(bench: ModuleType, paragraph: str, known: Counter) -> bool:
    pairs = list(bench.shingles(bench.tokens(paragraph), 2))
    return bool(pairs) and sum(pair in known for pair in pairs) < MOSTLY * len(pairs)


def kind_of_missed(text: str, places: "Places", fixed: str | None, edge: str | None) -> str:
    if not places.holds(text):
        return "only in JSON or script text, or nowhere"
    if fixed:
        return fixed
    names, tag = places.around(text)
    return next((kind for kind, of_tags, of_names in MISSED if tag in of_tags or re.search(of_names, names)), None) or (
        "short lines" if count_words(text) < 8 else edge or "other paragraphs"
    )


class Places:
    """Where the texts of one page stand."""

    def __init__(self, page: dict[str, Any]) -> None:
        self._cut: CutPage = cut_page(
            parse_page(decode_page(gzip.decompress(Path(page["path"]).read_bytes()), None).utf8)
        )
        self._folded = [fold_text(text) for text in self._cut.texts]
        self._all = " ".join(self._folded)
        tags = zip(self._folded, self._cut.block_node, strict=True)
        self.titles = {text for text, node in tags if self._cut.node_tag[node] == "h1"}

    def holds(self, text: str) -> bool:
        """Is the beginning of the text on the page?"""
        return fold_text(text)[:40].strip() in self._all

    def around(self, text: str) -> tuple[str, str]:
        """Lower-case names of the four elements around a text, and the tag of the innermost; empty where not found."""
        folded = fold_text(text)
        for index, other in enumerate(self._folded):
            if other == folded or (len(folded) > 30 and folded[:60] in other):
                node, names = self._cut.block_node[index], [self._cut.leads[index]]
                tag = self._cut.node_tag[node]
                for _ in range(4):
                    names.append(f"{self._cut.node_tag[node]} {self._cut.node_names[node]}")
                    node = self._cut.node_parent[node]
                return " ".join(names).lower(), tag
        return "", ""


if __name__ == "__main__":
    main()
