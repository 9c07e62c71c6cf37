"""Lines of the page that say what the metadata says: title, byline, date, standfirst, section label."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from newscrawler.extraction.blocks import CutPage
from newscrawler.extraction.body import Choice
from newscrawler.extraction.features import Measures
from newscrawler.extraction.outline import HEADING_TAGS
from newscrawler.extraction.standfirst import says_standfirst
from newscrawler.kept_results import remember_short
from newscrawler.words import fold_text, fold_title

_MAX_LINE_WORDS: Final = 16
# More of a text is not compared with the metadata.
_LONGEST_LINE: Final = 10_000
_MAX_OTHER_WORDS: Final = 2
# Fewer paragraphs below a standfirst say nothing about how the story's paragraphs look.
_MIN_PARAGRAPHS: Final = 2
# The element of a standfirst and so many around it may bear its name.
_NAMED_LEVELS: Final = 3
_MAX_DATE_WORDS: Final = 5
# A day beside a year: "21 April 2025", "April 21, 2025", "2025-04-21", "21.04.2025", "2025年4月21日".
_DATE: Final = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th)?[.,]?\s?(?:de\s)?[^\W\d]*[.,]?\s?(?:de\s)?(?:19|20)\d\d\b"
    r"|\b\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d\b|\b(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}\b|(?:19|20)\d\d[年년]"
)
# What every match of it has in it: a line of other figures is told from a date at once.
_DATE_SIGN: Final = re.compile(r"\d(?:[./-]\d|\d\d\d)")
# "71.8 F Harwick Monday, October 5, 2026": a weather box with the page's clock, which is no date of the article.
_DEGREES: Final = re.compile(r"\d\s?(?:[°º℃℉]|[CF]\b)")
_WORD: Final = re.compile(r"[^\W\d_]+")
# Words that stand before or between names in a byline, folded. Origin: bylines of the corpus, one language a row.
_BYLINE_WORDS: Final = frozenset(
    {
        *("and", "author", "by", "report", "reporter", "reporting", "story", "words", "written"),  # English
        *("autor", "autorin", "text", "und", "von"),  # German
        *("auteur", "et", "par", "publie"),  # French
        *("autor", "e", "por", "texto", "y"),  # Spanish, Portuguese
        *("a", "cura", "da", "di"),  # Italian
        *("af", "av", "foto", "och", "og", "skrevet", "skriven", "tekst"),  # Swedish, Danish, Norwegian
        *("door", "en"),  # Dutch
    }
)


@dataclass(frozen=True, slots=True)
class HeadFacts:
    """What the metadata knows about the lines above a story; all may be empty."""

    titles: tuple[str, ...] = ()
    standfirst: str = ""
    description: str = ""
    byline: str = ""
    authors: tuple[str, ...] = ()
    newsrooms: tuple[str, ...] = ()
    section: str = ""


def recognise_lines(
    cut: CutPage, measures: Measures, choice: Choice, facts: HeadFacts
) -> Mapping[int, tuple[str, str]]:
    """Block index -> (rule, evidence) for the lines above the story that repeat metadata.

    A standfirst that the reader keeps stays if it looks like the paragraphs below, or if nothing on the page marks it
    as one: it is the first of them, repeated as metadata.
    """
    found: dict[int, tuple[str, str]] = {}
    known = _fold_facts(facts)
    first, second = _first_paragraphs(measures, choice)
    words, kept = measures.words, frozenset(choice.kept)
    for index in range(second):
        if index in kept and index > first:
            continue
        text = cut.texts[index]
        folded, may_be_date = _look_at(text[:_LONGEST_LINE])
        if not _may_repeat(words[index], folded, known, may_be_date=may_be_date):
            continue
        rule = _rule_of(text, words[index], folded, known) if folded else None
        if rule is None or (index == first and rule[0] not in ("standfirst", "title")):
            continue
        if index not in kept or rule[0] != "standfirst" or _is_own_standfirst(cut, measures, choice, index):
            found[index] = rule
    return found


def _is_own_standfirst(cut: CutPage, measures: Measures, choice: Choice, index: int) -> bool:
    return _is_marked_as_standfirst(cut, index) and _is_set_apart(cut, measures, choice, index)


def _is_marked_as_standfirst(cut: CutPage, index: int) -> bool:
    """Is it a heading, or does its element or one of the two around it bear the name?"""
    node = cut.block_node[index]
    if cut.node_tag[node] in HEADING_TAGS:
        return True
    for _ in range(_NAMED_LEVELS):
        if says_standfirst(cut.node_names[node]):
            return True
        node = cut.node_parent[node]
    return False


def _is_set_apart(cut: CutPage, measures: Measures, choice: Choice, index: int) -> bool:
    """Has it markup that none of the story's other paragraphs has, or do all of these stand in one other element?"""
    nodes = [cut.block_node[other] for other in choice.kept if measures.prose[other] and other != index]
    if len(nodes) < _MIN_PARAGRAPHS:
        return False
    node = cut.block_node[index]
    looks = {(cut.node_tag[other], cut.node_class[other]) for other in nodes}
    parents = {cut.node_parent[other] for other in nodes}
    is_outside = len(parents) == 1 and cut.node_parent[node] not in parents
    return is_outside or (cut.node_tag[node], cut.node_class[node]) not in looks


