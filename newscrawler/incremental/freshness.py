"""For how long an answer may be kept as it came, by its headers (RFC 9111): until then nobody need ask again."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from newscrawler.dates import http_date

MAX_SECONDS = 31_536_000  # a year: some caches are told ten
# A directive's value may be quoted, and a quoted one may have commas in it.
_DIRECTIVE = re.compile(r'([!#$%&\'*+.^_`|~\w-]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*)))?', re.ASCII)


@dataclass(frozen=True, slots=True)
class CacheHeaders:
    """The headers of an answer that say how long it may be kept, as received; several of a name joined by commas."""

    cache_control: str | None = None
    age: str | None = None
    expires: str | None = None
    date: str | None = None


def cache_seconds(headers: CacheHeaders, now: datetime) -> int | None:
    """For how long a cache of one's own may keep an answer, from now on; None where it does not say.

    What is told to caches that many share (``s-maxage``) is not told to us.

    Args:
        headers: of the answer.
        now: when it came, aware.
    """
    directives = _directives(headers.cache_control)
    if "no-store" in directives or directives.get("no-cache", "of some headers alone") is None:
        return 0
    if "max-age" in directives:
        lifetime = _whole_number(directives["max-age"]) or 0
    elif headers.expires is not None:
        lifetime = _until(headers.expires, http_date(headers.date) or now)
    else:
        return None
    return min(max(lifetime - (_whole_number(headers.age) or 0), 0), MAX_SECONDS)


def _directives(cache_control: str | None) -> Mapping[str, str | None]:
    """Directive in lower case -> its value; of one that is said twice the first."""
    found: dict[str, str | None] = {}
    for name, quoted, plain in _DIRECTIVE.findall(cache_control or ""):
        found.setdefault(name.lower(), quoted or plain or None)
    return found


def _until(expires: str, since: datetime) -> int:
    """Seconds from ``since`` to a date; 0 where it is none: ``0`` and ``-1`` mean the past."""
    moment = http_date(expires)
    return int((moment - since).total_seconds()) if moment is not None else 0


def _whole_number(text: str | None) -> int | None:
    """A number without a sign, cut to what is surely enough; None where it is none."""
    text = (text or "").strip()
    return int(text[:12]) if text.isascii() and text.isdigit() else None
