"""What a rule is, and the pieces that rules are made of."""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from itertools import chain

from newscrawler.boilerplate.line_keys import LineShape, ask_for_shape
from newscrawler.boilerplate.phrases import PhraseBook
from newscrawler.boilerplate.survey import FOLDED_LENGTH, Key, ask_for_names, fold_start, names_around, survey_of
from newscrawler.kept_results import remember_short
from newscrawler.model.article import Article
from newscrawler.model.block import Block
from newscrawler.words import count_words, fold_text

Finding = tuple[int, str]
Find = Callable[[Article], Iterable[Finding]]

# Elements that hold more of the article's text than this are the story's own, whatever their names. New Yorker and
# Rolling Stone pages have `p.paywall` for every paragraph but the first.
_STORY_SHARE = 0.3


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
class Look:
    """One way to tell a block of a kind.

    Attributes:
        keys: the blocks that it looks at are those that the survey has at one of these.
        see: why such a block is of the kind, or None.
    """

    keys: tuple[Key, ...]
    see: Predicate


@dataclass(frozen=True, slots=True)
class Each:
    """Finds every block that one of the looks tells, with the first one's evidence.

    Elements whose names speak for more than a part of the article's words are not believed: they hold the story.
    """

    looks: tuple[Look, ...]
    # Most pages have places of none of the keys: then nothing is looked at.
    _keys: frozenset[Key] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_keys", frozenset(key for look in self.looks for key in look.keys))

    def __call__(self, article: Article) -> Iterable[Finding]:
        """What it finds in the article, in the page's order."""
        return self._believed(article, self._judge(article))

    def among(self, article: Article, indices: Iterable[int]) -> Iterable[Finding]:
        """As for the whole article, but only for these of its blocks: cheap where they are few."""
        if self._keys.isdisjoint(survey_of(article).places):
            return ()
        asked = frozenset(indices)
        hits = self._judge(article, asked)
        if not hits:
            return ()
        if not any(hit.by_name for _, hit in hits):
            return self._believed(article, hits)
        return (finding for finding in self(article) if finding[0] in asked)

    def _judge(self, article: Article, asked: frozenset[int] | None = None) -> list[tuple[int, Hit]]:
        survey, blocks = survey_of(article), article.blocks
        if self._keys.isdisjoint(survey.places):
            return []
        hits: dict[int, Hit] = {}
        for look in self.looks:
            for index in survey.at(look.keys):
                if index not in hits and (asked is None or index in asked) and (hit := look.see(blocks[index])):
                    hits[index] = hit
        return sorted(hits.items(), key=lambda pair: pair[0])

    def _believed(self, article: Article, hits: list[tuple[int, Hit]]) -> Iterable[Finding]:
        if not hits:
            return ()
        believed = _believe_names(article, hits)
        return ((index, hit.evidence) for index, hit in hits if hit.evidence and (believed or not hit.by_name))


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Finds what one of several ways finds, in their order."""

    ways: tuple[Find, ...]

    def __call__(self, article: Article) -> Iterable[Finding]:
        """What each way finds in the article, one way after the other."""
        return chain.from_iterable(find(article) for find in self.ways)

    def among(self, article: Article, indices: Collection[int]) -> Iterable[Finding]:
        """As for the whole article; what looks at single blocks looks only at these."""
        return chain.from_iterable(find_among(find, article, indices) for find in self.ways)


def find_among(find: Find, article: Article, indices: Collection[int]) -> Iterable[Finding]:
    """What is found on these blocks of the article, and perhaps on others."""
    return find.among(article, indices) if isinstance(find, _CHOOSERS) else find(article)


_CHOOSERS = (Each, AnyOf)


def each(*looks: Look) -> Each:
    """Every block that one of the looks tells."""
    return Each(looks)


def at_phrases(see: Predicate, *books: PhraseBook) -> Look:
    """Looks at blocks that begin with a phrase of one of the tables."""
    return Look(books, see)


def at_lines(see: Predicate, shape: LineShape) -> Look:
    """Looks at lines of a shape."""
    return Look((ask_for_shape(shape),), see)


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


def trail_mentions(*names: str, max_words: int = 200) -> Look:
    """Blocks inside an element with such a class or id: ``weather`` finds ``div.weather-box`` and ``#top_weather``.

    Names are compared by parts (``ad`` does not find ``adverse``), two parts with a hyphen between them; a name of six
    letters or more also finds longer parts. What describes the whole page (html, body, main, article) does not
    count. Where one of the blocks has more than ``max_words`` words, no name of this rule is believed on that page.
    """
    ask_for_names(names)

    def see(block: Block) -> Hit | None:
        parts = names_around(block)
        element = next((parts[name] for name in names if name in parts), None)
        if element is None:
            return None
        is_short = count_words(block.text) <= max_words
        return Hit(f"inside {element[:80]}" if is_short else "", by_name=True)

    return Look(names, see)


def text_matches(
    pattern: str, evidence: str, *, max_length: int = 200, figures: bool = False, words: tuple[str, ...] = ()
) -> Look:
    """Lines whose whole text matches a regular expression (case ignored); longer texts are not looked at.

    Where every match has a figure, or one of some ``words``, saying so spares looking at others: see ``LineShape``.
    """
    is_in = re.compile(pattern, re.IGNORECASE).fullmatch
    hit = Hit(evidence)
    return at_lines(lambda _: hit, LineShape(is_in, figures=figures, words=words, max_length=max_length))


def is_phrase(book: PhraseBook, *, headings: bool = True) -> Look:
    """Blocks that are one of the phrases and nothing else; not ``headings`` where a story could have such a one."""

    def see(block: Block) -> Hit | None:
        if block.is_heading_element and not headings:
            return None
        if len(block.text) < FOLDED_LENGTH and (folded := fold_start(block.text)) in book:
            return Hit(f"the label “{folded}”")
        return None

    return at_phrases(see, book)


def starts_with(book: PhraseBook, *, max_words: int) -> Look:
    """Blocks that begin with one of the phrases and are no longer than so many words."""

    def see(block: Block) -> Hit | None:
        phrase = book.prefix_of(fold_start(block.text))
        if phrase and count_words(block.text) <= max_words:
            return Hit(f"begins with “{phrase}”")
        return None

    return at_phrases(see, book)


def starts_and_mentions(starts: PhraseBook, mentioned: str, *, max_words: int) -> Look:
    """Blocks that begin with one of the phrases and, folded, contain what the regular expression finds."""
    compiled = re.compile(mentioned)

    @remember_short(256)
    def judge(text: str) -> Hit | None:
        phrase = starts.prefix_of(fold_start(text))
        if not phrase or count_words(text) > max_words:
            return None
        found = compiled.search(fold_text(text))
        return Hit(f"begins with “{phrase}”, mentions “{found[0].strip()[:60]}”") if found else None

    return at_phrases(lambda block: judge(block.text), starts)
