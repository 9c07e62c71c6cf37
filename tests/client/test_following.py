"""Following: whatever comes, as soon as it comes, over outages, until it is stopped."""

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.errors import AutoReconnect, OperationFailure
from pymongo.synchronous.collection import Collection

from newscrawler.client import Articles, connect, connect_async
from newscrawler.errors import StorageUnavailableError, UsageError

Save = Callable[..., list[str]]


def refuse(*_: object, **__: object) -> None:
    raise OperationFailure("no change streams here", 40573)


@pytest.mark.parametrize("has_streams", [True, False])
def test_what_is_there_and_then_what_comes(
    mongo_uri: str,
    save: Save,
    monkeypatch: pytest.MonkeyPatch,
    has_streams: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    if not has_streams:
        monkeypatch.setattr(Collection, "watch", refuse)
    save(1, 2)
    seen = []
    with connect(mongo_uri) as news:
        following = news.follow(since=0, poll_seconds=0.1)
        for article in following:
            seen.append((article["title"], article["version"]))
            if len(seen) == 2:
                threading.Thread(target=lambda: [save(3), save(1, text="Changed.")]).start()
            if len(seen) == 4:
                following.stop()
        assert following.cursor == article["cursor"]
        assert list(news.articles(since=following.cursor)) == []
    assert seen == [("Ferry 1", 1), ("Ferry 2", 1), ("Ferry 3", 1), ("Ferry 1", 2)]


async def test_the_same_in_an_event_loop(mongo_uri: str, save: Save) -> None:
    seen = []
    async with connect_async(mongo_uri) as news:
        await asyncio.to_thread(save, 1)
        following = news.follow(since=await news.cursor(), poll_seconds=0.1)
        task = asyncio.create_task(asyncio.to_thread(save, 2, 3))
        async for article in following:
            seen.append(article["title"])
            if len(seen) == 2:
                following.stop()
        await task
    assert seen == ["Ferry 2", "Ferry 3"]


def test_who_waits_is_let_go_by_another_thread(mongo_uri: str) -> None:
    with connect(mongo_uri) as news:
        following = news.follow(since=0)
        threading.Timer(0.2, following.stop).start()
        assert list(following) == []


@pytest.mark.parametrize("has_streams", [True, False])
def test_who_waits_long_is_let_go_at_once(
    mongo_uri: str,
    monkeypatch: pytest.MonkeyPatch,
    has_streams: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    if not has_streams:
        monkeypatch.setattr(Collection, "watch", refuse)
    with connect(mongo_uri) as news:
        following = news.follow(since=0, poll_seconds=3600)  # also longer than any answer is waited for
        threading.Timer(0.7, following.stop).start()
        began = time.monotonic()
        assert list(following) == []
        assert time.monotonic() - began < 30


async def test_in_an_event_loop_too(mongo_uri: str) -> None:
    async with connect_async(mongo_uri) as news:
        following = news.follow(since=0, poll_seconds=3600)
        asyncio.get_running_loop().call_later(0.7, following.stop)
        async with asyncio.timeout(30):
            assert [article async for article in following] == []


def test_what_is_written_while_the_stream_is_opened_is_not_waited_for(
    mongo_uri: str, save: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = Collection.watch

    def watch_late(self: Collection[Any], *given: Any, **options: Any) -> Any:  # noqa: ANN401 - PyMongo's
        save(1)
        return watch(self, *given, **options)

    monkeypatch.setattr(Collection, "watch", watch_late)
    with connect(mongo_uri) as news, news.follow(since=0, poll_seconds=3600) as following:
        late = threading.Timer(60, following.stop)
        late.start()
        assert next(following, {"title": "stopped"})["title"] == "Ferry 1"
        late.cancel()


@pytest.mark.parametrize("poll_seconds", [0, -1, float("nan"), float("inf"), True, "1", None])
def test_a_time_that_cannot_be_meant_is_refused(mongo_uri: str, poll_seconds: Any) -> None:  # noqa: ANN401
    with connect(mongo_uri) as news, pytest.raises(UsageError, match="poll_seconds is a number of seconds above 0"):
        news.follow(since=0, poll_seconds=poll_seconds)


@pytest.mark.parametrize("end", ["stop", "leave"])
def test_nothing_stays_open_on_the_server(
    mongo_uri: str, save: Save, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    opened: list[Any] = []
    for name in ("watch", "aggregate"):
        real = getattr(Collection, name)

        def kept(self: Collection[Any], *given: Any, real: Any = real, **options: Any) -> Any:  # noqa: ANN401
            few = {} if real.__name__ == "watch" else {"batchSize": 1}
            opened.append(real(self, *given, **options, **few))
            return opened[-1]

        monkeypatch.setattr(Collection, name, kept)
    save(1, 2, 3)
    with connect(mongo_uri) as news:
        with news.follow(since=news.cursor(), poll_seconds=0.1) as reading:
            threading.Timer(0.3, lambda: save(4)).start()
            take_one(reading, end)
            assert is_let_go(opened, end)
        assert not any(one.alive for one in opened)
        opened.clear()
        with news.articles() as reading:
            take_one(reading, end)
            assert is_let_go(opened, end)
        assert opened
        assert not any(one.alive for one in opened)
        assert list(reading) == []


def take_one(reading: Articles, end: str) -> None:
    for _ in reading:
        if end == "leave":
            return
        reading.stop()


def is_let_go(opened: list[Any], end: str) -> bool:
    """Whether stopping alone let go of it; who leaves the loop does so at the end of the block."""
    return end == "leave" or not any(one.alive for one in opened)


async def test_nor_in_an_event_loop(mongo_uri: str, save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Any] = []
    watch = AsyncCollection.watch

    async def kept(self: AsyncCollection[Any], *given: Any, **options: Any) -> Any:  # noqa: ANN401 - PyMongo's
        opened.append(await watch(self, *given, **options))
        return opened[-1]

    monkeypatch.setattr(AsyncCollection, "watch", kept)
    async with connect_async(mongo_uri) as news:
        for end in ("stop", "leave"):
            async with news.follow(since=await news.cursor(), poll_seconds=0.1) as following:
                task = asyncio.create_task(save_later(save))
                async for _ in following:
                    if end == "leave":
                        break
                    following.stop()
                await task
            assert opened
            assert not any(one.alive for one in opened)


async def save_later(save: Save) -> None:
    await asyncio.sleep(0.3)
    await asyncio.to_thread(save, 4, text=f"Changed at {time.monotonic()}.")


async def test_a_task_that_waits_can_be_cancelled(mongo_uri: str) -> None:
    async with connect_async(mongo_uri) as news:
        task = asyncio.create_task(anext(news.follow(since=0)))
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert [article async for article in news.articles(since=0)] == []


def test_it_waits_for_a_database_that_is_away(
    mongo_uri: str, save: Save, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    save(1, 2)
    faults = [AutoReconnect("connection refused")] * 3
    find_one = Collection.find_one

    def find_later(self: Collection[Any], *given: Any, **options: Any) -> Any:  # noqa: ANN401 - PyMongo's
        if faults:
            raise faults.pop()
        return find_one(self, *given, **options)

    with connect(mongo_uri) as news:
        following = news.follow(since=0, poll_seconds=0.1)
        assert next(following)["title"] == "Ferry 1"
        monkeypatch.setattr(Collection, "find_one", find_later)
        assert next(following)["title"] == "Ferry 2"
        save(3)
        assert next(following)["title"] == "Ferry 3"
        faults += [AutoReconnect("connection refused")] * 3
        assert [article["title"] for article in news.articles(since=0)] == ["Ferry 1", "Ferry 2", "Ferry 3"]
    assert caplog.text.count("is away (connection refused). Waiting for it.") == 1


def test_it_can_be_stopped_while_the_database_is_away(mongo_uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object, **__: object) -> None:
        raise AutoReconnect("connection refused")

    with connect(mongo_uri) as news:
        following = news.follow(since=0)
        monkeypatch.setattr(Collection, "find_one", gone)
        threading.Timer(0.2, following.stop).start()
        assert list(following) == []


def test_who_is_refused_does_not_wait(mongo_uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OperationFailure("not authorized", 13)

    with connect(mongo_uri) as news:
        monkeypatch.setattr(Collection, "find_one", refused)
        began = time.monotonic()
        with pytest.raises(StorageUnavailableError, match="not authorised"):
            next(news.follow(since=0))
        assert time.monotonic() - began < 5


def test_it_must_be_said_since_when(mongo_uri: str) -> None:
    with connect(mongo_uri) as news, pytest.raises(UsageError, match="since when"):
        news.follow(since=None)  # type: ignore[arg-type]
