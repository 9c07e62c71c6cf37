"""``db stats``: in work."""

import argparse

from newscrawler.errors import UsageError
from newscrawler.operations.output import Output
from newscrawler.settings import Environment


def run(options: argparse.Namespace, environment: Environment, output: Output) -> int:
    """The exit code of ``db stats``."""
    del environment, output
    raise UsageError(f"'db {options.action}' is in work.")
