"""What a program that goes on for ever does with the circular garbage of its runs."""

import gc
import weakref

import pytest

from newscrawler.workers import garbage
from newscrawler.workers.garbage import GarbageOfRuns


class Crawl:
    """Holds itself, as a crawler and its engine hold each other."""

    def __init__(self) -> None:
        self.crawler = self


def test_what_a_run_left_behind_is_collected_after_so_many_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garbage, "RUNS_OF_GARBAGE", 3)
    gc.disable()
    try:
        left = weakref.ref(Crawl())
        collected = GarbageOfRuns()
        collected.run_ended()
        collected.run_ended()
        assert left() is not None
        collected.run_ended()
        assert left() is None
    finally:
        gc.enable()
