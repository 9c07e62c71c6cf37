"""What an outlet's file says about fetching, as Scrapy's settings."""

from scrapy.settings import BaseSettings

from newscrawler.model.outlet import Outlet

# Scrapy starts a request in the next turn of its loop, and with no delay at all counts it only then: several would be
# under way to a host that was promised one at a time, each over a connection of its own.
LEAST_DELAY_SECONDS = 0.001


def apply_outlet(settings: BaseSettings, outlet: Outlet) -> None:
    """Put the outlet's own ways above the project's settings and below the command line's."""
    fetch = outlet.fetch
    if outlet.delay_seconds is not None:
        settings.set("DOWNLOAD_DELAY", max(outlet.delay_seconds, LEAST_DELAY_SECONDS), "spider")
    if outlet.max_pages_per_run is not None:
        settings.set("NEWSCRAWLER_MAX_ARTICLES", outlet.max_pages_per_run, "spider")
    settings.set("COOKIES_ENABLED", fetch.cookies, "spider")
    settings.set("DOWNLOAD_VERIFY_CERTIFICATES", fetch.verify, "spider")
    if not fetch.obey_robots:
        settings.set("ROBOTSTXT_OBEY", value=False, priority="spider")
