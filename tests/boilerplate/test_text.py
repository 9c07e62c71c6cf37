"""Plain text in, article out. The case that started the project lies outside the repository; its twin is invented."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.boilerplate.text import clean_text
from newscrawler.model.article import Article
from newscrawler.model.outlet import BoilerplateRules, Outlet
from newscrawler.words import collapse_spaces

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


MENU = ("Home", "Latest News", "Sports Desk", "The Harbour", "Sign in")
TITLE = "Harwick bridge reopens as mayor walks across"
STORY = "The bridge over the Harwick reopened on Monday after eight months of repairs."


def test_a_menu_above_the_title_is_neither_title_nor_story() -> None:
    article = clean_text("\n".join((*MENU, TITLE, "By Ann Lee", STORY)))
    assert (article.title, article.body) == (TITLE, STORY)
    assert [entry.block.text for entry in article.removed] == [*MENU, "By Ann Lee"]
    assert [entry.rule for entry in article.removed if entry.block.text in MENU[:4]] == ["navigation"] * 4


def test_a_sentence_above_the_title_stays_and_so_does_what_the_outlets_file_keeps() -> None:
    text = f"It rained.\nNews\nHome\nWeather watch\n{TITLE}\n{STORY}\n{STORY}"
    assert clean_text(text).body.startswith("It rained.")
    outlet = Outlet("gb_ledger", "Ledger", boilerplate=BoilerplateRules(keep=("Weather watch",)))
    assert "Weather watch" in clean_text(text, outlet=outlet).body


def test_entries_of_a_list_are_one_block_without_those_that_go() -> None:
    article = clean_text(
        f"{TITLE}\n\n{STORY}\n\n• Ferries stop\n• The toll is two crowns\n• Advertisement\n\n{STORY} So."
    )
    assert [(block.kind, block.text) for block in article.blocks][1] == ("list", "Ferries stop\nThe toll is two crowns")
    assert [entry.block.text for entry in article.removed] == ["Advertisement"]


@pytest.mark.parametrize(
    "title",
    [
        "ハーウィック橋、8か月ぶりに再開　最初に渡ったのは橋脚のひびを見つけた職人だったと港湾局",
        "สะพานฮาร์วิคเปิดอีกครั้งหลังซ่อมแซมแปดเดือนและนายกเทศมนตรีเดินข้าม",
        "海港新桥周一重新开放",
        "하윅 다리, 8개월 만에 다시 열려",
    ],
)
def test_titles_in_scripts_without_spaces_are_titles(title: str) -> None:
    assert clean_text(f"{title}\n\n{STORY}").title == collapse_spaces(title)


@given(st.lists(st.sampled_from([*MENU, TITLE, STORY, "64.3 F", "- Advertisement -", "• A b", "By Ann Lee", ""])))
def test_every_line_is_title_story_or_removed(lines: list[str]) -> None:
    article = clean_text("\n".join(lines))
    kept = [line for block in article.blocks for line in block.text.split("\n")]
    told = [*kept, *(entry.block.text for entry in article.removed), *filter(None, (article.title,))]
    assert Counter(told) == Counter(line.removeprefix("• ") for line in lines if line)


WHOLE_PAGE = "\n".join(
    (
        *(f"{place} harbour news" for place in ("Lanfort", "Oldenmoor", "Quillan", "Ellery", "Gull Island") * 4),
        "We use cookies on this page to show you what you may like.",
        *("Sports", "Letters", "Tides", "Archive", "Subscribe now") * 2,
        "The Ledger of Monday morning",
        TITLE,
        "Oct 5, 2026 at noon",
        "By Ann Lee",
        *(f"{STORY} Pier {number} had been cracked since the winter of 1997, the builder said." for number in range(4)),
        "He wept.",
        f"{STORY} So it ends.",
        *("Ferry stops for the winter", "Mayor sells house", "Ten best piers", "Horn sounds again") * 3,
    )
)


def test_the_story_of_a_whole_page_is_where_its_prose_is() -> None:
    article = clean_text(WHOLE_PAGE)
    assert article.title == TITLE
    assert [author.name for author in article.authors] == ["Ann Lee"]
    assert [block.text[:8] for block in article.blocks] == [*["The brid"] * 4, "He wept.", "The brid"]
    lines = [entry.block.place for entry in article.removed]
    assert lines == [f"line {number}" for number in range(1, 54) if number not in {33, *range(36, 42)}]


def test_a_list_of_many_short_sentences_is_no_page_with_menus() -> None:
    story = "\n".join([TITLE, *(f"He saw pier {number}." for number in range(50)), STORY])
    assert len(clean_text(story).blocks) == 51
