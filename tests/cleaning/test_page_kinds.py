"""Invented pages of every outcome, and articles that look like them, each through the whole reading.

A page is ``page_kinds/<outcome>/<what it is>.html``; a comment before it may tell its address, and the one asked for.
"""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newscrawler.errors import UnreadablePageError
from newscrawler.model.article import Article
from newscrawler.model.block import Block
from newscrawler.model.outcome import OutcomeKind
from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page
from newscrawler.model.page_signs import PageSigns
from newscrawler.reading import read_page

CASES = Path(__file__).parent / "page_kinds"
OUTLET = Outlet(id="xx_invented", name="")
ADDRESS = "https://www.harwickcourier.example/news/bridge-4711"
FETCHED_AT = datetime(2026, 11, 2, 12, tzinfo=UTC)
_ADDRESSES = re.compile(rb"<!-- address: (\S+)(?: asked for: (\S+))? -->\n")


def page_of(case: Path) -> Page:
    html = case.read_bytes()
    told = _ADDRESSES.match(html)
    url = told[1].decode() if told else ADDRESS
    asked = told[2].decode() if told and told[2] else url
    return Page(url, html[told.end() :] if told else html, FETCHED_AT, requested_url=asked)


def outcome_of(page: Page) -> str:
    try:
        refusal = read_page(page, OUTLET).refusal
    except UnreadablePageError as error:
        return error.reason
    return refusal.kind if refusal else "article"


@pytest.mark.parametrize("case", sorted(CASES.glob("*/*.html")), ids=lambda case: f"{case.parent.name}/{case.stem}")
def test_a_page_is_what_its_folder_says(case: Path) -> None:
    assert outcome_of(page_of(case)) == case.parent.name


def test_every_kind_of_page_has_cases_and_articles_that_look_like_one() -> None:
    folders = {folder.name: len(list(folder.glob("*.html"))) for folder in CASES.iterdir()}
    assert {OutcomeKind.SOFT_404, OutcomeKind.CONSENT_WALL, OutcomeKind.CHALLENGE_PAGE} <= folders.keys()
    assert {OutcomeKind.PAYWALL, OutcomeKind.LIST_PAGE, OutcomeKind.NOT_AN_ARTICLE} <= folders.keys()
    assert folders["article"] >= 40


def test_signs_are_not_part_of_what_makes_two_articles_equal() -> None:
    article = Article("https://news.example/1", "xx_example", blocks=(Block("paragraph", "Text."),))
    signed = Article("https://news.example/1", "xx_example", blocks=article.blocks, signs=PageSigns(("Title",)))
    assert article == signed
