"""Is there enough of an article to store it, and is it an article at all?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from newscrawler.cleaning.page_kinds import is_of_consent_manager, sham_kind
from newscrawler.cleaning.page_lists import OWN_DATES, list_kind
from newscrawler.cleaning.wall_phrases import LOGIN_HEADINGS, OFFERS
from newscrawler.model.article import Article
from newscrawler.model.block import Block
from newscrawler.model.outcome import OutcomeKind
from newscrawler.model.page_signs import PageSigns
from newscrawler.words import count_words, ends_sentence, fold_text

# A paragraph of its own: so many words (letters in scripts without spaces) that are not links; or so many in all.
LEAST_PARAGRAPH_WORDS = 10
LEAST_SENTENCE_WORDS = 7
LEAST_WORDS = 40
_MOSTLY_LINK = 0.6
# An offer to subscribe, in the place of a text.
_MOST_OFFER_WORDS = 40
_MOST_WALL_WORDS = 120
_CONSENT_WORDS = 25
_NO_SIGNS = PageSigns()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an article is not stored: the outcome's kind, and the reason in words with its figures."""

    kind: OutcomeKind
    message: str


def completeness(article: Article) -> Refusal | None:
    """Why this is not stored as an article, or None where it has a title and at least one paragraph of its own.

    Pages that only look like articles (soft 404, challenge, consent wall, list of links) are told apart first; a page
    behind a paywall passes if a paragraph is there.
    """
    body = [block for block in article.blocks if block.kind != "caption"]
    words = sum(count_words(block.text) for block in body) + sum(map(count_words, _update_texts(article)))
    signs = article.signs or _NO_SIGNS
    told = _with_date(signs, article, body)
    if sham := sham_kind(article.title, body, words, told) or list_kind(article, body, words, signs):
        return Refusal(*sham)
    if _is_login(told):
        return Refusal(OutcomeKind.PAYWALL, "a page to log in")
    offers = [block for block in body if words <= _MOST_WALL_WORDS and _is_offer(block)]
    own = [block for block in body if block not in offers]
    has_paragraph = any(map(_is_own_paragraph, own)) or any(map(_is_long_enough, _update_texts(article)))
    own_words = words - sum(count_words(block.text) for block in offers)
    if not has_paragraph and own_words < LEAST_WORDS:
        return _refuse_short(article, own_words, is_offered=bool(offers))
    if not article.title:
        return Refusal(OutcomeKind.NO_TITLE, f"no title, though there are {words} words of text")
    return None


def _with_date(signs: PageSigns, article: Article, body: Sequence[Block]) -> PageSigns:
    """What has a date of its own and a paragraph tells as much as one that declares itself an article."""
    if signs.declared not in (None, "object") or article.published_source not in OWN_DATES:
        return signs
    return replace(signs, declared="article") if any(map(_is_own_paragraph, body)) else signs


def _is_login(signs: PageSigns) -> bool:
    """Is a field for a password all that it is about, whatever it says beside?"""
    if not signs.asks_password or signs.declared == "article":
        return False
    return any(LOGIN_HEADINGS.fullmatch(fold_text(text[:300])) for text in signs.headings)


def _update_texts(article: Article) -> list[str]:
    """A live blog may have its text in its updates alone."""
    return [update.text for update in article.live_updates]


def _is_offer(block: Block) -> bool:
    return count_words(block.text) <= _MOST_OFFER_WORDS and OFFERS.search(fold_text(block.text)) is not None


def _refuse_short(article: Article, words: int, *, is_offered: bool) -> Refusal:
    signs = article.signs or _NO_SIGNS
    if signs.gate and not article.blocks:
        return Refusal(OutcomeKind.CHALLENGE_PAGE, f"a check for robots: {signs.gate}, and no text")
    if article.free_access is False or is_offered or _offers_in_place(signs):
        signal = f" ({article.paywall_signal})" if article.paywall_signal else ""
        return Refusal(OutcomeKind.PAYWALL, f"behind a paywall{signal}, and no paragraph of its own before it")
    if signs.asks_password and any(LOGIN_HEADINGS.search(fold_text(text)) for text in signs.headings):
        return Refusal(OutcomeKind.PAYWALL, "a page to log in")
    consent = [gone.block for gone in article.removed if is_of_consent_manager(gone.block)]
    if signs.declared != "article" and sum(count_words(block.text) for block in consent) >= _CONSENT_WORDS:
        return Refusal(OutcomeKind.CONSENT_WALL, "a consent wall: a consent manager's text, and no other")
    if not words:
        left = f"; {len(article.removed)} blocks were taken for boilerplate" if article.removed else ""
        return Refusal(OutcomeKind.NO_BODY, f"no text of an article on the page{left}")
    limit = f"an article has a paragraph of at least {LEAST_PARAGRAPH_WORDS} words, or {LEAST_WORDS} words in all"
    return Refusal(OutcomeKind.TOO_SHORT, f"{words} words of text; {limit}")


def _offers_in_place(signs: PageSigns) -> bool:
    """Does a page with hardly any story offer a subscription?"""
    short = [line for line in signs.lines if count_words(line) <= _MOST_OFFER_WORDS]
    return sum(OFFERS.search(fold_text(line)) is not None for line in short) > 1


def _is_own_paragraph(block: Block) -> bool:
    if block.kind == "heading" or block.link_share > _MOSTLY_LINK:
        return False
    return _is_long_enough(block.text)


def _is_long_enough(text: str) -> bool:
    words = count_words(text)
    return words >= LEAST_PARAGRAPH_WORDS or (words >= LEAST_SENTENCE_WORDS and ends_sentence(text))
