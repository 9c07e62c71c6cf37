"""Sitemaps that are numbered and say nothing of their days: which is read next, and where a window's end is reached.

``post-sitemap1.xml`` to ``post-sitemap400.xml``: of some outlets the first is the oldest, of others the newest. Both
ends are read, then the others from the newer end on. Where each is older than the one before, as far as they were read,
and several in a row have articles of before the window only, the rest has no others, either: three more, spread over
it, must say so, too. An old archive that was taken over later has high numbers among the new ones.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from statistics import median_low

from newscrawler.discovery.address_dates import DaySpan, spans_of_articles
from newscrawler.discovery.date_window import DateWindow, PastListing
from newscrawler.model.link import ArticleLink

FEWEST = 6  # so many are worth the care
PAST_IN_A_ROW = 3
SAMPLES = 3  # of the rest, before it is passed over

_NUMBER = re.compile(r"\d{1,6}(?=\D*$)")


@dataclass(frozen=True, slots=True)
class _Child:
    """What one of them had: the date in the middle of those of its articles, and whether all are of before."""

    middle: datetime | None
    is_past: bool


@dataclass(frozen=True, slots=True)
class NumberedRow:
    """Numbered sitemaps of one name.

    Attributes:
        left: those that are not read yet, the next one first.
        ends: what the two ends had, the one with the higher number first.
        walked: what those had that were read from the newer end on, in this order.
        to_sample: how many of the next ones are spread over the rest; None: nothing has spoken for its end yet.
        samples: what these had, from the newer end on.
    """

    left: tuple[PastListing, ...]
    ends: tuple[_Child, ...] = ()
    walked: tuple[_Child, ...] = ()
    to_sample: int | None = None
    samples: tuple[_Child, ...] = ()

    def after(self, links: Sequence[ArticleLink], window: DateWindow) -> "NumberedRow":
        """The row when its next sitemap was read.

        Args:
            links: all articles that it lists, of any day; none: it could not be read.
            window: the days that are wanted.
        """
        child, left = _child_of(links, window), self.left[1:]
        if not self.ends:
            return replace(self, left=(*left[-1:], *left[:-1]), ends=(child,))
        if len(self.ends) == 1:
            higher, lower = self.ends[0], child
            is_turned = bool(higher.middle and lower.middle and lower.middle > higher.middle)
            newer, ordered = (lower, left[::-1]) if is_turned else (higher, left)
            return replace(self, left=ordered, ends=(higher, lower), walked=(newer,))
        if self.to_sample:
            samples = (*self.samples, child) if links else self.samples
            return replace(self, left=left, to_sample=self.to_sample - 1, samples=samples)
        row = replace(self, left=left, walked=(*self.walked, child) if links else self.walked)
        return row._with_samples_next() if row.to_sample is None and row._seems_done() else row  # noqa: SLF001 - its own kind

    @property
    def is_done(self) -> bool:
        """Can those that are left have no article of the window?"""
        return self.to_sample == 0 and bool(self.samples) and self._seems_done()

    def _seems_done(self) -> bool:
        last = (*self.walked[-PAST_IN_A_ROW:], *self.samples)
        if len(last) < PAST_IN_A_ROW or not all(child.is_past for child in last):
            return False
        older = next((end for end in self.ends if end is not self.walked[0]), None)
        middles = [child.middle if child else None for child in (*self.walked, *self.samples, older)]
        known = [middle for middle in middles if middle is not None]
        return len(known) == len(middles) and known == sorted(known, reverse=True)

    def _with_samples_next(self) -> "NumberedRow":
        """The row with the samples before the others, as evenly spread as can be."""
        places = sorted({len(self.left) * number // (SAMPLES + 1) for number in range(1, SAMPLES + 1)})
        samples = tuple(self.left[place] for place in places if place < len(self.left))
        others = tuple(listing for listing in self.left if listing not in samples)
        return replace(self, left=(*samples, *others), to_sample=len(samples))


def rows_of(listings: Iterable[PastListing], window: DateWindow) -> tuple[list[NumberedRow], list[PastListing]]:
    """The rows among the children of an index, and those children that are in none.

    Args:
        listings: of whose days nothing is known, or only that they go on behind the window, and all others.
        window: the days that are wanted.
    """
    stems: dict[tuple[str, str], list[tuple[int, PastListing]]] = {}
    others: list[PastListing] = []
    for listing in listings:
        found = _NUMBER.search(listing.url) if listing.newest in {date.min, window.last} else None
        if found is None:
            others.append(listing)
        else:
            stem = (listing.url[: found.start()], listing.url[found.end() :])
            stems.setdefault(stem, []).append((int(found[0]), listing))
    rows = []
    for members in stems.values():
        if len(members) < FEWEST:
            others += [listing for _, listing in members]
        else:
            members.sort(key=lambda member: member[0], reverse=True)
            rows.append(NumberedRow(tuple(listing for _, listing in members)))
    return rows, others


def _child_of(links: Sequence[ArticleLink], window: DateWindow) -> _Child:
    spans = spans_of_articles(link.url for link in links)
    dates = [moment for link in links if (moment := _moment(link, spans.get(link.url)))]
    is_past = bool(links) and len(dates) == len(links) and all(map(window.is_before, dates))
    return _Child(median_low(dates) if dates else None, is_past)


def _moment(link: ArticleLink, span: DaySpan | None) -> datetime | None:
    """When it was published at the latest, as far as one knows."""
    if link.published_at is not None:
        return link.published_at
    return datetime.combine(span.last, time(), UTC) if span is not None else link.modified_at
