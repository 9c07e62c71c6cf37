"""The parameters of an address: which of them are part of it, and which only track, or ask for another dress.

Three classes of them track: by the beginning of their name, by name, and on a condition: by what the value says, by
what the path says, and by what an outlet's file says.
"""

import re
from collections.abc import Collection, Iterable
from urllib.parse import quote, unquote

from newscrawler.url_shape import may_be_article, path_names_article
from newscrawler.url_tables import (
    ARTICLE_DRESS_NAMES,
    ARTICLE_DRESS_PARAMETERS,
    CAMPAIGN_ENDS,
    CAMPAIGN_NAMES,
    CAMPAIGN_NUMBERS,
    CAMPAIGN_PAIRS,
    CHANNEL_FILLERS,
    CHANNEL_NAMES,
    CHANNEL_OR_SECTION_NAMES,
    CHANNEL_OR_SECTION_WORDS,
    CHANNEL_WORDS,
    DRESS_PARAMETERS,
    PATH_DRESS_PARAMETERS,
    TRACKING_BY_NUMBER,
    TRACKING_NAMES,
    TRACKING_PREFIXES,
)

_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})|%")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SPELLED_PLAINLY = re.compile(r"[A-Za-z0-9!$&'()*+,./:;=?@_~-]*")
_ESCAPED_AMPERSAND = re.compile(r"^(?:amp;)+")  # of "&amp;", written once or twice too often
# Written after a query as if there were none, or parted by semicolons.
_LATE_TRACKING = re.compile(r"\?(?:utm_[a-z]+|fbclid)=.*", re.IGNORECASE)
_SEMICOLONS = re.compile(r"(?:^|[?;])(?:utm_[a-z]+|fbclid)=[^;]*(?:;|$)", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_PLAIN_NUMBER = re.compile(r"\d+(?:[.,_-]\d+)*")
_LONGEST_CHANNEL = 80  # characters of the value
_CHANNEL = re.compile(r"(?:https?://.*|(?!.*\d{3}).{0,80}[^\W\d_].{0,80})", re.DOTALL)  # not an article's number


def respell(text: str) -> str:
    """Percent signs in one spelling: none for letters and digits, upper case for the rest, ``%25`` for a lone one."""
    if _SPELLED_PLAINLY.fullmatch(text):
        return text

    def respelled(found: re.Match[str]) -> str:
        if found[1] is None:
            return "%25"
        letter = chr(int(found[1], 16))
        return letter if letter in _UNRESERVED else found[0].upper()

    return quote(_ESCAPE.sub(respelled, text), safe="!$%&'()*+,/:;=?@~")


def kept_parameters(path: str, query: str) -> list[str]:
    """The parameters that do not track, respelled, in the order of their names."""
    pairs = [pair for written in query.split("&") for pair in _tidied(written) if pair.strip("=")]
    if not pairs:
        return []
    kept = [pair for pair in pairs if not is_tracking(pair, path)]
    if len(kept) < len(pairs) and not (path_names_article(path) or may_be_article("", "&".join(kept))):
        kept = [pair for pair in pairs if pair in kept or _may_number_article(pair)]
    return sorted(kept, key=lambda pair: pair.partition("=")[0])


def undressed(path: str, pairs: Iterable[str]) -> list[str]:
    """The parameters without those that only ask for an AMP, mobile or print page, its first part, or its comments."""
    kept = [pair for pair in pairs if _pair(pair) not in DRESS_PARAMETERS]
    plain = [pair for pair in kept if not _is_article_dress(pair, path)]
    return plain if len(plain) < len(kept) and may_be_article(path, "&".join(plain)) else kept


def without_parameters(url: str, names: Collection[str]) -> str:
    """The address without the query parameters of these names, in whatever case they are written."""
    if not names or "?" not in url:
        return url
    ignored = {name.lower() for name in names}
    address, sign, fragment = url.partition("#")
    path, _, query = address.partition("?")
    pairs = query.split("&")
    kept = [pair for pair in pairs if _pair(pair.removeprefix("amp;"))[0] not in ignored]
    if len(kept) == len(pairs):
        return url
    return path + ("?" if kept else "") + "&".join(kept) + sign + fragment


def _tidied(written: str) -> list[str]:
    """What stands between two ``&``: one parameter, or several that are parted by semicolons."""
    pair = _ESCAPED_AMPERSAND.sub("", respell(written).replace("%20", "+"))
    parts = pair.split(";") if ";" in pair and _SEMICOLONS.search(pair) else [pair]
    return [_LATE_TRACKING.sub("", part) for part in parts]


def _pair(pair: str) -> tuple[str, str]:
    name, _, value = unquote(pair).lower().partition("=")
    return name, value


def is_tracking(pair: str, path: str) -> bool:
    """Does a parameter only tell where the reader comes from, as far as itself and the path tell?"""
    name, value = _pair(pair)
    if name in TRACKING_NAMES or name.startswith(TRACKING_PREFIXES):
        return True
    is_campaign = name in CAMPAIGN_NAMES or name.endswith(CAMPAIGN_ENDS) or (name, value) in CAMPAIGN_PAIRS
    if not (is_campaign or name in CHANNEL_NAMES):
        return False
    if path_names_article(path):
        is_number = (
            _PLAIN_NUMBER.fullmatch(value) and name not in CAMPAIGN_NUMBERS and (name, value) not in CAMPAIGN_PAIRS
        )
        return not is_number if is_campaign else bool(_CHANNEL.fullmatch(value)) or _names_channel(value)
    return name not in CHANNEL_OR_SECTION_NAMES and _names_channel(value)


def _names_channel(value: str) -> bool:
    """Is a value made of names of channels, at least one of which is no name of a section?"""
    words = set(_WORD.findall(value[:_LONGEST_CHANNEL]))
    return not words.isdisjoint(CHANNEL_WORDS) and words <= CHANNEL_WORDS | CHANNEL_OR_SECTION_WORDS | CHANNEL_FILLERS


def _may_number_article(pair: str) -> bool:
    name, value = _pair(pair)
    return name.startswith(TRACKING_BY_NUMBER) and value.isdecimal()


def _is_article_dress(pair: str, path: str) -> bool:
    name, value = _pair(pair)
    if name in ARTICLE_DRESS_NAMES or (name, value) in ARTICLE_DRESS_PARAMETERS:
        return True
    if (name, value) in PATH_DRESS_PARAMETERS:
        return path_names_article(path)
    return name == "page" and value.startswith("with:block-")  # one entry of a live blog
