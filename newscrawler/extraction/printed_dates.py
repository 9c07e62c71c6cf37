"""Dates that a page prints near its headline: which of its texts may hold the day of publication."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from operator import itemgetter

from lxml.html import HtmlElement

from newscrawler.extraction.date_places import (
    Headline,
    is_elsewhere,
    is_other_text,
    is_page_clock,
    names_publication,
    short_text,
    texts_after,
    texts_before,
)
from newscrawler.extraction.page_elements import NamedElement, PageElements
from newscrawler.kept_results import remember_short
from newscrawler.words import collapse_spaces, count_words, ends_sentence, lower_letters

_DATE_CLASS = re.compile(
    r"date|time(?!line)|publish|posted|pub-|byline|dateline|meta|info|datum|fecha|data-|stamp|entry-header|created|subline"
    r"|veroeffentlich|author"
)
# Both are for texts in lower case, letter by letter (`lower_letters`): ignoring case takes five times as long.
MODIFIED_WORDS = re.compile(
    r"updat|modif|aktuali|actuali|aggiorn|atuali|oppdater|opdater|uppdater|bijgewerkt|gewijzigd|päivitetty|zuletzt|edited"
    r"|revised|reviewed|geändert|änderung|frissít|diperbarui|güncel|обновл|оновлен|изменен|ενημέρ|עודכן|עדכון|تحديث"
    r"|अपडेट|更新|수정"
)
PUBLISHED_WORDS = re.compile(
    r"\b(?:publi(?:sh|é|c|s|er|k)\w*|posted|created|veröffentlicht|erschienen|erstellt|pubblicat\w*|udgivet|gepubliceerd"
    r"|offentliggjort|geplaatst|julkaistu|opublikowan\w*|megjelent|diterbitkan|опубл[иі]кован\w*|δημοσι\w*|yay[ıi]n\w*)"
    r"|פורסם|نشر|प्रकाशित|公開|掲載|投稿|등록|입력|发布|發布"
)
# What every match of the two has in it, lower case.
LABEL_PARTS = (
    *(
        "publi",
        "posted",
        "created",
        "veröffentlicht",
        "erschienen",
        "erstellt",
        "pubblicat",
        "udgivet",
        "offentliggjort",
    ),
    *("geplaatst", "julkaistu", "megjelent", "diterbitkan", "опубл", "δημοσι", "yayın", "פורסם", "نشر", "प्रकाशित"),
    *(
        "公開",
        "掲載",
        "投稿",
        "등록",
        "입력",
        "发布",
        "發布",
        "updat",
        "modif",
        "aktuali",
        "actuali",
        "aggiorn",
        "atuali",
    ),
    *("oppdater", "opdater", "uppdater", "bijgewerkt", "gewijzigd", "päivitetty", "zuletzt", "edited", "revised"),
    *("reviewed", "geändert", "änderung", "frissít", "diperbarui", "güncel", "обновл", "оновлен", "изменен", "ενημέρ"),
    *("עודכן", "עדכון", "تحديث", "अपडेट", "更新", "수정"),
)
_DIGIT = re.compile(r"\d")
_TAGS = frozenset(
    (
        *("span", "div", "p", "li", "td", "em", "small", "strong", "a", "header", "dd", "abbr", "b", "i", "h2", "h3"),
        *("h5", "h6"),
    )
)
# A date line says little else: who, where, how long it takes to read. Longer texts tell of other days.
_MOST_LABELLED_WORDS = 24
_MOST_WORDS = 16
_MOST_CAPTION_WORDS = 5
_MOST_ELEMENTS = 60
_LONGEST_NAMES = 300
_NEAR = 40  # elements between the headline and a text whose names say that it holds a date
_NEAR_IF_SURE = 150
_NEAR_BEFORE = 15  # elements with names
_NEAR_AFTER = 90
_MOST_AFTER = 40  # texts around the headline
_MOST_BEFORE = 14
_AT_HAND = 6
_LONGEST_TEXT = 160  # characters
_LONGEST_LINE = 220  # characters
_NEAR_LABEL = 40  # characters between a label and its date


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A text that may hold a date.

    Attributes:
        text: as printed, without the part that is about a later change.
        is_modified: the page calls it a change.
        is_sure: its element's names say that it is the day of publication.
    """

    text: str
    is_modified: bool = False
    is_sure: bool = False


