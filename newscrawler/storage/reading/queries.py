"""What is asked of the articles, cut into slices that an index answers without looking at the whole collection."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from newscrawler.storage.reading.field_names import outermost

MAX_TEXT = 200  # characters of a search
# How far back each slice reaches, in days. The embedded server reads a slice whole before it gives its first document,
# whatever the limit. So those who want a few of the newest get ever longer slices; those for whom many are looked
# through, short ones to the end.
_DAYS_BACK = (1, 7, 30, 180, 730, 3650)
_DAYS_BACK_OF_MANY = (1, 7, *range(30, 730, 30), *range(730, 7300, 180))
EARLIEST = datetime(1, 1, 1, tzinfo=UTC)

Filter = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ArticleQuery:
    """Which articles.

    Attributes:
        outlet: outlet id.
        text: words that all stand in title or body, in any case; never a regular expression.
        language: ISO 639-1.
        without_copies: of a story that is stored more than once only the article that was met first.
        since: aware; published (or, where that is not known, first seen) at this instant or later.
        until: aware; before this instant.
        cursor: changed after this point, in the order of the changes; None: the newest first.
        limit: None: all.
        fields: of the documents; none: whole documents. ``_id`` and ``cursor`` always come; without a cursor also
            ``published_at`` and ``first_seen_at``, which the order is made of.
    """

    outlet: str | None = None
    text: str | None = None
    language: str | None = None
    without_copies: bool = False
    since: datetime | None = None
    until: datetime | None = None
    cursor: int | None = None
    limit: int | None = None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Slice:
    """One query: what to look for, and in which order.

    The embedded server looks at the whole collection as soon as a filter has more than the keys of one index, or where
    it is told which index to take. So what only a look at the documents can tell stands apart.

    Attributes:
        indexed: keys of one index, and nothing else.
        others: what else must hold.
    """

    indexed: Filter
    others: Filter
    sort: dict[str, int]

    def stages(self, limit: int | None = None, fields: Sequence[str] | None = None) -> list[dict[str, Any]]:
        """The stages of an aggregation. A real MongoDB joins the two filters, and reads in the order of the index."""
        return [
            {"$match": self.indexed},
            *([{"$match": self.others}] if self.others else []),
            {"$sort": self.sort},
            *([{"$limit": limit}] if limit else []),
            *([{"$project": dict.fromkeys(outermost(fields), True)}] if fields else []),
        ]


def slices_of(query: ArticleQuery, *, now: datetime) -> Iterator[tuple[Slice, ...]]:
    """The queries that together give the newest articles first; those in one tuple are to be merged.

    Args:
        query: the question, without a cursor.
        now: from where to look back.
    """
    until = query.until
    is_many = query.limit is None or query.text is not None or query.language is not None
    for days in (*(_DAYS_BACK_OF_MANY if is_many else _DAYS_BACK), None):
        start = EARLIEST if days is None else now - timedelta(days=days)
        if until is not None and start >= until:
            continue
        if query.since is not None:
            start = max(start, query.since)
        yield _time_slices(query, start, until)
        if query.since is not None and start <= query.since:
            return
        until = start


def spans_back(now: datetime, first: timedelta = timedelta(days=1)) -> Iterator[Filter]:
    """Conditions on an instant that follow one another without a gap, from what is later than now back to the first.

    Args:
        now: aware.
        first: how far back the first of them reaches: not far where much may have happened since.
    """
    until: datetime | None = None
    lengths = [first, *(days for days in map(timedelta, _DAYS_BACK) if days > first)]
    for length in lengths:
        start = now - length
        yield _span(start, until)
        until = start
    yield _span(EARLIEST, until)


def article_filter(query: ArticleQuery) -> Filter:
    """What the question says of an article, but for its number."""
    if not (query.since or query.until):
        return _facts(query)
    span = _span(query.since, query.until)
    return _facts(query) | {"$or": [{"published_at": span}, {"published_at": None, "first_seen_at": span}]}


def shown_time(document: Mapping[str, Any]) -> datetime:
    """The instant that an article is sorted by."""
    instant: datetime = document.get("published_at") or document["first_seen_at"]
    return instant


def _time_slices(query: ArticleQuery, start: datetime, until: datetime | None) -> tuple[Slice, ...]:
    span, facts = _span(start, until), _facts(query)
    of_outlet = {"outlet": facts.pop("outlet")} if "outlet" in facts else {}
    return (
        Slice(of_outlet | {"published_at": span}, facts, {"published_at": -1}),
        Slice(of_outlet | {"published_at": None, "first_seen_at": span}, facts, {"first_seen_at": -1}),
    )


def _span(start: datetime | None, until: datetime | None) -> Filter:
    return ({"$gte": start} if start else {}) | ({"$lt": until} if until else {})


def _facts(query: ArticleQuery) -> Filter:
    """What does not depend on the slice. Values become text, so none can be an operator."""
    wanted = {"outlet": query.outlet, "language": query.language}
    facts: Filter = {name: str(value) for name, value in wanted.items() if value is not None}
    if query.without_copies:
        facts["duplicate_of"] = None  # absent, too
    words = (query.text or "").replace("\0", "")[:MAX_TEXT].split()
    if words:
        facts["$and"] = [{"$or": [_contains("title", word), _contains("body", word)]} for word in words]
    return facts


def _contains(field: str, word: str) -> Filter:
    return {field: {"$regex": re.escape(word), "$options": "i"}}
