"""The outlets of a schedule follow their files."""

import os
from pathlib import Path

import pytest
from schedule_process import pause_shipped, write_feed_outlet

from newscrawler.errors import ConfigurationError, UsageError
from newscrawler.operations.outlet_choice import OutletChoice
from newscrawler.operations.scheduled_outlets import ScheduledOutlets
from newscrawler.settings import read_environment

BASE = "http://127.0.0.1:9"


class Watched:
    """Outlets of one folder, and what is told of them."""

    def __init__(self, folder: Path, choice: OutletChoice = OutletChoice(), base: str = BASE) -> None:  # noqa: B008 - frozen
        self.folder, self.base = folder, base
        pause_shipped(folder)
        self.told: list[str] = []
        self.outlets = ScheduledOutlets(
            read_environment({"NEWSCRAWLER_OUTLETS": str(folder)}), self.told.append, choice
        )

    def write(self, outlet_id: str, more: str = "") -> Path:
        file = write_feed_outlet(self.folder, self.base, outlet_id, more)
        os.utime(file, ns=(0, len(self.told) + file.stat().st_mtime_ns))  # written twice in one tick of the clock
        return file


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    return Watched(tmp_path / "outlets")


async def test_outlets_that_come_change_and_go_are_told_in_one_line(watched: Watched) -> None:
    watched.write("xx_one")
    kept = watched.write("xx_kept")
    watched.outlets.load()
    before = dict(watched.outlets.outlets)
    assert not await watched.outlets.look()
    watched.write("xx_one", '[schedule]\nevery = "30m"\n')
    watched.write("xx_two")
    assert await watched.outlets.look()
    assert watched.told == ["Outlet files changed: 1 more (xx_two), 1 edited (xx_one)."]
    assert watched.outlets.outlets["xx_one"].rules.every_seconds == 1800
    assert watched.outlets.outlets["xx_kept"] is before["xx_kept"]
    kept.unlink()
    assert await watched.outlets.look()
    assert watched.told[1:] == ["Outlet files changed: 1 fewer (xx_kept)."]


async def test_a_paused_outlet_is_left_out_and_taken_up_again(watched: Watched) -> None:
    file = watched.write("xx_one")
    watched.outlets.load()
    text = file.read_text()
    file.write_text(f"enabled = false\n{text}")
    assert await watched.outlets.look()
    assert (set(watched.outlets.outlets), watched.outlets.paused) == (set(), 11)
    file.write_text(f"enabled = true\n{text}")
    assert await watched.outlets.look()
    assert set(watched.outlets.outlets) == {"xx_one"}


async def test_a_mistake_is_told_once_and_its_outlet_is_left_out_until_it_is_mended(watched: Watched) -> None:
    watched.write("xx_one")
    broken = watched.write("xx_broken", "feedz = []\n")
    watched.outlets.load()
    assert set(watched.outlets.outlets) == {"xx_one"}
    assert watched.outlets.has_broken
    assert len(watched.told) == 1
    assert "feedz" in watched.told[0]
    watched.write("xx_one", '[schedule]\nevery = "30m"\n')
    assert await watched.outlets.look()
    assert sum("feedz" in text for text in watched.told) == 1
    broken.unlink()
    watched.write("xx_broken")
    assert await watched.outlets.look()
    assert set(watched.outlets.outlets) == {"xx_one", "xx_broken"}
    assert not watched.outlets.has_broken


async def test_code_of_an_outlet_is_loaded_again_where_it_changed_and_may_break(watched: Watched) -> None:
    watched.write("xx_one")
    code = watched.folder / "xx_one.py"
    good = "from newscrawler.spiders.outlet import OutletSpider\n\nclass One(OutletSpider):\n    number = 1\n"
    code.write_text(good)
    watched.outlets.load()
    assert getattr(watched.outlets.outlets["xx_one"].spider, "number") == 1  # noqa: B009 - mypy knows no such name
    code.write_text("raise RuntimeError('broken')\n")
    assert await watched.outlets.look()
    assert watched.outlets.outlets == {}
    assert f"xx_one is left out: {code}:1: RuntimeError: broken" in watched.told
    code.write_text(good.replace("number = 1", "number = 22"))
    assert await watched.outlets.look()
    assert getattr(watched.outlets.outlets["xx_one"].spider, "number") == 22  # noqa: B009 - as above


async def test_real_sites_without_a_contact_are_left_out_and_the_others_run(watched: Watched) -> None:
    watched.write("xx_one")
    watched.outlets.load()
    watched.base = "https://quillanpost.example"
    watched.write("xx_real")
    assert await watched.outlets.look()
    assert set(watched.outlets.outlets) == {"xx_one"}
    left_out = "1 outlet on real sites is left out: set NEWSCRAWLER_CONTACT, so that publishers can reach you."
    assert watched.told == [left_out]
    watched.write("xx_real", '[schedule]\nevery = "30m"\n')
    assert await watched.outlets.look()
    assert watched.told == [left_out]


def test_real_sites_alone_without_a_contact_are_refused(tmp_path: Path) -> None:
    watched = Watched(tmp_path / "outlets", base="https://quillanpost.example")
    watched.write("xx_real")
    with pytest.raises(ConfigurationError, match="NEWSCRAWLER_CONTACT"):
        watched.outlets.load()


def test_ids_choose_and_a_slip_is_refused(tmp_path: Path) -> None:
    watched = Watched(tmp_path / "outlets", OutletChoice(("xx_one",)))
    watched.write("xx_one")
    watched.write("xx_two")
    watched.outlets.load()
    assert (set(watched.outlets.outlets), watched.outlets.paused) == ({"xx_one"}, 0)
    for choice in (OutletChoice(("xx_onee",)), OutletChoice(tag="ours"), OutletChoice(("xx_one",), "ours")):
        watched.outlets.choice = choice
        with pytest.raises(UsageError):
            watched.outlets.load()


def test_a_tag_chooses(tmp_path: Path) -> None:
    watched = Watched(tmp_path / "outlets", OutletChoice(tag="ours"))
    file = watched.write("xx_one")
    watched.write("xx_two")
    file.write_text('tags = ["ours"]\n' + file.read_text())
    watched.outlets.load()
    assert (set(watched.outlets.outlets), watched.outlets.paused) == ({"xx_one"}, 0)
