"""The dresses of one article's address: AMP pages and the caches that hold them, hosts for phones, pages to print."""

import re
import unicodedata
from collections.abc import Callable
from urllib.parse import quote, unquote

from newscrawler.url_address import read_address
from newscrawler.url_shape import may_be_article
from newscrawler.url_tables import (
    AMP_FOLDERS,
    DRESS_ENDS,
    HOSTS_OF_AUTHORS,
    INDEX_FILES,
    MOBILE_LABELS,
    NUMBERED_FOLDERS,
    SAME_ARTICLES_LABELS,
)

_CACHE_HOST = re.compile(r"(?:[a-z0-9-]+\.)?cdn\.ampproject\.org|[a-z0-9-]+\.bing-amp\.com")
_CACHED_PATH = re.compile(r"/(?:c|v|wp)/(s/)?([^/]+\.[^/]+(?:/.*)?)")
_VIEWER_HOST = re.compile(r"(?:www\.)?google\.(?:com?\.)?[a-z]{2,3}")
_VIEWED_PATH = re.compile(r"/amp/(s/)?([^/]+\.[^/]+(?:/.*)?)")
_AMP_MARK = re.compile(r"(?<=[^/])[.~!]amp(?=$|\.html?$)", re.IGNORECASE)
_AMP_END = re.compile(r"(?<=[^/])/amp(?:/1|\.html?)?$", re.IGNORECASE)  # also a section, or what a company is traded as
_AMP_VIEW = re.compile(r"(?<=/articleView)Amp(?=\.html$)")  # of a system that hundreds of Korean outlets have
# Behind a number only: a slug may end in the words.
_DRESS_MARK = re.compile(r"(?:(?<=\d{5})|(?<=[0-9a-f]{8}))[._-](?:amp|print)(?=$|\.\w{3,5}$)", re.IGNORECASE)


def held_page(url: str) -> str | None:
    """The address of the page that an AMP cache or viewer holds at ``url``; None: it is none."""
    if "/amp/" not in url and "amp.com/" not in url and "ampproject.org/" not in url:
        return None
    address, found = read_address(url, None), None
    if address is not None and _CACHE_HOST.fullmatch(address.host):
        found = _CACHED_PATH.fullmatch(address.path)
    elif address is not None and _VIEWER_HOST.fullmatch(address.host):
        found = _VIEWED_PATH.fullmatch(address.path)
    if address is None or found is None:
        return None
    query = "" if address.query is None else f"?{address.query}"
    return f"{'https' if found[1] else 'http'}://{_AMP_END.sub('', found[2])}{query}"


def plain_host(host: str, path: str, query: str, private_suffix: Callable[[str], str | None]) -> str:
    """The host without labels that only say for which device or how a page is made.

    Args:
        host: ASCII, lower case.
        path: of the same address, and ``query`` likewise: some labels are dropped of articles only.
        query: "" where there is none.
        private_suffix: the registered part of a host; None where it has none.
    """
    first, _, rest = host.partition(".")
    if rest in HOSTS_OF_AUTHORS:
        return rest if first == "www" else host
    while _is_dress(first, path, query) and "." in rest and private_suffix(rest):
        host = rest
        first, _, rest = host.partition(".")
    edition, _, rest = rest.partition(".")  # as in en.m.elbkurier.example
    if edition in SAME_ARTICLES_LABELS and "." in rest and private_suffix(rest):
        return f"{first}.{rest}"
    return host


def _is_dress(label: str, path: str, query: str) -> bool:
    return label in SAME_ARTICLES_LABELS or (label in MOBILE_LABELS and may_be_article(path, query))


def plain_path(path: str, query: str) -> str:
    """The path without the last slash, the folder's file, and what makes it one of an AMP or print page.

    Accents are in one spelling.
    """
    if "%" in path and "%2F" not in path:
        path = unicodedata.normalize("NFC", unquote(path, errors="surrogateescape"))
        path = quote(path.rstrip(), safe="/!$&'()*+,:;=@", errors="surrogateescape")
    path = path.rstrip("/")
    folder, _, last = path.rpartition("/")
    path = folder if last.lower() in INDEX_FILES else path
    if found := NUMBERED_FOLDERS.match(path):
        path = path[found.end() :]
    if found := DRESS_ENDS.search(path):
        rest = path[: found.start()]
        path = rest if may_be_article(rest, query) else path
    path = _DRESS_MARK.sub("", path)
    return _without_amp(path, query) if "amp" in path.lower() else path


def _without_amp(path: str, query: str) -> str:
    plain = _AMP_VIEW.sub("", _AMP_MARK.sub("", path))
    end = _AMP_END.search(plain)
    if end and may_be_article(plain[: end.start()], query):
        plain = plain[: end.start()]
    if plain.lower().startswith("/amp/") and may_be_article(plain[4:], query):
        return plain[4:]
    for folder in AMP_FOLDERS:
        before, found, after = plain.partition(folder)
        if found and may_be_article(f"{before}/{after}", query):
            return f"{before}/{after}"
    return plain
