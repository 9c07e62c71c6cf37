import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from scrapy import Spider

from newscrawler.errors import ConfigurationError
from newscrawler.model.account import COUNTS
from newscrawler.model.outlet import Outlet
from newscrawler.model.run import Run, RunKind
from newscrawler.operations import moving_line
from newscrawler.operations.crawl import host_groups, require_contact
from newscrawler.operations.crawl_end import Ended, Totals
from newscrawler.operations.crawl_exit import exit_code, why_red
from newscrawler.operations.crawl_summary import Progress, in_words, print_summary
from newscrawler.operations.crawls_under_way import Job
from newscrawler.operations.moving_line import MovingLine
from newscrawler.operations.output import Output
from newscrawler.settings import Environment

BEGAN = datetime(2026, 3, 5, 10, tzinfo=UTC)


def job(name: str, *feeds: str) -> Job:
    return Job(Spider, Outlet(id=name, name=name, home=f"https://www.{name}.example/", feeds=feeds))


def groups(*jobs: Job) -> list[list[str]]:
    return [[one.outlet.id for one in group] for group in host_groups(jobs)]


def ended(
    *,
    failure: str | None = None,
    lost: str | None = None,
    failed_listings: int = 0,
    broke: str = "",
    times: int = 1,
    **counts: int,
) -> Ended:
    outcomes = {"listing_failed": failed_listings} if failed_listings else {}
    outcomes |= {broke: times} if broke else {}
    finished = BEGAN + timedelta(seconds=9)
    run = Run("0" * 12, "xx_a", BEGAN, "crawl", finished, counts=dict.fromkeys(COUNTS, 0) | counts, outcomes=outcomes)
    return Ended("xx_a", run, failure, lost)


def test_outlets_that_share_no_domain_run_side_by_side() -> None:
    assert groups(job("a"), job("b"), job("c")) == [["a"], ["b"], ["c"]]


def test_outlets_that_share_a_feed_host_run_one_after_the_other() -> None:
    shared = "https://feeds.hub.example/"
    assert groups(job("a", shared + "a"), job("b"), job("c", shared + "c")) == [["b"], ["a", "c"]]


def test_an_outlet_that_joins_two_groups_makes_one_of_them_and_keeps_their_order() -> None:
    feeds = ("https://x.one.example/", "https://y.two.example/")
    assert groups(job("a", feeds[0]), job("b", feeds[1]), job("c", *feeds), job("d")) == [["a", "b", "c"], ["d"]]


@pytest.mark.parametrize(
    ("runs", "stops", "code"),
    [
        ([ended(found=3)], 0, 0),
        ([ended(found=3), ended(failed_listings=1)], 0, 1),
        ([ended(found=3, fetched=3, failed_listings=1)], 0, 0),
        ([ended(found=3, known=3, failed_listings=1)], 0, 0),
        ([ended(found=3, failed_listings=1)], 0, 1),
        ([ended(found=3), Ended("xx_b", None, "no module")], 0, 1),
        ([ended(found=3, failure="ValueError")], 0, 1),
        ([ended(found=3, fetched=3, broke="invalid_item")], 0, 1),
        ([ended(found=3, fetched=3, broke="too_short")], 0, 0),
        ([ended(found=20, known=5, broke="http_status", times=15)], 0, 1),
        ([ended(found=20, known=16, broke="http_status", times=4)], 0, 0),
        ([ended(found=20, known=5, new=1, fetched=1, broke="http_status", times=14)], 0, 0),
        ([ended(found=20, known=5, broke="blocked_by_robots", times=15)], 0, 0),
        ([ended(found=20, fetched=20, broke="no_body", times=20)], 0, 1),
        ([ended(found=20, known=12, fetched=8, broke="no_body", times=8)], 0, 0),
        ([ended(listings_unchanged=1, failed_listings=1)], 0, 0),
        ([ended(listings_resting=1, failed_listings=1)], 0, 0),
        ([ended(listings_resting=1)], 0, 0),
        ([ended(found=4, waiting=4, failed_listings=1)], 0, 0),
        ([ended(due=3, not_modified=3)], 0, 0),
        ([ended(due=9, not_modified=1, broke="timeout", times=8)], 0, 0),
        ([ended(due=9, listings_unchanged=1, broke="timeout", times=9)], 0, 1),
        ([ended(found=5, listings_unchanged=1, fetched=5, broke="no_body", times=5)], 0, 0),
        ([ended()], 0, 5),
        ([ended(), ended(found=1)], 0, 0),
        ([ended(found=3)], 1, 130),
        ([ended(found=3, lost="gone")], 1, 4),
    ],
)
def test_the_exit_code_says_how_it_went(runs: list[Ended], stops: int, code: int) -> None:
    assert exit_code(runs, stops=stops, broken_files=False) == code


