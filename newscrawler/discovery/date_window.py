"""The window of a back-fill: from one day to another, and which listings and links can be of it.

Both ends are days of the outlet's time zone, and included. A day in an address may be one of that zone or of UTC:
editorial systems do either.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from newscrawler.discovery.address_dates import DaySpan, spans_of_articles
from newscrawler.discovery.listing_dates import spans_of_listings
from newscrawler.model.link import ArticleLink, FurtherListing

_DAY = timedelta(days=1)
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class DateWindow:
    """Days in a row, both ends included.

    Attributes:
        timezone: IANA name; whose days they are.
    """

    first: date
    last: date
    timezone: str = "UTC"

    @property
    def begins_at(self) -> datetime:
        """The window's first instant, aware, UTC."""
        return _midnight(self.first, self.timezone)

    @property
    def ends_at(self) -> datetime:
        """The first instant after the window, aware, UTC."""
        return _midnight(self.last + _DAY, self.timezone)

    def holds(self, instant: datetime) -> bool:
        """Is this aware instant in the window?"""
        return self.begins_at <= instant < self.ends_at

    def meets(self, span: DaySpan) -> bool:
        """Can an instant of the window be on one of these days, in the outlet's zone or in UTC?"""
        first = min(self.first, self.begins_at.date())
        last = max(self.last, (self.ends_at - timedelta(microseconds=1)).date())
        return span.meets(DaySpan(first, last))

    def is_before(self, changed_at: datetime) -> bool:
        """Was what changed last at this aware instant published before the window?

        An instant may be a day of another zone, made midnight: a day is granted.
        """
        return changed_at < self.begins_at - _DAY


@dataclass(frozen=True, slots=True)
class PastListing:
    """A sitemap or an archive page that may list articles of a window.

    Attributes:
        newest: the last day of the window that it may have articles of; ``date.min`` where nothing tells.
    """

    url: str
    newest: date = date.min


def choose_children(children: Iterable[FurtherListing], window: DateWindow) -> tuple[PastListing, ...]:
    """The children of an index that can list articles of the window, newest first.

    Left out are those whose address names other days, and of those whose address names none the ones that changed last
    before the window began: some indexes give the first day of a sitemap's month as its last change. Of the others the
    newest are those with the latest days in their address, or the latest ``lastmod``; those that say neither come last,
    in the order of their index.
    """
    children = list(children)
    spans = spans_of_listings(child.url for child in children)
    wanted = [
        PastListing(child.url, _newest(child, spans.get(child.url), window))
        for child in children
        if _may_list(child, spans.get(child.url), window)
    ]
    return tuple(sorted(wanted, key=lambda listing: listing.newest, reverse=True))


def choose_links(links: Sequence[ArticleLink], window: DateWindow) -> tuple[ArticleLink, ...]:
    """The links that can be articles of the window, newest first; those of unknown age keep their order, at the end.

    What counts: the date of publication that the listing gives, else the days in the address, else ``lastmod``, which
    tells only of those that changed last before the window that they are older; one from before the days in the address
    tells nothing. What has no date may be of any day.
    """
    spans = spans_of_articles(link.url for link in links)
    wanted = [link for link in links if _may_be_of(link, spans.get(link.url), window)]
    return tuple(sorted(wanted, key=lambda link: _time_of(link, spans), reverse=True))


def is_past(links: Sequence[ArticleLink], window: DateWindow) -> bool:
    """Are all of these links dated, and older than the window? No links are not."""
    spans = spans_of_articles(link.url for link in links)
    return bool(links) and all(_is_older(link, spans.get(link.url), window) for link in links)


def reaches(links: Sequence[ArticleLink], window: DateWindow) -> bool:
    """Is one of these links dated, and of the window or newer?"""
    spans = spans_of_articles(link.url for link in links)
    dated = [link for link in links if link.published_at is not None or link.url in spans]
    return any(not _is_older(link, spans.get(link.url), window) for link in dated)


def _is_older(link: ArticleLink, span: DaySpan | None, window: DateWindow) -> bool:
    if link.published_at is not None:
        return window.is_before(link.published_at)
    return span is not None and span.last < window.first - _DAY


def _midnight(day: date, timezone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(timezone)).astimezone(UTC)


def _may_list(child: FurtherListing, span: DaySpan | None, window: DateWindow) -> bool:
    if span is not None:
        return window.meets(span)
    return child.modified_at is None or not window.is_before(child.modified_at)


def _newest(child: FurtherListing, span: DaySpan | None, window: DateWindow) -> date:
    if span is not None:
        return min(window.last, span.last)
    return min(window.last, child.modified_at.date()) if child.modified_at else date.min


def _may_be_of(link: ArticleLink, span: DaySpan | None, window: DateWindow) -> bool:
    if link.published_at is not None:
        return window.holds(link.published_at)
    if span is not None and (span.first == span.last or not window.meets(span)):
        return window.meets(span)
    changed_at = link.modified_at
    if changed_at is None or (span is not None and changed_at.date() < span.first - _DAY):
        return True
    return not window.is_before(changed_at)


def _time_of(link: ArticleLink, spans: Mapping[str, DaySpan]) -> datetime:
    """When the link was published, as far as one knows; of a month its last day."""
    span = spans.get(link.url)
    if link.published_at is not None:
        return link.published_at
    if span is not None:
        return datetime.combine(span.last, time(), UTC)
    return link.modified_at or _NEVER
