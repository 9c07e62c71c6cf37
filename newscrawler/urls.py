"""One URL, one spelling: the two forms of an address that we compare, and what an address says about itself.

``canonical_url`` is what is stored and shown, ``url_key`` what decides that two addresses are one article. Both join
only what is surely the same: a false merge loses an article, a missed one is caught by the text's fingerprint.
"""

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from newscrawler.kept_results import LONGEST_REMEMBERED, remember_short
from newscrawler.url_address import NUMBER, is_plain, read_address, resolve_dots
from newscrawler.url_tables import (
    ARTICLE_QUERY,
    ARTICLE_SHAPES,
    CHANNEL_NAMES,
    CHANNEL_VALUES,
    DRESS_PARAMETERS,
    INDEX_FILES,
    SAME_ARTICLES_LABELS,
    TRACKING_NAMES,
    TRACKING_PREFIXES,
)

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})|%")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SPELLED_PLAINLY = re.compile(r"[A-Za-z0-9!$&'()*+,./:;=?@_~-]*")
_SESSION = re.compile(r";(?:jsessionid|phpsessid)=[^/?;]*", re.IGNORECASE)
_AMP_END = re.compile(r"(?<=[^/])(?:/amp(?:\.html?)?$|\.amp$|\.amp(?=\.html?$))", re.IGNORECASE)
_DOUBLE_SLASH = re.compile(r"(?<!:)/{2,}")  # not in a path that carries a whole address
# user:password@ of an address, also where the password holds a slash, and parameters that hold a key.
_LOOPBACK = re.compile(r"127(?:\.\d{1,3}){3}")  # not 127.example
_SECRETS = re.compile(
    r"(?<=mongodb://)\S+(?=@)|(?<=mongodb\+srv://)\S+(?=@)"  # to the last @: a password may hold unescaped signs
    r"|(?<=//)(?:[^/?#\s]{1,400}|[^/?#@:\s]{1,200}:(?!\d+[/?#])[^@\s]{1,200})(?=@)"
    r"|(?<=[?&])(?:(?:api_?)?key|password|secret|token)=[^&#\s]+",
    re.IGNORECASE,
)


def join_url(base: str | None, href: str) -> str | None:
    """``href`` made absolute as a browser would; None where it is no http(s) address or cannot be read.

    White space at the edges and line breaks inside are dropped, backslashes are slashes, the fragment stays.
    """
    if is_plain(href):
        return href
    address = read_address(href, base)
    if address is None:
        return None
    query = "" if address.query is None else f"?{address.query}"
    fragment = "" if address.fragment is None else f"#{address.fragment}"
    return f"{address.origin}{address.path}{query}{fragment}"


def canonical_url(url: str, base: str | None = None) -> str | None:
    """The one spelling of an address; None where it is not http(s) or not valid.

    Without user, fragment, default port, session id and tracking parameters; query parameters in the order of their
    names. The result is its own canonical form.
    """
    return (_remembered_canonical if len(url) <= LONGEST_REMEMBERED else _canonical)(url, base)


def _canonical(url: str, base: str | None) -> str | None:
    address = read_address(url, base)
    if address is None or not _is_host(address.host.rstrip(".")):
        return None
    port = "" if address.port is None else f":{address.port}"
    path = _SESSION.sub("", address.path) if ";" in address.path else address.path
    path = resolve_dots(_respell(path))
    path = _DOUBLE_SLASH.sub("/", path) if "//" in path else path
    query = "&".join(_kept_parameters(address.query)) if address.query else ""
    return f"{address.scheme}://{address.host.rstrip('.')}{port}{path}{'?' if query else ''}{query}"


_remembered_canonical = lru_cache(maxsize=256)(_canonical)  # a page's own address is asked for by many


@remember_short(256)
def url_key(url: str) -> str:
    """What is equal for addresses of one article: no scheme, ``www.``, last slash, AMP or mobile dress.

    An address that has no canonical form is its own key.
    """
    canonical = canonical_url(url)
    address = None if canonical is None else read_address(canonical, None)
    if address is None:
        return url
    port = "" if address.port is None else f":{address.port}"
    pairs = [pair for pair in (address.query or "").split("&") if pair and _pair(pair) not in DRESS_PARAMETERS]
    query = "?" + "&".join(pairs) if pairs else ""
    return f"{_plain_host(address.host)}{port}{_plain_path(address.path)}{query}"


def host_of(url: str) -> str:
    """The host as a browser would ask for it: ASCII, lower case, numbers as dotted quad; "" where there is none."""
    address = read_address(url, None)
    return "" if address is None else address.host.rstrip(".")


def registered_domain(url_or_host: str) -> str:
    """The part of a host that somebody registered: ``elbkurier.co.uk``; an IP address or single name as it is."""
    return _registered_part(host_of(url_or_host if "//" in url_or_host else f"http://{url_or_host}"))


@remember_short(256)
def _registered_part(host: str) -> str:
    if not host or host.startswith("[") or NUMBER.fullmatch(host.rpartition(".")[2]):
        return host
    return _public_suffixes().privatesuffix(host) or host


def web_outlet_id(url: str) -> str:
    """The outlet id of a page whose host no outlet file names: ``web_elbkurier_example``."""
    return "web_" + re.sub(r"[^a-z0-9]+", "_", registered_domain(url)).strip("_")


def is_this_machine(url: str) -> bool:
    """Whether an address is one of the loopback: nobody has to be asked, introduced to, or spared."""
    host = host_of(url)
    return bool(_LOOPBACK.fullmatch(host)) or host in {"localhost", "[::1]"}


def mask_secrets(text: str) -> str:
    """``text`` with ``***`` for user names, passwords and keys in addresses: they belong on no screen and in no log."""
    return _SECRETS.sub("***", text) if "//" in text or "=" in text else text


def looks_like_article(url: str) -> bool:
    """Whether the address has an article's shape: a long number, a date, a slug of four words."""
    address = read_address(url, None)
    if address is None:
        return False
    path = unquote(address.path).rstrip("/")
    if address.query and ARTICLE_QUERY.search(address.query):
        return True
    return any(shape.search(path) for shape in ARTICLE_SHAPES)


def accepted_canonical(declared: str | None, page_url: str) -> str | None:
    """The page's own wish for its address, in canonical form; None where it cannot be meant.

    It must stay on the page's registered domain and must not be a home or section page while the page is none.
    """
    canonical = canonical_url(declared, page_url) if declared and declared.strip() else None
    page = canonical_url(page_url)
    if canonical is None or page is None or registered_domain(canonical) != registered_domain(page):
        return None
    if url_key(canonical) == url_key(page):
        return canonical
    wish, own = read_address(canonical, None), read_address(page, None)
    if wish is None or own is None or (wish.path == "/" and not wish.query):
        return None
    if looks_like_article(page) and not looks_like_article(canonical):
        return None
    return canonical


def _is_host(host: str) -> bool:
    return len(host) <= 253 and all(0 < len(label) <= 63 for label in host.split("."))


def _respell(text: str) -> str:
    """Percent signs in one spelling: none for letters and digits, upper case for the rest, ``%25`` for a lone one."""
    if _SPELLED_PLAINLY.fullmatch(text):
        return text

    def respelled(found: re.Match[str]) -> str:
        if found[1] is None:
            return "%25"
        letter = chr(int(found[1], 16))
        return letter if letter in _UNRESERVED else found[0].upper()

    return quote(_ESCAPE.sub(respelled, text), safe="!$%&'()*+,/:;=?@~")


def _kept_parameters(query: str) -> list[str]:
    """The parameters that are not tracking, respelled, in the order of their names."""
    pairs = (_respell(pair).replace("%20", "+") for pair in query.replace("&amp;", "&").split("&"))
    kept = [pair for pair in pairs if not pair.startswith("=") and pair and not _is_tracking(pair)]
    return sorted(kept, key=lambda pair: pair.partition("=")[0])


def _pair(pair: str) -> tuple[str, str]:
    name, _, value = unquote(pair).lower().partition("=")
    return name, value


def _is_tracking(pair: str) -> bool:
    name, value = _pair(pair)
    if name in TRACKING_NAMES or name.startswith(TRACKING_PREFIXES):
        return True
    return name in CHANNEL_NAMES and value in CHANNEL_VALUES


@remember_short(256)
def _plain_host(host: str) -> str:
    first, _, rest = host.partition(".")
    if first in SAME_ARTICLES_LABELS and "." in rest and _public_suffixes().privatesuffix(rest):
        return _plain_host(rest)
    return host


def _plain_path(path: str) -> str:
    """``path`` without the last slash, the folder's file and the marks of an AMP page; accents in one spelling."""
    if "%" in path and "%2F" not in path:
        path = unicodedata.normalize("NFC", unquote(path, errors="surrogateescape"))
        path = quote(path, safe="/!$&'()*+,:;=@", errors="surrogateescape")
    path = path.rstrip("/")
    folder, _, last = path.rpartition("/")
    path = folder if last.lower() in INDEX_FILES else path
    if "amp" not in path.lower():
        return path
    if path.lower().startswith("/amp/"):
        path = path[4:]
    return _AMP_END.sub("", path)


@cache
def _public_suffixes() -> "PublicSuffixList":
    from publicsuffixlist import PublicSuffixList  # noqa: PLC0415 - reading the list takes 20 ms, and few runs need it

    return PublicSuffixList()
