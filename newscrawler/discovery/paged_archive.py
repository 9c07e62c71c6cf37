"""Dated archive pages that go on: whether the next page of one may hold more articles of a window."""

from collections.abc import Sequence
from dataclasses import dataclass

from newscrawler.discovery.date_window import DateWindow, is_past, reaches
from newscrawler.model.link import ArticleLink
from newscrawler.urls import url_key


@dataclass(frozen=True, slots=True)
class PagesRead:
    """What the pages of one archive had so far.

    Attributes:
        keys: of their links.
        has_reached: one of their links is of the window or newer: the archive has its newest articles first, and ends
            for us where it gets older than the window. One that begins with its oldest is read to its end.
    """

    keys: frozenset[str] = frozenset()
    has_reached: bool = False

    def after(self, links: Sequence[ArticleLink], window: DateWindow) -> "PagesRead | None":
        """With one more page; None where the page after that one is not worth a request.

        Args:
            links: all articles that the page lists, of any day.
            window: the days that are wanted.
        """
        new = [link for link in links if url_key(link.url) not in self.keys]
        if not new or (self.has_reached and is_past(new, window)):
            return None
        keys = self.keys.union(url_key(link.url) for link in new)
        return PagesRead(keys, self.has_reached or reaches(new, window))
