"""Scrapy settings, every number with its reason, and the environment: the one place that reads it."""

import difflib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from newscrawler import __version__
from newscrawler.storage.uri import uri_mistake

_CONTACT = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]|https?://[^\s/]")  # somewhere in it
_PREFIX = "NEWSCRAWLER_"
_NEAR = 0.7  # similarity of names from which one is a slip of the other: MONGO_URL, CONTACTS; not CONTAINER
_OTHER_WORDS = {
    "DATABASE": "MONGO_URI",
    "DATABASE_URI": "MONGO_URI",
    "DATABASE_URL": "MONGO_URI",
    "DB_URI": "MONGO_URI",
    "DB_URL": "MONGO_URI",
    "EMAIL": "CONTACT",
    "MONGODB": "MONGO_URI",
}
_DEFAULTS = {
    "AWAY_SECONDS": 600,
    "MAX_SPOOL_MB": 2000,
    "SAMENESS_DAYS": 90,
    "SCHEDULE_MEMORY_MB": 1500,
    "SCHEDULE_RUNS_PER_DAY": 30,
    "STORE_SECONDS": 30,
}
_LEAST = {  # whole numbers; no smaller ones
    "AWAY_SECONDS": 0,
    "MAX_SPOOL_MB": 1,
    "SAMENESS_DAYS": 0,
    "SCHEDULE_MEMORY_MB": 100,  # the program alone takes as much
    "SCHEDULE_RUNS_PER_DAY": 1,
    "STORE_SECONDS": 1,
    "WORKERS": 0,
}
_TEST_VARIABLES = {"NEWSCRAWLER_TEST_MONGO_URI"}  # read by the test suite alone


def _variable(name: str, meaning: str) -> dict[str, str]:
    return {"variable": f"{_PREFIX}{name}", "meaning": meaning}


@dataclass(frozen=True, slots=True)
class Environment:
    """What the environment says. Each field that is a variable knows its name and its meaning: see ``variables``.

    Attributes:
        mongo_uri: None: the embedded server.
        outlet_folders: the package's own folder comes before them.
        contact: an address or a URL.
        workers: 0 reads pages in the crawling process.
        store_seconds: as in the settings below, like the two after it.
        given: names of our variables that are set.
        mistakes: what is wrong with the variables, in words; the command line refuses to work with them.
        slips: variables that are nearly ours, and so not read, in words.
        unread: the other variables that bear our prefix and that nobody reads, in words.
    """

    mongo_uri: str | None = field(metadata=_variable("MONGO_URI", "the database; not set: the embedded server"))
    data_dir: Path = field(metadata=_variable("DATA_DIR", "where the embedded database and logs are"))
    outlet_folders: tuple[Path, ...] = field(
        default=(), metadata=_variable("OUTLETS", f"further outlet folders, separated by {os.pathsep}")
    )
    contact: str | None = field(
        default=None, metadata=_variable("CONTACT", "how publishers reach you; without it real sites are not crawled")
    )
    allow_loopback: bool = field(
        default=False, metadata=_variable("ALLOW_LOOPBACK", "1 allows 127.0.0.0/8, for tests and trials")
    )
    workers: int = field(default=1, metadata=_variable("WORKERS", "processes that read pages; 0: the crawling process"))
    keep_pages: bool = field(default=True, metadata=_variable("KEEP_PAGES", "0 stores no raw pages"))
    store_seconds: int = field(
        default=_DEFAULTS["STORE_SECONDS"],
        metadata=_variable("STORE_SECONDS", "a write is tried for so long, then it waits in the spool on disk"),
    )
    away_seconds: int = field(
        default=_DEFAULTS["AWAY_SECONDS"],
        metadata=_variable("AWAY_SECONDS", "a crawl goes on for so long without its database"),
    )
    max_spool_mb: int = field(
        default=_DEFAULTS["MAX_SPOOL_MB"],
        metadata=_variable("MAX_SPOOL_MB", "a crawl ends when so much waits in the spool"),
    )
    sameness_days: int = field(
        default=_DEFAULTS["SAMENESS_DAYS"],
        metadata=_variable("SAMENESS_DAYS", "days for which near-duplicates of an article are looked for; 0: for ever"),
    )
    schedule_memory_mb: int = field(
        default=_DEFAULTS["SCHEDULE_MEMORY_MB"],
        metadata=_variable("SCHEDULE_MEMORY_MB", "a schedule that takes more begins no run until it takes less"),
    )
    schedule_runs_per_day: int = field(
        default=_DEFAULTS["SCHEDULE_RUNS_PER_DAY"],
        metadata=_variable("SCHEDULE_RUNS_PER_DAY", "runs of an adaptive outlet, on the average of all and of a week"),
    )
    given: frozenset[str] = frozenset()
    mistakes: tuple[str, ...] = ()
    slips: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def variable_meanings() -> dict[str, str]:
    """What each variable of the environment means, by its name."""
    return {each.metadata["variable"]: each.metadata["meaning"] for each in fields(Environment) if each.metadata}


