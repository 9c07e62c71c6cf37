"""The headline as the page shows it: which h1 it is, and what of it is the headline."""

import re
from collections.abc import Iterator, Mapping
from itertools import chain, islice

from lxml import etree
from lxml.html import HtmlElement

from newscrawler.extraction.element_text import text_of
from newscrawler.extraction.invisible import drop_unseen
from newscrawler.extraction.page_head import PageHead
from newscrawler.kept_results import remember_short
from newscrawler.words import collapse_spaces, fold_title

# Votes of an h1 that may be the headline; `choose_title` weighs them against those of the other sources.
CREDIBLE = 3.0  # in its place, and sharing words with what the page states, or the one headline that it can be
_UNKNOWN = 0.9  # few words are known elsewhere
_STRANGE = 0.5  # no word is
_MISPLACED = 0.5  # in a menu, a crumb line, a logo
# Shares of words that an h1 has in common with another source.
_LIKE, _HARDLY_LIKE = 0.2, 0.05
_SAID_EXACTLY = 0.2  # a statement other than the title element has the very words
_FEWEST_WORDS, _MOST_WORDS = 5, 25  # of a headline that no other source knows
_LONGEST = 1000
_LONGEST_NAMES = 400
_MOST_INSIDE = 30  # elements of a heading among which its topic line is sought
# Names of classes, here and below in lower case.
# Class words of h1 elements, or of what holds them, that are no headline.
_NO_HEADLINE = re.compile(
    r"logo|bread-?(?:crumb|bar)|crumb|seo-?title|site-?(?:title|name|header)|nav(?:bar|igation)?\b|masthead|menu|brand"
    r"|visually-?hidden|sr-only|screen-reader|whitespace-nowrap|footer|cookie|consent|newsletter|related|teaser|swiper|modal"
)
_HEADLINE = re.compile(r"(?:article|content|entry|post|story)[-_]*(?:head|title)|headline")
_KICKER = re.compile(
    r"kicker|topline|overline|roofline|dachzeile|spitzmarke|supertitle|suptitle|eyebrow|label|category"
)


def choose_heading(head: PageHead, known: Mapping[str, str], sites: set[str]) -> tuple[str, float, HtmlElement | None]:
    """The text of the h1 that is the headline, its votes, and the h1; ``""``, 0 and None where there is none.

    One that no other source knows anything of has fewer votes.

    Args:
        head: its ``headings`` are the choice.
        known: source -> title that it states, the site's name taken off.
        sites: folded names of the site, without spaces: they are no headline.
    """
    folded = {source: fold_title(text) for source, text in known.items()}
    words = [set(text.split()) for text in dict.fromkeys(folded.values())]
    exact = {text for source, text in folded.items() if source != "title"}
    best: tuple[bool, float, str, HtmlElement] | None = None
    for place, (text, element) in enumerate(head.headings):
        full = (_joined_text(element) if len(element) else "") or text
        is_misplaced = _is_no_headline(element) or fold_title(full).replace(" ", "") in sites
        for variant in dict.fromkeys((full, (_without_kicker(element) if len(element) else "") or full)):
            if not (plain := fold_title(variant)):
                continue
            own = set(plain.split())
            likeness = max((len(own & other) / len(own | other) for other in words), default=0.3 if place else 0.5)
            score = likeness - 0.01 * place + (0.05 if variant != full and not words else 0.0)
            score += _SAID_EXACTLY if plain in exact else 0.0
            if best is None or (not is_misplaced, score) > (not best[0], best[1] + 1e-9):
                best = (is_misplaced, score, variant, element)
    if best is None:
        return "", 0.0, None
    is_misplaced, score, text, element = best
    if is_misplaced:
        return text, _MISPLACED, element
    if score >= _LIKE or _is_sole_headline(head, text, element):
        return text, CREDIBLE, element
    return text, _UNKNOWN if score > _HARDLY_LIKE or not known else _STRANGE, element


def _is_sole_headline(head: PageHead, text: str, element: HtmlElement) -> bool:
    """Does it read and stand as a headline: the only h1, or the first and named like one?"""
    if not _FEWEST_WORDS <= len(text.split()) <= _MOST_WORDS or text.endswith(":"):
        return False
    if len(head.headings) == 1:
        return True
    holder = element.getparent()
    names = f"{element.get('class') or ''} {(holder.get('class') or '') if holder is not None else ''}"
    return element is head.headings[0][1] and _HEADLINE.search(names[:_LONGEST_NAMES].lower()) is not None


def _is_no_headline(element: HtmlElement) -> bool:
    for depth, holder in enumerate(chain((element,), islice(element.iterancestors(), 3))):
        if holder.tag in ("nav", "footer", "aside", "li"):
            return True
        if depth < 2 and _names_no_headline(f"{holder.get('class') or ''} {holder.get('id') or ''}"):
            return True
    return False


@remember_short(2048)
def _names_no_headline(names: str) -> bool:
    return len(names) <= _LONGEST_NAMES and _NO_HEADLINE.search(names.lower()) is not None


def _without_kicker(element: HtmlElement) -> str | None:
    """The heading's text without a topic line inside it."""
    full = ""
    for child in islice(element.iterdescendants("span", "div", "small", "strong", "a", "p"), _MOST_INSIDE):
        if _KICKER.search((child.get("class") or "")[:_LONGEST_NAMES].lower()):
            kicker, full = text_of(child, 300), full or text_of(element, _LONGEST)
            if kicker and full.startswith(kicker) and len(full) > len(kicker) + 8:
                return full[len(kicker) :].strip(" :|–-")
    return None


def _joined_text(element: HtmlElement) -> str:
    """The heading's text with a space between two of its elements that would run together: "Topic:Headline"."""
    parts: list[str] = []
    for part in _texts_with_breaks(element):
        if parts and parts[-1][-1:].strip() and part[:1].strip() and _runs_together(parts[-1], part):
            parts.append(" ")
        parts.append(part)
    return collapse_spaces(drop_unseen("".join(parts)))[:_LONGEST]


def _texts_with_breaks(element: HtmlElement) -> Iterator[str]:
    """Its texts in order, a space for each line break."""
    if next(element.iter("br"), None) is None:
        yield from element.itertext()
        return
    for event, inner in etree.iterwalk(element, events=("start", "end", "comment")):
        if event == "start":
            yield " " if inner.tag == "br" else inner.text or ""
        elif inner is not element:
            yield inner.tail or ""


def _runs_together(left: str, right: str) -> bool:
    return (left[-1].islower() or left[-1] in ":.!?”»") and (right[0].isupper() or right[0] in '„“«"')
