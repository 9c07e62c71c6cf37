"""What is wrong with an outlet's wishes about its runs as a whole, each of them being right by itself."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from newscrawler.durations import duration_of
from newscrawler.model.outlet import Schedule
from newscrawler.scheduling.cron import closest_seconds
from newscrawler.scheduling.rules import MAX_SECONDS, MIN_SECONDS

LEAST_SECONDS = 1.0  # between two runs, whatever an outlet's file says


def mistakes_in(wishes: Schedule, *, on_this_machine: bool) -> Iterator[tuple[str, str]]:
    """The key of ``[schedule]`` that is wrong, and what is wrong with it in words.

    Args:
        wishes: of an outlet's file.
        on_this_machine: whether the site is on the loopback: nobody has to be spared.
    """
    for key, seconds in (("every", wishes.every), ("min", wishes.min), ("max", wishes.max)):
        if seconds is not None and seconds < LEAST_SECONDS:
            yield key, f"it must be at least {duration_of(LEAST_SECONDS)}"
            return
    yield from _mistakes_in_order(wishes.revisits or ())
    fixed = "every" if wishes.every is not None else "cron" if wishes.cron is not None else None
    if wishes.every is not None and wishes.cron is not None:
        yield "cron", "there is every, too, and only one of them can say when the outlet is crawled: remove the other"
    elif fixed is None:
        yield from _mistakes_in_bounds(wishes)
    else:
        if wishes.max is not None:
            yield "max", f"it bounds the plan that finds its own pauses, and {fixed} sets them: remove one of them"
        yield from _too_often(wishes, on_this_machine=on_this_machine)


def _mistakes_in_order(revisits: Sequence[float]) -> Iterator[tuple[str, str]]:
    for earlier, later in pairwise(revisits):
        if later <= earlier:
            told = f"'{duration_of(later)}' stands behind '{duration_of(earlier)}'"
            yield "revisits", f"{told}: all count from the same moment, so write them from the shortest to the longest"
            return


def _mistakes_in_bounds(wishes: Schedule) -> Iterator[tuple[str, str]]:
    least = MIN_SECONDS if wishes.min is None else wishes.min
    most = MAX_SECONDS if wishes.max is None else wishes.max
    if least <= most:
        return
    silent = " where the file is silent"
    key, own, other = ("min", least, "max") if wishes.min is not None else ("max", most, "min")
    bound, by_default = (most, wishes.max is None) if key == "min" else (least, True)
    compared = "more" if key == "min" else "less"
    hint = f"{silent}; give {other}, too" if by_default else ""
    yield key, f"'{duration_of(own)}' is {compared} than {other}, which is {duration_of(bound)}{hint}"


def _too_often(wishes: Schedule, *, on_this_machine: bool) -> Iterator[tuple[str, str]]:
    """A fixed plan whose runs are closer together than ``min``; without it than is polite, but on this machine."""
    if wishes.every is not None:
        key, seconds, told = "every", wishes.every, f"'{duration_of(wishes.every)}' is"
    else:
        cron = wishes.cron or ""
        key, seconds = "cron", closest_seconds(cron, MIN_SECONDS if wishes.min is None else wishes.min)
        told = f"'{cron}' comes twice within {duration_of(seconds)},"
    if wishes.min is not None and seconds < wishes.min:
        yield key, f"{told} less than min, which is {duration_of(wishes.min)}"
    elif wishes.min is None and seconds < MIN_SECONDS and not on_this_machine:
        allowed = f'where the outlet agrees to that, min = "{duration_of(seconds)}" allows it'
        yield key, f"{told} less than {duration_of(MIN_SECONDS)}: {allowed}"