def test_an_outlet_that_is_being_crawled_already_is_no_failure_and_a_lost_lease_is_one() -> None:
    skipped = Ended("xx_b", None, skipped="xx_b is already being crawled (run 8f31, 40 s, on host a). Skipped.")
    assert exit_code([skipped], stops=0, broken_files=False) == 0
    assert exit_code([skipped, ended(found=3)], stops=0, broken_files=False) == 0
    assert exit_code([skipped, ended()], stops=0, broken_files=False) == 5
    assert in_words(skipped) == skipped.skipped
    one = ended(found=3, fetched=3, new=3)
    assert one.run is not None
    lost = replace(one, run=replace(one.run, finish_reason="lease_lost"))
    assert exit_code([lost], stops=0, broken_files=False) == 1


def test_an_empty_window_of_a_back_fill_is_no_failure() -> None:
    one = ended()
    assert one.run is not None
    assert exit_code([replace(one, run=replace(one.run, kind="backfill"))], stops=0, broken_files=False) == 0


@pytest.mark.parametrize("kind", ["crawl", "backfill", "retry"])
def test_a_back_fill_and_a_retry_of_which_nothing_came_fail_as_a_crawl_does(kind: RunKind) -> None:
    counts = {"retried" if kind == "retry" else "found": 32, "fetched": 32}
    one = ended(broke="soft_404", times=32, **counts)
    assert one.run is not None
    one = replace(one, run=replace(one.run, kind=kind))
    assert exit_code([one], stops=0, broken_files=False) == 1
    assert why_red(one) == "not one article, and 32 URLs ended as soft_404"
    missing = ended(broke="gone", times=32, **counts)
    assert missing.run is not None
    missing = replace(missing, run=replace(missing.run, kind=kind))
    assert why_red(missing) == "not one article, and 32 stored articles not at their addresses"


@pytest.mark.parametrize(
    ("counts", "why"),
    [
        ({"failed_listings": 2}, "no article is listed, and 2 listings failed"),
        ({"listings_damaged": 1}, "no article is listed, and 1 listing damaged"),
        ({"listings_damaged": 1, "found": 3, "fetched": 3, "new": 3}, None),
    ],
)
def test_an_empty_window_is_a_failure_where_a_listing_was_lost(counts: dict[str, int], why: str | None) -> None:
    one = ended(**counts)
    assert one.run is not None
    one = replace(one, run=replace(one.run, kind="backfill"))
    assert why_red(one) == why
    assert exit_code([one], stops=0, broken_files=False) == (1 if why else 0)


def test_pages_of_an_archive_that_are_no_articles_are_no_failure() -> None:
    one = ended(broke="soft_404", times=32, found=32, fetched=32)
    assert one.run is not None
    assert exit_code([replace(one, run=replace(one.run, kind="archive"))], stops=0, broken_files=False) == 0


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (ended(failed_listings=2), "xx_a failed: no listing could be read"),
        (ended(found=3, fetched=3, broke="invalid_item"), "xx_a failed: code broke on 1 page (invalid_item)"),
        (
            ended(found=20, fetched=20, broke="no_body", times=20),
            "xx_a failed: not one article, and 20 URLs ended as no_body",
        ),
        (ended(found=3, fetched=3, new=3), None),
    ],
)
def test_why_a_crawl_ends_with_1_is_told_by_outlet(one: Ended, why: str | None) -> None:
    stderr = StringIO()
    print_summary([one], Output(StringIO(), stderr), Path("crawl.log"))
    failed = [line for line in stderr.getvalue().splitlines() if " failed: " in line]
    assert failed == ([why] if why else [])
    assert exit_code([one], stops=0, broken_files=False) == (1 if why else 0)


def test_a_broken_file_is_a_failure() -> None:
    assert exit_code([ended(found=3)], stops=0, broken_files=True) == 1


def test_one_outlet_in_a_line() -> None:
    assert (
        in_words(ended(found=4, new=3, known=1, failed_listings=2))
        == "xx_a: 3 new, 1 known, 2 without an article (9 s)"
    )
    assert in_words(Ended("xx_b", None, "no module")) == "xx_b: not crawled: no module"


def test_a_listing_on_a_real_host_needs_a_contact_though_the_home_is_on_loopback() -> None:
    environment = Environment(None, Path())
    local = Outlet(id="a", name="a", home="http://127.0.0.2:8000/", feeds=("http://127.0.0.2:8000/rss",))
    require_contact([local], environment)
    far = Outlet(id="b", name="b", home="http://127.0.0.2:8000/", feeds=("https://b.example/rss",))
    with pytest.raises(ConfigurationError, match="NEWSCRAWLER_CONTACT"):
        require_contact([local, far], environment)


