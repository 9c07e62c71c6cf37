"""``crawl --from-warc FILE...``: stored pages down the same road, without network."""

from collections.abc import Sequence
from pathlib import Path

from newscrawler.catalogue import load_catalogue, mistakes_in_words
from newscrawler.errors import UsageError
from newscrawler.operations.crawl_summary import Progress, exit_code, print_summary
from newscrawler.operations.crawling import CrawlProgram, Job
from newscrawler.operations.log_file import open_log
from newscrawler.operations.output import Output
from newscrawler.operations.settings_of_crawl import crawl_settings
from newscrawler.settings import Environment
from newscrawler.spiders.archive import ArchiveSpider


def crawl_archives(files: Sequence[Path], *, limit: int | None, environment: Environment, output: Output) -> int:
    """The exit code of a crawl of archives; a file that is cut off gives its readable records and a warning.

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
    program = CrawlProgram(crawl_settings(environment), progress.ended, progress.message, progress.tick)
    with progress:
        ended = program.run([[Job(ArchiveSpider, ArchiveSpider.outlet, {"files": list(files), "limit": limit})]])
    print_summary(ended, output, log, waiting=program.waiting)
    damaged = any(one.run and one.run.warnings for one in ended)
    has_broken = bool(catalogue.mistakes) or damaged
    return exit_code(ended, stops=program.stops, broken_files=has_broken, waiting=program.waiting)
