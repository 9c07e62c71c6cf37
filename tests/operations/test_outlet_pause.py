"""outlets pause and resume: one line changes, or nothing."""

import json
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.catalogue import SHIPPED_OUTLETS
from newscrawler.cli import main
from newscrawler.errors import NewscrawlerError
from newscrawler.model.outlet import Outlet
from newscrawler.operations.outlet_pause import text_with_enabled, write_enabled
from newscrawler.outlet_file import read_outlet_file

TEXT = """# The Elbkurier, invented.
name     = "Elbkurier"
country  = "DE"     # two capitals
language = "de"
timezone = "Europe/Berlin"
home     = "https://www.elbkurier.example/"
feeds    = [
    "https://www.elbkurier.example/rss",  # all
]

# what the reader cannot know
[boilerplate]
remove = ["aside.more"]
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An outlet's file in the only folder of NEWSCRAWLER_OUTLETS."""
    monkeypatch.setenv("NEWSCRAWLER_OUTLETS", str(tmp_path))
    monkeypatch.delenv("NEWSCRAWLER_MONGO_URI", raising=False)
    file = tmp_path / "de_elbkurier.toml"
    file.write_text(TEXT, encoding="utf-8")
    return file


def outlet_of(file: Path) -> Outlet:
    outlet = read_outlet_file(file)
    assert isinstance(outlet, Outlet)
    return outlet


