"""What the addresses of an outlet's articles have in common, as a pattern for ``include``."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

FEW_ADDRESSES = 5  # fewer prove nothing
ENOUGH = 0.8  # of the addresses that a pattern must match

# What the articles of many outlets have in their addresses, the most telling first.
SHAPES = (
    r"/\d{4}/\d\d?/\d\d?/",
    r"/\d{4}-\d\d-\d\d",
    r"/\d{4}/\d\d?/",
    r"/\d+",
    r"-\d{4,}\.s?html?$",
    r"-\d{4,}/?$",
    r"\d{5,}",
)


def article_pattern(urls: Sequence[str]) -> tuple[str, int] | None:
    """A regular expression that most of the addresses match, and how many do; None where nothing is common."""
    if len(urls) < FEW_ADDRESSES:
        return None
    for pattern in _candidates(urls):
        matched = sum(bool(re.search(pattern, url)) for url in urls)
        if matched >= ENOUGH * len(urls):
            return pattern, matched
    return None


def _candidates(urls: Sequence[str]) -> Iterator[str]:
    """Patterns to try: the folder that most addresses share with a shape, a shape alone, the folder alone."""
    folders = [urlsplit(url).path.split("/")[1] for url in urls if urlsplit(url).path.count("/") > 1]
    shared = max(sorted(set(folders)), key=folders.count) if folders else ""
    if not re.fullmatch(r"[A-Za-z][\w-]*", shared, re.ASCII):
        shared = ""
    for shape in SHAPES if shared else ():
        yield f"/{shared}{'' if shape.startswith('/') else '/.*'}{shape}"
    yield from SHAPES
    if shared:
        yield f"/{shared}/"
