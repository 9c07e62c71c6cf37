"""The headline again at the beginning of the text."""

from collections.abc import Iterator

from newscrawler.boilerplate.rule import Finding, Rule
from newscrawler.boilerplate.survey import could_open
from newscrawler.model.article import Article
from newscrawler.words import fold_title

_FIRST_BLOCKS = 5
_LONGEST_TITLE = 300


def _find_titles(article: Article) -> Iterator[Finding]:
    titles = {fold_title(title) for title in (article.title, *article.titles.values()) if title}
    titles.discard("")
    initials = {title[:1] for title in titles}
    for index, block in enumerate(article.blocks[:_FIRST_BLOCKS]):
        text = block.text
        if len(text) <= _LONGEST_TITLE and could_open(text, initials) and fold_title(text) in titles:
            yield index, "the article's title"


REPEATED_TITLE = Rule("repeated_title", _find_titles, "the headline repeated among the first lines")