def test_several_outlets_at_once_all_or_none(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = file.with_name("de_hafenpost.toml")
    other.write_text(TEXT, encoding="utf-8")
    assert main(["outlets", "pause", "de_elbkurier", "de_hafenpsot"]) == 2
    assert "Did you mean de_hafenpost?" in capsys.readouterr().err
    assert outlet_of(file).enabled
    assert main(["outlets", "pause", "de_elbkurier", "de_hafenpost"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2
    assert not outlet_of(file).enabled
    assert not outlet_of(other).enabled


def test_pause_adds_one_line_and_resume_changes_that_line(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = outlet_of(file)
    assert main(["outlets", "pause", "de_elbkurier"]) == 0
    told = "de_elbkurier is paused: crawl --all and --tag leave it out, the schedule within a minute. Written: "
    assert capsys.readouterr().out.startswith(told)
    paused = TEXT.replace("feeds ", "enabled  = false\nfeeds ")
    assert file.read_text(encoding="utf-8") == paused
    assert outlet_of(file) == replace(before, enabled=False)
    assert main(["outlets", "resume", "de_elbkurier"]) == 0
    assert file.read_text(encoding="utf-8") == paused.replace("false", "true")
    assert [entry.name for entry in file.parent.iterdir()] == ["de_elbkurier.toml"]


def test_an_outlet_that_is_so_already_is_left_alone(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["outlets", "resume", "de_elbkurier"]) == 0
    assert capsys.readouterr().out == "de_elbkurier is not paused.\n"
    main(["outlets", "pause", "de_elbkurier"])
    capsys.readouterr()
    changed_at = file.stat().st_mtime_ns
    assert main(["outlets", "pause", "de_elbkurier", "--json"]) == 0
    row = json.loads(capsys.readouterr().out)
    assert row == {"outlet": "de_elbkurier", "enabled": False, "file": str(file), "changed": False}
    assert file.stat().st_mtime_ns == changed_at


def test_a_shipped_outlet_is_copied_into_the_last_folder(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shipped = SHIPPED_OUTLETS / "us_koreadaily.toml"
    before = shipped.read_text(encoding="utf-8")
    assert main(["outlets", "pause", "us_koreadaily"]) == 0
    assert "a copy of the shipped file, and takes its place" in capsys.readouterr().out
    copy = file.parent / "us_koreadaily.toml"
    assert copy.read_text(encoding="utf-8").replace("enabled  = false\n", "") == before
    assert shipped.read_text(encoding="utf-8") == before
    assert main(["outlets", "list"]) == 0
    row = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("us_koreadaily"))
    assert row.split()[1] == "paused"


@pytest.mark.parametrize(
    ("folder", "told"),
    [("", "mkdir -p ~/outlets && export NEWSCRAWLER_OUTLETS=~/outlets"), ("nowhere", "Make it: mkdir -p nowhere")],
)
def test_without_a_folder_of_ones_own_a_shipped_outlet_is_not_paused(
    folder: str, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NEWSCRAWLER_OUTLETS", folder)
    assert main(["outlets", "pause", "us_koreadaily"]) == 3
    assert told in capsys.readouterr().err


def test_a_broken_file_is_told_with_its_mistakes_and_left_alone(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = TEXT.replace("language", "langauge")
    file.write_text(broken, encoding="utf-8")
    assert main(["outlets", "pause", "de_elbkurier"]) == 3
    assert "unknown key 'langauge', did you mean 'language'?" in capsys.readouterr().err
    assert file.read_text(encoding="utf-8") == broken


def test_an_unknown_outlet_gets_a_suggestion(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert file
    assert main(["outlets", "pause", "de_elbkurrier"]) == 2
    assert "Did you mean de_elbkurier?" in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_told_and_left_whole(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    assert main(["outlets", "pause", "de_elbkurier"]) == 1
    assert capsys.readouterr().err == f"Cannot write {file}: Permission denied. Nothing was changed.\n"
    assert file.read_text(encoding="utf-8") == TEXT
    assert [entry.name for entry in file.parent.iterdir()] == ["de_elbkurier.toml"]


def test_a_file_that_would_become_another_outlet_is_left_alone(file: Path) -> None:
    hidden = TEXT + 'remove_text = ["""\nhome = "x"\n"""]\n'
    text = hidden.replace("home     =", '"home" =')
    file.write_text(text, encoding="utf-8")
    with pytest.raises(NewscrawlerError, match="Set it by hand: enabled = false"):
        write_enabled(outlet_of(file), file, enabled=False)
    assert file.read_text(encoding="utf-8") == text


def test_a_link_to_a_file_stays_a_link(file: Path) -> None:
    place = file.parent / "elsewhere"
    place.mkdir()
    file.rename(place / file.name)
    file.symlink_to(place / file.name)
    assert main(["outlets", "pause", "de_elbkurier"]) == 0
    assert file.is_symlink()
    assert "enabled  = false\n" in (place / file.name).read_text(encoding="utf-8")


def test_a_link_may_lead_to_a_file_of_another_name(file: Path) -> None:
    target = file.rename(file.parent / "elbkurier.txt")
    file.symlink_to(target)
    assert main(["outlets", "pause", "de_elbkurier"]) == 0
    assert file.is_symlink()
    assert "enabled  = false\n" in target.read_text(encoding="utf-8")


LINE_ENDS = st.sampled_from(("\n", "\r\n"))
SPELLINGS = st.sampled_from(("", "enabled = true\n", "enabled=false # why\n", '"enabled" = true\n'))


@given(LINE_ENDS, SPELLINGS, st.booleans(), st.booleans())
def test_nothing_but_that_setting_changes(end: str, spelling: str, mark: bool, enabled: bool) -> None:  # noqa: FBT001 - hypothesis gives them
    text = ("\ufeff" if mark else "") + TEXT.replace("feeds ", f"{spelling}feeds ").replace("\n", end)
    changed = text_with_enabled(text, enabled=enabled)
    assert tomllib.loads(changed.removeprefix("\ufeff")) == tomllib.loads(text.removeprefix("\ufeff")) | {
        "enabled": enabled
    }
    assert changed.startswith("\ufeff") == mark
    assert ("\r\n" in changed) == (end == "\r\n")
    assert [line for line in changed.splitlines() if "enabled" not in line] == [
        line for line in text.splitlines() if "enabled" not in line
    ]
