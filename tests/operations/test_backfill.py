"""``crawl --from``: which days are meant, and what the operator is told."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import StringIO

import pytest

from newscrawler.discovery.date_window import DateWindow
from newscrawler.errors import UsageError
from newscrawler.model.outlet import Outlet
from newscrawler.model.run import Run
from newscrawler.operations.backfill import Days, tell_plan, tell_results, typed_days
from newscrawler.operations.crawl_end import Ended
from newscrawler.operations.output import Output

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
QUARTER = Days(date(2024, 1, 1), date(2024, 3, 31))


def elbkurier(**places: tuple[str, ...]) -> Outlet:
    return Outlet("de_elbkurier", "Elbkurier", timezone="Europe/Berlin", **places)


def plan(*outlets: Outlet, days: Days = QUARTER) -> str:
    output = Output(stdout=StringIO(), stderr=StringIO())
    tell_plan(outlets, days, output)
    return output.stderr.getvalue()


def results(
    finish_reason: str | None = "finished",
    kinds: Sequence[str] = ("backfill",),
    failed_listings: int = 0,
    **counts: int,
) -> str:
    output = Output(stdout=StringIO(), stderr=StringIO())
    runs = [
        Run(
            "0" * 12,
            "de_elbkurier",
            NOW,
            kind,
            finish_reason=finish_reason,
            counts=counts,
            outcomes={"listing_failed": failed_listings} if failed_listings else {},
            window_from="2024-01-01",
            window_to="2024-03-31",
        )
        for kind in kinds
    ]
    tell_results([Ended("de_elbkurier", run) for run in runs], "--from 2024-01-01 --limit 40", output)
    return output.stderr.getvalue()


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (None, date(2024, 3, 31), "--to 2024-03-31 says where a back-fill ends; give --from"),
        (date(2024, 4, 1), date(2024, 3, 31), "--from 2024-04-01 is after --to 2024-03-31"),
        (date(1, 1, 1), None, "--from 0001-01-01 is too early"),
        (date(1989, 12, 31), None, "no article is taken for older than 1990-01-01"),
        (date(2026, 4, 1), None, "--from 2026-04-01 is still to come"),
    ],
)
def test_days_that_are_no_window_are_refused(first: date | None, last: date | None, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        typed_days(first, last, NOW)


def test_without_days_there_is_no_back_fill() -> None:
    assert typed_days(None, None) is None


def test_a_day_that_has_begun_somewhere_is_none_to_come() -> None:
    assert typed_days(date(2026, 3, 6), None, NOW) == Days(date(2026, 3, 6))


def test_without_an_end_it_is_today_where_the_outlet_is() -> None:
    window = Days(date(2024, 1, 1)).window_of(elbkurier())
    assert window.first == date(2024, 1, 1)
    assert window.timezone == "Europe/Berlin"
    assert window.holds(datetime.now(UTC))


def test_an_end_that_is_still_to_come_is_taken_for_today_and_told() -> None:
    days = typed_days(date(2024, 1, 1), date(2999, 1, 1))
    assert days is not None
    assert days.window_of(elbkurier()) == Days(date(2024, 1, 1)).window_of(elbkurier())
    assert plan(elbkurier(), days=days).startswith("--to 2999-01-01 is still to come: the back-fill ends with today.\n")
    assert "still to come" not in plan(elbkurier())


@pytest.mark.parametrize(
    ("days", "typed"),
    [(QUARTER, "--from 2024-01-01 --to 2024-03-31"), (Days(date(2024, 1, 1)), "--from 2024-01-01")],
)
def test_days_are_told_as_they_were_typed(days: Days, typed: str) -> None:
    assert days.options == typed


def test_a_window_of_an_outlet_has_its_time_zone() -> None:
    assert QUARTER.window_of(elbkurier()) == DateWindow(date(2024, 1, 1), date(2024, 3, 31), "Europe/Berlin")


def test_the_places_that_will_be_read_are_told_first() -> None:
    outlet = elbkurier(
        sitemaps=("https://www.elbkurier.example/map.xml",),
        archives=("https://www.elbkurier.example/{year}/{month:02}/{day:02}",),
    )
    assert plan(outlet) == (
        "de_elbkurier: 2024-01-01 to 2024-03-31 (Europe/Berlin): from 1 sitemap of its file, the sitemaps that its "
        "robots.txt names, 91 archive pages; the newest articles first.\n"
    )


def test_an_outlet_without_places_of_its_own_is_told_at_once() -> None:
    assert "de_elbkurier.toml names no sitemaps and no archives: only what robots.txt names" in plan(elbkurier())


def test_what_came_of_the_window_is_told() -> None:
    told = results(
        found=900,
        known=80,
        new=800,
        revised=3,
        outside=1200,
        outside_articles=2,
        archive_pages_missing=1,
        archive_links=4,
        past_listings=20,
    )
    assert told == (
        "de_elbkurier: 900 articles listed for 2024-01-01 to 2024-03-31: 80 known, 803 stored now; 1200 links of other "
        "days left alone; 20 sitemaps of before it not read; 2 articles turned out to be of other days, and stored all "
        "the same; 4 links to archive pages not taken for articles; 1 archive page not there.\n"
    )


def test_an_empty_window_has_a_message_of_its_own_and_is_no_failure() -> None:
    assert results(outside=7) == (
        "de_elbkurier: no article is listed for 2024-01-01 to 2024-03-31: its sitemaps and archive pages may not reach "
        "back so far; 7 links of other days left alone.\n"
    )


def test_a_window_whose_listings_could_not_be_read_is_not_said_to_be_empty() -> None:
    assert results(failed_listings=2, listings_damaged=1) == (
        "de_elbkurier: no article is listed for 2024-01-01 to 2024-03-31: 2 listings failed, 1 listing damaged, see "
        "above.\n"
    )


def test_a_window_of_which_a_listing_was_lost_may_be_incomplete() -> None:
    assert "2 stored now; the window may be incomplete: 1 listing damaged, see above." in results(
        found=2, new=2, listings_damaged=1
    )


@pytest.mark.parametrize(
    ("reason", "counts", "told"),
    [
        ("finished", {"over_budget": 30}, "30 articles left. To go on:"),
        ("shutdown", {"listings_left": 4}, "4 listings left. To go on:"),
        ("shutdown", {}, "de_elbkurier: To go on:"),
    ],
)
def test_the_command_that_goes_on_is_told(reason: str, counts: dict[str, int], told: str) -> None:
    shown = results(reason, **counts)
    assert told in shown
    assert shown.endswith("newscrawler crawl de_elbkurier --from 2024-01-01 --limit 40\n")


def test_of_a_finished_one_and_of_ordinary_crawls_there_is_nothing_to_go_on_with() -> None:
    assert "To go on" not in results()
    assert results(kinds=("crawl",)) == ""
