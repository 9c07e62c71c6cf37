"""The settings of one crawl: the project's, the environment's, the command's."""

import copy
import importlib.util
from typing import Any, Self, TypeVar

from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings, Settings, SettingsAttribute

from newscrawler.settings import Environment, user_agent

LEAST_BYTES_UNDER_WAY = 500_000  # of one crawl, five pages: of fifty outlets most are polite, and have one under way


class QuicklyCopiedSettings(Settings):
    """Settings of which every crawl of a program gets a copy: in a small part of the time that Scrapy's own takes."""

    def copy(self) -> Self:
        """A deep copy."""
        return _copied(self)


_Copied = TypeVar("_Copied", bound=BaseSettings)
_UNCHANGING = frozenset({str, bytes, int, float, bool, type(None)})


def _copied(settings: _Copied) -> _Copied:
    """A deep copy, for which what cannot change is not copied."""
    copied = settings.__class__.__new__(settings.__class__)
    copied.__dict__.update(settings.__dict__)
    copied.attributes = attributes = {}
    for name, attribute in settings.attributes.items():
        own = attributes[name] = SettingsAttribute.__new__(SettingsAttribute)
        own.priority = attribute.priority
        own.value = attribute.value if type(attribute.value) in _UNCHANGING else _copied_value(attribute.value)
    return copied


def _copied_value(value: Any) -> Any:  # noqa: ANN401 - Scrapy's settings hold anything
    if isinstance(value, BaseSettings):
        return _copied(value)
    if type(value) is list and _UNCHANGING.issuperset(map(type, value)):
        return value.copy()
    return copy.deepcopy(value)


def crawl_settings(environment: Environment, **overrides: Any) -> Settings:  # noqa: ANN401 - Scrapy's settings hold anything
    """The project's settings, with what this environment and this command say."""
    settings = QuicklyCopiedSettings()
    settings.setmodule("newscrawler.settings", priority="project")
    ours = {
        "ASYNCIO_EVENT_LOOP": "uvloop.Loop" if importlib.util.find_spec("uvloop") else None,
        "NEWSCRAWLER_ALLOW_LOOPBACK": environment.allow_loopback,
        "NEWSCRAWLER_AWAY_SECONDS": environment.away_seconds,
        "NEWSCRAWLER_CONTACT": environment.contact,
        "NEWSCRAWLER_DATA_DIR": str(environment.data_dir),
        "NEWSCRAWLER_KEEP_PAGES": environment.keep_pages,
        "NEWSCRAWLER_MAX_SPOOL_MB": environment.max_spool_mb,
        "NEWSCRAWLER_MONGO_URI": environment.mongo_uri,
        "NEWSCRAWLER_OUTLETS": [str(folder) for folder in environment.outlet_folders],
        "NEWSCRAWLER_SAMENESS_DAYS": environment.sameness_days,
        "NEWSCRAWLER_SCHEDULE_MEMORY_MB": environment.schedule_memory_mb,
        "NEWSCRAWLER_SCHEDULE_RUNS_PER_DAY": environment.schedule_runs_per_day,
        "NEWSCRAWLER_STORE_SECONDS": environment.store_seconds,
        "NEWSCRAWLER_WORKERS": environment.workers,
        "USER_AGENT": user_agent(environment.contact),
    }
    for name, value in {**ours, **overrides}.items():
        settings.set(name, value, priority="cmdline")
    return settings


def settings_of_one(settings: Settings, crawls: int) -> Settings:
    """The settings of each of so many crawls side by side: with its share of the pages that may be under way.

    Scrapy bounds them by crawl. Where the database is slow, or the workers are, each fills what it may have: without
    shares fifty outlets would hold 250 MB of pages, and their articles. What somebody has set for each stays.
    """
    name, share = "SCRAPER_SLOT_MAX_ACTIVE_SIZE", settings.getint("NEWSCRAWLER_BYTES_UNDER_WAY") // max(1, crawls)
    own = settings.copy()
    if (settings.getpriority(name) or 0) > SETTINGS_PRIORITIES["project"]:
        return own
    most = min(settings.getint(name), max(LEAST_BYTES_UNDER_WAY, share))
    own.set(name, most, settings.getpriority(name) or 0)
    return own
