"""One URL, one spelling: the two forms of an address that we compare, and what an address says about itself.

``canonical_url`` is what is stored and shown, ``url_key`` what decides that two addresses are one article. Both join
only what is surely the same: a false merge loses an article, a missed one is caught by the text's fingerprint.
"""

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from newscrawler.kept_results import LONGEST_REMEMBERED, remember_short
from newscrawler.url_address import NUMBER, is_plain, read_address, resolve_dots
from newscrawler.url_dress import held_page, plain_host, plain_path
from newscrawler.url_parameters import is_tracking, kept_parameters, respell, undressed
from newscrawler.url_shape import has_article_shape, may_be_article

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

_SESSION = re.compile(r";(?:jsessionid|phpsessid)=[^/?;]*|(?:/\(S\([a-z0-9]{24}\)\))+(?=[/;]|$)", re.IGNORECASE)
_DOUBLE_SLASH = re.compile(r"(?<!:)/{2,}")  # not in a path that carries a whole address
_ROUTE = re.compile(r"[\w-]+(?:/[\w.-]+)+|[\w-]+=\d{3,}")  # news/4711, article=4711
_DEEPEST = 3  # AMP caches within AMP caches; nobody means more
_LOOPBACK = re.compile(r"127(?:\.\d{1,3}){3}")  # not 127.example
# user:password@ of an address, also where the password holds a slash, and parameters that hold a key.
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
    names; of a page in an AMP cache that of the page itself. A fragment stays that is a path of its own, where the rest
    names no article. The result is its own canonical form.
    """
    return (_remembered_canonical if len(url) <= LONGEST_REMEMBERED else _canonical)(url, base)


def _canonical(url: str, base: str | None) -> str | None:
    first = page = _spelled(url, base)
    for _ in range(_DEEPEST):
        held = _held_page(page)
        if held is None:
            return page
        page = held
    return page if _held_page(page) is None else first


def _held_page(url: str | None) -> str | None:
    """The page in the AMP cache at ``url``, spelled; None where there is none."""
    held = None if url is None else held_page(url)
    return None if held is None else _spelled(held, None)


def _spelled(url: str, base: str | None) -> str | None:
    """The one spelling of an address, also of one in an AMP cache."""
    address = read_address(url, base)
    if address is None:
        return None
    host = address.host.removesuffix(".")
    if not _is_host(host):
        return None
    port = "" if address.port is None else f":{address.port}"
    path = _SESSION.sub("", address.path) if ";" in address.path or "(" in address.path else address.path
    path = resolve_dots(respell(path)) or "/"
    path = _DOUBLE_SLASH.sub("/", path) if "//" in path else path
    query = "&".join(kept_parameters(path, address.query)) if address.query else ""
    fragment = _own_page(address.fragment, path, query) if address.fragment else ""
    return f"{address.scheme}://{host}{port}{path}{'?' if query else ''}{query}{fragment}"


def _own_page(fragment: str, path: str, query: str) -> str:
    """The fragment with its sign, where scripts of the page read from it which article they show; or ""."""
    if fragment.startswith("!") and fragment not in ("!", "!/"):
        return f"#{fragment}"  # never a place on the page
    if fragment.startswith("/"):
        names_page = fragment != "/" and not has_article_shape(path, query)
    else:
        names_page = _ROUTE.fullmatch(fragment) is not None and not may_be_article(path, query)
    return f"#{fragment}" if names_page and not is_tracking(fragment, path) else ""


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
    pairs = undressed(address.path, address.query.split("&")) if address.query else []
    query = "&".join(pairs)
    path = plain_path(address.path, query)
    host = plain_host(address.host, path, query, _private_suffix)
    port = "" if address.port is None else f":{address.port}"
    fragment = "" if address.fragment is None else f"#{address.fragment}"
    return f"{host}{port}{path}{'?' if query else ''}{query}{fragment}"


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
    return _private_suffix(host) or host


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
    return has_article_shape(address.path, address.query)


def accepted_canonical(declared: str | None, page_url: str) -> str | None:
    """The page's own wish for its address, in canonical form; None where it cannot be meant.

    It must stay on the page's registered domain, and must not be a home or section page while the page is none. Nor may
    it leave out the query that names the page where nothing else in it could name an article.
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
    if own.query and not (wish.query or wish.fragment or may_be_article(wish.path, None)):
        return None
    return canonical


def _is_host(host: str) -> bool:
    return len(host) <= 253 and all(0 < len(label) <= 63 for label in host.split("."))


@remember_short(256)
def _private_suffix(host: str) -> str | None:
    suffix: str | None = _public_suffixes().privatesuffix(host)
    return suffix


@cache
def _public_suffixes() -> "PublicSuffixList":
    from publicsuffixlist import PublicSuffixList  # noqa: PLC0415 - reading the list takes 20 ms, and few runs need it

    return PublicSuffixList()
