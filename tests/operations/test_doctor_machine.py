"""What the doctor makes of a machine: its disk, packages, clock, database."""

import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.errors import StorageUnavailableError
from newscrawler.operations import doctor_database, doctor_machine, doctor_software
from newscrawler.operations.doctor_check import Verdict, run_check
from newscrawler.operations.doctor_software import Requirement, lack_of, requirements
from newscrawler.settings import Environment, read_environment


def environment(tmp_path: Path, **variables: str) -> Environment:
    return read_environment({"NEWSCRAWLER_DATA_DIR": str(tmp_path / "data")} | variables)


def test_a_data_directory_that_cannot_be_made_fails(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file stands in its place")
    (verdict,) = doctor_machine.examine_data_directory(environment(tmp_path))
    assert (verdict.result, verdict.found) == ("FAIL", f"{tmp_path / 'data'}: is no directory")
    assert "NEWSCRAWLER_DATA_DIR" in verdict.fix
    (verdict,) = run_check(doctor_database.DATABASE_CHECKS[0], environment(tmp_path))
    assert verdict.result == "FAIL"
    assert verdict.fix.startswith("Set NEWSCRAWLER_DATA_DIR to a directory")


@pytest.mark.parametrize(
    ("free", "embedded", "result"),
    [
        (999_999_999, True, "FAIL"),
        (10**9, True, "note"),
        (5 * 10**9, True, "ok"),
        (10**8, False, "note"),
        (10**9, False, "ok"),
    ],
)
def test_a_disk_is_judged_by_what_is_written_to_it(free: int, *, embedded: bool, result: str) -> None:
    assert doctor_machine._disk_verdict(free, Path("/var"), embedded=embedded).result == result


def test_the_disk_of_a_directory_that_is_not_there_yet_is_that_of_its_nearest_parent(tmp_path: Path) -> None:
    (verdict,) = doctor_machine.examine_disk(environment(tmp_path / "a" / "b"))
    assert verdict.found.endswith(f"free for {tmp_path}")


@pytest.mark.parametrize(("limit", "result"), [(-1, "ok"), (1024, "ok"), (1023, "note"), (256, "note"), (255, "FAIL")])
def test_a_low_limit_of_open_files_is_told(limit: int, result: str) -> None:
    assert doctor_machine._files_verdict(limit).result == result


def test_memory_is_what_the_machine_and_its_container_leave(tmp_path: Path) -> None:
    proc = tmp_path / "meminfo"
    proc.write_text("MemTotal:  9000000 kB\nMemAvailable:  2000000 kB\n")
    assert doctor_machine.free_memory(proc, tmp_path) == 2_048_000_000
    (tmp_path / "memory.max").write_text("500000000\n")
    (tmp_path / "memory.current").write_text("100000000\n")
    assert doctor_machine.free_memory(proc, tmp_path) == 400_000_000
    (tmp_path / "memory.max").write_text("max\n")
    assert doctor_machine.free_memory(proc, tmp_path) == 2_048_000_000
    assert doctor_machine.free_memory(tmp_path / "none", tmp_path) is None
    assert doctor_machine._memory_verdict(400_000_000, 1).result == "note"
    assert doctor_machine._memory_verdict(2_048_000_000, 1).result == "ok"


@pytest.mark.parametrize(
    ("sign", "wanted", "installed", "told"),
    [
        (">=", "2.19", "2.19.0", None),
        (">=", "2.19", "2.9.3", "scrapy 2.9.3 is too old: scrapy>=2.19"),
        (">=", "2.19", None, "scrapy>=2.19 is not installed"),
        ("==", "0.6.0b17", "0.6.0b17", None),
        ("==", "0.6.0b17", "0.6.0b18", "scrapy 0.6.0b18 is not the version that is needed: scrapy==0.6.0b17"),
        ("", "", "1", None),
    ],
)
def test_packages_are_compared_as_numbers(sign: str, wanted: str, installed: str | None, told: str | None) -> None:
    assert lack_of(Requirement("scrapy", sign, wanted, ""), installed) == told


@given(st.lists(st.integers(0, 3000), min_size=1, max_size=5), st.integers(0, 4))
def test_a_later_version_is_never_too_old(numbers: list[int], place: int) -> None:
    later = list(numbers)
    later[place % len(later)] += 1
    old, new = (".".join(map(str, each)) for each in (numbers, later))
    assert lack_of(Requirement("scrapy", ">=", old, ""), new) is None
    assert lack_of(Requirement("scrapy", ">=", new, ""), old) is not None


def test_the_requirements_are_those_of_the_metadata(monkeypatch: pytest.MonkeyPatch) -> None:
    told = [
        "scrapy>=2.19",
        'SecantusDB==0.6.0b17; extra == "embedded"',
        "uvloop[x] >=0.21 ; extra == 'uvloop'",
        "types-x",
    ]
    monkeypatch.setattr(doctor_software.metadata, "requires", lambda _: told)
    assert requirements() == [
        Requirement("scrapy", ">=", "2.19", ""),
        Requirement("SecantusDB", "==", "0.6.0b17", "embedded"),
        Requirement("uvloop", ">=", "0.21", "uvloop"),
        Requirement("types-x", "", "", ""),
    ]


def test_missing_packages_and_extras_are_told_with_how_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    told = ["scrapy>=99", "no-such-package>=1", "warcio>=99; extra == 'warc'"]
    monkeypatch.setattr(doctor_software.metadata, "requires", lambda _: told)
    (packages,) = doctor_software.examine_packages(read_environment({}))
    assert packages.result == "FAIL"
    assert packages.found.splitlines()[1] == "no-such-package>=1 is not installed"
    assert packages.fix == f"{sys.executable} -m pip install --upgrade newscrawler"
    *_, extras = doctor_software.examine_extras(read_environment({}))
    assert (extras.result, extras.fix) == ("note", "pip install 'newscrawler[warc]'")


def test_an_old_suffix_list_is_a_note() -> None:
    made = date(2025, 1, 1)
    assert doctor_software._suffix_verdict(made, made + timedelta(days=365)).result == "ok"
    old = doctor_software._suffix_verdict(made, made + timedelta(days=366))
    assert (old.result, old.fix) == ("note", "pip install --upgrade publicsuffixlist")
    assert doctor_software._suffix_verdict(None, made).result == "note"


@pytest.mark.parametrize(("seconds", "result"), [(0.5, "ok"), (-1.9, "ok"), (2, "note"), (-60, "note"), (61, "FAIL")])
def test_the_clock_of_the_database_is_compared_with_ours(seconds: float, result: str) -> None:
    assert doctor_database._clock_verdict(timedelta(seconds=seconds)).result == result


@pytest.mark.parametrize(
    ("uri", "here"),
    [
        ("mongodb://127.0.0.1:27017/x", True),
        ("mongodb://u:p@localhost/x", True),
        ("mongodb://db1,db2/x", False),
        ("mongodb+srv://cluster.example/x", False),
    ],
)
def test_a_clock_of_this_machine_is_not_compared_with_itself(uri: str, *, here: bool) -> None:
    assert doctor_database._is_here(uri) == here


def test_a_database_that_takes_no_write_fails() -> None:
    assert doctor_database._write_verdict("not authorised").result == "FAIL"


def test_a_database_that_cannot_be_reached_fails_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def away(_: Environment) -> Iterator[Verdict]:
        raise StorageUnavailableError("Cannot reach MongoDB at db:27017 (no such host). Nothing was fetched. Start it.")

    monkeypatch.setattr(doctor_database, "examine_database", away)
    (verdict,) = run_check(doctor_database.DATABASE_CHECKS[0], environment(tmp_path))
    assert verdict == Verdict("database", "FAIL", "Cannot reach MongoDB at db:27017 (no such host).", "Start it.")
