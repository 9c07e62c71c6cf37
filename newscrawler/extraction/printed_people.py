"""The people whom a page prints: in its bylines, in the lines under its headline, in the box about the author."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import Final

from newscrawler.extraction.credits import is_account
from newscrawler.extraction.marked_bylines import (
    first_texts_behind,
    headline_of,
    lines_like_bylines,
    lines_of_author_boxes,
    marked_texts,
)
from newscrawler.extraction.page_elements import PageElements
from newscrawler.extraction.page_head import PageHead
from newscrawler.extraction.printed_byline import (
    joined_names,
    names_before_date,
    names_beside_date,
    names_in_summary,
    tidy_byline,
    without_dates,
)
from newscrawler.model.article import Author
from newscrawler.name_spelling import fold_name
from newscrawler.name_words import AUTHOR_BOX_LABELS, BYLINE_WORDS, PLACE_WORDS
from newscrawler.names import email_in, is_agency, is_newsroom, is_nobody, split_byline

_MOST_WORDS_BESIDE_USER: Final = 12
_MOST_BESIDE_DATE: Final = 5  # texts behind the headline
_MOST_BREAKS: Final = 6  # a box about the author has more
_LONGEST_LINE: Final = 100
_LONGEST_NAME_WORDS: Final = 4
_TITLES: Final = re.compile(r"(?:(?:dr|prof|professor|med|phil)\s+)+")


class PrintedPeople:
    """What a page prints about those who wrote it; each part is looked for when it is first asked for."""

    def __init__(self, elements: PageElements, head: PageHead) -> None:
        self._elements = elements
        self._head = head

    @cached_property
    def marked(self) -> tuple[str, ...]:
        """Texts that the page marks as bylines."""
        return marked_texts(self._elements, headline_of(self._elements, self._head))

    @cached_property
    def behind(self) -> list[str]:
        """The first texts behind the headline."""
        return first_texts_behind(headline_of(self._elements, self._head))

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """Lines behind the headline that begin like a byline."""
        return lines_like_bylines(self.behind)

    def _bylines(self) -> Iterator[str]:
        yield from self.marked
        yield from self.lines

    def of_bylines(self) -> list[Author]:
        """The people of the first byline that has any; single words are not enough for a name here."""
        for text in self._bylines():
            if AUTHOR_BOX_LABELS.match(text):
                continue
            is_long = text.count("\n") > _MOST_BREAKS if "\n" in text else len(text) > _LONGEST_LINE
            if is_long and not BYLINE_WORDS.match(text):
                continue
            if names := [name for name in _names_in_byline(text) if " " in name or not name.isascii()]:
                email = email_in(text) if len(names) == 1 else None
                return [Author(name, email=email) for name in names]
        return []

    def of_summary(self) -> list[Author]:
        """The people whom the page's summary names, as it repeats the first words of the text."""
        return [Author(name) for name in names_in_summary(self._head.first("og:description", "description") or "")]

    def beside_date(self) -> list[Author]:
        """The one name in the line with the date, or before it."""
        return [Author(name) for name in names_beside_date(self.behind[:_MOST_BESIDE_DATE])]

    def user(self, *, needs_word: bool) -> list[Author]:
        """The one name of one word, as users of a site have: "by janam"; on request only behind a byline word."""
        for text in self._bylines():
            if needs_word and not BYLINE_WORDS.match(text):
                continue
            if len(text.split()) > _MOST_WORDS_BESIDE_USER or tidy_byline(text) is None:
                continue
            names = [name for name in _names_in_byline(text) if not is_nobody(name)]
            if len(names) == 1 and not is_newsroom(names[0]) and not BYLINE_WORDS.match(names[0] + " "):
                return [Author(names[0])]
        return []

    def of_author_box(self) -> list[Author]:
        """The one full name in the first lines of a box about the author."""
        for line in lines_of_author_boxes(self._elements):
            names = split_byline(line)
            if len(names) == 1 and " " in names[0] and not is_newsroom(names[0]):
                return [Author(names[0])]
        return []


def _names_in_byline(text: str) -> tuple[str, ...]:
    return split_byline(without_dates(names_before_date(text)))


def with_full_names(people: list[Author], marked: Iterable[str]) -> list[Author]:
    """The people, those known by surname alone with the full name that the page prints: "Doe" of "By Jane Doe"."""
    if all(" " in author.name and not author.name.islower() for author in people):
        return people
    printed = [
        name
        for text in marked
        for name in split_byline(text)
        if 1 < len(name.split()) <= _LONGEST_NAME_WORDS and name.split()[0].lower() not in PLACE_WORDS
    ]
    return [_with_full_name(author, printed) for author in people]


def _with_full_name(author: Author, printed: list[str]) -> Author:
    if author.name.islower():
        same = next((name for name in printed if fold_name(name) == fold_name(author.name)), author.name)
        author = replace(author, name=same)
    surname = author.name.casefold()
    full = next((name for name in printed if name.casefold().endswith(" " + surname)), None)
    return replace(author, name=full) if full and " " not in author.name and len(surname) > 2 else author


def with_others(people: list[Author], marked: Iterable[str], sites: tuple[str, ...]) -> list[Author]:
    """The people and those whom a byline joins to all of them: "By A, B and C" is printed where only A is stated."""
    stated = {_fold_untitled(author.name): author for author in people}
    least_words = sum(len(name.split()) for name in stated) + 2
    for text in marked:
        folded = fold_name(text)
        if folded.count(" ") + 1 < least_words or not all(name in folded for name in stated):
            continue
        names = joined_names(text)
        if len(names) <= len(stated) or not stated.keys() < {_fold_untitled(name) for name in names}:
            continue
        if not any(is_agency(name) or is_account(name, sites) for name in names):
            return [stated.get(_fold_untitled(name)) or Author(name) for name in names]
    return people


def _fold_untitled(name: str) -> str:
    return _TITLES.sub("", fold_name(name))
