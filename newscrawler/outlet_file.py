"""One outlet file: what may stand in it, the outlet that it describes, or every mistake in it with its line."""

import difflib
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from newscrawler.errors import Mistake
from newscrawler.model.outlet import BoilerplateRules, FetchRules, Outlet, Schedule, Selectors
from newscrawler.urls import host_of

OUTLET_ID = re.compile(r"[a-z][a-z0-9_]{0,63}")
# Names that something else bears: Scrapy's and our own run of stored pages, and outlets made from a host name.
RESERVED_IDS = re.compile(r"archive|web_.*")
TOML_LINE = re.compile(r"\(at line (\d+)")


def _known_timezone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        near = difflib.get_close_matches(name, available_timezones(), n=1)
        hint = f", did you mean '{near[0]}'?" if near else ""
        raise ValueError(f"'{name}' is no time zone{hint}") from None
    return name


def _web_address(url: str) -> str:
    if not re.match(r"https?://[^\s/?#]+", url) or host_of(url) == "":
        raise ValueError(f"'{url}' is no web address: it must begin with https:// or http:// and name a host")
    return url


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"'{text}' is no regular expression: {error}") from error
    return text


def _selector(text: str) -> str:
    from lxml.cssselect import CSSSelector, SelectorError  # noqa: PLC0415 - 60 ms that most files do not need

    try:
        CSSSelector(text)
    except SelectorError as error:
        raise ValueError(f"'{text}' is no CSS selector: {error}") from error
    return text


def _rule_name(text: str) -> str:
    from newscrawler.boilerplate.strip import RULES  # noqa: PLC0415 - all rules, which most files do not name

    names = sorted({rule.name for rule in RULES})
    if text not in names:
        near = difflib.get_close_matches(text, names, n=1)
        hint = f", did you mean '{near[0]}'?" if near else f" (rules: {', '.join(names)})"
        raise ValueError(f"'{text}' is no boilerplate rule{hint}")
    return text


Address = Annotated[str, AfterValidator(_web_address)]
Pattern = Annotated[str, AfterValidator(_pattern)]
Selector = Annotated[str, AfterValidator(_selector)]
RuleName = Annotated[str, AfterValidator(_rule_name)]


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
    remove_text: list[Pattern] = []
    keep: list[Pattern] = []
    off: list[RuleName] = []


class _ScheduleTable(_Table):
    every: str | None = None
    cron: str | None = None
    quiet: str | None = None
    min: str | None = None
    max: str | None = None


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
    proxy: str | None = None
    verify: bool = True
    obey_robots: bool = True


class _OutletFile(_Table):
    name: str = Field(min_length=1, max_length=200)
    country: str = Field(pattern=r"^[A-Z]{2}$")
    language: str = Field(pattern=r"^[a-z]{2}$")
    timezone: Annotated[str, AfterValidator(_known_timezone)]
    home: Address
    feeds: list[Address] = []
    sitemaps: list[Address] = []
    sections: list[Address] = []
    include: list[Pattern] = []
    exclude: list[Pattern] = []
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
        if not (self.feeds or self.sitemaps or self.sections):
            raise ValueError("names no place where articles are listed: give feeds, sitemaps or sections")
        if self.delay_seconds == 0 and not host_of(self.home).startswith("127."):
            raise ValueError("delay_seconds = 0 is for sites on this machine only; 1 is the default")
        return self


def read_outlet_file(file: Path) -> Outlet | tuple[Mistake, ...]:
    """The outlet of one file, or every mistake in it."""
    shown = f"{file.parent.name}/{file.name}"
    if not OUTLET_ID.fullmatch(file.stem) or RESERVED_IDS.fullmatch(file.stem):
        wanted = "lower-case letters, digits and _, as in de_elbkurier; 'archive' and 'web_...' are taken"
        return (Mistake(shown, None, f"the file's name is the outlet's id and must be made of {wanted}"),)
    try:
        text = file.read_text(encoding="utf-8")
        table = tomllib.loads(text)
    except OSError as error:
        return (Mistake(shown, None, f"cannot be read: {error.strerror}"),)
    except UnicodeDecodeError as error:
        return (Mistake(shown, None, f"is not UTF-8 (byte {error.start})"),)
    except tomllib.TOMLDecodeError as error:
        at = TOML_LINE.search(str(error))
        return (Mistake(shown, int(at[1]) if at else None, f"is no TOML: {error}"),)
    try:
        return _outlet(file, _OutletFile.model_validate(table))
    except ValidationError as error:
        return tuple(_mistake(shown, text, dict(problem)) for problem in error.errors())


def _outlet(file: Path, read: _OutletFile) -> Outlet:
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
        include=tuple(read.include),
        exclude=tuple(read.exclude),
        tags=tuple(read.tags),
        enabled=read.enabled,
        delay_seconds=read.delay_seconds,
        max_pages_per_run=read.max_pages_per_run,
        selectors=Selectors(**read.selectors.model_dump()),
        boilerplate=BoilerplateRules(**{name: tuple(values) for name, values in read.boilerplate.model_dump().items()}),
        schedule=Schedule(**read.schedule.model_dump()),
        expect=read.expect.model_dump(exclude_none=True),
        fetch=FetchRules(**read.fetch.model_dump()),
        verified_on=read.verified_on.isoformat() if read.verified_on else None,
        file=str(file),
    )


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
    message = str(problem["msg"]).removeprefix("Value error, ")
    if problem["type"] == "string_pattern_mismatch":
        example = {"country": "two capitals, as in 'DE'", "language": "two small letters, as in 'de'"}.get(key, message)
        message = f"'{problem['input']}' must be {example}"
    return Mistake(shown, line, f"{key}: {message}" if key else message)


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
