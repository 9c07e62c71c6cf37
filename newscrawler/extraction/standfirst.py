"""The standfirst as the page prints it: the summary for readers under the headline."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from lxml.html import HtmlElement

from newscrawler.extraction.element_text import text_of
from newscrawler.kept_results import remember_short
from newscrawler.words import fold_text

# Names of standfirsts, one language or group of languages a line. Each alternative begins with a letter of its own: so
# most places of a name are passed over at once.
_STANDFIRST: Final = re.compile(
    r"stand-?first|strap-?line|sub-?(?:hea(?:d|dline)|line|title)s?\b|summary|abstract|excerpt|synopsis"
    r"|article[_-]*desc|headline[_-]*desc|story[_-]*desc"
    r"|vorspann|anleser|teaser-?text|unterzeile"
    r"|chapo|chapeau|accroche"
    r"|entradilla|bajada|copete|sottotitolo|occhiello|linha-?fina"
    r"|ingress|manchet|underrubrik"
)
# Short names, which must be whole words; one of the parts is in each.
_STANDFIRST_WORD: Final = re.compile(
    r"\blede?\b|(?:\b|_)d(?:e|ec)k(?:\b|_)|(?<=[a-z])dek(?=[_-]|\b)"
    r"|(?:\b|_)lead(?:-text|-paragraph|_text)?(?:\b|_)|(?:\b|_)intro(?:-?text)?(?:\b|_)"
    r"|\beinleitung\b"
)
_WORD_PARTS: Final = ("led", "lead", "dek", "deck", "intro", "einleitung")
# A short name says enough where a content system names the field: what is in this one is not in the body's.
_STANDFIRST_FIELD: Final = re.compile(r"\bname-field-(?:lead|intro|deck)\b")
_NO_STANDFIRST: Final = re.compile(
    r"author|byline|date|time|meta|share|social|tool|caption|image|photo|video|related|newsletter|promo|comment|audio"
    r"|bullet|lead-?(?:art|media|form|gen)|\bad\b|advert"
)
_NO_START: Final = re.compile(r"(?:by|von|par|por|photo\w*|foto\w*|image|bild|updated|published)\b", re.IGNORECASE)
_CREDIT: Final = re.compile(r"\(AP |\bAP Photo|/AP\b|/AFP\b|Getty Images|Photograph by|\bFile photo", re.IGNORECASE)
_SKIPPED: Final = frozenset(
    {
        *("a", "aside", "button", "figure", "footer", "form", "h1", "iframe", "li", "nav", "ol", "picture", "script"),
        *("style", "svg", "table", "ul", "video"),
    }
)
_LEVELS: Final = 4  # the heading and the elements around it, after which the standfirst may stand
_MOST_VISITED: Final = 24
_DEEPEST: Final = 3
_LONG_PARAGRAPH: Final = 120
_FEWEST_WORDS: Final = 5
_FEWEST_CHARACTERS: Final = 25
MOST_CHARACTERS: Final = 700  # of a standfirst; descriptions that are longer are the article once more
_CUT_END: Final = re.compile(r"\s?\[?\s?(?:…|\.\.\.).{0,20}$")  # also "… read more"
_LONGEST_DATELINE: Final = 60


def printed_standfirst(heading: HtmlElement) -> str | None:
    """The text shortly after the headline that is named as a standfirst, or is a heading of its own right under it."""
    following = heading.getnext()
    for place, element in enumerate(_elements_after(heading)):
        if place >= _MOST_VISITED:
            break
        is_subheading = element is following and element.tag in ("h2", "h3")
        if not is_subheading and not _is_named(element):
            if element.tag == "p" and len(text_of(element, _LONG_PARAGRAPH)) == _LONG_PARAGRAPH:
                break  # the story has begun: what is named so from here on are its subheadings
            continue
        if next(element.iter("img"), None) is not None:
            continue
        text = text_of(element, MOST_CHARACTERS + 1)
        if _FEWEST_CHARACTERS <= len(text) <= MOST_CHARACTERS and _reads_as_summary(text):
            return text
    return None


@remember_short(4096)
def says_standfirst(names: str) -> bool:
    """Does an element's name say so in full? "Lead" and "teaser" may mean the first paragraph of a story, too."""
    folded = names.lower()
    if "teaser" in folded or _NO_STANDFIRST.search(folded) is not None:
        return False
    return _STANDFIRST.search(folded) is not None or _STANDFIRST_FIELD.search(folded) is not None


def repeats_beginning(summary: str, paragraphs: Iterable[str]) -> bool:
    """Is a summary nothing but the first words of the story, perhaps without the place in front of them?"""
    whole = _CUT_END.sub("", summary)
    folded = fold_text(whole)
    if len(whole) < len(summary):
        folded = folded.rpartition(" ")[0] or folded  # the last word may be cut, too
    beginning: list[str] = []
    missing = len(summary) + 2 * _LONGEST_DATELINE
    for text in paragraphs:
        if missing <= 0:
            break
        beginning.append(text[:missing])
        missing -= len(text)
    return bool(folded) and fold_text(" ".join(beginning)).find(folded, 0, len(folded) + _LONGEST_DATELINE) >= 0


def _is_named(element: HtmlElement) -> bool:
    classes, purpose = element.get("class"), element.get("itemprop")
    return bool(classes or purpose) and _names_standfirst(f"{classes or ''} {purpose or ''}"[:300])


def _reads_as_summary(text: str) -> bool:
    has_words = text.count(" ") >= _FEWEST_WORDS - 1 or not text.isascii()
    return has_words and _NO_START.match(text) is None and _CREDIT.search(text) is None


@remember_short(4096)
def _names_standfirst(names: str) -> bool:
    folded = names.lower()
    found = _STANDFIRST.search(folded)
    if found is None and any(map(folded.__contains__, _WORD_PARTS)):
        found = _STANDFIRST_WORD.search(folded)
    return found is not None and _NO_STANDFIRST.search(folded) is None


def _elements_after(heading: HtmlElement) -> Iterator[HtmlElement]:
    """The elements after the heading, and after those that hold it, each before the few inside it."""
    holder: HtmlElement | None = heading
    for _ in range(_LEVELS):
        if holder is None or holder.tag in ("body", "main"):
            return
        waiting: list[Iterator[HtmlElement]] = [holder.itersiblings()]
        while waiting:
            element = next(waiting[-1], None)
            if element is None:
                waiting.pop()
            elif isinstance(tag := element.tag, str) and tag not in _SKIPPED:
                yield element
                if len(waiting) <= _DEEPEST:
                    waiting.append(iter(element))
        holder = holder.getparent()
