"""Whether pages give articles and these have their fields; and what looks as if not."""

from dataclasses import replace

import pytest
from outlet_past import DAY, HOUR, OUTLET, every, health, planned, run, told

from newscrawler.model.run import Run

GOOD = every(HOUR, 20, new=4, first=5 * HOUR)


def without(number: int, kind: str = "no_body", pages: int = 6) -> list[Run]:
    """So many newest runs whose pages gave no article."""
    return [run(HOUR * (one + 1), fetched=pages, outcomes={kind: pages}) for one in range(number)]


def test_pages_come_and_none_is_an_article() -> None:
    found = health([*GOOD, *without(2)], planned())
    assert told(found)[0] == ("red", "layout changed")
    assert found.findings[0].reason == (
        "of 12 pages in 2 runs none gave an article, before 100 % did; 12 ended as no_body"
    )
    assert found.findings[0].command == "newscrawler errors --outlet de_elbkurier --kind no_body"
    assert told(health([*GOOD, *without(1)], planned()))[0] == ("yellow", "layout changed")
    assert told(health([*GOOD, *without(1, pages=30)], planned()))[0] == ("red", "layout changed")


def test_a_few_pages_give_articles_still() -> None:
    runs = [run(HOUR * number, 1, fetched=8, outcomes={"too_short": 7}) for number in (1, 2)]
    assert told(health([*GOOD, *runs], planned()))[0] == ("red", "layout changed")


def test_a_new_outlet_whose_pages_give_nothing() -> None:
    assert told(health(without(3)))[0] == ("red", "layout changed")


@pytest.mark.parametrize("kind", ["consent_wall", "paywall"])
def test_walls(kind: str) -> None:
    assert told(health([*GOOD, *without(2, kind)], planned()))[0] == ("red", "walled")


def test_videos_that_never_gave_an_article_are_no_new_layout() -> None:
    mixed = [run(HOUR * (one + 3), 3, fetched=6, outcomes={"not_an_article": 3}) for one in range(20)]
    videos = [run(HOUR * (one + 1), fetched=3, outcomes={"not_an_article": 3}) for one in range(2)]
    assert told(health([*mixed, *videos], planned())) == [("green", "healthy")]


def test_a_broken_page_now_and_then_is_none() -> None:
    runs = every(HOUR, 30, new=4, fetched=5, outcomes={"no_body": 1})
    assert told(health(runs, planned())) == [("green", "healthy")]


def test_a_layout_that_changed_for_weeks_stays_red() -> None:
    runs = [*without(28), *every(DAY, 10, new=20, first=7 * DAY)]
    assert told(health(runs, planned()))[0] == ("red", "layout changed")


def test_a_redesign_that_is_read_all_the_same_is_worth_a_look() -> None:
    said = "The layout changed on 5 Mar: the story is in div.b in 14 of 15 articles; it was in div.a in 30 of 31."
    runs = every(HOUR, 30)
    runs[2] = run(3 * HOUR, 1, warnings=(f"{said} Look at one: newscrawler explain abc",))
    (finding,) = health(runs, planned()).findings
    assert (finding.colour, finding.word) == ("yellow", "layout changed")
    assert (finding.reason, finding.command) == (said.rstrip("."), "newscrawler explain abc")


def test_code_that_broke() -> None:
    runs = every(HOUR, 30, new=4)
    runs[0] = run(HOUR / 12, 2, fetched=4, outcomes={"extraction_failed": 2})
    assert told(health(runs, planned()))[0] == ("red", "code broke")
    runs[0] = run(HOUR / 12, 39, fetched=40, outcomes={"extraction_failed": 1})
    assert told(health(runs, planned()))[0] == ("yellow", "code broke")
    runs[0] = run(HOUR / 12, found=0, finish_reason="start_error")
    assert told(health(runs, planned()))[0] == ("red", "code broke")


# --- fields ---


def newest(number: int = 4, **counts: int) -> list[Run]:
    """So many newest runs of four articles each with other counts than usual."""
    return [run(HOUR * (one + 1), 4, **counts) for one in range(number)]


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({"with_authors": 0}, "authors in 0 of the last 12 articles, before in 100 %"),
        ({"with_authors": 2}, "authors in 6 of the last 12 articles, before in 100 %"),
        ({"with_published": 0}, "a publication time in 0 of the last 12 articles, before in 100 %"),
        ({"words": 400}, "100 words on average in the last 12 articles, before 382"),
    ],
)
def test_half_of_a_field_is_gone(counts: dict[str, int], words: str) -> None:
    found = health([*GOOD, *newest(3, **counts), *newest(1)[1:]], planned())
    assert told(found) == [("red", "fields gone")]
    assert found.findings[0].reason == words if "382" not in words else "words on average" in found.findings[0].reason


def test_two_fields_at_once_are_one_finding() -> None:
    (finding,) = health([*GOOD, *newest(3, with_authors=0, with_published=1)], planned()).findings
    assert finding.reason.count("; ") == 1


def test_authors_that_were_never_there_are_not_missed() -> None:
    assert told(health(every(HOUR, 30, new=4, with_authors=0), planned())) == [("green", "healthy")]


def test_a_few_articles_without_authors_are_chance() -> None:
    past = every(HOUR, 20, new=4, first=5 * HOUR, with_authors=2)
    assert told(health([*past, *newest(3, with_authors=1)], planned())) == [("green", "healthy")]


def test_a_weekends_wire_reports_are_no_loss() -> None:
    """Every week on this day nobody signs; the other days all do."""
    past = [run(DAY * back, 20, with_authors=2 if back % 7 == 0 else 20) for back in range(1, 28)]
    assert told(health([*past, *newest(4, with_authors=0)], planned())) == [("green", "healthy")]


def test_runs_that_did_not_count_their_fields_are_not_judged() -> None:
    runs = every(HOUR, 30, new=4, described=0, with_authors=0, with_published=0, words=0)
    assert told(health(runs, planned())) == [("green", "healthy")]


# --- the bounds of its file ---


@pytest.mark.parametrize(
    ("bounds", "counts", "word"),
    [
        ({"min_authors_share": 0.5}, {"with_authors": 1}, "fields gone"),
        ({"min_published_share": 0.9}, {"with_published": 3}, "fields gone"),
        ({"min_words": 200}, {"words": 400}, "too short"),
        ({"min_body_share": 0.9}, {"fetched": 6}, "layout changed"),
    ],
)
def test_a_bound_of_the_file_is_not_kept(bounds: dict[str, float], counts: dict[str, int], word: str) -> None:
    runs = every(HOUR, 30, new=4, **counts)
    assert told(health(runs, planned())) == [("green", "healthy")]
    assert told(health(runs, planned(), outlet=replace(OUTLET, expect=bounds))) == [("red", word)]


def test_bounds_that_are_kept() -> None:
    bounds = {"min_authors_share": 1.0, "min_words": 400, "min_body_share": 1.0, "min_articles_per_day": 16}
    bounds |= {"max_articles_per_day": 16}
    assert told(health(every(HOUR, 30, new=4), planned(), outlet=replace(OUTLET, expect=bounds))) == [
        ("green", "healthy")
    ]


def test_few_articles_do_not_break_a_bound() -> None:
    runs = [run(HOUR * (one + 1), 1, with_authors=0) for one in range(5)]
    outlet = replace(OUTLET, expect={"min_authors_share": 1.0})
    assert told(health(runs, planned(), outlet=outlet)) == [("grey", "new")]
