"""Crawls of an outlet whose listings change, point to one another and to others: each article is stored once."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import quick_start
from invented_outlet import STORIES, article_page
from pymongo import MongoClient
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

SLUGS = list(STORIES)
SITEMAP = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
)


class Place:
    """An outlet on loopback, its file, and crawls of it."""

    def __init__(self, server: HTTPServer, uri: str, folder: Path) -> None:
        self.server, self.uri, self.folder = server, uri, folder
        self.base = server.url_for("").rstrip("/")
        self.pages: dict[str, tuple[str, str]] = {}
        server.expect_request(re.compile(".*")).respond_with_handler(self.answer)
        for slug in SLUGS:
            self.serve(f"/news/{slug}", article_page(self.base, slug), "text/html; charset=utf-8")

    def serve(self, path: str, body: str, content_type: str = "application/xml") -> None:
        """Answer a path, with its query, with this from now on."""
        self.pages[path] = (body, content_type)

    def answer(self, request: Request) -> Response:
        """What is served at the address of a request; 404 elsewhere."""
        body, content_type = self.pages.get(
            request.full_path.removesuffix("?").partition("&utm_")[0].partition("?utm_")[0], ("", "")
        )
        return Response(body, 200 if body else 404, content_type=content_type)

    def feed(self, *entries: str) -> None:
        """The outlet's feed from now on."""
        self.serve("/feed", f"<rss><channel><title>The Quillan Post</title>{''.join(entries)}</channel></rss>")

    def write_outlet(self, **lines: str) -> None:
        """The outlet's file."""
        told = {
            "name": '"Quillan Post"',
            "country": '"GB"',
            "language": '"en"',
            "timezone": '"Europe/London"',
            "home": f'"{self.base}/"',
            "delay_seconds": "0",
        }
        (self.folder / "outlets").mkdir(exist_ok=True)
        text = "".join(f"{name} = {value}\n" for name, value in (told | lines).items())
        (self.folder / "outlets" / "gb_quillanpost.toml").write_text(text)

    def crawl(self) -> str:
        """Crawl the outlet once, whatever is known; what was printed."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("NEWSCRAWLER_")}
        variables = {
            "NEWSCRAWLER_MONGO_URI": self.uri,
            "NEWSCRAWLER_DATA_DIR": str(self.folder / "data"),
            "NEWSCRAWLER_OUTLETS": str(self.folder / "outlets"),
            "NEWSCRAWLER_ALLOW_LOOPBACK": "1",
            "NEWSCRAWLER_WORKERS": "0",
        }
        done = quick_start.run(["newscrawler", "crawl", "gb_quillanpost"], clean | variables)
        assert "Traceback" not in done.stderr, done.stderr
        return done.stdout + done.stderr

    def articles(self) -> dict[str, dict[str, Any]]:
        """The stored articles by the last part of their address."""
        with MongoClient[dict[str, Any]](self.uri) as client:
            found = list(client.get_default_database()["articles"].find())
        assert len({article["url"] for article in found}) == len(found)
        return {article["url"].rpartition("/")[2]: article for article in found}

    def asked(self, path: str) -> int:
        """How often a path was requested."""
        return sum(request.path == path for request, _ in self.server.log)


@pytest.fixture
def place(mongo_uri: str, tmp_path: Path) -> Iterator[Place]:
    with HTTPServer(host="127.0.0.1", port=0) as server:
        yield Place(server, mongo_uri, tmp_path)


def test_a_changed_guid_makes_no_second_article(place: Place) -> None:
    place.write_outlet(feeds=f'["{place.base}/feed"]')
    item = "<item><title>{0}</title><link>{1}/news/{0}{2}</link><guid isPermaLink='false'>{3}</guid></item>"
    place.feed(*(item.format(slug, place.base, "", f"old-{slug}") for slug in SLUGS))
    place.crawl()
    first = place.articles()
    assert set(first) == set(SLUGS)
    assert {article["discovery"]["guid"] for article in first.values()} == {f"old-{slug}" for slug in SLUGS}
    place.feed(*(item.format(slug, place.base, "?utm_source=rss", f"new-{slug}") for slug in reversed(SLUGS)))
    place.crawl()
    second = place.articles()
    assert {slug: article["_id"] for slug, article in second.items()} == {
        slug: article["_id"] for slug, article in first.items()
    }
    assert {article["version"] for article in second.values()} == {1}


def test_sitemaps_of_robots_are_read_where_the_file_says_so_and_loops_end(place: Place) -> None:
    place.serve("/robots.txt", f"User-agent: *\nDisallow:\nSitemap: {place.base}/index.xml\n", "text/plain")
    children = ["index.xml", "inner.xml", "news.xml"]
    index = "".join(f"<sitemap><loc>{place.base}/{child}</loc></sitemap>" for child in children)
    index += "<sitemap><loc>http://localhost:9/foreign.xml</loc></sitemap>"
    place.serve("/index.xml", f"<sitemapindex {SITEMAP}>{index}</sitemapindex>")
    place.serve("/inner.xml", f"<sitemapindex {SITEMAP}>{index}</sitemapindex>")
    news = (
        "<news:news><news:publication><news:name>The Quillan Post</news:name><news:language>en</news:language>"
        "</news:publication><news:genres>OpEd</news:genres><news:access>Subscription</news:access></news:news>"
    )
    entries = "".join(f"<url><loc>{place.base}/news/{slug}</loc>{news}</url>" for slug in SLUGS)
    place.serve("/news.xml", f"<urlset {SITEMAP}>{entries}</urlset>")
    place.feed(f"<item><title>{SLUGS[0]}</title><link>{place.base}/news/{SLUGS[0]}</link></item>")
    place.write_outlet(feeds=f'["{place.base}/feed"]')
    place.crawl()
    assert set(place.articles()) == {SLUGS[0]}
    assert place.asked("/index.xml") == 0
    place.write_outlet(feeds=f'["{place.base}/feed"]', robots_sitemaps="true")
    place.crawl()
    articles = place.articles()
    assert set(articles) == set(SLUGS)
    assert [place.asked(f"/{child}") for child in children] == [1, 1, 1]
    assert place.asked("/robots.txt") == 2  # once a crawl
    listed = articles[SLUGS[1]]
    assert (listed["article_type"], listed["free_access"]) == ("opinion", False)
    assert listed["discovery"]["position"] == 1
    assert listed["discovery"]["genres"] == ["oped"]


def test_a_section_is_paged_while_there_is_something_new_and_an_endless_one_ends(place: Place) -> None:
    def page(number: int, slugs: list[str]) -> str:
        links = "".join(
            f'<article><h2><a href="/news/{slug}">A story of the port today</a></h2></article>' for slug in slugs
        )
        following = f'<a class="next" href="/section?page={number + 1}">Next</a>'
        return f"<html><body><main>{links}</main>{following}</body></html>"

    half = len(SLUGS) // 2
    for number in range(1, 30):
        slugs = SLUGS[:half] if number == 1 else SLUGS[half:]  # from the second on the same again, endlessly
        place.serve(f"/section?page={number}" if number > 1 else "/section", page(number, slugs), "text/html")
    place.write_outlet(sections=f'["{place.base}/section"]')
    place.crawl()
    articles = place.articles()
    assert set(articles) == set(SLUGS)
    assert articles[SLUGS[2]]["discovery"]["position"] == 1
    first = place.asked("/section")
    assert first == 3  # the third is the second under another number
    place.crawl()
    assert place.asked("/section") == first + 1  # nothing new on the first page
