"""What a rule is, and the pieces that rules are made of."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise

from newscrawler.model.article import Article
from newscrawler.model.block import Block
from newscrawler.words import count_words, fold_text

Finding = tuple[int, str]
Find = Callable[[Article], Iterable[Finding]]

# Phrases stand at a block's beginning: no more of it is folded.
FOLDED_LENGTH = 200
# Elements whose class and id describe the whole page; and headings, whose ids are made of their words.
_UNTOLD_TAGS = ("html", "body", "main", "article", "h1", "h2", "h3", "h4", "h5", "h6")
# A name of this length also counts as the beginning of a longer one: `newsletter` in `newsletterbox`.
_PREFIX_LENGTH = 6
_LONGEST_PART = 24
_NAME_BORDER = re.compile(r"[#.]")
_PART_BORDER = re.compile(r"[_-]+")
# Elements that hold more of the article's text than this are the story's own, whatever their names. New Yorker and
# Rolling Stone pages have `p.paywall` for every paragraph but the first.
_STORY_SHARE = 0.3
# Every name that a rule asks for: other parts of class names, nearly all, are not worth keeping.
_asked: set[str] = set()


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of boilerplate.

    Attributes:
        name: as in ``RemovedBlock.rule``, in statistics and as folder of its cases.
        find: takes an article, gives (index into ``article.blocks``, evidence in a few words) for each block of its
            kind, in the page's order.
        description: what it takes, for `newscrawler rules`.
    """

    name: str
    find: Find
    description: str


@dataclass(frozen=True, slots=True)
class Hit:
    """Why a block is of a kind.

    Attributes:
        evidence: in a few words; "" where the block is too long for its kind and only counts for its element.
        by_name: an element's name told, not the text.
    """

    evidence: str
    by_name: bool = False


Predicate = Callable[[Block], Hit | None]


@dataclass(frozen=True, slots=True)
class Each:
    """Finds every block that one of the predicates names, with the first one's evidence.

    Elements whose names speak for more than a part of the article's words are not believed: they hold the story.
    """

    predicates: tuple[Predicate, ...]

    def __call__(self, article: Article) -> Iterable[Finding]:
        """What it finds in the article, in the page's order."""
        return self._believed(
            article,
            [(index, hit) for index in range(len(article.blocks)) if (hit := self._judge(article.blocks[index]))],
        )

    def among(self, article: Article, indices: Iterable[int]) -> Iterable[Finding]:
        """As for the whole article, but only for these of its blocks: cheap where they are few."""
        hits = [(index, hit) for index in indices if (hit := self._judge(article.blocks[index]))]
        if not any(hit.by_name for _, hit in hits):
            return self._believed(article, hits)
        asked = {index for index, _ in hits}
        return (finding for finding in self(article) if finding[0] in asked)

    def _judge(self, block: Block) -> Hit | None:
        for predicate in self.predicates:
            if hit := predicate(block):
                return hit
        return None

    def _believed(self, article: Article, hits: list[tuple[int, Hit]]) -> Iterator[Finding]:
        believed = bool(hits) and _believe_names(article, hits)
        return ((index, hit.evidence) for index, hit in hits if hit.evidence and (believed or not hit.by_name))


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Finds what one of several ways finds, in their order."""

    ways: tuple[Find, ...]

    def __call__(self, article: Article) -> Iterable[Finding]:
        """What each way finds in the article, one way after the other."""
        return chain.from_iterable(find(article) for find in self.ways)

    def among(self, article: Article, indices: Sequence[int]) -> Iterable[Finding]:
        """As for the whole article; what looks at single blocks looks only at these."""
        return chain.from_iterable(find_among(find, article, indices) for find in self.ways)


def find_among(find: Find, article: Article, indices: Sequence[int]) -> Iterable[Finding]:
    """What is found on these blocks of the article, and perhaps on others."""
    return find.among(article, indices) if isinstance(find, Each | AnyOf) else find(article)


def each(*predicates: Predicate) -> Each:
    """Every block that one of the predicates names."""
    return Each(predicates)


def any_of(*ways: Find) -> AnyOf:
    """Every block that one of several ways finds."""
    return AnyOf(ways)


def _believe_names(article: Article, hits: list[tuple[int, Hit]]) -> bool:
    """Are the elements' names about boilerplate: no long block in them, and no large part of the story?"""
    named = [(article.blocks[index], hit) for index, hit in hits if hit.by_name]
    if not named or not all(hit.evidence for _, hit in named):
        return False
    held = sum(len(block.text) for block, _ in named)
    return held <= _STORY_SHARE * sum(len(block.text) for block in article.blocks)


def trail_mentions(*names: str, max_words: int = 200) -> Predicate:
    """Blocks inside an element with such a class or id: ``weather`` finds ``div.weather-box`` and ``#top_weather``.

    Names are compared by parts (``ad`` does not find ``adverse``), two parts with a hyphen between them; a name of six
    letters or more also finds longer parts. What describes the whole page (html, body, main, article) does not
    count. Where one of the blocks has more than ``max_words`` words, no name of this rule is believed on that page.
    """
    _asked.update(names)
    _parts_of_element.cache_clear()
    _parts_of_names.cache_clear()
    _long_names.cache_clear()

    def predicate(block: Block) -> Hit | None:
        parts = _parts_of_names(block.trail)
        element = next((parts[name] for name in names if name in parts), None) if parts else None
        if element is None:
            return None
        is_short = count_words(block.text) <= max_words
        return Hit(f"inside {element[:80]}" if is_short else "", by_name=True)

    return predicate


