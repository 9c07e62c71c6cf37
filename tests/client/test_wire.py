"""A reading goes on where the wire to the server was cut: nothing is missed, nothing comes twice."""

import threading
from collections.abc import Callable, Iterator

import pytest
from wire import Wire

from newscrawler.client import connect
from newscrawler.storage.reading import cursor_order

NUMBERS = range(1, 8)


@pytest.fixture
def wire(mongo_uri: str, save: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch) -> Iterator[Wire]:
    """Between a reader and a server with seven articles, of which every page holds one."""
    monkeypatch.setattr(cursor_order, "PAGE", 1)
    save(*NUMBERS)
    with Wire(mongo_uri.rsplit("@", maxsplit=1)[-1].removeprefix("mongodb://").split("/")[0]) as wire:
        yield wire


@pytest.mark.parametrize("fault", ["reset", "lost", "refused"])
@pytest.mark.parametrize("way", ["articles", "follow"])
def test_a_cut_in_the_middle(wire: Wire, mongo_uri: str, fault: str, way: str) -> None:
    seen: list[str] = []
    with connect(wire.uri(mongo_uri)) as news:
        reading = news.articles(since=0) if way == "articles" else news.follow(since=0, poll_seconds=0.1)
        for article in reading:
            seen.append(article["title"])
            if len(seen) == 3:
                break_it(wire, fault)
            if len(seen) == len(NUMBERS):
                reading.stop()
    assert seen == [f"Ferry {number}" for number in NUMBERS]


def break_it(wire: Wire, fault: str) -> None:
    if fault == "lost":
        wire.lose("aggregate", 2)
        return
    if fault == "reset":
        wire.reset()
    else:
        wire.refuse()
    threading.Timer(0.5, wire.heal).start()
