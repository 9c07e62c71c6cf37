"""A line that stands twice in a row."""

from collections.abc import Iterator

from newscrawler.boilerplate.rule import Finding, Rule
from newscrawler.model.article import Article
from newscrawler.model.block import Block
from newscrawler.words import has_letters


def _find_repeats(article: Article) -> Iterator[Finding]:
    before = None
    for index, block in enumerate(article.blocks):
        if before is not None and block.text == before.text and _are_alike(before, block) and has_letters(block.text):
            yield index, "the same text as the block before"
        before = block


def _are_alike(one: Block, other: Block) -> bool:
    """Both captions, or neither: a caption with the words of a paragraph is no part of the body, and the rule for
    captions judges it.
    """  # noqa: D205 - one sentence that needs two lines
    return (one.kind == "caption") == (other.kind == "caption")


REPEATED_BLOCK = Rule("repeated_block", _find_repeats, "a block that repeats the one before it; the first stays")
