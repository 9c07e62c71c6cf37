"""Names of the element around a story."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.model.container_name import alike, container_name, spelled_steps, steps_of, telling_steps


@pytest.mark.parametrize(
    ("trail", "name"),
    [
        ((), ""),
        (("html", "body", "main", "article.story", "div.text"), "main > article.story > div.text"),
        (("div#story-4711.b.a",), "div#story-0.a.b"),
        (("article.post.post-12.category-sport.tag-cup.author-ann",), "article.post.post-0"),
        (("div#main.sc-jbiisr-0.izpdpv.main-wrapper",), "div#main.main-wrapper"),
        (("div.css-1ab2c", "div"), "div > div"),
        (("div.article__body__17yit.wide",), "div.article__body.wide"),
        (("div.article__inner",), "div.article__inner"),
    ],
)
def test_what_changes_from_page_to_page_is_left_out(trail: tuple[str, ...], name: str) -> None:
    assert container_name(trail) == name


def test_an_element_is_known_by_the_first_around_it_that_has_a_name() -> None:
    assert spelled_steps(telling_steps("main.page > article.story > div")) == "article.story > div"
    assert spelled_steps(telling_steps("main > article > div")) == "main > article > div"
    assert telling_steps("") == ()


def test_elements_are_alike_where_half_of_their_names_are() -> None:
    common = alike(steps_of("div.text.wide.lead"), steps_of("div.text.wide.brief"))
    assert common is not None
    assert spelled_steps(common) == "div.text.wide"
    assert alike(steps_of("div.text.wide"), steps_of("div.box.small")) is None
    assert alike(steps_of("div.text"), steps_of("section.text")) is None
    assert alike(steps_of("div.text"), steps_of("main > div.text")) is None


NAME = st.from_regex(r"[a-z]{1,6}(#[a-z0-9_-]{1,30})?(\.[a-z0-9_-]{1,40}){0,8}", fullmatch=True)


@given(st.lists(NAME, max_size=6))
def test_a_name_is_short_and_is_read_as_it_is_spelled(trail: list[str]) -> None:
    name = container_name(trail)
    assert len(name) <= 300
    assert spelled_steps(steps_of(name)) == name


def test_names_made_to_hurt_cost_no_more_than_their_length() -> None:
    """The ending of generated names is looked for behind every underscore."""
    spent = []
    for length in (20_000, 320_000):
        name = "div." + "a_" * length + "." + "#" * length
        spent.append(min(_seconds(name) for _ in range(3)))
    assert spent[1] < 40 * spent[0] + 0.05


def _seconds(name: str) -> float:
    began = process_time()
    container_name((name, name, name))
    return process_time() - began