def dates_near_headline(elements: PageElements, headline: Headline) -> Iterator[PrintedDate]:
    """Short texts of the page that may hold its date: labelled as such, then those nearest to the headline.

    Sentences, captions and the page's own clock (in its head, in a menu, beside a temperature) are not among them.
    """
    named = [element for element, _, names in elements.with_name if "datePublished" in names]
    marked = next((element for element in named if element.get("itemprop") == "datePublished"), None)
    if marked is not None:
        yield PrintedDate(marked.get("content") or short_text(marked, _LONGEST_LINE) or "", is_sure=True)
    near, far = _sorted_labels(elements, headline)
    yield from near
    doubtful: list[PrintedDate] = []
    if headline.element is not None:
        yield from _texts_around(headline.element, headline, doubtful)
    yield from far
    yield from doubtful


def _sorted_labels(elements: PageElements, headline: Headline) -> tuple[list[PrintedDate], list[PrintedDate]]:
    """What elements print whose names say that it is a date: near the headline and far from it, the surest first."""
    near: list[tuple[int, PrintedDate]] = []
    far: list[PrintedDate] = []
    for element, order, names in islice(labelled_elements(elements), _MOST_ELEMENTS):
        printed = read_label(element, names)
        if printed and not _is_foreign(element, order, headline):
            distance = abs(order - headline.order)
            if distance < (_NEAR_IF_SURE if printed.is_sure else _NEAR):
                near.append((distance, printed))
            else:
                far.append(printed)
    near.sort(key=lambda entry: (not entry[1].is_sure, entry[0]))
    far.sort(key=lambda printed: not printed.is_sure)
    return [printed for _, printed in near], far


def calls_it_changed(text: str) -> bool:
    """Does a text have a word for updating or changing?"""
    return bool(MODIFIED_WORDS.search(lower_letters(text)))


@remember_short(4096)
def names_change(names: str) -> bool:
    """Do the names of an element say that it holds the day of a change?"""
    return bool(MODIFIED_WORDS.search(names.lower()))


@remember_short(4096)
def _names_date(names: str) -> bool:
    return _DATE_CLASS.search(names.lower()) is not None


def labelled_elements(elements: PageElements) -> Iterator[NamedElement]:
    """Elements whose names say that they hold a date, in page order."""
    return filter(_is_labelled, elements.with_name)


def _is_labelled(named: NamedElement) -> bool:
    element, _, names = named
    return len(names) < _LONGEST_NAMES and _names_date(names) and element.tag in _TAGS


def elements_near_headline(elements: PageElements, heading: HtmlElement | None) -> Iterator[NamedElement]:
    """Elements whose names say that they hold a date, of the few nearest to the longest h1: a cheap look."""
    order = next((order for order, element in elements.of_tag.get("h1", ()) if element is heading), 0)
    place = bisect_left(elements.with_name, order, key=itemgetter(1))
    return filter(_is_labelled, elements.with_name[max(0, place - _NEAR_BEFORE) : place + _NEAR_AFTER])


def read_label(element: HtmlElement, names: str) -> PrintedDate | None:
    """What such an element prints, if that reads as a date line, of whatever story."""
    text = short_text(element, _LONGEST_LINE)
    if not text or not _DIGIT.search(text) or not _reads_as_date_line(text, element, _MOST_LABELLED_WORDS):
        return None
    is_sure = names_publication(names) or bool(PUBLISHED_WORDS.match(lower_letters(text)))
    return _without_change(text, is_sure=is_sure and not names_change(names))