@pytest.mark.parametrize(
    ("outlet", "kind", "last"),
    [
        ("xx_a", "crawl", "newscrawler reprocess --outlet xx_a --apply"),
        ("archive", "archive", "newscrawler reprocess --all --apply"),
    ],
)
def test_what_was_healed_and_what_is_left_is_told(outlet: str, kind: RunKind, last: str) -> None:
    run = Run("0" * 12, outlet, BEGAN, kind, BEGAN, counts=dict.fromkeys(COUNTS, 0) | {"healed": 7, "unhealed": 1})
    stderr = StringIO()
    print_summary([Ended(outlet, run)], Output(StringIO(), stderr), Path("crawl.log"))
    told = stderr.getvalue()
    assert f"{outlet}: 7 stored articles cleaned as furniture became known: newscrawler outlets show " in told
    assert f"{outlet}: 1 stored article still to be cleaned of furniture: {last}" in told


def test_a_crawl_that_left_something_in_the_spool_says_so_and_ends_with_4_unless_it_was_stopped() -> None:
    away = ended(found=3, fetched=3, spooled=3)
    assert exit_code([away], stops=0, broken_files=False, waiting=5) == 4
    assert exit_code([away], stops=1, broken_files=False, waiting=5) == 130
    assert exit_code([away], stops=0, broken_files=False) == 0  # the database came back
    stdout, stderr = StringIO(), StringIO()
    print_summary([away], Output(stdout, stderr), Path("crawl.log"), waiting=5)
    assert stdout.getvalue().split()[:9] == [
        "outlet",
        "found",
        "known",
        "fetched",
        "new",
        "revised",
        "same",
        "spooled",
        "no",
    ]
    assert stderr.getvalue().startswith(
        "5 items (articles, URLs without one, runs) wait in the spool on this machine: "
    )
    assert in_words(away) == "xx_a: 3 spooled (9 s)"


def test_crawls_that_lose_one_database_give_one_reason() -> None:
    stderr = StringIO()
    print_summary([ended(lost="Gone."), ended(lost="Gone.")], Output(StringIO(), stderr), Path("crawl.log"))
    assert stderr.getvalue() == "Gone.\n"


def test_a_crawl_that_a_bug_kept_from_beginning_is_a_failure() -> None:
    one = ended()
    assert one.run is not None
    assert (
        exit_code([replace(one, run=replace(one.run, finish_reason="start_error"))], stops=0, broken_files=False) == 1
    )


def test_a_message_stands_on_a_line_of_its_own_above_the_moving_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")  # the library takes a text buffer for a terminal then
    stderr = StringIO()
    with MovingLine(Output(StringIO(), stderr, messages_terminal=True)) as line:
        line.tell("3 pages fetched")
        line.message("The database is back.")
        line.tell("4 pages fetched")
    before = stderr.getvalue().split("The database is back.\n")[0]
    assert re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", before).endswith(("\n", "\r"))


def summary_of(*runs: Ended) -> list[str]:
    stdout = StringIO()
    print_summary(runs, Output(stdout, StringIO()), Path("crawl.log"))
    return stdout.getvalue().splitlines()


def test_a_row_of_the_table_can_be_followed() -> None:
    settled = ended(found=98, not_modified=69, fetched=29, new=2, unchanged=20, waiting=3, broke="soft_404", times=4)
    assert [line.split() for line in summary_of(settled)[:2]] == [
        ["outlet", "found", "known", "fetched", "new", "revised", "same", "left", "no", "article", "end"],
        ["xx_a", "98", "0", "29", "2", "0", "89", "3", "4", "none", "recorded"],
    ]


def test_links_that_are_tried_again_have_an_account_though_nothing_else_was_met() -> None:
    assert summary_of(ended(retried=3, fetched=3, new=3))[-1] == (
        "0 found + 3 that failed before -> 3 fetched -> 3 articles -> 3 new -> 3 stored."
    )


def test_one_of_anything_is_told_as_one() -> None:
    one = ended(found=3, skipped=1)
    assert one.run is not None
    stderr = StringIO()
    warned = replace(one, run=replace(one.run, warnings=("a", "b", "c", "d")))
    print_summary([warned], Output(StringIO(), stderr), Path("crawl.log"))
    assert "xx_a: 1 more warning: " in stderr.getvalue()
    assert "xx_a: 1 record without an HTML page passed over\n" in stderr.getvalue()