def read_environment(variables: Mapping[str, str] = os.environ) -> Environment:
    """The environment as values. An empty variable counts as not set; junk is a mistake, and taken as the default."""
    data_home = variables.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    slips, unread = _foreign_variables(variables)
    return Environment(
        mongo_uri=variables.get("NEWSCRAWLER_MONGO_URI") or None,
        data_dir=Path(variables.get("NEWSCRAWLER_DATA_DIR") or Path(data_home) / "newscrawler").expanduser(),
        outlet_folders=tuple(
            Path(folder).expanduser() for folder in variables.get("NEWSCRAWLER_OUTLETS", "").split(os.pathsep) if folder
        ),
        contact=variables.get("NEWSCRAWLER_CONTACT", "").strip() or None,
        allow_loopback=variables.get("NEWSCRAWLER_ALLOW_LOOPBACK") == "1",
        workers=_number(variables, "WORKERS", max(1, (os.cpu_count() or 1) - 1)),
        keep_pages=variables.get("NEWSCRAWLER_KEEP_PAGES") != "0",
        store_seconds=_number(variables, "STORE_SECONDS", _DEFAULTS["STORE_SECONDS"]),
        away_seconds=_number(variables, "AWAY_SECONDS", _DEFAULTS["AWAY_SECONDS"]),
        max_spool_mb=_number(variables, "MAX_SPOOL_MB", _DEFAULTS["MAX_SPOOL_MB"]),
        sameness_days=_number(variables, "SAMENESS_DAYS", _DEFAULTS["SAMENESS_DAYS"]),
        schedule_memory_mb=_number(variables, "SCHEDULE_MEMORY_MB", _DEFAULTS["SCHEDULE_MEMORY_MB"]),
        schedule_runs_per_day=_number(variables, "SCHEDULE_RUNS_PER_DAY", _DEFAULTS["SCHEDULE_RUNS_PER_DAY"]),
        given=frozenset(name for name in variable_meanings() if variables.get(name)),
        mistakes=tuple(_mistakes(variables)),
        slips=slips,
        unread=unread,
    )


def _number(variables: Mapping[str, str], name: str, default: int) -> int:
    text = variables.get(_PREFIX + name, "")
    return int(text) if text.isdecimal() and int(text) >= _LEAST[name] else default


