"""The arguments of ``schedule``. Imports nothing that takes time to load."""

import argparse

from newscrawler.operations.common_arguments import positive

SHOWN_RUNS = 20
# Of --simulate, what each is and stands for without.
SIMULATED = {"outlets": 500, "days": 14, "machines": 3, "seed": 1}
SIMULATED_RATES = ("lognormal", "zipf", "pareto", "rare", "busy", "alike")  # as in simulation/invented_outlets.py


def add_schedule_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``schedule`` takes; without any it runs until a signal ends it."""
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--once", action="store_true", help="run what is due now, then end: for cron and timers")
    ways.add_argument("--show", action="store_true", help="print the next runs with their reasons; runs nothing")
    ways.add_argument(
        "--simulate",
        action="store_true",
        help="what the adaptive plan costs and gains, with invented outlets; no database",
    )
    parser.add_argument(
        "outlet", nargs="*", metavar="OUTLET", help="these alone (default: every enabled outlet, the shipped ones too)"
    )
    parser.add_argument("--tag", help="only outlets with this tag")
    parser.add_argument(
        "--limit", type=positive, metavar="N", help=f"with --show: so many runs (default: {SHOWN_RUNS})"
    )
    simulated = parser.add_argument_group("with --simulate")
    for name, number in SIMULATED.items():
        what = "of chance" if name == "seed" else name
        simulated.add_argument(f"--{name}", type=positive, metavar="N", help=f"{what} (default: {number})")
    simulated.add_argument(
        "--runs-per-day", type=positive, metavar="N", help="of an outlet, on the average (default: as the setting says)"
    )
    simulated.add_argument(
        "--rates", choices=SIMULATED_RATES, help=f"how unlike the outlets are (default: {SIMULATED_RATES[0]})"
    )
