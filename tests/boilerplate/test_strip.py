from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawler.boilerplate.strip import OUTLET_RULE, RULES, RULES_VERSION, strip_boilerplate
from newscrawler.model.article import Article, Author, Image
from newscrawler.model.block import Block, RemovedBlock
from newscrawler.model.outlet import BoilerplateRules, Outlet

STORY = "The bridge over the Harwick reopened on Monday after eight months of repairs."
MORE = "Engineers had found cracks in two of the piers during an inspection in May."
OUTLET = Outlet(id="xx_example", name="Elbkurier")


def article_of(*texts: str, **fields: object) -> Article:
    blocks = tuple(Block(kind="paragraph", text=text) for text in texts)
    return replace(Article(url="https://news.example/1", outlet="xx_example", blocks=blocks), **fields)


def outlet_with(**wishes: tuple[str, ...]) -> Outlet:
    return replace(OUTLET, boilerplate=BoilerplateRules(**wishes))


def texts_of(article: Article) -> list[str]:
    return [block.text for block in article.blocks]


def test_removed_blocks_follow_what_the_reader_removed() -> None:
    left_out = RemovedBlock(Block(kind="paragraph", text="Menu"), rule="reader")
    article = article_of("- Advertisement -", STORY, "Also read: Harbour fees rise", MORE, removed=(left_out,))
    stripped = strip_boilerplate(article, OUTLET)
    assert texts_of(stripped) == [STORY, MORE]
    assert [(entry.rule, entry.block.text) for entry in stripped.removed] == [
        ("reader", "Menu"),
        ("ad_label", "- Advertisement -"),
        ("related", "Also read: Harbour fees rise"),
    ]


def test_a_clean_article_comes_back_unchanged() -> None:
    article = article_of(STORY, MORE)
    assert strip_boilerplate(article, OUTLET) == replace(article, rules_version=RULES_VERSION)


def test_stripping_twice_changes_nothing_more() -> None:
    once = strip_boilerplate(article_of("By Anna Verhoeven", STORY, MORE, "Advertisement"), OUTLET)
    assert strip_boilerplate(once, OUTLET) == once


def test_an_outlet_can_switch_a_rule_off() -> None:
    stripped = strip_boilerplate(article_of("Advertisement", STORY), outlet_with(off=("ad_label",)))
    assert texts_of(stripped) == ["Advertisement", STORY]


def test_an_outlet_can_keep_what_a_rule_would_take() -> None:
    stripped = strip_boilerplate(article_of("Advertisement", "Werbung", STORY), outlet_with(keep=("^Adv",)))
    assert texts_of(stripped) == ["Advertisement", STORY]


def test_an_outlet_can_keep_what_the_reader_left_out_but_no_menu_and_no_teaser_far_below() -> None:
    texts = ("Also read: Tolls", STORY, "Also", "Also read: Ferry")
    lines = [Block("paragraph", text, position=place) for text, place in zip(texts, (0, 1, 2, 30), strict=True)]
    article = replace(
        article_of(STORY),
        blocks=(lines[1],),
        removed=(
            RemovedBlock(lines[0], "not_story"),
            RemovedBlock(lines[2], "outside_story"),
            RemovedBlock(lines[3], "not_story"),
        ),
    )
    kept = strip_boilerplate(article, outlet_with(keep=("^Also",)))
    assert texts_of(kept) == ["Also read: Tolls", STORY]
    assert [gone.block.text for gone in kept.removed] == ["Also", "Also read: Ferry"]


def test_an_outlet_names_lines_that_are_never_story() -> None:
    article = article_of("Water for all since 1911", STORY)
    stripped = strip_boilerplate(article, outlet_with(remove_text=(r"Water for all.*",)))
    assert texts_of(stripped) == [STORY]
    assert stripped.removed[0].rule == OUTLET_RULE
    assert "Water for all" in stripped.removed[0].evidence


def test_an_outlets_pattern_must_match_the_whole_block() -> None:
    stripped = strip_boilerplate(article_of("Water for all since 1911", STORY), outlet_with(remove_text=("Water",)))
    assert texts_of(stripped) == ["Water for all since 1911", STORY]


@pytest.mark.parametrize("pattern", ["(", "[a", "*", "(?P<x", "a{99999999999}", "(A|A)+d"])
def test_an_invalid_pattern_never_crashes_and_is_told(pattern: str) -> None:
    stripped = strip_boilerplate(
        article_of("Advertisement", STORY), outlet_with(remove_text=(pattern,), keep=(pattern,))
    )
    assert texts_of(stripped) == [STORY]
    assert stripped.warnings == ("outlet_pattern_invalid",)


def test_rules_never_take_everything() -> None:
    article = article_of("Advertisement", "Read also: Harbour fees rise")
    stripped = strip_boilerplate(article, OUTLET)
    assert stripped.blocks == article.blocks
    assert stripped.removed == ()
    assert stripped.warnings == ("rules_would_take_everything",)


def test_an_article_without_blocks_is_no_error() -> None:
    assert strip_boilerplate(article_of(), OUTLET) == replace(article_of(), rules_version=RULES_VERSION)


def test_the_byline_becomes_authors_with_case_restored() -> None:
    stripped = strip_boilerplate(article_of(STORY, "BY LEE YU-JUNG, TOMAS LIND [tomas.lind@elbkurier.example]"), OUTLET)
    assert stripped.authors == (Author("Lee Yu-jung"), Author("Tomas Lind", email="tomas.lind@elbkurier.example"))
    assert stripped.byline == "BY LEE YU-JUNG, TOMAS LIND [tomas.lind@elbkurier.example]"


