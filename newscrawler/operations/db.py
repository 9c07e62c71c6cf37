"""``db``: the database as a whole. Each action has a module beside this one."""

import argparse
from importlib import import_module

from newscrawler.operations.output import Output
from newscrawler.settings import Environment


def run(options: argparse.Namespace, environment: Environment, output: Output) -> int:
    """The exit code of ``db ACTION``."""
    code: int = import_module(f"newscrawler.operations.db_{options.action}").run(options, environment, output)
    return code
