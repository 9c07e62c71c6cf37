"""How a run ended, as far as that matters for the next one of its outlet."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from newscrawler.incremental.crawl import IncrementalCrawl
from newscrawler.incremental.new_articles import NewArticles
from newscrawler.incremental.unread_listing import UnreadListing
from newscrawler.model.outlet_schedule import RunEnd
from newscrawler.model.run import FINISHED, OUT_OF_TIME, START_ERROR, TOO_MANY_PAGES

# How a run ends that could ask what it wanted: others (stopped, lease lost, database away) say nothing of its outlet.
_ASKED = frozenset({FINISHED, OUT_OF_TIME, TOO_MANY_PAGES})
MOST_REASONS = 3  # that are told
_LONG = 40  # letters: such a reason is a sentence


def run_end(
    run: str,
    reason: str | None,
    incremental: IncrementalCrawl | None,
    began_at: datetime,
    ended_at: datetime,
    wait_until: datetime | None = None,
) -> RunEnd:
    """What a crawl that closes tells of the next run of its outlet.

    Args:
        run: its id.
        reason: why it closes, Scrapy's word; None: it was let go before it ended.
        incremental: what its spider knows; None of a spider that is wholly an outlet's own.
        began_at: by the database server's clock, aware, UTC.
        ended_at: by the same.
        wait_until: until then a host asked to be left alone.
    """
    new = incremental.new if incremental is not None else NewArticles()
    return RunEnd(
        run,
        began_at,
        ended_at,
        failure=failure_of(reason, incremental),
        wait_until=wait_until,
        fresh_seconds=incremental.listings.fresh_seconds() if incremental is not None else 0.0,
        new=new.number,
        untimed=new.untimed,
        published=new.published(ended_at),
    )


def failure_of(reason: str | None, incremental: IncrementalCrawl | None) -> str | None:
    """Why not one listing of the outlet could be read, in words; None: one was, or none had to be, or we stopped."""
    if reason == START_ERROR:
        return "the outlet's own code failed before the first request: see the log"
    if reason not in _ASKED or incremental is None:
        return None
    listings = incremental.listings.run
    if listings.is_any_read or listings.resting:
        return None
    if listings.unread:
        return in_words(listings.unread.values())
    if reason == OUT_OF_TIME and listings.asked:
        return "no listing answered before the run's time was over"
    return None


def in_words(unread: Collection[UnreadListing]) -> str:
    """``robots.txt answers 503``; ``HTTP 403 on every listing``; ``HTTP 404 on 2 listings, no answer in time on 1``."""
    counted = Counter(unread)
    if len(counted) == 1:
        one = next(iter(counted))
        if one.is_of_host:
            return one.words
        where = "every listing" if len(unread) > 1 else "its only listing"
        messages = {each.told or each.words for each in unread}
        words = messages.pop() if len(messages) == 1 else one.words
        return f"{where}: {words}" if len(words) > _LONG else f"{words} on {where}"
    told = [f"{one.words} on {_listings(count)}" for one, count in counted.most_common(MOST_REASONS)]
    return ", ".join(told) + (", and others" if len(counted) > MOST_REASONS else "")


def _listings(count: int) -> str:
    return f"{count} listing{'' if count == 1 else 's'}"
