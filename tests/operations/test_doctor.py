"""What the doctor looks at, what it says, and that no check can end it."""

import io
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from newscrawler.cli import main
from newscrawler.errors import StorageUnavailableError
from newscrawler.operations import doctor, doctor_database, doctor_outlets
from newscrawler.operations.doctor import CHECKS, examine_machine
from newscrawler.operations.doctor_check import Check, Verdict, run_check
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


@pytest.mark.embedded
def test_this_machine_is_ready(
    mongo_uri: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NEWSCRAWLER_MONGO_URI", mongo_uri)
    monkeypatch.setenv("NEWSCRAWLER_DATA_DIR", str(tmp_path / "data"))
    code = main(["doctor", "--json"])
    told = capsys.readouterr()
    verdicts = [json.loads(line) for line in told.out.splitlines()]
    assert [verdict for verdict in verdicts if verdict["result"] == "FAIL"] == []
    assert code == 0
    rows = {
        verdict["name"]: verdict for verdict in verdicts
    }  # a check may say two things: extras that are there, and not
    assert {"python", "packages", "contact", "outlet files", "disk", "clock", "workers", "database"} <= set(rows)
    assert "read a page" in rows["workers"]["found"]
    assert rows["reader's core"]["found"].startswith(("compiled", "interpreted", "stale"))
    assert rows["database write"]["result"] == "ok"
    assert "@" not in rows["database"]["found"]
    assert f"{len(verdicts)} checks: " in told.err


@pytest.mark.embedded
def test_the_embedded_database_is_started_and_ended_again(tmp_path: Path) -> None:
    verdicts = run_check(doctor_database.DATABASE_CHECKS[0], environment(tmp_path))
    assert [(verdict.name, verdict.result) for verdict in verdicts] == [
        ("database", "ok"),
        ("database write", "ok"),
        ("database schema", "note"),
    ]
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
