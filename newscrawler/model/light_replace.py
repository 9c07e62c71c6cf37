"""Changed copies of values with many fields, which every step makes: in half the time of ``dataclasses.replace``."""

from collections.abc import Callable
from dataclasses import fields, replace
from operator import attrgetter
from typing import Any, TypeVar

_Value = TypeVar("_Value")


def light_replace(kind: type[_Value]) -> Callable[..., _Value]:
    """``dataclasses.replace`` for values of this dataclass, which looks its fields up once and not for each copy."""
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]  # it is a dataclass
    values, places = attrgetter(*names), {name: place for place, name in enumerate(names)}

    def change(value: _Value, /, **changes: object) -> _Value:
        if type(value) is not kind:  # a developer's own kind of it has further fields
            return replace(value, **changes)  # type: ignore[type-var]  # it is a dataclass
        all_values: list[Any] = list(values(value))
        for name, changed in changes.items():
            all_values[places[name]] = changed
        return kind(*all_values)

    return change
