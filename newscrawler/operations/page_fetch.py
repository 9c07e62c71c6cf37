"""One page fetched from the network, under all our settings: robots.txt, the address guard, the limits."""

from dataclasses import replace
from typing import TYPE_CHECKING

from newscrawler.errors import UnreadablePageError
from newscrawler.model.outcome import Outcome, OutcomeKind
from newscrawler.model.outlet import FetchRules
from newscrawler.model.page import Page
from newscrawler.operations.crawl import require_contact
from newscrawler.operations.crawling import CrawlProgram
from newscrawler.operations.crawls_under_way import Job
from newscrawler.operations.log_file import open_log
from newscrawler.operations.settings_of_crawl import crawl_settings
from newscrawler.settings import Environment
from newscrawler.spiders.single_page import SinglePageSpider

if TYPE_CHECKING:
    from newscrawler.operations.crawl_end import Ended

# Of a crawl's components only those that fetch: nothing is looked up, nothing recorded, nothing stored.
NO_STORAGE = ("EXTENSIONS", "ITEM_PIPELINES", "SPIDER_MIDDLEWARES")
DEFAULT_RULES = FetchRules()


def fetch_page(url: str, environment: Environment, rules: FetchRules = DEFAULT_RULES) -> Page:
    """The page at a URL, fetched once per process at most (a reactor's life); ``rules`` are those of its outlet.

    Raises:
        ConfigurationError: a real site without a contact.
        UnreadablePageError: no page came; the message says why, ``reason`` is the outcome's kind.
    """
    outlet = replace(SinglePageSpider.outlet, home=url, fetch=rules)
    spider = type("SinglePageSpider", (SinglePageSpider,), {"outlet": outlet})
    require_contact([outlet], environment)
    open_log(environment.data_dir)
    found: list[Page | Outcome] = []
    troubles: list[Ended] = []
    settings = crawl_settings(environment, **{name: {} for name in NO_STORAGE}, NEWSCRAWLER_WORKERS=0, DOWNLOAD_DELAY=0)
    program = CrawlProgram(settings, troubles.append, lambda _: None, lambda _: None)
    program.run([[Job(spider, outlet, {"url": url, "found": found})]])
    if not found:
        reason = "stopped before it answered" if program.stops or not troubles else troubles[0].failure
        raise UnreadablePageError(f"{url}: {reason}", OutcomeKind.CONNECTION_FAILED)
    page = found[0]
    if isinstance(page, Outcome):
        raise UnreadablePageError(f"{url}: {page.kind}: {page.message}", page.kind)
    return page
