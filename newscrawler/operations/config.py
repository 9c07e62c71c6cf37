"""``config``: every setting in force, its value, and where that comes from; secrets are masked."""

import argparse
import difflib
from collections.abc import Mapping, Sequence

from newscrawler.catalogue import Catalogue, find_outlet, load_catalogue
from newscrawler.errors import ConfigurationError, UsageError
from newscrawler.model.outlet import Outlet
from newscrawler.operations.output import Output
from newscrawler.operations.setting_rows import SettingRow, rows_of_outlet, rows_of_settings
from newscrawler.settings import Environment

_INDENT = " " * 4
_NEAR_NAMES = 3


def run(options: argparse.Namespace, environment: Environment, output: Output) -> int:
    """The exit code of ``config``: 3, after everything was shown, where variables of the environment are wrong."""
    outlet = None
    catalogue = load_catalogue(environment.outlet_folders) if options.outlet else Catalogue()
    if options.outlet:
        outlet = find_outlet(catalogue, options.outlet)
        output.line(f"{outlet.id} is described in {outlet.file}\n")
    rows = _rows(options, environment, outlet, catalogue)
    print_rows(choose_rows(rows, options.names, scrapys=options.all), output)
    for told in (*environment.slips, *environment.unread):
        output.message(told, "yellow")
    for mistake in environment.mistakes:
        output.message(mistake, "red")
    return ConfigurationError.exit_code if environment.mistakes else 0


def _rows(
    options: argparse.Namespace, environment: Environment, outlet: Outlet | None, catalogue: Catalogue
) -> list[SettingRow]:
    from newscrawler.operations.crawl import place_of_error  # noqa: PLC0415 - Scrapy: not for `config --help`
    from newscrawler.operations.settings_of_crawl import crawl_settings  # noqa: PLC0415 - as above
    from newscrawler.spiders.loader import outlet_spider  # noqa: PLC0415 - as above

    typed = options.scrapy_settings is not None  # a `scrapy config`, whose -s counts
    settings = options.scrapy_settings.copy() if typed else crawl_settings(environment)
    if outlet is None:
        return rows_of_settings(settings, environment, typed=typed)
    try:
        spider = outlet_spider(outlet, catalogue.code.get(outlet.id))
    except Exception as error:  # whatever the code of an outlet raises when it is imported
        raise ConfigurationError(f"The code of {outlet.id} cannot be loaded: {place_of_error(error)}") from error
    spider.update_settings(settings)
    return [*rows_of_outlet(outlet), *rows_of_settings(settings, environment, typed=typed, outlet=outlet)]


def choose_rows(rows: Sequence[SettingRow], names: Sequence[str], *, scrapys: bool) -> list[SettingRow]:
    """The rows that have one of ``names`` in theirs, in any case; without names all.

    Args:
        rows: all settings.
        names: parts of names.
        scrapys: those that only Scrapy knows too.

    Raises:
        UsageError: a name is in none; says which are near.
    """
    offered = [row for row in rows if scrapys or row.is_ours]
    for name in names:
        if not any(name.lower() in row.name.lower() for row in offered):
            raise UsageError(_no_setting(name, rows))
    return [row for row in offered if not names or any(name.lower() in row.name.lower() for name in names)]


def _no_setting(name: str, rows: Sequence[SettingRow]) -> str:
    theirs = [row.name for row in rows if name.lower() in row.name.lower()]
    if theirs:
        shown = ", ".join(theirs[:_NEAR_NAMES]) + (", ..." if len(theirs) > _NEAR_NAMES else "")
        return f"Only Scrapy has a setting with '{name}' in its name ({shown}). Add --all"
    near = _near_names(name.upper(), [row.name for row in rows])
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    return f"No setting has '{name}' in its name.{hint} All of them: newscrawler config --all"


def _near_names(typed: str, names: Sequence[str]) -> list[str]:
    """Names like the one that was typed, or that have a word like it."""
    near = difflib.get_close_matches(typed, names, n=_NEAR_NAMES, cutoff=0.75)
    if near:
        return near
    words = {word for name in names for word in name.split("_")}
    like = difflib.get_close_matches(typed, words, n=1, cutoff=0.75)
    return [name for name in names if like and like[0] in name.split("_")][:_NEAR_NAMES]


def print_rows(rows: Sequence[SettingRow], output: Output) -> None:
    """Each setting as ``NAME = value  (origin)``, what it means below it; a heading over each group."""
    group = ""
    for row in rows:
        output.row({"name": row.name, "value": row.value, "origin": row.origin, "meaning": row.meaning})
        if row.group != group:
            group = row.group
            output.line(("" if row is rows[0] else "\n") + output.paint(output.fit(group), "bold"))
        for line in output.wrap(f"{row.name} = {shown_value(row.value)}  ({row.origin})", later=_INDENT):
            output.line(line)
        for line in output.wrap(row.meaning, first=_INDENT, later=_INDENT):
            output.line(output.paint(line, "dim"))


def shown_value(value: object) -> str:
    """A value as a person reads it; a table as ``name: value, ...``."""
    if value is None or value in ("", [], {}):
        return "not set"
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {'off' if entry is None else entry}" for name, entry in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
