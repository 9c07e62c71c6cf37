"""The container that an outlet's pages agree on helps where the reader took more; other pages are read as before."""

from datetime import UTC, datetime

import pytest
from invented_story import PARAGRAPHS

from newscrawler.extraction.article import extract_article
from newscrawler.extraction.blocks import cut_page
from newscrawler.extraction.body import Choice
from newscrawler.extraction.features import measure_blocks
from newscrawler.extraction.learned_container import outside_of
from newscrawler.extraction.parse import parse_page
from newscrawler.model.article import Article
from newscrawler.model.outlet import BoilerplateRules, Outlet, Selectors
from newscrawler.model.page import Page
from newscrawler.model.page_layout import LearnedContainer

LEARNED = LearnedContainer("div.text", 312, 330)
PROMOTION = (
    "Build the strongest argument relying on trusted content, the expertise of our editors, and technology made for "
    "newsrooms."
)
ELBKURIER = Outlet(id="de_elbkurier", name="Elbkurier")


def paragraphs(texts: tuple[str, ...]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def page_of(body: str) -> str:
    return f"<html><head><title>Bridge reopens</title></head><body><h1>Bridge reopens</h1>{body}</body></html>"


STORY = paragraphs(PARAGRAPHS[:3])
TOO_MUCH = page_of(f'<div class="page"><div class="text">{STORY}</div></div><div class="box"><p>{PROMOTION}</p></div>')


def read(html: str, outlet: Outlet = ELBKURIER, learned: LearnedContainer | None = LEARNED) -> Article:
    page = Page(
        url="https://www.elbkurier.example/a/1", html=html.encode(), fetched_at=datetime(2026, 11, 1, tzinfo=UTC)
    )
    return extract_article(page, outlet, learned=learned)


def outside(html: str, chances: list[float], learned: LearnedContainer = LEARNED) -> list[int]:
    """Indices of the blocks that would be left out, where all are kept."""
    cut = cut_page(parse_page(html.encode()))
    assert len(cut.texts) == len(chances)
    kept = list(range(len(chances)))
    return list(outside_of(learned, cut, measure_blocks(cut), Choice(chances, 0.5, kept), kept))


def test_what_the_reader_took_beside_the_container_is_left_out_and_says_why() -> None:
    alone, article = read(TOO_MUCH, learned=None), read(TOO_MUCH)
    assert PROMOTION in alone.body
    assert article.body.split("\n\n") == list(PARAGRAPHS[:3])
    assert (alone.provenance["body"], article.provenance["body"]) == ("markup", "learned_container")
    gone = next(gone for gone in article.removed if gone.block.text == PROMOTION)
    assert gone.rule == "learned_container"
    assert gone.evidence.startswith("outside div.text, which holds the story on 312 of 330 pages of this outlet; 0.")


def test_the_container_is_then_the_learned_one() -> None:
    assert read(TOO_MUCH, learned=None).container[-1] == "body"
    assert read(TOO_MUCH).container[-1] == "div.text"


def test_the_container_is_found_by_its_name_on_this_page() -> None:
    html = f'<main class="p-7"><div class="wide text" id="s-88">{STORY}</div><div><p>{PROMOTION}</p></div></main>'
    chances = [0.9, 0.9, 0.9, 0.6]
    assert outside(html, chances) == [3]
    assert outside(html, chances, LearnedContainer("div#s-0.text", 20, 20)) == [3]
    assert outside(html, chances, LearnedContainer("main > div.text", 20, 20)) == [3]
    assert outside(html, chances, LearnedContainer("main.p-0", 20, 20)) == []


@pytest.mark.parametrize(
    ("html", "chances"),
    [
        pytest.param(
            f'<div class="text">{STORY}</div><section><p>{PROMOTION}</p></section>',
            [0.9, 0.9, 0.9, 0.8],
            id="sure of it",
        ),
        pytest.param(
            f'<div class="text">{STORY}</div><div class="text"><p>{PROMOTION}</p></div>',
            [0.9, 0.9, 0.9, 0.6],
            id="twice",
        ),
        pytest.param(
            f'<div class="text"><p>{PROMOTION}</p></div><section>{STORY}</section>',
            [0.6, 0.6, 0.6, 0.6],
            id="most outside",
        ),
        pytest.param(f'<div class="other">{STORY}</div><p>{PROMOTION}</p>', [0.9, 0.9, 0.9, 0.6], id="not there"),
        pytest.param(
            f'<div class="text"><ul><li>One two</li><li>Three four</li></ul></div><p>{"Five six"}</p>',
            [0.6, 0.6, 0.6],
            id="no prose in it",
        ),
        pytest.param(f'<div class="text"><section>{STORY}</section></div>', [0.6, 0.6, 0.6], id="all in it"),
    ],
)
def test_another_kind_of_page_is_read_as_it_was(html: str, chances: list[float]) -> None:
    assert outside(html, chances) == []


def test_nothing_kept_is_nothing_left_out() -> None:
    cut = cut_page(parse_page(TOO_MUCH.encode()))
    assert outside_of(LEARNED, cut, measure_blocks(cut), Choice([0.1] * len(cut.texts), 0.5, []), []) == {}


def test_the_outlets_own_selector_goes_before_what_was_learned() -> None:
    outlet = Outlet(id="de_elbkurier", name="Elbkurier", selectors=Selectors(body="body"))
    assert read(TOO_MUCH, outlet) == read(TOO_MUCH, outlet, None)


def test_the_outlets_file_switches_it_off() -> None:
    outlet = Outlet(id="de_elbkurier", name="Elbkurier", boilerplate=BoilerplateRules(off=("learned_container",)))
    assert read(TOO_MUCH, outlet) == read(TOO_MUCH, outlet, None)
