"""Pages that list articles or serve the house: home pages, sections, results of a search, privacy policies."""

from collections.abc import Sequence

from newscrawler.cleaning.wall_phrases import SEARCH_HEADINGS, SERVICE_HEADINGS
from newscrawler.model.block import Block
from newscrawler.model.outcome import OutcomeKind
from newscrawler.model.page_signs import PageSigns
from newscrawler.words import count_words, fold_text

Found = tuple[OutcomeKind, str]

_MOSTLY_LINK = 0.6
# A list page: so many blocks that are links, and hardly any prose.
_LEAST_LINKS = 8
_MOST_PROSE_WORDS = 60
_SENTENCE_WORDS = 7
# Or so many paragraphs under linked headlines, and hardly any others.
_LEAST_TEASERS = 4
_TEASER_SHARE = 0.75
_MOST_TEASER_WORDS = 70  # of a paragraph and its headline, on average


def list_kind(title: str | None, body: Sequence[Block], words: int, signs: PageSigns) -> Found | None:
    """What kind of page this is if it lists articles, or is the house's own; else None."""
    if signs.led_to == "error page" and signs.declared != "article":
        return OutcomeKind.SOFT_404, "the address leads to an error page"
    if signs.led_to and (signs.declared != "article" or 2 * signs.teasers > signs.paragraphs > 0):
        return OutcomeKind.NOT_AN_ARTICLE, f"the address leads to the outlet's {signs.led_to}"
    linked = sum(block.link_share > _MOSTLY_LINK for block in body)
    if _is_list_of_links(body, linked):
        return OutcomeKind.LIST_PAGE, f"{linked} of {len(body)} blocks are links: a list of articles, not one"
    return None if signs.declared == "article" else _undeclared_kind(title, words, signs)


def _undeclared_kind(title: str | None, words: int, signs: PageSigns) -> Found | None:
    headings = [fold_text(text[:300]) for text in (*signs.headings, title or "")]
    if _is_list_of_teasers(words, signs):
        told = f"{signs.teasers} of {signs.paragraphs} paragraphs stand under linked headlines"
        return OutcomeKind.LIST_PAGE, f"{told}: a list of articles, not one"
    if not words and signs.headline_links >= _LEAST_LINKS:
        return OutcomeKind.LIST_PAGE, f"{signs.headline_links} linked headlines, and no text: a list of articles"
    for heading in headings:
        if found := SEARCH_HEADINGS.match(heading):
            return OutcomeKind.LIST_PAGE, f"results of a search: “{found[0]}”"
        if (found := SERVICE_HEADINGS.fullmatch(heading)) and signs.headings:
            return OutcomeKind.NOT_AN_ARTICLE, f"a page of the house: “{found[0]}”"
    return None


def _is_list_of_teasers(words: int, signs: PageSigns) -> bool:
    if signs.declared == "object" or signs.paragraphs < _LEAST_TEASERS:
        return False
    return signs.teasers >= _TEASER_SHARE * signs.paragraphs and words <= _MOST_TEASER_WORDS * signs.paragraphs


def _is_list_of_links(body: Sequence[Block], linked: int) -> bool:
    if linked < _LEAST_LINKS or 2 * linked < len(body):
        return False
    return sum(count_words(block.text) for block in body if _is_prose(block)) < _MOST_PROSE_WORDS


def _is_prose(block: Block) -> bool:
    return block.kind != "heading" and block.link_share <= _MOSTLY_LINK and count_words(block.text) >= _SENTENCE_WORDS
