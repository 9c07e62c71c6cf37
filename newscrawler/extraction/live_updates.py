"""A live blog: its entries as values of their own, and which of its text is the story.

The policy (docs/reading-policy.md): entries are part of the story where the page shows all of them. Where it shows the
latest only, the introduction is the story, for the entries on the page are a sample that changes from hour to hour.
"""

import html
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from newscrawler.extraction.blocks import CutPage
from newscrawler.extraction.features import Measures
from newscrawler.extraction.json_ld import LinkedData, as_list, plain_text, types_of
from newscrawler.extraction.live_entries import LiveEntries, LiveSigns, find_live_entries
from newscrawler.extraction.script_body import ScriptStory, lines_of_markup
from newscrawler.model.article import LiveUpdate
from newscrawler.words import fold_text

LIVE_ENTRY_RULE: Final = "live_entry"
_CLOCK_BEFORE: Final = re.compile(
    r"^[\s+]*\d{1,2}\s?[:.h]\s?\d{2}(?:\s?[ap]\.?m\.?|\s?Uhr)?[\s:.|+–—-]*", re.IGNORECASE
)
_HEADING_TAGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_MOST_UPDATES: Final = 2_000
_LONGEST_TITLE: Final = 500
_LONGEST_TEXT: Final = 50_000
_MOST_ELEMENTS: Final = 300  # looked at in one entry for its time
# An introduction shorter than this is no story: the entries on the page are then.
_INTRODUCTION_WORDS: Final = 40
_MOSTLY_LINK: Final = 0.5
_PARAGRAPHS_BESIDE: Final = 2
_SENTENCE_WORDS: Final = 7
_SAME_START: Final = 60  # characters by which an entry on the page is known among those of the script


@dataclass(frozen=True, slots=True)
class LiveBlog:
    """What a live blog makes of its page.

    Attributes:
        updates: its entries, in the page's order.
        kept: indices of the blocks that are story, in page order.
        dropped: block index -> (rule, evidence) for the entries that are no story, and for the times of those that are.
        added: block index -> reason for what is story too: headlines of entries, the rest of the introduction.
    """

    updates: tuple[LiveUpdate, ...]
    kept: list[int]
    dropped: Mapping[int, tuple[str, str]]
    added: Mapping[int, str]


def stated_updates(data: LinkedData) -> tuple[LiveUpdate, ...]:
    """The entries that the page's JSON-LD tells of, 2,000 at most."""
    nodes = (node for node in data.articles[:4] if "liveblogposting" in types_of(node))
    entries = (entry for node in nodes for entry in as_list(node.get("liveBlogUpdate"))[:_MOST_UPDATES])
    return tuple(update for entry in entries if isinstance(entry, Mapping) and (update := _stated_update(entry)))


def _stated_update(entry: Mapping[str, Any]) -> LiveUpdate | None:
    body = entry.get("articleBody")
    text = "\n\n".join(lines_of_markup(body[:_LONGEST_TEXT])) if isinstance(body, str) else ""
    title = plain_text(entry.get("headline")) or None
    if not (title or text):
        return None
    return LiveUpdate(title and title[:_LONGEST_TITLE], text, _read_instant(plain_text(entry.get("datePublished"))))


def signs_of(script: ScriptStory, titles: Iterable[str]) -> LiveSigns:
    """What a page's scripts and its titles say about its entries."""
    headlines = frozenset(fold_text(update.title) for update in script.updates if update.title)
    return LiveSigns(script.is_live, headlines - {""}, tuple(titles), script.updates)


def read_live_blog(
    cut: CutPage,
    measures: Measures,
    kept: Sequence[int],
    not_story: Collection[int],
    signs: LiveSigns,
    *,
    is_whole_story: bool = False,
) -> LiveBlog | None:
    """The page as a live blog, or None where no entries are found on it.

    Args:
        cut: the page.
        measures: of its blocks.
        kept: indices of the blocks that are story so far, in page order.
        not_story: blocks that are known to be none: lines that repeat metadata, what the outlet's file removes.
        signs: what else is known of the page.
        is_whole_story: entries are story, also where the page shows only the latest.
    """
    entries = find_live_entries(cut, measures, kept, signs)
    if entries is None:
        return None
    reader = _EntryReader(cut, measures, entries, set(kept), set(not_story))
    known = _by_start(signs.updates)
    read = map(reader.read, range(min(len(entries.blocks), _MOST_UPDATES)))
    updates = tuple(_completed(update, known) for update in read if update)
    inside = {index for blocks in entries.blocks for index in blocks}
    introduction = [index for index in kept if index not in inside]
    more = dict.fromkeys(
        _rest_of_introduction(cut, measures, introduction, min(inside), not_story), "a paragraph of the introduction"
    )
    introduction = sorted({*introduction, *more})
    if entries.is_part and not is_whole_story and measures.words_in(introduction) >= _INTRODUCTION_WORDS:
        why = (LIVE_ENTRY_RULE, "an entry of a live blog of which the page shows a part; the introduction is the story")
        return LiveBlog(updates, introduction, dict.fromkeys(sorted(inside - set(not_story)), why), more)
    added = {**more, **dict.fromkeys(reader.headlines_over_story(), "the headline of a live entry")}
    story = sorted({*kept, *added})
    times = [] if is_whole_story else sorted(entries.marks.intersection(inside).difference(story, not_story))
    return LiveBlog(updates, story, dict.fromkeys(times, (LIVE_ENTRY_RULE, "the time of a live entry")), added)


