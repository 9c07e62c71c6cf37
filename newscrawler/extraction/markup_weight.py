"""What a page's markup will weigh as a tree, told before it is one: the parser itself knows no limit.

The same pass leaves out what the parser would read for nothing.

Tags are told from text as the HTML standard has it, for markup in quotes, comments or scripts makes no elements. This
is the twin of ``tree_walk_weight.pxi``.
"""

import re
from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

_BLANK: Final = rb"\t\n\f\r "
_ENDS_NAME: Final = rb"(?=[" + _BLANK + rb"/>]|\Z)"
_NAME: Final = re.compile(rb"[^" + _BLANK + rb"/>]*+")
_SEPARATORS: Final = re.compile(rb"[" + _BLANK + rb"/]*+")
_ATTRIBUTE: Final = re.compile(
    rb"([^%(blank)b/>][^%(blank)b/>=]*+)[%(blank)b]*+"
    rb"(?:=[%(blank)b]*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^%(blank)b>\"'][^%(blank)b>]*+)?+)?+"
    % {b"blank": _BLANK}
)
# What follows their start tags is text up to their end tags.
_ENDS_OF_RAW: Final = {
    name: re.compile(rb"</" + name + _ENDS_NAME, re.IGNORECASE)
    for name in (b"iframe", b"noembed", b"noframes", b"style", b"textarea", b"title", b"xmp")
}
_IN_SCRIPT: Final = re.compile(rb"-->|<!--|</?script" + _ENDS_NAME, re.IGNORECASE)
# In a document type the parser reads on to the end of a quote, elsewhere not.
_CLOSED_QUOTES: Final = re.compile(rb"(?:[^\"']|\"[^\"]*+\"|'[^']*+')*+\Z")
_UNREAD: Final = frozenset({b"script", b"style"})
_IN_DRAWING: Final = re.compile(
    rb"[" + _BLANK + rb"]++|<(?P<ends>/?+)(?P<name>circle|clippath|defs|ellipse|g|line|lineargradient|mask|path|polygon"
    rb"|polyline|radialgradient|rect|stop|svg|symbol|use)" + _ENDS_NAME,
    re.IGNORECASE,
)
_DEEPEST_DRAWING: Final = 16
_END_OF_COMMENT: Final = re.compile(rb"--!?>")


class _Attribute(NamedTuple):
    """An attribute's place in the markup; its name in lower case; is there a slash between it and what is before it?"""

    start: int
    end: int
    name: bytes
    behind_slash: bool


def slim_markup(markup: bytes, attributes: Collection[str] | None = None) -> tuple[bytes, int, int, int]:
    """The markup without what stands in scripts, styles, comments and drawings; and what the rest weighs.

    That is the number of start tags, of their attributes, and of the attributes of the one that has most. Where
    ``attributes`` are given, lower-case names of ASCII, all others are left out and not counted. The elements
    themselves stay: the tree is the same, but for those, the texts inside scripts and styles, and the lines and shapes
    inside ``svg``, which stay where anything else is among them. Where it is not sure that the parser takes what
    follows for markup, nothing more is left out.
    """
    tags = weight = most = 0
    left_out: list[tuple[int, int]] = []
    names = None if attributes is None else frozenset(name.encode("ascii") for name in attributes)
    for _, _, count, _ in _start_tags(markup, left_out, names):
        tags += 1
        weight += count
        most = max(most, count)
    starts = (0, *(end for _, end in left_out))
    ends = (*(start for start, _ in left_out), len(markup))
    slim = b"".join(markup[start:end] for start, end in zip(starts, ends, strict=True))
    return slim, tags, weight, most


def without_surplus_attributes(markup: bytes, most: int) -> bytes:
    """The markup with no more than the first ``most`` attributes of any tag."""
    kept: list[bytes] = []
    done = 0
    for start, end, count, closes_itself in _start_tags(markup, []):
        if count > most:
            kept.extend((markup[done : _behind_attributes(markup, start, most)], b" />" if closes_itself else b" >"))
            done = end
    return b"".join((*kept, markup[done:]))


