"""Which item of a spider is on its way, and whether it is saved: a pipeline behind the storage may still drop it.

Scrapy hands an item through all pipelines, and tells of its end, within one task: what is noted here belongs to it. The
signals give the item as the spider made it, not what the storage made of it.
"""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(slots=True)
class _Way:
    """Of one item; kept in one object, since each step and each signal may have a context of its own."""

    item: object
    is_saved: bool = False


_WAY: ContextVar[_Way | None] = ContextVar("_WAY", default=None)


def begin_item(item: object) -> None:
    """Note that an item begins its way through the pipelines."""
    _WAY.set(_Way(item))


def note_item_saved() -> None:
    """Note that the article of the item that is on its way was saved."""
    way = _WAY.get()
    if way is not None:
        way.is_saved = True


def is_item_saved(item: object) -> bool:
    """Whether the article of an item, whose end is told, was saved; False where it is not the one on its way."""
    way = _WAY.get()
    return way is not None and way.item is item and way.is_saved