def _rest_of_introduction(
    cut: CutPage, measures: Measures, introduction: Sequence[int], end: int, not_story: Collection[int]
) -> Iterator[int]:
    """Paragraphs beside those of the introduction: "Follow all of it here" invites to read on, it sells nothing."""
    kept = set(introduction)
    beside = Counter(cut.node_parent[cut.block_node[index]] for index in introduction if index < end)
    for index in range(introduction[0], end) if introduction else ():
        node = cut.block_node[index]
        is_beside = cut.node_tag[node] == "p" and beside[cut.node_parent[node]] >= _PARAGRAPHS_BESIDE
        if is_beside and index not in kept and index not in not_story and measures.link_shares[index] < _MOSTLY_LINK:
            yield index


@dataclass(frozen=True, slots=True)
class _EntryReader:
    """Reads the entries of one page; ``story`` and ``not_story`` are indices of blocks."""

    cut: CutPage
    measures: Measures
    entries: LiveEntries
    story: set[int]
    not_story: set[int]

    def read(self, place: int) -> LiveUpdate | None:
        """Headline, text and time of the entry at this place; its text is what is story, or else reads like it."""
        cut, marks = self.cut, self.entries.marks
        blocks = [index for index in self.entries.blocks[place] if index not in self.not_story]
        title = self._headline(place)
        others = [index for index in blocks if index != title and index not in marks]
        chosen = [index for index in others if index in self.story] or list(filter(self._reads_like_story, others))
        if title is None and not chosen:
            return None
        headline = None if title is None else _CLOCK_BEFORE.sub("", cut.texts[title])[:_LONGEST_TITLE] or None
        time = _time_of(cut, self.entries.nodes[place]) if self.entries.nodes else None
        return LiveUpdate(headline, "\n\n".join(cut.texts[index] for index in chosen), time)

    def headlines_over_story(self) -> Iterator[int]:
        """The headlines under which there is story."""
        for place, blocks in enumerate(self.entries.blocks):
            index = self._headline(place)
            if index is not None and any(after in self.story for after in range(index + 1, blocks.stop)):
                yield index

    def _headline(self, place: int) -> int | None:
        """The entry's first heading; where entries have no boxes, the line that begins it."""
        blocks = self.entries.blocks[place]
        if not self.entries.nodes:
            return blocks.start
        headings = (index for index in blocks if self.cut.node_tag[self.cut.block_node[index]] in _HEADING_TAGS)
        found = next(headings, None)
        is_other = found is None or found in self.not_story or self.measures.link_shares[found] >= _MOSTLY_LINK
        return None if is_other else found

    def _reads_like_story(self, index: int) -> bool:
        return self.measures.link_shares[index] < _MOSTLY_LINK and self.measures.words[index] >= _SENTENCE_WORDS


def _time_of(cut: CutPage, node: int) -> datetime | None:
    """The first instant that an element of the entry states; a mere time of day is none, for its day is not known."""
    for _, element in zip(range(_MOST_ELEMENTS), cut.nodes[node].iter(), strict=False):
        stated = element.get("datetime")
        if stated and (instant := _read_instant(stated)):
            return instant
    return None


def _read_instant(text: str | None) -> datetime | None:
    """An instant with its offset from UTC, in UTC; None for anything else."""
    try:
        instant = datetime.fromisoformat((text or "").strip()[:40])
        return instant.astimezone(UTC) if instant.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _by_start(stated: Sequence[LiveUpdate]) -> dict[str, LiveUpdate]:
    """Start of an entry's text, or its headline -> the entry; what several entries begin with is left out."""
    found: dict[str, LiveUpdate | None] = {}
    for update in stated:
        for text in {_start(update.text), _start(update.title or "")} - {""}:
            found[text] = None if text in found else update
    return {text: update for text, update in found.items() if update}


def _start(text: str) -> str:
    return fold_text(html.unescape(text[: 2 * _SAME_START]))[:_SAME_START]


def _completed(update: LiveUpdate, known: Mapping[str, LiveUpdate]) -> LiveUpdate:
    """The entry with what the script knows of it beyond the page: its time, its text where the page has none."""
    same = known.get(_start(update.text)) or known.get(_start(update.title or ""))
    if same is None:
        return update
    return replace(update, text=update.text or same.text, published_at=update.published_at or same.published_at)
