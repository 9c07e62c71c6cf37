"""Lines in bold type that are headings of the story, and those that only look like it."""

from datetime import UTC, datetime

import pytest

from newscrawler.boilerplate.strip import strip_boilerplate
from newscrawler.extraction.article import extract_article
from newscrawler.model.article import Article
from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page

OUTLET = Outlet(id="de_elbkurier", name="Elbkurier")
BEFORE = (
    "<p>The harbour bridge reopened on Monday after eleven months of repairs that cost the town twelve million.</p>"
)
AFTER = "<p>Engineers replaced forty of the old bearings, and the deck was sealed with two layers of asphalt.</p>"
END = "<p>Buses cross the river again from Tuesday, while lorries of more than twelve tonnes wait until May.</p>"


def read(body: str) -> Article:
    markup = (
        "<html><head><title>The bridge is open again</title></head><body><article><h1>The bridge is open again</h1>"
        f'<div class="article-body">{body}</div></article></body></html>'
    )
    return extract_article(
        Page("https://elbkurier.example/a", markup.encode(), datetime(2026, 3, 5, tzinfo=UTC)), OUTLET
    )


def kinds(article: Article) -> dict[str, str]:
    return {block.text: block.kind for block in article.blocks}


@pytest.mark.parametrize(
    "line",
    [
        "<p><strong>Forty new bearings</strong></p>",
        "<div><b>Forty new bearings</b></div>",
        "<p><b>Forty</b> <b>new</b> bearings</p>".replace("bearings", "<b>bearings</b>"),
        "<p><strong>1. Was das Bauwerk trägt</strong></p>",
        "<p><strong>Что изменилось на мосту</strong></p>",
        "<p><strong>橋の下で見つかったもの</strong></p>",
        "<p><strong>ما الذي تغير على الجسر</strong></p>",
    ],
)
def test_a_short_bold_line_before_a_paragraph_is_a_heading(line: str) -> None:
    article = read(BEFORE + line + AFTER + END)
    assert [block.kind for block in article.blocks] == ["paragraph", "heading", "paragraph", "paragraph"]
    assert article.blocks[1].text in article.body


@pytest.mark.parametrize(
    "line",
    [
        "<p><strong>It was high time.</strong></p>",
        "<p><strong>Why did it take so long?</strong></p>",
        "<p><strong>Smith:</strong></p>",
        "<p><strong>By Jana Muster</strong></p>",
        "<p><strong>Photo Jana Muster</strong></p>",
        "<p><strong>Jana Muster, harbour correspondent</strong></p>",
        "<p><strong>Rating: 4.6</strong></p>",
        "<p><strong>Forty</strong> new bearings</p>",
        "<p><i>Forty new bearings</i></p>",
        "<p><strong>and forty new bearings</strong></p>",
        f"<p><strong>{'Forty new bearings and much more ' * 3}</strong></p>",
        '<p><strong><a href="/bearings">Forty new bearings</a></strong></p>',
    ],
)
def test_other_bold_lines_are_none(line: str) -> None:
    article = read(BEFORE + line + AFTER + END)
    assert "heading" not in kinds(article).values()


def test_a_bold_line_above_or_below_all_text_or_over_another_is_none() -> None:
    bold = "<p><strong>{}</strong></p>".format
    article = read(
        bold("Elbe valley") + BEFORE + bold("North 3") + bold("South 4") + AFTER + END + bold("Harbour town")
    )
    found = kinds(article)
    assert {found.get(text) for text in ("Elbe valley", "North 3", "Harbour town")} <= {"paragraph", None}


def test_a_line_that_comes_again_names_who_speaks() -> None:
    speaker = "<p><strong>Jana Muster</strong></p>"
    article = read(speaker.join((BEFORE, AFTER, END)))
    assert set(kinds(article).values()) == {"paragraph"}


def test_a_bold_label_is_taken_by_the_rules_all_the_same() -> None:
    article = read(f"{BEFORE}<p><strong>RELATED</strong></p>{AFTER}{END}")
    assert "RELATED" not in strip_boilerplate(article, OUTLET).body
