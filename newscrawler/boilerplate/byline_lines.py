"""Bylines among an article's blocks: which lines they are, and whom they name."""

import re
from collections.abc import Iterator, Sequence

from newscrawler.boilerplate.line_keys import LineShape, ask_for_shape, mentions_any
from newscrawler.boilerplate.phrases import PhraseBook, WordTable
from newscrawler.boilerplate.survey import PerArticle, fold_start, survey_of
from newscrawler.model.article import Article
from newscrawler.model.block import Block
from newscrawler.name_spelling import fold_name
from newscrawler.names import email_in, is_agency, split_byline
from newscrawler.words import count_words, ends_sentence, fold_text, is_shouted

_MOST_WORDS = 25
_LONGEST = 220
_LONGEST_SIGNATURE = 160
_LONGEST_NAME = 59  # letters of a name and a calling, in scripts that need few
_EDGE_BLOCKS = 4
_MOST_WORDS_WITH_NAME = 8
_OTHER_SIGNS = 12  # by which two spellings of a byline may differ in length
# Words before a name that no sentence of five words begins with. Origin: how outlets word it; one language a line.
_STRONG_WORDS = PhraseBook("""
    additional reporting by | byline | compiled by | contributed by | contributing | edited by | editing by
    photos by
    posted by | published by | translated by | translation by | with assistance by | with assistance from
    with contributions from | with reporting from
    produced by | reported by | reporting by | story by | text by | words by | written by
    aus dem englischen von | traducción de | traducido por | traduit par | übersetzt von | übersetzung von
    traduzione di
    aufgezeichnet von | ein beitrag von | ein gastbeitrag von | ein kommentar von | eine analyse von | text von
    autor | autorin | ein bericht von | eine kolumne von | eine reportage von | interview von | redaktion
    a cura di | escrito por | propos recueillis par | redacción | testo di | texte par | texto | texto de
    autor textu | penulis | reporter | tekst | tekst av | teksti | text | texten | автор | автори | авторы | текст
    auteur | author | autore | editor | haber | skribent | tác giả | yazan | بقلم | كتب | 取材・文 | 撰文 | 文
    글 | 記者
""")
_WEAK_WORDS = PhraseBook("""
    af | av | by | da | de | di | door | eftir | oleh | par | por | von | от
""")
_JOINERS = WordTable("""
    a | additional | af | al | and | av | bin | by | d | da | dal | de | del | della | den | der | des | di | do
    dos | du | e | edited | editing | el | en | et | i | ibn | ja | la | le | los | mc | och | og | reporting
    ten | ter | und | van | ve | vom | von | vor | with | writing | written | y | zu | zum | и | та
""")
# Korean and Japanese reporters sign as "홍길동 기자" and "山田太郎 記者".
# What those did who did not write it all. Origin: how outlets word it; one language a line.
_CONTRIBUTIONS = ("contrib", "beigetragen", "mitgearbeitet", "collabor", "colabor", "bidrag", "medewerking")
_CONTRIBUTED = re.compile(
    r"\s(?:also\s)?contributed\s(?:\w+\s)?(?:to|for)\s(?:this|the)\s(?:article|dispatch|guide|piece|post|report"
    r"|review|story)\W*$"
    r"|\s(?:also\s)?contributed\sreporting(?:\s(?:from|to)\s[^.]{1,80})?\W*$"
    r"|\s(?:hat|haben)\s(?:zu|an)\s(?:diesem|dem)\s(?:artikel|beitrag|bericht|text)\s(?:beigetragen"
    r"|mitgearbeitet)\W*$"
    r"|\s(?:a|ont)\scontribué\sà\scet\sarticle\W*$|\s(?:contribuyó|contribuyeron)\sa\seste\s(?:artículo"
    r"|reportaje|informe)\W*$"
    r"|\s(?:ha|hanno)\s(?:collaborato|contribuito)\sa(?:\s|ll')(?:questo\s)?articolo\W*$"
    r"|\s(?:colaborou|colaboraram|contribuiu|contribuíram)\s(?:com|para)\sest[ae]\s(?:artigo|reportagem|texto)\W*$",
    re.IGNORECASE,
)
_ROLES_OF_CONTRIBUTORS = WordTable("""
    agencies | business | correspondent | correspondents | editor | from | in | journalist | journalists | of
    photographer | producer | reporter | reporters | researcher | sports | staff | the | video | writer | writers
    aus | autor | autorin | à | dans | en | im | korrespondent | korrespondentin | redakteur | redakteurin
""")
_ENDS_OF_CONTRIBUTIONS = ".)]"
_AROUND_NAMES = "()[],;|/·:•–—-."
_ASIAN_ROLES = ("기자", "특파원", "記者", "记者")
_ASIAN_SIGNATURE = re.compile(
    r"[(\[【]?\S{0,12}\s?[=·]?\s?[가-힣一-龥]{2,8}\s?(?:기자|특파원|記者|记者)[)\]】]?\s?[=·]?\s?(?:\S+@\S+)?"
)


