"""What a run was not as it should be, in words."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.model.findings import (
    USUAL_CAUSES,
    RobotsLine,
    RunFacts,
    StatusCount,
    StoredBefore,
    findings_of,
    layout_finding,
    redesign_finding,
    robots_findings,
    status_finding,
)
from newscrawler.model.page_layout import LayoutChange

NOW = datetime(2026, 3, 5, 6, 30, tzinfo=UTC)
NOTHING = RunFacts(
    now=NOW, asked={}, forbidden={}, answers=(), had_pages_before=False, pages=0, articles=0, outcomes={}
)
WELL = replace(
    NOTHING, answers=(StatusCount(200, 20, NOW),), pages=20, articles=19, found=20, outcomes={"too_short": 1}
)


def answered(**pages: int) -> RunFacts:
    """Pages by status; the first of each came in this order, a minute apart, from 06:10."""
    times = (NOW.replace(minute=10 + place) for place in range(len(pages)))
    counts = (StatusCount(int(name[1:]), number, at) for (name, number), at in zip(pages.items(), times, strict=True))
    return replace(NOTHING, answers=tuple(counts))


def test_a_good_run_has_nothing_to_tell() -> None:
    assert findings_of(WELL) == ()
    assert findings_of(NOTHING) == ()


def test_robots_is_told_once_for_each_host_and_line() -> None:
    forbidden = {
        RobotsLine("example.com", 3, "/a/"): 1,
        RobotsLine("example.com", 12, "/news/"): 1800,
        RobotsLine("b.example"): 1,
    }
    facts = replace(NOTHING, asked={"example.com": 2000, "b.example": 1}, forbidden=forbidden)
    assert robots_findings(facts) == (
        "example.com asks crawlers not to fetch /news/ (robots.txt line 12): 1,800 of 2,000 pages skipped.",
        "b.example asks crawlers not to fetch some addresses (robots.txt): 1 of 1 page skipped.",
        "example.com asks crawlers not to fetch /a/ (robots.txt line 3): 1 of 2,000 pages skipped.",
    )


def test_a_status_of_most_pages_is_told_with_its_beginning_and_usual_causes() -> None:
    assert status_finding(answered(s403=38, s200=2)) == (
        "403 on 38 of 40 pages since 06:10 UTC. Usual causes: user agent, too fast, a script challenge."
    )


def test_pages_before_the_first_error_or_in_earlier_runs_are_told() -> None:
    in_this_run = answered(s200=2, s429=1238)
    assert str(status_finding(in_this_run)).startswith("429 on 1,238 of 1,240 pages since 06:11 UTC (200 before). ")
    in_earlier_runs = replace(answered(s403=40), had_pages_before=True)
    assert "since 06:10 UTC (200 before)." in str(status_finding(in_earlier_runs))


@pytest.mark.parametrize("pages", [{"s200": 20}, {"s403": 4}, {"s200": 5, "s403": 5}, {"s403": 4, "s500": 4}, {}])
def test_a_status_of_few_pages_or_half_of_them_is_not_told(pages: dict[str, int]) -> None:
    assert status_finding(answered(**pages)) is None


@given(st.integers(400, 599))
def test_every_error_status_has_usual_causes(status: int) -> None:
    told = status_finding(answered(**{f"s{status}": 5}))
    assert told is not None
    assert "Usual causes: unknown" not in told
    assert list(USUAL_CAUSES) == sorted(USUAL_CAUSES)


READ = replace(NOTHING, pages=20, found=20, outcomes={"no_body": 20}, page="https://a.example/1")


def test_pages_without_any_article_are_told_with_what_was_before() -> None:
    before = StoredBefore(datetime(2026, 11, 22, 5, tzinfo=UTC), 3100)
    assert layout_finding(replace(READ, before=before)) == (
        "20 pages fetched, 0 had an article. The layout may have changed on 22 Nov (median body 3,100 words before). "
        "See: newscrawler explain https://a.example/1"
    )
    last_year = replace(READ, before=StoredBefore(datetime(2025, 11, 2, tzinfo=UTC), 1))
    assert "on 2 Nov 2025 (median body 1 word before)" in str(layout_finding(last_year))


def test_without_history_only_the_pages_are_told() -> None:
    told = "20 pages fetched, 0 had an article. See: newscrawler explain https://a.example/1"
    assert layout_finding(READ) == told


def test_a_wall_is_called_by_its_name_and_no_new_layout() -> None:
    walls = replace(READ, outcomes={"challenge_page": 18, "no_body": 2}, before=StoredBefore(NOW, 300))
    told = "20 pages fetched, 0 had an article (challenge_page: 18). See: newscrawler explain https://a.example/1"
    assert layout_finding(walls) == told


def test_pages_that_lead_away_are_no_new_layout_and_no_more_than_came() -> None:
    away = replace(READ, before=StoredBefore(NOW, 500), outcomes={"not_an_article": 35})
    assert str(layout_finding(away)).startswith("20 pages fetched, 0 had an article (not_an_article: 20). See: ")


@pytest.mark.parametrize("facts", [replace(READ, pages=4), replace(READ, articles=1)])
def test_few_pages_or_one_article_are_no_new_layout(facts: RunFacts) -> None:
    assert layout_finding(facts) is None


def test_what_could_not_be_fetched_at_all_is_told_where_nothing_better_is() -> None:
    lost = replace(NOTHING, found=12, outcomes={"timeout": 11, "http_status": 1})
    assert findings_of(lost) == ("12 articles found, none could be fetched (timeout). See: newscrawler errors",)
    forbidden = replace(lost, forbidden={RobotsLine("a.example", 1, "/"): 12})
    assert len(findings_of(forbidden)) == 1
    assert findings_of(replace(lost, settled=1)) == ()
    interrupted = replace(NOTHING, found=12, outcomes={"listing_failed": 2})
    assert findings_of(interrupted) == ()


def test_a_redesign_is_told_with_both_elements_and_their_counts() -> None:
    change = LayoutChange(
        name="div.story-body",
        articles=14,
        of_articles=15,
        since=datetime(2026, 2, 22, 9, 0, tzinfo=UTC),
        name_before="article.story > div",
        articles_before=1290,
        of_articles_before=1300,
        example="0123456789abcdef01234567",
    )
    assert redesign_finding(change, NOW) == (
        "The layout changed on 22 Feb: the story is in div.story-body in 14 of 15 articles since then; "
        "it was in article.story > div in 1,290 of 1,300 before. "
        "Look at one: newscrawler explain 0123456789abcdef01234567"
    )
    in_script = replace(change, name="", since=datetime(2025, 12, 31, tzinfo=UTC))
    assert redesign_finding(in_script, NOW).startswith(
        "The layout changed on 31 Dec 2025: the story is in a script of the page in 14 of 15 articles since then; "
    )
