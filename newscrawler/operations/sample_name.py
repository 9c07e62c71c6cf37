"""A sample's name: the folder that it lies in, made from the page's address where nobody gives one."""

import hashlib
import re
import unicodedata
from urllib.parse import unquote, urlsplit

from newscrawler.errors import UsageError
from newscrawler.urls import host_of, url_key

LONGEST_NAME = 60  # characters
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
EXTENSION = re.compile(r"\.[a-z][a-z0-9]{1,4}$", re.IGNORECASE)
TELLING = re.compile(r"[a-z]{3}")  # fewer letters in a row are no word
NUMBER = re.compile(r"\d+")
SHORT_HASH = 3  # bytes


def checked_name(name: str) -> str:
    """``name``, if a folder may be called so.

    Raises:
        UsageError: it may not; says what may.
    """
    if not NAME.fullmatch(name):
        wanted = f"small letters a to z, digits, - and _, at most {LONGEST_NAME}, as in new-bridge-opens"
        raise UsageError(f"'{name}' is no name for a sample: it must be made of {wanted}.")
    return name


def name_from_url(url: str) -> str:
    """A name from the last part of an address that tells something: at most 60 of a to z, digits and ``-``.

    ``/artikel/4711`` gives ``artikel-4711``. What is written in letters that a name cannot hold (Hangul in a slug) is
    left out, and a short hash of the address stands for it: ``2026-03-05-1f3a9c``.
    """
    parts = urlsplit(url)
    segments = [EXTENSION.sub("", segment) for segment in unquote(parts.path).split("/") if segment]
    numbers = NUMBER.findall(parts.query)[:1]
    taken: list[str] = []
    for segment in reversed(segments):
        taken.insert(0, segment)
        if TELLING.search(_slug(segment)) or _is_foreign(segment):
            break
    name = _slug(" ".join([*taken, *numbers]))
    if any(map(_is_foreign, taken)):
        dates = [segment for segment in segments if segment.isascii() and segment.isdecimal()]
        name = _slug(" ".join([_slug(" ".join(taken)) or " ".join(dates), _hash(url)]))
    return _cut(name) or _cut(_slug(host_of(url))) or _hash(url)


def _slug(text: str) -> str:
    """``text`` in small ASCII letters and digits, with ``-`` between; marks above letters are dropped."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _is_foreign(segment: str) -> bool:
    """Are there letters that a slug cannot hold, and more of them than of those that it can?"""
    letters = [letter for letter in unicodedata.normalize("NFKD", segment) if letter.isalpha()]
    return 2 * sum(letter.isascii() for letter in letters) < len(letters)


def _cut(name: str) -> str:
    """At most 60 letters, whole words where there are some."""
    if len(name) <= LONGEST_NAME:
        return name
    begin, _, rest = name[: LONGEST_NAME + 1].rpartition("-")
    return (begin if rest and len(begin) > LONGEST_NAME // 2 else name[:LONGEST_NAME]).strip("-")


def _hash(url: str) -> str:
    return hashlib.blake2b(url_key(url).encode("utf-8", "surrogatepass"), digest_size=SHORT_HASH).hexdigest()
