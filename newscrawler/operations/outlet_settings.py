"""The settings of one outlet: as values, and as lines."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from newscrawler.durations import duration_of
from newscrawler.model.outlet import Outlet
from newscrawler.operations.output import Output
from newscrawler.urls import mask_secrets

DURATIONS = frozenset({"schedule.every", "schedule.min", "schedule.max", "schedule.revisits"})


def outlet_values(outlet: Outlet) -> dict[str, Any]:
    """An outlet under the names of its file's keys, passwords masked."""
    masked: dict[str, Any] = _masked(asdict(outlet))
    return masked


def print_settings(outlet: Outlet, output: Output) -> None:
    """Every setting of one outlet, and the names of those that are left at their defaults."""
    settings = dict(_flat(outlet_values(outlet)))
    left = dict(_flat(_defaults()))
    shown = {name: value for name, value in settings.items() if name not in left or value != left[name]}
    width = max(map(len, shown))
    for name, value in shown.items():
        for position, entry in enumerate(value if isinstance(value, list) else [value]):
            shown_entry = duration_of(entry) if name in DURATIONS and isinstance(entry, int | float) else entry
            output.line(f"{name if position == 0 else '':<{width}}  {shown_entry}")
    unset = [name for name in left if settings.get(name) == left[name]]
    for line in output.wrap(f"left at their defaults: {', '.join(unset)}", later="  "):
        output.line(output.paint(line, "dim"))


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
