"""Pages that answer with status 200 and are no articles: error pages, robot checks, walls of consent and age."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from newscrawler.cleaning.page_phrases import (
    AGE_GATES,
    ANY_PAGE,
    ASKED_PAGES,
    AWAY_HEADINGS,
    CHALLENGES,
    FOREIGN,
    NOT_FOUND_HEADINGS,
    NOT_THERE,
)
from newscrawler.cleaning.wall_phrases import CONSENT_ELEMENTS, CONSENT_HEADINGS, CONSENT_TEXTS, CONSENT_WORDS
from newscrawler.model.block import Block
from newscrawler.model.outcome import OutcomeKind
from newscrawler.model.page_signs import PageSigns
from newscrawler.words import count_words, fold_text

Found = tuple[OutcomeKind, str]

# Such pages say little. A longer text is a story, whatever its title says.
_MOST_WORDS = 150
_MOST_GATE_WORDS = 250
_MOST_CONSENT_WORDS = 400
_FOLDED_LENGTH = 2_000
# Characters of one paragraph that asks for consent.
_LONGEST_REQUEST = 900
_LONGEST_LEAD = 45  # characters before: "Sorry, but"
_LONGEST_GAP = 60  # characters between: "at this address"
_SHORT_GAP = 25
_MOST_ERROR_WORDS = 60
# A page that declares itself an article is one, unless all that it says is one such sentence.
_MOST_WORDS_ALONE = 30
_HEADLINE_WORDS = 3
_LONGEST_CODE = 30
_LATEST_START = 12  # characters before the phrase: "Oops! Sorry,"
_MOST_GOING_ON = 10  # characters beside it where there is a heading without that name: "Oops! Page not found"
_MOST_BESIDE = 20  # characters of a heading beside the phrase: the name of the site
_CODES = re.compile(r"(?:error |http |oops )?(?:403|404|410|429|451|500|502|503|504)(?: error)?")


@dataclass(frozen=True, slots=True)
class ShownText:
    """What a page shows to be judged by, folded, at most 2,000 characters of each.

    Attributes:
        headings: titles, each whole.
        texts: of the story, as written.
        lines: of the page, where there is hardly any story; else the first text of the story.
        words: number of the story's words.
    """

    headings: tuple[str, ...]
    texts: tuple[str, ...]
    lines: tuple[str, ...]
    words: int
    is_article: bool
    is_list: bool


def shown_text(title: str | None, texts: Sequence[str], words: int, signs: PageSigns) -> ShownText:
    """What the page shows; its own headings go before a title that may be the feed's."""
    headings = [text for text in (*signs.headings, title or "") if not _goes_on(text)]
    lines = [*texts[:1], *(signs.lines if signs.declared != "article" else ()), *signs.unseen]
    return ShownText(
        tuple(dict.fromkeys(_folded(headings))),
        tuple(texts),
        tuple(dict.fromkeys(_folded(lines))),
        words,
        signs.declared == "article",
        2 * signs.teasers > signs.paragraphs,
    )


def _folded(texts: Iterable[str]) -> list[str]:
    return [folded for text in texts if (folded := fold_text(text[:_FOLDED_LENGTH]))]


def sham_kind(title: str | None, blocks: Sequence[Block], words: int, signs: PageSigns) -> Found | None:
    """What kind of page this is if it is no article, with the phrase that told, else None.

    A short text is asked for in each case; a heading must be the phrase, or the text's first line.
    """
    shown = shown_text(title, [block.text for block in blocks], words, signs)
    return _gate_kind(shown) or _error_kind(shown) or _consent_kind(shown, blocks)


def _gate_kind(shown: ShownText) -> Found | None:
    if shown.words > _MOST_GATE_WORDS:
        return None
    if found := _told(CHALLENGES, shown, _MOST_GATE_WORDS):
        return OutcomeKind.CHALLENGE_PAGE, f"a check for robots: “{found}”"
    if found := _told(FOREIGN, shown, _MOST_WORDS) or _said(FOREIGN, shown):
        return OutcomeKind.CHALLENGE_PAGE, f"not shown where this crawler runs: “{found}”"
    if found := _told(AGE_GATES, shown, _MOST_WORDS) or _said(AGE_GATES, shown):
        return OutcomeKind.CONSENT_WALL, f"a question for the reader's age: “{found}”"
    return None


def _error_kind(shown: ShownText) -> Found | None:
    most = _MOST_GATE_WORDS if shown.is_list else _MOST_WORDS
    found = _told(NOT_FOUND_HEADINGS, shown, most) or _bare_code(shown, most) or _missing_page(shown)
    found = found or _titled_and_missing(shown)
    if found or (found := _told(AWAY_HEADINGS, shown, _MOST_WORDS)):
        return OutcomeKind.SOFT_404, f"an error page that answers as if all were well: “{found}”"
    return None


def _told(phrases: re.Pattern[str], shown: ShownText, most_words: int) -> str | None:
    """The phrase that a heading begins or ends with, or that opens a text of hardly more than itself."""
    if shown.is_article:
        alone = shown.words <= _MOST_WORDS_ALONE and len(shown.texts) == 1
        found = phrases.match(shown.lines[0]) if alone and shown.lines else None
        return found[0] if found and _is_most_of(found, shown.lines[0]) else None
    if shown.words <= most_words and (titled := _titled(phrases, shown.headings)):
        return titled
    for line in shown.lines if shown.words <= _MOST_ERROR_WORDS else ():
        if (
            line not in shown.headings
            and (found := phrases.match(line))
            and (line == shown.lines[0] or _is_most_of(found, line))
        ):
            return found[0]
    return None


