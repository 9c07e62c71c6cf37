"""Stories inside the data of a page's scripts: lists of paragraphs, and texts with markup, under whatever name."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from newscrawler.extraction.script_body import lines_of_markup
from newscrawler.model.block import BlockKind
from newscrawler.words import count_words, fold_text

_MOST_VALUES: Final = 200_000
_DEEPEST: Final = 60
_INNER_DEPTH: Final = 12
_MOST_STORIES: Final = 300
_MOST_READ: Final = 4_000_000  # characters, counted each time that they are read
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


def find_stories(state: Any) -> Iterator[StateStory]:  # noqa: ANN401 - JSON comes in here
    """Every list of paragraphs and every text with markup in it, of 40 words or more, the outer before the inner."""
    known = state if isinstance(state, dict) else {}
    waiting: list[tuple[Any, int, Mapping[str, Any]]] = [(state, 0, {})]
    found = read = 0
    for _ in range(_MOST_VALUES):
        if not waiting or found >= _MOST_STORIES or read >= _MOST_READ:
            return
        value, depth, around = waiting.pop()
        lines: Sequence[Line] = ()
        if isinstance(value, list):
            lines = _lines_of_list(value, known)
        elif isinstance(value, str) and _LEAST_WORDS * 4 < len(value) < _LONGEST_TEXT and _MARKED_TEXT.search(value):
            lines = [("paragraph", line) for line in lines_of_markup(value)]
        read += sum(len(text) for _, text in lines)
        words = sum(count_words(text) for _, text in lines)
        if words >= _LEAST_WORDS:
            found += 1
            yield StateStory(tuple(lines), words, _titles_of(around))
        if depth < _DEEPEST and isinstance(value, dict):
            holder = value if any(isinstance(part, str) for part in value.values()) else around
            waiting.extend((part, depth + 1, holder) for part in reversed(value.values()))
        elif depth < _DEEPEST and isinstance(value, list):
            waiting.extend((part, depth + 1, around) for part in reversed(value) if isinstance(part, list | dict | str))


def _titles_of(around: Mapping[str, Any]) -> frozenset[str]:
    """Short texts of a mapping and of the mappings directly in it."""
    near = list(islice(around.values(), _MOST_NEAR))
    near += [part for value in near if isinstance(value, dict) for part in islice(value.values(), _MOST_NEAR)]
    return frozenset(fold_text(text) for text in near if isinstance(text, str) and len(text) <= _LONGEST_TITLE) - {""}


def start_of(text: str) -> str:
    """The start of a paragraph, folded: what it is known by."""
    return fold_text(text[: 2 * _START])[:_START]


def _lines_of_list(values: Sequence[Any], known: Mapping[str, Any]) -> list[Line]:
    """The paragraphs of a list, one or more an entry; none where fewer than two entries have any."""
    if len(values) < 2:
        return []
    lines: list[Line] = []
    filled = 0
    for value in values[:5_000]:
        found = list(_lines_of(value, known, 0))
        filled += any(count_words(text) >= _PARAGRAPH_WORDS for _, text in found)
        lines += found
    return lines if filled >= 2 else []


def _lines_of(value: Any, known: Mapping[str, Any], depth: int) -> Iterator[Line]:  # noqa: ANN401 - JSON comes in here
    """The paragraphs of one entry: a text, a block with its text, or a block of blocks."""
    if isinstance(value, str):
        if not _ADDRESS.match(value):
            yield from (("paragraph", line) for line in lines_of_markup(value[:_LONGEST_TEXT]))
        return
    if not isinstance(value, dict) or depth > _INNER_DEPTH:
        return
    value = known.get(value["__ref"], value) if isinstance(value.get("__ref"), str) else value
    if not isinstance(value, dict):
        return
    kinds = [kind for name in _KIND_NAMES if isinstance(kind := value.get(name), str)]
    if not kinds or any(map(_NO_TEXT.search, kinds)):
        return
    kind = _kind_of(kinds)
    part = next((value[name] for name in _TEXT_NAMES if value.get(name)), None)
    if isinstance(part, str):
        yield from ((kind, line) for line in lines_of_markup(part[:_LONGEST_TEXT]))
    elif isinstance(part, dict):
        inner = next((part[name] for name in _TEXT_NAMES if part.get(name)), None)
        yield from _lines_of_parts(inner if isinstance(inner, list) else [inner], kind, known, depth)
    elif isinstance(part, list):
        yield from _lines_of_parts(part, kind, known, depth)


def _lines_of_parts(parts: Sequence[Any], kind: BlockKind, known: Mapping[str, Any], depth: int) -> Iterator[Line]:
    if all(map(_is_inline, parts)):
        text = "".join(_inline_text(part, 0) for part in parts)
        yield from ((kind, line) for line in lines_of_markup(text))
        return
    for part in parts:
        for inner_kind, text in _lines_of(part, known, depth + 1):
            yield (kind if inner_kind == "paragraph" else inner_kind), text


def _is_inline(part: Any) -> bool:  # noqa: ANN401 - JSON comes in here
    if isinstance(part, dict):
        kind = part.get("type") or part.get("_type") or part.get("nodeType") or "text"
        return isinstance(kind, str) and bool(_INLINE.match(kind))
    return isinstance(part, str)


def _inline_text(part: Any, depth: int) -> str:  # noqa: ANN401 - JSON comes in here
    if isinstance(part, str):
        return part
    if isinstance(part, list):
        return "".join(_inline_text(inner, depth + 1) for inner in part) if depth < _INNER_DEPTH else ""
    if not isinstance(part, dict) or depth > _INNER_DEPTH:
        return ""
    return _inline_text(next((part[name] for name in _TEXT_NAMES if part.get(name)), ""), depth + 1)


def _kind_of(kinds: Sequence[str]) -> BlockKind:
    if any(map(_HEADING.search, kinds)):
        return "heading"
    if any(map(_QUOTE.search, kinds)):
        return "quote"
    return "list" if any("list" in kind.lower() for kind in kinds) else "paragraph"
