"""The headline again at the beginning of the text."""

from collections.abc import Iterator

from newscrawler.boilerplate.rule import Finding, Rule
from newscrawler.model.article import Article
from newscrawler.words import fold_title

_FIRST_BLOCKS = 5
_LONGEST_TITLE = 300


def _find_titles(article: Article) -> Iterator[Finding]:
    titles = {fold_title(title) for title in (article.title, *article.titles.values()) if title}
    titles.discard("")
    for index, block in enumerate(article.blocks[:_FIRST_BLOCKS]):
        if len(block.text) <= _LONGEST_TITLE and fold_title(block.text) in titles:
            yield index, "the article's title"


REPEATED_TITLE = Rule("repeated_title", _find_titles, "the headline repeated among the first lines")
