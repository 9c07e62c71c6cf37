"""Lengths of time as outlet files and people write them: ``90s``, ``20m``, ``6h``, ``3d``."""

SECONDS_OF_UNIT = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_UNITS_IN_WORDS = ((172_800, 86_400, "days"), (7200, 3600, "h"), (120, 60, "min"))  # from so many seconds on


def seconds_of(duration: str) -> float:
    """A duration of an outlet file in seconds."""
    return float(duration[:-1]) * SECONDS_OF_UNIT[duration[-1]]


def duration_of(seconds: float) -> str:
    """``90s``, ``20m``, ``6h``, ``3d``: as it is written in a file, in the largest unit that fits."""
    for unit, length in reversed(SECONDS_OF_UNIT.items()):
        if seconds and seconds % length == 0:
            return f"{seconds / length:.0f}{unit}"
    return f"{seconds:g}s"


def duration_in_words(seconds: float) -> str:
    """``40 s``, ``12 min``, ``3.5 h``, ``2 days``: rounded, as one says it; below 0 it is ``0 s``."""
    for least, unit, word in _UNITS_IN_WORDS:
        if seconds >= least:
            return f"{round(seconds / unit, 1 if seconds < 10 * unit and unit > 60 else None):g} {word}"
    return f"{max(seconds, 0):.0f} s"
