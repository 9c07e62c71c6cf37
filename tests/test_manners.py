"""The manners of the whole command line, for every command that there is: the list is taken from the parser itself."""

import argparse
import os
import pty
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from newscrawler.cli import main
from newscrawler.errors import UsageError
from newscrawler.operations.arguments import COMMANDS, command_parser, read_arguments
from newscrawler.operations.terminal_text import cell_width

ESCAPE = "\x1b"
SLOW = ("lxml", "numpy", "pymongo", "rich", "scrapy", "twisted")
OPTIONS = re.compile(r"--[a-z][a-z-]*")


def parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """A parser and all below it."""
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for one in action.choices.values():
                yield from parsers(one)


PARSERS = {parser.prog: parser for parser in parsers(command_parser())}
WITHOUT_ROOT = [prog for prog in PARSERS if prog != "newscrawler"]


def has_commands(parser: argparse.ArgumentParser) -> bool:
    return any(isinstance(action, argparse._SubParsersAction) for action in parser._actions)


def examples(parser: argparse.ArgumentParser) -> list[str]:
    """The command lines below ``examples:``, without what the shell does with their output."""
    lines = [line.strip() for line in (parser.epilog or "").splitlines() if line.startswith("  newscrawler ")]
    return [re.split(r" (?:>>?|\|) ", line)[0] for line in lines]


EXAMPLES = [(prog, example) for prog in WITHOUT_ROOT for example in examples(PARSERS[prog])]


def test_the_list_of_parsers_holds_every_command() -> None:
    assert {f"newscrawler {name}" for name in COMMANDS} <= set(PARSERS)
    assert "newscrawler outlets list" in PARSERS


