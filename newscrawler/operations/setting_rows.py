"""The settings in force as rows: what Scrapy would take, who said so, and the reason that stands beside it."""

import inspect
import io
import re
import tokenize
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newscrawler import settings as our_settings
from newscrawler.model.outlet import Outlet
from newscrawler.outlet_file import line_of
from newscrawler.settings import Environment, variable_meanings
from newscrawler.urls import mask_secrets

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

# What spiders.outlet_settings takes from an outlet's file: the setting -> where its key stands.
KEYS_OF_OUTLET = {
    "COOKIES_ENABLED": ["fetch", "cookies"],
    "DOWNLOAD_DELAY": ["delay_seconds"],
    "DOWNLOAD_VERIFY_CERTIFICATES": ["fetch", "verify"],
    "NEWSCRAWLER_MAX_ARTICLES": ["max_pages_per_run"],
    "ROBOTSTXT_OBEY": ["fetch", "obey_robots"],
}
ENVIRONMENT_GROUP = "environment"
SCRAPY_GROUP = "Scrapy's"
MASK = "***"
# Names whose value is nobody's business: AWS_SECRET_ACCESS_KEY, MAIL_PASS, FTP_PASSWORD, SOME_API_KEY.
_SECRET_NAME = re.compile(r"PASS(WORD|WD|PHRASE)?$|SECRET|TOKEN|CREDENTIAL|(API|ACCESS|PRIVATE)_?KEY", re.IGNORECASE)
# Options of a MongoDB's address that hold a secret beside its user and password.
_SECRET_OPTION = re.compile(r"(?<=[?&])(\w*(?:password|token|secret|properties)\w*)=[^&\s]+", re.IGNORECASE)
# All before the last @, whatever stands there: a database's address may be mistyped, as "mongodb:/user:word@host".
DATABASE_VARIABLE = "NEWSCRAWLER_MONGO_URI"
_MISTYPED_USER = re.compile(r"^(mongodb(?:\+srv)?://)?.+@", re.DOTALL)
_PROJECT, _SPIDER, _COMMAND_LINE = 20, 30, 40  # Scrapy's priorities
_ORIGINS = {0: "scrapy default", 10: "scrapy command", 15: "add-on", _PROJECT: "project settings"}


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One setting.

    Attributes:
        value: what JSON can spell, secrets masked.
        origin: ``environment``, ``default``, ``settings.py:88``, ``outlets/us_koreadaily.toml:9``, ``command line``,
            ``scrapy default`` ...
        meaning: one line, or "".
        group: its heading.
        is_ours: not only Scrapy's.
    """

    name: str
    value: Any
    origin: str
    meaning: str
    group: str
    is_ours: bool = True


@dataclass(frozen=True, slots=True)
class _Stated:
    """A setting as settings.py states it: the line, the comment beside it, the heading above it."""

    line: int
    reason: str
    group: str


def rows_of_settings(
    settings: "BaseSettings", environment: Environment, *, typed: bool, outlet: Outlet | None = None
) -> list[SettingRow]:
    """Every setting: the environment's, then those of settings.py in its order, then those of Scrapy by name.

    Args:
        settings: in force.
        environment: tells which variables are set.
        typed: what has the command line's priority was typed as ``-s NAME=VALUE``.
        outlet: the one whose spider changed them.
    """
    meanings, stated = variable_meanings(), stated_settings()
    others = sorted(name for name in settings if name not in meanings and name not in stated and not _is_private(name))

    def row(name: str) -> SettingRow:
        said = stated.get(name, _Stated(0, "", SCRAPY_GROUP))
        return SettingRow(
            name=name,
            value=masked_value(name, settings.get(name)),
            origin=_origin(name, settings, environment, typed=typed, outlet=outlet),
            meaning=meanings.get(name) or said.reason,
            group=ENVIRONMENT_GROUP if name in meanings else said.group,
            is_ours=name in meanings or name in stated or (settings.getpriority(name) or 0) >= _SPIDER,
        )

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Scrapy warns of each deprecated setting that is looked at
        return [row(name) for name in (*meanings, *stated, *others)]


def rows_of_outlet(outlet: Outlet) -> list[SettingRow]:
    """What an outlet's file says about fetching that is no setting of Scrapy's."""
    group = f"outlet {outlet.id}"
    paused = SettingRow("enabled", outlet.enabled, _place(outlet, ["enabled"]), "part of crawl --all and --tag", group)
    proxy = outlet.fetch.proxy
    if proxy is None:
        return [paused]
    way = "the way that all of its requests take"
    return [paused, SettingRow("fetch.proxy", mask_secrets(proxy), _place(outlet, ["fetch", "proxy"]), way, group)]


def _origin(
    name: str, settings: "BaseSettings", environment: Environment, *, typed: bool, outlet: Outlet | None
) -> str:
    priority = settings.getpriority(name) or 0
    if typed and priority >= _COMMAND_LINE:
        return "command line"
    if name in variable_meanings():
        return "environment" if name in environment.given else "default"
    if outlet and priority == _SPIDER:
        return _place(outlet, KEYS_OF_OUTLET[name]) if name in KEYS_OF_OUTLET else "code of the outlet"
    if name in stated_settings() and settings.get(name) == getattr(our_settings, name, None):
        return f"settings.py:{stated_settings()[name].line}"
    return _ORIGINS.get(priority, "newscrawler")


def _place(outlet: Outlet, keys: list[str]) -> str:
    """``outlets/us_koreadaily.toml:9``, or that the file leaves it at the default of outlets."""
    file = Path(outlet.file)
    try:
        line = line_of(file.read_text(encoding="utf-8-sig"), keys)
    except OSError:
        line = None
    shown = f"{file.parent.name}/{file.name}"
    return f"{shown}:{line}" if line else f"default of outlets, not in {shown}"


@cache
def stated_settings() -> dict[str, _Stated]:
    """What settings.py states, in its order, each with the reason beside it."""
    source = inspect.getsource(our_settings)
    return {
        name: said
        for name, said in _statements(tokenize.generate_tokens(io.StringIO(source).readline))
        if name not in variable_meanings()
    }


def _statements(tokens: Iterable[tokenize.TokenInfo]) -> Iterator[tuple[str, _Stated]]:
    """Names that are set at the left margin below a heading ``# --- ...``."""
    group, name, at, reason = "", "", 0, ""
    for token in tokens:
        if token.type == tokenize.COMMENT and token.line.startswith("# --- "):
            group = token.string.strip("# -")
        elif token.type == tokenize.NAME and token.start[1] == 0 and token.string.isupper() and group:
            name, at, reason = token.string, token.start[0], ""
        elif token.type == tokenize.COMMENT and name and token.start[0] == at:
            reason = token.string.lstrip("# ")
        elif token.type == tokenize.NEWLINE and name:
            yield name, _Stated(at, reason, group)
            name = ""


def _is_private(name: str) -> bool:
    return name.startswith("_")


def masked_value(name: str, value: object) -> Any:  # noqa: ANN401 - whatever JSON can spell
    """A setting's value as JSON can spell it, with ``***`` for what is secret in it.

    A value whose name tells a secret is masked as a whole; in addresses, also within lists and tables, only users,
    passwords and keys are.
    """
    if isinstance(value, Mapping):
        return {_masked_text(str(key)): masked_value(str(key), entry) for key, entry in value.items()}
    if value and _SECRET_NAME.search(name):
        return MASK
    if isinstance(value, list | tuple | set | frozenset):
        return [masked_value("", entry) for entry in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    text = value if isinstance(value, str) else _spelled(value)
    return _masked_text(_MISTYPED_USER.sub(rf"\1{MASK}@", text) if name == DATABASE_VARIABLE else text)


def _masked_text(text: str) -> str:
    return _SECRET_OPTION.sub(rf"\1={MASK}", mask_secrets(text))


def _spelled(value: object) -> str:
    """A class or function by its name: its address says nothing."""
    return f"{value.__module__}.{value.__qualname__}" if hasattr(value, "__qualname__") else str(value)
