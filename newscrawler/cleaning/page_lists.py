"""Pages that list articles or serve the house: home pages, sections, results of a search, privacy policies."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from newscrawler.cleaning.wall_phrases import SEARCH_HEADINGS, SEARCHED, SERVICE_HEADINGS, STATEMENTS
from newscrawler.model.article import Article
from newscrawler.model.block import Block
from newscrawler.model.outcome import OutcomeKind
from newscrawler.model.page_signs import PageSigns
from newscrawler.words import count_words, fold_text

Found = tuple[OutcomeKind, str]

# A date that stands on the page itself, and not only in its address or in a feed.
OWN_DATES = frozenset({"json_ld", "meta", "time"})
_MOSTLY_LINK = 0.6
# A list page: so many blocks that are links, and hardly any prose.
_LEAST_LINKS = 8
_MOST_PROSE_WORDS = 60
_SENTENCE_WORDS = 7
# Or so many paragraphs under linked headlines, and hardly any others.
_LEAST_TEASERS = 4
_TEASER_SHARE = 0.75
_TITLES = 2  # the title element and the first h1; a box for searches may have one too
_LEAST_STATEMENT_WORDS = 300
_MOST_BESIDE = 25  # characters of a heading beside the name of a legal text
_MOST_TEASER_WORDS = 70  # of a paragraph and its headline, on average


def list_kind(article: Article, body: Sequence[Block], words: int, signs: PageSigns) -> Found | None:
    """What kind of page this is if it lists articles, or is the house's own; else None."""
    if signs.led_to == "error page" and signs.declared != "article":
        return OutcomeKind.SOFT_404, "the address leads to an error page"
    if signs.led_to and (signs.declared != "article" or 2 * signs.teasers > signs.paragraphs > 0):
        return OutcomeKind.NOT_AN_ARTICLE, f"the address leads to the outlet's {signs.led_to}"
    linked = sum(block.link_share > _MOSTLY_LINK for block in body)
    if _is_list_of_links(body, linked):
        return OutcomeKind.LIST_PAGE, f"{linked} of {len(body)} blocks are links: a list of articles, not one"
    if signs.declared == "article" and not _is_at_home(article.url):
        return None
    return _list_of_teasers(words, signs) or (
        None if signs.declared == "article" else _titled_kind(article, words, signs)
    )


def _is_at_home(url: str) -> bool:
    parts = urlsplit(url)
    return not (parts.path.strip("/") or parts.query)


def _list_of_teasers(words: int, signs: PageSigns) -> Found | None:
    is_listed = signs.paragraphs >= _LEAST_TEASERS and signs.teasers >= _TEASER_SHARE * signs.paragraphs
    if is_listed and words <= _MOST_TEASER_WORDS * signs.paragraphs:
        told = f"{signs.teasers} of {signs.paragraphs} paragraphs stand under linked headlines or before like links"
        return OutcomeKind.LIST_PAGE, f"{told}: a list of articles, not one"
    if not words and signs.headline_links >= _LEAST_LINKS:
        return OutcomeKind.LIST_PAGE, f"{signs.headline_links} linked headlines, and no text: a list of articles"
    return None


def _titled_kind(article: Article, words: int, signs: PageSigns) -> Found | None:
    """A page that its heading tells; one with a date of its own may be an article with such a headline."""
    if signs.declared == "product":
        return OutcomeKind.NOT_AN_ARTICLE, "it declares itself something to buy"
    if article.published_source in OWN_DATES and words:
        return None
    for heading in (fold_text(text[:300]) for text in (*signs.headings[:_TITLES], article.title or "")):
        if found := SEARCH_HEADINGS.match(heading):
            return OutcomeKind.LIST_PAGE, f"results of a search: “{found[0]}”"
        if signs.headings and (found := SERVICE_HEADINGS.fullmatch(heading) or _statement(heading, words)):
            return OutcomeKind.NOT_AN_ARTICLE, f"a page of the house: “{found[0]}”"
    for text in signs.headings[:_TITLES]:
        if SEARCHED.search(text[:300]):
            return OutcomeKind.LIST_PAGE, f"results of a search: “{text[:300]}”"
    return None


def _statement(heading: str, words: int) -> re.Match[str] | None:
    """The name of a long legal text in a heading that names little else: "Privacy policy of Courier Media Ltd"."""
    if words < _LEAST_STATEMENT_WORDS:
        return None
    found = STATEMENTS.search(heading)
    return found if found and len(heading) <= len(found[0]) + _MOST_BESIDE else None


def _is_list_of_links(body: Sequence[Block], linked: int) -> bool:
    if linked < _LEAST_LINKS or 2 * linked < len(body):
        return False
    return sum(count_words(block.text) for block in body if _is_prose(block)) < _MOST_PROSE_WORDS


def _is_prose(block: Block) -> bool:
    return block.kind != "heading" and block.link_share <= _MOSTLY_LINK and count_words(block.text) >= _SENTENCE_WORDS
