"""Is there enough of an article to store it, and is it an article at all?"""

from dataclasses import dataclass

from newscrawler.cleaning.page_kinds import sham_kind
from newscrawler.model.article import Article
from newscrawler.model.block import Block
from newscrawler.model.outcome import OutcomeKind
from newscrawler.words import count_words, ends_sentence

# A paragraph of its own: so many words (letters in scripts without spaces) that are not links; or so many in all.
LEAST_PARAGRAPH_WORDS = 10
LEAST_SENTENCE_WORDS = 7
LEAST_WORDS = 40
_MOSTLY_LINK = 0.6
# A list page: so many blocks that are links, and hardly any prose.
_LEAST_LINKS = 8
_MOST_PROSE_WORDS = 60


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
    if sham := sham_kind(article.title, [block.text for block in body], words):
        return Refusal(*sham)
    if _is_list_of_links(body):
        linked = sum(block.link_share > _MOSTLY_LINK for block in body)
        return Refusal(OutcomeKind.LIST_PAGE, f"{linked} of {len(body)} blocks are links: a list of articles, not one")
    has_paragraph = any(map(_is_own_paragraph, body)) or any(map(_is_long_enough, _update_texts(article)))
    if not has_paragraph and words < LEAST_WORDS:
        return _refuse_short(article, words)
    if not article.title:
        return Refusal(OutcomeKind.NO_TITLE, f"no title, though there are {words} words of text")
    return None


def _update_texts(article: Article) -> list[str]:
    """A live blog may have its text in its updates alone."""
    return [update.text for update in article.live_updates]


def _refuse_short(article: Article, words: int) -> Refusal:
    if article.free_access is False:
        signal = f" ({article.paywall_signal})" if article.paywall_signal else ""
        return Refusal(OutcomeKind.PAYWALL, f"behind a paywall{signal}, and no paragraph of its own before it")
    if not words:
        left = f"; {len(article.removed)} blocks were taken for boilerplate" if article.removed else ""
        return Refusal(OutcomeKind.NO_BODY, f"no text of an article on the page{left}")
    limit = f"an article has a paragraph of at least {LEAST_PARAGRAPH_WORDS} words, or {LEAST_WORDS} words in all"
    return Refusal(OutcomeKind.TOO_SHORT, f"{words} words of text; {limit}")


def _is_own_paragraph(block: Block) -> bool:
    if block.kind == "heading" or block.link_share > _MOSTLY_LINK:
        return False
    return _is_long_enough(block.text)


def _is_long_enough(text: str) -> bool:
    words = count_words(text)
    return words >= LEAST_PARAGRAPH_WORDS or (words >= LEAST_SENTENCE_WORDS and ends_sentence(text))


def _is_list_of_links(body: list[Block]) -> bool:
    linked = sum(block.link_share > _MOSTLY_LINK for block in body)
    if linked < _LEAST_LINKS or 2 * linked < len(body):
        return False
    prose = sum(count_words(block.text) for block in body if _is_own_paragraph(block))
    return prose < _MOST_PROSE_WORDS
