"""Captions that the page repeats as plain paragraphs."""

from collections.abc import Iterator

from newscrawler.boilerplate.credit import halve_doubled, split_credit
from newscrawler.boilerplate.rule import Finding, Rule
from newscrawler.boilerplate.survey import could_open
from newscrawler.kept_results import remember_short
from newscrawler.model.article import Article
from newscrawler.model.block import Block
from newscrawler.words import count_words, fold_text, is_sentence

# Below this a caption says too little to tell it from a sub-heading: "Berlin", "The new bridge".
_LEAST_WORDS = 4
_BEGINNING = 32
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
    known = _known_captions(article)
    initials = {word[:1] for word in known}
    seen: set[str] = set()
    for index, block in enumerate(article.blocks):
        if len(block.text) > _LONGEST_CAPTION:
            continue
        if block.kind == "caption":
            folded = _fold_caption(block.text)
            if folded and folded in seen:
                yield index, "the same caption again"
            seen.add(folded)
        elif could_open(block.text, initials) and _is_known(block.text, known) and _stands_apart(article.blocks, index):
            if not block.is_heading_element:
                yield index, "the same text as a picture's caption"
        elif _is_doubled(article.blocks, index) and not block.is_heading_element:
            yield index, "a line with a credit at its end, twice in a row"


def _known_captions(article: Article) -> dict[str, list[tuple[str, str]]]:
    """Captions by their first word, each with its opening."""
    images = (*article.images, *((article.main_image,) if article.main_image else ()))
    texts = [text for image in images for text in (image.caption, image.alt) if text]
    texts += [block.text for block in article.blocks if block.kind == "caption"]
    standfirst = article.standfirst or ""
    known: dict[str, list[tuple[str, str]]] = {}
    for text in dict.fromkeys(texts):
        if text != standfirst:
            known.setdefault(_first_word(text), []).append((_opening(text), text))
    return known


@remember_short(1024)
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


def _is_known(text: str, known: dict[str, list[tuple[str, str]]]) -> bool:
    captions = known.get(_first_word(text))
    if captions is None:
        return False
    opening = _opening(text)
    alike = [caption for begins, caption in captions[:_MOST_ALIKE] if not (opening and begins) or begins == opening]
    return any(_is_same_but_for_credit(_fold_caption(text), _fold_caption(caption)) for caption in alike)


def _is_same_but_for_credit(folded: str, caption: str) -> bool:
    if folded == caption:
        return count_words(folded) >= _LEAST_WORDS
    shorter, longer = sorted((folded, caption), key=len)
    enough = count_words(shorter) >= 2 * _LEAST_WORDS
    return enough and longer.startswith(shorter) and count_words(longer[len(shorter) :]) <= _MOST_MORE_WORDS


def _is_doubled(blocks: tuple[Block, ...], index: int) -> bool:
    text = blocks[index].text
    # alternative text and caption parted by a mere line break
    if text[len(text) // 2 : len(text) // 2 + 1] == " " and (half := halve_doubled(text)) != text:
        return split_credit(half)[1] is not None
    is_again = (index > 0 and blocks[index - 1].text == text) or text == blocks[(index + 1) % len(blocks)].text
    return is_again and len(blocks) > 1 and split_credit(text)[1] is not None


CAPTION = Rule(
    "caption",
    _find_captions,
    "captions repeated as paragraphs: a picture's caption or alternative text, or a doubled line with a credit",
)
