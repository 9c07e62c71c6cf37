"""The same article from a text dump and from the page that it was made of, whatever the page is built of."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from page_structures import STRUCTURES, Line, Structure, lines_of

from newscrawler.model.article import Article
from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page
from newscrawler.reading import read_page

HERE = Path(__file__)
INVENTED = HERE.parent / "texts"
SEED = HERE.parents[2] / ".." / "shared" / "seed"
NOW = datetime(2026, 10, 6, tzinfo=UTC)

structures = pytest.mark.parametrize("structure", STRUCTURES, ids=lambda structure: structure.__name__)


def read(structure: Structure, lines: Sequence[Line], site: str) -> Article:
    page = Page("https://www.example.com/news/1.html", structure(lines, site).encode(), NOW)
    return read_page(page, Outlet("xx_example", site)).article


def assert_is_the_same_article(article: Article, expected: Mapping[str, Any]) -> None:
    assert article.title == expected["title"]
    assert [{"name": author.name} for author in article.authors] == expected["authors"]
    assert article.byline == expected["byline"]
    assert article.published_at is None
    assert article.body == expected["body"]
    assert [{"caption": image.caption, "credit": image.credit} for image in article.images] == expected["images"]


def assert_every_line_went_by_its_rule(article: Article, expected: Mapping[str, Any]) -> None:
    """Several lines of the dump may be one block of the page; a caption stays as one where it is marked so."""
    told: dict[str, str] = {}
    for gone in article.removed:
        told[gone.rule] = f"{told.get(gone.rule, '')} {gone.block.text}"
    captions = " ".join(block.text for block in article.blocks if block.kind == "caption")
    for line in expected["removed"]:
        rule, text = line["rule"], line["text"]
        assert text in told.get(rule, "") or (rule == "caption" and text in captions), line


@structures
def test_an_invented_dump_and_its_page_give_the_same_article(structure: Structure) -> None:
    expected = json.loads((INVENTED / "harwick_bridge.expected.json").read_text(encoding="utf-8"))
    lines = lines_of((INVENTED / "harwick_bridge.txt").read_text(encoding="utf-8"), expected)
    article = read(structure, lines, "The Elbkurier")
    assert_is_the_same_article(article, expected)
    assert_every_line_went_by_its_rule(article, expected)


@structures
def test_the_page_that_started_the_project_gives_the_same_article(structure: Structure) -> None:
    if not SEED.exists():
        pytest.skip("the seed text belongs to its publisher and lies beside the repository")
    expected = json.loads((SEED / "koreadaily.expected.json").read_text(encoding="utf-8"))
    lines = lines_of((SEED / "koreadaily.txt").read_text(encoding="utf-8"), expected)
    article = read(structure, lines, "The Korea Daily")
    assert len(article.body.split("\n\n")) == 11
    assert len(article.images) == 3
    assert_is_the_same_article(article, expected)
    assert_every_line_went_by_its_rule(article, expected)