@pytest.mark.parametrize("prog", PARSERS)
def test_help_fits_80_columns_and_explains_every_argument(prog: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    told = PARSERS[prog].format_help()
    assert max(map(len, told.splitlines())) <= 80
    unexplained = [action.dest for action in PARSERS[prog]._actions if not action.help and not action.choices]
    assert unexplained == []


@pytest.mark.parametrize("prog", [prog for prog in PARSERS if has_commands(PARSERS[prog])])
def test_each_command_takes_one_line_of_the_list(prog: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    told = PARSERS[prog].format_help()
    (group,) = [action for action in PARSERS[prog]._actions if isinstance(action, argparse._SubParsersAction)]
    for entry in group._choices_actions:
        assert re.search(rf"^    {entry.dest} +{re.escape(str(entry.help))}$", told, re.MULTILINE), entry.dest


@pytest.mark.parametrize("prog", WITHOUT_ROOT)
def test_help_has_an_example_of_its_own(prog: str) -> None:
    assert any(f"{example} ".startswith(f"{prog} ") for example in examples(PARSERS[prog]))


@pytest.mark.parametrize(("prog", "example"), EXAMPLES)
def test_an_example_can_be_typed_and_so_can_it_with_json(prog: str, example: str) -> None:
    typed = shlex.split(example)[1:]
    options = read_arguments(typed)
    assert prog.startswith(f"newscrawler {options.command.name}")
    assert read_arguments([*typed, "--json"]).json
    assert read_arguments(["--json", *typed]).json
    assert read_arguments([*typed, "--debug"]).debug


def misspelled(word: str) -> str:
    """The word with its last letter twice."""
    return word + word[-1]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_misspelled_command_gets_its_name_back(name: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_arguments([misspelled(name)])
    assert f"Did you mean {name}?" in str(refused.value)


@pytest.mark.parametrize(
    ("prog", "option"),
    [(prog, option) for prog in WITHOUT_ROOT for option in sorted(set(OPTIONS.findall(PARSERS[prog].format_usage())))],
)
def test_a_misspelled_option_gets_its_name_back(prog: str, option: str) -> None:
    example = shlex.split(examples(PARSERS[prog])[0])[1:]
    with pytest.raises(UsageError) as refused:
        read_arguments([*example, misspelled(option)])
    assert f"No option called '{misspelled(option)}'. Did you mean {option}?" in str(refused.value)


def test_every_command_tells_of_a_misspelled_variable(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NEWSCRAWLER_MONGO_URL", "mongodb://db")
    assert main(["schema", "article"]) == 0
    assert capsys.readouterr().err == "NEWSCRAWLER_MONGO_URL is not read. Did you mean NEWSCRAWLER_MONGO_URI?\n"


# --- as a process ----------------------------------------------------------------------------------------------------
TABLES = (
    ["outlets", "list"],
    ["outlets", "show", "us_koreadaily"],
    ["config", "delay", "pipelines", "newscrawler", "--outlet", "us_koreadaily"],
    ["outlets", "--help"],
)


def variables(tmp_path: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSCRAWLER_", "LC_", "LANG"))}
    for name in ("NO_COLOR", "COLUMNS", "FORCE_COLOR"):
        kept.pop(name, None)
    return kept | {"NEWSCRAWLER_DATA_DIR": str(tmp_path), "LC_ALL": "C.UTF-8", "TERM": "xterm"} | more


def in_a_pipe(typed: list[str], given: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "newscrawler", *typed]
    return subprocess.run(command, env=given, capture_output=True, check=False, timeout=60)


def on_a_terminal(typed: list[str], given: dict[str, str]) -> str:
    """What a terminal gets to show."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "newscrawler", *typed]
    with subprocess.Popen(command, env=given, stdin=theirs, stdout=theirs, stderr=theirs) as running:
        os.close(theirs)
        told = b""
        try:
            while part := os.read(ours, 65536):
                told += part
        except OSError:  # Linux: the last one who wrote has gone
            pass
        os.close(ours)
    assert running.returncode == 0
    return told.decode().replace("\r\n", "\n")


def test_a_pipe_gets_no_colours_and_whole_lines(tmp_path: Path) -> None:
    done = in_a_pipe(["config", "pipelines"], variables(tmp_path, COLUMNS="40"))
    told = done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b"")
    assert ESCAPE not in told
    assert max(map(len, told.splitlines())) > 200


@pytest.mark.parametrize("columns", [40, 80])
@pytest.mark.parametrize("typed", TABLES[:3], ids=" ".join)
def test_a_terminal_gets_colours_and_no_line_wider_than_itself(typed: list[str], columns: int, tmp_path: Path) -> None:
    told = on_a_terminal(typed, variables(tmp_path, COLUMNS=str(columns)))
    assert ESCAPE in told
    plain = re.sub(r"\x1b\[\d+m", "", told)
    assert ESCAPE not in plain
    # Addresses and paths are shown whole: they are there to be copied.
    lines = [line for line in plain.splitlines() if not re.search(r"https?://|/us_koreadaily.toml$", line)]
    assert max(map(cell_width, lines)) <= columns


@pytest.mark.parametrize("refusal", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_terminal_that_wants_no_colours_gets_none(refusal: dict[str, str], tmp_path: Path) -> None:
    assert ESCAPE not in on_a_terminal(["outlets", "list"], variables(tmp_path, **refusal))


@pytest.mark.parametrize("typed", TABLES, ids=" ".join)
def test_a_terminal_without_letters_beyond_ascii_is_served(typed: list[str], tmp_path: Path) -> None:
    plain = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    done = in_a_pipe(typed, variables(tmp_path, **plain))
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.isascii()


@pytest.mark.parametrize("typed", [["outlets", "list"], ["config"], ["completion", "bash"], ["--help"]], ids=" ".join)
def test_a_reader_that_goes_away_is_no_error(typed: list[str], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "newscrawler", *typed]
    reading, writing = os.pipe()
    os.close(reading)  # gone before the first word, so that every run is the same
    try:
        done = subprocess.run(
            command,
            env=variables(tmp_path, PYTHONUNBUFFERED=""),
            stdout=writing,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
        )
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    "typed", [["--help"], ["--version"], ["outlets", "list"], ["completion", "bash"]], ids=" ".join
)
def test_what_must_be_quick_loads_nothing_that_takes_time(typed: list[str], tmp_path: Path) -> None:
    program = (
        "import sys; from newscrawler.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        f"slow = set({SLOW}) & set(sys.modules)\n"
        "sys.exit(f'loaded: {slow}' if slow else 0)\n"
    )
    command = [sys.executable, "-c", program, *typed]
    done = subprocess.run(command, env=variables(tmp_path), capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
