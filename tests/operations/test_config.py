"""Every setting, its value, where it came from; and nothing secret."""

import argparse
import io
import json
import re
from pathlib import Path

import pytest
from scrapy.settings import Settings

from newscrawler import settings as our_settings
from newscrawler.cli import main
from newscrawler.model.outlet import FetchRules, Outlet
from newscrawler.operations.arguments import COMMANDS
from newscrawler.operations.config import print_rows, shown_value
from newscrawler.operations.output import Output
from newscrawler.operations.scrapy_command import OperationCommand
from newscrawler.operations.setting_rows import KEYS_OF_OUTLET, SettingRow, masked_value, stated_settings
from newscrawler.settings import variable_meanings
from newscrawler.spiders.loader import outlet_spider

OUTLET = """name = "Elbkurier"
country = "DE"
language = "de"
timezone = "Europe/Berlin"
home = "https://www.elbkurier.example/"
feeds = ["https://www.elbkurier.example/rss.xml"]
delay_seconds = 3.5

[fetch]
cookies = true
proxy = "http://elbe:geheim@proxy.example:3128"
"""


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in variable_meanings():
        monkeypatch.delenv(name, raising=False)


def rows(capsys: pytest.CaptureFixture[str], *typed: str, code: int = 0) -> dict[str, dict[str, object]]:
    assert main(["config", "--json", *typed]) == code
    return {row["name"]: row for row in map(json.loads, capsys.readouterr().out.splitlines())}


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("bob:s3cr3tPW@127.0.0.1:1/news", "***@127.0.0.1:1/news"),
        ("mongodb:/bob:s3cr3tPW@h/x", "***@h/x"),
        ("mongo://bob:s3cr3tPW@h/x", "***@h/x"),
        ("mongodb://bob:s3cr3tPW@h/x", "mongodb://***@h/x"),
        ("mongodb+srv://bob:s3 cr3tPW@h/x", "mongodb+srv://***@h/x"),
        ("mongodb://bob:s3@cr3tPW?/@h/x", "mongodb://***@h/x"),
        ("mongodb://h/x?replicaSet=rs0", "mongodb://h/x?replicaSet=rs0"),
    ],
)
def test_a_mistyped_address_of_a_database_shows_no_password(
    typed: str, shown: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSCRAWLER_MONGO_URI", typed)
    for options in ([], ["--json"]):
        assert main(["config", "mongo_uri", *options]) in {0, 3}
        captured = capsys.readouterr()
        assert "cr3tPW" not in captured.out + captured.err
        assert shown in captured.out


def test_each_variable_has_its_value_its_origin_and_its_meaning(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSCRAWLER_WORKERS", "3")
    found = rows(capsys)
    assert list(found)[: len(variable_meanings())] == list(variable_meanings())
    assert found["NEWSCRAWLER_WORKERS"] == {
        "name": "NEWSCRAWLER_WORKERS",
        "value": 3,
        "origin": "environment",
        "meaning": variable_meanings()["NEWSCRAWLER_WORKERS"],
    }
    assert found["NEWSCRAWLER_CONTACT"]["value"] is None
    assert found["NEWSCRAWLER_CONTACT"]["origin"] == "default"


def test_each_setting_of_ours_has_its_line_and_its_reason(capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(capsys)
    lines = Path(our_settings.__file__).read_text().splitlines()
    for name in stated_settings():
        file, line = str(found[name]["origin"]).split(":")
        assert file == "settings.py"
        assert lines[int(line) - 1].startswith(f"{name} = ")
    assert (
        found["DOWNLOAD_FAIL_ON_DATALOSS"]["meaning"]
        == "a cut page is no page; whole_bodies asks again, and keeps what a cut listing has"
    )
    assert found["ITEM_PIPELINES"]["meaning"] == ""


def test_every_setting_that_scrapy_takes_from_settings_py_is_shown() -> None:
    public = {name for name in dir(our_settings) if name.isupper() and not name.startswith("_")}
    assert public == {*stated_settings(), *variable_meanings()}


def test_those_of_scrapy_are_shown_when_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert "AUTOTHROTTLE_ENABLED" not in rows(capsys)
    assert rows(capsys, "--all")["AUTOTHROTTLE_ENABLED"]["origin"] == "scrapy default"


@pytest.fixture
def elbkurier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "outlets"
    folder.mkdir()
    (folder / "de_elbkurier.toml").write_text(OUTLET)
    monkeypatch.setenv("NEWSCRAWLER_OUTLETS", str(folder))
    return folder


def test_what_an_outlets_file_sets_names_its_line(elbkurier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(capsys, "--outlet", "de_elbkurier")
    said = {name: (row["value"], row["origin"]) for name, row in found.items()}
    assert said["DOWNLOAD_DELAY"] == (3.5, "outlets/de_elbkurier.toml:7")
    assert said["COOKIES_ENABLED"] == (True, "outlets/de_elbkurier.toml:10")
    assert said["fetch.proxy"] == ("http://***@proxy.example:3128", "outlets/de_elbkurier.toml:11")
    assert said["DOWNLOAD_VERIFY_CERTIFICATES"] == (True, "default of outlets, not in outlets/de_elbkurier.toml")
    assert str(said["ROBOTSTXT_OBEY"][1]).startswith("settings.py:")
    assert main(["config", "--outlet", "de_elbkurier", "cookies"]) == 0
    assert f"de_elbkurier is described in {elbkurier / 'de_elbkurier.toml'}\n" in capsys.readouterr().out


def test_code_of_an_outlet_is_named_as_origin(elbkurier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (elbkurier / "de_elbkurier.py").write_text(
        "from newscrawler.spiders.outlet import OutletSpider\n"
        "class ElbkurierSpider(OutletSpider):\n    custom_settings = {'RETRY_TIMES': 4}\n"
    )
    found = rows(capsys, "retry_times", "--outlet", "de_elbkurier")
    assert (found["RETRY_TIMES"]["value"], found["RETRY_TIMES"]["origin"]) == (4, "code of the outlet")


def test_code_of_an_outlet_that_cannot_be_loaded_ends_with_3(
    elbkurier: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (elbkurier / "de_elbkurier.py").write_text("\nimport no_such_library\n")
    assert main(["config", "--outlet", "de_elbkurier"]) == 3
    told = capsys.readouterr().err
    assert told.startswith("The code of de_elbkurier cannot be loaded: ")
    assert "de_elbkurier.py:2: ModuleNotFoundError: No module named 'no_such_library'" in told


def test_every_setting_that_an_outlet_can_set_has_its_key() -> None:
    fetch = FetchRules(cookies=True, verify=False, obey_robots=False)
    outlet = Outlet(
        id="de_elbkurier", name="E", home="https://e.example/", delay_seconds=2, max_pages_per_run=3, fetch=fetch
    )
    settings = Settings()
    outlet_spider(outlet).update_settings(settings)
    assert {name for name in settings if settings.getpriority(name) == 30} == set(KEYS_OF_OUTLET)


def test_an_unknown_outlet_is_refused_with_a_suggestion(elbkurier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert elbkurier.is_dir()
    assert main(["config", "--outlet", "de_elbkurrier"]) == 2
    assert "Did you mean de_elbkurier?" in capsys.readouterr().err


def test_names_are_found_in_any_case_and_by_a_part(capsys: pytest.CaptureFixture[str]) -> None:
    assert set(rows(capsys, "dOwnload_delay")) == {"DOWNLOAD_DELAY", "DOWNLOAD_DELAY_JITTER"}
    assert set(rows(capsys, "jitter", "retry_times")) == {"DOWNLOAD_DELAY_JITTER", "RETRY_TIMES"}


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("download_dealy", "No setting has 'download_dealy' in its name. Did you mean DOWNLOAD_DELAY"),
        ("deley", "Did you mean NEWSCRAWLER_MAX_CRAWL_DELAY_SECONDS or DOWNLOAD_DELAY or DOWNLOAD_DELAY_JITTER?"),
        ("xyzzy", "No setting has 'xyzzy' in its name. All of them: newscrawler config --all"),
        ("throttle_deb", "Only Scrapy has a setting with 'throttle_deb' in its name (AUTOTHROTTLE_DEBUG). Add --all"),
    ],
)
def test_a_name_that_no_setting_has_ends_with_2(typed: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["config", typed]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert told in captured.err


def test_wrong_and_misspelled_variables_are_told_after_the_settings(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSCRAWLER_WORKERS", "abc")
    monkeypatch.setenv("NEWSCRAWLER_MONGO_URL", "mongodb://db")
    assert main(["config", "workers"]) == 3
    told = capsys.readouterr()
    assert "NEWSCRAWLER_WORKERS = " in told.out
    assert told.err.splitlines() == [
        "NEWSCRAWLER_MONGO_URL is not read. Did you mean NEWSCRAWLER_MONGO_URI?",
        "NEWSCRAWLER_WORKERS must be a whole number from 0, not 'abc'.",
    ]


def scrapy_config(tmp_path: Path, *typed: str, **given: object) -> list[dict[str, object]]:
    """The rows of ``scrapy config`` with ``-s`` for each of ``given``."""
    settings = Settings()
    settings.setmodule("newscrawler.settings", priority="project")
    for name, value in given.items():
        settings.set(name, value, priority="cmdline")
    command = type("Command", (OperationCommand,), {"name": "config"})()
    command.settings = settings
    parser = argparse.ArgumentParser()
    command.add_options(parser)
    out = tmp_path / "out"
    with out.open("w") as stream, pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdout", stream)
        command.run([], parser.parse_args(["--json", *typed]))
    assert command.exitcode == 0
    return [json.loads(line) for line in out.read_text().splitlines()]


def test_what_scrapys_command_line_sets_is_shown_as_such(elbkurier: Path, tmp_path: Path) -> None:
    folders = str(elbkurier)
    found = {
        str(row["name"]): (row["value"], row["origin"])
        for row in scrapy_config(
            tmp_path, "--outlet", "de_elbkurier", DOWNLOAD_DELAY=7, SHOP_API_KEY="geheim", NEWSCRAWLER_OUTLETS=folders
        )
    }
    assert found["DOWNLOAD_DELAY"] == (7, "command line")
    assert found["SHOP_API_KEY"] == ("***", "command line")
    assert found["COOKIES_ENABLED"] == (True, "outlets/de_elbkurier.toml:10")
    assert found["NEWSCRAWLER_OUTLETS"][1] == "command line"


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("NEWSCRAWLER_MONGO_URI", "mongodb://u:geheim@db:27017/news", "mongodb://***@db:27017/news"),
        (
            "NEWSCRAWLER_MONGO_URI",
            "mongodb://db/?tls=true&tlsCertificateKeyFilePassword=geheim",
            "mongodb://db/?tls=true&tlsCertificateKeyFilePassword=***",
        ),
        ("AWS_SECRET_ACCESS_KEY", "geheim", "***"),
        ("MAIL_PASS", "geheim", "***"),
        ("MAIL_PASS", None, None),
        ("FTP_PASSWORD", "geheim", "***"),
        ("SHOP_API_KEY", "geheim", "***"),
        ("ACCOUNTS", {"shop": {"password": "geheim", "user": "me"}}, {"shop": {"password": "***", "user": "me"}}),
        ("FEEDS", {"ftp://u:geheim@host/x": {"format": "csv"}}, {"ftp://***@host/x": {"format": "csv"}}),
        ("PROXIES", ["http://u:geheim@proxy:1"], ["http://***@proxy:1"]),
        ("COMPRESSION_ENABLED", True, True),
        ("KEYWORDS", ["key"], ["key"]),
    ],
)
def test_secrets_are_masked(name: str, value: object, shown: object) -> None:
    assert masked_value(name, value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "not set"),
        ([], "not set"),
        (False, "False"),
        (0, "0"),
        (["a", "b"], "a, b"),
        ({"a": 1, "b": None}, "a: 1, b: off"),
    ],
)
def test_values_are_shown_as_a_person_reads_them(value: object, shown: str) -> None:
    assert shown_value(value) == shown


def test_on_a_terminal_nothing_is_wider_than_it() -> None:
    output = Output(stdout=io.StringIO(), stderr=io.StringIO(), is_terminal=True, width=50)
    row = SettingRow(
        "ITEM_PIPELINES", {f"newscrawler.pipelines.step{n}": n for n in range(9)}, "here", "why " * 30, "road " * 20
    )
    print_rows([row], output)
    lines = output.stdout.getvalue().splitlines()
    assert max(map(len, lines)) <= 50
    assert not re.search(r"\S-$", "\n".join(lines), re.MULTILINE)


def test_config_runs_in_a_broken_environment_and_other_commands_do_not() -> None:
    unsound = {name for name, command in COMMANDS.items() if not command.needs_sound_environment}
    assert unsound == {"completion", "config", "doctor"}
