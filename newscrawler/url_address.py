"""An address read as browsers read it, by the rules of the WHATWG URL standard for http and https."""

import re
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import quote, unquote_to_bytes

from newscrawler.kept_results import LONGEST_REMEMBERED

LONGEST = 8192  # characters of an address
DEFAULT_PORTS = {"http": 80, "https": 443}
# A host's last label that makes the whole host an IPv4 address: decimal, octal or hexadecimal.
NUMBER = re.compile(r"\d+|0[xX][0-9a-fA-F]*", re.ASCII)

_EDGE = "".join(map(chr, range(0x21)))
# An address that stands as it would be written again: nothing in it is quoted, resolved or respelled.
_PLAIN_ADDRESS = re.compile(
    r"(https?)://((?:[a-z0-9-]+\.)*[a-z][a-z0-9-]*)(/[A-Za-z0-9_~!$%&'()*+,./:;=@-]*)?(?:\?([A-Za-z0-9_~!$%&()*+,./:;=?@-]*))?"
)
_LINE_BREAKS = str.maketrans("", "", "\t\n\r")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_FORBIDDEN_IN_HOST = re.compile(r'[\x00-\x20\x7f"#%/:<>?@\[\\\]^`{|}]')
_PATH_SAFE = "!$%&'()*+,-./:;=@[\\]^_|~"
_QUERY_SAFE = "!$%&()*+,-./:;=?@[\\]^_`{|}~"


@dataclass(frozen=True, slots=True)
class Address:
    """An http(s) URL in pieces, each percent-encoded.

    Attributes:
        user: ``name:password`` or ``""``.
        host: ASCII, lower case, numbers as a dotted quad; as written, with or without a last dot.
        port: None for the scheme's own.
        path: begins with a slash; without dot segments.
        query: without its sign; None where the sign is absent, and the fragment likewise.
    """

    scheme: str
    user: str
    host: str
    port: int | None
    path: str
    query: str | None
    fragment: str | None

    @property
    def origin(self) -> str:
        """Scheme, user, host and port, as they begin the address."""
        user = f"{self.user}@" if self.user else ""
        port = "" if self.port is None else f":{self.port}"
        return f"{self.scheme}://{user}{self.host}{port}"


def is_plain(text: str) -> bool:
    """Is it an http(s) address, with a path, whose pieces put together give the same text?"""
    plain = _PLAIN_ADDRESS.fullmatch(text)
    return plain is not None and plain[3] is not None and "/." not in text and "%2" not in text


def read_address(text: str, base: str | None) -> Address | None:
    """``text``, which may be relative to ``base``, in pieces; None where it is none of http(s), or cannot be read.

    One of more than ``LONGEST`` characters is not read either: no server answers it.
    """
    if len(text) > LONGEST:
        return None
    return (_remembered if len(text) <= LONGEST_REMEMBERED else _read)(text, base)


def _read(text: str, base: str | None) -> Address | None:
    if plain := _PLAIN_ADDRESS.fullmatch(text):
        return Address(plain[1], "", plain[2], None, resolve_dots(plain[3] or "/"), plain[4], None)
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = text.strip(_EDGE).translate(_LINE_BREAKS)
    parent = None if base is None else read_address(base, None)
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


# The base of a page's links, and an address that is made canonical, keyed and judged in turn.
_remembered = lru_cache(maxsize=1024)(_read)


def _read_host_first(scheme: str, rest: str, query: str | None, fragment: str | None) -> Address | None:
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
    return Address(scheme, user, host, port, resolve_dots(_quote_path(slash + path)), query, fragment)


def _join(parent: Address | None, rest: str, query: str | None, fragment: str | None) -> Address | None:
    """A relative address beside ``parent``."""
    if parent is None:
        return None
    if rest:
        folder = "" if rest.startswith("/") else parent.path.rpartition("/")[0] + "/"
        path = resolve_dots(folder + _quote_path(rest))
    else:
        path, query = parent.path, parent.query if query is None else query
    return Address(parent.scheme, parent.user, parent.host, parent.port, path, query, fragment)


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
    return _read_number(labels) if NUMBER.fullmatch(labels[-1]) else host


def _read_number(labels: list[str]) -> str | None:
    """The IPv4 address that one to four decimal, octal or hexadecimal numbers mean."""
    if len(labels) > 4 or not all(NUMBER.fullmatch(label) for label in labels):
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


def _cut(text: str, sign: str) -> tuple[str, str | None]:
    head, found, tail = text.partition(sign)
    return head, tail if found else None


def _quote_user(user: str) -> str:
    name, colon, secret = user.partition(":")
    safe = "!$%&'()*+,-._~"
    return quote(name, safe=safe) + (":" + quote(secret, safe=safe) if colon and secret else "")


def _quote_path(path: str) -> str:
    return quote(path, safe=_PATH_SAFE)


def resolve_dots(path: str) -> str:
    """``path`` without ``.`` and ``..`` segments, which may be written as ``%2e``."""
    if "/." not in path and "%2" not in path and path.startswith("/"):
        return path
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
