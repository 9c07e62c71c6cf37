"""``schedule`` and ``schedule --once``: the program with what it tells, and how it ended."""

from newscrawler.operations.crawl_exit import STOPPED, exit_code
from newscrawler.operations.crawl_summary import tell_waiting
from newscrawler.operations.log_file import open_log
from newscrawler.operations.outlet_choice import OutletChoice
from newscrawler.operations.output import Output
from newscrawler.operations.schedule_program import Listeners, ScheduleProgram
from newscrawler.operations.schedule_report import ScheduleReport
from newscrawler.operations.scheduled_outlets import ScheduledOutlets
from newscrawler.operations.settings_of_crawl import crawl_settings
from newscrawler.operations.terminal_text import many
from newscrawler.settings import Environment

RUN_BY_OTHERS = "Nothing was left to run: another program has run what was due, or runs it now."


def left_to_others(program: ScheduleProgram) -> str | None:
    """What to say at the end of a round of those outlets that were due when it began, and that it did not run."""
    left = program.due - len(program.ended)
    if program.stops or left <= 0:
        return None
    if not program.ended:
        return RUN_BY_OTHERS
    return f"{left} of {many(program.due, 'due outlet')} left to another program, which runs them or has run them."


def run_schedule(*, once: bool, choice: OutletChoice, environment: Environment, output: Output) -> int:
    """The exit code: 130 after a signal; with ``once`` as of ``crawl``; 0 where its memory is used up.

    Raises:
        ConfigurationError: real sites alone, without a contact; a named outlet's file is broken.
        UsageError: the choice has a slip.
        StorageError: the database cannot be opened.
    """
    outlets = ScheduledOutlets(environment, output.message, choice)
    outlets.load()
    report = ScheduleReport(output, open_log(environment.data_dir, many_runs=True), outlets.paused)
    listeners = Listeners(output.message, report.begins, report.ended, lambda _: None, report.looks)
    settings = crawl_settings(environment, STATS_DUMP=False, LOGSTATS_INTERVAL=0)  # ``runs`` has what a run counted
    program = ScheduleProgram(settings, outlets, listeners, once=once)
    try:
        program.run()
    finally:
        tell_waiting(program.waiting, output)
    if not once:
        return STOPPED if program.stops else 0
    if program.ended:
        output.message(f"{report.sums()}.")
    if left := left_to_others(program):
        output.message(left)
    return exit_code(program.ended, stops=program.stops, broken_files=outlets.has_broken, waiting=program.waiting)
