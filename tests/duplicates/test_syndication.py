"""Who had a story first, and from which agency."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.duplicates.syndication import StoryCopy, in_time_order, out_by, syndication_of

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def copy_at(outlet: str, hours: float, *, seen: float = 100, **said: object) -> StoryCopy:
    """A copy that its outlet published so many hours after noon, and that was fetched so many after it."""
    copy = StoryCopy(
        article=f"{outlet}-1",
        outlet=outlet,
        first_seen_at=NOON + seen * HOUR,
        published_at=NOON + hours * HOUR,
        published_precision="minute",
        published_source="json_ld",
    )
    return replace(copy, **said)  # type: ignore[arg-type] # the fields that a test is about


def test_the_outlet_that_published_first_is_first_though_it_was_fetched_last() -> None:
    found = syndication_of([copy_at("de_elbkurier", 2, seen=3), copy_at("de_alsterbote", 0, seen=500)])
    assert found is not None
    assert (found.first_outlet, found.first_article) == ("de_alsterbote", "de_alsterbote-1")
    assert (found.first_at, found.first_by) == (NOON, "published")


def test_copies_at_one_outlet_are_no_syndication() -> None:
    first = copy_at("de_elbkurier", 0)
    assert syndication_of([first, replace(first, article="de_elbkurier-2")]) is None
    assert syndication_of([]) is None


@pytest.mark.parametrize(
    ("said", "by"),
    [
        ({"published_at": None}, (NOON + 100 * HOUR, "seen")),
        ({}, (NOON, "published")),
        # a day is over at its end, in no case later than it was fetched
        ({"published_precision": "day"}, (NOON + 24 * HOUR, "published")),
        ({"published_precision": "day", "first_seen_at": NOON + HOUR}, (NOON + HOUR, "seen")),
        ({"warnings": ["date_without_zone"]}, (NOON + 12 * HOUR, "published")),
        ({"warnings": ["date_zone_unknown"], "published_precision": "day"}, (NOON + 24 * HOUR, "published")),
        # midnight is how programs write a day, here or where the outlet is
        ({"published_at": NOON - 12 * HOUR, "published_precision": "second"}, (NOON + 12 * HOUR, "published")),
        ({"published_raw": "2026-03-05T00:00:00+12:00"}, (NOON + 24 * HOUR, "published")),
        ({"published_raw": "2026-03-05T12:00:00+00:00"}, (NOON, "published")),
        ({"published_source": "script"}, (NOON + 100 * HOUR, "seen")),
        ({"published_source": "image_path"}, (NOON + 100 * HOUR, "seen")),
        # its last change: out by then
        ({"published_source": "modified"}, (NOON, "published")),
        # nobody fetches what is not out yet
        ({"first_seen_at": NOON - HOUR}, (NOON - HOUR, "seen")),
    ],
)
def test_when_a_copy_was_surely_out(said: dict[str, object], by: tuple[datetime, str]) -> None:
    assert out_by(copy_at("de_elbkurier", 0, **said)) == by


def test_a_day_alone_does_not_beat_the_hour_of_another_outlet() -> None:
    only_day = copy_at("de_elbkurier", -12, seen=4, published_precision="day")
    found = syndication_of([only_day, copy_at("de_alsterbote", 1, seen=5)])
    assert found is not None
    assert found.first_outlet == "de_alsterbote"


def test_a_bare_day_in_a_date_to_the_second_does_not_beat_the_hour_of_another_outlet() -> None:
    late = copy_at("de_elbkurier", -12, seen=3, published_precision="second", published_source="json_ld")
    found = syndication_of([late, copy_at("de_alsterbote", -1, seen=0)])
    assert found is not None
    assert (found.first_outlet, found.first_at) == ("de_alsterbote", NOON - HOUR)


@pytest.mark.parametrize("years", [1, 6, 56])
def test_a_date_of_other_times_is_not_who_was_first(years: int) -> None:
    used_again = copy_at("de_elbkurier", -years * 365 * 24, seen=3)
    copies = [used_again, copy_at("de_alsterbote", -1, seen=0), copy_at("de_weserblatt", 1, seen=2)]
    found = syndication_of(copies)
    assert found is not None
    assert (found.first_outlet, found.first_by) == ("de_alsterbote", "published")
    assert [copy.outlet for copy in in_time_order(copies)] == ["de_alsterbote", "de_weserblatt", "de_elbkurier"]


def test_an_old_story_that_two_outlets_date_alike_is_theirs() -> None:
    copies = [copy_at("de_elbkurier", -9000), copy_at("de_alsterbote", -8990), copy_at("de_weserblatt", 1)]
    found = syndication_of(copies)
    assert found is not None
    assert (found.first_outlet, found.first_at) == ("de_elbkurier", NOON - 9000 * HOUR)


def test_an_old_date_stands_where_nobody_else_had_the_story_when_it_was_seen() -> None:
    found = syndication_of([copy_at("de_elbkurier", -9000, seen=-5000), copy_at("de_alsterbote", 1)])
    assert found is not None
    assert (found.first_outlet, found.first_by) == ("de_elbkurier", "published")


def test_the_agency_that_most_outlets_credit_is_the_story_s() -> None:
    copies = [
        copy_at("us_a", 0, agency="AP"),
        copy_at("us_b", 1, agency="Reuters"),
        copy_at("us_c", 2, agency="Reuters"),
        copy_at("us_d", 3),
    ]
    found = syndication_of(copies)
    assert found is not None
    assert (found.agency, found.first_outlet) == ("Reuters", "us_a")


def test_one_outlet_has_one_voice() -> None:
    copies = [
        copy_at("us_a", 0, agency="AP"),
        copy_at("us_b", 1, agency="Reuters"),
        copy_at("us_b", 2, agency="Reuters", article="us_b-2"),
    ]
    found = syndication_of(copies)
    assert found is not None
    assert found.agency == "AP"


def test_an_agency_s_own_site_need_not_credit_itself() -> None:
    copies = [copy_at("kr_yna", 0, outlet_name="Yonhap News Agency"), copy_at("kr_b", 1)]
    found = syndication_of(copies)
    assert found is not None
    assert found.agency == "Yonhap"


def test_without_a_credit_there_is_no_agency() -> None:
    found = syndication_of([copy_at("us_a", 0), copy_at("us_b", 1)])
    assert found is not None
    assert found.agency is None


@given(
    st.lists(
        st.builds(
            copy_at,
            st.sampled_from(["us_a", "us_b", "us_c"]),
            st.integers(-3, 3),
            seen=st.integers(-3, 3),
            agency=st.sampled_from([None, "AP", "AFP"]),
            article=st.uuids().map(str),
            published_precision=st.sampled_from(["day", "minute"]),
        ),
        max_size=7,
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_the_copies_does_not_matter(copies: list[StoryCopy], chance: random.Random) -> None:
    mixed = list(copies)
    chance.shuffle(mixed)
    assert syndication_of(mixed) == syndication_of(copies)
    assert in_time_order(mixed) == in_time_order(copies)
    for copy in copies:
        assert out_by(copy)[0] <= copy.first_seen_at