def _titled(phrases: re.Pattern[str], headings: Sequence[str]) -> str | None:
    """The phrase of which a heading hardly says more, and the same heading without the name of the site still less."""
    for found in filter(None, map(phrases.search, headings)):
        whole = found.string
        same = {text for text in headings if len(text) >= found.end() and text[: len(whole)] == whole[: len(text)]}
        most = _MOST_BESIDE if len(same) == 1 else max(_MOST_GOING_ON, len(found[0]) // 3)
        if min(map(len, same)) <= len(found[0]) + most and (
            found.start() <= _LATEST_START or found.end() == len(whole)
        ):
            return found[0]
    return None


def _said(phrases: re.Pattern[str], shown: ShownText) -> str | None:
    """The phrase that stands in a short text of a page that does not call itself an article."""
    if shown.is_article or shown.words > _MOST_ERROR_WORDS:
        return None
    return next((found[0] for line in shown.lines if (found := phrases.search(line, 0, 250))), None)


def _missing_page(shown: ShownText) -> str | None:
    """The sentence, folded, that a text opens with if it says that the page asked for is not there."""
    if shown.words > (_MOST_WORDS_ALONE if shown.is_article else _MOST_ERROR_WORDS):
        return None
    lines = shown.lines[:1] if shown.is_article else shown.lines
    return next((found for line in lines if (found := _missing_in(line))), None)


def _titled_and_missing(shown: ShownText) -> str | None:
    """What an error page says twice, in its heading and where its text begins, whatever it declares itself."""
    if shown.words > _MOST_WORDS or not shown.texts or not (missing := _missing_in(shown.lines[0])):
        return None
    return missing if any(map(NOT_FOUND_HEADINGS.fullmatch, shown.headings)) else None


def _missing_in(line: str) -> str | None:
    for pages, gap, rest in ((ASKED_PAGES, _LONGEST_GAP, _LONGEST_GAP * 4), (ANY_PAGE, _SHORT_GAP, _SHORT_GAP)):
        asked = pages.search(line, 0, 3 * _LONGEST_LEAD)
        missing = NOT_THERE.search(line, asked.end()) if asked and asked.start() <= _LONGEST_LEAD else None
        if asked and missing and missing.start() <= asked.end() + gap and len(line) <= missing.end() + rest:
            return line[asked.start() : missing.end()]
    return None


def _goes_on(title: str) -> bool:
    """Does a headline stand after the colon, as in "Page not found: how links die"?"""
    rest = fold_text(title[:_FOLDED_LENGTH].partition(":")[2])
    return len(rest.split()) >= _HEADLINE_WORDS and not NOT_THERE.search(rest)


def _is_most_of(found: re.Match[str], text: str) -> bool:
    """A headline that holds the phrase goes on: "Page not found: how a library lost its books"."""
    return len(text) <= len(found[0]) + _MOST_BESIDE


def _bare_code(shown: ShownText, most_words: int) -> str | None:
    """The number of an error, which is all that a heading says, the name of the site aside."""
    if shown.words > most_words or shown.is_article:
        return None
    return next((found[0] for heading in shown.headings if (found := _CODES.match(heading)) and _is_code(found)), None)


def _is_code(found: re.Match[str]) -> bool:
    """A name may follow, but no sentence: "404 people rescued from ferry"."""
    rest = found.string[found.end() :]
    return not rest or (rest[0] == " " and len(rest.split()) < _HEADLINE_WORDS and len(found.string) <= _LONGEST_CODE)


def _consent_kind(shown: ShownText, blocks: Sequence[Block]) -> Found | None:
    """A wall asks in its heading and its text, or in most of its paragraphs, or is a consent manager's element."""
    if shown.words > _MOST_CONSENT_WORDS:
        return None
    if shown.is_article and blocks and not (is_of_consent_manager(blocks[0]) or _asks(blocks[0].text)):
        return None
    texts = [block.text for block in blocks if count_words(block.text) > _HEADLINE_WORDS]
    asking = [block for block in blocks if is_of_consent_manager(block) or _asks(block.text)]
    if not asking or (shown.is_article and len(asking) < len(texts)):
        return None
    for heading in () if shown.is_article else shown.headings:
        if (titled := CONSENT_HEADINGS.search(heading)) and _is_most_of(titled, heading):
            return OutcomeKind.CONSENT_WALL, f"a consent wall: “{titled[0]}”"
    if 2 * len(asking) > len(texts):
        return OutcomeKind.CONSENT_WALL, f"a consent wall: {len(asking)} of {len(texts)} paragraphs ask for consent"
    return None


def _asks(text: str) -> bool:
    if len(text) > _LONGEST_REQUEST:
        return False
    folded = fold_text(text)
    return CONSENT_TEXTS.search(folded) is not None or len(set(CONSENT_WORDS.findall(folded))) > 1


def is_of_consent_manager(block: Block) -> bool:
    """Does it stand in an element of a consent manager?"""
    return any(name in step for step in block.trail for name in CONSENT_ELEMENTS)