@lru_cache(maxsize=1024)
def _parts_of_names(trail: tuple[str, ...]) -> dict[str, str]:
    """Every part of a class or id name in the trail that a rule asks for -> the innermost element that bears it."""
    return {part: element for element in trail for part in _parts_of_element(element)}


@lru_cache(maxsize=4096)
def _parts_of_element(element: str) -> tuple[str, ...]:
    if element.startswith(_UNTOLD_TAGS):
        return ()
    parts: set[str] = set()
    for name in _NAME_BORDER.split(element)[1:]:
        pieces = _PART_BORDER.split(name)
        parts.update(pieces)
        if len(pieces) > 1:
            parts.update(f"{one}-{two}" for one, two in pairwise(pieces))
        for piece in pieces:
            beginnings = _long_names().get(piece[:_PREFIX_LENGTH], ())
            parts.update(name for name in beginnings if piece[:_LONGEST_PART].startswith(name))
    return tuple(parts & _asked)


@lru_cache(maxsize=1)
def _long_names() -> dict[str, list[str]]:
    """The names that also count as the beginning of a longer one, by their first letters."""
    found: dict[str, list[str]] = {}
    for name in _asked:
        if _PREFIX_LENGTH <= len(name) < _LONGEST_PART:
            found.setdefault(name[:_PREFIX_LENGTH], []).append(name)
    return found


def text_matches(pattern: str, evidence: str, *, max_length: int = 200) -> Predicate:
    """Blocks whose whole text matches a regular expression (case ignored); longer texts are not looked at."""
    compiled = re.compile(pattern, re.IGNORECASE)

    def predicate(block: Block) -> Hit | None:
        text = block.text
        return Hit(evidence) if len(text) <= max_length and compiled.fullmatch(text) else None

    return predicate


class PhraseBook:
    """Phrases in many languages, folded, looked up by their first letters: cheap however many there are.

    A table is one text: phrases parted by bars, one language or group a line.
    """

    def __init__(self, table: str) -> None:
        phrases = {fold_text(phrase) for line in table.splitlines() for phrase in line.split("|")}
        self._by_start: dict[str, list[str]] = {}
        for phrase in sorted(phrases - {""}, key=len, reverse=True):
            self._by_start.setdefault(phrase[:2], []).append(phrase)

    def prefix_of(self, folded: str) -> str | None:
        """The longest phrase that the folded text begins with, ending where a word ends."""
        for phrase in self._by_start.get(folded[:2], ()):
            if folded.startswith(phrase) and _ends_word(folded, len(phrase)):
                return phrase
        return None

    def __contains__(self, folded: object) -> bool:
        return isinstance(folded, str) and folded in self._by_start.get(folded[:2], ())


def _ends_word(folded: str, position: int) -> bool:
    return position >= len(folded) or folded[position] == " " or folded[position - 1] > "\u0e00"


@lru_cache(maxsize=4096)
def fold_start(text: str) -> str:
    """The folded beginning of a block's text: what all phrase tables are compared with."""
    return fold_text(text[:FOLDED_LENGTH])


@lru_cache(maxsize=4096)
def count_block_words(text: str) -> int:
    """Number of words of a block, remembered: many rules ask for it."""
    return count_words(text)


def is_phrase(book: PhraseBook, *, headings: bool = True) -> Predicate:
    """Blocks that are one of the phrases and nothing else; not ``headings`` where a story could have such a one."""

    def predicate(block: Block) -> Hit | None:
        if block.is_heading_element and not headings:
            return None
        if len(block.text) < FOLDED_LENGTH and (folded := fold_start(block.text)) in book:
            return Hit(f"the label “{folded}”")
        return None

    return predicate


def starts_with(book: PhraseBook, *, max_words: int) -> Predicate:
    """Blocks that begin with one of the phrases and are no longer than so many words."""

    def predicate(block: Block) -> Hit | None:
        phrase = book.prefix_of(fold_start(block.text))
        if phrase and count_block_words(block.text) <= max_words:
            return Hit(f"begins with “{phrase}”")
        return None

    return predicate


def starts_and_mentions(starts: PhraseBook, mentioned: str, *, max_words: int) -> Predicate:
    """Blocks that begin with one of the phrases and, folded, contain what the regular expression finds."""
    compiled = re.compile(mentioned)

    def predicate(block: Block) -> Hit | None:
        phrase = starts.prefix_of(fold_start(block.text))
        if not phrase or count_block_words(block.text) > max_words:
            return None
        found = compiled.search(fold_text(block.text))
        return Hit(f"begins with “{phrase}”, mentions “{found[0].strip()}”") if found else None

    return predicate
