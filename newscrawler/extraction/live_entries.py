"""The entries of a live blog: a run of boxes of one kind, each with a time of day, that hold most of the story."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from newscrawler.extraction.blocks import CutPage
from newscrawler.extraction.features import Measures
from newscrawler.kept_results import remember_short
from newscrawler.model.article import LiveUpdate
from newscrawler.words import fold_text

# A line that says when an entry was written, or its headline as a script has it, is no longer than this.
_LONGEST_MARK: Final = 80
_MARK_BEFORE: Final = 3  # blocks by which the time of the first entry may stand before its first text
_CLOCK: Final = re.compile(
    r"(?<!\d)(?<!\d[.:])(?P<hour>[01]?\d|2[0-3])\s?[:.h]\s?(?P<minute>[0-5]\d)(?!\d|[.]\d)(?:\s?(?P<half>[ap])\.?m)?",
    re.IGNORECASE,
)
# What every match of it has in it, and nearly no line: without something to look back for it is found far faster.
_CLOCK_SIGN: Final = re.compile(r"\d\s?[:.hH]\s?[0-5]")
_HIGHEST: Final = 12  # steps up from a mark to its entry
_NAMED_STEPS: Final = 5
_COMMENTS: Final = re.compile(
    r"(?<![a-z])(?:answers?|comments?|commentlist|discussion|disqus|forum|kommentare?|messages?|repl(?:y|ies)|reviews?"
    r"|threads?|related|recommend\w*)(?![a-z])",
    re.IGNORECASE,
)
_LIVE_NAMES: Final = re.compile(
    r"(?<![a-z])(?:live[-_]*(?:blog|center|coverage|entr|event|feed|post|report|stream|text|ticker|update)"
    r"|(?:en[-_]*)?direct[-_]*(?:post|item)|minuto[-_]*a[-_]*minuto|minute[-_]*by[-_]*minute|news[-_]*ticker|ticker)",
    re.IGNORECASE,
)
_LEAST_STATED: Final = 3
_LEAST_UNSTATED: Final = 4
_ENTRY_WORDS: Final = 5
# Where these hold the times, entries have no boxes: each goes on to the next line that begins with a time.
_LINE_TAGS: Final = frozenset({"h2", "h3", "h4", "h5", "h6", "p"})
_LONGEST_TITLE: Final = 300
_MOSTLY_LINK: Final = 0.5
_MIN_STORY_SHARE: Final = 0.5
_MIN_FILLED: Final = 0.6
_MIN_ORDERED: Final = 0.7

# A page that shows the latest entries only: a link to older ones, or a list that is full to its limit.
_PAGE_LINK: Final = re.compile(r"[?&](?:p|page|pagina|seite)=\d+(?:&|#|$)|/(?:page|pagina|seite)/\d+/?$", re.IGNORECASE)
_PAGE_STEPS: Final = 3
_LIMIT_DIGITS: Final = 6
_PAGE_TAGS: Final = 400
_HIDDEN_SHARE: Final = 1.5

_Kind = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class LiveEntries:
    """The entries of a live blog.

    Attributes:
        blocks: the blocks of each entry, in page order.
        nodes: the box of each entry; empty where entries follow one another without, each begun by a line of its own.
        marks: indices of the lines that say when an entry was written.
        is_part: does the page show the latest entries only, with the others on further pages?
    """

    blocks: tuple[range, ...]
    nodes: tuple[int, ...]
    marks: frozenset[int]
    is_part: bool


@dataclass(frozen=True, slots=True)
class LiveSigns:
    """What is known of a page that may be a live blog.

    Attributes:
        is_stated: does the page call itself a live blog?
        headlines: of the entries as a script has them, folded; they find entries that show no time.
        titles: of the page: boxes of which one bears it are articles, not entries of one.
        updates: the entries as a script has them.
    """

    is_stated: bool = False
    headlines: frozenset[str] = frozenset()
    titles: tuple[str, ...] = ()
    updates: tuple[LiveUpdate, ...] = ()


def find_live_entries(cut: CutPage, measures: Measures, kept: Sequence[int], signs: LiveSigns) -> LiveEntries | None:
    """The entries, or None where the page is no live blog.

    Args:
        cut: the page.
        measures: of its blocks.
        kept: indices of the blocks that are story, in page order.
        signs: where the page does not call itself a live blog, its boxes have to prove it: four or more that hold half
            of the story, the newest first or named as entries.
    """
    least = _LEAST_STATED if signs.is_stated else _LEAST_UNSTATED
    if not signs.is_stated and len(kept) < least:
        return None
    shown = range(len(cut.texts)) if signs.is_stated else range(max(0, kept[0] - _MARK_BEFORE), kept[-1] + 1)
    marks = _marks(cut, shown, signs.headlines)
    nodes = _likeliest_run(cut, measures, marks) if len(marks) >= least else ()
    if len(nodes) < least:
        return None
    is_flat = cut.node_tag[nodes[0]] in _LINE_TAGS
    blocks = _blocks_between(cut, nodes) if is_flat else [_blocks_in(cut, node) for node in nodes]
    run = _Run(nodes[0], blocks, [_first_clock(entry, marks) for entry in blocks])
    titles = frozenset[str]() if is_flat else frozenset(map(fold_text, signs.titles)) - {""}
    if not signs.is_stated and not _proves_itself(cut, measures, kept, run, titles):
        return None
    is_part = not is_flat and (len(signs.headlines) > _HIDDEN_SHARE * len(nodes) or _has_further_pages(cut, nodes))
    clocks = frozenset(index for index, minute in marks.items() if minute is not None)
    return LiveEntries(tuple(blocks), () if is_flat else nodes, clocks, is_part)


def _blocks_in(cut: CutPage, node: int) -> range:
    return range(cut.node_first_block[node], cut.node_last_block[node])


def _blocks_between(cut: CutPage, nodes: Sequence[int]) -> list[range]:
    """The blocks from each of these lines up to the next, the last up to the end of what holds them."""
    starts = [cut.node_first_block[node] for node in nodes]
    return list(map(range, starts, [*starts[1:], cut.node_last_block[cut.node_parent[nodes[-1]]]]))


def _marks(cut: CutPage, shown: range, headlines: Collection[str]) -> dict[int, int | None]:
    """Index of each line with a time of day -> its minute of the day; None for a mere headline."""
    marks: dict[int, int | None] = {}
    for index in shown:
        text = cut.texts[index]
        if len(text) > _LONGEST_MARK and not headlines:
            continue
        may_be_mark = len(text) <= _LONGEST_MARK and _CLOCK_SIGN.search(text)
        found = _CLOCK.search(text) if may_be_mark else None
        if found:
            marks[index] = _minute_of_day(found)
        elif headlines and fold_text(text) in headlines:
            marks[index] = None
    return marks


def _minute_of_day(clock: re.Match[str]) -> int:
    hour, half = int(clock["hour"]), (clock["half"] or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + 12 * (half == "p")
    return 60 * hour + int(clock["minute"])


def _likeliest_run(cut: CutPage, measures: Measures, marks: Collection[int]) -> tuple[int, ...]:
    """The boxes of one kind around marks that are most and hold at least half of what any such run holds.

    Boxes of that kind beside them belong to it, with a mark or without.
    """
    runs: dict[_Kind, dict[int, None]] = {}
    for index in marks:
        node = cut.block_node[index]
        for _ in range(_HIGHEST):
            if not node:
                break
            runs.setdefault(_kind_of(cut, node), {})[node] = None
            node = cut.node_parent[node]
    words = {
        kind: sum(_words_in(cut, measures, node) for node in run)
        for kind, run in runs.items()
        if len(run) >= _LEAST_STATED
    }
    most = max(words.values(), default=0)
    likely = [
        (len(runs[kind]), min(runs[kind]), kind)
        for kind, held in words.items()
        if 2 * held >= most
        and (kind[2] in _LINE_TAGS or held >= _ENTRY_WORDS * len(runs[kind]))
        and not _is_comment(cut, min(runs[kind]))
    ]
    if not likely:
        return ()
    kind = max(likely)[-1]
    if kind[2] in _LINE_TAGS:
        return tuple(sorted(node for node in runs[kind] if _CLOCK.match(cut.texts[cut.node_first_block[node]])))
    parents = {cut.node_parent[node] for node in runs[kind]}
    boxes = range(min(runs[kind]), cut.node_end[max(parents)])
    run = tuple(node for node in boxes if cut.node_parent[node] in parents and _kind_of(cut, node) == kind)
    return () if any(after < cut.node_end[before] for before, after in pairwise(run)) else run


def _kind_of(cut: CutPage, node: int) -> _Kind:
    above = cut.node_parent[node]
    tags, names = cut.node_tag, cut.node_class
    return tags[above], _first_name(names[above]), tags[node], _first_name(names[node])


def _first_name(class_name: str) -> str:
    return class_name.split(None, 1)[0] if class_name and not class_name.isspace() else ""


def _words_in(cut: CutPage, measures: Measures, node: int) -> int:
    first, last = cut.node_first_block[node], cut.node_last_block[node]
    shares, words = measures.link_shares, measures.words
    return sum([words[index] for index in range(first, last) if shares[index] < _MOSTLY_LINK])


def _is_comment(cut: CutPage, node: int) -> bool:
    return any(_names_comments(cut.node_names[above]) for above in _upwards(cut, node))


def _upwards(cut: CutPage, node: int) -> Iterator[int]:
    for _ in range(_NAMED_STEPS):
        yield node
        if not node:
            return
        node = cut.node_parent[node]


@remember_short(4096)
def _names_comments(names: str) -> bool:
    return bool(_COMMENTS.search(names))


@dataclass(frozen=True, slots=True)
class _Run:
    """Boxes or lines that may be entries: the first element, the blocks of each, the minute of the day of each."""

    node: int
    blocks: Sequence[range]
    clocks: Sequence[int | None]


def _proves_itself(cut: CutPage, measures: Measures, kept: Sequence[int], run: _Run, titles: Collection[str]) -> bool:
    """Does the run hold half of the story, most of its boxes a part of it, the newest first or named as entries?"""
    inside = (cut.texts[index] for entry in run.blocks for index in entry)
    if any(fold_text(text) in titles for text in inside if len(text) <= _LONGEST_TITLE):
        return False
    stays = set(kept)
    held = [sum(measures.words[index] for index in entry if index in stays) for entry in run.blocks]
    if sum(held) < _MIN_STORY_SHARE * measures.words_in(kept):
        return False
    if sum(words >= _ENTRY_WORDS for words in held) < _MIN_FILLED * len(held):
        return False
    if any(_LIVE_NAMES.search(cut.node_names[above]) for above in _upwards(cut, run.node)):
        return True
    steps = [later <= earlier for earlier, later in pairwise(clock for clock in run.clocks if clock is not None)]
    return len(steps) >= _LEAST_UNSTATED - 1 and sum(steps) >= _MIN_ORDERED * len(steps) and len(set(run.clocks)) > 2


def _first_clock(box: range, marks: Mapping[int, int | None]) -> int | None:
    return next((minute for index in box if (minute := marks.get(index)) is not None), None)


def _has_further_pages(cut: CutPage, nodes: Sequence[int]) -> bool:
    """Is the list of entries full to its stated limit, or is there a link to a further page of it?"""
    above = cut.node_parent[nodes[0]]
    for _ in range(_PAGE_STEPS):
        element = cut.nodes[above]
        limit = element.get("data-max-items-per-page", "")
        if len(limit) <= _LIMIT_DIGITS and limit.isascii() and limit.isdigit() and len(nodes) >= int(limit) > 0:
            return True
        above = cut.node_parent[above]
    around = cut.nodes[cut.node_parent[nodes[0]]]
    links = (link for place in (around, around.getnext()) if place is not None for link in place.iter("a"))
    for _, link in zip(range(_PAGE_TAGS), links, strict=False):
        if link.get("rel") == "next" or _PAGE_LINK.search(link.get("href") or ""):
            return True
    return False
