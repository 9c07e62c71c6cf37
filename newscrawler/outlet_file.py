"""One outlet file: what may stand in it, the outlet that it describes, or every mistake in it with its line."""

import difflib
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from importlib.resources.abc import Traversable
from pathlib import PurePath
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from newscrawler.durations import seconds_of
from newscrawler.errors import Mistake
from newscrawler.model.outlet import BoilerplateRules, FetchRules, Outlet, Schedule, Selectors
from newscrawler.outlet_values import (
    Address,
    ArchivePattern,
    Cron,
    Duration,
    KeptPattern,
    ParameterName,
    ProxyAddress,
    QuietHours,
    RuleName,
    SearchedPattern,
    Selector,
    Timezone,
    WholePattern,
)
from newscrawler.scheduling.wishes import mistakes_in
from newscrawler.urls import is_this_machine, mask_secrets

OUTLET_ID = re.compile(r"[a-z][a-z0-9_]{0,63}")
# Names that something else bears: Scrapy's and our own run of stored pages, and outlets made from a host name.
RESERVED_IDS = re.compile(r"archive|web_.*")
TOML_LINE = re.compile(r"\(at line (\d+)")
LONGEST_SHOWN = 80  # characters of a wrong value
# What a key wants, in words; then what a type of pydantic's errors wants.
WANTED_OF_KEY = {
    "country": "two capitals, as in 'DE'",
    "delay_seconds": "a number from 0 to 3600",
    "language": "two small letters, as in 'de'",
    "max_pages_per_run": "a whole number from 1",
    "name": "a text of 1 to 200 characters",
    "schedule.quiet": "a text in quotes, as in '23:00-06:00, 12:00-13:00'",
    "verified_on": "a date without quotes, as in 2026-03-05",
}
WANTED_OF_TYPE = {
    "bool_type": "true or false",
    "float_type": "a number",
    "greater_than_equal": "a number",
    "less_than_equal": "a number",
    "list_type": "a list, as in ['...']",
    "model_type": "a table",
    "string_type": "a text in quotes",
}
BOUNDS = (("ge", "from"), ("le", "up to"))


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class _SelectorsTable(_Table):
    title: Selector | None = None
    standfirst: Selector | None = None
    body: Selector | None = None
    authors: Selector | None = None
    published: Selector | None = None
    modified: Selector | None = None
    section: Selector | None = None
    image: Selector | None = None


class _BoilerplateTable(_Table):
    remove: list[Selector] = []
    remove_text: list[WholePattern] = []
    keep: list[KeptPattern] = []
    off: list[RuleName] = []


class _ScheduleTable(_Table):
    every: Duration | None = None
    cron: Cron | None = None
    quiet: QuietHours | None = None
    min: Duration | None = None
    max: Duration | None = None
    revisits: list[Duration] | None = None


class _ExpectTable(_Table):
    min_articles_per_day: float | None = Field(None, ge=0)
    max_articles_per_day: float | None = Field(None, ge=0)
    min_words: float | None = Field(None, ge=0)
    min_body_share: float | None = Field(None, ge=0, le=1)
    min_published_share: float | None = Field(None, ge=0, le=1)
    min_authors_share: float | None = Field(None, ge=0, le=1)


class _FetchTable(_Table):
    cookies: bool = False
    browser: bool = False
    proxy: ProxyAddress | None = None
    verify: bool = True
    obey_robots: bool = True


class _OutletFile(_Table):
    name: str = Field(min_length=1, max_length=200)
    country: str = Field(pattern=r"^[A-Z]{2}$")
    language: str = Field(pattern=r"^[a-z]{2}$")
    timezone: Timezone
    home: Address
    feeds: list[Address] = []
    sitemaps: list[Address] = []
    sections: list[Address] = []
    robots_sitemaps: bool = False
    archives: list[ArchivePattern] = []
    include: list[SearchedPattern] = []
    exclude: list[SearchedPattern] = []
    ignored_parameters: list[ParameterName] = []
    tags: list[str] = []
    enabled: bool = True
    delay_seconds: float | None = Field(None, ge=0, le=3600)
    max_pages_per_run: int | None = Field(None, ge=1)
    verified_on: date | None = None
    selectors: _SelectorsTable = _SelectorsTable()
    boilerplate: _BoilerplateTable = _BoilerplateTable()
    schedule: _ScheduleTable = _ScheduleTable()
    expect: _ExpectTable = _ExpectTable()
    fetch: _FetchTable = _FetchTable()

    @model_validator(mode="after")
    def _lists_articles_somewhere(self) -> "_OutletFile":
        if not (self.feeds or self.sitemaps or self.sections or self.robots_sitemaps):
            raise ValueError("names no place where articles are listed: give feeds, sitemaps or sections")
        if self.delay_seconds == 0 and not is_this_machine(self.home):
            raise ValueError("delay_seconds = 0 is for sites on this machine only; 1 is the default")
        return self


