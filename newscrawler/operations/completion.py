"""``completion SHELL``: the script that makes a shell complete our commands, made from the parser itself."""

import argparse
from collections.abc import Iterator
from typing import Any

import shtab

from newscrawler.errors import UsageError
from newscrawler.operations.arguments import command_parser
from newscrawler.operations.common_arguments import DOCUMENT_NAMES
from newscrawler.operations.output import Output
from newscrawler.settings import Environment

LIST_IDS = "newscrawler outlets list --ids"  # asked at every TAB: 0.2 s
# Where an argument names an outlet: all but the id of a new one.
_OUTLETS = {"outlet", "outlets"}
_NEW = "newscrawler outlets new"


def run(options: argparse.Namespace, environment: Environment, output: Output) -> int:
    """The exit code of ``completion``.

    Raises:
        UsageError: no shell is named.
    """
    del environment
    if options.shell is None:
        raise UsageError("Which shell: bash, fish, tcsh or zsh? For example: newscrawler completion bash")
    script = completion_script(options.shell)
    output.row({"shell": options.shell, "script": script})
    output.line(script)
    return 0


def completion_script(shell: str) -> str:
    """What ``shell`` reads to complete commands, options, files and outlet ids."""
    parser = command_parser()
    for each in _parsers(parser):
        for action in each._actions:  # noqa: SLF001 - argparse has no public list of them, and shtab reads it too
            completed = _completed_by(each.prog, action)
            if completed:
                action.complete = completed  # type: ignore[attr-defined] # shtab's way
            elif action.dest == "documents":
                action.choices = DOCUMENT_NAMES
    script: str = shtab.complete(parser, shell)
    return script.rstrip("\n")


def _completed_by(prog: str, action: argparse.Action) -> dict[str, Any] | None:
    metavar = str(action.metavar or "")
    if action.dest in _OUTLETS and prog != _NEW and metavar != "N":
        return _outlet_ids()
    if action.dest == "folder":
        return dict(shtab.DIRECTORY)
    return dict(shtab.FILE) if "FILE" in metavar else None


def _outlet_ids() -> dict[str, Any]:
    """The ids of outlets as they are when TAB is pressed; what is wrong with other files is not for then."""
    completed = dict(shtab.cmd(f"{LIST_IDS} 2>/dev/null"))
    return completed | {"tcsh": f"`{LIST_IDS}`"}  # it cannot part stderr from stdout


def _parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """The parser, those of its commands, and those of their actions."""
    yield parser
    for action in parser._actions:  # noqa: SLF001 - as above
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - as above
            for one in action.choices.values():
                yield from _parsers(one)
