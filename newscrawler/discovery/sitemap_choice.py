"""Which children of a sitemap index an ordinary visit asks, and in which order: the newest news first.

An index of a large outlet has thousands of children, and all but a few never change again. What is passed over here is
not lost: a back-fill reads it.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import unquote, urlsplit

from newscrawler.discovery.address_dates import DaySpan
from newscrawler.discovery.listing_dates import spans_of_listings
from newscrawler.discovery.site_survey import is_news_name
from newscrawler.model.link import FurtherListing
from newscrawler.model.listing_state import ListingState
from newscrawler.urls import registered_domain, url_key

DAY = timedelta(days=1)
CURRENT = 7 * DAY  # a child that is about older days than these is the back-fill's; feeds reach back about as far
STALE = 31 * DAY  # a child that is older than the newest of its index by so much got no new article since
QUIET_SHARE = 10  # one that `lastmod` calls unchanged is asked all the same after a tenth of the time it was quiet

# Words of the names of children that list no articles, where another child does.
OTHER_NAMES = re.compile(
    r"(?:^|[^a-z])(?:archives?|aut(?:eu|ho|o)rs?|autor(?:es|en)|categor(?:y|ies|ias?|ie)|image|images|kategorien?|pages?"
    r"|photos?|schlagwort(?:e|er)?|sections?|staff|tags?|taxonom(?:y|ies)|thema|themen|topics?|users?|videos?)(?:$|[^a-z])"
)
ARTICLE_NAMES = re.compile(
    r"art[ií]c(?:ulo|le|oli|olo|les|ulos)|artikel|beitrag|content|meldung|news(?!letter)|nachricht|noti[czs]i|post(?!_tag|_format|s-page)|stor(?:y|ies)"
)


@dataclass(frozen=True, slots=True)
class ChosenChildren:
    """The children of an index, each of them in one of these.

    Attributes:
        wanted: to be asked, in this order.
        unchanged: the index says that they did not change since they were read last.
        past: about days long past, or without a new article for long: a back-fill's.
        others: of authors, categories and the like, where another child is of articles.
        foreign: on domains that are not the outlet's and that its robots.txt does not name.
    """

    wanted: tuple[FurtherListing, ...] = ()
    unchanged: tuple[FurtherListing, ...] = ()
    past: tuple[FurtherListing, ...] = ()
    others: tuple[FurtherListing, ...] = ()
    foreign: tuple[FurtherListing, ...] = ()


def choose_children(
    children: Sequence[FurtherListing],
    *,
    index: str,
    domains: Collection[str],
    states: Mapping[str, ListingState],
    now: datetime,
    named: Collection[str] = (),
) -> ChosenChildren:
    """What to do with each child of a sitemap index; the index itself is none of them.

    Args:
        children: as the index lists them.
        index: its address.
        domains: registrable domains of the outlet; that of the index is one of them in any case.
        states: by address, what is remembered of listings of this outlet.
        now: aware.
        named: sitemaps that robots.txt names, on whatever domain.
    """
    own, foreign = _own(children, index, domains, named)
    listing = of_articles(own)
    listed = set(listing)
    spans = spans_of_listings(child.url for child in listing)
    newest = _newest(listing, spans, now)
    chosen: dict[str, list[FurtherListing]] = {"past": [], "unchanged": [], "wanted": []}
    for child in listing:
        state, span = states.get(child.url), spans.get(child.url)
        if _is_past(child, span, state, newest, now):
            chosen["past"].append(child)
        else:
            chosen["unchanged" if _is_unchanged(child, state, now) else "wanted"].append(child)
    return ChosenChildren(
        wanted=tuple(sorted(chosen["wanted"], key=lambda child: _place(child, spans.get(child.url), now))),
        unchanged=tuple(chosen["unchanged"]),
        past=tuple(chosen["past"]),
        others=tuple(child for child in own if child not in listed),
        foreign=tuple(foreign),
    )


def _own(
    children: Sequence[FurtherListing], index: str, domains: Collection[str], named: Collection[str]
) -> tuple[list[FurtherListing], list[FurtherListing]]:
    """The outlet's own children, each address once and without the index; and those that are not its own."""
    allowed = {*domains, registered_domain(index)}
    met, keys = {url_key(index)}, {url_key(url) for url in named}
    own: list[FurtherListing] = []
    foreign: list[FurtherListing] = []
    for child in children:
        key = url_key(child.url)
        if key in met:
            continue
        met.add(key)
        (own if registered_domain(child.url) in allowed or key in keys else foreign).append(child)
    return own, foreign


def of_articles(children: Sequence[FurtherListing]) -> list[FurtherListing]:
    """The children without those of authors, categories and the like; all, where no name speaks of articles."""
    names = [_name(child.url) for child in children]
    if not any(map(ARTICLE_NAMES.search, names)):
        return list(children)
    named = zip(children, names, strict=True)
    return [child for child, name in named if ARTICLE_NAMES.search(name) or not OTHER_NAMES.search(name)]


def _name(url: str) -> str:
    """What a child is called: the last segment of its path, and its parameters."""
    parts = urlsplit(url)
    return unquote(f"{parts.path.rstrip('/').rpartition('/')[2]}?{parts.query}").lower()


@dataclass(frozen=True, slots=True)
class _Newest:
    """The newest day and the newest ``lastmod`` of an index; a child is only past beside one that is newer."""

    day: date | None
    modified_at: datetime | None


def _newest(children: Sequence[FurtherListing], spans: Mapping[str, DaySpan], now: datetime) -> _Newest:
    days = [span.last for span in spans.values() if span.first <= (now + DAY).date()]
    moments = [child.modified_at for child in children if child.modified_at and child.modified_at <= now + DAY]
    return _Newest(max(days, default=None), max(moments, default=None))


def _is_past(
    child: FurtherListing, span: DaySpan | None, state: ListingState | None, newest: _Newest, now: datetime
) -> bool:
    if span is not None:
        was_whole = state is None or state.read_at is None or state.read_at > _end_of(span) + DAY
        is_newest = newest.day is None or span.last >= newest.day
        return was_whole and not is_newest and _end_of(span) < now - CURRENT
    if child.modified_at is None or newest.modified_at is None or is_news_name(child.url):
        return False
    read_since = state is None or state.read_at is None or state.read_at > child.modified_at + DAY
    return read_since and child.modified_at < newest.modified_at - STALE


def _is_unchanged(child: FurtherListing, state: ListingState | None, now: datetime) -> bool:
    """Was it read a day or more after it changed, and has it not been quiet for long since it was asked?

    A day, for a ``lastmod`` is often one, and clocks differ; the rest is for those that lie.
    """
    if child.modified_at is None or state is None or state.read_at is None or child.modified_at + DAY > state.read_at:
        return False
    checked_at = state.checked_at or state.read_at
    changed_at = state.changed_at or state.read_at
    return now - checked_at < (now - changed_at) / QUIET_SHARE


def _place(child: FurtherListing, span: DaySpan | None, now: datetime) -> tuple[bool, float]:
    """The child's place among the wanted: those of news, then by the newest day; what has no date counts as new."""
    dated = [moment for moment in (child.modified_at, _end_of(span) if span else None) if moment]
    moment = min(dated) if dated else now
    return not is_news_name(child.url), -min(moment, now).timestamp()


def _end_of(span: DaySpan) -> datetime:
    return datetime.combine(span.last, time(), UTC) + DAY
