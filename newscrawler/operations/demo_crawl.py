"""Crawls the invented outlets through the real spiders and pipelines into the embedded database."""

import asyncio
import contextlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from newscrawler.demo.server import SiteServer
from newscrawler.demo.sites import Site, load_sites, site_outlet
from newscrawler.model.outcome import Outcome
from newscrawler.operations.crawl_end import Ended
from newscrawler.operations.crawl_exit import FAILED, exit_code
from newscrawler.operations.crawl_summary import Progress
from newscrawler.operations.crawling import CrawlProgram
from newscrawler.operations.crawls_under_way import Job
from newscrawler.operations.demo_report import Came, print_report
from newscrawler.operations.log_file import open_log
from newscrawler.operations.opened_database import opened_database
from newscrawler.operations.output import Output
from newscrawler.operations.settings_of_crawl import crawl_settings
from newscrawler.settings import Environment
from newscrawler.spiders.loader import outlet_spider
from newscrawler.storage.reading.queries import ArticleQuery
from newscrawler.storage.server import keeper
from newscrawler.storage.server.embedded import join_embedded
from newscrawler.urls import host_of

CONTACT = "the demo of newscrawler, which leaves this machine for nobody"
PAUSE_SECONDS = 0.02  # nobody has to be spared
END_SECONDS = 3.0  # for the database server to end, where nobody else uses it: it takes a few tenths of one


def crawl_demo(environment: Environment, output: Output) -> int:
    """0 if everything came in that should; 1 if not; 130 if a signal ended it.

    What is broken on the sites is broken on purpose: those URLs are outcomes, and no failure of the demo.

    Raises:
        StorageError: the embedded database does not start.
    """
    if environment.mongo_uri:
        output.message("NEWSCRAWLER_MONGO_URI is set, and left alone: the demo stores into the embedded database.")
    ours = replace(
        environment, mongo_uri=None, outlet_folders=(), contact=CONTACT, keep_pages=True, allow_loopback=True
    )
    log = open_log(ours.data_dir)
    sites = load_sites()
    with SiteServer(sites, as_proxy=True) as server, _running_database(ours.data_dir):
        number = ("No", "One", "Two", "Three")[len(sites)] if len(sites) < 4 else len(sites)
        output.line(f"{number} invented outlets are served on 127.0.0.1 and crawled, as real ones are.")
        output.flush()
        program, ended = _crawl(sites, server, ours, output)
        if program.stops:
            return exit_code(ended, stops=program.stops, broken_files=False)
        if any(one.skipped for one in ended):
            output.message("Another demo is under way in this database. Run this one again when that has ended.", "red")
            return FAILED
        articles, outcomes = asyncio.run(_read_back(sites, ended, ours))
        print_report(Came(ended, articles, outcomes), output, uri_is_set=bool(environment.mongo_uri))
    missing = _missing(sites, ended, articles)
    for words in missing:
        output.message(f"{words} The log: {log}", "red")
    return FAILED if missing else 0


def _crawl(
    sites: Sequence[Site], server: SiteServer, environment: Environment, output: Output
) -> tuple[CrawlProgram, list[Ended]]:
    """Visit every outlet; and once more those whose newsrooms have worked on in the meantime."""
    groups = [_jobs(site, server) for site in sites]
    progress = Progress(output, total=1)

    def on_end(ended: Ended) -> None:
        server.update(ended.name)
        if not ended.skipped:
            progress.ended(ended)

    settings = crawl_settings(environment, DOWNLOAD_DELAY=PAUSE_SECONDS)
    program = CrawlProgram(settings, on_end, progress.message, progress.tick)
    with progress:
        return program, program.run(groups)


def _jobs(site: Site, server: SiteServer) -> list[Job]:
    outlet = site_outlet(site, server.base_of(site))
    outlet = replace(outlet, fetch=replace(outlet.fetch, proxy=server.address))
    spider = outlet_spider(outlet)
    if not any(answer.updated_file for answer in site.answers.values()):
        return [Job(spider, outlet)]
    again = type(spider.__name__, (spider,), {"custom_settings": {"NEWSCRAWLER_REFETCH": True}})
    return [Job(spider, outlet), Job(again, outlet)]


async def _read_back(
    sites: Sequence[Site], ended: Sequence[Ended], environment: Environment
) -> tuple[list[dict[str, Any]], list[Outcome]]:
    """The stored articles of these sites, and what became of the other URLs in these runs."""
    runs = {one.run.id for one in ended if one.run}
    async with opened_database(environment) as database:
        articles = [
            document
            for site in sites
            async for document in database.articles.find(ArticleQuery(outlet=site.id))
            if host_of(document["url"]) == site.host  # an outlet of the user's own may bear the same id
        ]
        outcomes = [
            outcome for site in sites async for outcome in database.outcomes.find(outlet=site.id) if outcome.run in runs
        ]
    return articles, outcomes


def _missing(sites: Sequence[Site], ended: Sequence[Ended], articles: Sequence[dict[str, Any]]) -> list[str]:
    """A sentence for everything that should have come in and did not."""
    sentences = [
        f"{one.name}: {one.failure or one.database_lost}." for one in ended if one.failure or one.database_lost
    ]
    for site in sites:
        own = [article for article in articles if article["outlet"] == site.id]
        if not own:
            sentences.append(f"No article of {site.id} came in.")
        if any(answer.updated_file for answer in site.answers.values()) and not any(
            article["version"] > 1 for article in own
        ):
            sentences.append(f"The updated article of {site.id} did not come in.")
    return sentences


@contextlib.contextmanager
def _running_database(data_dir: Path) -> Iterator[None]:
    """The embedded server, held from the crawl to the report; when this returns it has ended, unless others use it."""
    place = join_embedded(data_dir)
    try:
        yield
    finally:
        place.release()
        deadline = time.monotonic() + END_SECONDS
        while keeper.is_held(keeper.file_in(data_dir, "keeper")) and time.monotonic() < deadline:
            time.sleep(0.05)
