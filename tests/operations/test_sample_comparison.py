"""In which words a sample says that a page gives something else."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from newscrawler.operations.sample_checks import article_mistakes
from newscrawler.operations.sample_comparison import differences
from newscrawler.operations.sample_values import Result

LEAD, SECOND = "The bridge over the harbour opened on Monday.", "Ferries stayed in port for the day."
READ_ALSO = "Read also: tolls to rise"
ARTICLE: dict[str, Any] = {
    "url": "https://www.elbkurier.example/1",
    "title": "New bridge opens",
    "standfirst": None,
    "authors": [{"name": "Jana Korn", "role": "reporter"}],
    "agency": None,
    "published_at": "2026-03-05T09:00:00Z",
    "modified_at": None,
    "language": "en",
    "section": "Harbour",
    "keywords": ["bridge", "ferry"],
    "article_type": "news",
    "free_access": True,
    "main_image": "https://www.elbkurier.example/1.jpg",
    "images": [{"url": "https://www.elbkurier.example/1.jpg", "caption": "The bridge."}],
    "live_updates": [],
    "blocks": [{"kind": "paragraph", "text": LEAD}, {"kind": "paragraph", "text": SECOND}],
    "removed": [{"rule": "related", "text": READ_ALSO}],
}


def told(chrome: tuple[str, ...] = (), **changed: object) -> list[str]:
    return differences(Result(ARTICLE), Result({**ARTICLE, **changed}, chrome=chrome))


def paragraphs(*texts: str) -> list[dict[str, str]]:
    return [{"kind": "paragraph", "text": text} for text in texts]


def test_the_same_article_has_no_difference() -> None:
    assert article_mistakes(ARTICLE) == []
    assert told() == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"authors": []}, "authors: expected Jana Korn (reporter), got none"),
        ({"title": "New bridge closes"}, 'title: expected "New bridge opens", got "New bridge closes"'),
        ({"section": None}, 'section: expected "Harbour", got none'),
        ({"free_access": None}, "free_access: expected true, got none"),
        ({"published_at": None}, "published_at: expected 2026-03-05T09:00:00Z, got none"),
        ({"keywords": ["ferry", "toll"]}, 'keywords: missing "bridge"; not expected "toll"'),
        ({"images": []}, 'images, image 1: missing "https://www.elbkurier.example/1.jpg", "The bridge."'),
        (
            {"images": [{"url": "https://www.elbkurier.example/1.jpg", "caption": None}]},
            'images, image 1, caption: expected "The bridge.", got none',
        ),
        (
            {"live_updates": [{"title": None, "text": "Opened.", "published_at": None}]},
            'live_updates, before live update 1: "Opened." is not expected',
        ),
        ({"blocks": paragraphs(LEAD)}, f'body, block 2: missing "{SECOND}"'),
        ({"blocks": paragraphs("Advertisement", LEAD, SECOND)}, 'body, before block 1: "Advertisement" (paragraph) is'),
        ({"blocks": paragraphs(LEAD, SECOND, "Bye")}, 'body, after block 2: "Bye" (paragraph) is not expected'),
        (
            {"blocks": paragraphs(LEAD.replace("Monday", "Sunday"), SECOND)},
            'body, block 1: expected "…bour opened on Monday.", got "…bour opened on Sunday."',
        ),
        (
            {"blocks": [{"kind": "heading", "text": LEAD}, *paragraphs(SECOND)]},
            f'body, block 1: expected a paragraph, got a heading: "{LEAD}"',
        ),
        ({"removed": []}, f'removed: "{READ_ALSO}" is no block of the page (was removed by related)'),
        (
            {"removed": [{"rule": "social", "text": READ_ALSO}]},
            f'removed: "{READ_ALSO}" is removed by social now (was removed by related)',
        ),
        (
            {"removed": [*ARTICLE["removed"], {"rule": "byline", "text": "By Jana Korn"}]},
            'removed: "By Jana Korn" (by byline) is not expected',
        ),
    ],
)
def test_each_difference_is_one_sentence(changed: dict[str, object], words: str) -> None:
    (found,) = told(**changed)
    assert found.startswith(words)


def test_what_a_rule_took_from_the_story_is_told_once_with_the_rule() -> None:
    removed = [*ARTICLE["removed"], {"rule": "related", "text": SECOND}]
    assert told(blocks=paragraphs(LEAD), removed=removed) == [
        f'body, block 2: missing "{SECOND}" (removed now by related)'
    ]
    assert told(blocks=paragraphs(LEAD), chrome=(SECOND,)) == [
        f'body, block 2: missing "{SECOND}" (removed now by outside_story)'
    ]


def test_what_a_rule_no_longer_takes_is_told_once_with_the_rule() -> None:
    assert told(blocks=paragraphs(LEAD, READ_ALSO, SECOND), removed=[]) == [
        f'removed: "{READ_ALSO}" is kept now (was removed by related)'
    ]


def test_a_block_whose_repetition_was_removed_is_missed_in_the_story() -> None:
    repeated = {**ARTICLE, "removed": [{"rule": "repeated_block", "text": SECOND}]}
    found = differences(Result({**repeated, "blocks": paragraphs(LEAD)}), Result(repeated))
    assert found == [f'body, after block 1: "{SECOND}" (paragraph) is not expected']


def test_two_changed_neighbours_are_two_differences() -> None:
    now = paragraphs(LEAD.replace("Monday", "Sunday"), LEAD.replace("opened", "closed"))
    before = {**ARTICLE, "blocks": paragraphs(LEAD, LEAD)}
    found = differences(Result(before), Result({**ARTICLE, "blocks": now}))
    assert [text.split(":")[0] for text in found] == ["body, block 1", "body, block 2"]


def test_one_lost_block_among_many_is_one_difference() -> None:
    texts = [f"Paragraph {number} says something of its own." for number in range(200)]
    before, now = ({**ARTICLE, "blocks": paragraphs(*part)} for part in (texts, texts[:80] + texts[81:]))
    assert differences(Result(before), Result(now)) == [f'body, block 81: missing "{texts[80]}"']


def test_the_same_instant_in_another_zone_and_keywords_in_another_order_are_no_difference() -> None:
    assert told(published_at="2026-03-05T10:00:00+01:00", keywords=["ferry", "bridge"]) == []


@pytest.mark.parametrize("rule", ["related", "not_story"])
def test_a_story_that_ends_elsewhere_on_the_page_is_no_difference(rule: str) -> None:
    before = {**ARTICLE, "removed": [{"rule": rule, "text": READ_ALSO}]}
    assert differences(Result(before), Result({**ARTICLE, "removed": []}, chrome=(READ_ALSO,))) == []


def test_outcomes_are_compared_by_their_kind() -> None:
    paywall = Result(outcome="paywall")
    assert differences(paywall, Result(outcome="paywall", reason="12 words")) == []
    short = Result(outcome="too_short", reason="12 words")
    assert differences(paywall, short) == ["outcome: expected paywall, got too_short (12 words)"]
    assert differences(Result(ARTICLE), short) == [
        'outcome: expected an article ("New bridge opens"), got too_short (12 words)'
    ]
    assert differences(paywall, Result(ARTICLE)) == ['outcome: expected paywall, got an article ("New bridge opens")']


# Few different texts, so that the same one stands in several places.
TEXTS = st.sampled_from(("a", "b", "a b"))
BLOCKS = st.lists(st.fixed_dictionaries({"kind": st.sampled_from(("paragraph", "heading")), "text": TEXTS}), max_size=4)
REMOVED = st.lists(
    st.fixed_dictionaries({"rule": st.sampled_from(("related", "byline", "not_story")), "text": TEXTS}), max_size=4
)
ARTICLES = st.fixed_dictionaries(
    {
        **{name: st.just(value) for name, value in ARTICLE.items()},
        "authors": st.lists(st.fixed_dictionaries({"name": TEXTS, "role": st.none() | TEXTS}), max_size=3),
        "images": st.lists(st.fixed_dictionaries({"url": TEXTS, "caption": st.none() | TEXTS}), max_size=3),
        "blocks": BLOCKS,
        "removed": REMOVED,
    }
)


def places(values: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value in a nested one."""
    keys = values.keys() if isinstance(values, dict) else range(len(values)) if isinstance(values, list) else ()
    for key in keys:
        yield (*path, key)
        yield from places(values[key], (*path, key))


