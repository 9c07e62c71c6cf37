"""One URL, one spelling: addresses read as browsers read them, and the two forms that we compare.

``canonical_url`` is what is stored and shown, ``url_key`` what decides that two addresses are one article. Both join
only what is surely the same: a false merge loses an article, a missed one is caught by the text's fingerprint.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, unquote_to_bytes

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

# Tracking parameters, by the beginning of their name. Origin: the documentation of the analytics and mailing services
# that add them. Nothing shorter stands here: ``at_`` or ``pk_`` alone could be an outlet's own number of an article.
TRACKING_PREFIXES = (
    "__hs",  # HubSpot
    "_branch_",  # Branch
    "_hs",  # HubSpot
    "at_campaign",  # Piano
    "at_custom",  # Piano
    "at_link",  # Piano
    "at_medium",  # Piano
    "ga_campaign",  # Google Analytics
    "ga_content",  # Google Analytics
    "ga_medium",  # Google Analytics
    "ga_source",  # Google Analytics
    "ga_term",  # Google Analytics
    "hsa_",  # HubSpot ads
    "itm_",  # utm within a site
    "mtm_",  # Matomo
    "ns_campaign",  # Comscore
    "ns_linkname",  # Comscore
    "ns_mchannel",  # Comscore
    "ns_source",  # Comscore
    "oly_",  # Omeda
    "pk_campaign",  # Piwik
    "pk_content",  # Piwik
    "pk_cpn",  # Piwik
    "pk_keyword",  # Piwik
    "pk_kwd",  # Piwik
    "pk_medium",  # Piwik
    "pk_source",  # Piwik
    "utm_",  # Urchin, now everybody
    "vero_",  # Vero
)

# Tracking parameters, by name. Origin: as above.
TRACKING_NAMES = frozenset(
    {
        "__twitter_impression",
        "_ga",
        "_gl",
        "_openstat",
        "amp_js_v",
        "cmpid",
        "cmpref",
        "dclid",
        "epik",
        "fb_action_ids",
        "fb_action_types",
        "fb_comment_id",
        "fb_ref",
        "fb_source",
        "fbclid",
        "gaa_at",
        "gaa_n",
        "gaa_sig",
        "gaa_ts",
        "gbraid",
        "gclid",
        "gclsrc",
        "guccounter",
        "guce_referrer",
        "guce_referrer_sig",
        "hmkeyword",
        "hmpl",
        "hmsr",
        "igsh",
        "igshid",
        "intcid",
        "intcmp",
        "jsessionid",
        "mc_cid",
        "mc_eid",
        "mibextid",
        "mkt_tok",
        "msclkid",
        "ocid",
        "phpsessid",
        "rb_clickid",
        "s_cid",
        "s_kwcid",
        "sfnsn",
        "smid",
        "smtyp",
        "soc_src",
        "soc_trk",
        "spm",
        "srsltid",
        "ttclid",
        "twclid",
        "twsrc",
        "usqp",
        "vgo_ee",
        "wbraid",
        "wickedid",
        "wt_mc",
        "wt_zmc",
        "xtor",
        "yclid",
        "ysclid",
        "zanpid",
    }
)

# Names that number articles at some outlets and name a channel at others: kept, unless the value names a channel.
CHANNEL_NAMES = frozenset(
    {"campaign", "channel", "cid", "cmp", "from", "medium", "origin", "ref", "referer", "referrer", "source", "src"}
)
CHANNEL_VALUES = frozenset(
    {
        "email",
        "facebook",
        "fb",
        "feed",
        "feedburner",
        "google",
        "googlenews",
        "home",
        "homepage",
        "linkedin",
        "newsletter",
        "push",
        "reddit",
        "rss",
        "rssfeed",
        "share",
        "social",
        "telegram",
        "twitter",
        "whatsapp",
        "x",
    }
)

# Query parameters that only ask for another dress of the same article; for the key alone.
DRESS_PARAMETERS = frozenset({("amp", ""), ("amp", "1"), ("amp", "true"), ("output", "amp"), ("outputtype", "amp")})
# First labels of hosts that serve the same articles at the same paths; for the key alone.
SAME_ARTICLES_LABELS = ("www", "m", "mobile", "amp")
# Last segments that name the folder itself; for the key alone.
INDEX_FILES = frozenset({"default.aspx", "index.asp", "index.htm", "index.html", "index.jsp", "index.php"})

DEFAULT_PORTS = {"http": 80, "https": 443}

_EDGE = "".join(map(chr, range(0x21)))
_LINE_BREAKS = str.maketrans("", "", "\t\n\r")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_FORBIDDEN_IN_HOST = re.compile(r'[\x00-\x20\x7f"#%/:<>?@\[\\\]^`{|}]')
_NUMBER = re.compile(r"\d+|0[xX][0-9a-fA-F]*", re.ASCII)
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})|%")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PATH_SAFE = "!$%&'()*+,-./:;=@[\\]^_|~"
_QUERY_SAFE = "!$%&()*+,-./:;=?@[\\]^_`{|}~"
_SESSION = re.compile(r";(?:jsessionid|phpsessid)=[^/?;]*", re.IGNORECASE)
_AMP_END = re.compile(r"(?<=[^/])(?:/amp(?:\.html?)?$|\.amp$|\.amp(?=\.html?$))", re.IGNORECASE)
_DOUBLE_SLASH = re.compile(r"(?<!:)/{2,}")  # not in a path that carries a whole address
_ARTICLE_SHAPES = (
    re.compile(r"\d{5,}"),  # a number
    re.compile(r"/(?:19|20)\d\d[/-]?[01]?\d(?:[/-]?[0-3]?\d)?/[^/]+"),  # a date, then something
    re.compile(r"/(?:[^/_-]+[_-]){3,}[^/]+$"),  # a slug of four words
    re.compile(r"/(?:[^/_-]+[_-]){2,}[^/]+\.(?:s?html?|aspx?|php|ece|cms)$", re.IGNORECASE),
)
_ARTICLE_QUERY = re.compile(r"(?:^|[=&])[A-Za-z_-]{0,12}\d{3,}(?:&|$)")  # a parameter whose value is a number


@dataclass(frozen=True, slots=True)
class _Address:
    """An http(s) URL in pieces, each percent-encoded; None: its sign is absent."""

    scheme: str
    user: str
    host: str
    port: int | None
    path: str
    query: str | None
    fragment: str | None

    @property
    def origin(self) -> str:
        user = f"{self.user}@" if self.user else ""
        port = "" if self.port is None else f":{self.port}"
        return f"{self.scheme}://{user}{self.host}{port}"


def join_url(base: str | None, href: str) -> str | None:
    """``href`` made absolute as a browser would; None where it is no http(s) address or cannot be read.

    White space at the edges and line breaks inside are dropped, backslashes are slashes, the fragment stays.
    """
    address = _read_address(href, base)
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
    address = _read_address(url, base)
    if address is None or not _is_host(address.host.rstrip(".")):
        return None
    port = "" if address.port is None else f":{address.port}"
    path = _DOUBLE_SLASH.sub("/", _resolve_dots(_respell(_SESSION.sub("", address.path))))
    query = "&".join(_kept_parameters(address.query or ""))
    return f"{address.scheme}://{address.host.rstrip('.')}{port}{path}{'?' if query else ''}{query}"


def url_key(url: str) -> str:
    """What is equal for addresses of one article: no scheme, ``www.``, last slash, AMP or mobile dress.

    An address that has no canonical form is its own key.
    """
    canonical = canonical_url(url)
    address = None if canonical is None else _read_address(canonical, None)
    if address is None:
        return url
    port = "" if address.port is None else f":{address.port}"
    pairs = [pair for pair in (address.query or "").split("&") if pair and _pair(pair) not in DRESS_PARAMETERS]
    query = "?" + "&".join(pairs) if pairs else ""
    return f"{_plain_host(address.host)}{port}{_plain_path(address.path)}{query}"


def host_of(url: str) -> str:
    """The host as a browser would ask for it: ASCII, lower case, numbers as dotted quad; "" where there is none."""
    address = _read_address(url, None)
    return "" if address is None else address.host.rstrip(".")


def registered_domain(url_or_host: str) -> str:
    """The part of a host that somebody registered: ``elbkurier.co.uk``; an IP address or single name as it is."""
    host = host_of(url_or_host if "//" in url_or_host else f"http://{url_or_host}")
    if not host or host.startswith("[") or _NUMBER.fullmatch(host.rpartition(".")[2]):
        return host
    return _public_suffixes().privatesuffix(host) or host


def web_outlet_id(url: str) -> str:
    """The outlet id of a page whose host no outlet file names: ``web_elbkurier_example``."""
    return "web_" + re.sub(r"[^a-z0-9]+", "_", registered_domain(url)).strip("_")


def looks_like_article(url: str) -> bool:
    """Whether the address has an article's shape: a long number, a date, a slug of four words."""
    address = _read_address(url, None)
    if address is None:
        return False
    path = unquote(address.path).rstrip("/")
    if address.query and _ARTICLE_QUERY.search(address.query):
        return True
    return any(shape.search(path) for shape in _ARTICLE_SHAPES)


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
    wish, own = _read_address(canonical, None), _read_address(page, None)
    if wish is None or own is None or (wish.path == "/" and not wish.query):
        return None
    if looks_like_article(page) and not looks_like_article(canonical):
        return None
    return canonical


