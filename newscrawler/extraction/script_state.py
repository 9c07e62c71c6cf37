"""The data that a page's scripts start from: ``__NEXT_DATA__``, ``window.STATE = {...}`` and the like, as values.

Pages that are drawn by a script in the browser carry their whole article in it, also where the markup has only a part.
"""

import json
import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Any, Final

import chompjs

_LEAST_CHARACTERS: Final = 400  # less is no article
_MOST_CHARACTERS: Final = 4_000_000  # read of one page, all scripts together
_MOST_SCRIPTS: Final = 400
_MOST_VALUES: Final = 24
_LONGEST_PREAMBLE: Final = 4_000  # before the first value of a script, and between two
_MOST_RESCUED: Final = 300_000  # as in `json_ld`
_MOST_BRACKETS: Final = 5_000
_ASSIGNED: Final = re.compile(
    r"(?:^|[;\s,({]|\bvar\s|\blet\s|\bconst\s)(?P<name>[\w$.]{2,60}(?:\[[\"']?[\w$-]{1,40}[\"']?\])?)\s*=\s*"
    r"(?P<value>[{\[]|JSON\.parse\(\s*(?=\"))"
)
_QUOTE: Final = re.compile('"')
_ID: Final = re.compile(r"\sid\s*=\s*[\"']?(?P<id>[\w.$-]{1,60})", re.IGNORECASE)
_NO_DATA: Final = re.compile(r"\ssrc\s*=|ld\+json|speculationrules|importmap", re.IGNORECASE)
_DATA: Final = re.compile(r"application/(?:[\w.]+\+)?json|__NUXT_DATA__", re.IGNORECASE)
_DECODER: Final = json.JSONDecoder(strict=False)
# Nuxt 3 writes one flat list: each value is a list of places in it, or a mapping to places.
_FLAT_NAME: Final = "__NUXT_DATA__"
_DEEPEST: Final = 60
_MOST_UNFOLDED: Final = 100_000


def read_states(text: str) -> Iterator[tuple[str, Any]]:
    """Name and value of the data in the page's scripts that is large enough to hold an article, in the page's order.

    The name is the script's ``id`` or the variable that gets the value, "" where there is neither. Never raises.
    """
    budget, count = _MOST_CHARACTERS, 0
    for opening, script in _scripts(text):
        if len(script) > budget:
            continue
        for name, source, value in _values_of(opening, script):
            budget -= source
            count += 1
            yield name, value
            if budget <= 0 or count >= _MOST_VALUES:
                return


def _scripts(text: str) -> Iterator[tuple[str, str]]:
    """Opening tag and content of the scripts that may hold data."""
    place = 0
    for _ in range(_MOST_SCRIPTS):
        start = text.find("<script", place)
        opened = text.find(">", start) if start >= 0 else -1
        if opened < 0:
            return
        end = text.find("</script", opened)
        end = end if end >= 0 else len(text)
        place = end
        opening = text[start : min(opened, start + 500)]
        if end - opened >= _LEAST_CHARACTERS and not _NO_DATA.search(opening):
            yield opening, text[opened + 1 : end]


def _values_of(opening: str, script: str) -> Iterator[tuple[str, int, Any]]:
    """Name, length of the source and value, for each of a script's values that is large enough."""
    identity = _ID.search(opening)
    name = identity["id"] if identity else ""
    if _DATA.search(opening):
        try:
            value = json.loads(script, strict=False)
        except (ValueError, RecursionError):
            return
        yield name, len(script), _unfold(value) if _FLAT_NAME in opening else value
        return
    place = 0
    while found := _ASSIGNED.search(script, place, place + _LONGEST_PREAMBLE):
        value, place = _read_value(script, found.start("value"))
        if value is not None:
            yield found["name"], place - found.start("value"), value
        place = max(place, found.end())


def _read_value(script: str, start: int) -> tuple[Any, int]:
    """The value that starts here and the place after it; None where it is small or cannot be read."""
    is_quoted = script[start] == "J"
    begin = _QUOTE.search(script, start).start() if is_quoted else start  # type: ignore[union-attr]
    try:
        value, end = _DECODER.raw_decode(script, begin)
        if is_quoted and isinstance(value, str) and len(value) >= _LEAST_CHARACTERS:
            return json.loads(value, strict=False), end
    except (ValueError, RecursionError):
        return _rescue(script[begin:]), len(script)
    return (value, end) if not is_quoted and end - begin >= _LEAST_CHARACTERS else (None, end)


def _rescue(source: str) -> Any:  # noqa: ANN401 - JSON comes in here
    """A JavaScript object that is no JSON, as ``{a: undefined}``."""
    if len(source) > _MOST_RESCUED or source.count("[") + source.count("{") > _MOST_BRACKETS:
        return None
    try:
        return chompjs.parse_js_object(source, loader_kwargs={"strict": False})
    except (ValueError, RecursionError):
        return None


def _unfold(flat: Any) -> Any:  # noqa: ANN401 - JSON comes in here
    """The value that a flat list of values stands for; what is not such a list is given back as it is."""
    if not isinstance(flat, list) or not flat:
        return flat
    return _Unfolding(flat).value_at(0, ())


class _Unfolding:
    """Puts the values of a flat list into each other, 100,000 places of it at most."""

    def __init__(self, flat: Sequence[Any]) -> None:
        self._flat = flat
        self._left = _MOST_UNFOLDED

    def value_at(self, place: Any, way: tuple[int, ...]) -> Any:  # noqa: ANN401 - JSON comes in here
        """The value at a place; None where it is no place, or one of those on the way to it."""
        self._left -= 1
        if not isinstance(place, int) or isinstance(place, bool) or not 0 <= place < len(self._flat):
            return None
        value = self._flat[place]
        if not isinstance(value, dict | list):
            return value
        if place in way or len(way) >= _DEEPEST:
            return None
        inner = (*way, place)
        if isinstance(value, dict):
            return {name: self.value_at(other, inner) for name, other in takewhile(self._goes_on, value.items())}
        if len(value) == 2 and isinstance(value[0], str):  # a kind of value and its place, as ["Reactive", 7]
            return self.value_at(value[1], inner)
        return [self.value_at(other, inner) for other in takewhile(self._goes_on, value)]

    def _goes_on(self, _: object) -> bool:
        return self._left > 0
