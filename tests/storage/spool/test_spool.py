import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from bson import encode

from newscrawler.storage.spool import folder as folder_module
from newscrawler.storage.spool.file_format import HEADER_SIZE
from newscrawler.storage.spool.folder import Spool, SpoolFullError, spool_folder
from newscrawler.storage.spool.listing import list_damaged, list_segments, waiting_bytes
from newscrawler.storage.spool.segment import Segment
from newscrawler.storage.spool.spooled_jobs import Spoolable
from newscrawler.storage.writing.jobs import KeepRefused, RecordOutcome, RecordRun, SaveArticle

NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
ABOUT = {"address": "db:27017", "name": "news"}


def outcome(number: int, **fields: Any) -> RecordOutcome:  # noqa: ANN401 - any field
    return RecordOutcome({"_id": str(number), "url": f"https://elbkurier.example/{number}"} | fields, 100)


def make_spool(tmp_path: Path, **options: Any) -> Spool:  # noqa: ANN401 - of the spool
    return Spool(tmp_path / "spool" / "key", ABOUT, **options)


def stored(spool: Spool) -> list[Spoolable]:
    """Every job, in the order in which it would be stored; the files are removed."""
    jobs: list[Spoolable] = []
    while segment := spool.oldest():
        jobs += segment.read().jobs()
        spool.remove(segment)
    return jobs


def numbers(jobs: list[Spoolable]) -> list[int]:
    return [int(job.document["_id"]) for job in jobs]


def test_jobs_come_back_as_they_were(tmp_path: Path) -> None:
    spool = make_spool(tmp_path, now=lambda: NOON)
    article = SaveArticle({"_id": "a", "at": NOON, "word_count": 2**40}, {"_id": "p", "content": b"\0"}, 9, None, "why")
    run = RecordRun({"_id": "r", "outlet": "de_elbkurier"}, 9)
    refused = KeepRefused({"_id": "q"}, None, 9)
    spool.append([article, outcome(1)])
    spool.append([run, refused])
    assert spool.count == 4
    first, second, third, fourth = stored(spool)
    assert isinstance(first, SaveArticle)
    assert (first.document, first.page, first.sighting, first.reason) == (article.document, article.page, None, "why")
    assert isinstance(second, RecordOutcome)
    assert (first.spooled_at, second.spooled_at, second.document) == (NOON, NOON, outcome(1).document)
    assert isinstance(third, RecordRun)
    assert third.document == run.document
    assert isinstance(fourth, KeepRefused)
    assert spool.is_empty
    assert list(spool.folder.iterdir()) == []


def test_what_bson_refuses_is_kept_for_the_quarantine(tmp_path: Path) -> None:
    spool = make_spool(tmp_path)
    spool.append([outcome(1), outcome(2, message="\ud800", odd=object())])
    kept = stored(spool)[1]
    assert isinstance(kept, KeepRefused)
    assert kept.document["url"] == "https://elbkurier.example/2"
    assert "BSON" in kept.document["reason"]


def test_order_is_kept_over_many_files_and_those_of_a_gone_process_come_first(tmp_path: Path) -> None:
    gone = make_spool(tmp_path, segment_bytes=300)
    for number in range(20):
        gone.append([outcome(number)])
    assert len(list(gone.folder.iterdir())) > 5
    gone.release()
    spool = make_spool(tmp_path)
    spool.append([outcome(20)])
    assert spool.adopt() == 20
    assert spool.count == 21
    assert numbers(stored(spool)) == list(range(21))


def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    spool = make_spool(tmp_path)
    spool.append([outcome(1)])
    (path,) = spool.folder.iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    assert spool.folder.stat().st_mode & 0o777 == 0o700
    assert b"db:27017" in path.read_bytes()


