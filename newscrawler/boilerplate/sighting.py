"""What an outlet's memory keeps of one article: its blocks and its kind, as numbers."""

import re
from collections.abc import Sequence
from itertools import starmap, takewhile
from struct import Struct
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from newscrawler.boilerplate.block_hash import block_hash, open_names, template_hash
from newscrawler.model.article import Article
from newscrawler.model.block import Block
from newscrawler.model.container_name import UNKNOWN_CONTAINER, container_name
from newscrawler.model.furniture import FURNITURE_RULE, Sighting
from newscrawler.model.page_layout import LEARNED_CONTAINER
from newscrawler.words import SENTENCE_ENDS, fold_text

# One block, 18 bytes: hash of its text and of its template (0: none), number of words (255: or more), flags.
RECORD = np.dtype([("block", "<i8"), ("template", "<i8"), ("words", "u1"), ("flags", "u1")])
_pack_record = Struct("<qqBB").pack  # the same, without an array
# A heading; taken as furniture; looked at by a later cleaning, and left as it is; a sentence by its end; left out by
# what is known of the outlet's layout.
IS_HEADING, IS_TAKEN, IS_LEFT, IS_SENTENCE, IS_OUTSIDE = 1, 2, 4, 8, 16
_KEPT_IN_MIND = {FURNITURE_RULE: IS_TAKEN, LEARNED_CONTAINER: IS_OUTSIDE}
Mark = tuple[int, int, int, int]  # the same as plain numbers
MOST_BLOCKS = 500  # of one article
_SCRIPTS = ("json_ld", "script")  # sources of a body that no element of the page holds
_MOST_WORDS = 255
_LONGEST_WORDS = 12  # letters of the words of a line with spaces, on average
_MOST_NAMES = 8
_TITLE_WORDS = 2
_TITLE_LETTERS = 6  # of a title without spaces
_LONGEST_LABEL = 40  # characters before the colon of "Morning briefing: what to know today"
_LONGEST_KIND = 300  # characters of a title, section or name that are looked at
_HAS_DIGIT = re.compile(r"\d")


def note_sighting(article: Article, marks: Sequence[Mark] | None = None) -> Sighting:
    """The sighting of an article that went through the rules.

    What the outlet's memory took of it is in it as well, in its place: counts must not depend on what was known when a
    page was read.

    Args:
        article: before its furniture was taken, or after.
        marks: those of the article's blocks, where they are known.
    """
    marks = block_marks(article) if marks is None else marks
    taken = [(gone.block, flags) for gone in article.removed if (flags := _KEPT_IN_MIND.get(gone.rule))]
    if taken:
        blocks = [block for block in article.blocks if block.kind != "caption"]
        names = author_names(article)
        there = [*zip(blocks, marks, strict=False), *((block, _mark(block, names, flags)) for block, flags in taken)]
        marks = [mark for _, mark in sorted(there, key=lambda pair: pair[0].position or 0)]
    return Sighting(
        blocks=b"".join(starmap(_pack_record, marks[:MOST_BLOCKS])),
        kind=(_title_kind(article.title), _known(article.section), _author_kind(article), _known(_folder(article.url))),
        container=_container(article),
        title_source=article.provenance.get("title", ""),
    )


def _container(article: Article) -> str:
    """Its name; none only where a script of the page had the story: a stored text does not tell where it stood."""
    is_known = article.container or article.provenance.get("body") in _SCRIPTS
    return container_name(_own_container(article)) if is_known else UNKNOWN_CONTAINER


def _own_container(article: Article) -> tuple[str, ...]:
    """The container as the reader found it by itself: else one, once learned, would prove itself for ever."""
    if article.provenance.get("body") != LEARNED_CONTAINER:
        return article.container
    outside = (gone.block.trail for gone in article.removed if gone.rule == LEARNED_CONTAINER)
    levels = zip(article.container, *outside, strict=False)
    return tuple(level[0] for level in takewhile(lambda names: len(set(names)) == 1, levels))


def records_of(sighting: Sighting) -> NDArray[np.void]:
    """The sighting's records; none where another version wrote them in another form."""
    blocks = sighting.blocks
    return np.frombuffer(b"" if len(blocks) % RECORD.itemsize else blocks, dtype=RECORD)


def block_marks(article: Article) -> list[Mark]:
    """A record for each block but captions, in their order."""
    names = author_names(article)
    return [_mark(block, names, 0) for block in article.blocks if block.kind != "caption"]


def author_names(article: Article) -> tuple[str, ...]:
    """Names that differ from article to article in a line about who wrote it, the longest first."""
    names = {author.name for author in article.authors if len(author.name) > 1}
    return tuple(sorted(names, key=len, reverse=True)[:_MOST_NAMES])


def _mark(block: Block, names: tuple[str, ...], flags: int) -> Mark:
    if block.kind == "heading":
        flags |= IS_HEADING
    text = block.text
    if text[-1:] in SENTENCE_ENDS:
        flags |= IS_SENTENCE
    # Blanks are counted in no time, and nothing here hangs on a word more or less.
    words = text.count(" ") + 1
    if len(text) > words * _LONGEST_WORDS and not text.isascii():
        words = len(text) // 2  # a script without spaces
    return block_hash(text), template_hash(open_names(text, names)), min(_MOST_WORDS, words), flags


def _title_kind(title: str | None) -> int:
    """The beginning that the titles of a column share: what stands before a colon, or the first words."""
    if not title:
        return 0
    label, colon, _ = title.partition(":")
    if colon and len(label) <= _LONGEST_LABEL:
        return _known(_HAS_DIGIT.sub("0", label))
    words = _HAS_DIGIT.sub("0", fold_text(title)).split()[:_TITLE_WORDS]
    return _known(" ".join(words) if len(words) == _TITLE_WORDS else title[:_TITLE_LETTERS])


def _author_kind(article: Article) -> int:
    return _known(article.authors[0].name if article.authors else article.byline)


def _folder(url: str) -> str:
    """The first step of the address's path that is no number, if it is not the article's own: "politics"."""
    steps = [step for step in urlsplit(url).path.split("/") if step][:-1]
    return next((step for step in steps if not _HAS_DIGIT.search(step)), "")


def _known(text: str | None) -> int:
    return block_hash(fold_text(text[:_LONGEST_KIND])) if text else 0
