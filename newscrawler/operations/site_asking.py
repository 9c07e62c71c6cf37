"""Asks a site about itself, politely, in one program: robots.txt obeyed, nothing looked up, nothing stored."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from newscrawler.discovery.country_zones import ZONE_OF_COUNTRY
from newscrawler.discovery.outlet_facts import country_of_id
from newscrawler.discovery.site_questions import MAX_QUESTIONS
from newscrawler.discovery.site_survey import Survey
from newscrawler.errors import NewscrawlerError, UsageError
from newscrawler.operations.crawl import require_contact
from newscrawler.operations.crawling import CrawlProgram
from newscrawler.operations.crawls_under_way import Job
from newscrawler.operations.log_file import open_log
from newscrawler.operations.output import Output
from newscrawler.operations.page_fetch import NO_STORAGE
from newscrawler.operations.settings_of_crawl import crawl_settings
from newscrawler.settings import Environment
from newscrawler.spiders.site_probe import SiteProbeSpider
from newscrawler.urls import host_of, is_this_machine, join_url

if TYPE_CHECKING:
    from newscrawler.operations.crawl_end import Ended

MAX_SECONDS = 300  # somebody waits; a site whose robots.txt asks for a minute between requests ends here
MAX_RETRY_AFTER_SECONDS = 20

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_PORT = re.compile(r"[^/?#]*:(?!443\b)\d+(?:[/?#]|$)")  # a port of its own: a trial server, hardly ever with TLS


def ask_site(typed: str, outlet_id: str, environment: Environment, output: Output) -> tuple[Survey, bool]:
    """What a site answered, and whether a signal stopped the asking. Once per process: a reactor's life.

    Raises:
        UsageError: what was typed is no web address.
        ConfigurationError: a real site without a contact.
        NewscrawlerError: the asking itself broke.
    """
    urls = typed_addresses(typed)
    is_here = is_this_machine(urls[0])
    outlet = replace(SiteProbeSpider.outlet, home=urls[0])
    require_contact([outlet], environment)
    open_log(environment.data_dir)
    if output.messages_terminal:
        pace = "" if is_here else ", a second apart"
        output.message(f"Asking {host_of(urls[0])}, at most {MAX_QUESTIONS} addresses{pace} ...", "dim")
    overrides: dict[str, object] = {name: {} for name in NO_STORAGE}
    overrides |= {
        "CLOSESPIDER_TIMEOUT": MAX_SECONDS,
        "NEWSCRAWLER_MAX_RETRY_AFTER_SECONDS": MAX_RETRY_AFTER_SECONDS,
        "NEWSCRAWLER_WORKERS": 0,
    }
    if is_here:
        overrides["DOWNLOAD_DELAY"] = 0
    survey = Survey(urls, ZONE_OF_COUNTRY.get(country_of_id(outlet_id) or "", "UTC"))
    found = [survey]
    troubles: list[Ended] = []
    settings = crawl_settings(environment, **overrides)
    program = CrawlProgram(settings, troubles.append, lambda _: output.message("Stopping."), lambda _: None)
    program.run([[Job(SiteProbeSpider, outlet, {"survey": survey, "found": found})]])
    broken = next((ended.failure for ended in troubles if ended.failure and ended.run), None)
    if broken and not program.stops:
        raise NewscrawlerError(f"{urls[0]}: {broken}")
    return found[0], bool(program.stops)


def typed_addresses(typed: str) -> tuple[str, ...]:
    """The web addresses that what was typed may mean, the likeliest first.

    Raises:
        UsageError: it is none.
    """
    schemes = ("http", "https") if _PORT.match(typed) else ("https", "http")
    spelled = [typed] if _SCHEME.match(typed) else [f"{scheme}://{typed}" for scheme in schemes]
    urls = [join_url(None, text) for text in spelled]
    if None in urls or not host_of(urls[0] or "") or "@" in (urls[0] or "").split("/")[2]:
        raise UsageError(f"'{typed}' is no web address: it must be like https://www.elbkurier.example/")
    return tuple(url for url in urls if url)