def test_what_a_living_process_holds_is_not_adopted_by_another(tmp_path: Path) -> None:
    living, first, second = make_spool(tmp_path), make_spool(tmp_path), make_spool(tmp_path)
    living.append([outcome(1)])
    assert first.adopt() == second.adopt() == 0
    (report,) = list_segments(tmp_path)
    assert (report.held_by, waiting_bytes(living.folder)) == (os.getpid(), 0)
    living.release()
    assert list_segments(tmp_path)[0].held_by is None
    assert waiting_bytes(living.folder) == report.size
    assert (first.adopt(), second.adopt()) == (1, 0)
    assert numbers(stored(first)) == [1]
    assert second.adopt() == 0


def test_a_file_that_cannot_be_opened_costs_the_others_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = make_spool(tmp_path, segment_bytes=1)
    for number in range(3):
        gone.append([outcome(number)])
    gone.release()
    strange = sorted(gone.folder.iterdir())[1]
    adopt = Segment.adopt

    def adopt_most(path: Path) -> Segment:
        if path == strange:
            raise PermissionError(13, "Permission denied")
        return adopt(path)

    monkeypatch.setattr(Segment, "adopt", adopt_most)
    spool = make_spool(tmp_path)
    assert spool.adopt() == 2
    assert spool.left == [f"{strange}: Permission denied"]
    assert numbers(stored(spool)) == [0, 2]


def test_a_file_that_is_adopted_grows_no_more_and_one_that_is_being_stored_neither(tmp_path: Path) -> None:
    spool = make_spool(tmp_path)
    spool.append([outcome(1)])
    oldest = spool.oldest()
    spool.append([outcome(2)])
    assert oldest
    assert numbers(list(oldest.read().jobs())) == [1]
    assert numbers(stored(spool)) == [1, 2]


def test_a_torn_end_is_cut_off_and_damage_in_the_middle_is_kept_apart(tmp_path: Path) -> None:
    gone = make_spool(tmp_path)
    for number in range(4):
        gone.append([outcome(number)])
    gone.release()
    (path,) = gone.folder.iterdir()
    data = bytearray(path.read_bytes())
    place = data.index(b"elbkurier.example/1")
    data[place] ^= 255
    path.write_bytes(data + bytes(HEADER_SIZE - 1))
    (report,) = list_segments(tmp_path)
    assert (report.unreadable, report.kinds) == (1, {"outcome": 3})
    spool = make_spool(tmp_path)
    assert spool.adopt() == 3
    assert numbers(stored(spool)) == [0, 2, 3]
    (damaged,) = list_damaged(tmp_path)
    assert bytes(data[place : place + 10]) in damaged.read_bytes()
    assert damaged.stat().st_mode & 0o777 == 0o600


def test_marks_of_copies_of_an_older_version_are_read_over(tmp_path: Path) -> None:
    spool = make_spool(tmp_path)
    spool.append([outcome(1), outcome(2)])
    segment = spool.oldest()
    assert segment
    segment.append([encode({"kind": "copies", "at": NOON, "article": "a" * 24, "text": "hash"})], 1)
    contents = segment.read()
    assert (contents.count, contents.damages) == (2, 0)
    assert numbers(list(contents.jobs())) == [1, 2]


def test_a_record_of_a_later_version_is_not_thrown_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spool = make_spool(tmp_path)
    monkeypatch.setitem(folder_module.write_job.__globals__["_KINDS"], RecordRun, "of_later")
    spool.append([RecordRun({"_id": "r"}, 9), outcome(2)])
    assert numbers(stored(spool)) == [2]
    (damaged,) = list_damaged(tmp_path)
    assert b"of_later" in damaged.read_bytes()


def test_a_full_disk_keeps_all_of_a_batch_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spool = make_spool(tmp_path)
    spool.append([outcome(1)])
    write = os.pwrite

    def write_some(descriptor: int, data: bytes, place: int) -> int:
        if len(data) < 300:
            raise OSError(28, "No space left on device")
        return write(descriptor, data[:200], place)

    with monkeypatch.context() as patch:
        patch.setattr(os, "pwrite", write_some)
        with pytest.raises(SpoolFullError, match="No space left"):
            spool.append([outcome(number) for number in range(2, 9)])
    assert spool.fault is not None
    spool.append([outcome(9)])
    assert numbers(stored(spool)) == [1, 9]
    assert spool.fault is None


