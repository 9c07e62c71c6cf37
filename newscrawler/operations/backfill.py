"""``crawl --from``: the days that are meant, what will be read for them, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from newscrawler.dates import EARLIEST
from newscrawler.discovery.archive_addresses import archive_pages
from newscrawler.discovery.date_window import DateWindow
from newscrawler.errors import UsageError
from newscrawler.model.outlet import Outlet
from newscrawler.model.run import FINISHED, Run
from newscrawler.operations.crawl_end import Ended
from newscrawler.operations.crawl_exit import lost_listings
from newscrawler.operations.output import Output
from newscrawler.operations.terminal_text import many

FIRST_DAY = EARLIEST.date()  # no article is taken for older
FAREST_EAST = timezone(timedelta(hours=14))  # where a day begins first


@dataclass(frozen=True, slots=True)
class Days:
    """What was typed: the first day, and the last one or None for today, in the time zone of each outlet."""

    first: date
    last: date | None = None

    def window_of(self, outlet: Outlet) -> DateWindow:
        """The window of an outlet; it ends with today at the latest."""
        today = datetime.now(ZoneInfo(outlet.timezone)).date()
        return DateWindow(self.first, max(self.first, min(self.last or today, today)), outlet.timezone)

    @property
    def options(self) -> str:
        """As they were typed."""
        return f"--from {self.first}" + (f" --to {self.last}" if self.last else "")


def typed_days(first: date | None, last: date | None, now: datetime | None = None) -> Days | None:
    """The days of ``--from`` and ``--to``; None: neither is given.

    Args:
        first: as typed.
        last: as typed.
        now: aware; the clock's, if not given.

    Raises:
        UsageError: they are no window, says why.
    """
    if first is None:
        if last is not None:
            raise UsageError(f"--to {last} says where a back-fill ends; give --from, its first day, too.")
        return None
    today = (now or datetime.now(UTC)).astimezone(FAREST_EAST).date()
    if last is not None and last < first:
        raise UsageError(f"--from {first} is after --to {last}: give the earlier day first.")
    if first < FIRST_DAY:
        raise UsageError(f"--from {first} is too early: no article is taken for older than {FIRST_DAY}.")
    if first > today:
        raise UsageError(f"--from {first} is still to come: nothing is published yet.")
    return Days(first, last)


def tell_plan(outlets: Sequence[Outlet], days: Days, output: Output) -> None:
    """Say which places will be read, and where an outlet may have none."""
    if days.last is not None and any(days.window_of(outlet).last < days.last for outlet in outlets):
        output.message(f"--to {days.last} is still to come: the back-fill ends with today.")
    for outlet in outlets:
        window = days.window_of(outlet)
        pages = sum(1 for pattern in outlet.archives for _ in archive_pages(pattern, window))
        places = [
            *([many(len(outlet.sitemaps), "sitemap") + " of its file"] if outlet.sitemaps else []),
            "the sitemaps that its robots.txt names",
            *([many(len(outlet.feeds), "feed") + " with earlier pages"] if outlet.feeds else []),
            *([many(pages, "archive page")] if pages else []),
        ]
        output.message(f"{outlet.id}: {in_words(window)}: from {', '.join(places)}; the newest articles first.")
        if not outlet.sitemaps and not pages:
            only = f"{outlet.id}.toml names no sitemaps and no archives: only what robots.txt names can be read."
            output.message(only, "yellow")


def tell_results(ended: Sequence[Ended], options: str, output: Output) -> None:
    """Say of each back-fill what came of its window, and how it goes on: by the same ``options``."""
    for one in ended:
        if one.run is not None and one.run.kind == "backfill":
            _tell_result(one.run, output)
            _tell_how_to_go_on(one.run, options, output)


def in_words(window: DateWindow) -> str:
    """The window's days, with the zone whose days they are."""
    return f"{window.first} to {window.last} ({window.timezone})"


def _tell_result(run: Run, output: Output) -> None:
    counts = run.counts
    lost = lost_listings(run)
    known, stored = counts.get("known", 0), sum(counts.get(name, 0) for name in ("new", "revised", "spooled"))
    listed = f"{many(counts.get('found', 0), 'article')} listed for {run.window_from} to {run.window_to}"
    told = [f"{listed}: {known:,} known, {stored:,} stored now"]
    if not counts.get("found"):
        window = f"{run.window_from} to {run.window_to}"
        why = f"{lost}, see above" if lost else "its sitemaps and archive pages may not reach back so far"
        told = [f"no article is listed for {window}: {why}"]
    elif lost:
        told.append(f"the window may be incomplete: {lost}, see above")
    if outside := counts.get("outside", 0):
        told.append(f"{many(outside, 'link')} of other days left alone")
    if past := counts.get("past_listings", 0):
        told.append(f"{many(past, 'sitemap')} of before it not read")
    if strange := counts.get("outside_articles", 0):
        told.append(f"{many(strange, 'article')} turned out to be of other days, and stored all the same")
    if archive_links := counts.get("archive_links", 0):
        told.append(f"{many(archive_links, 'link')} to archive pages not taken for articles")
    if missing := counts.get("archive_pages_missing", 0):
        told.append(f"{many(missing, 'archive page')} not there")
    output.message(f"{run.outlet}: {'; '.join(told)}.", "yellow" if lost else None)


def _tell_how_to_go_on(run: Run, options: str, output: Output) -> None:
    counts = run.counts
    left = [
        *([many(counts.get("over_budget", 0), "article")] if counts.get("over_budget") else []),
        *([many(counts.get("listings_left", 0), "listing")] if counts.get("listings_left") else []),
    ]
    if left or run.finish_reason != FINISHED:
        what = f"{' and '.join(left)} left. " if left else ""
        output.message(f"{run.outlet}: {what}To go on: newscrawler crawl {run.outlet} {options}", "yellow")
