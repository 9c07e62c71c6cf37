"""What is asked of the articles, cut into slices that an index answers without looking at the whole collection."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

MAX_TEXT = 200  # characters of a search
# How far back each slice reaches, in days. A server that does not stop at the limit reads one slice too many, not all.
_DAYS_BACK = (1, 7, 30, 180, 730, 3650)
_EARLIEST = datetime(1, 1, 1, tzinfo=UTC)

Filter = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ArticleQuery:
    """Which articles.

    Attributes:
        outlet: outlet id.
        text: words that all stand in title or body, in any case; never a regular expression.
        language: ISO 639-1.
        since: aware; published (or, where that is not known, first seen) at this instant or later.
        until: aware; before this instant.
        cursor: changed after this point, in the order of the changes; None: the newest first.
        limit: None: all.
        fields: of the documents; none: whole documents. ``published_at`` and ``first_seen_at`` always come.
    """

    outlet: str | None = None
    text: str | None = None
    language: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    cursor: int | None = None
    limit: int | None = None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Slice:
    """One query: what to look for, in which order, and the keys of the index that answers it.

    The embedded server looks at the whole collection as soon as a filter has more than the keys of an index, unless
    it is told which one to take.
    """

    filter: Filter
    sort: dict[str, int]
    hint: list[tuple[str, int]]


def slices_of(query: ArticleQuery, *, now: datetime) -> Iterator[tuple[Slice, ...]]:
    """The queries that together give the newest articles first; those in one tuple are to be merged.

    Args:
        query: the question, without a cursor.
        now: from where to look back.
    """
    until = query.until
    for days in (*_DAYS_BACK, None):
        start = _EARLIEST if days is None else now - timedelta(days=days)
        if until is not None and start >= until:
            continue
        if query.since is not None:
            start = max(start, query.since)
        yield _time_slices(query, start, until)
        if query.since is not None and start <= query.since:
            return
        until = start


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
    hint = [("published_at", -1), ("first_seen_at", -1)]
    if query.outlet is not None:
        hint.insert(0, ("outlet", 1))
    return (
        Slice(facts | {"published_at": span}, {"published_at": -1}, hint),
        Slice(facts | {"published_at": None, "first_seen_at": span}, {"first_seen_at": -1}, hint),
    )


def _span(start: datetime | None, until: datetime | None) -> Filter:
    return ({"$gte": start} if start else {}) | ({"$lt": until} if until else {})


def _facts(query: ArticleQuery) -> Filter:
    """What does not depend on the slice. Values become text, so none can be an operator."""
    wanted = {"outlet": query.outlet, "language": query.language}
    facts: Filter = {name: str(value) for name, value in wanted.items() if value is not None}
    words = (query.text or "").replace("\0", "")[:MAX_TEXT].split()
    if words:
        facts["$and"] = [{"$or": [_contains("title", word), _contains("body", word)]} for word in words]
    return facts


def _contains(field: str, word: str) -> Filter:
    return {field: {"$regex": re.escape(word), "$options": "i"}}
