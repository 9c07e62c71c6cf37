"""When an article that is stored is looked at again: decided from what is known of it, the answer and the time.

It is looked at 1 h, 6 h ... after its first fetch, and so again from the beginning after every change. Touches nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

# After its last answer, an article that cannot be fetched is looked at again; each wait as long as all before together.
FAILS_FOR = timedelta(days=30)
MAX_FETCHES = 10  # of one article: one that changes with every request would be fetched for ever

FetchedKind = Literal["new", "revised", "unchanged"]
# An article that is not at its address is looked at again after the first step, then after ever longer.
MISSING_WAIT = timedelta(hours=1)  # where the outlet has no steps

VisitEnd = Literal["not_modified", "missing", "gone", "no_article", "failed"]


@dataclass(frozen=True, slots=True)
class VisitNote:
    """What the fetch of an article tells of the next visit; stored with the article.

    Attributes:
        url: the address that answered.
        etag, last_modified: headers as received, for a conditional request.
        listed_at: the newest ``modified_at`` that a listing gave for it; None: none did.
        steps: seconds after the first fetch, and after every change, at which it is looked at again; empty: never.
    """

    url: str
    etag: str | None
    last_modified: str | None
    listed_at: datetime | None
    steps: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """What is known of an article that may be looked at again.

    Attributes:
        article: its ``_id``.
        outlet: outlet id.
        url: the address that answered.
        checked_at: when it was fetched last, or the server said that nothing changed; failures do not count.
        due_at: when it is to be looked at; None: not of itself.
        step: the place of ``due_at`` among the steps; their number: all are done.
        fetches: answers so far.
        etag, last_modified: headers as received.
        listed_at: the newest ``modified_at`` that a listing gave for it when it was fetched.
        since: when the steps began: its first fetch, or the one that found the last change.
        missing_since: when it was first found not to be at its address; None: it was there the last time.
        missing_checks: by how many runs so far; None: by none.
        missing_run: the last of these runs.
        is_gone: whether the article has the status ``gone`` by this proof; None: no.
    """

    article: str
    outlet: str
    url: str
    checked_at: datetime
    due_at: datetime | None
    step: int
    fetches: int
    etag: str | None
    last_modified: str | None
    listed_at: datetime | None
    since: datetime
    missing_since: datetime | None = None
    missing_checks: int | None = None
    missing_run: str | None = None
    is_gone: bool | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a link whose article is stored.

    Attributes:
        id: ``_id`` of the article.
        url: its canonical address.
        outlet: outlet id of the article.
        fetched_at: when the page of its text was fetched.
        visit: None where it was stored without one: from an archive, or by an older version.
    """

    id: str
    url: str
    outlet: str
    fetched_at: datetime
    visit: Visit | None = None

    @property
    def visit_or_first(self) -> Visit:
        """The visit, or one that says no more than the article does: not due, fetched once."""
        return self.visit or Visit(
            self.id, self.outlet, self.url, self.fetched_at, None, 0, 1, None, None, None, self.fetched_at
        )


def is_to_be_visited(known: Known, modified_at: datetime | None, now: datetime, steps: Sequence[float]) -> bool:
    """Whether a stored article is to be fetched again.

    It is where its next step has come, or where a listing says that it changed since. Some listings say so every time:
    that counts only once the first step's time has passed since the last fetch.

    Args:
        known: the article.
        modified_at: as the listing that names it says; None: it does not.
        now: aware.
        steps: of its outlet; empty: never.
    """
    visit = known.visit_or_first
    is_missing = visit.missing_since is not None and not visit.is_gone
    if not steps or (visit.fetches >= MAX_FETCHES and not is_missing):
        return False
    if visit.due_at is not None and visit.due_at <= now:
        return True
    if modified_at is None or modified_at <= (visit.listed_at or visit.checked_at):
        return False
    return now >= visit.checked_at + timedelta(seconds=min(steps))


