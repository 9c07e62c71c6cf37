"""``crawl OUTLET...``: fetch what is new at these outlets, side by side, in one process."""

from collections.abc import Sequence
from pathlib import Path

import newscrawler
from newscrawler.catalogue import Catalogue, find_outlet, load_catalogue, mistakes_in_words
from newscrawler.errors import ConfigurationError, UsageError
from newscrawler.middlewares.contact import NO_CONTACT
from newscrawler.model.outlet import Outlet
from newscrawler.operations.backfill import Days, tell_plan, tell_results
from newscrawler.operations.crawl_end import Ended
from newscrawler.operations.crawl_exit import NOTHING_NEW, exit_code
from newscrawler.operations.crawl_summary import Progress, print_summary
from newscrawler.operations.crawling import CrawlProgram
from newscrawler.operations.crawls_under_way import Job
from newscrawler.operations.log_file import open_log
from newscrawler.operations.output import Output
from newscrawler.operations.settings_of_crawl import crawl_settings
from newscrawler.scheduling.host_group import domains_of, listings_of
from newscrawler.settings import Environment
from newscrawler.spiders.backfill import backfill_spider
from newscrawler.spiders.loader import outlet_spider
from newscrawler.urls import is_this_machine


def crawl_outlets(
    ids: Sequence[str],
    *,
    everything: bool,
    tag: str | None,
    days: Days | None = None,
    refetch: bool,
    limit: int | None,
    environment: Environment,
    output: Output,
) -> int:
    """The exit code of a crawl of the outlets that are named, or of all, or of those with a tag.

    With ``days`` it is a back-fill of what they published on these.

    Raises:
        UsageError: an unknown outlet, or a tag that no outlet has.
        ConfigurationError: a named outlet's file is broken, or real sites without a contact.
    """
    catalogue = load_catalogue(environment.outlet_folders)
    outlets = _chosen(catalogue, ids, everything=everything, tag=tag)
    if catalogue.mistakes:
        output.message(mistakes_in_words(catalogue), "yellow")
    require_contact(outlets, environment)
    log = open_log(environment.data_dir)
    overrides: dict[str, object] = {"NEWSCRAWLER_REFETCH": refetch}
    if limit is not None:
        overrides["NEWSCRAWLER_BACKFILL_ARTICLES" if days else "NEWSCRAWLER_MAX_ARTICLES"] = limit
    jobs, unloadable = _jobs(outlets, catalogue, days)
    if days is not None:
        tell_plan([job.outlet for job in jobs], days, output)
    progress = Progress(output, total=len(jobs) + len(unloadable))
    program = CrawlProgram(crawl_settings(environment, **overrides), progress.ended, progress.message, progress.tick)
    for broken in unloadable:
        progress.ended(broken)
    with progress:
        ended = [*unloadable, *(program.run(host_groups(jobs)) if jobs else [])]
    print_summary(ended, output, log, waiting=program.waiting)
    if days is not None:
        tell_results(ended, days.options if limit is None else f"{days.options} --limit {limit}", output)
    has_broken = bool(catalogue.mistakes)
    code = exit_code(ended, stops=program.stops, broken_files=has_broken, waiting=program.waiting)
    if code == NOTHING_NEW:
        output.message("No listing had a single link. To look closer: newscrawler preview OUTLET", "yellow")
    return code


def require_contact(outlets: Sequence[Outlet], environment: Environment) -> None:
    """Refuse to crawl real sites without a contact.

    Raises:
        ConfigurationError: says which variable to set.
    """
    if environment.contact:
        return
    if all(is_this_machine(url) for outlet in outlets for url in listings_of(outlet)):
        return
    raise ConfigurationError(NO_CONTACT)


def host_groups(jobs: Sequence[Job]) -> list[list[Job]]:
    """The jobs in groups such that two groups share no registered domain.

    Scrapy keeps its pauses per crawl: two crawls that meet on one host would not see each other's requests.
    """
    groups: list[tuple[set[str], list[Job]]] = []
    for job in jobs:
        domains = set(domains_of(job.outlet))
        met = [group for group in groups if group[0] & domains]
        groups = [group for group in groups if not group[0] & domains]
        members = [member for _, others in met for member in others]
        groups.append((domains.union(*(others for others, _ in met)), [*members, job]))
    return [members for _, members in groups]


def _chosen(catalogue: Catalogue, ids: Sequence[str], *, everything: bool, tag: str | None) -> list[Outlet]:
    if ids:
        return [find_outlet(catalogue, outlet_id) for outlet_id in dict.fromkeys(ids)]
    enabled = [outlet for outlet in catalogue.outlets.values() if outlet.enabled]
    if everything:
        return enabled
    tagged = [outlet for outlet in enabled if tag in outlet.tags]
    if not tagged:
        known = sorted({name for outlet in enabled for name in outlet.tags})
        raise UsageError(f"No enabled outlet has the tag '{tag}'. Tags: {', '.join(known) or 'none'}")
    return tagged


def _jobs(outlets: Sequence[Outlet], catalogue: Catalogue, days: Days | None) -> tuple[list[Job], list[Ended]]:
    """A job for every outlet; an outlet whose own code cannot be loaded ends before it begins, the others go on."""
    jobs, unloadable = [], []
    for outlet in outlets:
        try:
            spider = outlet_spider(outlet, catalogue.code.get(outlet.id))
            jobs.append(Job(backfill_spider(spider, days.window_of(outlet)) if days else spider, outlet))
        except Exception as error:  # noqa: BLE001 - whatever the code of one outlet raises when it is imported
            unloadable.append(Ended(outlet.id, None, failure=place_of_error(error)))
    return jobs, unloadable


def place_of_error(error: BaseException) -> str:
    """An error with the file and line in the outlet's code that raised it."""
    if isinstance(error, SyntaxError):
        return f"{error.filename}:{error.lineno}: {error.msg}"
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    file = trace.tb_frame.f_code.co_filename if trace else ""
    ours = Path(file).is_relative_to(Path(newscrawler.__file__).parent)  # then the message itself names the file
    place = f"{file}:{trace.tb_lineno}: " if trace and not ours else ""
    return f"{place}{type(error).__name__}: {error}"
