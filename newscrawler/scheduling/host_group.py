"""Which hosts an outlet needs for itself while it is crawled."""

from newscrawler.model.outlet import Outlet
from newscrawler.urls import registered_domain


def listings_of(outlet: Outlet) -> tuple[str, ...]:
    """Every address that a crawl of the outlet begins at, patterns of archive pages too, and its home."""
    return (outlet.home, *outlet.feeds, *outlet.sitemaps, *outlet.sections, *outlet.archives)


def domains_of(outlet: Outlet) -> tuple[str, ...]:
    """The registered domains of the outlet's listings, sorted: runs that claim them in order never block each other."""
    return tuple(sorted({registered_domain(url) for url in listings_of(outlet)}))