def test_the_account_of_a_run_stands_under_its_table() -> None:
    one = ended(
        found=120,
        due=14,
        known=80,
        waiting=3,
        not_modified=4,
        fetched=46,
        new=31,
        revised=2,
        unchanged=11,
        broke="paywall",
    )
    assert one.run is not None
    run = replace(one.run, outcomes={"paywall": 2, "timeout": 1, "listing_failed": 1})
    run = replace(run, counts={**run.counts, "listings_unchanged": 3})
    lines = summary_of(replace(one, run=run))
    assert lines[2:] == [
        (
            "120 found + 14 due again -> 46 fetched (80 known, 3 waiting, 4 not modified, 1 without a page) -> "
            "44 articles (2 pages without one) -> 31 new + 2 revised (11 unchanged) -> 33 stored; "
            "3 listings unchanged since the last run."
        )
    ]


def test_the_account_ends_where_nothing_is_left() -> None:
    assert summary_of(ended(found=6, known=6))[-1] == "6 found -> 0 fetched (6 known)."
    assert summary_of(ended(found=6, fetched=6, broke="no_body", times=6))[-1] == (
        "6 found -> 6 fetched -> 0 articles (6 pages without one)."
    )


def test_the_account_of_a_crawl_that_stores_nothing_ends_with_what_was_read() -> None:
    assert summary_of(ended(found=194, fetched=191, read=191, broke="not_html", times=3))[-1] == (
        "194 found -> 191 fetched (3 without a page) -> 191 articles -> 191 read, nothing stored."
    )


def test_what_is_under_way_tells_articles_that_are_only_read_as_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moving_line, "PLAIN_SECONDS", -1.0)
    stderr = StringIO()
    Progress(Output(StringIO(), stderr), total=1).tick(Totals(fetched=210, read=207, not_stored=3))
    assert stderr.getvalue() == "210 pages fetched, 207 articles read, 3 URLs without one\n"


def test_what_was_fetched_and_not_stored_before_the_end_is_unfinished_after_the_fetch() -> None:
    stopped = ended(found=534, known=283, unfinished=164, not_modified=87, fetched=70)
    assert summary_of(stopped)[-1] == (
        "534 found -> 70 fetched (283 known, 94 unfinished, 87 not modified) -> 0 articles (70 unfinished)."
    )


@pytest.mark.parametrize(
    ("kind", "unfinished", "told"),
    [
        ("crawl", 45, "xx_a: 45 URLs unfinished: the next crawl takes up the rest.\n"),
        ("archive", 1, "xx_a: 1 URL unfinished: the same command reads all again, and stores nothing twice.\n"),
        ("crawl", 0, ""),
    ],
)
def test_a_crawl_that_was_stopped_says_so_in_the_word_of_runs_and_who_goes_on(
    kind: RunKind, unfinished: int, told: str
) -> None:
    one = ended(found=60, known=60 - unfinished, unfinished=unfinished)
    assert one.run is not None
    stopped = replace(one, run=replace(one.run, kind=kind, finish_reason="shutdown"))
    assert summary_of(stopped)[1].split()[-1] == "stopped"
    stderr = StringIO()
    print_summary([stopped], Output(StringIO(), stderr), Path("crawl.log"))
    assert stderr.getvalue() == told


def test_of_a_file_that_is_no_archive_only_that_is_told() -> None:
    one = ended()
    assert one.run is not None
    warned = replace(one.run, outlet="archive", kind="archive", finish_reason="finished", warnings=("a: no WARC",))
    assert summary_of(replace(one, run=warned)) == []
    assert len(summary_of(replace(one, run=replace(warned, counts={**warned.counts, "found": 1})))) == 3


def test_the_account_of_several_runs_is_told_once_for_all() -> None:
    lines = summary_of(ended(found=3, known=1, fetched=2, new=2), ended(found=2, unfinished=1, fetched=1, spooled=1))
    assert lines[-1] == (
        "In all: 5 found -> 3 fetched (1 known, 1 unfinished) -> 3 articles -> 2 new + 1 in the spool -> "
        "2 stored + 1 in the spool."
    )


def test_a_run_in_which_no_listing_changed_says_so_and_is_well() -> None:
    idle = ended(listings_unchanged=2)
    assert summary_of(idle)[-1] == "0 found; 2 listings unchanged since the last run."
    assert exit_code([idle], stops=0, broken_files=False) == 0
    assert len(summary_of(ended())) == 2
    assert summary_of(ended(listings_resting=1))[-1] == "0 found; 1 listing still fresh and not asked."


def test_urls_that_are_counted_twice_are_told_as_a_bug() -> None:
    stderr = StringIO()
    print_summary([ended(found=1, new=2)], Output(StringIO(), stderr), Path("crawl.log"))
    assert stderr.getvalue() == "1 URL counted twice: this is a bug in newscrawler, please report it.\n"
