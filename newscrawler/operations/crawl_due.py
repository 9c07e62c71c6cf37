"""``crawl --due``: a crawl of all that the schedule says is due now, with the usual summary."""

from collections.abc import Sequence
from datetime import datetime

from newscrawler.errors import StorageUnavailableError
from newscrawler.model.outlet_schedule import OutletSchedule
from newscrawler.operations.crawl_exit import exit_code
from newscrawler.operations.crawl_summary import Progress, print_summary
from newscrawler.operations.log_file import open_log
from newscrawler.operations.outlet_choice import OutletChoice
from newscrawler.operations.output import Output
from newscrawler.operations.schedule_program import Listeners, ScheduleProgram
from newscrawler.operations.schedule_report import next_in_words
from newscrawler.operations.schedule_running import left_to_others
from newscrawler.operations.scheduled_outlets import ScheduledOutlets
from newscrawler.operations.settings_of_crawl import crawl_settings
from newscrawler.settings import Environment


def crawl_due(
    choice: OutletChoice, *, refetch: bool, limit: int | None, environment: Environment, output: Output
) -> int:
    """The exit code of a crawl of what is due, of all outlets or of those chosen; 0 where nothing is.

    Raises:
        ConfigurationError: real sites alone, without a contact; a named outlet's file is broken.
        UsageError: the choice has a slip.
        StorageError: the database cannot be opened.
    """
    outlets = ScheduledOutlets(environment, output.message, choice)
    outlets.load()
    log = open_log(environment.data_dir)
    progress = Progress(output, total=1)

    def begins(plans: Sequence[OutletSchedule], now: datetime) -> None:
        progress.total = sum(one.due_at is not None and one.due_at <= now for one in plans)
        if not progress.total:
            progress.message(f"Nothing is due; {next_in_words(plans, now)}.")

    overrides: dict[str, object] = {"NEWSCRAWLER_REFETCH": refetch}
    if limit is not None:
        overrides["NEWSCRAWLER_MAX_ARTICLES"] = limit
    listeners = Listeners(progress.message, begins, progress.ended, progress.tick, lambda _: None)
    program = ScheduleProgram(crawl_settings(environment, **overrides), outlets, listeners, once=True)
    lost: StorageUnavailableError | None = None
    with progress:
        try:
            program.run()
        except StorageUnavailableError as error:
            if not program.ended:
                raise
            lost = error
    if lost is None and (left := left_to_others(program)):
        output.message(left)
    print_summary(program.ended, output, log, waiting=program.waiting)
    if lost is not None:
        output.message(f"{lost} What else is due was not crawled.", "red")
        return lost.exit_code
    return exit_code(program.ended, stops=program.stops, broken_files=outlets.has_broken, waiting=program.waiting)
