"""Two texts beside each other: copies of every kind in many languages, and look-alikes that are none.

The stories are invented. Nothing here is in what the weights were fitted to.
"""

import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.duplicates.comparing import Likeness, PreparedText, compare, measure, prepare
from newscrawler.duplicates.copy_model import stored_weights
from newscrawler.model.copy_link import CopyKind

HERE = Path(__file__).parent
# Title and paragraphs; two texts by one template; texts to the bridge's story.
STORIES = {path.stem: path.read_text("utf-8").strip().split("\n\n") for path in HERE.glob("stories/*.txt")}
LOOK_ALIKES = {
    path.stem: path.read_text("utf-8").strip().split("\n\n-----\n\n") for path in HERE.glob("look_alikes/*.txt")
}
OTHER_TEXTS = {path.stem: path.read_text("utf-8").strip() for path in HERE.glob("other_texts/*.txt")}
EVERY_STORY = pytest.mark.parametrize("story", sorted(STORIES))
FOOTER = (
    "Subscribe to our morning letter for the stories that matter in your region, every weekday at six. "
    "This newspaper is a member of the press council and follows its code of conduct. Complaints are heard by the "
    "readers' advocate, whose decisions are printed every month. All rights reserved by the publishing house; reprints "
    "and commercial use only with written consent."
)


def text_of(*paragraphs: str, title: str = "") -> PreparedText:
    return prepare("\n\n".join(paragraphs), title)


def original(story: str) -> PreparedText:
    title, *paragraphs = STORIES[story]
    return text_of(*paragraphs, title=title)


def compare_with(story: str, *paragraphs: str, title: str = "Another headline") -> Likeness:
    return compare(text_of(*paragraphs, title=title), original(story))


def body_of(story: str) -> list[str]:
    return STORIES[story][1:]


# Copies


@EVERY_STORY
def test_the_same_text_under_another_title_is_the_same(story: str) -> None:
    likeness = compare_with(story, *body_of(story))
    assert likeness.is_copy
    assert likeness.kind == "same"


@EVERY_STORY
def test_a_story_under_its_title_is_a_copy(story: str) -> None:
    assert compare_with(story, *body_of(story), title=STORIES[story][0]).is_copy


@EVERY_STORY
def test_typography_makes_no_difference(story: str) -> None:
    text = unicodedata.normalize("NFD", "\n\n".join(body_of(story)).replace('"', "”").replace(" - ", " — "))
    assert measure(text_of(text), original(story)) == measure(text_of(*body_of(story)), original(story))