def read_outlet_file(file: Traversable) -> Outlet | tuple[Mistake, ...]:
    """The outlet of one file, or every mistake in it."""
    path = PurePath(str(file))
    shown = f"{path.parent.name}/{path.name}"
    if not OUTLET_ID.fullmatch(path.stem) or RESERVED_IDS.fullmatch(path.stem):
        wanted = "lower-case letters, digits and _, as in de_elbkurier; 'archive' and 'web_...' are taken"
        return (Mistake(shown, None, f"the file's name is the outlet's id and must be made of {wanted}"),)
    try:
        text = file.read_bytes().decode("utf-8-sig")  # with or without a byte order mark
        table = tomllib.loads(text)
    except OSError as error:
        return (Mistake(shown, None, f"cannot be read: {error.strerror}"),)
    except UnicodeDecodeError as error:
        return (Mistake(shown, None, f"is not UTF-8 (byte {error.start})"),)
    except tomllib.TOMLDecodeError as error:
        at = TOML_LINE.search(str(error))
        return (Mistake(shown, int(at[1]) if at else None, f"is no TOML: {error}"),)
    mistakes = list(_mistakes_in_schedule(shown, text, table))
    try:
        read = _OutletFile.model_validate(table)
    except ValidationError as error:
        mistakes += (_mistake(shown, text, dict(problem)) for problem in error.errors())
    if mistakes:
        return tuple(sorted(mistakes, key=lambda mistake: mistake.line or 0))  # as one reads the file
    return _outlet(path, read)


def _outlet(file: PurePath, read: _OutletFile) -> Outlet:
    return Outlet(
        id=file.stem,
        name=read.name,
        country=read.country,
        language=read.language,
        timezone=read.timezone,
        home=read.home,
        feeds=tuple(read.feeds),
        sitemaps=tuple(read.sitemaps),
        sections=tuple(read.sections),
        robots_sitemaps=read.robots_sitemaps,
        archives=tuple(read.archives),
        include=tuple(read.include),
        exclude=tuple(read.exclude),
        ignored_parameters=tuple(read.ignored_parameters),
        tags=tuple(read.tags),
        enabled=read.enabled,
        delay_seconds=read.delay_seconds,
        max_pages_per_run=read.max_pages_per_run,
        selectors=Selectors(**read.selectors.model_dump()),
        boilerplate=BoilerplateRules(**{name: tuple(values) for name, values in read.boilerplate.model_dump().items()}),
        schedule=_schedule(read.schedule),
        expect=read.expect.model_dump(exclude_none=True),
        fetch=FetchRules(**read.fetch.model_dump()),
        verified_on=read.verified_on.isoformat() if read.verified_on else None,
        file=str(file),
    )


def _schedule(read: _ScheduleTable) -> Schedule:
    every, least, most = (None if each is None else seconds_of(each) for each in (read.every, read.min, read.max))
    revisits = None if read.revisits is None else tuple(map(seconds_of, read.revisits))
    return Schedule(every=every, cron=read.cron, quiet=read.quiet, min=least, max=most, revisits=revisits)


def _mistakes_in_schedule(shown: str, text: str, table: dict[str, Any]) -> Iterator[Mistake]:
    """What is wrong with ``[schedule]`` as a whole, where each of its values is right by itself."""
    try:
        wishes = _schedule(_ScheduleTable.model_validate(table.get("schedule", {})))
    except ValidationError:
        return
    for key, message in mistakes_in(wishes, on_this_machine=is_this_machine(str(table.get("home", "")))):
        yield Mistake(shown, line_of(text, ["schedule", key]), f"schedule.{key}: {message}")


def _mistake(shown: str, text: str, problem: dict[str, Any]) -> Mistake:
    path = [str(part) for part in problem["loc"]]
    key = ".".join(part for part in path if not part.isdigit())
    line = line_of(text, path)
    if problem["type"] == "extra_forbidden":
        near = difflib.get_close_matches(path[-1], _keys_at(path[:-1]), n=1)
        hint = f", did you mean '{near[0]}'?" if near else f" (known here: {', '.join(_keys_at(path[:-1]))})"
        return Mistake(shown, line, f"unknown key '{path[-1]}'{hint}")
    if problem["type"] == "missing":
        return Mistake(shown, None, f"'{key}' is missing")
    message = mask_secrets(_words(key, problem))
    return Mistake(shown, line, f"{key}: {message}" if key else message)


def _words(key: str, problem: dict[str, Any]) -> str:
    """What is wrong with a value, and what would be right."""
    kind, message = problem["type"], str(problem["msg"]).removeprefix("Value error, ")
    if kind == "value_error":
        return message
    wanted = WANTED_OF_KEY.get(key) or WANTED_OF_TYPE.get(kind)
    if wanted is None:
        return f"{_shown(problem['input'])}: {message}"
    bounds = "".join(f" {word} {problem['ctx'][name]:g}" for name, word in BOUNDS if name in problem.get("ctx", {}))
    return f"{_shown(problem['input'])} must be {wanted}{bounds if key not in WANTED_OF_KEY else ''}"


def _shown(value: object) -> str:
    """A value as its file spells it, or its beginning."""
    if isinstance(value, bool):
        return str(value).lower()
    text = mask_secrets(f"'{value}'" if isinstance(value, str) else str(value))
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}..."


def _keys_at(path: list[str]) -> list[str]:
    model: Any = _OutletFile
    for part in path:
        model = model.model_fields[part].annotation
    return sorted(model.model_fields)


def line_of(text: str, path: list[str]) -> int | None:
    """The line, from 1, on which a key stands in a TOML text; for an entry of a list, the key's line. None: nowhere."""
    keys = [part for part in path if not part.isdigit()]
    if not keys:
        return None
    table: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*\[\s*([^\[\]]+?)\s*\]", line)
        if header:
            table = [part.strip().strip("\"'") for part in header[1].split(".")]
            if table == keys:
                return number
            continue
        key = re.match(r"\s*([\w.\"'-]+)\s*=", line)
        if key and [*table, *(part.strip("\"'") for part in key[1].split("."))] == keys:
            return number
    return None
