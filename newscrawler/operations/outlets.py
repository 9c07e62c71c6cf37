"""``outlets``: what can be crawled, and what is wrong with the files that cannot."""

import argparse
from collections.abc import Sequence
from importlib import import_module

from newscrawler.catalogue import Catalogue, load_catalogue, mistakes_in_words
from newscrawler.model.outlet import Outlet
from newscrawler.operations.outlet_settings import outlet_values
from newscrawler.operations.output import Output
from newscrawler.settings import Environment

COLUMNS = ("name", "country", "language", "listed in", "verified", "tags")
LISTINGS = ("feeds", "sitemaps", "sections")
# What is not done here -> the module beside this one that does it.
ACTIONS = {
    "new": "outlet_new",
    "pause": "outlet_pause",
    "resume": "outlet_pause",
    "show": "outlet_show",
    "test": "outlet_test",
}


def run(options: argparse.Namespace, environment: Environment, output: Output) -> int:
    """The exit code of ``outlets ACTION``."""
    if options.action in ACTIONS:
        code: int = import_module(f"newscrawler.operations.{ACTIONS[options.action]}").run(options, environment, output)
        return code
    return list_outlets(load_catalogue(environment.outlet_folders), options.tag, output, ids_only=options.ids)


def list_outlets(catalogue: Catalogue, tag: str | None, output: Output, *, ids_only: bool = False) -> int:
    """Every outlet, sorted by id; 1 where an outlet file is broken, after all of its mistakes were told."""
    chosen = [outlet for outlet in catalogue.outlets.values() if tag is None or tag in outlet.tags]
    for outlet in chosen if output.json else ():  # 0.1 s for 400 outlets that a table needs not
        output.row(outlet_values(outlet))
    if ids_only:
        for outlet in chosen:
            output.line(outlet.id)
    else:
        _print_table(chosen, output)
    if not chosen:
        output.message(f"No outlet has the tag '{tag}'." if tag else "There are no outlets.")
    if catalogue.mistakes:
        output.message(mistakes_in_words(catalogue), "red")
    return 1 if catalogue.mistakes else 0


def _print_table(outlets: Sequence[Outlet], output: Output) -> None:
    """A row for each; a column that says which are paused only where some are."""
    paused = any(not outlet.enabled for outlet in outlets)
    columns = ("id", *(["crawled"] if paused else []), *COLUMNS)
    states = {True: "yes", False: "paused"}
    rows = [[outlet.id, *([states[outlet.enabled]] if paused else []), *_cells(outlet)] for outlet in outlets]
    output.table(columns, rows)


def _cells(outlet: Outlet) -> list[object]:
    return [
        outlet.name,
        outlet.country,
        outlet.language,
        _places(outlet),
        outlet.verified_on or "never",
        ", ".join(outlet.tags),
    ]


def _places(outlet: Outlet) -> str:
    counts = {name: len(getattr(outlet, name)) for name in LISTINGS}
    return ", ".join(f"{n} {name.removesuffix('s') if n == 1 else name}" for name, n in counts.items() if n)
