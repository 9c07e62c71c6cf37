"""``errors --retry``: what gave no article is fetched again now, as politely as by a crawl, and nothing else."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from newscrawler.catalogue import Catalogue, find_outlet, load_catalogue, mistakes_in_words
from newscrawler.errors import NewscrawlerError, UnknownOutletError, UsageError
from newscrawler.model.link import ArticleLink
from newscrawler.model.outcome import Outcome, OutcomeKind
from newscrawler.model.outlet import Outlet
from newscrawler.operations.crawl import host_groups, place_of_error, require_contact
from newscrawler.operations.crawl_end import Ended
from newscrawler.operations.crawl_exit import exit_code
from newscrawler.operations.crawl_summary import Progress, print_summary
from newscrawler.operations.crawling import CrawlProgram
from newscrawler.operations.crawls_under_way import Job
from newscrawler.operations.error_choice import QUARANTINE, Wanted, nothing_recorded, whole_run_id
from newscrawler.operations.log_file import open_log
from newscrawler.operations.nothing_found import MADE_FROM_HOSTS, require_outlet
from newscrawler.operations.opened_database import opened_database
from newscrawler.operations.output import Output
from newscrawler.operations.settings_of_crawl import crawl_settings
from newscrawler.operations.terminal_text import many
from newscrawler.settings import URLLENGTH_LIMIT, Environment
from newscrawler.spiders.loader import outlet_spider
from newscrawler.spiders.retry import retry_spider
from newscrawler.urls import join_url


@dataclass(slots=True)
class Again:
    """What is fetched again of one outlet.

    Attributes:
        listings: addresses as they are recorded: with their secrets masked.
        unusable: how many are no addresses that can be asked for.
        gone: how many articles are left that were taken away.
    """

    links: list[ArticleLink] = field(default_factory=list)
    listings: list[str] = field(default_factory=list)
    unusable: int = 0
    gone: int = 0

    def add(self, outcome: Outcome, *, with_gone: bool) -> None:
        """One more; an article that was taken away only where such are asked for: it is stored, and has its visits."""
        url = outcome.url
        if join_url(None, url) is None or len(url) >= URLLENGTH_LIMIT:  # such a one was cut before it was recorded
            self.unusable += 1
        elif outcome.kind is OutcomeKind.LISTING_FAILED:
            self.listings.append(url)
        elif outcome.kind is OutcomeKind.GONE and not with_gone:
            self.gone += 1
        else:
            self.links.append(outcome.link_or_bare)

    def tell_left(self, outlet_id: str, output: Output) -> None:
        """Say what is not fetched."""
        if self.unusable:
            output.message(f"{outlet_id}: {many(self.unusable, 'URL')} left: no address that can be asked for.")
        if self.gone:
            what = many(self.gone, "URL")
            output.message(f"{outlet_id}: {what} left: stored, and missing since. All the same: --kind gone")

    def __len__(self) -> int:
        """How many are fetched."""
        return len(self.links) + len(self.listings)


def retry_errors(wanted: Wanted, environment: Environment, output: Output) -> int:
    """The exit code of a crawl of these URLs, each outlet's as a run of its own, of kind ``retry``.

    Raises:
        UsageError: they are in quarantine, which no crawl empties; or the outlet or run that is named does not exist.
        ConfigurationError: the outlet that is named has a broken file, or real sites without a contact.
    """
    if wanted.kind == QUARANTINE:
        raise UsageError("What is in quarantine was fetched already. To store it: newscrawler reprocess --quarantine")
    catalogue = load_catalogue(environment.outlet_folders)
    found = asyncio.run(_recorded(wanted, environment, output))
    if not found:
        require_outlet(wanted.outlet, environment)
        output.message(f"{nothing_recorded(wanted)} Nothing to try again.")
        return 0
    outlets = _known_outlets(found, wanted, catalogue, output)
    if not outlets:
        output.message("Nothing else to try again.")
        return 0
    require_contact(outlets, environment)
    jobs, unloadable = _jobs(outlets, found, catalogue)
    if catalogue.mistakes:
        output.message(mistakes_in_words(catalogue), "yellow")
    return _crawl(jobs, unloadable, environment, output)


async def _recorded(wanted: Wanted, environment: Environment, output: Output) -> dict[str, Again]:
    """What is recorded and fits, the latest first, by outlet."""
    found: dict[str, Again] = defaultdict(Again)
    async with opened_database(environment, output=output, spool="first") as database:
        run_id = await whole_run_id(wanted.run, database)
        async for outcome in database.outcomes.find(wanted.outlet, wanted.outcome_kind, run_id, wanted.limit):
            found[outcome.outlet].add(outcome, with_gone=wanted.outcome_kind is OutcomeKind.GONE)
    return found


def _known_outlets(found: Mapping[str, Again], wanted: Wanted, catalogue: Catalogue, output: Output) -> list[Outlet]:
    """The outlets that are crawled; of the others it is told why their URLs are left."""
    outlets = []
    for outlet_id, again in sorted(found.items()):
        again.tell_left(outlet_id, output)
        if not len(again):
            continue
        left = f"{outlet_id}: {many(len(again), 'URL')} left"
        try:
            outlet = find_outlet(catalogue, outlet_id)
        except UnknownOutletError:
            if wanted.outlet and not outlet_id.startswith(MADE_FROM_HOSTS):
                raise
            output.message(f"{left}: it has no outlet file. For one of them: newscrawler fetch URL --store", "yellow")
        except NewscrawlerError as error:
            if wanted.outlet:
                raise
            output.message(f"{left}: {error}", "yellow")
        else:
            if outlet.enabled or wanted.outlet:
                outlets.append(outlet)
            else:
                output.message(f"{left}: it is not enabled. All the same: --outlet {outlet_id}", "yellow")
    return outlets


def _jobs(outlets: Sequence[Outlet], found: Mapping[str, Again], catalogue: Catalogue) -> tuple[list[Job], list[Ended]]:
    """A job for each outlet; one whose own code cannot be loaded ends before it begins."""
    jobs, unloadable = [], []
    for outlet in outlets:
        again = found[outlet.id]
        try:
            spider = retry_spider(outlet_spider(outlet, catalogue.code.get(outlet.id)))
            jobs.append(Job(spider, outlet, {"links": again.links, "listings": again.listings}))
        except Exception as error:  # noqa: BLE001 - whatever the code of one outlet raises when it is imported
            unloadable.append(Ended(outlet.id, None, failure=place_of_error(error)))
    return jobs, unloadable


def _crawl(jobs: Sequence[Job], unloadable: Sequence[Ended], environment: Environment, output: Output) -> int:
    log = open_log(environment.data_dir)
    progress = Progress(output, total=len(jobs) + len(unloadable))
    settings = crawl_settings(environment)
    program = CrawlProgram(settings, progress.ended, progress.message, progress.tick)
    for broken in unloadable:
        progress.ended(broken)
    with progress:
        ended = [*unloadable, *(program.run(host_groups(jobs)) if jobs else [])]
    print_summary(ended, output, log, waiting=program.waiting)
    _tell_result(ended, jobs, output)
    return exit_code(ended, stops=program.stops, broken_files=False, waiting=program.waiting)


def _tell_result(ended: Sequence[Ended], jobs: Sequence[Job], output: Output) -> None:
    """How many of the URLs are articles now; of a listing its articles count, too."""
    tried = sum(len(job.arguments["links"]) for job in jobs)
    listings = sum(len(job.arguments["listings"]) for job in jobs)
    articles = sum(one.run.counts["articles"] for one in ended if one.run is not None)
    what = [*([many(tried, "URL")] if tried else []), *([many(listings, "listing")] if listings else [])]
    output.message(
        f"Tried again: {' and '.join(what)}. {many(articles, 'article') if articles else 'No article'} came of it."
    )