@lru_cache(maxsize=1024)  # the base of a page's links, and an address that is made canonical, keyed and judged in turn
def _read_address(text: str, base: str | None) -> _Address | None:
    """``text`` in pieces, read by the rules of the WHATWG URL standard for http and https."""
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = text.strip(_EDGE).translate(_LINE_BREAKS)
    parent = None if base is None else _read_address(base, None)
    scheme = _SCHEME.match(text)
    rest, fragment = _cut(text[scheme.end() :] if scheme else text, "#")
    rest, query = _cut(rest, "?")
    rest = rest.replace("\\", "/")
    if fragment is not None:
        fragment = quote(fragment, safe=_QUERY_SAFE.replace("`", "") + "'#?{}")
    if query is not None:
        query = quote(query, safe=_QUERY_SAFE)
    name = scheme[1].lower() if scheme else ""
    if name and name not in DEFAULT_PORTS:
        return None
    if name and (rest.startswith("/") or parent is None or parent.scheme != name):
        is_relative = rest[:1] == "/" and rest[1:2] != "/" and parent is not None and parent.scheme == name
        return _join(parent, rest, query, fragment) if is_relative else _read_host_first(name, rest, query, fragment)
    if parent is None:
        return None
    if rest.startswith("//"):
        return _read_host_first(parent.scheme, rest, query, fragment)
    return _join(parent, rest, query, fragment)


