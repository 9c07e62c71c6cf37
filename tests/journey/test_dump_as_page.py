"""The text dump that started the project, as the page it may have come from, in several structures; and its twin."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

import pytest

from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page
from newscrawler.reading import read_page

HERE = Path(__file__)
SEED = HERE.parents[2] / ".." / "shared" / "seed"
TEXTS = {
    "harwick_bridge": HERE.parents[1] / "boilerplate" / "texts" / "harwick_bridge",
    "koreadaily": SEED / "koreadaily",
}
OUTLETS = {
    "harwick_bridge": Outlet("gb_elbkurier", "Elbkurier", "GB", "en", "Europe/London"),
    "koreadaily": Outlet("us_koreadaily", "The Korea Daily", "US", "en", "America/Los_Angeles"),
}
# The page's own clock says the day of the visit.
VISITED = datetime(2026, 10, 5, 19, tzinfo=UTC)

Structure = Callable[[list[str], str], str]


def wordpress_theme(lines: list[str], title: str) -> str:
    """Widgets in the page's head, figures with alternative text, an author box in the article's foot."""
    lines = list(filter(None, lines))
    start, end = lines.index(title), len(lines) - 1 - lines[::-1].index("- Advertisement -")
    degrees, place, clock = lines[:start]
    top = f'<div class="weather"><span>{degrees}</span><div>{place}</div></div><div class="header-date">{clock}</div>'
    menu = "<ul class='menu'><li><a href='/a'>News</a></li><li><a href='/b'>Sports</a></li></ul>"
    body = ""
    for place_in_text, line in enumerate(lines[start + 1 : end], start):
        if not line.endswith("]") or "@" in line:
            body += f"<p>{escape(line)}</p>"
        elif escape(line) not in body:
            image = f'<img src="/uploads/{place_in_text}.jpg" alt="{escape(line)}">'
            body += f"<figure>{image}<figcaption>{escape(line)}</figcaption></figure>"
    name, _, biography = lines[end + 1 :]
    box = f'<div class="author-box"><a href="/author/1">{name}</a><div>{escape(biography)}</div></div>'
    heading = f'<header><h1 class="entry-title">{escape(title)}</h1></header>'
    ad = '<div class="ad-slot"><span>- Advertisement -</span></div>'
    return (
        f"<div>{top}{menu}</div><article>{heading}<div class='entry'>{body}{ad}</div><footer>{box}</footer></article>"
    )


def paragraphs_with_heading(lines: list[str], title: str) -> str:
    return "".join(f"<h1>{escape(line)}</h1>" if line == title else f"<p>{escape(line)}</p>" for line in lines if line)


def paragraphs_alone(lines: list[str], title: str) -> str:  # noqa: ARG001 - as the other structures
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line)


def line_breaks(lines: list[str], title: str) -> str:  # noqa: ARG001 - as the other structures
    """Divs, with a mere line break between lines that no empty line parts, as an old system writes them."""
    paragraphs = "\n".join(lines).split("\n\n")
    return "".join(f"<div>{escape(paragraph).replace(chr(10), '<br>')}</div>" for paragraph in paragraphs)


def read_as_page(name: str, structure: Structure) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the reading of the page gives, and what it must give."""
    path = TEXTS[name]
    if not path.with_suffix(".txt").exists():
        pytest.skip("the seed text belongs to its publisher and lies beside the repository")
    lines = path.with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    expected = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
    title = expected["title"]
    head = f"<title>{escape(title)} - {OUTLETS[name].name}</title><meta property='og:title' content='{escape(title)}'>"
    html = f"<!doctype html><html lang='en'><head>{head}</head><body>{structure(lines, title)}</body></html>"
    reading = read_page(Page("https://news.example/2026/bridge", html.encode(), VISITED), OUTLETS[name])
    assert reading.refusal is None
    article = reading.article
    found = {
        "title": article.title,
        "authors": [{"name": author.name} for author in article.authors],
        "byline": article.byline,
        "published_at": article.published_at,
        "body": article.body,
        "images": [{"caption": image.caption, "credit": image.credit} for image in article.images],
    }
    return found, {key: expected[key] for key in found}


@pytest.mark.parametrize("name", sorted(TEXTS))
@pytest.mark.parametrize(
    "structure",
    [wordpress_theme, paragraphs_with_heading, paragraphs_alone, line_breaks],
    ids=lambda made: made.__name__,
)
def test_the_page_gives_what_its_dump_gives(name: str, structure: Structure) -> None:
    found, expected = read_as_page(name, structure)
    assert found == expected
