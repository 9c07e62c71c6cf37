"""The box about the author: a name on its own line, then a biography."""

import re
from collections.abc import Iterator

from newscrawler.boilerplate.byline_lines import find_byline_lines, names_of_authors
from newscrawler.boilerplate.phrases import PhraseBook
from newscrawler.boilerplate.rule import (
    Finding,
    Hit,
    Rule,
    any_of,
    at_phrases,
    each,
    is_phrase,
    trail_mentions,
)
from newscrawler.boilerplate.survey import could_open, fold_start, survey_of
from newscrawler.model.article import Article
from newscrawler.model.block import Block
from newscrawler.name_spelling import fold_name
from newscrawler.names import is_newsroom
from newscrawler.words import count_words, ends_sentence

_LONGEST_BIOGRAPHY = 120
_LAST_BLOCKS = 8
_TOP_BLOCKS = 4  # a byline among these introduces the story; one behind them signs it
_LONGEST_BOX_START = 200
_LONGEST_NAME = 80
_REPEATED_WORDS = 4
_MOST_NAME_WORDS = 6
_BEFORE_REPETITION = 10  # words: a label's three, a name's six, and the first of the name again
_NO_SPACES = "\u2e80"
# After at most three words, such as a label, two to six capitalised words three times in a row.
_NAME_THRICE = re.compile(
    r"(?:\S{1,20}\s){0,3}?(?P<name>[^\W\d_a-zà-ÿ][\w.'-]{1,20}(?:\s[^\W\d_a-zà-ÿ][\w.'-]{1,20}){1,5})\s(?P=name)\s(?P=name)\s"
)
# Origin: how outlets word it; one language a line.
_HEADINGS = PhraseBook("""
    about our reporter | about the journalist | about the photographer | about this author | who wrote this
    about author | about the author | about the authors | about the reporter | about the writer | meet the author
    about the contributor | author bio | see all articles by author | the author | view author archive | view bio
    autoreninfo | kurzbiografie | über unsere autorin | über unseren autor | zu den personen
    der autor | über den autor | über die autoren | über die autorin | zum autor | zur autorin | zur person
    acerca del autor | die autorin | l'auteur | sobre el autor | sobre la autora | zu den autoren
    à propos de l'auteur
    l'autore | l'autrice | om forfatteren | om författaren | over de auteur | sobre a autora | sobre o autor
    apie autorių | kirjoittajasta | o autorce | o autorovi | o autorze | yazar hakkında | об авторе | про автора
    tentang penulis | về tác giả | عن الكاتب | 필자 소개 | この記事を書いた人 | 執筆者 | 筆者 | 著者プロフィール
""")
_MORE_BY = PhraseBook("""
    all articles by | all posts by | all stories by | articles by | follow the author | more articles by
    more from this author | more stories by | read see all posts by
    view all articles by
    alle artikel von | mehr artikel von | see more by | tous les articles de | view all posts by
    weitere artikel von
    alle artikelen van | flere artikler af | todas las noticias de | todos los artículos de | tutti gli articoli di
    fler artiklar av | tüm yazıları | všechny články autora | все материалы автора | усі матеріали автора
""")


def _find_boxes(article: Article) -> Iterator[Finding]:
    """From the end: a biography that begins with a name, and the lines before it that are that name."""
    blocks = article.blocks
    first = max(0, len(blocks) - _LAST_BLOCKS)
    signed = {index + 1 for index, _ in find_byline_lines(article) if index >= _TOP_BLOCKS}
    near = sorted({*range(first, len(blocks)), *(index for index in signed if index < first)})
    candidates = [index for index in near if _could_be_biography(blocks[index])]
    authors = names_of_authors(article) if candidates else frozenset()
    for index in candidates:
        text = blocks[index].text
        if lines := _lines_of_account(article, index, authors):
            reason = f"the name “{blocks[index - 1].text[:40]}” on its own line, then a text that begins with it"
        elif (index in signed or 2 * index >= len(blocks)) and (author := _author_first(text, authors)):
            place = "right after the byline" if index in signed else "near the end"
            lines, reason = [index], f"begins with the author's name “{author}”, {place}"
        elif _repeats_words(text[:_LONGEST_BOX_START]) and (found := _NAME_THRICE.match(text)):
            lines, reason = [index], f"the name “{found['name'][:40]}” twice, then a text that begins with it"
        if lines and count_words(text) <= _LONGEST_BIOGRAPHY:
            yield from ((line, reason) for line in lines)


