"""An article stays one article when its address, its feed's guid or what a link carries changes."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from changing_outlet import ChangingOutlet
from invented_outlet import warc_record
from pymongo import MongoClient
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from newscrawler.storage.documents.conversion import key_id

STORIES = ("harbour", "council", "ferry")


@pytest.fixture
def outlet(mongo_uri: str, tmp_path: Path) -> Iterator[ChangingOutlet]:
    """An outlet whose three stories are stored."""
    with HTTPServer(host="127.0.0.1", port=0) as server:
        outlet = ChangingOutlet(server, mongo_uri, tmp_path)
        for number, name in enumerate(STORIES):
            outlet.serve_story(name, number)
        serve_items(outlet, *((name, f"guid-{name}") for name in STORIES))
        assert outlet.crawl()["new"] == len(STORIES)
        yield outlet


def serve_items(outlet: ChangingOutlet, *items: tuple[str, str]) -> None:
    """A feed of links, each below ``/news/``, with their guids."""
    written = "".join(
        f"<item><title>{link}</title><link>{outlet.base}/news/{link.replace('&', '&amp;')}</link>"
        f'<guid isPermaLink="false">{guid}</guid></item>'
        for link, guid in items
    )
    outlet.serve(
        "/rss", f'<rss version="2.0"><channel><title>H</title>{written}</channel></rss>', "application/rss+xml"
    )


def test_another_guid_makes_no_second_article_and_no_request(outlet: ChangingOutlet) -> None:
    before = outlet.articles()
    serve_items(outlet, *((name, f"{name}-since-the-move") for name in STORIES))
    run = outlet.crawl()
    assert (run["found"], run["known"], run["new"]) == (3, 3, 0)
    assert [path for path, *_ in outlet.asked] == ["/robots.txt", "/rss"]
    assert outlet.articles() == before


def test_a_guid_that_is_the_address_of_an_article_is_known_by_it(outlet: ChangingOutlet) -> None:
    items = f'<item><title>H</title><guid isPermaLink="true">{outlet.base}/news/harbour</guid></item>'
    outlet.serve("/rss", f'<rss version="2.0"><channel><title>H</title>{items}</channel></rss>', "application/rss+xml")
    run = outlet.crawl()
    assert (run["found"], run["known"]) == (1, 1)


@pytest.mark.parametrize(
    "link",
    ["harbour?utm_source=rss&utm_medium=feed", "harbour/", "harbour?fbclid=1#comments", "harbour.amp", "harbour?amp"],
)
def test_a_link_in_another_dress_is_known(outlet: ChangingOutlet, link: str) -> None:
    serve_items(outlet, (link, "guid-harbour"))
    run = outlet.crawl()
    assert (run["found"], run["known"], run["new"]) == (1, 1, 0)
    assert len(outlet.documents("articles")) == len(STORIES)


def test_a_parameter_that_the_outlets_file_ignores_is_no_part_of_an_address(outlet: ChangingOutlet) -> None:
    serve_items(outlet, ("harbour?rubrik=3", "1"), ("council?rubrik=4&id=1", "2"))
    outlet.serve_story("council", 1)
    outlet.write_file('ignored_parameters = ["rubrik"]\n')
    run = outlet.crawl()
    assert (run["found"], run["known"]) == (2, 1)
    assert [path for path, *_ in outlet.asked] == ["/robots.txt", "/rss", "/news/council"]
    assert set(outlet.articles()) == {*STORIES, "council?id=1"}  # what would name it alone is no article's address


def test_what_a_link_was_redirected_from_is_known_from_then_on(outlet: ChangingOutlet) -> None:
    outlet.fail("/news/short-4711", 302, "/news/short-4711-by-way")
    outlet.fail("/news/short-4711-by-way", 301, "/news/tunnel")
    outlet.serve_story("tunnel", 7)
    serve_items(outlet, ("short-4711", "4711"))
    assert outlet.crawl()["new"] == 1
    tunnel = outlet.articles()["tunnel"]
    assert tunnel["alternate_urls"] == [f"{outlet.base}/news/short-4711"]
    serve_items(outlet, ("short-4711", "4712"), ("tunnel", "4713"))
    run = outlet.crawl()
    assert (run["found"], run["known"]) == (2, 2)


def test_an_amp_page_that_an_article_names_is_one_of_its_addresses(outlet: ChangingOutlet) -> None:
    outlet.serve_story("tunnel", 7)
    html = outlet.answers["/news/tunnel"](Request({})).get_data(as_text=True)
    amp = f'<link rel="amphtml" href="{outlet.base}/accelerated/98765">'
    outlet.serve("/news/tunnel", html.replace("<body>", f"{amp}<body>", 1))
    serve_items(outlet, ("tunnel", "1"), ("../accelerated/98765", "2"))
    assert outlet.crawl()["new"] == 1
    assert outlet.articles()["tunnel"]["alternate_urls"] == [f"{outlet.base}/accelerated/98765"]


def test_an_article_whose_headline_and_address_were_rewritten_stays_one(outlet: ChangingOutlet) -> None:
    before = outlet.articles()["harbour"]
    outlet.let_pass(hours=2)
    outlet.fail("/news/harbour", 301, "/news/harbour-wall-mended")
    outlet.serve_story("harbour-wall-mended", 0, "<p>The wall is mended, the harbour master said on Tuesday.</p>")
    run = outlet.crawl()
    assert (run["revised"], run["new"]) == (1, 0)
    after = {article["_id"]: article for article in outlet.documents("articles")}
    assert len(after) == len(STORIES)
    article = after[before["_id"]]
    assert (article["version"], article["url_key"]) == (2, before["url_key"])
    assert f"{outlet.base}/news/harbour-wall-mended" in article["alternate_urls"]
    serve_items(outlet, ("harbour-wall-mended", "1"), ("harbour", "2"))
    run = outlet.crawl()
    assert (run["known"], run["new"]) == (2, 0)

    outlet.let_pass(hours=2)
    run = outlet.crawl()
    assert (run["new"], run["revised"]) == (0, 0)
    run = outlet.crawl("--refetch")
    assert (run["new"], run["revised"]) == (0, 0)
    assert len(outlet.documents("articles")) == len(STORIES)


def test_an_address_that_leads_to_another_story_makes_an_article_of_its_own(outlet: ChangingOutlet) -> None:
    before = outlet.articles()
    outlet.let_pass(hours=2)
    outlet.fail("/news/ferry", 302, "/news/market")
    outlet.serve_story("market", 9)
    run = outlet.crawl()
    assert (run["new"], run["revised"]) == (1, 0)
    after = outlet.articles()
    assert after["ferry"]["body"] == before["ferry"]["body"]
    assert after["market"]["_id"] != after["ferry"]["_id"]


def test_a_page_that_declares_the_address_of_another_story_is_stored_under_its_own(outlet: ChangingOutlet) -> None:
    for number, name in ((8, "market"), (9, "museum"), (10, "tunnel")):
        outlet.serve_story(name, number)
        html = outlet.answers[f"/news/{name}"](Request({})).get_data(as_text=True)
        outlet.serve(f"/news/{name}", html.replace(f'/news/{name}">', '/news/harbour">'))
    serve_items(outlet, ("market", "1"), ("museum", "2"), ("tunnel", "3"))
    before = outlet.articles()["harbour"]
    run = outlet.crawl()
    assert (run["new"], run["revised"], run["repeated"]) == (3, 0, 0)
    after = outlet.articles()
    assert set(after) == {*STORIES, "market", "museum", "tunnel"}
    assert (after["harbour"]["version"], after["harbour"]["body"]) == (1, before["body"])
    assert "stored under its own" in outlet.log()
    serve_items(outlet, ("tunnel", "3"), ("museum", "2"), ("market", "1"))
    assert outlet.crawl()["known"] == 3

    outlet.let_pass(hours=2)
    run = outlet.crawl()
    assert (run["new"], run["revised"]) == (0, 0)
    assert len(outlet.documents("articles")) == 6


def test_a_declared_address_that_the_pages_own_begins_with_is_not_believed_either(outlet: ChangingOutlet) -> None:
    names = ("harbour-market", "harbour2", "harbours-of-the-world-in-pictures")
    for number, name in enumerate(names, 8):
        outlet.serve_story(name, number)
        html = outlet.answers[f"/news/{name}"](Request({})).get_data(as_text=True)
        outlet.serve(f"/news/{name}", html.replace(f'/news/{name}">', '/news/harbour">'))
    serve_items(outlet, *((name, name) for name in names))
    before = outlet.articles()["harbour"]["body"]
    run = outlet.crawl()
    assert (run["new"], run["revised"], run["repeated"]) == (3, 0, 0)
    after = outlet.articles()
    assert set(after) == {*STORIES, *names}
    assert after["harbour"]["body"] == before


def test_a_declared_address_without_what_names_the_article_is_not_believed(outlet: ChangingOutlet) -> None:
    pages = {}
    for number, name in enumerate(("bridge", "tunnel", "museum"), 8):
        outlet.serve_story(name, number)
        html = outlet.answers[f"/news/{name}"](Request({})).get_data(as_text=True)
        pages[name] = html.replace(f'/news/{name}">', '/news/view">')
    outlet.answers["/news/view"] = lambda request: Response(pages[request.args["slug"]], content_type="text/html")
    serve_items(outlet, *((f"view?slug={name}", name) for name in pages))
    assert outlet.crawl()["new"] == 3
    assert {f"view?slug={name}" for name in pages} < set(outlet.articles())


def test_what_is_stored_by_hand_is_known_by_its_address_too(outlet: ChangingOutlet) -> None:
    before = outlet.articles()["harbour"]
    outlet.fail("/news/harbour", 301, "/news/harbour-wall-mended")
    outlet.serve_story("harbour-wall-mended", 0, "<p>The wall is mended, the harbour master said on Tuesday.</p>")
    done = outlet.command("fetch", f"{outlet.base}/news/harbour", "--store")
    assert f"newscrawler article {before['_id']}" in done.stderr, done.stdout + done.stderr
    assert len(outlet.documents("articles")) == len(STORIES)


def test_an_archived_page_is_known_by_the_key_that_its_address_has_by_now(outlet: ChangingOutlet) -> None:
    before = outlet.articles()["harbour"]
    former = before | {"_id": key_id("former/key"), "url_key": "former/key"}
    former |= {"alternate_keys": [before["url_key"]], "alternate_urls": [before["url"]]}  # as a migration leaves it
    with MongoClient[dict[str, Any]](outlet.uri) as client:
        articles = client.get_default_database()["articles"]
        articles.delete_one({"_id": before["_id"]})
        articles.insert_one(former)
    file = outlet.folder / "pages.warc"
    page = outlet.answers["/news/harbour"](Request({})).get_data(as_text=True)
    longer = page.replace("</article>", "<p>The wall is mended, the harbour master said on Tuesday.</p></article>")
    file.write_bytes(warc_record(before["url"], longer.encode()))
    done = outlet.command("crawl", "--from-warc", str(file), "--json")
    assert done.returncode == 0, done.stderr
    assert len(outlet.documents("articles")) == len(STORIES)
    after = outlet.articles()["harbour"]
    assert (after["_id"], after["url_key"], after["version"]) == (former["_id"], "former/key", 2)
    assert json.loads(done.stdout)["counts"]["new"] == 0
