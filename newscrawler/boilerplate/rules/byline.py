"""Lines that name who wrote the story, and their e-mail addresses."""

from newscrawler.boilerplate.byline_lines import find_byline_lines
from newscrawler.boilerplate.rule import Rule, any_of, each, trail_mentions

_find_named = each(
    trail_mentions("byline", "by-line", "author-name", "authors", "autor", "auteur", "autorzeile", max_words=25)
)

BYLINE = Rule(
    "byline",
    any_of(find_byline_lines, _find_named),
    "lines that name the authors, with their e-mail addresses; taken up into authors and byline",
)
