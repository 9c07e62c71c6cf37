"""Stories inside the data of a page's scripts: lists of paragraphs, and texts with markup, under whatever name."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from newscrawler.extraction.script_body import lines_of_markup
from newscrawler.model.block import BlockKind
from newscrawler.words import count_words, fold_text

_MOST_VALUES: Final = 400_000
_DEEPEST: Final = 60
_INNER_DEPTH: Final = 12
_MOST_STORIES: Final = 300
_MOST_READ: Final = 8_000_000  # characters
_LONGEST_LIST: Final = 5_000
_LONGEST_KIND: Final = 200
_MOST_NEAR: Final = 60
_LONGEST_TITLE: Final = 300
_LEAST_WORDS: Final = 40
_PARAGRAPH_WORDS: Final = 8
_LONGEST_TEXT: Final = 1_000_000
_START: Final = 60  # characters by which a paragraph is known
# Names under which the blocks of content systems keep their text and their parts, the likeliest first. Origin: Arc,
# Contentful, Draft.js, Gutenberg, Portable Text, ProseMirror, Slate.
_TEXT_NAMES: Final = ("text", "content", "html", "value", "body", "children", "items", "attributes", "data", "blocks")
_KIND_NAMES: Final = ("type", "_type", "kind", "nodeType", "blockType", "style", "name", "__typename")
_MARKED_TEXT: Final = re.compile(r"<(?:p|div|br)\b", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"^(?:https?:)?//\S+$")
# Pieces of block types that are no text of the story.
_NO_TEXT: Final = re.compile(
    r"\bad(?:s|vert\w*)?\b|audio|author|banner|button|caption|code|divider|embed|figure|form\b|gallery|iframe|image"
    r"|interstitial|[-_]link|link[-_ ]?list|media|newsletter|oembed|photo|podcast|poll|promo|raw_?html|recirc|related"
    r"|script|share|slideshow|teaser|tweet|twitter|video|widget",
    re.IGNORECASE,
)
_INLINE: Final = re.compile(
    r"^(?:a|anchor|b|em|entity-?hyperlink|hyperlink|i|leaf|link|mark|span|strong|text)$", re.IGNORECASE
)
_HEADING: Final = re.compile(r"head(?:er|ing|line)|^h[1-6]$|subtitle|crosshead|^header-", re.IGNORECASE)
_QUOTE: Final = re.compile(r"quot", re.IGNORECASE)

Line = tuple[BlockKind, str]


@dataclass(frozen=True, slots=True)
class StateStory:
    """A text in a script's data that may be the story.

    Attributes:
        lines: kind and text of its paragraphs.
        words: of all of them.
        titles: folded texts of the values around it, among which an article has its title.
    """

    lines: tuple[Line, ...]
    words: int
    titles: frozenset[str]


class ReadingBudget:
    """How much more is read of the data of one page; a value or text that is met again counts again.

    Attributes:
        values: values that are still looked at.
        characters: of texts that are still read.
    """

    __slots__ = ("characters", "values")

    def __init__(self, values: int = _MOST_VALUES, characters: int = _MOST_READ) -> None:
        self.values = values
        self.characters = characters

    def is_left(self) -> bool:
        """Is there any of both?"""
        return self.values > 0 and self.characters > 0


def find_stories(state: Any, budget: ReadingBudget | None = None) -> Iterator[StateStory]:  # noqa: ANN401 - JSON
    """Every list of paragraphs and every text with markup in it, of 40 words or more, the outer before the inner."""
    budget = budget or ReadingBudget()
    paragraphs = _Paragraphs(state if isinstance(state, dict) else {}, budget)
    titles: dict[int, frozenset[str]] = {}  # of a mapping, by its identity: each is held by the state
    waiting: list[tuple[Any, int, Mapping[str, Any]]] = [(state, 0, {})]
    found = 0
    while waiting and found < _MOST_STORIES and budget.is_left():
        budget.values -= 1
        value, depth, around = waiting.pop()
        lines = paragraphs.of(value)
        words = sum(count_words(text) for _, text in lines)
        if words >= _LEAST_WORDS:
            found += 1
            if id(around) not in titles:
                titles[id(around)] = _titles_of(around)
            yield StateStory(tuple(lines), words, titles[id(around)])
        if depth < _DEEPEST and isinstance(value, dict):
            holder = value if any(isinstance(part, str) for part in value.values()) else around
            waiting.extend((part, depth + 1, holder) for part in reversed(value.values()))
        elif depth < _DEEPEST and isinstance(value, list):
            waiting.extend((part, depth + 1, around) for part in reversed(value) if isinstance(part, list | dict | str))


def _titles_of(around: Mapping[str, Any]) -> frozenset[str]:
    """Short texts of a mapping and of the mappings directly in it."""
    near = list(islice(around.values(), _MOST_NEAR))
    near += [part for value in near if isinstance(value, dict) for part in islice(value.values(), _MOST_NEAR)]
    texts = {text for text in near if isinstance(text, str) and len(text) <= _LONGEST_TITLE}
    return frozenset(map(fold_text, texts)) - {""}


def start_of(text: str) -> str:
    """The start of a paragraph, folded: what it is known by."""
    return fold_text(text[: 2 * _START])[:_START]


class _Paragraphs:
    """Reads the paragraphs of lists and texts in one state, as long as the budget lasts."""

    def __init__(self, known: Mapping[str, Any], budget: ReadingBudget) -> None:
        self._known = known  # what references name
        self._budget = budget

    def of(self, value: Any) -> Sequence[Line]:  # noqa: ANN401 - JSON comes in here
        """The paragraphs of a list or of a text with markup; none of anything else."""
        if isinstance(value, list):
            return self._lines_of_list(value)
        if isinstance(value, str) and _LEAST_WORDS * 4 < len(value) < _LONGEST_TEXT and _MARKED_TEXT.search(value):
            return list(self._lines_of_text(value, "paragraph"))
        return ()

    def _lines_of_list(self, values: Sequence[Any]) -> list[Line]:
        """The paragraphs of a list, one or more an entry; none where fewer than two entries have any."""
        if len(values) < 2:
            return []
        lines: list[Line] = []
        filled = 0
        for value in values[:_LONGEST_LIST]:
            found = list(self._lines_of(value, 0, ()))
            filled += any(count_words(text) >= _PARAGRAPH_WORDS for _, text in found)
            lines += found
            if not self._budget.is_left():
                break
        return lines if filled >= 2 else []

    def _lines_of_text(self, text: str, kind: BlockKind) -> Iterator[Line]:
        if self._budget.is_left():
            self._budget.characters -= len(text)
            yield from ((kind, line) for line in lines_of_markup(text[:_LONGEST_TEXT]))

    def _lines_of(self, value: Any, depth: int, way: tuple[str, ...]) -> Iterator[Line]:  # noqa: ANN401 - JSON
        """The paragraphs of one entry: a text, a block with its text, or a block of blocks.

        ``way``: the references that led to it; one that leads back to where it comes from is not followed.
        """
        self._budget.values -= 1
        if isinstance(value, str):
            if _ADDRESS.match(value):
                self._budget.characters -= len(value)
            else:
                yield from self._lines_of_text(value, "paragraph")
            return
        if not isinstance(value, dict) or depth > _INNER_DEPTH or not self._budget.is_left():
            return
        name = value.get("__ref")
        if isinstance(name, str) and name in self._known:
            value, way = (None if name in way else self._known[name]), (*way, name)
        if not isinstance(value, dict):
            return
        kinds = [kind[:_LONGEST_KIND] for name in _KIND_NAMES if isinstance(kind := value.get(name), str)]
        self._budget.characters -= sum(map(len, kinds))
        if not kinds or any(map(_NO_TEXT.search, kinds)):
            return
        kind = _kind_of(kinds)
        part = next((value[name] for name in _TEXT_NAMES if value.get(name)), None)
        if isinstance(part, str):
            yield from self._lines_of_text(part, kind)
            return
        if isinstance(part, dict):
            inner = next((part[name] for name in _TEXT_NAMES if part.get(name)), None)
            part = inner if isinstance(inner, list) else [inner]
        if isinstance(part, list):
            yield from self._lines_of_parts(part, kind, depth, way)

    def _lines_of_parts(
        self, parts: Sequence[Any], kind: BlockKind, depth: int, way: tuple[str, ...]
    ) -> Iterator[Line]:
        if all(map(_is_inline, parts)):
            yield from self._lines_of_text("".join(self._inline_text(part, 0) for part in parts), kind)
            return
        for part in parts:
            if not self._budget.is_left():
                return
            for inner_kind, text in self._lines_of(part, depth + 1, way):
                yield (kind if inner_kind == "paragraph" else inner_kind), text

    def _inline_text(self, part: Any, depth: int) -> str:  # noqa: ANN401 - JSON comes in here
        self._budget.values -= 1
        if isinstance(part, str):
            return part
        if depth > _INNER_DEPTH or not self._budget.is_left():
            return ""
        if isinstance(part, list):
            return "".join(self._inline_text(inner, depth + 1) for inner in part)
        if not isinstance(part, dict):
            return ""
        return self._inline_text(next((part[name] for name in _TEXT_NAMES if part.get(name)), ""), depth + 1)


def _is_inline(part: Any) -> bool:  # noqa: ANN401 - JSON comes in here
    if isinstance(part, dict):
        kind = part.get("type") or part.get("_type") or part.get("nodeType") or "text"
        return isinstance(kind, str) and bool(_INLINE.match(kind))
    return isinstance(part, str)


def _kind_of(kinds: Sequence[str]) -> BlockKind:
    if any(map(_HEADING.search, kinds)):
        return "heading"
    if any(map(_QUOTE.search, kinds)):
        return "quote"
    return "list" if any("list" in kind.lower() for kind in kinds) else "paragraph"
