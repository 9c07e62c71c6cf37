"""How a crawl ended, and the sums over many."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from scrapy.crawler import Crawler

from newscrawler.incremental.run_end import failure_of
from newscrawler.model.run import Run, run_from_statistics


@dataclass(frozen=True, slots=True)
class Ended:
    """How one job ended.

    Attributes:
        run: its counts; None where it could not even begin.
        failure: why it could not begin, or broke; None where it did not.
        database_lost: what the database said when it went away, or None.
        errors: number of errors in the log.
        unread: why not one listing could be read, in words; None: one was, or nobody knows.
        skipped: who crawls the outlet already, in words; None where nobody did. No failure, though ``run`` is None.
    """

    name: str
    run: Run | None
    failure: str | None = None
    database_lost: str | None = None
    errors: int = 0
    skipped: str | None = None
    unread: str | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over all crawls of a program.

    Attributes:
        fetched: pages that came.
        stored: articles that are new or revised.
        not_stored: URLs that gave none.
        spooled: articles that were kept in the spool, for the time when the database is back.
        read: articles of crawls that store nothing.
    """

    fetched: int = 0
    stored: int = 0
    not_stored: int = 0
    spooled: int = 0
    read: int = 0


def ended_crawl(crawler: Crawler, failure: str | None) -> Ended:
    """How a crawl ended, by its statistics."""
    name = crawler.spidercls.name
    stats: Mapping[str, Any] = crawler.stats.get_stats() if crawler._stats is not None else {}  # noqa: SLF001 - Scrapy 2.18 raises where it is unset
    if "run/id" not in stats:
        return Ended(name, None, failure or "the crawl could not begin; see the log")
    if "run/skipped" in stats:
        return Ended(name, None, skipped=stats["run/skipped"])
    return Ended(
        name,
        run_from_statistics(stats),
        failure,
        database_lost=stats.get("run/database_lost"),
        errors=int(stats.get("log_count/ERROR", 0)),
        unread=failure_of(stats.get("finish_reason"), getattr(crawler.spider, "incremental", None)),
    )


def totals_of(ended: Iterable[Ended]) -> Totals:
    """The sums over these, whether they have ended or are under way."""
    runs = [one.run for one in ended if one.run is not None]
    return Totals(
        fetched=sum(run.counts["fetched"] for run in runs),
        stored=sum(run.counts[name] for run in runs for name in ("new", "revised")),
        not_stored=sum(sum(run.outcomes.values()) for run in runs),
        spooled=sum(run.counts["spooled"] for run in runs),
        read=sum(run.counts["read"] for run in runs),
    )
