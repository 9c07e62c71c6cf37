"""Values of all types that a document may be handed, also those that BSON does not know, for property tests."""

import time
from datetime import timedelta, timezone
from pathlib import PurePosixPath

from bson.binary import Binary
from bson.objectid import ObjectId
from hypothesis import strategies as st

TEXTS = st.text(st.characters(codec=None) | st.sampled_from("\0$.\ud800\udc00"), max_size=12)
KEYS = TEXTS | st.integers() | st.none() | st.binary(max_size=3)
ZONES = st.timezones() | st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))
SIMPLE = (
    TEXTS
    | st.integers()
    | st.integers(-(2**70), 2**70)
    | st.booleans()
    | st.none()
    | st.floats()
    | st.decimals()
    | st.fractions()
    | st.complex_numbers()
    | st.datetimes()
    | st.datetimes(timezones=ZONES, allow_imaginary=False)
    | st.dates()
    | st.times()
    | st.timedeltas()
    | st.uuids()
    | st.binary(max_size=20)
    | st.binary(max_size=20).map(bytearray)
    | st.binary(max_size=5).map(lambda value: Binary(value, 0))
    | st.sampled_from([object(), print, int, ..., PurePosixPath("/a"), time.gmtime(0), range(3), ObjectId("0" * 24)])
)
VALUES = st.recursive(
    SIMPLE,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(KEYS, inner, max_size=4)
        | st.sets(TEXTS | st.integers(), max_size=4)
        | inner.map(lambda value: (kept := [value], kept, {"again": kept}))  # shared, not nested in itself
    ),
    max_leaves=20,
)