@PerArticle
def find_byline_lines(article: Article) -> tuple[tuple[int, str], ...]:
    """Index and evidence of each block that is a byline, in the page's order."""
    return tuple(_find_lines(article))


def names_of_authors(article: Article) -> frozenset[str]:
    """Full names of the people who wrote it, folded: its authors, its byline and its lines of bylines."""
    lines = (article.byline or "", *(article.blocks[index].text for index, _ in find_byline_lines(article)))
    names = (*(author.name for author in article.authors), *(name for line in lines for name in split_byline(line)))
    people = (name for name in names if not is_agency(name))
    return frozenset(folded for name in people if (folded := fold_name(name)) and _is_full(folded))


def _is_full(folded: str) -> bool:
    """Has it more than one word, or letters of a script that sets no space between the names?"""
    return " " in folded or (len(folded) > 1 and "\u2e80" < folded < "\ud7b0")


def _find_lines(article: Article) -> Iterator[tuple[int, str]]:
    survey, blocks = survey_of(article), article.blocks
    begun = set(survey.at((_STRONG_WORDS, _WEAK_WORDS)))
    told = begun.union(survey.at(_SHAPES))
    edges = {*range(_EDGE_BLOCKS), *range(len(blocks) - _EDGE_BLOCKS, len(blocks))}
    same = _find_same(article, survey.lines)
    known = {fold_text(author.name) for author in article.authors}
    known.discard("")
    for index in sorted(told.union(edges, same).intersection(survey.lines)):
        block = blocks[index]
        text = block.text
        if block.kind in {"table", "caption"} or (len(text) > _LONGEST and not mentions_any(text, _CONTRIBUTIONS)):
            continue
        reason = "the article's byline" if index in same else _reason_by_shape(block) if index in told else None
        if index in edges:
            reason = reason or _reason_at_edge(block, known)
        if index in begun:
            reason = reason or _after_byline_word(text, fold_start(text), known, is_edge=index in edges)
        if reason and (count_words(text) <= _MOST_WORDS or mentions_any(text, _CONTRIBUTIONS)):
            yield index, reason


def _find_same(article: Article, lines: Sequence[int]) -> set[int]:
    """The lines that are the article's byline, as far as it was read."""
    if not article.byline:
        return set()
    blocks, byline = article.blocks, fold_start(article.byline)
    shortest, longest = len(article.byline) - _OTHER_SIGNS, len(article.byline) + _OTHER_SIGNS
    as_long = [index for index in lines if shortest <= len(blocks[index].text) <= longest]
    return {index for index in as_long if fold_start(blocks[index].text) == byline}


def _reason_at_edge(block: Block, known: set[str]) -> str | None:
    text = block.text
    if not known or len(text) > _LONGEST_SIGNATURE or ends_sentence(text) or block.is_heading_element:
        return None
    name = _known_name_first(fold_start(text), known)
    return f"the author “{name}” and few words more" if name else None


