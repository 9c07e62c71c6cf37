"""The adaptive plan beside a fixed quarter of an hour, for thousands of invented outlets on a virtual clock.

    python trials/schedule_simulation_trial.py [--outlets 5000] [--days 14] [--machines 3] [--seed 1]
        [--rates lognormal zipf ...]

The decisions are those of the program: when an outlet is due, which of the due ones begin, how outlets are weighed
with one another. Machines are killed, come back, sleep and wake; hosts fail, are shared and ask to be left alone.
Lateness is from the publication of an article to its fetch. For every kind of rates a line to stderr for each plan, and
one JSON line; exit 1 where the adaptive plan took more than a third of the runs, its median is above that of the fixed
one or its 95th percentile above two hours, an outlet waited longer than its ``max``, or a host's limit was broken.
"""

import argparse
import json
import sys
import time

from newscrawler.operations.schedule_simulate import FIXED_SECONDS, in_seconds, rules_with
from newscrawler.scheduling.simulation.figures import Figures
from newscrawler.scheduling.simulation.invented_outlets import RATES, InventedOutlet, invented_outlets
from newscrawler.scheduling.simulation.simulate import Simulation
from newscrawler.settings import NEWSCRAWLER_SCHEDULE_RUNS_PER_DAY

SHARE_OF_RUNS = 1 / 3
LONGEST_P95_SECONDS = 2 * 3600


def main() -> int:
    options = read_options()
    good = True
    for rates in options.rates:
        began = time.process_time()
        outlets = invented_outlets(options.outlets, options.days, options.seed, rates)
        print(f"{rates}: outlets invented in {time.process_time() - began:.0f} s of CPU", file=sys.stderr)
        fixed, adaptive = (simulated(outlets, every, options) for every in (FIXED_SECONDS, None))
        broken = broken_bounds(fixed, adaptive)
        good = good and not broken
        plans = {"fixed": in_seconds(fixed), "adaptive": in_seconds(adaptive)}
        result = {"trial": "schedule_simulation", "rates": rates, "outlets": options.outlets, "days": options.days}
        print(json.dumps(result | plans | {"share_of_runs": adaptive.runs / fixed.runs, "broken": broken}), flush=True)
    return 0 if good else 1


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--outlets", type=int, default=5000)
    parser.add_argument("--days", type=float, default=14)
    parser.add_argument("--machines", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rates", nargs="+", choices=RATES, default=["lognormal"])
    return parser.parse_args()


def simulated(outlets: list[InventedOutlet], every: float | None, options: argparse.Namespace) -> Figures:
    figures = Simulation(
        outlets,
        rules_with(every),
        days=options.days,
        machines=options.machines,
        seed=options.seed,
        runs_per_day=NEWSCRAWLER_SCHEDULE_RUNS_PER_DAY if every is None else None,
    ).run()
    late = figures.lateness
    print(
        f"  {'adaptive' if every is None else 'fixed'}: {figures.runs_per_day:.1f} runs of an outlet a day, lateness "
        f"median {late.quantile(0.5) / 60:.1f} min, p95 {late.quantile(0.95) / 60:.0f} min, mean {late.mean / 60:.1f} "
        f"min, longest wait {figures.longest_wait:.3f} of max; CPU {figures.cpu_seconds:.0f} s",
        file=sys.stderr,
        flush=True,
    )
    return figures


def broken_bounds(fixed: Figures, adaptive: Figures) -> list[str]:
    bounds = {
        "runs": adaptive.runs <= fixed.runs * SHARE_OF_RUNS,
        "median": adaptive.lateness.quantile(0.5) <= fixed.lateness.quantile(0.5),
        "p95": adaptive.lateness.quantile(0.95) <= LONGEST_P95_SECONDS,
        "max": adaptive.over_max == 0,
        "hosts": not (adaptive.doubles or adaptive.hasty or fixed.doubles or fixed.hasty),
    }
    return [name for name, holds in bounds.items() if not holds]


if __name__ == "__main__":
    sys.exit(main())
