"""What the doctor looks at, what it says, and that no check can end it."""

import io
import json
import sys
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.cli import main
from newscrawler.errors import StorageUnavailableError
from newscrawler.operations import doctor, doctor_database, doctor_machine, doctor_outlets, doctor_software
from newscrawler.operations.doctor import CHECKS, examine_machine
from newscrawler.operations.doctor_check import Check, Verdict, run_check
from newscrawler.operations.doctor_software import Requirement, lack_of, requirements
from newscrawler.operations.output import Output
from newscrawler.settings import Environment, read_environment

OUTLET = """
name = "Elbkurier"
country = "DE"
language = "de"
timezone = "Europe/Berlin"
home = "https://www.elbkurier.example/"
feeds = ["https://www.elbkurier.example/rss.xml"]
"""


def environment(tmp_path: Path, **variables: str) -> Environment:
    return read_environment({"NEWSCRAWLER_DATA_DIR": str(tmp_path / "data")} | variables)


def captured(**options: object) -> Output:
    return Output(stdout=io.StringIO(), stderr=io.StringIO(), **options)


def fine(_: Environment) -> Iterator[Verdict]:
    yield Verdict("fine", "ok", "as it should be")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ValueError("no such wheel"), "ValueError: no such wheel"),
        (KeyError(), "KeyError"),
        (SystemExit(3), "SystemExit: 3"),
        (StorageUnavailableError("It is gone."), "It is gone."),
    ],
)
def test_a_check_that_breaks_is_a_failure_with_its_words_and_the_next_one_runs(
    error: BaseException, words: str, tmp_path: Path
) -> None:
    def broken(_: Environment) -> Iterator[Verdict]:
        yield Verdict("first half", "ok", "seen before it broke")
        raise error

    output = captured(json=True)
    checks = (Check("broken", broken, fix="mend it"), Check("fine", fine))
    assert examine_machine(checks, environment(tmp_path), output) == 1
    rows = [json.loads(line) for line in output.stdout.getvalue().splitlines()]
    assert [row["name"] for row in rows] == ["first half", "broken", "fine"]
    assert rows[1] == {"name": "broken", "result": "FAIL", "found": words, "fix": "mend it"}
    assert output.stderr.getvalue() == "3 checks: 2 ok, 1 failed.\n"


def test_a_check_that_hangs_is_left_to_itself(tmp_path: Path) -> None:
    let_go = threading.Event()

    def hanging(_: Environment) -> Iterator[Verdict]:
        let_go.wait()
        yield Verdict("late", "ok", "too late")

    (verdict,) = run_check(Check("hanging", hanging, limit_seconds=0.05), environment(tmp_path))
    let_go.set()
    assert verdict == Verdict("hanging", "FAIL", "no answer within 0.05 s")


def test_notes_are_no_failure_and_the_fix_stands_below_what_was_found(tmp_path: Path) -> None:
    def noted(_: Environment) -> Iterator[Verdict]:
        yield Verdict("contact", "note", "not set", "set it")

    output = captured()
    assert examine_machine((Check("contact", noted), Check("fine", fine)), environment(tmp_path), output) == 0
    lines = output.stdout.getvalue().splitlines()
    assert lines == [
        "note  contact         not set",
        "                      set it",
        "ok    fine            as it should be",
        "2 checks: 1 ok, 1 note.",
    ]


def test_on_a_terminal_long_lines_are_wrapped_beside_the_names(tmp_path: Path) -> None:
    def long(_: Environment) -> Iterator[Verdict]:
        yield Verdict("packages", "ok", "word " * 40, "fix " * 40)

    output = captured(is_terminal=True, width=60)
    examine_machine((Check("packages", long),), environment(tmp_path), output)
    lines = output.stdout.getvalue().splitlines()
    assert len(lines) > 8
    assert max(map(len, lines)) <= 60


