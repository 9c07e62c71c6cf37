"""Lines for an outlet's file that keep a piece of furniture, or take a repeated block out: ready to be pasted."""

import re
from collections.abc import Sequence

from newscrawler.boilerplate.block_hash import template_of
from newscrawler.model.furniture import RepeatedBlock

LONGEST_PATTERN = 60  # characters of a text that stand for it
LEAST_CUT = 20  # characters that are left of a text without spaces
MOST_OPEN = 2  # places that a pattern leaves open: with three and a loose end an outlet file refuses it as too slow
OPEN = re.compile(r"[*#]")  # what differs from line to line, in a template
SPECIAL = re.compile(r"[\\.^$*+?{}\[\]|()]")
# What a TOML string between single quotes cannot hold, and what nobody could see in it.
UNPRINTED = re.compile(r"['\x00-\x1f\x7f-\xa0\u200b-\u200f\u2028-\u202e\ufeff]")


def keep_line(block: RepeatedBlock, kept: Sequence[str] = ()) -> str:
    """``keep = ['^Sign up for the Harbor Letter$']``, after the patterns that the file has already."""
    return _line("keep", [*kept, block_pattern(block)])


def remove_line(block: RepeatedBlock, removed: Sequence[str] = ()) -> str:
    """``remove_text = ['Morning briefing: .+']``, after the patterns that the file has already.

    The pattern matches the block as a whole, as ``remove_text`` wants it.
    """
    pattern, rest = block_pattern(block).removeprefix("^"), "(?s:.*)" if "\n" in block.text else ".*"
    is_whole = pattern.endswith("$") and not pattern.endswith("\\$")
    return _line("remove_text", [*removed, pattern[:-1] if is_whole else f"{pattern}{rest}"])


def block_pattern(block: RepeatedBlock) -> str:
    """A regular expression that finds the block, and as little else as can be.

    A long text is found by its beginning. Of a template's line the figures, names and dates are left open; where that
    would leave too little, the line is found as it was seen.
    """
    if block.is_template and (opened := _open_pattern(block.text)):
        return opened
    return _text_pattern(block.text)


def _text_pattern(text: str) -> str:
    if len(text) <= LONGEST_PATTERN:
        return f"^{_escape(text)}$"
    begin = text[:LONGEST_PATTERN]
    words = begin.rpartition(" ")[0]
    return f"^{_escape(words if len(words) >= LEAST_CUT else begin)}"


def _open_pattern(text: str) -> str | None:
    """The text with ``.+`` for what its template leaves open; None where its fixed parts are not found in it."""
    folded = text.casefold()
    origin = [place for place, letter in enumerate(text) for _ in letter.casefold()] + [len(text)]
    parts, place = [], 0
    pieces = OPEN.split(template_of(text))
    for piece in pieces[: MOST_OPEN + 1]:
        found = folded.find(piece, place)
        if found < 0:
            return None
        place = found + len(piece)
        parts.append(_escape(text[origin[found] : origin[place]]))
    pattern = f"^{'.+'.join(parts)}{'$' if len(pieces) == len(parts) else ''}"
    return pattern if re.search(pattern, text) else None


def _escape(text: str) -> str:
    r"""The text as a regular expression that finds it, readable: ``re.escape`` would put a backslash before spaces."""
    escaped = SPECIAL.sub(lambda sign: f"\\{sign[0]}", text)
    return UNPRINTED.sub(_code_point, escaped)


def _code_point(found: re.Match[str]) -> str:
    number = ord(found[0])
    return {"\n": r"\n", "\t": r"\t"}.get(found[0]) or (f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}")


def _line(key: str, patterns: Sequence[str]) -> str:
    return f"{key} = [{', '.join(map(_toml, dict.fromkeys(patterns)))}]"


def _toml(pattern: str) -> str:
    """A TOML string of a pattern: between single quotes where it may be, else with the backslashes doubled."""
    if not UNPRINTED.search(pattern):
        return f"'{pattern}'"
    escaped = pattern.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{UNPRINTED.sub(_toml_code_point, escaped)}"'


def _toml_code_point(found: re.Match[str]) -> str:
    return found[0] if found[0] == "'" else f"\\u{ord(found[0]):04x}"
