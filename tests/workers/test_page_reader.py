import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from invented_story import PARAGRAPHS
from pages_for_workers import HEAD, MIDDLING, OTHER, OUTLET, SLOW, SMALL, page, reading, slow_workers, worker_of

from newscrawler.errors import UnreadablePageError
from newscrawler.model.outcome import OutcomeKind
from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page
from newscrawler.model.page_layout import LearnedContainer
from newscrawler.workers import pool, reading_task
from newscrawler.workers.page_reader import PageReader, SharedPageReader
from newscrawler.workers.pool import PAGES_ON_PROBATION
from newscrawler.workers.worker import Worker

PARENT = """
import asyncio, sys
from datetime import UTC, datetime
from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page
from newscrawler.workers.page_reader import PageReader

async def read():
    reader = PageReader(workers=1, seconds=60, memory_mb=2048, quick_seconds=0.1)
    slow, small = (b"<p class='%s'>Some words</p>" % (b"related-story " * times) for times in (400_000, 1))
    for outlet, html in (("xx_test", slow), ("xx_other", small)):
        await reader.read(Page("https://a.example/1", html, datetime.now(UTC)), Outlet(id=outlet, name="Test"))
    print(*(worker.pid for lane in (reader._pool.quick, reader._pool.slow) for worker in lane.workers), flush=True)
    await asyncio.sleep(60)

if __name__ == "__main__":
    asyncio.run(read())
"""


async def test_an_unreadable_page_costs_the_next_one_nothing() -> None:
    async with reading() as reader:
        with pytest.raises(UnreadablePageError) as caught:
            await reader.read(page(b""), OUTLET)
        assert caught.value.reason is OutcomeKind.NOT_HTML
        before = worker_of(reader)
        assert (await reader.read(page(SMALL), OUTLET)).title == "The bridge opens"
        assert worker_of(reader) == before


async def test_an_article_comes_back_with_its_page_and_without_menus() -> None:
    whole = page(
        b"<nav><li>Sport<li>Culture</nav><main>" + b"<p>The bridge opened on Monday after a long winter.</p>" * 5
    )
    async with reading() as reader:
        article = await reader.read(whole, OUTLET)
    assert article.page is whole
    assert article.blocks
    assert "Sport" not in {entry.block.text for entry in article.removed}


async def test_a_page_that_takes_too_long_is_given_up_and_the_next_one_is_read() -> None:
    async with reading(seconds=0.2) as reader:
        with pytest.raises(UnreadablePageError, match=r"extraction gave up after 0\.2 s") as caught:
            await reader.read(page(SLOW), OUTLET)
        assert caught.value.reason is OutcomeKind.EXTRACTION_GAVE_UP
        assert (await reader.read(page(SMALL), OUTLET)).title == "The bridge opens"


async def test_a_slow_page_keeps_its_worker_and_the_others_have_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Worker, "give_way", lambda worker, _: os.kill(worker.pid, signal.SIGSTOP))
    async with reading(quick_seconds=0.1) as reader:
        await reader.read(page(SMALL), OTHER)
        before = worker_of(reader)
        slow = asyncio.create_task(reader.read(page(SLOW), OUTLET, ahead=True))
        next_of_it = asyncio.create_task(reader.read(page(SMALL), OUTLET))  # waits behind it, in whichever lane
        for _ in range(3):
            assert (await reader.read(page(SMALL), OTHER)).title == "The bridge opens"
        assert not slow.done()
        assert not next_of_it.done()
        assert slow_workers(reader) == [before] != [worker_of(reader)]
        os.kill(before, signal.SIGCONT)
        assert (await slow).title == (await next_of_it).title == "The bridge opens"
        assert slow_workers(reader) == [before]  # it was not read twice


async def test_an_outlet_of_slow_pages_costs_the_others_one_of_them_until_it_had_many_quick_ones() -> None:
    async with reading(quick_seconds=0.1) as reader:
        for _ in range(2):
            await reader.read(page(SLOW), OUTLET)
            (slow,) = slow_workers(reader)
        await reader.read(page(SMALL), OTHER)
        before = worker_of(reader)
        assert os.getpriority(os.PRIO_PROCESS, slow) > os.getpriority(os.PRIO_PROCESS, before)
        for _ in range(PAGES_ON_PROBATION):
            assert reader._pool.is_on_probation(OUTLET.id)
            await reader.read(page(SMALL), OUTLET)
        assert not reader._pool.is_on_probation(OUTLET.id)
        await reader.read(page(SMALL), OUTLET)
        assert worker_of(reader) == before


@pytest.mark.parametrize("at_once", [1, 2])
async def test_slow_pages_of_several_outlets_are_all_read_and_leave_one_worker(
    monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(pool, "SLOW_AT_ONCE", at_once)
    async with reading(quick_seconds=0.1) as reader:
        found = await asyncio.gather(*(reader.read(page(SLOW), outlet) for outlet in (OUTLET, OTHER)))
        assert {article.title for article in found} == {"The bridge opens"}
        assert len(slow_workers(reader)) == 1


async def test_a_page_that_is_too_slow_for_its_own_lane_is_given_up() -> None:
    async with reading(seconds=0.2, quick_seconds=0.1) as reader:
        with pytest.raises(UnreadablePageError, match=r"extraction gave up after 0\.2 s"):
            await reader.read(page(SLOW), OUTLET)
        assert slow_workers(reader) == []
        assert (await reader.read(page(SMALL), OUTLET)).title == "The bridge opens"
        (before,) = slow_workers(reader)
        assert os.getpriority(os.PRIO_PROCESS, before) > os.getpriority(os.PRIO_PROCESS, 0)


async def test_a_page_that_fills_no_socket_arrives_whole() -> None:
    html = HEAD + b"<p>The bridge opened on Monday.</p><!-- %s -->" % (b"x" * 9_000_000)
    async with reading() as reader:
        assert (await reader.read(page(html), OUTLET)).title == "The bridge opens"


async def test_a_worker_is_replaced_after_so_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "PAGES_PER_WORKER", 2)
    async with reading() as reader:
        await reader.read(page(SMALL), OUTLET)
        before = worker_of(reader)
        for _ in range(2):
            assert (await reader.read(page(SMALL), OUTLET)).title == "The bridge opens"
        assert worker_of(reader) != before