def test_this_machine_is_ready(
    mongo_uri: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NEWSCRAWLER_MONGO_URI", mongo_uri)
    monkeypatch.setenv("NEWSCRAWLER_DATA_DIR", str(tmp_path / "data"))
    code = main(["doctor", "--json"])
    told = capsys.readouterr()
    rows = {row["name"]: row for row in map(json.loads, told.out.splitlines())}
    assert [row for row in rows.values() if row["result"] == "FAIL"] == []
    assert code == 0
    assert {"python", "packages", "contact", "outlet files", "disk", "clock", "workers", "database"} <= set(rows)
    assert "read a page" in rows["workers"]["found"]
    assert rows["database write"]["result"] == "ok"
    assert "@" not in rows["database"]["found"]
    assert f"{len(rows)} checks: " in told.err


def test_the_embedded_database_is_started_and_ended_again(tmp_path: Path) -> None:
    verdicts = run_check(doctor_database.DATABASE_CHECKS[0], environment(tmp_path))
    assert [(verdict.name, verdict.result) for verdict in verdicts] == [("database", "ok"), ("database write", "ok")]
    assert verdicts[0].found.startswith(f"the embedded database in {tmp_path}")


def test_every_name_fits_its_column() -> None:
    assert max(len(check.name) for check in CHECKS) < doctor._NAME_WIDTH


def test_a_broken_environment_is_examined_all_the_same(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctor, "CHECKS", doctor_outlets.OUTLET_CHECKS)
    monkeypatch.setenv("NEWSCRAWLER_WORKERS", "abc")
    monkeypatch.setenv("NEWSCRAWLER_KEEP_PAGES", "maybe")
    assert main(["doctor"]) == 1
    told = capsys.readouterr().out
    assert "FAIL  variables       NEWSCRAWLER_WORKERS must be a whole number from 0, not 'abc'." in told
    assert "FAIL  variables       NEWSCRAWLER_KEEP_PAGES must be 0 or 1, not 'maybe'." in told
    assert "mend or unset NEWSCRAWLER_WORKERS" in told


def test_misspelled_variables_fail_and_foreign_ones_are_noted() -> None:
    given = {"NEWSCRAWLER_MONGO_URL": "mongodb://u:geheim@db/x", "NEWSCRAWLER_IMAGE": "x", "NEWSCRAWLER_REFETCH": "1"}
    verdicts = list(doctor_outlets.examine_variables(read_environment(given)))
    assert [(verdict.result, verdict.found) for verdict in verdicts] == [
        ("FAIL", "NEWSCRAWLER_MONGO_URL is not read. Did you mean NEWSCRAWLER_MONGO_URI?"),
        ("note", "NEWSCRAWLER_IMAGE is not read."),
        ("note", "NEWSCRAWLER_REFETCH is a setting, not a variable: scrapy crawl -s NEWSCRAWLER_REFETCH=..."),
    ]
    assert verdicts[0].fix == "rename or unset NEWSCRAWLER_MONGO_URL"


def test_without_a_contact_there_is_a_note() -> None:
    (verdict,) = doctor_outlets.examine_contact(read_environment({}))
    assert verdict.result == "note"
    (verdict,) = doctor_outlets.examine_contact(read_environment({"NEWSCRAWLER_CONTACT": "desk@paper.example"}))
    assert verdict == Verdict("contact", "ok", "desk@paper.example")
    assert list(doctor_outlets.examine_contact(read_environment({"NEWSCRAWLER_CONTACT": "me"}))) == []


def test_a_folder_that_is_not_there_fails(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    (verdict,) = doctor_outlets.examine_outlet_folders(environment(tmp_path, NEWSCRAWLER_OUTLETS=str(gone)))
    assert (verdict.result, verdict.found) == ("FAIL", f"{gone}: no such folder")


def test_every_mistake_of_every_outlet_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "de_elbkurier.toml").write_text(OUTLET.replace("language", "langauge"))
    folders = f"{tmp_path}:{tmp_path / 'gone'}"
    (verdict,) = doctor_outlets.examine_outlet_files(environment(tmp_path, NEWSCRAWLER_OUTLETS=folders))
    assert verdict.result == "FAIL"
    assert "gone" not in verdict.found
    assert "de_elbkurier.toml:4: unknown key 'langauge', did you mean 'language'?" in verdict.found
    assert "de_elbkurier was skipped" in verdict.found


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("import no_such_library", "ModuleNotFoundError: No module named 'no_such_library'"),
        ("raise SystemExit(4)", "SystemExit: 4"),
        ("x = 1", "must hold one subclass of OutletSpider for de_elbkurier, not 0"),
    ],
)
def test_code_of_an_outlet_that_cannot_be_loaded_fails(code: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "de_elbkurier.toml").write_text(OUTLET)
    (tmp_path / "de_elbkurier.py").write_text(code)
    (verdict,) = doctor_outlets.examine_outlet_code(environment(tmp_path, NEWSCRAWLER_OUTLETS=str(tmp_path)))
    assert verdict.result == "FAIL"
    assert told in verdict.found


def test_code_of_an_outlet_that_can_be_loaded_is_named(tmp_path: Path) -> None:
    (tmp_path / "de_elbkurier.toml").write_text(OUTLET)
    (tmp_path / "de_elbkurier.py").write_text(
        "from newscrawler.spiders.outlet import OutletSpider\nclass ElbkurierSpider(OutletSpider): ...\n"
    )
    (verdict,) = doctor_outlets.examine_outlet_code(environment(tmp_path, NEWSCRAWLER_OUTLETS=str(tmp_path)))
    assert verdict == Verdict("outlet code", "ok", "1 loaded: de_elbkurier")


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
