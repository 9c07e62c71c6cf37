"""Whether a site lets us in; and what looks like a closed door and is none."""

from datetime import timedelta
from typing import Any

import pytest
from outlet_past import DAY, HOUR, NOW, every, health, planned, run, shut, told

from newscrawler.model.run import Run

MINUTE = timedelta(minutes=1)
GOOD = every(HOUR, 20, first=5 * HOUR)
HTTP_403 = "feeds in de_elbkurier.toml: https://www.elbkurier.example/rss: http_status: HTTP 403"


def test_a_healthy_outlet_is_told_with_its_numbers() -> None:
    found = health(every(HOUR, 30), planned())
    assert told(found) == [("green", "healthy")]
    assert found.findings[0].reason == "ran 5 min ago, 1 new; 16 a day; newest 5 min old; next run 12:10 UTC"


@pytest.mark.parametrize(
    ("cause", "word", "runs"),
    [
        ("forbidden", "robots closed", 2),
        ("robots_unread", "robots closed", 3),
        ("refused", "blocked", 2),
        ("empty", "feed empty", 2),
        ("", "failing", 3),
    ],
)
def test_no_listing_can_be_read(cause: str, word: str, runs: int) -> None:
    bad = [shut(20 * MINUTE * (number + 1), cause, warnings=(HTTP_403,)) for number in range(runs)]
    assert told(health([*GOOD, *bad], planned()))[0] == ("red", word)
    fewer = told(health([*GOOD, *bad[: runs - 1]], planned()))
    assert fewer == [("yellow", word if word != "failing" else "backing off")]


def test_the_reason_says_what_happened_how_often_and_when_it_is_tried_again() -> None:
    bad = [shut(20 * MINUTE * number, "refused", warnings=(HTTP_403,)) for number in (1, 2, 3)]
    (finding,) = health([*GOOD, *bad], planned()).findings
    what = "https://www.elbkurier.example/rss: http_status: HTTP 403"
    times = "(3 runs in a row since 11:00 UTC; next try 12:10 UTC)"
    assert finding.reason == f"no listing could be read: {what} {times}"
    assert finding.command == "newscrawler errors --outlet de_elbkurier"
    brief = planned(run=bad[0].id, failure="HTTP 403 on its only listing", failures=3)
    (finding,) = health([*GOOD, *bad], brief).findings
    assert finding.reason.startswith("no listing could be read: HTTP 403 on its only listing (3 runs")


@pytest.mark.parametrize(
    ("cause", "warning", "words"),
    [
        (
            "forbidden",
            "https://x.example/: blocked_by_robots: x.example asks crawlers not to fetch / (robots.txt).",
            "x.example asks crawlers not to fetch / (robots.txt)",
        ),
        (
            "robots_unread",
            "https://x.example/robots.txt could not be read (HTTP 503): nothing is fetched there in this run.",
            "https://x.example/robots.txt could not be read (HTTP 503): nothing is fetched there in this run",
        ),
    ],
)
def test_what_robots_txt_says_is_told(cause: str, warning: str, words: str) -> None:
    bad = [shut(20 * MINUTE * number, cause, warnings=("slow", warning)) for number in (1, 2, 3)]
    (finding,) = health([*GOOD, *bad], planned()).findings
    assert finding.reason.startswith(f"no listing could be read: {words} (3 runs in a row")


def test_two_failures_a_day_apart_are_as_good_as_three_within_an_hour() -> None:
    good = every(DAY, 10, new=16, first=3 * DAY)
    bad = [shut(HOUR), shut(HOUR + DAY)]
    assert told(health([*good, *bad], planned()))[0] == ("red", "failing")


def test_one_failed_run_among_many_is_none() -> None:
    runs = [*every(HOUR, 3, first=MINUTE), shut(4 * HOUR, "refused"), *every(HOUR, 20, first=5 * HOUR)]
    assert told(health(runs, planned())) == [("green", "healthy")]


def test_a_run_that_was_stopped_or_lost_its_lease_says_nothing() -> None:
    stopped = [
        shut(20 * MINUTE * number, finish_reason=why) for number, why in enumerate(("shutdown", "lease_lost"), 1)
    ]
    assert told(health([*every(HOUR, 20, first=HOUR), *stopped, *stopped], planned())) == [("green", "healthy")]


def test_a_host_that_another_crawl_has_is_no_failure() -> None:
    bad = [shut(20 * MINUTE * number, "put_off") for number in (1, 2, 3, 4)]
    assert told(health([*every(HOUR, 20, first=2 * HOUR), *bad], planned())) == [("green", "healthy")]


def test_runs_whose_host_another_crawl_had_neither_end_a_failure_nor_are_one() -> None:
    busy = [shut(10 * MINUTE * number, "put_off") for number in (1, 2, 3)]
    bad = [shut(HOUR * number, "refused") for number in (1, 2, 3)]
    assert told(health([*GOOD, *bad, *busy], planned()))[0] == ("red", "blocked")
    read = [run(10 * MINUTE, listings_asked=2, listings_put_off=1, outcomes={"listing_failed": 1})]
    assert told(health([*GOOD, *bad, *read], planned())) == [("green", "healthy")]


