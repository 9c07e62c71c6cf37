"""What is wrong with a crontab line, in words."""

import difflib
import re
from datetime import UTC, datetime
from typing import NamedTuple

from cronsim import CronSim, CronSimError
from cronsim.cronsim import SYMBOLIC_DAYS, SYMBOLIC_MONTHS


class _Field(NamedTuple):
    name: str
    right: str  # what it may be
    last: int  # the largest number of it
    names: tuple[str, ...] = ()
    step_of_every: str = ""  # unit of the interval that a step too long was meant to be


FIELDS = (
    _Field("minute", "0 to 59, as in 30, */15 or 0,30", 59, (), "m"),
    _Field("hour", "0 to 23, as in 6, 6-18 or */2", 23, (), "h"),
    _Field("day of the month", "1 to 31, or L for the last one, as in 1, 1-7 or 1,15", 31, (), "d"),
    _Field("month", "1 to 12 or JAN to DEC, as in 6, 6-8 or JUN,DEC", 12, tuple(SYMBOLIC_MONTHS)),
    _Field("day of the week", "0 to 7 or SUN to SAT, as in 1-5, MON-FRI or SUN", 7, tuple(SYMBOLIC_DAYS)),
)
WANTED = "minute, hour, day of the month, month, day of the week"
# Shorthands of other programs, as fields.
SHORTHANDS = {
    "@ANNUALLY": "0 0 1 1 *",
    "@DAILY": "0 0 * * *",
    "@HOURLY": "0 * * * *",
    "@MIDNIGHT": "0 0 * * *",
    "@MONTHLY": "0 0 1 * *",
    "@WEEKLY": "0 0 * * 0",
    "@YEARLY": "0 0 1 1 *",
}
_ANY_MOMENT = datetime(2024, 1, 1, tzinfo=UTC)
_STEP = re.compile(r"/(\d{1,9})$")
_BACKWARDS = re.compile(r"(\d{1,2})-(\d{1,2})$")


def mistake_in_cron(cron: str) -> str | None:
    """What is wrong with a crontab line and what would be right; None: nothing."""
    fields = cron.upper().split()
    if fields and fields[0] in SHORTHANDS:
        return f"shorthands are not known here, write '{SHORTHANDS[fields[0]]}'"
    if len(fields) != len(FIELDS):
        return _mistake_in_number(fields)
    for field, text in zip(FIELDS, fields, strict=True):
        for part in text.split(","):
            if mistake := _mistake_in_part(field, part):
                return mistake
    return None if _comes("*" if not fields else " ".join(fields)) else "never comes: no month of it has such a day"


def _mistake_in_number(fields: list[str]) -> str:
    wanted = f"it must have five: {WANTED}"
    if len(fields) == len(FIELDS) + 1 and mistake_in_cron(" ".join(fields[1:])) is None:
        wanted += f"; without seconds it would be '{' '.join(fields[1:])}'"
    return f"has {len(fields)} field{'' if len(fields) == 1 else 's'}, {wanted}"


def _mistake_in_part(field: _Field, part: str) -> str | None:
    step = _STEP.search(part)
    if step and int(step[1]) > field.last:
        every = f'; every = "{step[1]}{field.step_of_every}" runs that often' if field.step_of_every else ""
        return f"the step of '{part}' is longer than the field '{field.name}' reaches ({field.last}){every}"
    if _comes(" ".join(part if each is field else "*" for each in FIELDS)):
        return None
    told = f"'{part}' is no {field.name}"
    span = _BACKWARDS.match(part)
    if span and int(span[2]) < int(span[1]) <= field.last:
        return f"{told}: it runs backwards, write {span[1]}-{field.last},{0 if field.last > 12 else 1}-{span[2]}"
    near = [name for word in re.findall("[A-Z]+", part) for name in difflib.get_close_matches(word, field.names, n=1)]
    return f"{told}{f', did you mean {near[0]}?' if near else ''}: it must be {field.right}"


def _comes(cron: str) -> bool:
    """Whether the line can be read and has a moment."""
    try:
        return next(CronSim(cron, _ANY_MOMENT), None) is not None
    except CronSimError:
        return False
