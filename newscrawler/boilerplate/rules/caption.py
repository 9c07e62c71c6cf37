"""Captions that the page repeats as plain paragraphs."""

from collections.abc import Iterator
from dataclasses import dataclass
from operator import eq, or_

from newscrawler.boilerplate.credit import halve_doubled, split_credit
from newscrawler.boilerplate.rule import Finding, Rule
from newscrawler.kept_results import remember_short
from newscrawler.model.article import Article
from newscrawler.model.block import Block
from newscrawler.words import count_words, fold_text, is_sentence

# Below this a caption says too little to tell it from a sub-heading: "Berlin", "The new bridge".
_LEAST_WORDS = 4
_BEGINNING = 32
_FIRST_LETTERS = 2
_OPENING = 7  # letters: the shortest text of so many words
# Captions that begin with the same word: more are not compared.
_MOST_ALIKE = 50
_TOLD_WORDS = 12
_LONGEST_CAPTION = 1_200
# What may follow a known caption: its credit.
_MOST_MORE_WORDS = 8
# So many captions without other text are a gallery, and its story.
_FEWEST_CAPTIONS = 3
_LONGEST_NOTE = 40


def _find_captions(article: Article) -> Iterator[Finding]:
    found = list(_find_repeated(article))
    return iter(() if found and _is_gallery(article, {index for index, _ in found}) else found)


def _is_gallery(article: Article, found: set[int]) -> bool:
    """Is the story nothing but captions that are paragraphs, and perhaps a note (a correction) after the last?"""
    if len(found) < _FEWEST_CAPTIONS and sum(map(_is_named, article.blocks)) + len(found) < _FEWEST_CAPTIONS:
        return False
    told = [
        index for index, block in enumerate(article.blocks) if block.kind != "caption" and not block.is_heading_element
    ]
    captions = [index for index in told if index in found or _is_named(article.blocks[index])]
    others = [
        index for index in told if index not in captions and count_words(article.blocks[index].text) >= _LEAST_WORDS
    ]
    is_note = len(others) <= 1 and all(count_words(article.blocks[index].text) <= _LONGEST_NOTE for index in others)
    return len(captions) >= _FEWEST_CAPTIONS and is_note and all(index > captions[-1] for index in others)


