"""``schedule``: every outlet at its time, by one program or by several on the same database."""

import argparse

from newscrawler.errors import UsageError
from newscrawler.operations.outlet_choice import OutletChoice
from newscrawler.operations.output import Output
from newscrawler.operations.schedule_arguments import SIMULATED, SIMULATED_RATES
from newscrawler.settings import Environment

_WAYS = frozenset({"once", "show", "simulate"})  # typed without its dashes it would be the id of an outlet


def run(options: argparse.Namespace, environment: Environment, output: Output) -> int:
    """The exit code of ``schedule``.

    Raises:
        UsageError: an option without the one that it belongs to; an outlet or a tag that does not exist.
    """
    if options.limit is not None and not options.show:
        raise UsageError("--limit is for --show: it says how many runs are shown.")
    simulated = {**SIMULATED, "rates": SIMULATED_RATES[0], "runs_per_day": environment.schedule_runs_per_day}
    given = [name for name in simulated if getattr(options, name) is not None]
    if (slip := set(options.outlet) & _WAYS) and len(options.outlet) == 1:
        raise UsageError(f"Did you mean: newscrawler schedule --{slip.pop()}?")
    if options.simulate:
        if options.outlet or options.tag is not None:
            raise UsageError(
                "--simulate invents its outlets: it takes none of yours, and no --tag. How many: --outlets"
            )
        from newscrawler.operations import schedule_simulate  # noqa: PLC0415 - as below

        for name in simulated.keys() - set(given):
            setattr(options, name, simulated[name])
        return schedule_simulate.run(options, output)
    if given:
        raise UsageError(f"--{given[0].replace('_', '-')} is for --simulate.")
    choice = OutletChoice(tuple(options.outlet), options.tag)
    if options.show:
        from newscrawler.operations.schedule_show import show_schedule  # noqa: PLC0415 - it needs no Scrapy

        return show_schedule(options.limit, choice, environment, output)
    from newscrawler.operations.schedule_running import run_schedule  # noqa: PLC0415 - as above

    return run_schedule(once=options.once, choice=choice, environment=environment, output=output)