async def test_who_no_longer_waits_costs_no_reading() -> None:
    async with reading() as reader:
        await reader.read(page(SMALL), OUTLET)
        first, second, third = (asyncio.create_task(reader.read(page(SMALL), OUTLET)) for _ in range(3))
        await asyncio.sleep(0)
        second.cancel()
        assert (await first).title == (await third).title
        assert reader._pool.quick.workers[0].pages == 3


async def test_a_busy_machine_costs_no_page() -> None:
    began = time.process_time()
    await PageReader(workers=0, seconds=1, memory_mb=1).read(page(MIDDLING), OUTLET)
    limit = 6 * (time.process_time() - began)
    async with reading(seconds=limit) as reader:
        await reader.read(page(SMALL), OTHER)
        under_way = asyncio.ensure_future(reader.read(page(MIDDLING), OUTLET))
        await asyncio.sleep(limit / 20)
        os.kill(worker_of(reader), signal.SIGSTOP)  # as if all others had the processor
        await asyncio.sleep(1.5 * limit)
        os.kill(worker_of(reader), signal.SIGCONT)
        assert (await under_way).title == "The bridge opens"


async def test_a_page_that_takes_too_much_memory_is_given_up() -> None:
    async with reading(memory_mb=300) as reader:
        await reader.read(page(SMALL), OUTLET)
        with pytest.raises(UnreadablePageError, match="memory") as caught:
            await reader.read(page(HEAD + b"<p>" + b"word " * 4_600_000), OUTLET)
        assert caught.value.reason is OutcomeKind.EXTRACTION_GAVE_UP


async def test_a_bug_of_the_reader_is_an_outcome_with_its_trace_in_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(page: Page, outlet: Outlet, **options: object) -> None:
        raise KeyError(page.url, outlet.id, options)

    monkeypatch.setattr(reading_task, "extract_article", broken)
    with pytest.raises(UnreadablePageError, match="the reader failed: KeyError") as caught:
        await PageReader(workers=0, seconds=1, memory_mb=1).read(page(SMALL), OUTLET)
    assert caught.value.reason is OutcomeKind.EXTRACTION_FAILED
    assert "in broken" in caplog.text


def test_a_parent_that_is_killed_leaves_no_worker_nor_that_for_slow_pages(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as parent:
        found = [int(pid) for pid in parent.stdout.readline().split()]
        assert list(map(is_running, found)) == [True, True]
        parent.kill()
    deadline = time.monotonic() + 5
    while any(map(is_running, found)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(is_running, found))


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_the_last_one_that_leaves_ends_the_shared_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[PageReader] = []

    def close(reader: PageReader) -> None:
        closed.append(reader)

    monkeypatch.setattr(PageReader, "close", close)
    first, second = (SharedPageReader.joined(1, 7.0, 100) for _ in range(2))
    assert first is second
    first.leave()
    assert closed == []
    second.leave()
    assert closed == [first.reader]
    assert SharedPageReader.joined(1, 8.0, 100) is not first


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="a process's signals are looked up in /proc")
def test_ctrl_c_and_sigterm_do_not_reach_a_worker_that_is_still_importing() -> None:
    # In a process of its own: what Python starts once for all processes takes part in it.
    program = (
        "import asyncio, signal\n"
        "from newscrawler.workers.worker import Worker\n"
        "async def start():\n"
        "    worker = Worker(2048, print, print)\n"
        "    print(open(f'/proc/{worker.pid}/status').read())\n"
        "    print('here:', signal.pthread_sigmask(signal.SIG_BLOCK, ()))\n"
        "    worker.end()\n"
        "if __name__ == '__main__':\n"
        "    asyncio.run(start())\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    status = done.stdout.splitlines()
    blocked = int(next(line for line in status if line.startswith("SigBlk")).split()[1], 16)
    assert all(blocked & 1 << (number - 1) for number in (signal.SIGINT, signal.SIGTERM))
    assert status[-1] == "here: set()"


@pytest.mark.parametrize("processes", [0, 1])
async def test_the_container_that_was_learned_travels_with_the_page(processes: int) -> None:
    story = b"".join(b"<p>%s</p>" % text.encode() for text in PARAGRAPHS[:3])
    other = b"<p>Build the strongest argument on trusted content, editors, and technology made for all newsrooms.</p>"
    html = b"%s<div><div class='text'>%s</div></div><div class='box'>%s</div></html>" % (HEAD, story, other)
    reader = PageReader(workers=processes, seconds=60, memory_mb=2048)
    try:
        article = await reader.read(page(html), OUTLET, LearnedContainer("div.text", 312, 330))
    finally:
        reader.close()
    assert article.provenance["body"] == "learned_container"