def _first_paragraphs(measures: Measures, choice: Choice) -> tuple[int, int]:
    """Indices of the story's first and second paragraph of prose; the number of blocks where there is none."""
    story = [index for index in choice.kept if measures.prose[index]]
    end = len(measures.words)
    return (story[0] if story else end), (story[1] if len(story) > 1 else end)


@dataclass(frozen=True, slots=True)
class _FoldedFacts:
    """The facts folded; ``whole``: wordings that a line may repeat, ``people``: names and newsrooms."""

    whole: frozenset[str]
    people: tuple[str, ...]
    titles: frozenset[str]
    summaries: frozenset[str]
    section: str
    byline: str
    names: tuple[str, ...]
    newsrooms: tuple[str, ...]


def _fold_facts(facts: HeadFacts) -> _FoldedFacts:
    titles = frozenset(map(fold_title, facts.titles))
    summaries = frozenset(map(fold_text, (facts.standfirst, facts.description)))
    section, byline = fold_title(facts.section), fold_title(facts.byline)
    names = tuple([name for name in map(fold_title, facts.authors) if name])
    newsrooms = tuple([name for name in map(fold_title, facts.newsrooms) if name])
    whole = titles | summaries | {section, byline}
    return _FoldedFacts(whole, names + newsrooms, titles, summaries, section, byline, names, newsrooms)


@remember_short(16_384)  # nearly all lines above a story are those above every story of the outlet
def _look_at(line: str) -> tuple[str, bool]:
    """The line folded, and whether a date may be in it."""
    return fold_text(line), _DATE_SIGN.search(line) is not None


def _may_repeat(words: int, folded: str, known: _FoldedFacts, *, may_be_date: bool) -> bool:
    """Can one of the rules hold? Nearly all lines are menus, and are told so here."""
    if folded in known.whole:
        return True
    if words > _MAX_LINE_WORDS:
        return False
    for name in known.people:
        if name in folded:
            return True
    return may_be_date


def _rule_of(text: str, words: int, folded: str, known: _FoldedFacts) -> tuple[str, str] | None:
    if folded in known.titles:
        return "title", "same words as the title"
    if folded in known.summaries:
        return "standfirst", "same words as the standfirst"
    return _rule_of_line(text, folded, known) if words <= _MAX_LINE_WORDS else None


def _rule_of_line(text: str, folded: str, known: _FoldedFacts) -> tuple[str, str] | None:
    if folded == known.section:
        return "section_label", f"same words as the section {text!r}"
    if folded == known.byline:
        return "byline", "same words as the byline"
    # An outlet's own name stands in its menus too: "Search elbkurier.example".
    if _is_made_of_names(folded, known.names, _MAX_OTHER_WORDS) or _is_made_of_names(folded, known.newsrooms, 0):
        return "byline", "names of the authors and little else"
    if not _is_date_line(text):
        return None
    if _DEGREES.search(text):
        return "weather_widget", "a temperature beside the page's clock"
    return "date_line", "a date and at most five other words"


def _is_made_of_names(folded: str, names: Sequence[str], most_others: int) -> bool:
    if not [name for name in names if name in folded]:
        return False
    rest, met = f" {folded} ", False
    for name in names:
        if f" {name} " in rest:
            rest, met = rest.replace(f" {name} ", " "), True
    return met and sum(word not in _BYLINE_WORDS for word in rest.split()) <= most_others


@remember_short(2048)
def _is_date_line(text: str) -> bool:
    if not _DATE_SIGN.search(text):  # far cheaper, and nearly every line has none
        return False
    return bool(_DATE.search(text)) and len(_WORD.findall(text)) <= _MAX_DATE_WORDS and text[-1] not in ".!?"
