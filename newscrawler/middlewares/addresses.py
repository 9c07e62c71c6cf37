"""Which addresses a crawler may connect to: public ones, spelled in any way, on ports that serve web pages."""

import ipaddress
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from newscrawler.urls import host_of

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Networks that carry an IPv4 address inside: where it begins, in bits from the right.
EMBEDDING_NETWORKS = (
    (ipaddress.IPv6Network("::/96"), 0),  # IPv4-compatible
    (ipaddress.IPv6Network("::ffff:0:0/96"), 0),  # IPv4-mapped
    (ipaddress.IPv6Network("::ffff:0:0:0/96"), 0),  # IPv4-translated
    (ipaddress.IPv6Network("2002::/16"), 80),  # 6to4
    (ipaddress.IPv6Network("64:ff9b::/96"), 0),  # NAT64
)
# The only IPv6 network whose addresses are given to the public (IANA).
PUBLIC_IPV6 = ipaddress.IPv6Network("2000::/3")
# Parts of it that are not: Teredo (hides an IPv4 address), documentation (RFC 3849, RFC 9637).
NOT_PUBLIC_IPV6 = tuple(map(ipaddress.IPv6Network, ("2001::/32", "2001:db8::/32", "3fff::/20")))

# Last labels of names that mean something inside a network only (RFC 6761, 6762, 8375, and habit).
PRIVATE_SUFFIXES = (
    ".corp",
    ".home",
    ".home.arpa",
    ".internal",
    ".intranet",
    ".lan",
    ".local",
    ".localdomain",
    ".private",
)
# Ports of services that are no web servers: the WHATWG Fetch list, databases, brokers, consoles.
SERVICE_PORTS = frozenset(
    {
        *range(1, 80),
        *range(87, 443),
        *range(444, 1000),
        1433,  # SQL Server
        1521,  # Oracle
        1719,
        1720,
        1723,
        2049,  # NFS
        2375,  # Docker
        2376,
        2379,  # etcd
        2380,
        3306,  # MySQL
        3389,  # remote desktop
        3659,
        4045,
        4190,
        5060,
        5061,
        5432,  # PostgreSQL
        5672,  # AMQP
        5900,  # VNC
        5984,  # CouchDB
        6000,
        6023,  # Scrapy's telnet console
        6379,  # Redis
        6566,
        6665,
        6666,
        6667,
        6668,
        6669,
        6679,
        6697,
        9042,  # Cassandra
        9092,  # Kafka
        9200,  # Elasticsearch
        9300,
        10080,
        10250,  # kubelet
        11211,  # memcached
        27017,  # MongoDB
        27018,
        27019,
        50070,  # Hadoop
    }
)

_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")


def url_refusal(url: str, *, allow_loopback: bool = False) -> str | None:
    """Why a URL must not be requested, in words; None if it may be.

    A host name is judged by its spelling only: what it resolves to is the resolver's to judge.
    """
    return next(_reasons(url.strip(), allow_loopback=allow_loopback), None)


def _reasons(url: str, *, allow_loopback: bool) -> Iterator[str]:
    """The reasons against a URL, the plainest first."""
    if _CONTROLS.search(url):
        yield "a control character in the address"
    try:
        parts = urlsplit(url)
        port, hosts = parts.port, {host_of(url), host_of(f"http://{parts.netloc}")}
    except ValueError:
        yield "an address that cannot be read"
        return
    if parts.scheme not in {"http", "https"}:
        yield f"the scheme '{parts.scheme[:20]}:', only http and https are fetched"
    if "" in hosts or len(hosts) > 1 or "\\" in parts.netloc:
        yield "an address whose host cannot be read"
    if "@" in parts.netloc:
        yield "an address with a user name in it"
    host = min(hosts)
    if allow_loopback and _is_loopback(host):
        return
    if port in SERVICE_PORTS:
        yield f"port {port}, which serves no web pages"
    yield from filter(None, (address_refusal(host), _name_refusal(host)))


def address_refusal(host: str, *, allow_loopback: bool = False) -> str | None:
    """Why an IP address is none to connect to, in words; None if it is public, or no IP address at all."""
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None
    if allow_loopback and address.is_loopback:
        return None
    for candidate in _with_embedded(address):
        kind = _kind_of(candidate)
        if kind:
            return f"{address}, {kind} address"
    return None


def _with_embedded(address: Address) -> Iterator[Address]:
    """The address, or the IPv4 address that it carries inside."""
    if isinstance(address, ipaddress.IPv6Address):
        for network, bits in EMBEDDING_NETWORKS:
            if address in network and int(address) > 1:
                yield ipaddress.IPv4Address(int(address) >> bits & 0xFFFFFFFF)
                return
    yield address


def _kind_of(address: Address) -> str | None:
    """What an address that is not public is; None for a public one."""
    kinds = (
        (address.is_loopback, "a loopback"),
        (address.is_unspecified, "an unspecified"),
        (address.is_link_local, "a link-local"),
        (address.is_multicast, "a multicast"),
        (not address.is_global or address.is_reserved, "a private or reserved"),
        (isinstance(address, ipaddress.IPv6Address) and not _is_public_ipv6(address), "a reserved"),
    )
    return next((kind for is_so, kind in kinds if is_so), None)


def _is_public_ipv6(address: Address) -> bool:
    return address in PUBLIC_IPV6 and not any(address in network for network in NOT_PUBLIC_IPV6)


def _is_loopback(host: str) -> bool:
    """127.0.0.0/8, ::1 and the name localhost."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _name_refusal(host: str) -> str | None:
    if host == "localhost" or host.endswith(".localhost"):
        return "localhost, a loopback name"
    if host.endswith(PRIVATE_SUFFIXES):
        return f"{host}, a name of a private network"
    if "." not in host and ":" not in host:
        return f"{host}, a name without a domain"
    return None
