"""What a robots.txt says to us: a URL allowed or not, by which line, and the delay it asks for (RFC 9309)."""

import re
from urllib.parse import quote, unquote, urlsplit

from protego import Protego

MAX_BYTES = 500 * 1024  # RFC 9309, 2.5: the least that a crawler must read, and all that we read

_LINE = re.compile(r"^\s*([A-Za-z-]+)\s*:\s*([^#]*?)\s*(?:#.*)?$")
# An agent of several words: its product token is the first (RFC 9309, 2.2.1).
_TOKEN = re.compile(r"([A-Za-z_-]+)\s")
# Fields that Protego reads; any other line would end a group in the middle (RFC 9309, 2.2.4: it must not).
_FIELDS = frozenset(
    {"user-agent", "useragent", "allow", "disallow", "crawl-delay", "sitemap", "request-rate", "visit-time"}
)


class RobotsRules:
    """The rules of one host's robots.txt for one crawler."""

    def __init__(self, body: bytes, agent: str) -> None:
        self.agent = agent
        self.lines = body[:MAX_BYTES].decode("utf-8-sig", "replace").splitlines()
        self.parser = Protego.parse("\n".join(_tidy(line) for line in self.lines))

    def allows(self, url: str) -> bool:
        """May this URL be fetched?"""
        return bool(self.parser.can_fetch(url, self.agent))

    def delay_seconds(self) -> float | None:
        """The pause that is asked for between two requests; None if none is."""
        delay = self.parser.crawl_delay(self.agent)
        return None if delay is None else float(delay)

    def forbidding_line(self, url: str) -> tuple[int, str] | None:
        """Number (from 1) and pattern of the longest ``Disallow`` that fits the URL, to show it; None if none is found.

        The verdict is Protego's: this only looks up where it stands.
        """
        parts = urlsplit(url)
        path = _spelled(parts.path or "/") + (f"?{_spelled(parts.query)}" if parts.query else "")
        found: tuple[int, str] | None = None
        for number, pattern in self._disallows():
            if _fits(pattern, path) and (found is None or len(pattern) > len(found[1])):
                found = (number, pattern)
        return found

    def _disallows(self) -> list[tuple[int, str]]:
        """The ``Disallow`` lines of our own groups, or of everybody's if we have none."""
        ours: list[tuple[int, str]] = []
        everybodys: list[tuple[int, str]] = []
        named, agents, in_rules = False, set[str](), False
        for number, line in enumerate(self.lines, 1):
            field = _LINE.match(line)
            name = field[1].lower() if field else ""
            value = field[2] if field else ""
            if name in {"user-agent", "useragent"}:
                agents = set() if in_rules else agents
                agents.add(_token(value).lower())
                in_rules = False
                named = named or self.agent.lower() in agents
            elif name in {"allow", "disallow"}:
                in_rules = True
                if name == "disallow" and value:
                    ours += [(number, value)] if self.agent.lower() in agents else []
                    everybodys += [(number, value)] if "*" in agents else []
        return ours if named else everybodys


def _tidy(line: str) -> str:
    """A line as Protego reads it rightly: unknown fields gone, an agent cut down to its product token."""
    field = _LINE.match(line)
    if not field:
        return line if ":" not in line else ""
    name = field[1].lower()
    if name in {"user-agent", "useragent"}:
        return f"User-agent: {_token(field[2])}"
    return line if name in _FIELDS else ""


def _token(value: str) -> str:
    found = _TOKEN.match(value)
    return found[1] if found else value


def _spelled(text: str) -> str:
    return quote(unquote(text, errors="surrogateescape"), safe="/*$?&=+,;:@!'()", errors="surrogateescape")


def _fits(pattern: str, path: str) -> bool:
    """Does the path begin as the pattern says? ``*`` stands for anything, a last ``$`` for the end."""
    pieces = _spelled(pattern.removesuffix("$")).split("*")
    if not path.startswith(pieces[0]):
        return False
    position = len(pieces[0])
    for piece in pieces[1:]:
        position = path.find(piece, position)
        if position < 0:
            return False
        position += len(piece)
    return not pattern.endswith("$") or position == len(path) or (len(pieces) > 1 and path.endswith(pieces[-1]))
