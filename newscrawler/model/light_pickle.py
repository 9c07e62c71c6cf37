"""Values that travel between processes by the hundred: pickled as their class and their fields' values, in order."""

from dataclasses import fields
from operator import attrgetter
from typing import Any, TypeVar

_Value = TypeVar("_Value")


def light_pickle(kind: type[_Value]) -> type[_Value]:
    """The same dataclass, pickled in half the time.

    A frozen dataclass with slots looks its fields up anew for each object that it pickles, and a page has a hundred
    blocks.
    """
    values = attrgetter(*(field.name for field in fields(kind)))  # type: ignore[arg-type]  # it is a dataclass

    def reduce(value: _Value) -> tuple[type[_Value], tuple[Any, ...]]:
        return kind, values(value)

    setattr(kind, "__reduce__", reduce)  # noqa: B010 - assigned plainly, a type checker takes it for a mistake
    return kind
