"""Runs the operation that a command names, and turns whatever happens into an exit code and a message."""

import argparse
import os
import sys
import traceback
from collections.abc import Callable
from importlib import import_module

from newscrawler.errors import ConfigurationError, NewscrawlerError
from newscrawler.operations.output import Output
from newscrawler.settings import Environment

STOPPED = 130  # 128 + SIGINT, as shells have it


def run_command(options: argparse.Namespace, environment: Environment, output: Output) -> int:
    """The exit code of ``options.command``. Only its module is imported, and what that needs.

    Raises:
        ConfigurationError: variables of the environment are wrong; tells all of them.
    """
    if options.command.needs_sound_environment:
        if environment.mistakes:
            raise ConfigurationError("\n".join(environment.mistakes))
        for slip in environment.slips:  # a misspelled variable would take another database, and nobody would know
            output.message(slip, "yellow")
    operation = import_module(f"newscrawler.operations.{options.command.module or options.command.name}")
    code: int = operation.run(options, environment, output)
    return code


def guarded(work: Callable[[], int], output: Output) -> int:
    """What ``work`` returns; where it fails, a message on stderr and the exit code that belongs to it."""
    try:
        try:
            return _told_if_it_fails(work, output)
        except SystemExit:  # help and version: argparse prints them, and Python would flush them when nobody can catch
            output.flush()
            raise
    except BrokenPipeError:
        _close_quietly()
        return 0
    except KeyboardInterrupt:
        output.message("Stopped.")
        return STOPPED


def _told_if_it_fails(work: Callable[[], int], output: Output) -> int:
    try:
        code = work()
        output.flush()
    except NewscrawlerError as error:
        _tell(output, str(error))
        return error.exit_code
    except BrokenPipeError:
        raise
    except OSError as error:  # a full disk, a folder that is not ours: no bug
        place = f": {error.filename}" if error.filename else ""
        _tell(output, f"{error.strerror or error}{place}")
        return 1
    except Exception as error:  # noqa: BLE001 - the last line of defence: nobody is shown a traceback unasked
        hint = "" if output.debug else " Run it again with --debug, and report what that shows."
        _tell(output, f"{type(error).__name__}: {_first_line(error)}. This is a bug in newscrawler.{hint}")
        return 1
    return code


def _tell(output: Output, text: str) -> None:
    if output.debug:
        output.message(traceback.format_exc().rstrip())
    output.message(text, "red")


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), "no message")


def _close_quietly() -> None:
    """The reader of stdout has gone (``| head``): what Python still flushes at its end goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