def _lines_of_account(article: Article, index: int, authors: frozenset[str]) -> list[int]:
    """The block and the name on the lines before it, where that is the name of an account and the block begins with it.

    An account is one of the authors, or the newsroom, or whoever is named twice. Anyone else is a person of the story.
    """
    names = _name_lines_before(article.blocks, index)
    if not names:
        return []
    name = article.blocks[index - 1].text
    if not fold_start(article.blocks[index].text).startswith(fold_start(name) + " "):
        return []
    is_account = len(names) > 1 or fold_name(name) in authors or is_newsroom(name, article.outlet_name)
    return [*names, index] if is_account else []


def _name_lines_before(blocks: tuple[Block, ...], index: int) -> list[int]:
    """Neighbouring lines right before this one that hold the same few words: a name."""
    lines: list[int] = []
    name = None
    for before in range(index - 1, -1, -1):
        if not _could_be_name_line(blocks[before]):
            break
        folded = fold_start(blocks[before].text)
        if name is not None and folded != name:
            break
        name = folded
        lines.insert(0, before)
    return lines


def _could_be_name_line(block: Block) -> bool:
    text = block.text
    if len(text) > 80 or ends_sentence(text) or not 2 <= len(text.split()) <= 7:
        return False
    return all(word[0].isupper() or len(word) < 4 for word in text.split())


def _could_be_biography(block: Block) -> bool:
    return block.kind in {"paragraph", "list"} and " " in block.text and ends_sentence(block.text)


def _author_first(text: str, authors: frozenset[str]) -> str | None:
    """The author whose full name opens the text, and is its subject: "Anna Lind is", not "Anna Lind: I"."""
    if not could_open(text, {author[0] for author in authors}):
        return None
    folded = fold_name(text[:_LONGEST_NAME])
    author = max(filter(folded.startswith, authors), key=len, default=None)
    if author is None:
        return None
    if author[-1] > _NO_SPACES:
        return author if text[len(author) : len(author) + 1] not in ':：「『“"' else None
    words = text.split(None, _MOST_NAME_WORDS + 1)
    name = next((size for size in range(1, len(words)) if fold_name(" ".join(words[:size])) == author), None)
    if name is None or words[name - 1].endswith(":"):
        return None
    after = words[name].lstrip("(")
    is_verb = after[:1].isalpha() and not after[:1].isupper()
    return author if is_verb or words[name - 1].endswith(",") or words[name].startswith("(") else None


def _find_texts_after_heading(article: Article) -> Iterator[Finding]:
    """A heading “About the author” near the end takes the biography under it."""
    blocks = article.blocks
    for index in survey_of(article).at((_HEADINGS,)):
        block = blocks[index]
        if len(blocks) - 1 > index >= len(blocks) / 2 and fold_start(block.text.rstrip(": ")) in _HEADINGS:
            following = blocks[index + 1]
            if count_words(following.text) <= _LONGEST_BIOGRAPHY:
                yield index + 1, f"under “{block.text[:40]}”"


def _repeats_words(text: str) -> bool:
    """Are two words in it three times, as a name is? A cheap look before the expression's."""
    first = text.split(None, _BEFORE_REPETITION)[:_BEFORE_REPETITION]
    if len(set(first)) == len(first):
        return False
    words = text.split()
    return len(words) - len(set(words)) >= _REPEATED_WORDS


def _is_profile_link(block: Block) -> Hit | None:
    text = block.text
    phrase = _MORE_BY.prefix_of(fold_start(text)) if len(text) < 120 else None
    if phrase and count_words(text) <= 10 and not ends_sentence(text):
        return Hit(f"begins with “{phrase}”")
    return None


_find_named = each(
    is_phrase(_HEADINGS),
    at_phrases(_is_profile_link, _MORE_BY),
    trail_mentions(
        *(
            "author-box",
            "authorbox",
            "author-bio",
            "authorbio",
            "author-info",
            "about-author",
            "author-card",
            "author-profile",
        ),
        *("autorenbox", "biography", "contributor-bio"),
        max_words=150,
    ),
)

AUTHOR_BOX = Rule(
    "author_box",
    any_of(_find_boxes, _find_texts_after_heading, _find_named),
    "the box about the author: a name on its own line, the biography, links to the author's other stories",
)