def _find_repeated(article: Article) -> Iterator[Finding]:
    blocks, known = article.blocks, _known_captions(article)
    beginnings = {spelled for word in known.by_word for spelled in _spellings(word[:_FIRST_LETTERS])}
    texts = [block.text for block in blocks]
    is_again = _repeat_neighbours(texts)
    seen: set[str] = set()
    for index, text in enumerate(texts):
        begins, block = text[:_FIRST_LETTERS], blocks[index]
        if len(text) > _LONGEST_CAPTION:
            continue
        could_be_known = begins in beginnings or not (begins.isascii() and begins.isalnum())
        if block.kind == "caption":
            folded = _fold_caption(text)
            if folded and folded in seen:
                yield index, "the same caption again"
            seen.add(folded)
        elif could_be_known and _is_known(text, known) and _stands_apart(blocks, index):
            if not block.is_heading_element:
                yield index, "the same text as a picture's caption"
        elif (is_again[index] or text[len(text) // 2 : len(text) // 2 + 1] == " ") and _is_doubled_credit(
            block, is_again=is_again[index]
        ):
            yield index, "a line with a credit at its end, twice in a row"


def _spellings(letters: str) -> set[str]:
    """The one or two letters in small letters, in capitals, and mixed."""
    return {letters, letters.upper(), letters.capitalize(), letters[:1] + letters[1:].upper()}


@dataclass(frozen=True, slots=True)
class _Captions:
    """Captions that are known of.

    Attributes:
        by_word: by their first word, each with its opening.
        openings: of all of them; "" is among them where one has none.
    """

    by_word: dict[str, list[tuple[str, str]]]
    openings: set[str]


def _known_captions(article: Article) -> _Captions:
    images = (*article.images, *((article.main_image,) if article.main_image else ()))
    texts = [text for image in images for text in (image.caption, image.alt) if text]
    texts += [block.text for block in article.blocks if block.kind == "caption"]
    standfirst = article.standfirst or ""
    by_word: dict[str, list[tuple[str, str]]] = {}
    openings: set[str] = set()
    for text in dict.fromkeys(texts):
        if text != standfirst:
            opening = _opening(text)
            openings.add(opening)
            by_word.setdefault(_first_word(text), []).append((opening, text))
    return _Captions(by_word, openings)


@remember_short(4096)
def _fold_caption(text: str) -> str:
    return fold_text(split_credit(text)[0])


def _first_word(text: str) -> str:
    """What it begins with, whether a credit follows or not: its first word, or letters where no space parts words."""
    word = text[:_BEGINNING].partition(" ")[0].lower()
    if word.isascii() and word.isalnum():
        return word
    word = fold_text(text[:_BEGINNING]).partition(" ")[0]
    return word[:_LEAST_WORDS] if word > "\u0e00" else word


def _opening(text: str) -> str:
    """The letters that the folded text begins with, in lower case; "" where only folding it tells."""
    letters = text[:_OPENING]
    is_plain = letters.isascii() and "  " not in letters and letters.replace(" ", "").isalnum()
    return letters.lower() if is_plain else ""


def _stands_apart(blocks: tuple[Block, ...], index: int) -> bool:
    """Is it a caption by more than its words? Some outlets use the lead as caption: that paragraph stays.

    It has a credit, or stands right beside the same caption and is no lead, or in an element that is named so.
    """
    block = blocks[index]
    if split_credit(block.text)[1] is not None:
        return True
    if _is_named(block):
        return True
    if not any(blocks[before].kind == "paragraph" for before in range(index)):
        return False
    folded = _fold_caption(block.text)
    # a sentence before a picture is told, and the caption took it over
    behind = 0 if is_sentence(block.text, min_words=_TOLD_WORDS) else 1
    captions = (near for near in blocks[max(0, index - 1) : index + 1 + behind] if near.kind == "caption")
    return any(_is_same_but_for_credit(folded, _fold_caption(near.text)) for near in captions)


def _is_named(block: Block) -> bool:
    trail = block.trail
    return bool(trail) and ("caption" in trail[-1] or "caption" in trail[-2:][0])


def _is_known(text: str, known: _Captions) -> bool:
    opening = _opening(text)
    if opening and opening not in known.openings and "" not in known.openings:
        return False
    captions = known.by_word.get(_first_word(text))
    if captions is None:
        return False
    alike = [caption for begins, caption in captions[:_MOST_ALIKE] if not (opening and begins) or begins == opening]
    return any(_is_same_but_for_credit(_fold_caption(text), _fold_caption(caption)) for caption in alike)


def _is_same_but_for_credit(folded: str, caption: str) -> bool:
    if folded == caption:
        return count_words(folded) >= _LEAST_WORDS
    shorter, longer = sorted((folded, caption), key=len)
    enough = count_words(shorter) >= 2 * _LEAST_WORDS
    return enough and longer.startswith(shorter) and count_words(longer[len(shorter) :]) <= _MOST_MORE_WORDS


def _repeat_neighbours(texts: list[str]) -> list[bool]:
    """Of each text: is it that of the one before or behind it? Behind the last one stands the first."""
    as_next = [*map(eq, texts, texts[1:]), len(texts) > 1 and texts[-1] == texts[0]]
    return list(map(or_, as_next, (False, *as_next)))


def _is_doubled_credit(block: Block, *, is_again: bool) -> bool:
    """Has it a credit, and stands twice: beside itself, or as two halves parted by a mere line break?"""
    half = halve_doubled(block.text)
    is_doubled = is_again or half != block.text
    return is_doubled and split_credit(half)[1] is not None and not block.is_heading_element


CAPTION = Rule(
    "caption",
    _find_captions,
    "captions repeated as paragraphs: a picture's caption or alternative text, or a doubled line with a credit",
)
