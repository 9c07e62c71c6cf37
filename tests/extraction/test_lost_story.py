"""Stories that only the data of a page's scripts has, in the shapes of several content systems."""

import json
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawler.extraction.article import extract_article
from newscrawler.extraction.script_state import read_states
from newscrawler.extraction.state_stories import ReadingBudget, find_stories
from newscrawler.model.article import Article
from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page

OUTLET = Outlet(id="de_elbkurier", name="Elbkurier")
TEXTS = (
    "The ferry left the harbour on Monday morning with forty people on board, the operator said in a statement.",
    "It was the first crossing since the storm of last winter, which had damaged the pier and two of the three ships.",
    "Engineers had worked on the pier since May, and the town paid for most of the repairs out of its own budget.",
    "Tickets cost as much as before. Children and dogs travel free on weekdays, the mayor told reporters at the pier.",
)
OTHERS = tuple(
    f"Somebody else wrote this {name} text about quite another matter in another town." for name in "abcdefgh"
)
TITLE = "First ferry since the storm"
HEADING = "A pier rebuilt"

ARC = [
    {"type": "text", "content": TEXTS[0]},
    {"type": "image", "caption": "The pier in spring", "content": "The pier in spring as seen from the other bank"},
    {"type": "header", "content": HEADING},
    *({"type": "text", "content": f"<b>{text[:4]}</b>{text[4:]}"} for text in TEXTS[1:]),
    {"type": "interstitial_link", "content": "Read also: what the ferrymen of other towns have to say about it"},
]
DRAFT = [{"type": "unstyled", "text": TEXTS[0]}, {"type": "header-two", "text": HEADING}] + [
    {"type": "unstyled", "text": text} for text in TEXTS[1:]
]
PROSE_MIRROR = [
    {
        "type": "paragraph",
        "content": [{"type": "text", "text": TEXTS[0][:20]}, {"type": "text", "text": TEXTS[0][20:]}],
    },
    {"type": "heading", "content": [{"type": "text", "text": HEADING}]},
    *({"type": "paragraph", "content": [{"type": "text", "text": text}]} for text in TEXTS[1:]),
]
PORTABLE = [
    {"_type": "block", "style": "normal", "children": [{"_type": "span", "text": TEXTS[0]}]},
    {"_type": "block", "style": "h2", "children": [{"_type": "span", "text": HEADING}]},
    *({"_type": "block", "style": "normal", "children": [{"_type": "span", "text": text}]} for text in TEXTS[1:]),
]
MARKUP = f"<p>{TEXTS[0]}</p><h2>{HEADING}</h2>" + "".join(f"<p>{text}</p>" for text in TEXTS[1:])
SHAPES = {"arc": ARC, "draft": DRAFT, "prose mirror": PROSE_MIRROR, "portable text": PORTABLE, "markup": MARKUP}


def read(scripts: str, body: str = "") -> Article:
    markup = (
        f"<html><head><title>{TITLE} - Elbkurier</title></head><body><main><article><h1>{TITLE}</h1>{body}</article>"
        f"</main>{scripts}</body></html>"
    )
    page = Page(url="https://elbkurier.example/a", html=markup.encode(), fetched_at=datetime(2026, 11, 1, tzinfo=UTC))
    return extract_article(page, OUTLET)


def state_of(content: Any) -> dict[str, Any]:  # noqa: ANN401 - any shape
    others = [{"title": text[:40], "body": f"<p>{text}</p>" * 9} for text in OTHERS]
    menu = [{"type": "text", "text": name} for name in ("Home", "Sport", "Culture")]
    return {"page": {"menu": menu, "related": others, "article": {"title": TITLE, "content": content}}}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_story_is_found_in_the_shape_of_a_content_system(shape: str) -> None:
    data = json.dumps(state_of(SHAPES[shape]))
    article = read(f'<script id="__NEXT_DATA__" type="application/json">{data}</script>')
    assert article.body.split("\n\n") == [TEXTS[0], HEADING, *TEXTS[1:]]
    assert article.provenance["body"] == "script"


@pytest.mark.parametrize(
    "script",
    [
        "window.__INITIAL = STATE;",
        "window.A = window.A || {}; A.config = []; A.globalContent=STATE;A.other=1;",
        "var data = STATE",
        "window['x'] = 1; window.PAGE_DATA = STATE",
    ],
)
def test_the_data_may_be_assigned_to_any_name(script: str) -> None:
    source = script.replace("STATE", json.dumps(state_of(ARC)))
    assert TEXTS[-1] in read(f"<script>{source}</script>").body


def test_a_story_of_a_script_says_of_which() -> None:
    data = json.dumps(state_of(ARC))
    assert {block.place for block in read(f"<script>window.STATE = {data};</script>").blocks} == {
        "data of the script window.STATE"
    }
    named = read(f'<script id="__NEXT_DATA__" type="application/json">{data}</script>')
    assert named.blocks[0].place == "data of the script __NEXT_DATA__"
    assert (named.container, named.provenance["body"]) == ((), "script")


