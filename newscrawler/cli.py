"""The command line: reads arguments, calls an operation, returns its exit code."""

import os
import sys
from collections.abc import Sequence

from newscrawler.operations.arguments import read_arguments
from newscrawler.operations.dispatch import guarded, run_command
from newscrawler.operations.output import open_output
from newscrawler.settings import read_environment


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code of a command line; ``arguments`` are those of the process by default."""
    given = sys.argv[1:] if arguments is None else arguments
    output = open_output(os.environ, json="--json" in given, debug="--debug" in given)
    return guarded(lambda: run_command(read_arguments(given), read_environment(), output), output)
