"""When an article is looked at again: never too often, never forgotten."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.model.visit import (
    FAILS_FOR,
    MAX_FETCHES,
    FetchedKind,
    Known,
    Visit,
    VisitEnd,
    VisitNote,
    is_to_be_visited,
    visit_after_end,
    visit_after_fetch,
)

HOUR = 3600.0
STEPS = (HOUR, 6 * HOUR, 24 * HOUR, 72 * HOUR)
NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
URL = "https://www.elbkurier.example/artikel/1"
ARTICLE = "0" * 24


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


def note(**values: object) -> VisitNote:
    first = VisitNote(URL, '"v1"', "Thu, 05 Mar 2026 11:58:00 GMT", None, STEPS)
    return replace(first, **values)  # type: ignore[arg-type]


def fetched(old: Visit | None, kind: FetchedKind, after: float, what: VisitNote | None = None) -> Visit:
    return visit_after_fetch(old, kind, what or note(), article=ARTICLE, outlet="de_elbkurier", at=NOON + hours(after))


def known(visit: Visit | None) -> Known:
    return Known(ARTICLE, URL, "de_elbkurier", NOON, visit)


def test_an_article_that_never_changes_is_looked_at_four_times_more() -> None:
    visit = fetched(None, "new", 0)
    dues = [visit.due_at]
    for after in (1, 6.5, 24, 80):
        visit = visit_after_end(visit, "not_modified", NOON + hours(after), STEPS)
        dues.append(visit.due_at)
    assert dues == [NOON + hours(1), NOON + hours(6), NOON + hours(24), NOON + hours(72), None]
    assert (visit.fetches, visit.step) == (5, 4)


def test_steps_that_passed_unseen_are_not_made_up_for() -> None:
    visit = visit_after_end(fetched(None, "new", 0), "not_modified", NOON + hours(20), STEPS)
    assert (visit.step, visit.due_at) == (2, NOON + hours(24))


def test_a_change_begins_from_the_first_step() -> None:
    visit = fetched(fetched(fetched(None, "new", 0), "unchanged", 1), "revised", 6, note(etag='"v2"'))
    assert (visit.step, visit.due_at, visit.fetches, visit.etag) == (0, NOON + hours(7), 3, '"v2"')
    assert fetched(visit, "unchanged", 7).due_at == NOON + hours(12)


def test_one_that_is_looked_at_before_its_time_keeps_it() -> None:
    visit = fetched(fetched(None, "new", 0), "unchanged", 0.5)
    assert (visit.step, visit.due_at) == (0, NOON + hours(1))


def test_a_failure_puts_off_by_the_same_step() -> None:
    visit = visit_after_end(fetched(None, "new", 0), "not_modified", NOON + hours(1), STEPS)
    failed = visit_after_end(visit, "failed", NOON + hours(6), STEPS, listed_at=NOON + hours(5))
    assert failed == replace(visit, due_at=NOON + hours(12))


def test_a_page_that_is_no_article_any_more_ends_the_visit_as_an_answer_does() -> None:
    visit = fetched(None, "new", 0)
    for after in (1, 6, 24, 72):
        visit = visit_after_end(visit, "no_article", NOON + hours(after), STEPS)
    assert (visit.due_at, visit.fetches, visit.etag) == (None, 5, None)


def test_what_goes_on_failing_is_asked_ever_more_seldom_and_then_left() -> None:
    visit, tries = fetched(None, "new", 0), 0
    while visit.due_at is not None:
        visit, tries = visit_after_end(visit, "failed", visit.due_at, STEPS), tries + 1
        assert tries < 20
    assert (tries, visit.step, visit.fetches) == (11, 0, 1)  # 1, 2, 4 ... hours after its last answer, to 42 days


def test_an_article_that_is_missing_is_looked_at_soon_again_and_by_ever_longer_without_conditions() -> None:
    visit, at, waits = fetched(None, "new", 0), NOON + hours(1), []
    while visit.due_at is not None:
        visit = visit_after_end(visit, "missing", at, STEPS, run=str(at))
        waits.append((visit.due_at - at) / hours(1) if visit.due_at else None)
        at = visit.due_at or at
    assert (visit.etag, visit.last_modified, visit.missing_since) == (None, None, NOON + hours(1))
    assert waits == [1, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, None]
    assert visit.missing_checks == len(waits)


def test_each_run_is_one_proof() -> None:
    visit = fetched(None, "new", 0)
    for after, run, checks in ((1, "one", 1), (1.5, "one", 1), (2, "two", 2), (3, None, 3)):
        visit = visit_after_end(visit, "missing", NOON + hours(after), STEPS, run=run)
        assert visit.missing_checks == checks


@pytest.mark.parametrize("end", ["not_modified", "no_article", "revised", "unchanged"])
def test_an_article_that_is_back_has_no_proof_left(end: str) -> None:
    visit = visit_after_end(fetched(None, "new", 0), "missing", NOON + hours(1), STEPS, run="one")
    visit = visit_after_end(visit, "gone", NOON + hours(1), STEPS)
    assert visit.is_gone
    visit = after(visit, end, NOON + hours(3), STEPS, None)
    assert (visit.missing_since, visit.missing_checks, visit.missing_run, visit.is_gone) == (None, None, None, None)


def test_a_failure_says_nothing_about_a_proof() -> None:
    visit = visit_after_end(fetched(None, "new", 0), "missing", NOON + hours(1), STEPS, run="one")
    assert visit_after_end(visit, "failed", NOON + hours(3), STEPS).missing_since == NOON + hours(1)


def test_what_is_gone_goes_on_to_its_next_step_in_case_it_comes_back() -> None:
    visit = fetched(None, "new", 0)
    for after, run in ((1, "one"), (2, "two")):
        visit = visit_after_end(visit, "missing", NOON + hours(after), STEPS, run=run)
    gone = visit_after_end(visit, "gone", NOON + hours(2), STEPS)
    assert (gone.is_gone, gone.due_at) == (True, NOON + hours(6))
    assert visit_after_end(gone, "gone", NOON + hours(9), STEPS) == gone
    again = visit_after_end(gone, "missing", NOON + hours(6), STEPS, run="three")
    assert (again.due_at, again.missing_checks) == (NOON + hours(24), 2)


def test_what_came_back_meanwhile_is_not_gone() -> None:
    visit = fetched(fetched(None, "new", 0), "unchanged", 3)
    assert visit_after_end(visit, "gone", NOON + hours(4), STEPS) == visit


def test_the_validators_of_a_304_are_taken_over() -> None:
    visit = fetched(None, "new", 0)
    assert visit_after_end(visit, "not_modified", NOON + hours(1), STEPS).etag == '"v1"'
    assert visit_after_end(visit, "not_modified", NOON + hours(1), STEPS, etag='"w"').etag == '"w"'


def test_an_old_article_without_a_visit_is_not_looked_at_of_itself() -> None:
    assert not is_to_be_visited(known(None), None, NOON + hours(9000), STEPS)
    assert fetched(None, "unchanged", 9).due_at is None
    assert known(None).visit_or_first.fetches == 1


@pytest.mark.parametrize(
    ("listed_at", "modified", "now", "wanted"),
    [
        (None, None, 0.5, False),
        (None, None, 1, True),  # its step has come
        (None, 0.2, 0.5, False),  # newer, but within the first step
        (None, 0.2, 1, True),
        (0.4, 0.4, 0.9, False),
    ],
)
def test_a_listing_that_tells_of_a_change_brings_it_forward(
    listed_at: float | None, modified: float | None, now: float, *, wanted: bool
) -> None:
    visit = fetched(None, "new", 0, note(listed_at=None if listed_at is None else NOON + hours(listed_at)))
    modified_at = None if modified is None else NOON + hours(modified)
    assert is_to_be_visited(known(visit), modified_at, NOON + hours(now), STEPS) is wanted


def test_a_change_that_was_looked_at_once_is_none_any_more() -> None:
    visit = fetched(None, "new", 0)
    for after in (1, 6, 24, 72):
        visit = visit_after_end(visit, "not_modified", NOON + hours(after), STEPS)
    lastmod, now = NOON + hours(100), NOON + hours(101)
    assert is_to_be_visited(known(visit), lastmod, now, STEPS)
    seen = visit_after_end(visit, "not_modified", now, STEPS, listed_at=lastmod)
    assert not is_to_be_visited(known(seen), lastmod, now + hours(50), STEPS)
    assert is_to_be_visited(known(seen), lastmod + hours(1), now + hours(50), STEPS)


def test_without_steps_nothing_is_looked_at_again() -> None:
    visit = fetched(None, "new", 0, note(steps=()))
    assert visit.due_at is None
    assert not is_to_be_visited(known(visit), NOON + hours(5), NOON + hours(9), ())


Event = tuple[str, float, float | None]  # how it ended, seconds since the one before, lastmod after NOON
EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["revised", "unchanged", *get_args(VisitEnd)]),
        st.floats(0.001, 200 * HOUR),
        st.none() | st.floats(-HOUR, 3000 * HOUR),
    ),
    max_size=40,
)
ANY_STEPS = st.lists(st.floats(0.01, 400 * HOUR), min_size=1, max_size=6).map(tuple)


def after(visit: Visit, end: str, at: datetime, steps: tuple[float, ...], listed_at: datetime | None) -> Visit:
    if end == "gone":  # no answer, but what follows from one
        visit = visit_after_end(visit, "missing", at, steps, listed_at=listed_at)
    if end in get_args(VisitEnd):
        return visit_after_end(visit, end, at, steps, listed_at=listed_at)  # type: ignore[arg-type]
    told = note(steps=steps, listed_at=listed_at)
    return visit_after_fetch(visit, end, told, article=ARTICLE, outlet="de_elbkurier", at=at)  # type: ignore[arg-type]


@given(EVENTS, ANY_STEPS)
def test_whatever_happens_it_is_due_later_and_never_forgotten(events: list[Event], steps: tuple[float, ...]) -> None:
    visit, at = fetched(None, "new", 0, note(steps=steps)), NOON
    for end, seconds, lastmod in events:
        at += timedelta(seconds=seconds)
        listed_at = None if lastmod is None else NOON + timedelta(seconds=lastmod)
        before, visit = visit, after(visit, end, at, steps, listed_at)
        assert after(visit, end, at, steps, listed_at) == visit, "the same once more changes nothing"
        assert visit.due_at is None or visit.due_at > max(at, visit.checked_at)
        if end == "failed":
            assert visit == replace(before, due_at=visit.due_at)
            assert visit.due_at is not None or visit.fetches >= MAX_FETCHES
        elif end == "missing" and not visit.is_gone:
            assert visit.due_at is not None or at - visit.missing_since >= FAILS_FOR
        elif visit.fetches < MAX_FETCHES:
            assert visit.due_at is not None or at >= visit.since + timedelta(seconds=max(steps))
        if end == "revised":
            assert visit.step == 0
            assert visit.due_at in {None, at + timedelta(seconds=min(steps))}


@given(EVENTS, ANY_STEPS)
def test_no_article_is_fetched_more_than_ten_times(events: list[Event], steps: tuple[float, ...]) -> None:
    visit, now, fetches = fetched(None, "new", 0, note(steps=steps)), NOON, 1
    for end, seconds, lastmod in events * 3:
        now += timedelta(seconds=seconds)
        listed_at = None if lastmod is None else NOON + timedelta(seconds=lastmod)
        if not is_to_be_visited(known(visit), listed_at, now, steps):
            continue
        if end != "failed":
            assert now - visit.checked_at >= timedelta(seconds=min(steps)) or visit.due_at
            assert visit.fetches < MAX_FETCHES or visit.missing_since, "but to see whether it is gone"
            fetches += 1
        visit = after(visit, end, now, steps, listed_at)
    assert fetches == visit.fetches
