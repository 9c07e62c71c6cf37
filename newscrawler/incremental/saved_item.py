"""Whether the item that is on its way is saved: a pipeline behind the storage may still drop it.

Scrapy hands an item through all pipelines, and tells of its end, within one task: what is noted here belongs to it. The
signals give the item as the spider made it; a pipeline of a developer's may have made another one of it before ours.
"""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(slots=True)
class _Way:
    """Of one item; kept in one object, since each step and each signal may have a context of its own."""

    is_saved: bool = False


_WAY: ContextVar[_Way | None] = ContextVar("_WAY", default=None)


def begin_item() -> None:
    """Note that an item begins its way through the pipelines."""
    _WAY.set(_Way())


def note_item_saved() -> None:
    """Note that the article of the item that is on its way was saved."""
    way = _WAY.get()
    if way is not None:
        way.is_saved = True


def is_item_saved() -> bool:
    """Whether the article of the item that is on its way, or whose end is told, was saved."""
    way = _WAY.get()
    return way is not None and way.is_saved


def end_item() -> None:
    """Note the end of an item: the next one of its task may be dropped before its way begins."""
    way = _WAY.get()
    if way is not None:
        way.is_saved = False