def _read_host_first(scheme: str, rest: str, query: str | None, fragment: str | None) -> _Address | None:
    """An address whose text begins with slashes, if any, and the host."""
    authority, slash, path = rest.lstrip("/").partition("/")
    user, _, place = authority.rpartition("@")
    found = re.fullmatch(r"(\[[^\]]*\]|[^:]*)(?::(\d*))?", place, re.ASCII)
    host = _read_host(found[1]) if found else None
    if found is None or host is None or len(found[2] or "") > 5 or int(found[2] or 0) > 65535:
        return None
    port = int(found[2]) if found[2] else None
    port = None if port == DEFAULT_PORTS[scheme] else port
    user = _quote_user(user)
    return _Address(scheme, user, host, port, _resolve_dots(_quote_path(slash + path)), query, fragment)


def _join(parent: _Address | None, rest: str, query: str | None, fragment: str | None) -> _Address | None:
    """A relative address beside ``parent``."""
    if parent is None:
        return None
    if rest:
        folder = "" if rest.startswith("/") else parent.path.rpartition("/")[0] + "/"
        path = _resolve_dots(folder + _quote_path(rest))
    else:
        path, query = parent.path, parent.query if query is None else query
    return _Address(parent.scheme, parent.user, parent.host, parent.port, path, query, fragment)


