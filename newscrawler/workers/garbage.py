"""How often a process that reads pages looks for circular garbage."""

import gc

# Python's own numbers (700, 10, 10) look for circular garbage once a page or more often; larger ones hold more pages in
# memory that are circular garbage already.
GARBAGE_THRESHOLDS = (50_000, 5, 10)


def collect_garbage_seldom() -> None:
    """Look for circular garbage less often, and never again among what is there now: it stays to the end.

    Without it a fifth of a crawl's time goes into walking over the same modules, tables and settings.
    """
    gc.freeze()
    gc.set_threshold(*GARBAGE_THRESHOLDS)
