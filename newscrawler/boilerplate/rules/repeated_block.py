"""A line that stands twice in a row."""

from collections.abc import Iterator
from itertools import pairwise

from newscrawler.boilerplate.rule import Finding, Rule
from newscrawler.model.article import Article
from newscrawler.model.block import Block
from newscrawler.words import has_letters


def _find_repeats(article: Article) -> Iterator[Finding]:
    blocks = article.blocks
    texts = [block.text for block in blocks]
    for index in [index for index, (before, text) in enumerate(pairwise(texts), 1) if text == before]:
        if _are_alike(blocks[index - 1], blocks[index]) and has_letters(texts[index]):
            yield index, "the same text as the block before"


def _are_alike(one: Block, other: Block) -> bool:
    """Both captions, or neither: a caption with the words of a paragraph is no part of the body, and the rule for
    captions judges it.
    """  # noqa: D205 - one sentence that needs two lines
    return (one.kind == "caption") == (other.kind == "caption")


REPEATED_BLOCK = Rule("repeated_block", _find_repeats, "a block that repeats the one before it; the first stays")
