"""``crawl --from-warc FILE...``: stored pages down the same road, without network."""

import os
from collections.abc import Sequence
from pathlib import Path

from scrapy.settings import Settings

from newscrawler import settings as project
from newscrawler.catalogue import load_catalogue, mistakes_in_words
from newscrawler.errors import UsageError
from newscrawler.operations.crawl_exit import exit_code
from newscrawler.operations.crawl_summary import Progress, print_summary
from newscrawler.operations.crawling import CrawlProgram
from newscrawler.operations.crawls_under_way import Job
from newscrawler.operations.log_file import open_log
from newscrawler.operations.output import Output
from newscrawler.operations.preview import without_database
from newscrawler.operations.settings_of_crawl import crawl_settings
from newscrawler.settings import Environment
from newscrawler.spiders.archive import ArchiveSpider

# What counts in the place of what records, where nothing is stored.
COUNTING_EXTENSIONS = {
    "newscrawler.extensions.outcome_count.OutcomeCount": 500,
    "newscrawler.extensions.run_record.RunRecord": 600,
}


def crawl_archives(
    files: Sequence[Path], *, limit: int | None, stores: bool, environment: Environment, output: Output
) -> int:
    """The exit code of a crawl of archives; a file that is cut off gives its readable records and a warning.

    Without ``stores`` every page is read, cleaned and counted, and no database is opened.

    Raises:
        UsageError: a file that is not there; nothing was started.
    """
    missing = [str(file) for file in files if not file.is_file()]
    if missing:
        raise UsageError(f"No such file: {', '.join(missing)}. Nothing was read.")
    catalogue = load_catalogue(environment.outlet_folders)
    if catalogue.mistakes:
        output.message(mistakes_in_words(catalogue), "yellow")
    log = open_log(environment.data_dir)
    progress = Progress(output, total=1)
    program = CrawlProgram(_settings(environment, stores=stores), progress.ended, progress.message, progress.tick)
    with progress:
        ended = program.run([[Job(ArchiveSpider, ArchiveSpider.outlet, {"files": list(files), "limit": limit})]])
    print_summary(ended, output, log, waiting=program.waiting, recorded=stores)
    if any(one.run and one.run.counts["limit_reached"] for one in ended):
        output.message(f"The archive was read as far as --limit {limit}; there are more pages.")
    damaged = any(one.run and one.run.warnings for one in ended)
    has_broken = bool(catalogue.mistakes) or damaged
    return exit_code(ended, stops=program.stops, broken_files=has_broken, waiting=program.waiting)


def _settings(environment: Environment, *, stores: bool) -> Settings:
    """The settings; all cores read, for nothing else is waited for here as a crawl waits for the network."""
    overrides: dict[str, object] = {}
    if "NEWSCRAWLER_WORKERS" not in environment.given:
        overrides["NEWSCRAWLER_WORKERS"] = os.cpu_count() or 1
    if not stores:
        overrides |= {
            "EXTENSIONS": COUNTING_EXTENSIONS,
            "ITEM_PIPELINES": without_database(project.ITEM_PIPELINES),
            "SPIDER_MIDDLEWARES": without_database(project.SPIDER_MIDDLEWARES),
        }
    return crawl_settings(environment, **overrides)
