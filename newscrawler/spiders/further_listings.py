"""Which of the listings that one points to are asked for: an index's children, a section's next page."""

from collections.abc import Callable, Collection
from datetime import UTC, datetime

from newscrawler.discovery.section_pages import wants_next_page
from newscrawler.discovery.sitemap_choice import choose_children
from newscrawler.incremental.listings import KnownListings
from newscrawler.model.link import FurtherListing, Listing
from newscrawler.urls import url_key

MAX_INDEX_DEPTH = 3  # an index of indexes is common, more than that is a ring


def children_of_index(
    listing: Listing,
    index: str,
    depth: int,
    *,
    domains: Collection[str],
    named: Collection[str],
    known: KnownListings,
    warn: Callable[[str], None],
) -> tuple[FurtherListing, ...]:
    """The sitemaps of an index that are the outlet's own and may have something new, the newest first.

    Args:
        listing: what the index says.
        index: its address.
        depth: how many indexes led to it.
        domains: those of the outlet.
        named: sitemaps that robots.txt names: they are the outlet's own wherever they lie.
        known: when each was read last.
        warn: told of sitemaps that are left alone though nobody has read them.
    """
    if listing.further and depth >= MAX_INDEX_DEPTH:
        warn(f"{index}: an index inside of {depth} others: what it names was not asked")
        return ()
    chosen = choose_children(
        listing.further, index=index, domains=domains, states=known.states, now=datetime.now(UTC), named=named
    )
    if chosen.foreign:
        count = len(chosen.foreign)
        warn(f"{index}: {count} sitemaps on other domains, which robots.txt does not name, were not asked")
    return chosen.wanted


def next_pages_of_section(
    listing: Listing, before: frozenset[str], *, unknown: int, read_before: bool
) -> tuple[FurtherListing, ...]:
    """The next page of a section, where it promises something new.

    Args:
        listing: what this page says.
        before: keys of the links that the pages before this one had.
        unknown: how many links of this page are fetched.
        read_before: whether this page was read by an earlier run.
    """
    new = len(link_keys(listing) - before)
    return listing.further if wants_next_page(listing, new=new, unknown=unknown, read_before=read_before) else ()


def link_keys(listing: Listing) -> frozenset[str]:
    """The keys of a listing's links."""
    return frozenset(url_key(link.url) for link in listing.links)
