from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.boilerplate.block_hash import block_hash, template_hash
from newscrawler.boilerplate.furniture import strip_furniture
from newscrawler.boilerplate.furniture_learning import furniture_of
from newscrawler.boilerplate.sighting import IS_LEFT, IS_TAKEN, RECORD
from newscrawler.boilerplate.stored import clean_stored
from newscrawler.model.article import Article
from newscrawler.model.block import Block, RemovedBlock
from newscrawler.model.furniture import FURNITURE_RULE, Furniture, RepeatedBlock, Sighting
from newscrawler.model.outlet import BoilerplateRules, Outlet

NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
OUTLET = Outlet("de_elbkurier", "Elbkurier")
SLOGAN, TAIL, UPDATED = (
    "Read the river.",
    "More from the docks in our evening edition.",
    "Updated 3 March 2026 by Anna Lind",
)
STORY = tuple(
    f"Paragraph {name} of a story about the ferry, the harbour and its pilots." for name in ("one", "two", "three")
)


def furniture(*texts: str, templates: tuple[str, ...] = ()) -> Furniture:
    numbers = [(block_hash(text), False) for text in texts] + [(template_hash(text), True) for text in templates]
    blocks = [
        RepeatedBlock(number, is_template, 30, 40, "middle", NOON, NOON, reason="in 30 of 40 articles")
        for number, is_template in numbers
    ]
    return furniture_of("de_elbkurier", 40, blocks)


def article(*texts: str) -> Article:
    """As it comes from the rules: with positions."""
    blocks = [
        Block("caption" if text.startswith("Photo") else "paragraph", text, position=index)
        for index, text in enumerate(texts)
    ]
    return Article("https://www.elbkurier.example/a/1", "de_elbkurier", title="Ferry", blocks=tuple(blocks))


def as_stored(crawled: Article) -> tuple[Article, Sighting]:
    """What the document has: no positions, the first characters of what was removed; and the sighting."""
    blocks = tuple(Block(block.kind, block.text) for block in crawled.blocks)
    removed = tuple(
        RemovedBlock(Block("paragraph", gone.block.text[:500]), gone.rule, gone.evidence) for gone in crawled.removed
    )
    assert crawled.sighting
    return replace(crawled, blocks=blocks, removed=removed, sighting=None), crawled.sighting


def flags_of(sighting: Sighting | None) -> list[int]:
    assert sighting
    return [flags & (IS_TAKEN | IS_LEFT) for *_, flags in np.frombuffer(sighting.blocks, dtype=RECORD).tolist()]


PAGE = (SLOGAN, STORY[0], "Photo of the ferry", UPDATED, STORY[1], TAIL, STORY[2], TAIL)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (furniture(), furniture(SLOGAN, TAIL)),
        (furniture(SLOGAN), furniture(SLOGAN, TAIL, templates=(UPDATED,))),
        (furniture(SLOGAN, TAIL, templates=(UPDATED,)), furniture(TAIL)),
        (furniture(SLOGAN, TAIL, templates=(UPDATED,)), furniture()),
        (furniture(SLOGAN), furniture(TAIL)),
        (furniture(TAIL), furniture(TAIL)),
    ],
)
def test_a_cleaned_article_is_the_one_that_a_crawl_would_store(before: Furniture, after: Furniture) -> None:
    stored, sighting = as_stored(strip_furniture(article(*PAGE), OUTLET, before))
    cleaned = clean_stored(stored, sighting, OUTLET, after)
    crawled = strip_furniture(article(*PAGE), OUTLET, after)
    assert [block.text for block in cleaned.article.blocks] == [block.text for block in crawled.blocks]
    assert sorted(gone.block.text for gone in cleaned.article.removed) == sorted(
        gone.block.text for gone in crawled.removed
    )
    assert flags_of(cleaned.article.sighting) == flags_of(crawled.sighting)
    assert cleaned.is_changed == (before != after)
    assert cleaned.taken - cleaned.given_back == len(crawled.removed) - len(stored.removed)
    again = clean_stored(*as_stored(cleaned.article), OUTLET, after)
    assert (again.is_changed, again.article.blocks) == (False, again.article.blocks)


