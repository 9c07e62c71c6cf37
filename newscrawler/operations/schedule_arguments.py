"""The arguments of ``schedule``. Imports nothing that takes time to load."""

import argparse

from newscrawler.operations.common_arguments import positive

SHOWN_RUNS = 20


def add_schedule_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``schedule`` takes; without any it runs until a signal ends it."""
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--once", action="store_true", help="run what is due now, then end: for cron and timers")
    ways.add_argument("--show", action="store_true", help="print the next runs with their reasons; runs nothing")
    parser.add_argument("--tag", help="only outlets with this tag (default: every enabled one, the shipped ones too)")
    parser.add_argument(
        "--limit", type=positive, metavar="N", help=f"with --show: so many runs (default: {SHOWN_RUNS})"
    )