def visit_after_fetch(
    old: Visit | None, kind: FetchedKind, note: VisitNote, *, article: str, outlet: str, at: datetime
) -> Visit:
    """The visit after a page was fetched and its article stored. The same fetch once more changes nothing.

    Args:
        old: what was known before; None: nothing. An unchanged article then is an old one, which is not due again.
        kind: what became of the article.
        note: what the fetch told.
        article: its ``_id``.
        outlet: outlet id.
        at: when the page was fetched.
    """
    if old is not None and old.checked_at >= at:
        return old
    since = old.since if old is not None and kind == "unchanged" else at
    fetches = 1 + (old.fetches if old else 0)
    if old is None and kind == "unchanged":
        step, due_at = len(note.steps), None
    else:
        step, due_at = _next_step(since, note.steps, at, fetches)
    listed_at = _later(note.listed_at, old.listed_at if old else None)
    return Visit(article, outlet, note.url, at, due_at, step, fetches, note.etag, note.last_modified, listed_at, since)


def visit_after_end(
    old: Visit,
    end: VisitEnd,
    at: datetime,
    steps: Sequence[float],
    *,
    etag: str | None = None,
    last_modified: str | None = None,
    listed_at: datetime | None = None,
    run: str | None = None,
) -> Visit:
    """The visit after a request that gave no page. The same end once more changes nothing.

    Args:
        old: what was known before.
        end: ``not_modified`` and ``no_article`` (a page came, and is none any more): on to the next step.
            ``missing``: it is not at its address: looked at soon again, and by ever longer, to be sure of that; on to
            the next step where it is called gone already. ``gone``: by this proof it has that status now.
            ``failed``: put off by the present one, so that a host that is down for a while costs no article its visits;
            by ever longer where that goes on, and after ``FAILS_FOR`` not looked at of itself any more.
        at: when the answer came.
        steps: of the outlet.
        etag: header of the answer; None: the one from before holds.
        last_modified: as ``etag``.
        listed_at: the ``modified_at`` that brought the visit forward; None: none did.
        run: the run that found it missing: each counts once.
    """
    if end == "gone":
        if old.missing_since is None or old.is_gone:
            return old  # it came back meanwhile
        return replace(old, is_gone=True, due_at=_next_step(old.since, steps, max(at, old.checked_at), old.fetches)[1])
    if old.checked_at >= at:
        return old
    if end == "failed":
        return _failed(old, at, steps)
    fetches = old.fetches + 1
    step, due_at = _next_step(old.since, steps, at, fetches)
    seen = replace(
        old, checked_at=at, due_at=due_at, step=step, fetches=fetches, listed_at=_later(listed_at, old.listed_at)
    )
    if end != "not_modified":  # should it come back, its page is wanted whatever the validators say
        seen = replace(seen, etag=None, last_modified=None)
        return _missing(seen, at, steps, run) if end == "missing" else _there(seen)
    return replace(_there(seen), etag=etag or old.etag, last_modified=last_modified or old.last_modified)


def missing_wait(steps: Sequence[float]) -> timedelta:
    """So long lies between two looks that together prove that an article is gone."""
    return timedelta(seconds=min(steps)) if steps else MISSING_WAIT


def _failed(old: Visit, at: datetime, steps: Sequence[float]) -> Visit:
    waits, silent = sorted(steps)[: old.step + 1], at - old.checked_at
    if not waits or old.fetches >= MAX_FETCHES or silent > FAILS_FOR:
        return replace(old, due_at=None)
    return replace(old, due_at=at + max(timedelta(seconds=waits[-1]), silent))


def _there(seen: Visit) -> Visit:
    """The same of an article of which something came: nothing is left of former proofs."""
    return replace(seen, missing_since=None, missing_checks=None, missing_run=None, is_gone=None)


def _missing(seen: Visit, at: datetime, steps: Sequence[float], run: str | None) -> Visit:
    """The visit of an article that is not at its address; ``seen``: on its way to the next step."""
    if seen.is_gone:
        return seen
    since = seen.missing_since or at
    is_counted = seen.missing_checks is not None and run is not None and run == seen.missing_run
    checks = (seen.missing_checks or 0) + (0 if is_counted else 1)
    due_at = at + max(missing_wait(steps), at - since) if steps and at - since < FAILS_FOR else None
    return replace(seen, missing_since=since, missing_checks=checks, missing_run=run, due_at=due_at)


def _next_step(since: datetime, steps: Sequence[float], at: datetime, fetches: int) -> tuple[int, datetime | None]:
    """The first step that is still to come, and when it does; those that passed unseen are not made up for."""
    for step, seconds in enumerate(sorted(steps)):
        due_at = since + timedelta(seconds=seconds)
        if due_at > at:
            return step, due_at if fetches < MAX_FETCHES else None
    return len(steps), None


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((instant for instant in (one, other) if instant is not None), default=None)
