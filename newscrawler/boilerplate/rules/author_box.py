"""The box about the author: a name on its own line, then a biography."""

import re
from collections.abc import Iterator

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
from newscrawler.boilerplate.survey import fold_start, survey_of
from newscrawler.model.article import Article
from newscrawler.model.block import Block
from newscrawler.names import is_newsroom
from newscrawler.words import count_words, ends_sentence, fold_text

_LONGEST_BIOGRAPHY = 120
_LAST_BLOCKS = 8
_LONGEST_BOX_START = 200
_REPEATED_WORDS = 4
# After at most three words, such as a label, two to six capitalised words three times in a row.
_NAME_THRICE = re.compile(
    r"(?:\S{1,20}\s){0,3}?(?P<name>[^\W\d_a-zà-ÿ][\w.'-]{1,20}(?:\s[^\W\d_a-zà-ÿ][\w.'-]{1,20}){1,5})\s(?P=name)\s(?P=name)\s"
)
# Origin: how outlets word it; one language a line.
_HEADINGS = PhraseBook("""
    about author | about the author | about the authors | about the reporter | about the writer | meet the author
    about the contributor | author bio | see all articles by author | the author | view author archive | view bio
    der autor | zum autor | zur autorin | zur person | über den autor | über die autoren | über die autorin
    acerca del autor | die autorin | l'auteur | sobre el autor | sobre la autora | zu den autoren
    à propos de l'auteur
    l'autore | l'autrice | om forfatteren | om författaren | over de auteur | sobre a autora | sobre o autor
    apie autorių | kirjoittajasta | o autorce | o autorovi | o autorze | yazar hakkında | об авторе | про автора
    tentang penulis | về tác giả | عن الكاتب | この記事を書いた人 | 執筆者 | 筆者 | 著者プロフィール | 필자 소개
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
    authors = {fold_text(author.name) for author in article.authors if " " in author.name.strip()}
    for index in range(max(0, len(blocks) - _LAST_BLOCKS), len(blocks)):
        if not _could_be_biography(blocks[index]):
            continue
        names = _name_lines_before(blocks, index)
        folded = fold_start(blocks[index].text)
        named = names and _begins_with_name(folded, fold_start(blocks[index - 1].text))
        named = named and (len(names) > 1 or _is_account(blocks[index - 1].text, authors, article.outlet_name))
        if named:
            reason = f"the name “{blocks[index - 1].text[:40]}” on its own line, then a text that begins with it"
            yield from ((line, reason) for line in (*names, index))
        elif 2 * index >= len(blocks) and (author := _author_first(folded, blocks[index], authors)):
            yield index, f"begins with the author's name “{author}”, near the end"
        elif reason := _is_box_in_one(blocks[index]):
            yield index, reason


def _is_account(name: str, authors: set[str], outlet_name: str | None) -> bool:
    """Who signs articles: one of the authors, or the newsroom. Anyone else is a person of the story."""
    return fold_text(name) in authors or is_newsroom(name, outlet_name)


def _name_lines_before(blocks: tuple[Block, ...], index: int) -> list[int]:
    """Neighbouring lines right before this one that hold the same few words: a name."""
    lines: list[int] = []
    name = None
    for before in range(index - 1, -1, -1):
        folded = fold_start(blocks[before].text)
        if not _could_be_name_line(blocks[before]) or (name is not None and folded != name):
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
    if block.kind not in {"paragraph", "list"} or not ends_sentence(block.text):
        return False
    return 5 <= count_words(block.text) <= _LONGEST_BIOGRAPHY


def _begins_with_name(folded: str, name: str) -> bool:
    return folded.startswith(name + " ")


def _author_first(folded: str, block: Block, authors: set[str]) -> str | None:
    """The author whose full name opens the text, with a small letter after it: "Anna Lind is", not "Anna Lind:"."""
    for author in authors:
        if _begins_with_name(folded, author):
            words = block.text.split()
            after = words[len(author.split())] if len(words) > len(author.split()) else ""
            if after[:1].islower() or after in {"(", ","}:
                return author
    return None


def _find_texts_after_heading(article: Article) -> Iterator[Finding]:
    """A heading “About the author” near the end takes the biography under it."""
    blocks = article.blocks
    for index in survey_of(article).starting((_HEADINGS,)):
        block = blocks[index]
        if len(blocks) - 1 > index >= len(blocks) / 2 and fold_start(block.text.rstrip(": ")) in _HEADINGS:
            following = blocks[index + 1]
            if count_words(following.text) <= _LONGEST_BIOGRAPHY:
                yield index + 1, f"under “{block.text[:40]}”"


def _repeats_words(text: str) -> bool:
    """Are two words in it three times, as a name is? A cheap look before the expression's."""
    words = text.split()
    return len(words) - len(set(words)) >= _REPEATED_WORDS


def _is_box_in_one(block: Block) -> str | None:
    """A whole box that a page without elements runs together: the name twice, then a biography that begins with it."""
    if block.kind != "paragraph" or not _repeats_words(block.text[:_LONGEST_BOX_START]):
        return None
    found = _NAME_THRICE.match(block.text)
    if found and count_words(block.text) <= _LONGEST_BIOGRAPHY:
        return f"the name “{found['name'][:40]}” twice, then a text that begins with it"
    return None


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