def test_a_script_that_is_no_json_is_read_as_javascript() -> None:
    source = json.dumps(state_of(ARC)).replace('"page"', "loaded: undefined, page", 1)
    assert TEXTS[-1] in read(f"<script>window.STATE = {source};</script>").body


def test_data_in_a_quoted_text_is_read() -> None:
    quoted = json.dumps(json.dumps(state_of(ARC)))
    assert TEXTS[-1] in read(f"<script>window.STATE = JSON.parse({quoted});</script>").body


def test_a_flat_list_of_values_is_unfolded() -> None:
    flat: list[Any] = [{"article": 1}, {"title": 2, "content": 3}, TITLE, [*range(4, 8)]]
    flat += [{"type": 8, "text": 9 + number} for number in range(4)]
    flat += ["paragraph", *TEXTS]
    data = json.dumps(flat) + " " * 1000
    article = read(f'<script id="__NUXT_DATA__" type="application/json">{data}</script>')
    assert article.body.split("\n\n") == list(TEXTS)


def test_the_paragraphs_on_the_page_are_completed() -> None:
    data = json.dumps({"blocks": [{"kind": "text", "text": text} for text in TEXTS]})
    article = read(f"<script>window.PAGE = {data}{' ' * 1000};</script>", f"<p>{TEXTS[0]}</p>")
    assert article.body.split("\n\n") == list(TEXTS)


def test_what_is_no_part_of_the_story_in_the_data_stays_out() -> None:
    body = read(f'<script type="application/json">{json.dumps(state_of(ARC))}</script>').body
    assert "The pier in spring" not in body
    assert "Read also" not in body


def test_the_story_of_another_article_is_not_taken() -> None:
    data = json.dumps({"articles": [{"title": text[:30], "body": f"<p>{text}</p>" * 9} for text in OTHERS]})
    article = read(f'<script type="application/json">{data}</script>', f"<p>{TEXTS[0]}</p>")
    assert article.body == TEXTS[0]


def test_a_story_that_the_markup_has_whole_is_left_alone() -> None:
    data = json.dumps(state_of(ARC))
    article = read(f'<script type="application/json">{data}</script>', "".join(f"<p>{text}</p>" for text in TEXTS))
    assert article.provenance["body"] == "markup"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30) | st.just(TEXTS[0]) | st.just(MARKUP),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "content", "text", "children", "__ref", "items", "a"]), inner, max_size=4
        )
    ),
    max_leaves=25,
)


@settings(max_examples=80, deadline=None)
@given(JSON)
def test_any_data_gives_texts_of_some_length_and_no_exception(data: Any) -> None:  # noqa: ANN401
    for story in find_stories(data):
        assert story.words >= 40
        assert all(text.strip() for _, text in story.lines)


PIECES = (
    *('<script type="application/json">', '<script id="__NUXT_DATA__">', "<script>", "</script>", "window.A = ", "{}"),
    *('{"a": [1, ', "]}", '[[1, 0], {"a": 1}]', 'JSON.parse("', '")', "<!--", " " * 500),
)


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_any_page_gives_its_data_without_exception(pieces: list[str]) -> None:
    markup = "".join(pieces)
    padded = '<script type="application/json">[1' + " " * 500 + "]</script>"
    states = list(read_states(padded + markup))
    assert states[0] == ("", [1])


def test_a_flat_list_that_holds_itself_ends_there() -> None:
    flat = json.dumps([{"a": 1, "b": 2}, [0, 2], "text " * 100])
    ((name, state),) = read_states(f'<script id="__NUXT_DATA__" type="application/json">{flat}</script>')
    assert (name, state) == ("__NUXT_DATA__", {"a": [None, "text " * 100], "b": "text " * 100})


def test_references_that_lead_back_are_not_followed() -> None:
    budget = ReadingBudget()
    itself = [{"__ref": "a", "type": "x"}]
    assert not list(find_stories({"a": {"type": "x", "children": itself * 4}, "list": itself * 2}, budget))
    assert budget.values > ReadingBudget().values - 100


@pytest.mark.parametrize(
    "data",
    [
        "[" * 100_000,
        '{"a":' * 50_000,
        json.dumps([[{"type": "p", "text": TEXTS[0]}] * 300] * 300),
        "[" + '{"type":"a","children":[' * 5_000 + "]}" * 5_000 + "]",
    ],
    ids=["brackets", "mappings", "many texts", "deep children"],
)
def test_data_that_means_harm_is_read_in_bounded_time(data: str) -> None:
    started = time.process_time()
    for _, state in read_states(f"<script>window.A = {data};</script>"):
        list(find_stories(state))
    assert time.process_time() - started < 3
