"""Two commands at once on one database: what an outlet and its hosts see of them."""

import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from claimed_site import Asked, Site, begin

from newscrawler.storage.connection import Database

DELAY_SECONDS = 0.5
LEAST_GAP = DELAY_SECONDS * 0.7 - 0.1  # the jitter, and the server's own time
WINDOW = ("--from", "2026-03-01", "--to", "2026-03-10")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with Site() as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        site.outlet_file(tmp_path / "outlets", "xx_paper")
        yield site
        site.shutdown()


@pytest.fixture
def crawl(tmp_path: Path, mongo_uri: str, database: Database) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    del database  # it is there before the commands want it
    begun: list[subprocess.Popen[str]] = []

    def start(who: str, *arguments: str, lease: float = 3.0) -> subprocess.Popen[str]:
        begun.append(begin(tmp_path, mongo_uri, who, *arguments, lease=lease))
        return begun[-1]

    yield start
    for process in begun:
        process.kill()
        process.communicate()


def wait_for(count: int, asked: Callable[[], list[Asked]]) -> None:
    end = time.monotonic() + 30
    while len(asked()) < count:
        assert time.monotonic() < end, "it never asked"
        time.sleep(0.05)


def gaps_between_commands(asked: list[Asked]) -> list[float]:
    return [after.at - before.at for before, after in pairwise(asked) if after.who != before.who]


async def test_a_back_fill_lets_a_crawl_in_and_goes_on_after_it(
    site: Site, crawl: Callable[..., subprocess.Popen[str]], database: Database, tmp_path: Path
) -> None:
    site.outlet_file(tmp_path / "outlets", "xx_paper", delay_seconds=DELAY_SECONDS)
    site.articles, site.held = 12, "back"
    back = crawl("back", "xx_paper", *WINDOW)
    wait_for(3, lambda: site.by("back"))
    hand = crawl("hand", "xx_paper")
    while "wanted_at" not in (await database.documents["schedule"].find_one({"_id": "xx_paper"}) or {}):
        assert hand.poll() is None
    site.may_answer.set()
    _, told = hand.communicate(timeout=60)
    assert hand.returncode == 0, told
    assert "xx_paper is being asked by the back-fill of xx_paper (run " in told
    assert "It was asked to give way; waiting for it." in told
    _, told = back.communicate(timeout=60)
    assert back.returncode == 0, told
    assert "xx_paper: a crawl wants to ask its hosts. The back-fill gives way, and goes on after it." in told
    assert "xx_paper: the back-fill goes on." in told
    first, last = site.by("hand")[0].at, site.by("hand")[-1].at
    assert not [one for one in site.by("back") if first < one.at < last]
    assert site.by("back")[-1].at > last
    assert site.most_at_once == 1
    assert min(gaps_between_commands(site.asked)) > LEAST_GAP  # the pauses reach from one command to the other


def test_a_crawl_that_slept_over_its_claim_sends_nothing_after_another_one_has_it(
    site: Site, crawl: Callable[..., subprocess.Popen[str]]
) -> None:
    asleep = crawl("asleep", "xx_paper", lease=1.2)
    wait_for(4, lambda: site.by("asleep"))
    asleep.send_signal(signal.SIGSTOP)
    time.sleep(1.5)
    sent = len(site.by("asleep"))
    crawl("other", "xx_paper")
    wait_for(3, lambda: site.by("other"))
    asleep.send_signal(signal.SIGCONT)
    _, told = asleep.communicate(timeout=60)
    assert asleep.returncode == 1
    assert "xx_paper, or a host of it, was taken over by another crawl" in told
    assert len(site.by("asleep")) == sent
    assert site.most_at_once == 1


def test_of_a_host_that_another_crawl_asks_outlets_are_skipped_and_articles_wait_for_the_next_run(
    site: Site, crawl: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    site.outlet_file(tmp_path / "outlets", "xx_other", "127.0.0.2")
    site.held = "elsewhere"
    elsewhere = crawl("elsewhere", "xx_other")
    wait_for(3, lambda: site.by("elsewhere"))
    site.elsewhere = site.base("127.0.0.2")
    site.articles = 6
    site.outlet_file(tmp_path / "outlets", "xx_beside", "127.0.0.2")
    first = crawl("first", "xx_paper", "xx_beside", "--json")
    rows, told = first.communicate(timeout=60)
    assert first.returncode == 0, told
    assert '"host_in_use": 1' in rows
    assert "127.0.0.2 is in use by the crawl of xx_other (run " in told
    assert "). xx_beside was skipped.\n" in told
    elsewhere.kill()
    elsewhere.communicate()
    site.may_answer.set()
    second = crawl("second", "xx_paper", "--json")
    rows, told = second.communicate(timeout=60)
    assert [one.path for one in site.by("second") if "elsewhere" in one.path] == ["/news/elsewhere"], told
    assert '"host_in_use"' not in rows
