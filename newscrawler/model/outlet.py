"""An outlet: who publishes, where it lists its articles, and how it wants to be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

OF_NO_OUTLET = "archive"  # in the place of an outlet's id: stored pages under addresses that are none


@dataclass(frozen=True, slots=True)
class Selectors:
    """CSS selectors that override what the reader would find; None leaves a field to the reader."""

    title: str | None = None
    standfirst: str | None = None
    body: str | None = None
    authors: str | None = None
    published: str | None = None
    modified: str | None = None
    section: str | None = None
    image: str | None = None


@dataclass(frozen=True, slots=True)
class BoilerplateRules:
    """One outlet's own wishes.

    Attributes:
        remove: CSS selectors whose text is never story.
        remove_text: regular expressions; a block that one matches as a whole is never story.
        keep: regular expressions; a block that one matches is never removed by a rule.
        off: names of rules that do not act on this outlet.
    """

    remove: tuple[str, ...] = ()
    remove_text: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    off: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Schedule:
    """When an outlet is crawled; None leaves it to its own rate of publication.

    Attributes:
        every: seconds from one run to the next.
        cron: crontab line of five fields, in the outlet's time zone.
        quiet: spans of the day without runs, as ``23:00-06:00, 12:00-13:00``, in its time zone.
        min, max: seconds between two runs; beside ``every`` and ``cron`` min is how close they may be.
        revisits: seconds after which a stored article is looked at again; None leaves them to the settings.
    """

    every: float | None = None
    cron: str | None = None
    quiet: str | None = None
    min: float | None = None
    max: float | None = None
    revisits: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True)
class FetchRules:
    """How an outlet's pages are fetched."""

    cookies: bool = False
    browser: bool = False
    proxy: str | None = None
    verify: bool = True
    obey_robots: bool = True


@dataclass(frozen=True, slots=True)
class Outlet:
    """A paper, a broadcaster, an agency.

    Attributes:
        id: ``de_elbkurier``: file stem, spider name and ``outlet`` in every document.
        country: ISO 3166-1 alpha-2, or None for pages of hosts that no outlet file names.
        language: ISO 639-1, or None.
        timezone: IANA name; the zone of dates that give none.
        home: absolute URL.
        robots_sitemaps: are the sitemaps that robots.txt names read by every run, as if the file named them?
        archives: patterns of dated archive pages, as ``https://x.example/{year}/{month:02}/{day:02}``; for back-fills.
        include: regular expressions (``re.search``) of article URLs; empty admits all.
        exclude: regular expressions of URLs that are no articles.
        ignored_parameters: names of query parameters that are no part of an article's address here.
        delay_seconds: pause between two requests to a host; None is the default of the settings.
        max_pages_per_run: new articles of one run, and beside them at most so many second looks, and so many links that
            failed before; None is the default of the settings.
        expect: bounds outside which a run is unhealthy, for example ``min_articles_per_day``.
        verified_on: ISO date on which the addresses were last tried live; None: never.
        file: path of the outlet file, or "" for an outlet without one.
    """

    id: str
    name: str
    country: str | None = None
    language: str | None = None
    timezone: str = "UTC"
    home: str = ""
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    robots_sitemaps: bool = False
    archives: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    ignored_parameters: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    enabled: bool = True
    delay_seconds: float | None = None
    max_pages_per_run: int | None = None
    selectors: Selectors = Selectors()
    boilerplate: BoilerplateRules = BoilerplateRules()
    schedule: Schedule = Schedule()
    expect: Mapping[str, float] = field(default_factory=dict)
    fetch: FetchRules = FetchRules()
    verified_on: str | None = None
    file: str = ""

    @property
    def has_selectors(self) -> bool:
        """Does the outlet's file name elements of its pages?"""
        return self.selectors != Selectors() or bool(self.boilerplate.remove)
