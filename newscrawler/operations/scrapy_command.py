"""One of our commands as Scrapy runs it: ``scrapy articles ferry`` is ``newscrawler articles ferry``."""

import argparse
import os
import re
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.settings import Settings

from newscrawler.operations.arguments import COMMANDS
from newscrawler.operations.common_arguments import add_common
from newscrawler.operations.dispatch import guarded, run_command
from newscrawler.operations.output import open_output
from newscrawler.operations.usage import refuse_unknown
from newscrawler.settings import Environment, read_environment

OPTIONS_IN_USAGE = re.compile(r"\[--[^\]]*\]")


class OperationCommand(ScrapyCommand):
    """A Scrapy command with the arguments and the work of the command that is called ``name``."""

    name: ClassVar[str]
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, object]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """The arguments, as in ``[options] [QUERY]``."""
        parser = argparse.ArgumentParser(prog="", add_help=False)
        COMMANDS[self.name].add_arguments(parser)
        arguments = OPTIONS_IN_USAGE.sub("", parser.format_usage().removeprefix("usage:"))
        return " ".join(["[options]", *arguments.split()])

    def short_desc(self) -> str:
        """What it does, in one line."""
        return COMMANDS[self.name].summary

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's options and ours."""
        super().add_options(parser)
        add_common(parser)
        parser.set_defaults(json=False, debug=False, command=COMMANDS[self.name], parser=parser)
        COMMANDS[self.name].add_arguments(parser)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Run it; Scrapy ends with ``exitcode``."""
        settings = self.settings or Settings()
        output = open_output(os.environ, json=opts.json, debug=opts.debug)

        opts.scrapy_settings = settings

        def work() -> int:
            refuse_unknown(opts.parser, args)
            return run_command(opts, _environment(settings), output)

        self.exitcode = guarded(work, output)


def _environment(settings: Settings) -> Environment:
    """The environment, and over it what ``-s NEWSCRAWLER_...=...`` says."""
    return replace(
        read_environment(),
        mongo_uri=settings.get("NEWSCRAWLER_MONGO_URI"),
        data_dir=Path(settings["NEWSCRAWLER_DATA_DIR"]),
        outlet_folders=tuple(Path(folder) for folder in settings.getlist("NEWSCRAWLER_OUTLETS")),
    )
