"""``rules``: what takes blocks out of articles, how much each took, and how it is undone."""

import argparse
import asyncio
from collections.abc import Mapping
from datetime import datetime

from newscrawler.errors import StorageError, UsageError
from newscrawler.operations.nothing_found import outlet_doubt
from newscrawler.operations.opened_database import opened_database
from newscrawler.operations.output import Output
from newscrawler.operations.rule_list import KnownRule, count_cases, known_rules
from newscrawler.operations.terminal_text import many
from newscrawler.operations.usage import suggestion
from newscrawler.settings import Environment
from newscrawler.storage.server.embedded import has_database

Counts = Mapping[str, Mapping[str, int]]  # rule -> outlet -> blocks


def run(options: argparse.Namespace, environment: Environment, output: Output) -> int:
    """The exit code of ``rules``.

    Raises:
        UsageError: no rule bears the name.
        StorageError: the database cannot be read; the rules are printed before.
    """
    rules = known_rules()
    chosen = _named(options.name, rules) if options.name else None
    trouble: StorageError | None = None
    try:
        counts = asyncio.run(_count(options.outlet, options.since, environment))
    except StorageError as error:
        counts, trouble = None, error
    if chosen:
        print_rule(chosen, counts, output)
    else:
        print_rules(_sorted(rules, counts, options.sort), counts, output)
    if trouble:
        raise trouble
    if not counts:
        output.message(_nothing_counted(options, environment))
    return 0


async def _count(outlet: str | None, since: datetime | None, environment: Environment) -> Counts | None:
    """What each rule took; None where there is no database yet, which a list of rules does not make."""
    if environment.mongo_uri is None and not has_database(environment.data_dir):
        return None
    async with opened_database(environment, access="read") as database:
        return await database.runs.removed_by_rule(outlet, since)


def print_rules(rules: list[KnownRule], counts: Counts | None, output: Output) -> None:
    """A row for each; columns of counts only where something is counted."""
    for rule in rules:
        output.row(_values(rule, counts))
    if counts:
        rows = [[rule.name, *_cells(rule, counts), rule.by, rule.description] for rule in rules]
        output.table(("rule", "blocks", "outlets", "by", "takes"), rows)
    else:
        output.table(("rule", "by", "takes"), [[rule.name, rule.by, rule.description] for rule in rules])


def print_rule(rule: KnownRule, counts: Counts | None, output: Output) -> None:
    """All that is known of one: what it takes, how much it took where, what proves it, how it is undone."""
    values = _values(rule, counts)
    output.row(values | {"by_outlet": dict((counts or {}).get(rule.name, {})), "cases": rule.cases, "undo": rule.undo})
    output.line(output.paint(rule.name, "bold"))
    for line in output.wrap(f"takes {rule.description}"):
        output.line(line)
    for line in output.wrap(f"the reader takes under this name, too: {rule.also}" if rule.also else ""):
        output.line(line)
    if rule.cases:
        number = count_cases(rule.cases)
        counted = f" ({many(number, 'file')})" if number else ""
        output.line(f"cases that prove it: {rule.cases}{counted}")
    if rule.undo:
        output.line("to undo it for an outlet, in its file:")
        for text in rule.undo:
            output.line(f"    {text}")
    taken = sorted((counts or {}).get(rule.name, {}).items(), key=lambda pair: (-pair[1], pair[0]))
    if taken:
        output.line()
        output.table(("outlet", "blocks"), taken)
    elif counts and rule.is_counted:
        output.line("No stored run counts a block of it.")
    elif not rule.is_counted:
        output.line("Runs do not count it.")


def _named(name: str, rules: list[KnownRule]) -> KnownRule:
    found = next((rule for rule in rules if rule.name == name), None)
    if found is None:
        hint = suggestion(name, [rule.name for rule in rules])
        raise UsageError(f"No rule called '{name}'.{hint} See: newscrawler rules")
    return found


def _sorted(rules: list[KnownRule], counts: Counts | None, key: str) -> list[KnownRule]:
    if key == "order" or not counts:
        return rules
    return sorted(rules, key=lambda rule: -sum(counts.get(rule.name, {}).values()))


def _values(rule: KnownRule, counts: Counts | None) -> dict[str, object]:
    """The rule as ``--json`` prints it; ``blocks`` and ``outlets`` are null where nothing counts them."""
    blocks, outlets = _cells(rule, counts) if counts is not None else (None, None)
    return {
        "rule": rule.name,
        "by": rule.by,
        "order": rule.order,
        "description": rule.description,
        "reader_too": rule.also,
        "blocks": blocks,
        "outlets": outlets,
    }


def _cells(rule: KnownRule, counts: Counts) -> tuple[int | None, int | None]:
    if not rule.is_counted:
        return None, None
    taken = counts.get(rule.name, {})
    return sum(taken.values()), len(taken)


def _nothing_counted(options: argparse.Namespace, environment: Environment) -> str:
    which = f" of {options.outlet}" if options.outlet else ""
    when = " since then" if options.since else ""
    doubt = outlet_doubt(options.outlet, environment)
    return f"No stored run{which}{when} has taken anything out yet: no counts.{doubt}"
