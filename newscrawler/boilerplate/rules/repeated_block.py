"""A line that stands twice in a row."""

from collections.abc import Iterator

from newscrawler.boilerplate.rule import Finding, Rule
from newscrawler.model.article import Article
from newscrawler.words import has_letters


def _find_repeats(article: Article) -> Iterator[Finding]:
    before = None
    for index, block in enumerate(article.blocks):
        if before is not None and block.text == before.text and has_letters(block.text):
            yield index, "the same text as the block before"
        before = block


REPEATED_BLOCK = Rule("repeated_block", _find_repeats, "a block that repeats the one before it; the first stays")