def _reason_by_shape(block: Block) -> str | None:
    text = block.text
    if mentions_any(text, _CONTRIBUTIONS) and _names_contributors(text):
        return "names, and that they contributed to the text"
    if "@" in text and _is_mail_line(text) and not block.is_heading_element:
        return "an e-mail address with a name"
    if len(text) <= _LONGEST_NAME and not text.isascii() and _is_asian_signature(text):
        return "a reporter's signature"
    return None


def _names_contributors(text: str) -> bool:
    """``Jane Doe and AP writers in Lanfort contributed to this report.``: names, and what they did for the text."""
    found = _CONTRIBUTED.search(text) if text[-1:] in _ENDS_OF_CONTRIBUTIONS else None
    if found is None or found.start() == 0:
        return False
    words = [word.strip(_AROUND_NAMES) for word in text[: found.start()].split()]
    return all(not word or _is_name_word(word) or fold_text(word) in _ROLES_OF_CONTRIBUTORS for word in words)


def _after_byline_word(text: str, folded: str, known: set[str], *, is_edge: bool) -> str | None:
    if phrase := _STRONG_WORDS.prefix_of(folded):
        rest = " ".join(text.split()[len(phrase.split()) :])
        if ":" in text[: len(phrase) + 2] or "：" in text[: len(phrase) + 2] or " " in phrase:
            is_other = known and not is_edge and " " not in phrase and known.isdisjoint(_folded_names(rest))
            # "Author: Ida Lund" in the middle of another's story is of a book or a program that it tells about
            return f"“{phrase}” and names" if _reads_as_names(rest) and not is_other else None
    phrase = _WEAK_WORDS.prefix_of(folded)
    rest = text.split(None, 1)[1] if phrase and " " in text else ""
    if not rest or not _reads_as_names(rest):
        return None
    names = split_byline(rest)
    is_known = not known.isdisjoint(_folded_names(rest))
    full = bool(names) and all(" " in name for name in names)
    if is_known or email_in(text) or (is_shouted(text) and full and is_edge) or (is_edge and full):
        return f"“{phrase}” and names"
    return None


def _folded_names(text: str) -> set[str]:
    return {fold_text(name) for name in split_byline(text)}


def _known_name_first(folded: str, known: set[str]) -> str | None:
    for name in known:
        if folded.startswith(name) and " " in name and folded[len(name) : len(name) + 1] in {"", " "}:
            return name if count_words(folded) <= _MOST_WORDS_WITH_NAME else None
    return None


def _is_mail_line(text: str) -> bool:
    """An address with at most a name and a role beside it, no sentence."""
    if len(text) > _LONGEST_SIGNATURE or not email_in(text):
        return False
    rest = [word for word in text.split() if "@" not in word]
    return len(rest) <= 8 and not any(word[-1] in ".!?" and len(word) > 3 for word in rest)


def _is_asian_signature(text: str) -> bool:
    return mentions_any(text, _ASIAN_ROLES) and _ASIAN_SIGNATURE.fullmatch(text) is not None


_SHAPES = tuple(
    map(
        ask_for_shape,
        (
            LineShape(_names_contributors, words=_CONTRIBUTIONS),
            LineShape(_is_mail_line, words=("@",), max_length=_LONGEST_SIGNATURE),
            LineShape(_is_asian_signature, words=_ASIAN_ROLES, max_length=_LONGEST_NAME),
        ),
    )
)


def _reads_as_names(text: str) -> bool:
    """Is every word a name's: with a capital, a joiner such as "and", initials, or an e-mail?"""
    words = [word.strip(_AROUND_NAMES[:-1]) for word in text.split()]
    words = [word for word in words if word and "@" not in word]
    if not words or len(words) > 16 or (ends_sentence(text) and not text.endswith(")")):
        return False
    return all(_is_name_word(word) for word in words) and any(not word.islower() for word in words)


def _is_name_word(word: str) -> bool:
    return (word[0].isalpha() and not word[0].islower() and not word[-1].isdigit()) or fold_text(word) in _JOINERS
