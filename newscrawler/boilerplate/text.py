"""An article from plain text: what a naive crawler left of a page, without any markup."""

from collections.abc import Iterator
from dataclasses import replace

from newscrawler.boilerplate.strip import RULES, strip_boilerplate
from newscrawler.model.article import Article
from newscrawler.model.block import Block
from newscrawler.model.outlet import Outlet
from newscrawler.words import collapse_spaces, count_words, ends_sentence, has_letters, is_sentence

TEXT_OUTLET = Outlet(id="text", name="")
_TITLE_WORDS = (2, 40)
# A title stands above the story; further down a short line is a sub-heading.
_TITLE_LINES = 25
# Text wrapped for mail or a terminal: at least so many full lines, so wide.
_WRAPPED_LINES = 2
_NARROWEST, _WIDEST = 40, 110


def clean_text(text: str, *, outlet: Outlet = TEXT_OUTLET, url: str = "") -> Article:
    """The article in a plain text dump: one block a line, the title chosen, every rule applied.

    Paragraphs that are wrapped at a fixed width are joined.

    ``removed`` has an entry for each line that was taken out, in order. Nothing is guessed: without a line that can be
    a title ``title`` is None, and no date is taken from the page's clock. Empty text gives an article without blocks.
    """
    blocks = tuple(Block(kind="paragraph", text=line, place=f"line {number}") for number, line in _read_lines(text))
    article = Article(url=url, outlet=outlet.id, outlet_name=outlet.name or None, blocks=blocks)
    title_index = _find_title(article, outlet)
    if title_index is not None:
        rest = blocks[:title_index] + blocks[title_index + 1 :]
        title = blocks[title_index].text
        article = replace(article, title=title, titles={"text": title}, blocks=rest)
    return strip_boilerplate(article, outlet)


def _read_lines(text: str) -> Iterator[tuple[int, str]]:
    """Number and text of each line that has text; paragraphs wrapped at a fixed width as one line."""
    group: list[tuple[int, str]] = []
    for number, raw in enumerate((*text.splitlines(), ""), 1):
        line = collapse_spaces(raw)
        if line:
            group.append((number, line))
        elif group:
            if _is_wrapped([line for _, line in group]):
                yield group[0][0], " ".join(line for _, line in group)
            else:
                yield from group
            group = []


def _is_wrapped(lines: list[str]) -> bool:
    """Do the lines but the last nearly fill one width, and do most of them break off within a sentence?"""
    full = lines[:-1]
    if len(full) < _WRAPPED_LINES or max(map(len, lines)) > _WIDEST:
        return False
    width = max(map(len, full))
    broken = sum(not ends_sentence(line) for line in full)
    return min(map(len, full)) >= max(_NARROWEST, 0.75 * width) and 2 * broken > len(full)


def _find_title(article: Article, outlet: Outlet) -> int | None:
    """Index of the first line before the story that no rule takes and that is no sentence."""
    taken = {index for rule in RULES if rule.name not in outlet.boilerplate.off for index, _ in rule.find(article)}
    for index, block in enumerate(article.blocks[:_TITLE_LINES]):
        if index in taken:
            continue
        if is_sentence(block.text, min_words=12):
            return None
        if _could_be_title(block.text):
            return index
    return None


def _could_be_title(text: str) -> bool:
    least, most = _TITLE_WORDS
    if not has_letters(text) or not least <= count_words(text) <= most:
        return False
    return not ends_sentence(text) or text[-1] in "?!？！\"'”’»」"
