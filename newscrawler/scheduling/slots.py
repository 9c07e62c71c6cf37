"""Moments at which an outlet with a fixed interval should be crawled."""

import zlib
from datetime import UTC, datetime, timedelta

from newscrawler.scheduling.rules import RunRules

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)  # a database keeps no less


def first_slot(rules: RunRules, outlet: str, earliest: datetime) -> datetime:
    """The first slot at ``earliest`` or later; ``earliest`` itself for an outlet without an interval.

    An interval's slots lie on a line without end that depends on the outlet's id alone: outlets of one interval are
    spread over it, and a slot that was missed moves no other.
    """
    if rules.every_seconds is not None:
        length = round(rules.every_seconds * 1000)
        start = _share(outlet) * length >> 32
        since = -((_EPOCH - earliest) // _MILLISECOND)  # rounded up
        return _EPOCH + (start - (start - since) // length * length) * _MILLISECOND
    return earliest


def share_of(outlet: str) -> float:
    """A number from 0 to 1, below 1, that is always the same for one id and spreads many ids evenly."""
    return _share(outlet) / 2**32


def _share(outlet: str) -> int:
    return zlib.crc32(outlet.encode())