@given(
    st.lists(st.sampled_from(PAGE), min_size=1, max_size=12),
    st.sets(st.sampled_from((SLOGAN, TAIL))),
    st.sets(st.sampled_from((SLOGAN, TAIL))),
)
def test_whatever_is_furniture_before_and_after_the_blocks_keep_their_order(
    page: list[str], before: set[str], after: set[str]
) -> None:
    stored, sighting = as_stored(strip_furniture(article(*page), OUTLET, furniture(*sorted(before))))
    cleaned = clean_stored(stored, sighting, OUTLET, furniture(*sorted(after)))
    crawled = strip_furniture(article(*page), OUTLET, furniture(*sorted(after)))
    expected = [block.text for block in crawled.blocks if block.kind != "caption"]
    assert [block.text for block in cleaned.article.blocks if block.kind != "caption"] == expected


def test_an_article_of_very_many_blocks_keeps_them_all_and_is_not_looked_at_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("newscrawler.boilerplate.furniture.MOST_LOOKED_AT", 4)
    whole = article("Photo of the ferry", *STORY, SLOGAN)
    stored, sighting = as_stored(strip_furniture(whole, OUTLET, furniture(SLOGAN)))
    assert stored.blocks == as_stored(replace(whole, sighting=sighting))[0].blocks
    assert flags_of(sighting) == [0, 0, 0, 0]
    cleaned = clean_stored(stored, sighting, OUTLET, furniture(SLOGAN))
    assert (cleaned.is_changed, flags_of(cleaned.article.sighting)) == (False, [0, 0, 0, IS_LEFT])


def test_what_is_stored_in_part_stays_out_and_is_told() -> None:
    long = "A notice to our readers that goes on. " * 20
    stored, sighting = as_stored(strip_furniture(article(*STORY, *STORY, long), OUTLET, furniture(long)))
    cleaned = clean_stored(stored, sighting, OUTLET, furniture())
    assert (cleaned.is_changed, cleaned.cut) == (False, 1)
    assert flags_of(cleaned.article.sighting)[-1] == IS_TAKEN | IS_LEFT


def test_what_the_outlets_file_keeps_is_left_and_noted_so_that_it_is_not_looked_at_again() -> None:
    keeps = replace(OUTLET, boilerplate=BoilerplateRules(keep=("river",)))
    stored, sighting = as_stored(strip_furniture(article(SLOGAN, *STORY), OUTLET, furniture()))
    cleaned = clean_stored(stored, sighting, keeps, furniture(SLOGAN))
    assert (cleaned.is_changed, flags_of(cleaned.article.sighting)) == (False, [IS_LEFT, 0, 0, 0])


@pytest.mark.parametrize(
    "wishes", [BoilerplateRules(keep=("river",)), BoilerplateRules(off=(FURNITURE_RULE,))], ids=["keep", "off"]
)
def test_what_the_outlets_file_keeps_now_is_given_back(wishes: BoilerplateRules) -> None:
    stored, sighting = as_stored(strip_furniture(article(STORY[0], SLOGAN, *STORY[1:]), OUTLET, furniture(SLOGAN)))
    cleaned = clean_stored(stored, sighting, replace(OUTLET, boilerplate=wishes), furniture(SLOGAN))
    assert [block.text for block in cleaned.article.blocks] == [STORY[0], SLOGAN, *STORY[1:]]
    assert (cleaned.given_back, cleaned.article.removed) == (1, ())


@pytest.mark.parametrize("is_noted", [True, False])
def test_without_its_own_sighting_an_article_is_cleaned_all_the_same(*, is_noted: bool) -> None:
    stored, _ = as_stored(strip_furniture(article(SLOGAN, *STORY), OUTLET, furniture()))
    other = strip_furniture(article("Another text."), OUTLET, furniture()).sighting if is_noted else None
    cleaned = clean_stored(stored, other, OUTLET, furniture(SLOGAN))
    assert [block.text for block in cleaned.article.blocks] == list(STORY)
    assert flags_of(cleaned.article.sighting) == [IS_TAKEN, 0, 0, 0]
