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
    first: int  # the smallest number of it
    last: int  # the largest one
    names: tuple[str, ...] = ()
    step_of_every: str = ""  # unit of the interval that a step too long was meant to be


FIELDS = (
    _Field("minute", "0 to 59, as in 30, */15 or 0,30", 0, 59, (), "m"),
    _Field("hour", "0 to 23, as in 6, 6-18 or */2", 0, 23, (), "h"),
    _Field("day of the month", "1 to 31, or L for the last one, as in 1, 1-7 or 1,15", 1, 31, (), "d"),
    _Field("month", "1 to 12 or JAN to DEC, as in 6, 6-8 or JUN,DEC", 1, 12, tuple(SYMBOLIC_MONTHS)),
    _Field("day of the week", "0 to 7 or SUN to SAT, as in 1-5, MON-FRI or SUN", 0, 7, tuple(SYMBOLIC_DAYS)),
)
_LONGEST_NUMBER, _LONGEST_SHOWN = 6, 40  # digits; characters
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
# What other programs know in a day, and what stands for it here.
_ELSEWHERE = (
    (re.compile(r"\?"), "'?' is not known here, write '*'"),
    (re.compile(r"\d{1,2}W"), "W is not known here, apart from LW, the last weekday of a month"),
    (re.compile(r"L-\d{1,2}"), "L is not known here with days before it, L alone is the last day of a month"),
)
_LAST_OF_NAME = re.compile(r"([A-Z]{3})L")
_ANY_MOMENT = datetime(2024, 1, 1, tzinfo=UTC)
_STEP = re.compile(r"/(\d+)$")
_SPAN = re.compile(r"(\w{1,3})-(\w{1,3})")
_DAYS_OF_MONTH, _DAYS_OF_WEEK = FIELDS[2], FIELDS[4]
_EVERY = re.compile(r"@EVERY (\d{1,6}[SMHD])")


def mistake_in_cron(cron: str) -> str | None:
    """What is wrong with a crontab line and what would be right; None: nothing."""
    fields = cron.upper().split()
    if fields and fields[0].startswith("@"):
        return _instead_of_shorthand(fields)
    if len(fields) != len(FIELDS):
        return _mistake_in_number(fields)
    for field, text in zip(FIELDS, fields, strict=True):
        for part in text.split(","):
            if mistake := _mistake_in_part(field, part):
                return mistake
    return None if _comes(" ".join(fields)) else "never comes: no month of it has such a day"


def _instead_of_shorthand(fields: list[str]) -> str:
    every, right = _EVERY.fullmatch(" ".join(fields)), SHORTHANDS.get(fields[0])
    instead = (
        f', write every = "{every[1].lower()}" instead of cron' if every else f", write '{right}'" if right else ""
    )
    return f"shorthands are not known here{instead or f'; it must have five fields: {WANTED}'}"


def _mistake_in_number(fields: list[str]) -> str:
    wanted = f"it must have five: {WANTED}"
    if len(fields) == len(FIELDS) + 1 and mistake_in_cron(" ".join(fields[1:])) is None:
        wanted += f"; without seconds it would be '{' '.join(fields[1:])}'"
    return f"has {len(fields)} field{'' if len(fields) == 1 else 's'}, {wanted}"


def _mistake_in_part(field: _Field, part: str) -> str | None:
    step = _STEP.search(part)
    if step and (len(step[1]) > _LONGEST_NUMBER or int(step[1]) > field.last):
        told = f"the step of '{part[:_LONGEST_SHOWN]}' is longer than the field '{field.name}' reaches ({field.last})"
        fits = field.step_of_every and len(step[1]) <= _LONGEST_NUMBER
        return told + (f'; every = "{step[1]}{field.step_of_every}" runs that often' if fits else "")
    if _comes(" ".join(part if each is field else "*" for each in FIELDS)):
        return None
    told = f"'{part[:_LONGEST_SHOWN]}' is no {field.name}"
    if hint := _over_the_end(field, part) or _known_elsewhere(field, part):
        return f"{told}: {hint}"
    near = [name for word in re.findall("[A-Z]+", part) for name in difflib.get_close_matches(word, field.names, n=1)]
    return f"{told}{f', did you mean {near[0]}?' if near else ''}: it must be {field.right}"


def _over_the_end(field: _Field, part: str) -> str | None:
    """What to write for a span that passes the field's end, as 22-6 or FRI-MON."""
    span = _SPAN.fullmatch(part)
    first, last = (_number(field, each) for each in span.groups()) if span else (None, None)
    if first is None or last is None or last >= first:
        return None
    named = span is not None and span[1] in field.names
    ends = range(field.first, len(field.names) + field.first if field.names else field.last + 1)
    if first == last + 1:
        return "it is every one, write *"
    to_the_end, from_the_start = (_spelled(field, *each, named=named) for each in ((first, ends[-1]), (ends[0], last)))
    return f"it runs backwards, write {to_the_end},{from_the_start}"


def _number(field: _Field, text: str) -> int | None:
    if text in field.names:
        return field.names.index(text) + field.first
    return int(text) if text.isdecimal() and field.first <= int(text) <= field.last else None


def _spelled(field: _Field, first: int, last: int, *, named: bool) -> str:
    first_word, last_word = (field.names[each - field.first] if named else str(each) for each in (first, last))
    return first_word if first == last else f"{first_word}-{last_word}"


def _known_elsewhere(field: _Field, part: str) -> str | None:
    """What stands here for what other programs know in the day of the month and of the week."""
    if field not in (_DAYS_OF_MONTH, _DAYS_OF_WEEK):
        return None
    last = _LAST_OF_NAME.fullmatch(part)
    if last and last[1] in field.names:
        return f"the last {last[1]} of a month is {field.names.index(last[1])}L"
    return next((instead for spelling, instead in _ELSEWHERE if spelling.fullmatch(part)), None)


def _comes(cron: str) -> bool:
    """Whether the line can be read and has a moment."""
    try:
        return next(CronSim(cron, _ANY_MOMENT), None) is not None
    except (CronSimError, ValueError):  # the latter of a number with thousands of digits
        return False
