"""Which missing articles are gone, and when it is the site that is broken."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.incremental.missing import FEW, Answers, Missing, gone_of, held_back
from newscrawler.model.visit import Visit

NOW = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
FINE = Answers(missing=1, there=9, articles=12)


def missing(hours: float | None, checks: int = 1, run: str = "one", *, name: str = "a", **values: bool) -> Missing:
    """An article that was found to be missing so many hours ago first, by so many runs; None: never."""
    since = None if hours is None else NOW - hours * HOUR
    first = NOW - timedelta(days=9)
    proof = (since, checks, run) if since else (None, None, None)
    visit = Visit(name, "xx_a", f"https://a.example/{name}", first, NOW, 0, 3, None, None, None, first, *proof)
    return Missing(visit, "HTTP 404", NOW, **values)


CASES = {
    "the first proof": (missing(None), FINE, False),
    "the second, an hour later": (missing(1), FINE, True),
    "the second, too soon": (missing(0.9), FINE, False),
    "the second, in the same run": (missing(1, run="two"), FINE, False),
    "by our own reading, the second": (missing(30, is_sure=False), FINE, False),
    "by our own reading, the third": (missing(30, 2, is_sure=False), FINE, True),
    "still listed": (missing(23, 4, is_listed=True), FINE, False),
    "listed for a day": (missing(24, 2, is_listed=True), FINE, True),
    "no other article answers": (missing(2), Answers(1, 0, 0), False),
    "no other article answers, the third": (missing(2, 2), Answers(1, 0, 0), True),
    "two of two": (missing(2), Answers(2, 0, 5), True),
    "three of three": (missing(2, 5), Answers(3, 0, 5), False),
    "three of twelve": (missing(2), Answers(3, 9, 5), True),
    "four of twelve": (missing(2, 5), Answers(4, 8, 5), False),
    "four of twelve, for a week": (missing(7 * 24, 9), Answers(4, 8, 5), True),
    "all, for a week, and nothing answers": (missing(8 * 24, 9), Answers(40, 0, 0), False),
}


@pytest.mark.parametrize(("one", "answers", "is_gone"), CASES.values(), ids=CASES)
def test_an_article_is_gone_on_repeated_proof(one: Missing, answers: Answers, is_gone: bool) -> None:  # noqa: FBT001 - of a table
    assert gone_of([one], answers, HOUR, "two") == ((one,) if is_gone else ())


@given(st.integers(FEW, 500), st.integers(0, 100), st.integers(1, 9))
def test_a_site_that_answers_404_for_everything_loses_no_article(many: int, new: int, checks: int) -> None:
    all_of_them = [missing(5, checks, name=str(number)) for number in range(many)]
    assert gone_of(all_of_them, Answers(many, many, new), HOUR, "two") == ()


def test_the_operator_is_told_how_many_and_where_to_look() -> None:
    told = held_back("xx_a", [missing(2), missing(2, name="b")], Answers(12, 3, 0))
    assert told.startswith("12 of 15 stored articles that were looked at again are not at their addresses (HTTP 404)")
    assert told.endswith("See: newscrawler errors --outlet xx_a --kind gone")


def test_the_reason_says_when_and_how_often() -> None:
    assert missing(2).reason("abc") == (
        "not at its address: HTTP 404 in 2 runs since 2026-03-05 10:00 UTC, last in run abc"
    )
