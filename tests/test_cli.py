"""The command line as a person or a program meets it: exit codes, streams, messages."""

import json
import os
from pathlib import Path

import pytest

from newscrawler import __version__
from newscrawler.cli import main
from newscrawler.operations import dispatch

OUTLET = """
name = "Elbkurier"
country = "DE"
language = "de"
timezone = "Europe/Berlin"
home = "https://www.elbkurier.example/"
feeds = ["https://www.elbkurier.example/rss.xml?api_key=secret"]
tags = ["river"]
fetch.proxy = "http://reader:secret@proxy.example:8080"
"""


@pytest.fixture(autouse=True)
def no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("NEWSCRAWLER_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("NEWSCRAWLER_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture
def outlets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    folder = tmp_path / "outlets"
    folder.mkdir()
    (folder / "de_elbkurier.toml").write_text(OUTLET)
    monkeypatch.setenv("NEWSCRAWLER_OUTLETS", str(folder))
    return folder


def test_version_and_help_go_to_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    for option in ("--version", "--help"):
        with pytest.raises(SystemExit) as left:
            main([option])
        assert left.value.code == 0
    told = capsys.readouterr()
    assert told.out.startswith(f"newscrawler {__version__}\n")
    assert told.err == ""


def test_help_fits_a_terminal_and_tells_every_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    lines = capsys.readouterr().out.partition("exit codes:")[2].splitlines()
    assert max(map(len, lines)) <= 80 - len("exit codes:")
    assert "5 no listing had a single link, 130 stopped by a signal" in lines[-1]


def test_wrong_variables_end_with_3_and_all_are_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSCRAWLER_WORKERS", "abc")
    monkeypatch.setenv("NEWSCRAWLER_MONGO_URI", "hello world")
    assert main(["runs"]) == 3
    told = capsys.readouterr().err
    assert "NEWSCRAWLER_WORKERS must be" in told
    assert "NEWSCRAWLER_MONGO_URI is not" in told


def test_a_usage_error_ends_with_2_and_says_what_would_be_right(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["artcles"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "No command called 'artcles'. Did you mean articles? See: newscrawler --help\n"


def test_without_a_command_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([])
    assert left.value.code == 2
    assert "usage: newscrawler" in capsys.readouterr().out


def test_an_unknown_outlet_gets_a_suggestion(outlets: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert outlets.is_dir()
    assert main(["outlets", "show", "de_elbkurrier"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("No outlet called 'de_elbkurrier'. Did you mean de_elbkurier? (")
    assert "outlets: newscrawler outlets list)" in told


def test_a_broken_outlet_file_is_told_and_the_others_are_listed(
    outlets: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (outlets / "gb_broken.toml").write_text(OUTLET.replace('language = "de"', 'langauge = "de"'))
    assert main(["outlets", "list"]) == 1
    told = capsys.readouterr()
    assert "de_elbkurier" in told.out
    assert "outlets/gb_broken.toml:4: unknown key 'langauge', did you mean 'language'?" in told.err
    assert "gb_broken was skipped" in told.err


def test_a_broken_outlet_file_that_was_asked_for_ends_with_3(outlets: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (outlets / "gb_broken.toml").write_text("name = 1")
    assert main(["outlets", "show", "gb_broken"]) == 3
    assert "outlets/gb_broken.toml" in capsys.readouterr().err


def test_outlets_are_printed_as_json_lines_with_secrets_masked(
    outlets: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert outlets.is_dir()
    assert main(["outlets", "list", "--tag", "river", "--json"]) == 0
    told = capsys.readouterr().out
    (outlet,) = [json.loads(line) for line in told.splitlines()]
    assert outlet["id"] == "de_elbkurier"
    assert outlet["feeds"] == ["https://www.elbkurier.example/rss.xml?***"]
    assert outlet["fetch"]["proxy"] == "http://***@proxy.example:8080"


def test_an_outlet_is_shown_without_the_settings_that_it_leaves_alone(
    outlets: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert outlets.is_dir()
    assert main(["outlets", "show", "de_elbkurier"]) == 0
    told = capsys.readouterr().out
    assert "timezone" in told
    assert "left at their defaults: " in told
    assert "secret" not in told


def test_a_tag_that_no_outlet_has_is_said(outlets: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert outlets.is_dir()
    assert main(["outlets", "list", "--tag", "moon"]) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "No outlet has the tag 'moon'.\n"


def test_schemas_are_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "article"]) == 0
    assert "word_count" in json.loads(capsys.readouterr().out)["properties"]
    assert main(["schema", "--json"]) == 0
    assert all(json.loads(line)["properties"] for line in capsys.readouterr().out.splitlines())


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["crawl"], "Nothing to crawl."),
        (["crawl", "us_koreadaily", "--all"], "exclude each other"),
        (["crawl", "--from-warc", "a.warc", "--refetch"], "always read"),
        (["crawl", "xx_bay", "--no-store"], "--no-store is for --from-warc"),
        (["crawl", "--from", "2024-01-01"], "Nothing to crawl."),
        (["crawl", "us_koreadaily", "--from", "yesterday"], "'yesterday' is no day: write it as in 2024-03-01"),
        (["crawl", "us_koreadaily", "--from", "2024-02-30"], "'2024-02-30' is no day"),
        (["crawl", "us_koreadaily", "--from", "2024-04-01", "--to", "2024-03-31"], "is after --to"),
        (["crawl", "us_koreadaily", "--from", "2999-04-01"], "is still to come"),
        (["crawl", "us_koreadaily", "--to", "2024-03-31"], "give --from"),
        (["crawl", "us_koreadaily", "--from", "2024-01-01", "--refetch"], "a back-fill (--from) passes over them"),
        (["crawl", "--from-warc", "a.warc", "--from", "2024-01-01"], "stored pages of --from-warc are always all read"),
        (["fetch", "no_such_file.html"], "There is no file no_such_file.html"),
    ],
)
def test_what_cannot_be_combined_or_found_ends_with_2(
    typed: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(typed) == 2
    assert told in capsys.readouterr().err


def test_an_unexpected_error_is_one_line_unless_debugging(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> int:
        raise ValueError("boom\nsecond line")

    monkeypatch.setattr("newscrawler.cli.run_command", fail)
    assert main(["schema"]) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert told.startswith("ValueError: boom. This is a bug in newscrawler. ")
    assert "--debug" in told
    assert main(["schema", "--debug"]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_no_bug(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> int:
        raise PermissionError(13, "Permission denied", "/var/newscrawler")

    monkeypatch.setattr("newscrawler.cli.run_command", fail)
    assert main(["schema"]) == 1
    assert capsys.readouterr().err == "Permission denied: /var/newscrawler\n"


def test_ctrl_c_ends_with_130(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("newscrawler.cli.run_command", interrupt)
    assert main(["schema"]) == dispatch.STOPPED
    assert capsys.readouterr().err == "Stopped.\n"
