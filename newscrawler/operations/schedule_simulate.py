"""``schedule --simulate``: what the adaptive plan costs and gains, beside a fixed interval, on a virtual clock."""

import argparse
from collections.abc import Callable, Mapping
from dataclasses import fields

from newscrawler.durations import duration_in_words, duration_of
from newscrawler.operations.output import Output
from newscrawler.scheduling.rules import RunRules
from newscrawler.scheduling.simulation.figures import Figures
from newscrawler.scheduling.simulation.invented_outlets import InventedOutlet, invented_outlets
from newscrawler.scheduling.simulation.simulate import Simulation

FIXED_SECONDS = 900.0
OUTLET_DAYS_A_SECOND = 140  # that are simulated, with both plans

# What a row of the table says -> how it is read from the figures.
ROWS: Mapping[str, Callable[[Figures], object]] = {
    "runs of an outlet a day": lambda of: f"{of.runs_per_day:.1f}",
    "requests to an outlet a day": lambda of: f"{of.requests_per_day:.0f}",
    "requests to the busiest host a day": lambda of: f"{of.most_requests:.0f}",
    "half of the articles fetched within": lambda of: f"{of.lateness.quantile(0.5) / 60:.1f} min",
    "95 of 100 articles within": lambda of: duration_in_words(of.lateness.quantile(0.95)),
    "mean": lambda of: duration_in_words(of.lateness.mean),
    "the last one, its host was down, within": lambda of: duration_in_words(of.lateness.quantile(1)),
    "articles that had left the feed before": lambda of: of.lost,
    "articles that wait at the end": lambda of: of.unfetched,
    "longest wait of an outlet, of its max": lambda of: f"{of.longest_wait:.0%}",
    "outlets that waited longer than their max": lambda of: of.over_max,
    "machines killed or asleep": lambda of: of.killed,
    "runs broken off with them": lambda of: of.broken_off,
    "runs at a host where one was under way": lambda of: of.doubles,
    "requests before a host's pause was over": lambda of: of.hasty,
    "CPU of the simulation, s": lambda of: f"{of.cpu_seconds:.0f}",
}


def run(options: argparse.Namespace, output: Output) -> int:
    """The exit code of ``schedule --simulate``: 1 where a host's limit was broken."""
    outlets = invented_outlets(options.outlets, options.days, options.seed, options.rates)
    output.message(
        f"Invented outlets: {options.outlets} ({options.rates}), for {duration_in_words(options.days * 86_400)}; "
        f"machines that crawl them: {options.machines}. "
        f"This takes about {duration_in_words(max(options.outlets * options.days / OUTLET_DAYS_A_SECOND, 1))} ..."
    )
    ways = {f"every {duration_of(FIXED_SECONDS)}": FIXED_SECONDS, "adaptive": None}
    results: dict[str, Figures] = {}
    for name, every in ways.items():
        output.message(f"  {name} ...")
        results[name] = Simulation(
            outlets,
            rules_with(every),
            days=options.days,
            machines=options.machines,
            seed=options.seed,
            runs_per_day=options.runs_per_day if every is None else None,
        ).run()
        output.row({"plan": name, "outlets": options.outlets, "days": options.days, **in_seconds(results[name])})
    output.table(("", *results), [(row, *(str(read(of)) for of in results.values())) for row, read in ROWS.items()])
    fixed, adaptive = results.values()
    output.line()
    output.line(
        f"The adaptive plan took {adaptive.runs / max(fixed.runs, 1):.0%} of the runs. "
        + _median_in_words(adaptive, fixed)
    )
    output.line(
        f"What more or fewer runs would give: --runs-per-day ({options.runs_per_day} here, on the average of a week: "
        "workdays have more); to have them: NEWSCRAWLER_SCHEDULE_RUNS_PER_DAY."
    )
    return 1 if any(of.doubles or of.hasty for of in results.values()) else 0


def _median_in_words(adaptive: Figures, fixed: Figures) -> str:
    sooner = fixed.lateness.quantile(0.5) - adaptive.lateness.quantile(0.5)
    if sooner >= 0:
        return f"Half of its articles were there {duration_in_words(sooner)} sooner."
    return (
        f"Half of its articles were there {duration_in_words(-sooner)} later: so few runs do not do for these outlets."
    )


def rules_with(every_seconds: float | None) -> Callable[[InventedOutlet], RunRules]:
    """The rules of every invented outlet: a fixed interval, or adaptive."""
    return lambda outlet: RunRules(outlet.timezone, every_seconds=every_seconds)


def in_seconds(of: Figures) -> dict[str, object]:
    """The figures with names and plain numbers, for ``--json``."""
    values = {field.name: getattr(of, field.name) for field in fields(of)}
    numbers: dict[str, object] = {name: value for name, value in values.items() if isinstance(value, int | float)}
    spreads = {
        f"lateness_{name}_seconds": of.lateness.quantile(share)
        for name, share in {"median": 0.5, "p95": 0.95, "longest": 1.0}.items()
    }
    spreads["lateness_mean_seconds"] = of.lateness.mean
    spreads["late_start_p99_seconds"] = of.late_starts.quantile(0.99)
    return numbers | {"runs_per_day": of.runs_per_day, "fetched": of.lateness.number} | spreads
