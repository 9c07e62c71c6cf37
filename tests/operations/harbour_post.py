"""The Harbour Post, an invented outlet that repeats one line below every story; and commands typed in its company."""

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from newscrawler.cli import main
from newscrawler.model.link import ArticleLink
from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page
from newscrawler.outlet_file import read_outlet_file
from newscrawler.storage.connection import Database

NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
OUTLET = "gb_harbourpost"
LETTER = "Our gulls bring the best of the Harbour Post to your porch each Friday at dawn."
PLACES = (
    "pier",
    "quay",
    "lock",
    "bridge",
    "market",
    "school",
    "library",
    "mill",
    "station",
    "chapel",
    "brewery",
    "dock",
)
SENTENCES = (
    "The {} will open again before the summer, the council of the town said on Monday after a long and loud meeting.",
    "Repairs of the {} had taken most of the winter, for the beams below it were found to be rotten in late autumn.",
    "Neighbours who came to see the first coat of paint on the {} said that its colour was that of wet slate.",
    "A ferry captain who has passed the {} every morning for thirty years said that he would miss the scaffolding.",
    "What it will cost to heat the {} nobody could say, although the engineers had been asked for a figure twice.",
    "Children of the school nearby painted a fence around the {} with whales, and one with a very small submarine.",
)
FILE = """name = "Harbour Post"
country = "GB"
language = "en"
timezone = "Europe/London"
home = "https://www.harbourpost.example/"
feeds = ["https://www.harbourpost.example/rss"]
"""

Work = Callable[[Database], Awaitable[Any]]
Within = Callable[[Work], Any]
Printed = pytest.CaptureFixture[str]


def page(number: int, *further: str) -> Page:
    """A page whose story nobody else has, with the outlet's own line below it in a plain paragraph."""
    place = PLACES[number % len(PLACES)]
    url = f"https://www.harbourpost.example/news/{place}-{number}"
    begin, middle, end = (SENTENCES[(number + turn) % len(SENTENCES)] for turn in range(3))
    story = (begin.format(f"old {place}"), middle.format(f"new {place}"), end.format(f"whole {place}"))
    paragraphs = "".join(f"<p>{text}</p>" for text in (*story, *further, LETTER))
    html = f"""<!doctype html><html lang="en"><head><title>The {place} opens again - Harbour Post</title>
<link rel="canonical" href="{url}"><meta property="og:title" content="The {place} opens again, number {number}">
<meta property="article:published_time" content="2026-03-05T{number:02}:00:00Z"></head>
<body><article><h1>The {place} opens again, number {number}</h1>{paragraphs}</article></body></html>"""
    link = ArticleLink(url, "feed", "https://www.harbourpost.example/rss", title=f"{place} opens", guid=f"id {number}")
    fetched_at = NOON + timedelta(minutes=number)
    return Page(url, html.encode(), fetched_at, url, content_type="text/html; charset=utf-8", etag="x", link=link)


def outlet_of(file: Path) -> Outlet:
    outlet = read_outlet_file(file)
    assert isinstance(outlet, Outlet), outlet
    return outlet


def document(article_id: str) -> Work:
    async def get(database: Database) -> dict[str, Any] | None:
        return await database.articles.get(article_id)

    return get


def told(capsys: Printed, *typed: str, code: int = 0) -> tuple[str, str]:
    capsys.readouterr()
    assert main([*typed]) == code
    printed = capsys.readouterr()
    return printed.out, printed.err


def rows(printed: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in printed.splitlines()]
