"""What an outlet's file says about fetching, as Scrapy's settings."""

from scrapy.settings import BaseSettings

from newscrawler.model.outlet import Outlet


def apply_outlet(settings: BaseSettings, outlet: Outlet) -> None:
    """Put the outlet's own ways above the project's settings and below the command line's."""
    fetch = outlet.fetch
    if outlet.delay_seconds is not None:
        settings.set("DOWNLOAD_DELAY", outlet.delay_seconds, "spider")
    if outlet.max_pages_per_run is not None:
        settings.set("NEWSCRAWLER_MAX_ARTICLES", outlet.max_pages_per_run, "spider")
    settings.set("COOKIES_ENABLED", fetch.cookies, "spider")
    settings.set("DOWNLOAD_VERIFY_CERTIFICATES", fetch.verify, "spider")
    if not fetch.obey_robots:
        settings.set("ROBOTSTXT_OBEY", value=False, priority="spider")
