"""Verdicts on repeated blocks: thresholds on counts, in words; what was known stays until counts speak against it."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from invented_sightings import BEGIN, article, judged, sighted, story

from newscrawler.boilerplate.furniture import strip_furniture
from newscrawler.boilerplate.furniture_learning import (
    LEAST_OF_OUTLET,
    MOST_REPEATED,
    articles_to_clean,
    furniture_of,
    judge_blocks,
)
from newscrawler.boilerplate.sighting import RECORD, note_sighting
from newscrawler.model.article import Article
from newscrawler.model.block import RemovedBlock
from newscrawler.model.outlet import BoilerplateRules, Outlet

OUTLET = Outlet(id="us_ledger", name="The Ledger")
SLOGAN = "Read what moves the harbour, every morning at six."
OPENING = "Every morning our reporters walk along the harbour and write down what they see there."


def with_slogan(count: int, every: int = 1) -> list[Article]:
    return [article(n, [*story(n)[:2], *([SLOGAN] if n % every == 0 else []), story(n)[2]]) for n in range(count)]


def test_a_small_sample_says_nothing() -> None:
    verdict = judged(with_slogan(LEAST_OF_OUTLET - 1))[SLOGAN]
    assert verdict.reason == ""
    assert verdict.doubt == "in 9 of 9 articles of this outlet since 1 Mar 2026: known from 10 articles on"


def test_from_ten_articles_on_a_line_of_all_is_furniture_and_says_so_in_numbers() -> None:
    verdict = judged(with_slogan(LEAST_OF_OUTLET))[SLOGAN]
    assert verdict.reason == "in 10 of 10 articles of this outlet since 1 Mar 2026"
    assert (verdict.place, verdict.articles, verdict.of_articles) == ("middle", 10, 10)


def test_a_line_of_a_tenth_of_the_articles_between_paragraphs_is_the_story() -> None:
    verdict = judged(with_slogan(100, every=10))[SLOGAN]
    assert verdict.reason == ""
    assert verdict.doubt.endswith(
        "too few for a line between the story's paragraphs, where at least 25% would be needed"
    )


def test_a_line_that_is_new_since_a_redesign_is_known_by_the_newest_articles() -> None:
    articles = [
        *[article(n) for n in range(300)],
        *[article(n, [*story(n)[:2], SLOGAN, story(n)[2]]) for n in range(300, 360)],
    ]
    assert judged(articles)[SLOGAN].reason.endswith(
        "in 60 of 360 articles of this outlet since 13 Mar 2026, 60 of the newest 100"
    )


def test_furniture_that_is_not_seen_any_more_stays_known_for_half_a_year() -> None:
    known = list(judged(with_slogan(30)).values())
    later = judged([article(n) for n in range(100, 150)], known)
    assert later[SLOGAN] == known[0]
    after = judge_blocks([], {}, known, now=BEGIN + timedelta(days=200))
    assert after == []


@pytest.mark.parametrize("newer", [40, 130, 390])
def test_what_a_redesign_took_away_is_not_given_back_to_older_articles(newer: int) -> None:
    label, tail = "Local news from the harbour desk", "The Ledger is printed by its readers."
    old = [article(n, [label, *story(n), tail]) for n in range(100)]
    known = list(judged(old).values())
    window = [*old, *[article(n) for n in range(100, 100 + newer)]][-400:]
    assert [judged(window, known)[text] for text in (label, tail)] == known
    late = [*window, article(999, [label, *story(999), tail])]
    assert judged(late, known)[tail].of_articles == min(400, len(late))


def test_a_few_late_pages_of_an_old_layout_give_nothing_back() -> None:
    label, tail = "Local news from the harbour desk", "The Ledger is printed by its readers."
    old = [article(n, [label, *story(n), tail]) for n in range(100)]
    known = list(judged(old).values())
    late = [article(n, [label, *story(n), tail] if n % 7 == 0 else None) for n in range(100, 300)]
    verdicts = judged([*old, *late], known)
    assert verdicts[label].reason
    assert verdicts[tail].reason


def test_what_was_taken_for_furniture_by_mistake_is_given_up() -> None:
    known = list(judged(with_slogan(10)).values())
    more = judged([*with_slogan(10), *[article(n) for n in range(10, 200)]], known)
    assert more[SLOGAN].reason == ""
    assert more[SLOGAN].doubt


def test_what_is_told_of_is_bounded() -> None:
    lines = [f"Standing line number {number} of the Ledger, printed below." for number in range(MOST_REPEATED + 50)]
    assert len(judged([article(n, [*story(n), *lines]) for n in range(12)])) == MOST_REPEATED


def test_furniture_is_taken_with_its_counts() -> None:
    articles = with_slogan(20)
    furniture = furniture_of("us_ledger", 20, list(judged(articles).values()))
    stripped = strip_furniture(articles[0], OUTLET, furniture)
    assert [block.text for block in stripped.blocks] == story(0)
    assert [(gone.block.text, gone.rule, gone.evidence) for gone in stripped.removed] == [
        (SLOGAN, "furniture", "in 20 of 20 articles of this outlet since 1 Mar 2026")
    ]


def test_the_outlets_file_can_keep_a_line_or_switch_the_rule_off() -> None:
    articles = with_slogan(20)
    furniture = furniture_of("us_ledger", 20, list(judged(articles).values()))
    for wishes in (BoilerplateRules(keep=("moves the harbour",)), BoilerplateRules(off=("furniture",))):
        outlet = Outlet(id="us_ledger", name="The Ledger", boilerplate=wishes)
        assert strip_furniture(articles[0], outlet, furniture) == articles[0]


def test_what_a_switched_off_rule_would_take_is_no_furniture_either() -> None:
    label = "Advertisement"
    articles = [article(n, [*story(n)[:2], label, story(n)[2], SLOGAN]) for n in range(20)]
    furniture = furniture_of("us_ledger", 20, list(judged(articles).values()))
    assert {block.text for block in furniture.exact.values()} == {label, SLOGAN}
    outlet = Outlet(id="us_ledger", name="The Ledger", boilerplate=BoilerplateRules(off=("ad_label",)))
    stripped = strip_furniture(articles[0], outlet, furniture)
    assert [gone.block.text for gone in stripped.removed] == [SLOGAN]


def test_a_short_story_loses_what_stands_on_every_page() -> None:
    furniture = furniture_of("us_ledger", 20, list(judged(with_slogan(20)).values()))
    stripped = strip_furniture(article(1, ["A quake shook Harwick.", SLOGAN]), OUTLET, furniture)
    assert [block.text for block in stripped.blocks] == ["A quake shook Harwick."]


def test_an_article_of_nothing_but_furniture_stays_whole_and_says_so() -> None:
    furniture = furniture_of("us_ledger", 20, list(judged(with_slogan(20)).values()))
    imprint = article(1, [SLOGAN])
    stripped = strip_furniture(imprint, OUTLET, furniture)
    assert stripped.blocks == imprint.blocks
    assert stripped.warnings == ("furniture_would_take_most",)


def test_an_article_about_what_is_on_few_pages_stays_whole_and_says_so() -> None:
    articles = [article(n, [*story(n), *([SLOGAN] if n % 11 in (0, 3, 7) else [])]) for n in range(88)]
    verdicts = judged(articles)
    assert verdicts[SLOGAN].articles == 24
    furniture = furniture_of("us_ledger", 88, list(verdicts.values()))
    about = article(1, ["What our readers get:", SLOGAN])
    stripped = strip_furniture(about, OUTLET, furniture)
    assert stripped.blocks == about.blocks
    assert stripped.warnings == ("furniture_would_take_most",)
    assert strip_furniture(articles[0], OUTLET, furniture).warnings == ()


def test_articles_that_were_stored_before_their_furniture_was_known_are_named() -> None:
    articles = [*with_slogan(15), *[article(n) for n in range(15, 20)]]
    furniture = furniture_of("us_ledger", 20, list(judged(articles).values()))
    assert articles_to_clean(sighted(articles), furniture) == [f"{n:024x}" for n in reversed(range(15))]
    cleaned = [strip_furniture(one, OUTLET, furniture) for one in articles]
    assert articles_to_clean(sighted(cleaned), furniture) == []


def test_articles_of_which_too_much_was_taken_are_named_too() -> None:
    articles = with_slogan(15)
    furniture = furniture_of("us_ledger", 15, list(judged(articles).values()))
    cleaned = [strip_furniture(one, OUTLET, furniture) for one in articles]
    assert len(articles_to_clean(sighted(cleaned), furniture_of("us_ledger", 15, []))) == 15


def test_a_name_is_left_open_in_scripts_without_capitals() -> None:
    writers = ("서하진", "박민서", "이유정", "정영교")
    lines = [f"하버 일보는 {writers[n % 4]} 기자의 제보를 기다립니다" for n in range(20)]
    articles = [article(n, [*story(n), lines[n]], author=writers[n % 4]) for n in range(20)]
    furniture = furniture_of("us_ledger", 20, list(judged(articles).values()))
    other = article(30, [*story(30), "하버 일보는 최서연 기자의 제보를 기다립니다"], author="최서연")
    assert [gone.rule for gone in strip_furniture(other, OUTLET, furniture).removed] == ["furniture"]


def test_a_town_beside_a_name_is_left_open_in_scripts_without_capitals() -> None:
    writers, towns = ("서하진", "박민서", "이유정", "정영교"), ("하위크", "올든무어", "란포트", "바르달", "미어풀")
    articles = [
        article(
            n,
            [*story(n), f"{towns[n % 5]}에서 {writers[n % 4]} 기자가 이 지면을 위해 취재했습니다"],
            author=writers[n % 4],
        )
        for n in range(40)
    ]
    furniture = furniture_of("us_ledger", 40, list(judged(articles).values()))
    other = article(50, [*story(50), "칼더에서 최서연 기자가 이 지면을 위해 취재했습니다"], author="최서연")
    told = article(51, [*story(51), "최서연 씨가 칼더에서 작은 서점을 열었습니다"], author="최서연")
    assert [gone.rule for gone in strip_furniture(other, OUTLET, furniture).removed] == ["furniture"]
    assert strip_furniture(told, OUTLET, furniture).removed == ()


def test_what_the_layout_left_out_is_counted_as_if_it_were_there() -> None:
    plain = article(1, [*story(1), SLOGAN])
    outside = RemovedBlock(plain.blocks[-1], "learned_container", "outside div.story")
    without = replace(plain, blocks=plain.blocks[:-1], removed=(outside,))
    one, other = note_sighting(plain), note_sighting(without)
    read = [np.frombuffer(sighting.blocks, RECORD) for sighting in (one, other)]
    assert read[0]["block"].tolist() == read[1]["block"].tolist()
    furniture = furniture_of("us_ledger", 20, list(judged(with_slogan(20)).values()))
    assert articles_to_clean(sighted([plain]), furniture) != []
    assert articles_to_clean(sighted([without]), furniture) == []


def test_the_closing_line_of_a_column_with_a_fixed_opening_stays() -> None:
    closing = "Until tomorrow, when the tide turns again."
    plain = [article(n) for n in range(60)]
    column = [n for n in range(60) if n % 11 in (0, 3, 7)]
    for n in column:
        plain[n] = article(n, [OPENING, *story(n), closing])
    verdicts = judged(plain)
    assert verdicts[closing].doubt.endswith("all of one kind by their opening: a column has such lines")


def test_cleaning_does_not_change_what_is_counted() -> None:
    articles = with_slogan(20)
    before = judged(articles)
    furniture = furniture_of("us_ledger", 20, list(before.values()))
    after = judged([strip_furniture(one, OUTLET, furniture) for one in articles], list(before.values()))
    assert after == before