def test_listings_that_did_not_change_are_read() -> None:
    quiet = [run(20 * MINUTE * number, found=0, known=0, listings_unchanged=1) for number in (1, 2, 3)]
    assert told(health([*GOOD, *quiet], planned())) == [("green", "healthy")]


# --- pages ---


def refused(ago: timedelta, pages: int = 4) -> Run:
    warning = f"403 on {pages} of {pages} pages since 06:10 UTC (200 before). Usual causes: user agent."
    return run(ago, outcomes={"http_status": pages}, pages_refused=pages, found=pages, warnings=(warning,))


def test_most_pages_are_refused_though_listings_answer() -> None:
    found = health([*GOOD, refused(HOUR), refused(2 * HOUR)], planned())
    assert told(found)[0] == ("red", "blocked")
    assert found.findings[0].reason == (
        "the site refuses 8 of 8 article pages in 2 runs: 403 on 4 of 4 pages since 06:10 UTC (200 before)"
    )


def test_one_run_with_many_refusals_is_believed_and_one_with_few_is_not_yet() -> None:
    assert told(health([*GOOD, refused(HOUR, 30)], planned()))[0] == ("red", "blocked")
    assert told(health([*GOOD, refused(HOUR, 6)], planned()))[0] == ("yellow", "blocked")


def test_one_page_that_is_refused_for_ever_is_none() -> None:
    dead: dict[str, Any] = {"outcomes": {"http_status": 1}, "pages_refused": 1}
    runs = every(HOUR, 30, new=0, **dead)
    assert told(health(runs, planned(newest_at=NOW - HOUR))) == [("green", "healthy")]


def test_refusals_that_are_over_are_over() -> None:
    runs = [*every(HOUR, 1, first=MINUTE, new=2), refused(2 * HOUR, 30), refused(3 * HOUR, 30), *GOOD]
    assert told(health(runs, planned())) == [("green", "healthy")]


def test_a_check_for_robots_in_the_place_of_pages_is_a_refusal() -> None:
    bad = [run(HOUR * number, fetched=6, outcomes={"challenge_page": 6}) for number in (1, 2)]
    assert told(health([*GOOD, *bad], planned()))[0] == ("red", "blocked")


def test_robots_txt_closes_all_pages_or_some() -> None:
    line = "www.elbkurier.example asks crawlers not to fetch / (robots.txt line 2): 18 of 20 pages skipped."
    closed = [run(HOUR * number, outcomes={"blocked_by_robots": 18}, warnings=(line,)) for number in (1, 2)]
    found = health([*GOOD, *closed], planned())
    assert told(found)[0] == ("red", "robots closed")
    assert "robots.txt line 2" in found.findings[0].reason
    some = every(HOUR, 30, new=6, outcomes={"blocked_by_robots": 5})
    assert told(health(some, planned())) == [("green", "healthy")]


def test_pages_that_time_out() -> None:
    bad = [run(HOUR * number, outcomes={"timeout": 5, "connection_failed": 1}, pages_broken=2) for number in (1, 2)]
    found = health([*GOOD, *bad], planned())
    assert told(found)[0] == ("red", "failing")
    assert found.findings[0].reason == "16 of 16 article pages gave no whole answer in 2 runs"


# --- one of several listings ---


def test_a_listing_that_is_lost_beside_others_is_worth_a_look() -> None:
    told_of = ("sitemaps in de_elbkurier.toml: https://www.elbkurier.example/map.xml: http_status: HTTP 404",)
    runs = every(HOUR, 30, outcomes={"listing_failed": 1}, listings_asked=2, warnings=told_of)
    (finding,) = health(runs, planned()).findings
    assert (finding.colour, finding.word) == ("yellow", "listing lost")
    assert "map.xml: http_status: HTTP 404 (for 29 h; others answer)" in finding.reason
    once = every(HOUR, 30)
    once[1] = run(HOUR, 1, outcomes={"listing_failed": 1}, listings_asked=2)
    assert told(health(once, planned())) == [("green", "healthy")]


def test_listings_that_never_had_a_link() -> None:
    assert told(health(every(HOUR, 5, new=0, found=0, known=0)))[0] == ("yellow", "feed empty")


def test_a_reason_that_says_what_it_is_about_is_not_told_twice() -> None:
    shut_runs = [shut(HOUR * one) for one in (1, 2, 3)]
    plan = planned(run=shut_runs[0].id, failures=3, failure="no listing answered before the run's time was over")
    reason = health([*shut_runs, *every(HOUR, 9, first=4 * HOUR)], plan).findings[0].reason
    assert reason.startswith("no listing answered before the run's time was over (3 runs in a row since ")
