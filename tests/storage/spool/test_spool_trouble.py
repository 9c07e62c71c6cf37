"""What goes wrong with the files of the spool: no file and no job is lost by it."""

import fcntl
import os
from pathlib import Path
from typing import Any

import pytest

from newscrawler.storage.spool import folder as folder_module
from newscrawler.storage.spool import segment as segment_module
from newscrawler.storage.spool.folder import Spool, SpoolFullError
from newscrawler.storage.spool.listing import list_segments
from newscrawler.storage.spool.opening import open_spool
from newscrawler.storage.spool.segment import SUFFIX, Segment
from newscrawler.storage.writing.jobs import RecordOutcome


def outcome(number: int, **fields: Any) -> RecordOutcome:  # noqa: ANN401 - any field
    return RecordOutcome({"_id": str(number), "url": f"https://elbkurier.example/{number}"} | fields, 100)


def numbers(spool: Spool) -> list[int]:
    found: list[int] = []
    while segment := spool.oldest():
        found += [int(job.document["_id"]) for job in segment.read().jobs() if isinstance(job, RecordOutcome)]
        spool.remove(segment)
    return found


def left_behind(folder: Path, *kept: int) -> Path:
    """The file of a process that is gone."""
    gone = Spool(folder, {})
    gone.append([outcome(number) for number in kept])
    gone.release()
    (path,) = folder.glob(f"*{SUFFIX}")
    return path


def test_two_files_with_one_number_are_both_adopted_again_and_again(tmp_path: Path) -> None:
    folder = tmp_path / "spool" / "key"
    for process, number in ((111, 1), (222, 2)):
        left_behind(folder, number).rename(tmp_path / f"{7:017}-{process}{SUFFIX}")
    for path in tmp_path.glob(f"*{SUFFIX}"):
        path.rename(folder / path.name)
    for _ in range(3):
        spool = Spool(folder, {})
        assert spool.adopt() == 2
        assert {report.held_by for report in list_segments(tmp_path)} == {os.getpid()}
        spool.release()
    assert max(len(path.name) for path in folder.iterdir()) < 50
    spool = Spool(folder, {})
    spool.adopt()
    assert sorted(numbers(spool)) == [1, 2]


def test_their_damaged_parts_have_a_file_each(tmp_path: Path) -> None:
    first, second = (Segment(tmp_path / f"{7:017}-{process}{SUFFIX}", -1) for process in (111, 222))
    assert first.damaged_path != second.damaged_path


def test_a_name_that_is_taken_is_never_overwritten(tmp_path: Path) -> None:
    path = left_behind(tmp_path / "spool" / "key", 1)
    taken = path.with_name(segment_module.adopted_name(path))
    taken.write_bytes(b"of somebody")
    with pytest.raises(FileExistsError):
        Segment.adopt(path)
    assert taken.read_bytes() == b"of somebody"


def test_who_only_lists_the_files_keeps_nobody_from_adopting_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = left_behind(tmp_path / "spool" / "key", 1)
    with path.open("rb") as lister:
        fcntl.flock(lister, fcntl.LOCK_SH)
        monkeypatch.setattr(folder_module.time, "sleep", lambda _: fcntl.flock(lister, fcntl.LOCK_UN))
        spool = Spool(path.parent, {})
        assert spool.adopt() == 1


def open_files() -> list[Path]:
    return [descriptor.resolve() for descriptor in Path("/proc/self/fd").iterdir()]


def test_a_disk_that_is_full_when_a_file_is_begun_leaves_no_file_and_no_descriptor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool = Spool(tmp_path / "spool" / "key", {})

    def write_nothing(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "pwrite", write_nothing)
        for _ in range(3):
            with pytest.raises(SpoolFullError, match="No space left"):
                spool.append([outcome(1)])
    assert list(spool.folder.iterdir()) == []
    # By what they lead to, not by their number: the test's process may close one of its own meanwhile.
    assert [path for path in open_files() if path.is_relative_to(tmp_path)] == []
    spool.append([outcome(2)])
    assert numbers(spool) == [2]


def test_every_new_folder_is_on_the_disk_with_its_parent_and_what_is_damaged_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []
    for module in (folder_module, segment_module):
        monkeypatch.setattr(module, "sync_folder", synced.append)
    spool = Spool(tmp_path / "data" / "spool" / "key", {})
    spool.append([outcome(1)])
    assert synced == [tmp_path, tmp_path / "data", tmp_path / "data" / "spool", spool.folder]
    spool.release()
    (path,) = spool.folder.iterdir()
    path.write_bytes(path.read_bytes().replace(b"elbkurier.example/1", b"elbkurier.example/X"))
    spool = Spool(spool.folder, {})
    spool.adopt()
    assert numbers(spool) == []
    assert len(synced) == 5


def test_one_that_cannot_be_written_down_costs_the_others_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = folder_module.write_job

    def write_most(job: Any, at: Any) -> bytes:  # noqa: ANN401 - as the real one
        if job.document["_id"] == "2":
            raise RecursionError
        return write(job, at)

    monkeypatch.setattr(folder_module, "write_job", write_most)
    spool = Spool(tmp_path / "spool" / "key", {})
    jobs = [outcome(number) for number in range(1, 4)]
    assert [*spool.append(jobs)] == [jobs[1]]
    assert numbers(spool) == [1, 3]


def test_one_of_too_many_levels_is_kept_for_the_quarantine(tmp_path: Path) -> None:
    deep: Any = 1
    for _ in range(3_000):
        deep = {"in": deep}
    spool = Spool(tmp_path / "spool" / "key", {})
    jobs = [outcome(1), outcome(2, deep=deep), outcome(3)]
    spool.append(jobs)
    assert numbers(spool) == [1, 3]


async def test_a_listener_that_fails_costs_no_spool(tmp_path: Path) -> None:
    def tell(_: str) -> None:
        raise BrokenPipeError

    path = left_behind(tmp_path / "spool" / "key", 1)
    spool = await open_spool(path.parent, {}, 10**9, "background", tell)
    assert spool is not None
    assert spool.count == 1
