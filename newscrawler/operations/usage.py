"""The command line's manners: a mistyped word gets a suggestion, and help fits the terminal."""

import argparse
import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NoReturn

from newscrawler.errors import UsageError

# argparse's own words, from Python 3.11 to 3.14.
INVALID_CHOICE = re.compile(
    r"argument (?P<what>[^:]+): invalid choice: '(?P<typed>.*?)' \(choose from (?P<choices>.*)\)", re.DOTALL
)
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")


class HelpLayout(argparse.RawDescriptionHelpFormatter):
    """Help that keeps lines of several as they are (examples), wraps single ones, and gives each command one line."""

    def add_argument(self, action: argparse.Action) -> None:
        """Make room for the longest name of a command: argparse forgets that names stand two columns further in."""
        super().add_argument(action)
        if isinstance(action.choices, Mapping):
            longest = max(map(len, action.choices), default=0)
            self._action_max_length = max(self._action_max_length, self._current_indent + 2 + longest)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        if "\n" in text:
            return super()._fill_text(text, width, indent)
        return argparse.HelpFormatter._fill_text(self, text, width, indent)  # noqa: SLF001 - the class's own method


class ArgumentReader(argparse.ArgumentParser):
    """An argument parser that raises UsageError instead of printing and leaving, and that guesses at nothing."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - handed on to argparse
        options.setdefault("formatter_class", HelpLayout)
        options.setdefault("allow_abbrev", False)
        super().__init__(**options)

    def error(self, message: str) -> NoReturn:
        """Raise the message of argparse, made friendlier where it is about a mistyped word."""
        choice = INVALID_CHOICE.search(message)
        if choice:
            what = choice["what"].strip("-").lower()
            choices = re.findall(r"[\w-]+", choice["choices"])
            message = f"No {what} called '{choice['typed']}'.{suggestion(choice['typed'], choices)}"
        else:
            message = message[:1].upper() + message[1:] + ("" if message.endswith(("?", ".")) else ".")
        raise UsageError(f"{message} See: {self.prog} --help")


def refuse_unknown(parser: argparse.ArgumentParser, unknown: Sequence[str]) -> None:
    """Raise UsageError where the command line holds words that the command does not take."""
    if not unknown:
        return
    typed = next((word for word in unknown if word.startswith("-")), unknown[0])
    if not typed.startswith("-"):
        raise UsageError(f"'{typed}' is one argument too many. See: {parser.prog} --help")
    option = typed.split("=", 1)[0]
    known = sorted(set(OPTION.findall(parser.format_help())))
    raise UsageError(f"No option called '{option}'.{suggestion(option, known)} See: {parser.prog} --help")


def suggestion(typed: str, known: Iterable[str]) -> str:
    """`` Did you mean X?``, or all that there is where nothing is near."""
    choices = list(known)
    near = difflib.get_close_matches(typed, choices, n=1)
    return f" Did you mean {near[0]}?" if near else f" There are: {', '.join(choices)}."