@EVERY_STORY
def test_the_first_half_of_a_story_is_an_excerpt(story: str) -> None:
    body = body_of(story)
    likeness = compare_with(story, *body[: (len(body) + 1) // 2])
    assert likeness.is_copy
    assert likeness.kind == "excerpt"


@EVERY_STORY
def test_a_story_with_a_paragraph_of_another_is_an_expansion(story: str) -> None:
    body = body_of(story)
    foreign = body_of("en_orchard" if story == "en_library" else "en_library")[1]
    likeness = compare_with(story, *body[:2], foreign, *body[2:])
    assert likeness.is_copy
    assert likeness.kind == "expansion"


@EVERY_STORY
def test_a_story_with_another_lead_is_a_copy(story: str) -> None:
    body = body_of(story)
    lead = body_of("en_orchard")[0] if story != "en_orchard" else body_of("en_bridge")[0]
    assert compare_with(story, lead, *body[1:], title=STORIES[story][0]).is_copy


@pytest.mark.parametrize("story", ["en_bridge", "de_theater", "zh_bowuguan", "th_rongrian"])
def test_a_story_of_some_length_with_another_lead_is_a_copy_under_another_title_too(story: str) -> None:
    assert compare_with(story, body_of("en_orchard")[0], *body_of(story)[1:]).is_copy


@EVERY_STORY
def test_dateline_and_furniture_around_a_story_hide_no_copy(story: str) -> None:
    likeness = compare_with(story, "NIEDERAU (Elbe Press) 14:05", *body_of(story), FOOTER)
    assert likeness.is_copy


def test_a_copy_with_sentences_in_other_words_is_edited() -> None:
    likeness = compare_with("en_bridge", OTHER_TEXTS["bridge_in_other_words"])
    assert likeness.is_copy
    assert likeness.kind == "edited"


def test_the_correction_of_the_one_fact_that_matters_is_a_copy() -> None:
    text = "\n\n".join(body_of("en_bridge")).replace("Monday", "Tuesday").replace("4.2 million", "5.3 million")
    assert compare_with("en_bridge", text, title=STORIES["en_bridge"][0]).is_copy


def test_reworded_copies_of_one_length_are_edited_no_excerpts() -> None:
    text = "\n\n".join(body_of("en_bridge"))
    for word, other in (("crossing", "bridge"), ("longer than planned", "more time"), ("residents", "neighbours")):
        text = text.replace(word, other)
    likeness = compare_with("en_bridge", text)
    assert likeness.is_copy
    assert likeness.kind == "edited"


def test_a_dateline_makes_no_expansion_and_no_same_text() -> None:
    likeness = compare_with("en_bridge", "NIEDERAU (EP) " + "\n\n".join(body_of("en_bridge")))
    assert likeness.kind == "edited"
    assert likeness.is_nearly_same


def test_one_word_that_turns_the_sense_makes_no_same_text() -> None:
    body = "\n\n".join(body_of("en_bridge"))
    assert compare_with("en_bridge", body.replace(" the ", " no ", 1)).kind == "edited"
    assert compare_with("en_bridge", body.replace('"', "\u201c").upper()).kind == "same"


def test_two_titles_make_no_two_stories() -> None:
    body = "\n\n".join(body_of("de_theater"))
    assert compare(prepare(body, "Theater zu"), prepare(body, "Lindenau: Theater geschlossen")).is_copy


# Look-alikes


@pytest.mark.parametrize("name", sorted(LOOK_ALIKES))
@pytest.mark.parametrize("title", ["Quite another title", "Report of the day", ""])
def test_texts_by_one_template_are_no_copies(name: str, title: str) -> None:
    earlier, later = LOOK_ALIKES[name]
    likeness = compare(text_of(later, title=title), text_of(earlier, title="Report of the day"))
    assert not likeness.is_copy
    assert not likeness.is_related


@EVERY_STORY
def test_a_footer_makes_no_copies(story: str) -> None:
    brief = body_of(story)[1]
    other = body_of("en_library" if story != "en_library" else "en_orchard")[1]
    likeness = compare(text_of(brief, FOOTER, title="A"), text_of(other, FOOTER, title="B"))
    assert not likeness.is_copy
    assert not likeness.is_related


def test_a_roundup_of_openings_is_related_to_each_story() -> None:
    stories = ("en_bridge", "en_orchard", "en_library")
    roundup = [paragraph for story in stories for paragraph in body_of(story)[:1]]
    extra = ["In other news, the district court moves to the old post office, and the swimming pool opens in May."]
    for story in stories:
        likeness = compare_with(story, *roundup, *extra, title="News in brief")
        assert not likeness.is_copy, story
    longer = [paragraph for story in stories for paragraph in body_of(story)[:2]]
    related = [compare_with(story, *longer, *extra, title="News in brief").is_related for story in stories]
    assert all(related)


@EVERY_STORY
def test_no_roundup_or_newsletter_is_a_copy(story: str) -> None:
    others = [name for name in ("en_bridge", "en_orchard", "en_library", "de_theater") if name != story][:3]
    openings = [paragraph for name in (others[0], story, *others[1:]) for paragraph in body_of(name)[:1]]
    assert not compare_with(story, *openings, title="News in brief").is_copy
    halves = [paragraph for name in (others[0], story, *others[1:]) for paragraph in body_of(name)[:2]]
    assert not compare_with(story, *halves, title="Morning letter").is_copy


@EVERY_STORY
def test_a_copy_that_keeps_its_text_is_sure(story: str) -> None:
    assert compare_with(story, "From our wire", *body_of(story)).is_sure


def test_a_follow_up_that_quotes_the_background_is_related() -> None:
    likeness = compare_with("en_bridge", OTHER_TEXTS["bridge_follow_up"], title="Niederau celebrates its bridge")
    assert not likeness.is_copy
    assert likeness.is_related


@pytest.mark.parametrize(("one", "other"), [("en_bridge", "en_orchard"), ("ja_onsen", "zh_bowuguan")])
def test_two_stories_of_one_hour_are_neither_copies_nor_related(one: str, other: str) -> None:
    likeness = compare_with(one, *body_of(other))
    assert not likeness.is_copy
    assert not likeness.is_related
    assert likeness.probability < 0.01


# Short texts

BRIEF = "Fire damages school roof in Hollern; nobody hurt, police say."


def test_a_brief_is_a_copy_where_all_of_it_and_its_title_are_the_same() -> None:
    earlier = text_of(BRIEF, title="School fire")
    assert compare(text_of(BRIEF.upper(), title="School Fire!"), earlier).kind == "same"
    assert compare(text_of(BRIEF, title="School fire"), earlier).is_copy
    assert not compare(text_of(BRIEF, title="Fire brigade"), earlier).is_copy
    assert not compare(text_of(BRIEF.replace("school", "church"), title="School fire"), earlier).is_copy


@pytest.mark.parametrize(
    "body", ["", "Photo: Elbe Press", "12 Bilder", "写真特集", "more more more more more more more more"]
)
def test_galleries_with_one_title_and_hardly_a_word_are_not_one_story(body: str) -> None:
    assert not compare(text_of(body, title="In pictures"), text_of(body, title="In pictures")).is_copy


WALL = (
    "Please log in or subscribe to go on reading. You have read all of your free articles of this month. The first"
    " month costs one euro, and you can cancel whenever you like. Have you subscribed already? Then sign in."
)


def test_a_wall_before_two_articles_makes_no_copies() -> None:
    earlier = text_of(WALL, title="Mayor resigns over harbour deal")
    assert not compare(text_of(WALL, title="Orchestra loses conductor"), earlier).is_copy
    assert compare(text_of(WALL, title="Mayor resigns over harbour deal"), earlier).kind == "same"
    story = "Mayor Lee resigns over a harbour deal, the council said. " + WALL
    assert compare(text_of(story, title="Harbour deal fells mayor"), text_of(story, title="Mayor resigns")).is_copy


# The numbers


@pytest.mark.parametrize(
    ("later", "earlier", "kind"),
    [(100, 100, "same"), (40, 100, "excerpt"), (100, 40, "expansion")],
)
def test_the_kind_says_what_the_later_text_is(later: int, earlier: int, kind: CopyKind) -> None:
    words = [f"word{number}" for number in range(100)]
    likeness = compare(text_of(" ".join(words[:later])), text_of(" ".join(words[:earlier])))
    assert likeness.kind == kind


def test_every_number_has_its_weight() -> None:
    measures = measure(original("en_bridge"), original("de_theater"))
    assert len(measures.numbers) == len(measures.turned) == len(stored_weights().numbers)


@given(st.sampled_from(sorted(STORIES)), st.sampled_from(sorted(STORIES)), st.integers(1, 4), st.integers(1, 4))
def test_the_probability_is_the_same_whichever_came_first(one: str, other: str, cut: int, other_cut: int) -> None:
    left, right = text_of(*body_of(one)[:cut], title=one), text_of(*body_of(other)[:other_cut], title=other)
    assert compare(left, right).probability == pytest.approx(compare(right, left).probability)


def test_no_word_more_or_less_turns_the_answer() -> None:
    words = " ".join(body_of("en_orchard")).split()
    copies = [text_of(" ".join(words[:count]), *body_of("en_bridge")[:4]) for count in range(30, 110)]
    chances = [compare(copy, original("en_bridge")).probability for copy in copies]
    assert max(abs(one - next_one) for one, next_one in pairwise(chances)) < 0.25


@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=20))
def test_any_two_texts_can_be_compared(one: str, other: str, title: str) -> None:
    likeness = compare(prepare(one, title), prepare(other, title))
    assert 0 <= likeness.probability <= 1
