"""What ``status`` prints: a row for every finding, those that are well in one line, then the next commands."""

from collections.abc import Sequence
from typing import Any

from newscrawler.health.finding import Colour, Finding, Health, HealthWord
from newscrawler.operations.article_text import instant
from newscrawler.operations.output import Output
from newscrawler.operations.terminal_text import Style, cell_width, many

STYLES: dict[Colour, Style] = {"red": "red", "yellow": "yellow", "green": "green", "grey": "dim"}
NAMES_SHOWN = 6  # of outlets of which nothing is to be said
COMMANDS_SHOWN = 10
FEW = 3  # outlets
GAP = "  "
NARROWEST_REASON = 30  # columns; beside longer ids the reason begins a line of its own
INDENT = "    "
_WORD = max(map(len, HealthWord))


def health_values(health: Health) -> dict[str, Any]:
    """How an outlet is, as ``status --json`` prints it."""
    return {
        "outlet": health.outlet,
        "word": str(health.word),
        "colour": health.colour,
        "reason": health.findings[0].reason,
        "command": health.findings[0].command,
        "ran_at": health.ran_at,
        "newest_at": health.newest_at,
        "due_at": health.due_at,
        "running": health.running,
        "findings": [
            {"word": str(one.word), "colour": one.colour, "reason": one.reason, "command": one.command}
            for one in health.findings
        ],
    }


def print_health(health: Health, output: Output) -> None:
    """One outlet's findings in words, each with what to type next."""
    for finding in health.findings:
        first, *lines = output.wrap(f"{finding.word}: {finding.reason}", later=INDENT)
        output.line(output.paint(finding.word, STYLES[finding.colour]) + first[len(finding.word) :])
        for line in lines:
            output.line(line)
        if finding.command:
            output.line(f"{INDENT}{finding.command}")
    moments = {"last run": health.ran_at, "next run": health.due_at, "newest article": health.newest_at}
    told = ", ".join(f"{what} {instant(at)} UTC" for what, at in moments.items() if at is not None)
    if told:
        output.line(f"{told[0].upper()}{told[1:]}")


def print_status(healths: Sequence[Health], output: Output, *, every_one: bool) -> None:
    """The outlets of which something is to be said, the gravest first; the others by their number, or all of them."""
    shown = [health for health in healths if every_one or health.colour in {"red", "yellow"}]
    longest = max((cell_width(health.outlet) for health in shown), default=0)
    for health in shown:
        for number, finding in enumerate(health.findings):
            _print_finding(health.outlet if number == 0 else "", finding, longest, output)
    if not every_one:
        _print_others(healths, output, is_first=not shown)
    _print_commands(shown, output)


def _print_finding(outlet: str, finding: Finding, longest: int, output: Output) -> None:
    word = f"{finding.word:{_WORD}}"
    begin = f"{word}{GAP}{outlet:{longest}}{GAP}"
    style = STYLES[finding.colour]
    if output.is_terminal and output.width - cell_width(begin) < NARROWEST_REASON:
        output.line(f"{output.paint(word, style)}{GAP}{outlet}".rstrip())
        lines = output.wrap(finding.reason, first=INDENT, later=INDENT)
    else:
        first, *lines = output.wrap(finding.reason, first=begin, later=" " * cell_width(begin))
        output.line(output.paint(word, style) + first[len(word) :])
    for line in lines:
        output.line(line)


def _print_others(healths: Sequence[Health], output: Output, *, is_first: bool) -> None:
    """``37 healthy``; ``2 paused: de_a, de_b``."""
    others = [health for health in healths if health.colour not in {"red", "yellow"}]
    if others and not is_first:
        output.line()
    for word in HealthWord:
        names = [health.outlet for health in others if health.word is word]
        if not names:
            continue
        told = f"{len(names)} {word}"
        if word is not HealthWord.HEALTHY:
            more = f" and {len(names) - NAMES_SHOWN} more" if len(names) > NAMES_SHOWN else ""
            told += f": {', '.join(names[:NAMES_SHOWN])}{more}"
        for line in output.wrap(told, later=INDENT):
            output.line(line)


def _print_commands(shown: Sequence[Health], output: Output) -> None:
    """What to type next, each command once; for those of which nothing is wrong only where they are few."""
    wrong = [health for health in shown if health.colour in {"red", "yellow"} or len(shown) <= FEW]
    commands = list(dict.fromkeys(one.command for health in wrong for one in health.findings if one.command))
    if not commands:
        return
    output.line()
    output.line("Next:")
    for command in commands[:COMMANDS_SHOWN]:
        output.line(f"{GAP}{command}")
    if len(commands) > COMMANDS_SHOWN:
        output.line(f"{GAP}({many(len(commands) - COMMANDS_SHOWN, 'more command')}: newscrawler status --json)")
