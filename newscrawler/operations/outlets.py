"""``outlets``: what can be crawled, and what is wrong with the files that cannot."""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from importlib import import_module
from typing import Any

from newscrawler.catalogue import Catalogue, find_outlet, load_catalogue, mistakes_in_words
from newscrawler.model.outlet import Outlet
from newscrawler.operations.output import Output
from newscrawler.settings import Environment
from newscrawler.urls import mask_secrets

COLUMNS = ("name", "country", "language", "listed in", "verified", "tags")
LISTINGS = ("feeds", "sitemaps", "sections")
# What is not done here -> the module beside this one that does it.
ACTIONS = {
    "new": "outlet_new",
    "pause": "outlet_pause",
    "resume": "outlet_pause",
    "test": "outlet_test",
}


def run(options: argparse.Namespace, environment: Environment, output: Output) -> int:
    """The exit code of ``outlets ACTION``."""
    if options.action in ACTIONS:
        code: int = import_module(f"newscrawler.operations.{ACTIONS[options.action]}").run(options, environment, output)
        return code
    catalogue = load_catalogue(environment.outlet_folders)
    if options.action == "show":
        return show_outlet(find_outlet(catalogue, options.outlet), output)
    return list_outlets(catalogue, options.tag, output, ids_only=options.ids)


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


def show_outlet(outlet: Outlet, output: Output) -> int:
    """Every setting of one outlet, and the names of those that are left at their defaults."""
    values = outlet_values(outlet)
    output.row(values)
    settings = dict(_flat(values))
    left = dict(_flat(_defaults()))
    shown = {name: value for name, value in settings.items() if name not in left or value != left[name]}
    width = max(map(len, shown))
    for name, value in shown.items():
        for position, entry in enumerate(value if isinstance(value, list) else [value]):
            output.line(f"{name if position == 0 else '':<{width}}  {entry}")
    unset = [name for name in left if settings.get(name) == left[name]]
    for line in output.wrap(f"left at their defaults: {', '.join(unset)}", later="  "):
        output.line(output.paint(line, "dim"))
    return 0


def outlet_values(outlet: Outlet) -> dict[str, Any]:
    """An outlet under the names of its file's keys, passwords masked."""
    masked: dict[str, Any] = _masked(asdict(outlet))
    return masked


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


def _defaults() -> dict[str, Any]:
    values = outlet_values(Outlet(id="", name=""))
    return {name: value for name, value in values.items() if name not in ("id", "name")}


def _flat(values: Mapping[str, Any], within: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if isinstance(value, Mapping) and value:
            yield from _flat(value, f"{within}{name}.")
        else:
            yield f"{within}{name}", value


def _masked(value: object) -> Any:  # noqa: ANN401 - any value of an outlet
    if isinstance(value, Mapping):
        return {name: _masked(entry) for name, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_masked(entry) for entry in value]
    return mask_secrets(value) if isinstance(value, str) else value
