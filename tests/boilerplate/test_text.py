"""Plain text in, article out. The case that started the project lies outside the repository; its twin is invented."""

import json
from pathlib import Path
from typing import Any

import pytest

from newscrawler.boilerplate.text import clean_text
from newscrawler.model.article import Article

HERE = Path(__file__)
SEED = HERE.parents[2] / ".." / "shared" / "seed"
INVENTED = HERE.parent / "texts"


def facts_of(article: Article) -> dict[str, Any]:
    return {
        "title": article.title,
        "authors": [{"name": author.name} for author in article.authors],
        "byline": article.byline,
        "published_at": article.published_at,
        "body": article.body,
        "images": [{"caption": image.caption, "credit": image.credit} for image in article.images],
        "removed": [{"text": entry.block.text, "rule": entry.rule} for entry in article.removed],
    }


@pytest.mark.parametrize("name", sorted(path.stem for path in INVENTED.glob("*.txt")))
def test_a_naive_dump_becomes_an_article(name: str) -> None:
    expected = json.loads((INVENTED / f"{name}.expected.json").read_text(encoding="utf-8"))
    assert facts_of(clean_text((INVENTED / f"{name}.txt").read_text(encoding="utf-8"))) == expected


def test_the_page_that_started_the_project_becomes_its_article() -> None:
    if not SEED.exists():
        pytest.skip("the seed text belongs to its publisher and lies beside the repository")
    expected = json.loads((SEED / "koreadaily.expected.json").read_text(encoding="utf-8"))
    assert facts_of(clean_text((SEED / "koreadaily.txt").read_text(encoding="utf-8"))) == expected


def test_headlines_under_a_label_at_the_end_go_with_it() -> None:
    text = "Bridge reopens\nThe bridge over the Harwick reopened on Monday after eight months of repairs.\n"
    article = clean_text(text + "Related stories\nHarbour fees to rise in spring\nFerry stops for the winter\n")
    assert [entry.rule for entry in article.removed] == ["related"] * 3


def test_text_without_a_title_gives_none() -> None:
    article = clean_text("The bridge over the Harwick reopened on Monday after eight months of repairs.\n")
    assert article.title is None
    assert article.body.startswith("The bridge over")


@pytest.mark.parametrize("text", ["", "\n \n", "\x00", "- Advertisement -", "64.3 F"])
def test_text_that_is_no_article_is_no_error(text: str) -> None:
    assert clean_text(text).title is None


def test_wrapped_lines_are_one_paragraph() -> None:
    story = (
        "The bridge over the Harwick reopened on Monday after eight\n"
        "months of repairs, and the first to cross it was the builder\n"
        "who had found the cracks. Engineers had looked at the piers\nin May."
    )
    article = clean_text(f"Bridge reopens today\n\n{story}\n\nHarwick\n64.3 F\n")
    assert article.title == "Bridge reopens today"
    assert article.body == story.replace("\n", " ")


def test_short_neighbouring_lines_are_not_joined() -> None:
    story = "The bridge over the Harwick reopened on Monday after eight months of repairs."
    article = clean_text(f"{story}\nRow on, they sang.\nThe river rose.\n{story}")
    assert [block.text for block in article.blocks] == [story, "Row on, they sang.", "The river rose.", story]


def test_windows_line_ends_make_no_difference() -> None:
    text = "Bridge reopens today\n\nThe bridge over the Harwick reopened on Monday after eight months of repairs.\n"
    assert clean_text(text.replace("\n", "\r\n")) == clean_text(text)