def _foreign_variables(variables: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Sentences about variables that bear our prefix and are not read: slips of our names, and the others."""
    ours = variable_meanings()
    known = {**_OTHER_WORDS, **{(word := name.removeprefix(_PREFIX)): word for name in ours}}
    slips, unread = [], []
    for name in sorted(name for name in variables if name.upper().startswith(_PREFIX)):
        if name in ours or name in _TEST_VARIABLES:
            continue
        near = difflib.get_close_matches(name.upper().removeprefix(_PREFIX), known, n=1, cutoff=_NEAR)
        if near and name not in globals():
            slips.append(f"{name} is not read. Did you mean {_PREFIX}{known[near[0]]}?")
        elif name in globals():
            unread.append(f"{name} is a setting, not a variable: scrapy crawl -s {name}=...")
        else:
            unread.append(f"{name} is not read.")
    return tuple(slips), tuple(unread)


def _mistakes(variables: Mapping[str, str]) -> Iterator[str]:
    """A sentence for every variable that cannot be meant. Nothing is raised: Scrapy imports this module."""
    uri, contact = variables.get("NEWSCRAWLER_MONGO_URI"), variables.get("NEWSCRAWLER_CONTACT", "").strip()
    wrong_uri = uri_mistake(uri) if uri else None
    if wrong_uri:
        yield f"{wrong_uri}."
    if contact and not _CONTACT.search(contact):
        yield f"NEWSCRAWLER_CONTACT must be an e-mail address or a URL, not '{contact}'."
    for name, least in _LEAST.items():
        number = variables.get(_PREFIX + name, "")
        if number and not (number.isdecimal() and int(number) >= least):
            yield f"{_PREFIX}{name} must be a whole number from {least}, not '{number}'."
    for name in ("NEWSCRAWLER_KEEP_PAGES", "NEWSCRAWLER_ALLOW_LOOPBACK"):
        if variables.get(name, "") not in {"", "0", "1"}:
            yield f"{name} must be 0 or 1, not '{variables[name]}'."


def user_agent(contact: str | None) -> str:
    """How we introduce ourselves to publishers."""
    return f"newscrawler/{__version__} (+{contact})" if contact else f"newscrawler/{__version__}"


_ENVIRONMENT = read_environment()

# --- ours ------------------------------------------------------------------------------------------------------------
NEWSCRAWLER_MONGO_URI = _ENVIRONMENT.mongo_uri
NEWSCRAWLER_DATA_DIR = str(_ENVIRONMENT.data_dir)
NEWSCRAWLER_OUTLETS = [str(folder) for folder in _ENVIRONMENT.outlet_folders]
NEWSCRAWLER_CONTACT = _ENVIRONMENT.contact
NEWSCRAWLER_ALLOW_LOOPBACK = _ENVIRONMENT.allow_loopback
NEWSCRAWLER_WORKERS = _ENVIRONMENT.workers
NEWSCRAWLER_KEEP_PAGES = _ENVIRONMENT.keep_pages
NEWSCRAWLER_STORE_SECONDS = _ENVIRONMENT.store_seconds  # a fail-over takes 12 s, a restart under 30
NEWSCRAWLER_AWAY_SECONDS = _ENVIRONMENT.away_seconds  # most troubles are over; links are looked up no longer than that
NEWSCRAWLER_MAX_SPOOL_MB = _ENVIRONMENT.max_spool_mb  # some 40,000 articles with their pages
NEWSCRAWLER_SAMENESS_DAYS = _ENVIRONMENT.sameness_days  # of 100 copies 99 follow within a week
NEWSCRAWLER_REFETCH = False  # True: known articles are fetched again
NEWSCRAWLER_MAX_CRAWL_DELAY_SECONDS = 60  # robots.txt may slow us to this; above it the outlet is skipped
NEWSCRAWLER_MAX_RETRY_AFTER_SECONDS = 900  # a host may ask us to wait up to this
NEWSCRAWLER_RETRY_AFTER_TIMES = 2  # then the URL is an outcome, and the next run tries again
NEWSCRAWLER_MAX_ARTICLES = 5000  # of one outlet in one run, an hour and more; its file may say less
NEWSCRAWLER_MAX_LINKS = 200_000  # that one run looks at, known ones too: a sitemap index without end fills no memory
NEWSCRAWLER_MAX_LISTINGS = 500  # feeds, sitemaps and section pages of one run: an index that feeds itself ends here
NEWSCRAWLER_MAX_SECTION_PAGES = 5  # how far a section is paged back, or a feed that has a gap; older: back-fill
# A stored article is looked at again so long after it was stored, and after each change: most corrections come in the
# first hours. An outlet's file may say otherwise ([schedule] revisits).
NEWSCRAWLER_REVISIT_SECONDS = (3600, 6 * 3600, 24 * 3600, 72 * 3600)
NEWSCRAWLER_MAX_REVISITS = 500  # of one outlet in one run: half its time; the longest due go first
NEWSCRAWLER_MAX_RETRIED_LINKS = 200  # links that failed before and that no listing of a run names; a bad day's worth
NEWSCRAWLER_FULL_FETCH_SECONDS = 24 * 3600  # then a listing is read whatever its validators say: some never change
NEWSCRAWLER_BACKFILL_ARTICLES = 20_000  # of one outlet in one `crawl --from`: a night at one page a second
NEWSCRAWLER_BACKFILL_LINKS = 1_000_000  # of the window, known ones too: their addresses take 200 MB of memory
NEWSCRAWLER_BACKFILL_LISTINGS = 20_000  # sitemaps and archive pages of one run: 50 years of days
NEWSCRAWLER_BACKFILL_PAGES = 50  # how far a feed, or the archive of a day or month, is paged: 20 articles each, mostly
NEWSCRAWLER_MAX_HEALED = 200  # stored articles that the end of one crawl cleans: 2 s; the next crawl goes on
NEWSCRAWLER_HEAL_SECONDS = 10  # that this may take where the database is slow
# Processor time of a worker, so that a busy machine loses no page. The worst honest page takes under 1 s.
NEWSCRAWLER_READ_SECONDS = 30  # what takes longer was made to be slow
# A page that takes longer keeps its worker, at a lower priority, and the others have another: at most two at once. Of
# 1,577 real pages the slowest takes a fifth of it.
NEWSCRAWLER_QUICK_READ_SECONDS = 0.5
# Bytes of pages being read and stored, of all crawls side by side: 200 pages keep workers and database busy. With their
# articles and documents they take up to three times as much. At 5 MB for each of 20 outlets a crawl grew for 14,000
# pages, from 420 to 530 MB. Each crawl may have 500 kB all the same, which is more with over 40 of them.
NEWSCRAWLER_BYTES_UNDER_WAY = 20_000_000
# Above it `schedule` begins no run, and ends where none is under way: fifty runs side by side take 225 MB where pages
# are small, and pages under way three times NEWSCRAWLER_BYTES_UNDER_WAY more. What stays above is a leak, which a new
# process does not have.
NEWSCRAWLER_SCHEDULE_MEMORY_MB = _ENVIRONMENT.schedule_memory_mb
# Of an adaptive outlet, on the average of all: busy ones get more. A fixed quarter of an hour takes 96.
NEWSCRAWLER_SCHEDULE_RUNS_PER_DAY = _ENVIRONMENT.schedule_runs_per_day
NEWSCRAWLER_READ_MEMORY_MB = 2048  # address space of a worker: real pages take it to 240, the largest to 370

# --- Scrapy's project ------------------------------------------------------------------------------------------------
BOT_NAME = "newscrawler"
USER_AGENT = user_agent(_ENVIRONMENT.contact)
SPIDER_MODULES = ["newscrawler.spiders"]
NEWSPIDER_MODULE = "newscrawler.spiders"
SPIDER_LOADER_CLASS = "newscrawler.spiders.loader.OutletSpiderLoader"
COMMANDS_MODULE = "newscrawler.commands"

# --- politeness: one request at a time to a host, a second apart, by the rules of its robots.txt ---------------------
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS = 4  # per outlet; an outlet has few hosts
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0.3
RETRY_TIMES = 1  # 429 and 503 with Retry-After are handled apart: they pause the whole host
REDIRECT_MAX_TIMES = 10
METAREFRESH_ENABLED = False  # a consent wall's refresh to itself would end as a silent duplicate
COOKIES_ENABLED = False  # per outlet on
REFERRER_POLICY = "same-origin"

# --- limits: what a hostile or broken server can cost us -------------------------------------------------------------
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024  # after decompression: with the default of 1 GiB four bombs took 4.3 GB
DOWNLOAD_WARNSIZE = 4 * 1024 * 1024
DOWNLOAD_FAIL_ON_DATALOSS = True  # a cut page is no page; whole_bodies asks again, and keeps what a cut listing has
DEPTH_LIMIT = 0  # pagination and sitemap indexes are bounded by their own settings above
URLLENGTH_LIMIT = 2083
CLOSESPIDER_TIMEOUT = 900  # an outlet that takes longer goes on in the next run
CLOSESPIDER_PAGECOUNT = 10_000  # a trap that even the budgets above do not catch ends here
CONCURRENT_ITEMS = 2  # of one response: so many tasks are started for each, and most give one article
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 5_000_000  # bytes of pages being read and stored; above it downloads wait: back-pressure
MEMUSAGE_LIMIT_MB = 4096

# --- safety ----------------------------------------------------------------------------------------------------------
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False  # runs any Python that is sent to its port
DOWNLOAD_VERIFY_CERTIFICATES = True
TWISTED_DNS_RESOLVER = "newscrawler.middlewares.safe_resolver.SafeResolver"  # hands on public addresses only
DOWNLOAD_HANDLERS = {
    **dict.fromkeys(("data", "file", "ftp", "s3")),
    **dict.fromkeys(("http", "https"), "newscrawler.middlewares.fenced_download.FencedDownloadHandler"),
}

# --- the road of an article: the order is the product's, see docs/architecture.md ------------------------------------
ITEM_PIPELINES = {
    "newscrawler.pipelines.intake.IntakePipeline": 100,
    "newscrawler.pipelines.cleaning.CleaningPipeline": 200,
    "newscrawler.pipelines.boilerplate.BoilerplatePipeline": 300,
    "newscrawler.pipelines.furniture.FurniturePipeline": 350,
    "newscrawler.pipelines.completeness.CompletenessPipeline": 400,
    "newscrawler.pipelines.duplicates.DuplicatesPipeline": 500,
    "newscrawler.pipelines.storage.StoragePipeline": 600,
    "newscrawler.pipelines.copies.CopiesPipeline": 700,
}
DOWNLOADER_MIDDLEWARES = {
    "newscrawler.middlewares.archived_pages.ArchivedPagesMiddleware": 10,  # before anything that speaks to a network
    "newscrawler.middlewares.contact.ContactMiddleware": 50,
    "newscrawler.middlewares.robots.RobotsMiddleware": 100,  # in the place of Scrapy's, which lets a 5xx through
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "newscrawler.middlewares.retry_after.RetryAfterMiddleware": 560,  # below Scrapy's retry, which knows no Retry-After
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "newscrawler.middlewares.whole_bodies.WholeBodiesMiddleware": 590,  # in the place of Scrapy's: it keeps cut pages
    "newscrawler.middlewares.outlet_proxy.OutletProxyMiddleware": 740,  # before Scrapy's, which opens the way
    "newscrawler.middlewares.address_guard.AddressGuardMiddleware": 950,  # last: sees redirects and robots.txt too
}
SPIDER_MIDDLEWARES = {
    "newscrawler.middlewares.database_first.DatabaseFirstMiddleware": 10,
    "newscrawler.middlewares.outlet_lease.OutletLeaseMiddleware": 20,  # nothing is fetched before the outlet is ours
    "newscrawler.middlewares.broken_code.BrokenCodeMiddleware": 30,  # after Scrapy's own, which know some errors
    "newscrawler.middlewares.article_budget.ArticleBudgetMiddleware": 590,
}
EXTENSIONS = {
    "scrapy.extensions.remote_control.RemoteControl": None,  # off, and so not even imported: it is a web server
    "newscrawler.extensions.database_watch.DatabaseWatch": 400,
    "newscrawler.extensions.outcome_record.OutcomeRecord": 500,
    "newscrawler.extensions.url_account.UrlAccountKeeper": 510,
    "newscrawler.extensions.answer_times.AnswerTimes": 520,
    "newscrawler.extensions.date_watch.DateWatch": 550,
    "newscrawler.extensions.run_record.RunRecord": 600,
}
FEED_EXPORTERS = {
    "csv": "newscrawler.extensions.article_export.ArticleCsvExporter",
    "json": "newscrawler.extensions.article_export.ArticleJsonExporter",
    "jsonl": "newscrawler.extensions.article_export.ArticleJsonLinesExporter",
    "jsonlines": "newscrawler.extensions.article_export.ArticleJsonLinesExporter",
}
FEED_EXPORT_ENCODING = "utf-8"
LOG_FORMATTER = "newscrawler.extensions.log_lines.ArticleLogFormatter"
LOG_LEVEL = "INFO"
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # an outcome, recorded as such; errors in the log are for what is broken here
