"""A reader's question, checked: what may be asked, in words where it may not. Needs no driver."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from newscrawler.errors import UsageError
from newscrawler.storage.reading.field_names import field_mistake
from newscrawler.storage.reading.queries import ArticleQuery

Moment = date | datetime | None
Period = tuple[Moment, Moment]


def reader_question(
    *,
    since: int | None,
    outlet: str | None,
    language: str | None,
    published: Period | None,
    fields: Iterable[str] | None,
    limit: int | None,
    without_copies: bool = False,
) -> ArticleQuery:
    """The question as the storage knows it.

    Raises:
        UsageError: an argument cannot be meant.
    """
    if since is not None and (isinstance(since, bool) or not isinstance(since, int) or since < 0):
        raise UsageError(
            f"since is a cursor, a whole number from 0, not {since!r}. For a date: published=(date, None)."
        )
    if limit is not None and (isinstance(limit, bool) or not isinstance(limit, int) or limit < 1):
        raise UsageError(f"limit is a whole number from 1, not {limit!r}.")
    begin, end = _period(published)
    return ArticleQuery(
        outlet=outlet,
        language=language,
        without_copies=bool(without_copies),
        since=begin,
        until=end,
        cursor=since,
        limit=limit,
        fields=checked_fields(fields),
    )


def _period(published: Period | None) -> tuple[datetime | None, datetime | None]:
    if published is None:
        return None, None
    if not isinstance(published, tuple | list) or len(published) != 2:
        raise UsageError(f"published is (from, until), either may be None; not {published!r}.")
    begin, end = published
    return _instant(begin), _instant(end)


def _instant(moment: Moment) -> datetime | None:
    if isinstance(moment, datetime):
        if moment.tzinfo is None:
            raise UsageError(f"{moment!r} has no time zone: datetime(..., tzinfo=UTC), or a date.")
        return moment.astimezone(UTC)
    if isinstance(moment, date):
        return datetime.combine(moment, time(), UTC)
    if moment is not None:
        raise UsageError(f"published holds dates and datetimes, not {moment!r}.")
    return None


def checked_fields(names: Iterable[str] | None) -> tuple[str, ...]:
    """The fields that are wanted; none: all.

    Raises:
        UsageError: one can be no name of a field.
    """
    if names is None:
        return ()
    wanted = (names,) if isinstance(names, str) else tuple(names)
    for name in wanted:
        if mistake := field_mistake(name):
            raise UsageError(f"{mistake}.")
    return wanted
