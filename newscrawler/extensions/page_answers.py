"""How the article pages of a crawl answered: the last answer of each, after all that was tried again."""

from datetime import UTC, datetime

from scrapy import Request
from scrapy.http import Response

from newscrawler.model.findings import REFUSALS, StatusCount


class PageAnswers:
    """Notes every answer that was downloaded for an article's address."""

    def __init__(self) -> None:
        """Nothing answered yet."""
        self._last: dict[str, tuple[int, datetime]] = {}

    def note(self, response: Response, request: Request) -> None:
        """Note an answer; a later one for the same address counts in its place. Redirects are not answers."""
        if "article_link" not in request.meta or 300 <= response.status < 400:
            return
        first = request.meta.get("redirect_urls", [request.url])[0]
        self._last[first] = (response.status, datetime.now(UTC))

    def counts(self) -> tuple[StatusCount, ...]:
        """How many answered with each status."""
        times: dict[int, list[datetime]] = {}
        for status, at in self._last.values():
            times.setdefault(status, []).append(at)
        return tuple(StatusCount(status, len(at), min(at)) for status, at in sorted(times.items()))

    def lost(self) -> dict[str, int]:
        """How many pages the site refused, and how many it failed to give, as the statistics ``answers/...``."""
        statuses = [status for status, _ in self._last.values()]
        refused = sum(status in REFUSALS for status in statuses)
        return {"pages_refused": refused, "pages_broken": sum(status >= 500 for status in statuses)}

    def page(self) -> str | None:
        """The first address under which a page came."""
        return next((url for url, (status, _) in self._last.items() if status < 300), None)