def _read_host(text: str) -> str | None:
    """A host as browsers read it: percent signs and full-width letters resolved, numbers as a dotted quad."""
    if text.startswith("["):
        try:
            return None if "%" in text else f"[{IPv6Address(text[1:-1]).compressed}]"
        except AddressValueError:
            return None
    try:
        host = unquote_to_bytes(text).decode() if "%" in text else text
        host = host.lower() if host.isascii() else _to_ascii(host)
    except UnicodeError:
        return None
    if not host.strip(".") or _FORBIDDEN_IN_HOST.search(host):
        return None
    labels = host.removesuffix(".").split(".")
    return _read_number(labels) if _NUMBER.fullmatch(labels[-1]) else host


def _read_number(labels: list[str]) -> str | None:
    """The IPv4 address that one to four decimal, octal or hexadecimal numbers mean."""
    if len(labels) > 4 or not all(_NUMBER.fullmatch(label) for label in labels):
        return None
    try:
        numbers = [_read_digits(label.lower()) for label in labels]
    except ValueError:
        return None
    tail_size = 256 ** (5 - len(numbers))
    if any(number > 255 for number in numbers[:-1]) or numbers[-1] >= tail_size:
        return None
    head = sum(number << (24 - 8 * place) for place, number in enumerate(numbers[:-1]))
    return str(IPv4Address(head + numbers[-1]))


def _read_digits(label: str) -> int:
    if label.startswith("0x"):
        return int(label[2:20] or "0", 16)
    return int(label[:20], 8 if label.startswith("0") else 10)


def _to_ascii(host: str) -> str:
    """The host in Punycode by UTS 46, as browsers do it: ``ß`` stays a letter of its own."""
    import idna  # noqa: PLC0415 - its tables take time to load, and few hosts need them

    mapped = idna.uts46_remap(host, std3_rules=False, transitional=False)
    labels = (label if label.isascii() else f"xn--{label.encode('punycode').decode()}" for label in mapped.split("."))
    return ".".join(labels)


def _is_host(host: str) -> bool:
    return len(host) <= 253 and all(0 < len(label) <= 63 for label in host.split("."))


def _cut(text: str, sign: str) -> tuple[str, str | None]:
    head, found, tail = text.partition(sign)
    return head, tail if found else None


def _quote_user(user: str) -> str:
    name, colon, secret = user.partition(":")
    safe = "!$%&'()*+,-._~"
    return quote(name, safe=safe) + (":" + quote(secret, safe=safe) if colon and secret else "")


def _quote_path(path: str) -> str:
    return quote(path, safe=_PATH_SAFE)


def _resolve_dots(path: str) -> str:
    """``path`` without ``.`` and ``..`` segments, which may be written as ``%2e``."""
    if "." not in path and "%2" not in path:
        return path or "/"
    kept: list[str] = []
    segments = path.removeprefix("/").split("/")
    for place, segment in enumerate(segments):
        plain = segment.lower().replace("%2e", ".")
        if plain == "..":
            kept = kept[:-1]
        if plain not in {".", ".."}:
            kept.append(segment)
        elif place == len(segments) - 1:
            kept.append("")
    return "/" + "/".join(kept)


def _respell(text: str) -> str:
    """Percent signs in one spelling: none for letters and digits, upper case for the rest, ``%25`` for a lone one."""

    def respelled(found: re.Match[str]) -> str:
        if found[1] is None:
            return "%25"
        letter = chr(int(found[1], 16))
        return letter if letter in _UNRESERVED else found[0].upper()

    return quote(_ESCAPE.sub(respelled, text), safe="!$%&'()*+,/:;=?@~") if text else text


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
    if path.lower().startswith("/amp/"):
        path = path[4:]
    return _AMP_END.sub("", path)


@cache
def _public_suffixes() -> "PublicSuffixList":
    from publicsuffixlist import PublicSuffixList  # noqa: PLC0415 - reading the list takes 20 ms, and few runs need it

    return PublicSuffixList()
