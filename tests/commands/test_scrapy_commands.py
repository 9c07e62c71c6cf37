"""Our commands as Scrapy runs them, and Scrapy's own beside them."""

import json
import os
import subprocess
from pathlib import Path

import pytest
import quick_start

from newscrawler.operations.arguments import COMMANDS
from newscrawler.operations.scrapy_command import OperationCommand

PROJECT = Path(__file__).parents[2]
OURS = (
    "article",
    "articles",
    "clean",
    "clusters",
    "config",
    "db",
    "doctor",
    "errors",
    "export",
    "explain",
    "outlets",
    "preview",
    "reprocess",
    "rules",
    "runs",
    "sample",
    "schema",
    "status",
)
SCRAPYS = ("crawl", "fetch", "list", "parse", "shell")


def scrapy(*typed: str, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NEWSCRAWLER_")}
    return quick_start.run(["scrapy", *typed], kept | variables, folder=PROJECT)


def test_our_commands_stand_beside_those_of_scrapy() -> None:
    told = scrapy("--help").stdout
    for name in OURS:
        assert f"  {name:<13} {COMMANDS[name].summary}" in told
    for name in SCRAPYS:
        assert f"  {name:<13} " in told
    for name in set(SCRAPYS) & set(COMMANDS):
        assert COMMANDS[name].summary not in told


def test_every_module_here_is_a_command_of_its_own_name() -> None:
    files = {file.stem for file in (PROJECT / "newscrawler" / "commands").glob("*.py")} - {"__init__"}
    assert files == set(OURS)


@pytest.mark.parametrize(
    ("name", "syntax"),
    [("articles", "[options] [WORD ...]"), ("article", "[options] ID|URL"), ("runs", "[options]")],
)
def test_the_syntax_is_that_of_our_parser(name: str, syntax: str) -> None:
    command = type("Command", (OperationCommand,), {"name": name})()
    assert command.syntax() == syntax


def test_data_messages_and_exit_codes_are_the_same() -> None:
    listed = scrapy("outlets", "list", "--json")
    assert listed.returncode == 0
    assert "us_koreadaily" in [json.loads(line)["id"] for line in listed.stdout.splitlines()]
    unknown = scrapy("outlets", "show", "us_koreadayli")
    assert unknown.returncode == 2
    assert unknown.stderr.startswith("No outlet called 'us_koreadayli'. Did you mean us_koreadaily?")


def test_an_unknown_option_is_refused_with_a_suggestion() -> None:
    refused = scrapy("runs", "--limt", "5")
    assert refused.returncode == 2
    assert "No option called '--limt'. Did you mean --limit?" in refused.stderr


def test_settings_of_scrapys_command_line_count(tmp_path: Path) -> None:
    (tmp_path / "de_elbkurier.toml").write_text('name = "Elbkurier"\n')
    shown = scrapy("outlets", "-s", f"NEWSCRAWLER_OUTLETS={tmp_path}", "list")
    assert shown.returncode == 1
    assert "de_elbkurier was skipped" in shown.stderr


def test_the_database_of_the_settings_is_read(mongo_uri: str, tmp_path: Path) -> None:
    found = scrapy("articles", NEWSCRAWLER_MONGO_URI=mongo_uri, NEWSCRAWLER_DATA_DIR=str(tmp_path))
    assert found.returncode == 0
    assert found.stderr.startswith("No articles stored yet.")
