"""What an outlet's pages agree on, and when its layout has changed."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.boilerplate.layout_learning import learn_layout
from newscrawler.boilerplate.sighting import note_sighting
from newscrawler.model.article import Article
from newscrawler.model.block import Block, RemovedBlock
from newscrawler.model.container_name import container_name
from newscrawler.model.furniture import Sighting, StoredSighting
from newscrawler.model.page_layout import LEARNED_CONTAINER, LearnedContainer

BEGIN = datetime(2026, 11, 1, tzinfo=UTC)
OLD, NEW, LIVE = "main > article.story > div.text", "main > div.page > div.story-body", "main > div.live > ol.entries"
NEWS, SPORT, TICKER = (0, 7, 0, 70), (0, 8, 0, 80), (0, 9, 0, 90)


def seen(
    containers: Iterable[str],
    *,
    first: int = 0,
    kinds: tuple[tuple[int, int, int, int], ...] = (NEWS, SPORT),
    begin: datetime = BEGIN,
    every: timedelta = timedelta(minutes=20),
) -> list[StoredSighting]:
    """Sightings of articles, one after the other, with these containers."""
    return [
        StoredSighting(
            f"{first + index:04}",
            begin + every * (first + index),
            Sighting(
                b"", kinds[index % len(kinds)], container_name(container.split(" > ") if container else ()), "page, og"
            ),
        )
        for index, container in enumerate(containers)
    ]


def test_the_container_of_most_articles_is_learned_with_its_counts() -> None:
    layout = learn_layout(seen([OLD] * 40 + ["main > aside.box", *[OLD] * 9]))
    assert layout.container == LearnedContainer("div.text", 49, 50)
    assert layout.containers == {"div.text": 49, "aside.box": 1}
    assert layout.title_sources == {"page": 50}
    assert layout.change is None


def test_articles_that_were_noted_from_their_stored_text_tell_of_no_other_layout() -> None:
    stored = note_sighting(Article("https://ledger.example/1", "us_ledger", provenance={"body": "markup"}))
    older = [StoredSighting(f"old{n}", BEGIN - timedelta(hours=n + 1), stored) for n in range(100)]
    layout = learn_layout([*older, *seen([OLD] * 20)])
    assert layout.change is None
    assert layout.container == LearnedContainer("div.text", 20, 20)


def test_articles_whose_story_a_script_had_tell_of_a_layout() -> None:
    scripted = note_sighting(Article("https://ledger.example/1", "us_ledger", provenance={"body": "json_ld"}))
    assert scripted.container == ""


@pytest.mark.parametrize("number", [0, 1, 11])
def test_few_articles_agree_on_nothing(number: int) -> None:
    assert learn_layout(seen([OLD] * number)).container is None


def test_an_element_without_a_name_is_not_learned() -> None:
    assert learn_layout(seen(["body > div > div"] * 40)).container is None


def test_names_that_single_articles_have_do_not_part_them() -> None:
    layout = learn_layout(
        seen([f"main > article#post-0.hentry.post-0.type-post.mood-{'abcdefgh'[index % 8]}" for index in range(40)])
    )
    assert layout.container == LearnedContainer("article#post-0.hentry.post-0.type-post", 40, 40)


def test_an_element_without_a_name_is_known_by_the_one_around_it() -> None:
    assert learn_layout(seen(["main > article.story > div"] * 20)).container == LearnedContainer(
        "article.story > div", 20, 20
    )


def test_a_redesign_is_noticed_from_the_twelfth_article_on() -> None:
    before = seen([OLD] * 100)
    assert learn_layout([*before, *seen([NEW] * 11, first=100)]).change is None
    change = learn_layout([*before, *seen([NEW] * 12, first=100)]).change
    assert change is not None
    assert (change.name, change.articles, change.of_articles) == ("div.story-body", 12, 12)
    assert (change.name_before, change.articles_before, change.of_articles_before) == ("div.text", 100, 100)
    assert (change.since, change.example) == (BEGIN + timedelta(minutes=2000), "0111")


def test_after_a_redesign_the_new_container_is_the_learned_one() -> None:
    layout = learn_layout(seen([OLD] * 300 + [NEW] * 15))
    assert layout.container == LearnedContainer("div.story-body", 15, 15)


def test_a_redesign_is_noted_once() -> None:
    first = learn_layout(seen([OLD] * 100 + [NEW] * 20))
    later = learn_layout(seen([OLD] * 90 + [NEW] * 60)).remembering(first)
    assert later.change is first.change
    when_the_old_one_has_aged_out = learn_layout(seen([NEW] * 400)).remembering(later)
    assert when_the_old_one_has_aged_out.change is first.change
    back_again = learn_layout(seen([NEW] * 385 + [OLD] * 15)).remembering(when_the_old_one_has_aged_out)
    assert back_again.change is not None
    assert back_again.change.name == "div.text"


def test_after_a_redesign_that_widens_the_container_it_is_not_learned_any_more() -> None:
    wider = "body > main > article.story"
    assert learn_layout(seen([OLD] * 100 + [wider] * 12)).container is not None
    assert learn_layout(seen([OLD] * 100 + [wider] * 13)).container is None


def test_a_story_that_scripts_have_from_now_on_is_a_redesign() -> None:
    change = learn_layout(seen([OLD] * 100 + [""] * 20)).change
    assert change is not None
    assert change.name == ""


@pytest.mark.parametrize(
    "containers",
    [
        pytest.param([OLD, LIVE] * 100, id="two layouts by turns"),
        pytest.param([*[OLD, OLD, OLD, OLD, LIVE] * 40, *[LIVE] * 15], id="a day full of live blogs"),
        pytest.param([OLD] * 200 + [LIVE, NEW] * 8, id="two new ones"),
        pytest.param([NEW] * 200, id="one layout"),
        pytest.param([OLD] * 19 + [NEW] * 30, id="a small sample"),
        pytest.param([OLD] * 100 + ["body > main > article.story"] * 30, id="the element around"),
        pytest.param([OLD] * 100 + ["article.story > div.text > div.inner"] * 30, id="an element inside"),
        pytest.param(["body > div > div"] * 100 + ["body > main > section"] * 30, id="elements without names"),
        pytest.param(
            ["body > main > div.css-1ab2c"] * 100 + ["body > main > div.css-9xyz8"] * 30, id="names that programs make"
        ),
        pytest.param([f"main > div.v{chr(97 + index % 26)}" for index in range(200)] + [NEW] * 15, id="no old layout"),
    ],
)
def test_what_is_no_redesign(containers: list[str]) -> None:
    assert learn_layout(seen(containers)).change is None


def test_a_part_of_the_outlet_that_was_not_crawled_before_is_no_redesign() -> None:
    news, ticker = seen([OLD] * 100), seen([LIVE] * 30, first=100, kinds=(TICKER,))
    assert learn_layout([*news, *ticker]).change is None


def test_an_outlet_that_changed_its_sections_with_its_layout_is_noticed_after_days() -> None:
    new = seen([NEW] * 30, first=100, kinds=((0, 1, 0, 2),), every=timedelta(hours=3))
    assert learn_layout([*seen([OLD] * 100, every=timedelta(hours=3)), *new]).change is not None


def test_listings_that_one_run_reads_one_after_the_other_are_no_redesign() -> None:
    at_once = timedelta(seconds=1)
    assert learn_layout(seen([OLD] * 100 + [LIVE] * 30, every=at_once)).change is None


def test_a_redesign_between_two_runs_is_noticed_in_the_second() -> None:
    second = seen([NEW] * 15, first=100, begin=BEGIN + timedelta(hours=2), every=timedelta(seconds=1))
    assert learn_layout([*seen([OLD] * 100, every=timedelta(seconds=1)), *second]).change is not None


@given(st.lists(st.sampled_from([OLD, NEW, LIVE, "", "body > div"]), max_size=80), st.randoms())
def test_the_order_of_sightings_does_not_matter(containers: list[str], random) -> None:  # noqa: ANN001 - hypothesis' own
    sightings = seen(containers)
    shuffled = list(sightings)
    random.shuffle(shuffled)
    assert learn_layout(shuffled) == learn_layout(sightings)
    assert sum(learn_layout(sightings).containers.values()) <= len(containers)


def test_a_sighting_notes_the_container_that_the_reader_found_itself() -> None:
    """Else a container, once learned, would be learned again from what it brought about."""
    trail = ("html", "body", "main", "div.text")
    outside = Block("paragraph", "Offers of the week.", trail=("html", "body", "aside", "p"))
    article = Article(
        url="https://www.elbkurier.example/a/1",
        outlet="de_elbkurier",
        container=trail,
        removed=(RemovedBlock(outside, LEARNED_CONTAINER, "outside div.text"),),
        provenance={"body": LEARNED_CONTAINER},
    )
    assert note_sighting(article).container == "html > body"
    assert note_sighting(replace(article, provenance={"body": "markup"})).container == "body > main > div.text"
