"""Lines of the page that say what the metadata says: title, byline, date, standfirst, section label."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from newscrawler.extraction.blocks import CutPage
from newscrawler.extraction.body import Choice
from newscrawler.extraction.features import Measures
from newscrawler.words import fold_text

# Blocks above the story's third paragraph are its head; a date or name further down may be a fact of the story.
_HEAD_PARAGRAPHS: Final = 2
_MAX_LINE_WORDS: Final = 16
_YEAR_OR_TIME: Final = re.compile(r"\b(19|20)\d\d\b|\b\d{1,2}[:.h]\d\d\b|\d{4}年")
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
    section: str = ""
    published_raw: str = ""


def recognise_lines(
    cut: CutPage, measures: Measures, choice: Choice, facts: HeadFacts
) -> Mapping[int, tuple[str, str]]:
    """Block index -> (rule, evidence) for the lines that repeat metadata."""
    found: dict[int, tuple[str, str]] = {}
    titles = {fold_text(title) for title in facts.titles} - {""}
    for index in _head_blocks(cut, measures, choice):
        folded = fold_text(cut.texts[index])
        rule = _title_rule(folded, titles) or _line_rule(cut, measures, index, folded, facts)
        if rule:
            found[index] = rule
    return found


def _head_blocks(cut: CutPage, measures: Measures, choice: Choice) -> Iterator[int]:
    """Indices from the page's top down to the story's second paragraph."""
    story = np.flatnonzero(choice.kept & (measures.prose > 0))
    end = int(story[_HEAD_PARAGRAPHS - 1]) + 1 if len(story) >= _HEAD_PARAGRAPHS else len(cut.texts)
    return iter(range(end))


def _title_rule(folded: str, titles: set[str]) -> tuple[str, str] | None:
    return ("title", "same words as the title") if folded in titles else None


def _line_rule(cut: CutPage, measures: Measures, index: int, folded: str, facts: HeadFacts) -> tuple[str, str] | None:
    if facts.standfirst and folded == fold_text(facts.standfirst):
        return "standfirst", "same words as the standfirst"
    if measures.words[index] > _MAX_LINE_WORDS:
        return None
    if facts.section and folded == fold_text(facts.section):
        return "section_label", f"same words as the section {facts.section!r}"
    names = _names_in(folded, facts.authors)
    if names or (facts.byline and folded == fold_text(facts.byline)):
        return "byline", "names of the authors and little else" if names else "same words as the byline"
    if _is_date_line(cut.texts[index]):
        return "date_line", "a date and fewer than four other words"
    return None


def _names_in(folded: str, authors: Iterable[str]) -> bool:
    rest = f" {folded} "
    names = [fold_text(author) for author in authors]
    for name in names:
        if name:
            rest = rest.replace(f" {name} ", " ")
    left = [word for word in rest.split() if word not in _BYLINE_WORDS]
    return len(rest) < len(folded) + 2 and len(left) <= 2


def _is_date_line(text: str) -> bool:
    return bool(_YEAR_OR_TIME.search(text)) and len(_WORD.findall(text)) <= 4 and text[-1:] not in ".!?"


def kept_in_page_order(rules: Mapping[int, tuple[str, str]], kept: Sequence[int]) -> list[int]:
    """The kept indices without those that a rule names."""
    return [index for index in kept if index not in rules]