def test_a_crawl_is_told_to_end_before_nothing_more_fits(tmp_path: Path) -> None:
    spool = make_spool(tmp_path, max_bytes=1000, reserve_bytes=1000)
    kept = 0
    while spool.fault is None:
        spool.append([outcome(kept)])
        kept += 1
    assert "as much as it may" in spool.fault
    for _ in range(3):  # what was under way
        spool.append([outcome(kept)])
        kept += 1
    with pytest.raises(SpoolFullError):
        spool.append([outcome(number) for number in range(100)])
    assert len(stored(spool)) == kept
    assert spool.fault is None


def test_the_spools_of_all_databases_share_one_limit(tmp_path: Path) -> None:
    Spool(tmp_path / "spool" / "other", ABOUT).append([outcome(number) for number in range(20)])
    spool = make_spool(tmp_path, max_bytes=1000)
    spool.append([outcome(1)])
    assert spool.fault is not None


def test_a_disk_that_is_nearly_full_ends_the_crawl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_module, "_free_bytes", lambda _: 60_000_000)
    spool = make_spool(tmp_path)
    spool.append([outcome(1)])
    assert spool.fault is not None
    assert "nearly full" in spool.fault


def test_each_database_has_a_folder_of_its_own_and_no_password_in_it(tmp_path: Path) -> None:
    names = {
        spool_folder(tmp_path, hosts, name).name
        for hosts in (["db:27017"], ["db:27018"], None)
        for name in ("news", "other")
    }
    assert len(names) == 6
    assert spool_folder(tmp_path, ["B:1", "a:1"], "news") == spool_folder(tmp_path, ["a:1", "b:1"], "news")


# Appends for ever, and prints each number once it is kept.
WRITER = """
import sys
from pathlib import Path
from newscrawler.storage.writing.jobs import RecordOutcome
from newscrawler.storage.spool.folder import Spool

spool = Spool(Path(sys.argv[1]), {}, segment_bytes=20_000)
number = int(sys.argv[2])
while True:
    spool.append([RecordOutcome({"_id": str(number), "url": "u" * 500}, 1)])
    print(number, flush=True)
    number += 1
"""


def test_kill_9_in_the_middle_of_appending_loses_nothing_that_was_kept(tmp_path: Path) -> None:
    kept: list[int] = []
    for _ in range(3):
        command = [sys.executable, "-c", WRITER, str(tmp_path / "spool" / "key"), str(len(kept) + 1000)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            lines = [process.stdout.readline() for _ in range(100)]
            process.send_signal(signal.SIGKILL)
            lines += [line for line in process.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
        kept += map(int, lines)
    spool = make_spool(tmp_path)
    spool.adopt()
    assert set(kept) <= set(numbers(stored(spool)))
    assert list_damaged(tmp_path) == []


# Adopts what is there, and prints the number of each job that it removes.
ADOPTER = """
import sys
from pathlib import Path
from newscrawler.storage.spool.folder import Spool

spool = Spool(Path(sys.argv[1]), {})
sys.stdin.readline()
spool.adopt()
while segment := spool.oldest():
    for job in segment.read().jobs():
        print(job.document["_id"])
    spool.remove(segment)
"""


def test_of_two_that_adopt_at_once_each_file_has_one(tmp_path: Path) -> None:
    gone = make_spool(tmp_path, segment_bytes=100)
    for number in range(60):
        gone.append([outcome(number)])
    gone.release()
    command = [sys.executable, "-c", ADOPTER, str(gone.folder)]
    adopters = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    for adopter in adopters:
        assert adopter.stdin
        adopter.stdin.write("go\n")
        adopter.stdin.flush()
    found = [line for adopter in adopters for line in adopter.communicate()[0].split()]
    assert sorted(map(int, found)) == list(range(60))
    assert list(gone.folder.iterdir()) == []