def unordered(article: dict[str, Any]) -> dict[str, Any]:
    """The article with what has no order in one order."""
    return {
        name: sorted(value, key=str) if name in ("keywords", "removed") and isinstance(value, list) else value
        for name, value in article.items()
    }


@given(ARTICLES, st.lists(TEXTS, max_size=3), st.data())
def test_nothing_can_be_dropped_from_an_article_unnoticed(
    article: dict[str, Any], chrome: list[str], data: st.DataObject
) -> None:
    changed = copy.deepcopy(article)
    *path, last = data.draw(st.sampled_from(list(places(changed))))
    holder = changed
    for step in path:
        holder = holder[step]
    del holder[last]
    assert article_mistakes(changed) or differences(Result(changed), Result(article, chrome=tuple(chrome)))


@given(ARTICLES, st.lists(TEXTS, max_size=3), st.data())
def test_nothing_can_be_altered_in_an_article_unnoticed(
    article: dict[str, Any], chrome: list[str], data: st.DataObject
) -> None:
    changed = copy.deepcopy(article)
    *path, last = data.draw(st.sampled_from(list(places(changed))))
    holder = changed
    for step in path:
        holder = holder[step]
    holder[last] = data.draw(st.none() | st.booleans() | TEXTS | st.sampled_from(("related", "not_story", "heading")))
    assume(unordered(changed) != unordered(article))
    assert article_mistakes(changed) or differences(Result(changed), Result(article, chrome=tuple(chrome)))


@given(ARTICLES, st.lists(TEXTS, max_size=3))
def test_an_article_never_differs_from_itself(article: dict[str, Any], chrome: list[str]) -> None:
    assert differences(Result(article), Result(article, chrome=tuple(chrome))) == []