def _start_tags(
    markup: bytes, left_out: list[tuple[int, int]], names: Collection[bytes] | None = None
) -> Iterator[tuple[int, int, int, bool]]:
    """Of each start tag: the places behind its name and behind it, number of attributes; does it end in a slash?

    ``left_out`` is given the first place, and the one behind the last, of all that may be left out of the markup; also
    of attributes that ``names``, where given, does not hold: these are not counted.
    """
    at = 0
    is_sure = True
    while (at := markup.find(b"<", at) + 1) > 0:
        if markup[at : at + 1].isalpha():
            name = _name(markup, at)
            start = at + len(name)
            at, attributes, closes_itself = _read_tag(markup, start)
            name = name.lower()
            is_sure = is_sure and name != b"plaintext"
            unread = _unread(attributes, names) if is_sure else []
            left_out.extend(unread)
            yield start, at, len(attributes) - len(unread), closes_itself
            if not closes_itself:
                start, at = at, _end_of_raw(markup, at, name)
                if is_sure and name in _UNREAD and at < len(markup):
                    left_out.append((start, at))
                elif is_sure and name == b"svg" and (drawing := _drawing(markup, at)):
                    left_out.extend(drawing)
                    at = drawing[-1][1]
        elif markup[at : at + 1] == b"/" and markup[at + 1 : at + 2].isalpha():
            at = _read_tag(markup, at + 1 + len(_name(markup, at + 1)))[0]
        elif markup.startswith(b"!--", at):
            start, at = at + 3, _end_of_comment(markup, at + 1)
            if is_sure and at < len(markup) and markup.endswith(b"-->", start, at):
                left_out.append((start, at - 3))
        elif markup[at : at + 1] in {b"!", b"?", b"/"}:
            start, at = at, _found_or_end(markup, markup.find(b">", at))
            is_sure = is_sure and _CLOSED_QUOTES.match(markup, start, at) is not None


def _unread(attributes: list[_Attribute], names: Collection[bytes] | None) -> list[tuple[int, int]]:
    """The places of the attributes that ``names`` does not hold, but for those behind a slash: it would end the tag."""
    if names is None:
        return []
    return [(one.start, one.end) for one in attributes if one.name not in names and not one.behind_slash]


def _behind_attributes(markup: bytes, at: int, number: int) -> int:
    for _ in range(number):
        separators = _SEPARATORS.match(markup, at)
        attribute = _ATTRIBUTE.match(markup, separators.end() if separators else at)
        at = attribute.end() if attribute else at
    return at


def _found_or_end(markup: bytes, place: int) -> int:
    return place if place >= 0 else len(markup)


def _name(markup: bytes, at: int) -> bytes:
    found = _NAME.match(markup, at)
    return found[0] if found else b""


def _read_tag(markup: bytes, at: int) -> tuple[int, list[_Attribute], bool]:
    """The place after a tag, from behind its name; its attributes; does it end in a slash?"""
    attributes: list[_Attribute] = []
    while True:
        separators = _SEPARATORS.match(markup, at)
        behind = separators.end() if separators else at
        closes_itself = behind > at and markup[behind - 1 : behind] == b"/"
        attribute = _ATTRIBUTE.match(markup, behind)
        if attribute is None:
            return min(behind + 1, len(markup)), attributes, closes_itself
        attributes.append(_Attribute(behind, attribute.end(), attribute[1].lower(), b"/" in markup[at:behind]))
        at = attribute.end()


def _end_of_raw(markup: bytes, at: int, name: bytes) -> int:
    """The end tag of what holds only text; ``at`` where other tags may stand."""
    if name == b"script":
        return _end_of_script(markup, at)
    end = _ENDS_OF_RAW.get(name)
    if end is None:
        return at
    found = end.search(markup, at)
    return found.start() if found else len(markup)


def _end_of_script(markup: bytes, at: int) -> int:
    """The end tag of a script; one that holds a comment may hold a script inside it."""
    in_comment = in_inner = False
    while found := _IN_SCRIPT.search(markup, at):
        sign = found[0][:2]
        if sign == b"--":
            in_comment, in_inner = False, in_inner and not in_comment
        elif sign == b"<!":
            in_comment = True
        elif sign == b"</" and not in_inner:
            return found.start()
        elif sign == b"</":
            in_inner = False
        elif in_comment:
            in_inner = True
        at = found.start() + 2  # the dashes that begin a comment may also end it
    return len(markup)


def _drawing(markup: bytes, start: int) -> list[tuple[int, int]]:
    """What may be left out of an ``svg``: all but its first white space, if all is well nested lines and shapes."""
    around: list[bytes] = []
    space = None
    at = start
    while found := _IN_DRAWING.match(markup, at):
        at = found.end()
        name = found["name"] and found["name"].lower()
        if not name:
            space = found.start() if space is None else space
        elif found["ends"]:
            if name == b"svg" and not around:
                end = found.start()
                return [(start, end)] if space is None else [(start, space), (space + 1, end)]
            if not around or around.pop() != name:
                break
            at = _read_tag(markup, at)[0]
        elif name == b"svg":
            break
        else:
            at, _, closes_itself = _read_tag(markup, at)
            if not closes_itself:
                around.append(name)
            if len(around) > _DEEPEST_DRAWING:
                break
    return []


def _end_of_comment(markup: bytes, start: int) -> int:
    """The place after a comment whose dashes begin here."""
    at = start
    while found := _END_OF_COMMENT.search(markup, at):
        if len(found[0]) == len(b"-->") or found.start() >= start + 2:
            return found.end()
        at = found.start() + 1
    return len(markup)
