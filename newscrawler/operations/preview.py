"""``preview``: what a crawl of an outlet would store, and which rule took what; stores nothing, opens no database."""

import argparse
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from newscrawler import settings as project
from newscrawler.catalogue import Catalogue, find_outlet, load_catalogue
from newscrawler.model.outlet import Outlet
from newscrawler.operations.crawl import place_of_error, require_contact
from newscrawler.operations.crawl_end import Ended, Totals
from newscrawler.operations.crawl_exit import CODE_BROKE, FAILED, NOTHING_NEW, STOPPED
from newscrawler.operations.crawl_summary import Progress
from newscrawler.operations.crawling import CrawlProgram
from newscrawler.operations.crawls_under_way import Job
from newscrawler.operations.log_file import open_log
from newscrawler.operations.output import Output
from newscrawler.operations.preview_text import print_preview
from newscrawler.operations.preview_view import Preview, preview_of
from newscrawler.operations.settings_of_crawl import crawl_settings
from newscrawler.operations.terminal_text import many
from newscrawler.scheduling.host_group import listings_of
from newscrawler.settings import Environment
from newscrawler.spiders.loader import outlet_spider
from newscrawler.spiders.watched import WatchedSpider, watched_spider

# A crawl's components that ask the database or write into it. The run's own record writes only where it is open.
NEED_DATABASE = frozenset(
    {
        "newscrawler.middlewares.database_first.DatabaseFirstMiddleware",
        "newscrawler.middlewares.outlet_lease.OutletLeaseMiddleware",
        "newscrawler.pipelines.copies.CopiesPipeline",
        "newscrawler.pipelines.furniture.FurniturePipeline",
        "newscrawler.pipelines.storage.StoragePipeline",
    }
)
PREVIEW_EXTENSIONS = {
    "newscrawler.extensions.preview_record.PreviewRecord": 500,
    "newscrawler.extensions.run_record.RunRecord": 600,
}
STOPPING = "Stopping: what was read is shown. Press Ctrl-C again to stop at once."
FURTHER_LISTINGS = 5  # of an index of sitemaps or a section's next pages: a look need not read them all


def run(options: argparse.Namespace, environment: Environment, output: Output) -> int:
    """The exit code of ``preview``: 1 where nothing would be stored though something was there, 5 without any link.

    Raises:
        UsageError: an unknown outlet.
        ConfigurationError: its file is broken, or a real site without a contact.
    """
    catalogue = load_catalogue(environment.outlet_folders)
    outlet = find_outlet(catalogue, options.outlet)
    require_contact([outlet], environment)
    open_log(environment.data_dir)
    try:
        spider = _watched(outlet, catalogue)
    except Exception as error:  # noqa: BLE001 - whatever the outlet's own code raises when it is imported
        output.message(f"{outlet.id}: not crawled: {place_of_error(error)}", "red")
        return FAILED
    ended, stops = _crawl(spider, outlet, options.limit, environment, output)
    if ended is None or ended.run is None:
        output.message(f"{outlet.id}: not crawled: {ended.failure if ended else 'stopped before it began'}", "red")
        return STOPPED if stops else FAILED
    preview = replace(
        preview_of(outlet, spider.listings_read, spider.previewed, ended.run),
        unlisted_sitemaps=tuple(spider.unlisted_sitemaps),
    )
    print_preview(preview, output)
    if ended.failure:
        output.message(f"{outlet.id}: {ended.failure}", "red")
    if ended.errors:
        output.message(f"{ended.errors} errors in the log: {environment.data_dir / 'logs' / 'crawl.log'}", "red")
    return STOPPED if stops else exit_code(preview, ended)


def _watched(outlet: Outlet, catalogue: Catalogue) -> type[WatchedSpider]:
    return watched_spider(outlet_spider(outlet, catalogue.code.get(outlet.id)))


def _crawl(
    spider: type[WatchedSpider], outlet: Outlet, limit: int, environment: Environment, output: Output
) -> tuple[Ended | None, int]:
    """How the crawl ended, and how many signals came."""
    settings = crawl_settings(
        environment,
        EXTENSIONS=PREVIEW_EXTENSIONS,
        ITEM_PIPELINES=without_database(project.ITEM_PIPELINES),
        SPIDER_MIDDLEWARES=without_database(project.SPIDER_MIDDLEWARES),
        NEWSCRAWLER_MAX_ARTICLES=limit,
        NEWSCRAWLER_MAX_LISTINGS=len(listings_of(outlet)) + FURTHER_LISTINGS,
        NEWSCRAWLER_WORKERS=min(environment.workers, 1),
    )
    progress = Progress(output, total=1)
    troubles: list[Ended] = []
    program = CrawlProgram(
        settings, troubles.append, lambda _: output.message(STOPPING), partial(_tick, spider, limit, progress)
    )
    with progress:
        ended = program.run([[Job(spider, outlet)]])
    return (ended[0] if ended else None), program.stops


def _tick(spider: type[WatchedSpider], limit: int, progress: Progress, totals: Totals) -> None:
    listed = f"{many(len(spider.listings_read), 'listing')} read"
    progress.tell(f"{listed}, {totals.fetched} of at most {limit} pages fetched, {len(spider.previewed)} judged")


def without_database(components: Mapping[str, int]) -> dict[str, int]:
    """The components that neither ask the database nor write into it."""
    return {name: place for name, place in components.items() if name not in NEED_DATABASE}


def exit_code(preview: Preview, ended: Ended) -> int:
    """0 something would be stored; 1 nothing although something was there, or code broke; 5 no link anywhere."""
    if ended.failure or any(outcome.kind in CODE_BROKE for outcome in preview.outcomes):
        return FAILED
    if preview.articles:
        return 0
    counts = preview.run.counts
    was_there = counts["fetched"] or counts["found"] or any(view.failure for view in preview.listings)
    return FAILED if was_there else NOTHING_NEW
