"""Where a section goes on: its next page, by ``rel=next``, by the numbers of its pages, by the word on the link."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from newscrawler.discovery.next_words import PAGE_NAMES, is_next_word
from newscrawler.discovery.plain_text import tidy_text
from newscrawler.discovery.xml_document import Element
from newscrawler.model.link import Listing
from newscrawler.urls import join_url, registered_domain, url_key

MAX_LINKS = 5000  # no honest section page has more; each costs a tenth of a millisecond
DAYS_OF_A_MONTH = 28  # so many numbers in a row, from 1, are a calendar and no pages

_OFFSETS = "from|limitstart|offset|skip|start"  # names that come before the number of an entry
_PAGE_NUMBER = re.compile(
    rf"(?:[?&;](?P<name>{PAGE_NAMES}|p|{_OFFSETS})=|/(?:{PAGE_NAMES})[/_-]?|/p(?=\d+(?:/|$))|[-_](?:page|p)[-_]?(?=\d+(?:\.|/|$))"
    r"|(?<=/index)_|(?<=/list)[_-])(?P<number>\d{1,5})(?=[/&.?;]|$)",
    re.IGNORECASE,
)
_OFFSET = re.compile(_OFFSETS, re.IGNORECASE)
_BARE_NUMBER = re.compile(r"/(\d{1,3})/?$")
_PAGER = re.compile(r"(?:^|[\s_-])(?:pag(?:er|ination|inator|es|ing)?|nav-links|page-numbers?|wp-pagenavi)(?:$|[\s_-])")
_DATA_ADDRESSES = ("data-next-url", "data-next-page-url", "data-next", "data-href", "data-url")
_MORE = re.compile(r"load-?more|show-?more|infinite|next-?page|pagination", re.IGNORECASE)


def wants_next_page(listing: Listing, *, new: int, unknown: int, read_before: bool) -> bool:
    """Is the next page of a section worth a request? Not behind a page of what is known, nor behind a repeated one.

    Args:
        listing: the page.
        new: how many of its links no earlier page of this section had.
        unknown: how many of its wanted links are neither stored nor known to fail.
        read_before: was the section read to this rule's end by an earlier run? If not, what is known may be what an
            interrupted run stored, with unknown ones behind it.
    """
    return bool(listing.further) and new > 0 and (unknown > 0 or not read_before)


def next_pages(root: Element, base: str, url: str) -> tuple[str, ...]:
    """The address of the section's next page, or nothing.

    Args:
        root: the page.
        base: what its links are relative to.
        url: the page's own address.
    """
    links = [(node, address) for node in islice(root.iter("a"), MAX_LINKS) if (address := _address(node, base))]
    declared = [node for node in root.iter("link", "a") if "next" in (node.get("rel") or "").lower().split()]
    candidates = (
        (_address(node, base) for node in declared),
        _numbered(links, url),
        _worded(links, url),
        _counted(links, url),
        _announced(root, base, url),
    )
    for address in (address for found in candidates for address in found):
        if address and _goes_on(address, url):
            return (address,)
    return ()


def _goes_on(address: str, url: str) -> bool:
    """Is it another page of the same site, and not one whose address grows with every page?"""
    is_other = url_key(address) != url_key(url) and registered_domain(address) == registered_domain(url)
    return is_other and len(_PAGE_NUMBER.findall(address)) <= max(1, len(_PAGE_NUMBER.findall(url)))


def _address(node: Element, base: str, name: str = "href") -> str | None:
    joined = join_url(base, node.get(name) or "") if node.get(name) else None
    return joined.partition("#")[0] if joined else None


def _text(node: Element) -> str:
    return tidy_text("".join(str(text) for text in node.itertext()), 60) or ""


def _numbered(links: Iterable[tuple[Element, str]], url: str) -> Iterator[str]:
    """The link to this section's page with the next number, if there is one."""
    stem, number, is_offset = _stem_and_number(url)
    found: dict[int, tuple[str, str]] = {}
    for node, address in links:
        other_stem, other, other_is_offset = _stem_and_number(address)
        if other is not None and other_stem == stem:
            is_offset = is_offset or other_is_offset
            found.setdefault(other, (address, _text(node)))
    if number is None:  # counted from 0 or from 1: the link with the text "2" knows
        yield from (address for address, text in found.values() if text == "2")
    first = 1 if number is None else number + 1
    later = [place for place in found if place >= first]
    if later and (number is None or is_offset or number + 1 in found):
        yield found[min(later)][0]


def _worded(links: Iterable[tuple[Element, str]], url: str) -> Iterator[str]:
    """A link to this section that says "next", or the like."""
    stem, _, _ = _stem_and_number(url)
    for node, address in links:
        said = (_text(node), node.get("aria-label") or "", node.get("title") or "")
        if _stem_and_number(address)[0] == stem and any(map(is_next_word, said)):
            yield address


def _counted(links: Iterable[tuple[Element, str]], url: str) -> Iterator[str]:
    """``/hafen/2/`` and other forms that only a row of numbered links tells: the one with the next number."""
    bare = _BARE_NUMBER.search(url)
    own, section = (int(bare[1]), url[: bare.start() + 1]) if bare else (1, url)
    found: dict[int, str] = {}
    for node, address in links:
        text = _text(node)
        if text.isascii() and text.isdigit() and len(text) < 5 and _is_in_pager(node):
            found.setdefault(int(text), address)
    numbers = set(found)
    if numbers >= set(range(2, DAYS_OF_A_MONTH)):
        return
    following = found.get(own + 1)
    if following and len(numbers) > 1 and url_key(following).startswith(url_key(section).rstrip("/")):
        yield following


def _is_in_pager(node: Element) -> bool:
    steps = islice(node.iterancestors(), 4)
    return any(_PAGER.search(f"{step.get('class') or ''} {step.get('id') or ''}".lower()) for step in steps)


def _announced(root: Element, base: str, url: str) -> Iterator[str | None]:
    """What a button that loads more has in its attributes, where that is a page of this section."""
    stem, _, _ = _stem_and_number(url)
    for node in root.iter("a", "button", "div", "section", "ul"):
        names = f"{node.get('class') or ''} {node.get('id') or ''}"
        if _MORE.search(names) or node.get("data-next-url") or node.get("data-next-page-url"):
            addresses = (_address(node, base, name) for name in _DATA_ADDRESSES)
            yield from (address for address in addresses if address and _stem_and_number(address)[0] == stem)


def _stem_and_number(url: str) -> tuple[str, int | None, bool]:
    """The key of the address without its page number; that number; does it count entries rather than pages?"""
    found = _PAGE_NUMBER.search(url)
    if not found:
        return _plain_key(url), None, False
    rest = url[found.end() :]
    start = url[: found.start()]
    if found[0].startswith("?") and rest.startswith("&"):
        rest = "?" + rest[1:]
    return _plain_key(start + rest), int(found["number"]), bool(_OFFSET.fullmatch(found["name"] or ""))


def _plain_key(url: str) -> str:
    """The key of an address without what a file that stands for its folder is called."""
    return re.sub(r"/(?:index|list)?\.(?:s?html?|php|aspx?)$", "", url_key(url))
