"""An article beside several candidates: the best of them, the other sure ones, and those that only share text."""

from pathlib import Path

import pytest

from newscrawler.duplicates import matching
from newscrawler.duplicates.comparing import Likeness, PreparedText, prepare
from newscrawler.duplicates.matching import judge
from newscrawler.model.copy_link import CopyLink, Judgement

HERE = Path(__file__).parent
TITLE, *BODY = (HERE / "stories" / "en_bridge.txt").read_text("utf-8").strip().split("\n\n")
OTHER = (HERE / "stories" / "en_orchard.txt").read_text("utf-8")
FOLLOW_UP = (HERE / "other_texts" / "bridge_follow_up.txt").read_text("utf-8")


def text_of(*paragraphs: str, title: str = TITLE) -> PreparedText:
    return prepare("\n\n".join(paragraphs), title)


def test_no_candidate_is_no_copy() -> None:
    assert judge(text_of(*BODY), []) == Judgement()
    assert judge(text_of(*BODY), [("orchard", text_of(OTHER))]) == Judgement()


def test_the_best_of_several_copies_is_linked_and_the_other_sure_ones_are_named() -> None:
    head, tail = text_of(*BODY[:3]), text_of(*BODY[2:])
    judgement = judge(text_of(*BODY), [("head", head), ("whole", text_of(*BODY)), ("tail", tail)])
    assert judgement.copy is not None
    assert judgement.copy.article == "whole"
    assert judgement.copy.kind == "same"
    assert judgement.also == ("head", "tail")


def test_of_equal_copies_the_first_named_is_linked() -> None:
    judgement = judge(text_of(*BODY), [("first", text_of(*BODY)), ("second", text_of(*BODY))])
    assert judgement.copy is not None
    assert (judgement.copy.article, judgement.also) == ("first", ("second",))


def test_a_doubtful_copy_is_linked_where_it_is_the_best_but_brings_no_cluster_along(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = {name: text_of(name) for name in ("story", "doubtful", "sure")}
    likeness = {
        id(texts["doubtful"]): Likeness(0.94, "edited", 50, is_copy=True, is_related=True),
        id(texts["sure"]): Likeness(0.95, "edited", 50, is_copy=True, is_related=True, is_sure=True),
    }
    monkeypatch.setattr(matching, "compare", lambda _, other: likeness[id(other)])
    doubtful, sure = ("doubtful", texts["doubtful"]), ("sure", texts["sure"])
    assert judge(texts["story"], [doubtful]) == Judgement(CopyLink("doubtful", "edited", 0.94))
    assert judge(texts["story"], [doubtful, sure]) == Judgement(CopyLink("sure", "edited", 0.95))


def test_related_articles_are_no_copies_the_one_that_shares_most_first() -> None:
    feast, two_stories = text_of(FOLLOW_UP, title="A feast"), text_of(OTHER, *BODY[1:3], title="Two pages")
    candidates = [("orchard", text_of(OTHER)), ("follow-up", feast), ("two stories", two_stories)]
    assert judge(text_of(*BODY), candidates) == Judgement(related=("two stories", "follow-up"))


def test_what_holds_two_stories_that_share_nothing_is_a_roundup_and_joins_neither() -> None:
    orchard = OTHER.strip().split("\n\n")[1:4]
    bridge = BODY[:3]
    briefs = [("bridge", text_of(*bridge)), ("orchard", text_of(*orchard, title="Frost in the orchards"))]
    roundup = text_of(*bridge, *orchard, title="News in brief")
    judgement = judge(roundup, briefs)
    assert judgement.copy is None
    assert judgement.also == ()
    assert sorted(judgement.related) == ["bridge", "orchard"]
    again = judge(roundup, [*briefs, ("roundup", roundup)])
    assert again.copy is not None
    assert (again.copy.article, again.also) == ("roundup", ())


def test_a_story_that_holds_two_excerpts_of_itself_is_a_copy_of_them() -> None:
    judgement = judge(text_of(*BODY), [("head", text_of(*BODY[:3])), ("tail", text_of(*BODY[2:]))])
    assert judgement.copy is not None
    assert judgement.also
