"""How often a process that reads pages looks for circular garbage."""

import gc
from dataclasses import dataclass

# Python's own numbers (700, 10, 10) look for circular garbage once a page or more often; larger ones hold more pages in
# memory that are circular garbage already.
GARBAGE_THRESHOLDS = (50_000, 5, 10)
# A crawl that has ended is circular garbage, and old enough to be looked for by full collections alone. Python makes
# these the rarer the more there is: over 10,000 runs a program grew from 170 to 270 MB before it stayed so.
RUNS_OF_GARBAGE = 200


def collect_garbage_seldom() -> None:
    """Look for circular garbage less often, and never again among what is there now: it stays to the end.

    Without it a fifth of a crawl's time goes into walking over the same modules, tables and settings.
    """
    gc.freeze()
    gc.set_threshold(*GARBAGE_THRESHOLDS)


@dataclass(slots=True)
class GarbageOfRuns:
    """Looks for circular garbage after every so many runs of a program that goes on for ever."""

    _runs: int = 0

    def run_ended(self) -> None:
        """Count a run; now and then collect what was left behind."""
        self._runs += 1
        if self._runs % RUNS_OF_GARBAGE == 0:
            gc.collect()