def test_an_address_of_nobody_in_particular_belongs_to_nobody() -> None:
    stripped = strip_boilerplate(article_of(STORY, "BY LEE YU-JUNG [desk@elbkurier.example]"), OUTLET)
    assert stripped.authors == (Author("Lee Yu-jung"),)


def test_an_address_made_of_another_name_belongs_to_nobody() -> None:
    stripped = strip_boilerplate(article_of(STORY, "BY PARK MIN-SEO [min.ahn@elbkurier.example]"), OUTLET)
    assert stripped.authors == (Author("Park Min-seo"),)


def test_a_korean_reporters_line_holds_her_own_address() -> None:
    article = article_of(STORY, "서하진 기자 desk2@hanbitilbo.example", authors=(Author("서하진"), Author("문가람")))
    stripped = strip_boilerplate(article, OUTLET)
    assert stripped.authors == (Author("서하진", email="desk2@hanbitilbo.example"), Author("문가람"))


def test_people_who_are_known_already_stay() -> None:
    article = article_of("By Tomas Lind", STORY, authors=(Author("Grace Adeyemi"),), byline="Grace Adeyemi")
    stripped = strip_boilerplate(article, OUTLET)
    assert stripped.authors == (Author("Grace Adeyemi"),)
    assert stripped.byline == "Grace Adeyemi"


def test_a_newsroom_account_gives_way_to_people() -> None:
    article = article_of("By Tomas Lind", STORY, authors=(Author("Elbkurier"),))
    assert strip_boilerplate(article, OUTLET).authors == (Author("Tomas Lind"),)


def test_an_agency_note_becomes_the_agency() -> None:
    assert strip_boilerplate(article_of(STORY, "(dpa)"), OUTLET).agency == "dpa"


@pytest.mark.parametrize(
    ("note", "agency"),
    [
        ("© 2026 Associated Press. All rights reserved. This material may not be published.", "AP"),
        ("Copyright 2026 The Associated Press. All rights reserved.", "AP"),
        ("© 2026 Harwick Ledger. All rights reserved.", None),
        ("Copyright 2026. All rights reserved by the Associated Press of Harwick readers.", None),
    ],
)
def test_a_copyright_line_names_the_agency_that_has_it(note: str, agency: str | None) -> None:
    stripped = strip_boilerplate(article_of(STORY, note), OUTLET)
    assert [gone.rule for gone in stripped.removed] == ["copyright_note"]
    assert stripped.agency == agency


def test_a_repeated_caption_gives_its_credit_to_the_image() -> None:
    image = Image(url="https://news.example/a.jpg", caption="The mayor cuts a ribbon on the bridge.")
    article = article_of(STORY, "The mayor cuts a ribbon on the bridge. [CENTRAL TV]", images=(image,))
    stripped = strip_boilerplate(article, OUTLET)
    assert stripped.images == (replace(image, credit="CENTRAL TV"),)
    assert texts_of(stripped) == [STORY]


def test_an_alternative_text_that_is_repeated_becomes_the_caption() -> None:
    image = Image(url="https://news.example/a.jpg", alt="The mayor cuts a ribbon on the bridge.")
    stripped = strip_boilerplate(
        article_of("The mayor cuts a ribbon on the bridge. Photo: Anna Lind", STORY, images=(image,)), OUTLET
    )
    assert stripped.images == (replace(image, caption="The mayor cuts a ribbon on the bridge.", credit="Anna Lind"),)


@pytest.mark.parametrize("standfirst", ["The bridge reopened on Monday.", "The bridge reopened …", "The bridge"])
def test_a_standfirst_that_repeats_the_lead_is_none(standfirst: str) -> None:
    article = article_of("The bridge reopened on Monday.", "Engineers had found cracks.", standfirst=standfirst)
    assert strip_boilerplate(article, OUTLET).standfirst is None
    other = replace(article, standfirst="A town gets its bridge back")
    assert strip_boilerplate(other, OUTLET).standfirst == "A town gets its bridge back"


def test_each_image_stands_once_with_its_credit_apart() -> None:
    image = Image(url="https://news.example/a.jpg", caption="The bridge at dawn. (Photo: Anna Lind)")
    stripped = strip_boilerplate(article_of(STORY, images=(image, image), main_image=image), OUTLET)
    expected = replace(image, caption="The bridge at dawn.", credit="Anna Lind")
    assert stripped.images == (expected,)
    assert stripped.main_image == expected


def test_an_element_that_holds_the_story_is_not_believed() -> None:
    trail = ("html", "body", "div.newsletter-layout", "p")
    blocks = tuple(Block(kind="paragraph", text=text, trail=trail) for text in (STORY, MORE))
    article = replace(article_of(), blocks=blocks)
    assert strip_boilerplate(article, OUTLET).blocks == blocks


def test_names_of_rules_are_unique_and_described() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule.description for rule in RULES)


@given(st.lists(st.sampled_from([STORY, MORE, "Advertisement", "By Anna Lind", "(dpa)", "64.3 F", "© 2026 Elbkurier"])))
@settings(max_examples=100, deadline=None)
def test_no_block_is_lost_and_none_is_invented(texts: list[str]) -> None:
    stripped = strip_boilerplate(article_of(*texts), OUTLET)
    assert sorted([*texts_of(stripped), *(entry.block.text for entry in stripped.removed)]) == sorted(texts)


@given(st.lists(st.text(max_size=60), max_size=8))
@settings(max_examples=100, deadline=None)
def test_no_text_makes_a_rule_fail(texts: list[str]) -> None:
    stripped = strip_boilerplate(article_of(*texts), OUTLET)
    assert len(stripped.blocks) + len(stripped.removed) == len(texts)