def _is_foreign(element: HtmlElement, order: int, headline: Headline) -> bool:
    """Is it about other articles, or the page's clock?"""
    if is_elsewhere(element, headline):
        return True
    return order < headline.order and headline.element is not None and is_page_clock(element, headline)


def _without_change(text: str, *, is_sure: bool = False) -> PrintedDate:
    """The part of a date line that tells of the publication; all of it, and marked, where it tells of a change alone.

    "Updated 4 June, first published 1 May" and "1 May (updated 4 June)" both give 1 May.
    """
    lower = lower_letters(text)
    changed = MODIFIED_WORDS.search(lower)
    if changed is None:
        return PrintedDate(text, is_sure=is_sure)
    first_digit = _DIGIT.search(text)
    published = PUBLISHED_WORDS.search(lower)
    before = first_digit is None or changed.start() < first_digit.start()
    if published and (published.start() > changed.start()) == before:
        return PrintedDate(text[published.start() :] if before else text[: changed.start()], is_sure=is_sure)
    if before or not _DIGIT.search(text, changed.end()):
        return PrintedDate(text, is_modified=True)
    return PrintedDate(text[: changed.start()], is_sure=is_sure)


def _reads_as_date_line(text: str, element: HtmlElement, most_words: int) -> bool:
    """Is there hardly more in it than a date, a name, a label; and less still in a caption?"""
    if element.tag in ("figure", "figcaption") or next(element.iterancestors("figure", "figcaption"), None) is not None:
        most_words = _MOST_CAPTION_WORDS
    words = count_words(text)
    if PUBLISHED_WORDS.search(lower_letters(text[:60])):
        return words <= most_words
    return words <= most_words and not (words > 8 and ends_sentence(text) and text[-1] in ".!?" and len(text) > 60)


def _texts_around(heading: HtmlElement, headline: Headline, doubtful: list[PrintedDate]) -> Iterator[PrintedDate]:
    """Texts behind the headline and before it, those at hand first; those in foreign boxes go to the doubtful."""
    after = list(islice(_printed(texts_after(heading)), _MOST_AFTER))
    before = list(islice(_printed(texts_before(heading)), _MOST_BEFORE + 1))
    behind = [(text, parent, label) for (label, _), (text, parent) in pairwise([("", heading), *after])]
    ahead = [(text, parent, label) for (text, parent), (label, _) in pairwise(before)]
    for texts, is_before in (
        (behind[:_AT_HAND], False),
        (ahead[:_AT_HAND], True),
        (behind[_AT_HAND:], False),
        (ahead[_AT_HAND:], True),
    ):
        for printed, parent in _date_lines(texts):
            if is_before and is_page_clock(parent, headline):
                continue
            if not is_elsewhere(parent, headline):
                yield printed
            elif not is_other_text(parent, headline):
                doubtful.append(printed)


def _date_lines(texts: Iterable[tuple[str, HtmlElement, str]]) -> Iterator[tuple[PrintedDate, HtmlElement]]:
    """Those of the texts, given with their elements and the text before each, that read as date lines."""
    for text, parent, label in texts:
        if _DIGIT.search(text) and len(text) < _LONGEST_TEXT and _reads_as_date_line(text, parent, _MOST_WORDS):
            printed = _without_change(text)
            yield replace(printed, is_modified=printed.is_modified or _is_change_label(label)), parent


def _printed(texts: Iterable[tuple[str, HtmlElement]]) -> Iterator[tuple[str, HtmlElement]]:
    """Texts that are more than white space, collapsed."""
    return ((plain, parent) for text, parent in texts if (plain := collapse_spaces(text)))


def _is_change_label(text: str) -> bool:
    return len(text) < _NEAR_LABEL and not _DIGIT.search(text) and calls_it_changed(text)
