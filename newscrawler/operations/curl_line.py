"""A request of ours as a line for a shell: what an outlet answers, seen without us."""

import re
from urllib.parse import quote

from newscrawler.urls import mask_secrets

_WEB = re.compile(r"https?://", re.IGNORECASE)
# What quotes keep, but no terminal shows as it is, and no address holds: spaces, controls, marks of direction.
_UNSHOWN = re.compile(r"[\s\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_GLOBS = re.compile(r"[\[\]{}]")  # curl takes them for lists of addresses


def curl_line(url: str, user_agent: str) -> str | None:
    """The command that asks for ``url`` as a crawl does, to be pasted into a shell; None where it is no web address.

    It shows statuses and headers, which are what one asks for. Secrets in the address are masked.
    """
    if not _WEB.match(url):
        return None
    shown = mask_secrets(_UNSHOWN.sub(lambda found: quote(found[0]), url))
    globs = "g" if _GLOBS.search(shown) else ""
    return f"curl -isSL{globs} -A {shell_quoted(user_agent)} {shell_quoted(shown)}"


def shell_quoted(text: str) -> str:
    """``text`` as one word of a POSIX shell, always in quotes."""
    return "'" + text.replace("'", "'\\''") + "'"
