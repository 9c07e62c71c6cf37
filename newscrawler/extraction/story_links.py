"""The links of a story: where the addresses in its blocks lead."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace
from typing import Final, NamedTuple

from lxml.html import HtmlElement

from newscrawler.extraction.blocks import CutPage
from newscrawler.model.block import Block
from newscrawler.url_address import is_plain
from newscrawler.urls import join_url

# Links that are looked at in one article. A story with more is a list of everything, or an attack.
MOST_LINKS: Final = 1_000
_LONGEST_ADDRESS: Final = 2_000


class _Base(NamedTuple):
    """What a page's relative addresses are relative to, its scheme and host, and the page's address, no fragment."""

    url: str
    origin: str
    page: str


def with_links(cut: CutPage, blocks: tuple[Block, ...], kept: Iterable[int], url: str) -> tuple[Block, ...]:
    """The blocks of a story, each with the links in its text: absolute addresses, in page order, each once.

    Links without a text, within the page, or to what is no web address (``mailto:`` and the like) do not count, nor
    those that hold a whole block: they are teasers. Of a story's links the first 1,000 are looked at.

    Args:
        cut: the page.
        blocks: made from the page; each ``position`` is the index of the first of the page's blocks that it is made of.
        kept: indices of all of the page's blocks that they are made of, in page order.
        url: the page's address.
    """
    links = [(index, link) for index in kept for link in cut.links[index]]
    starts = [block.position for block in blocks if block.position is not None]
    if not links or len(starts) < len(blocks):
        return blocks
    base = _base_of(cut.tree, url)
    found: dict[int, dict[str, None]] = {}
    for index, link in links[:MOST_LINKS]:
        if address := _address_of(link, base):
            found.setdefault(bisect_right(starts, index) - 1, {})[address] = None
    made = list(blocks)
    for place, addresses in found.items():
        made[place] = replace(made[place], links=tuple(addresses))
    return tuple(made)


def links_in(blocks: Iterable[Block]) -> tuple[str, ...]:
    """The links of all the blocks, in their order, each once."""
    return tuple(dict.fromkeys([address for block in blocks for address in block.links]))


def _base_of(tree: HtmlElement, url: str) -> _Base:
    stated = next((base for head in tree.iterchildren("head") for base in head.iterchildren("base")), None)
    base = (stated is not None and join_url(url, stated.get("href", ""))) or url
    root = join_url(base, "/")
    return _Base(base, root[:-1] if root else "", url.partition("#")[0])


def _address_of(written: str, base: _Base) -> str | None:
    """Where a link leads; None where that is nowhere else on the web."""
    if written.startswith("#") or len(written) > _LONGEST_ADDRESS:
        return None
    plain = base.origin + written
    is_simple = written.startswith("/") and not written.startswith("//") and is_plain(plain)  # as most are
    address = plain if is_simple else join_url(base.url, written)
    if address is None or ("#" in address and address.partition("#")[0] == base.page):
        return None
    return address
