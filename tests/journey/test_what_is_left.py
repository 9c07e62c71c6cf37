"""What a crawl does not end is left to the next one, and that one finds it: no article is missed or asked in vain."""

import json
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from changing_outlet import OUTLET, ChangingOutlet, assert_adds_up, wait_until
from harbour_post import page
from invented_outlet import warc_record
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response
from wire import Wire

from newscrawler.storage.connection import mask_uri


@pytest.fixture
def outlet(mongo_uri: str, tmp_path: Path) -> Iterator[ChangingOutlet]:
    """An outlet of which nothing is known."""
    with HTTPServer(host="127.0.0.1", port=0, threaded=True) as server:
        yield ChangingOutlet(server, mongo_uri, tmp_path)


class Held:
    """An answer that is not given before it is let go."""

    def __init__(self) -> None:
        self.asked, self.go = threading.Event(), threading.Event()

    def __call__(self, _: Request) -> Response:
        self.asked.set()
        self.go.wait(30)
        return Response("", 503)


@pytest.fixture
def held() -> Iterator[Held]:
    held = Held()
    yield held
    held.go.set()


def test_links_that_failed_are_tried_again_though_no_listing_is_read_or_names_them(outlet: ChangingOutlet) -> None:
    outlet.serve_feed("well", "ailing", "early", etag="one")
    outlet.serve_story("well", 1)
    outlet.fail("/news/ailing", 500)
    outlet.fail("/news/early", 404)
    first = outlet.crawl()
    assert (first["new"], first["outcomes"], first["retried"]) == (1, {"http_status": 2}, 0)

    second = outlet.crawl()  # the feed is as it was: 304
    assert (second["found"], second["listings_unchanged"], second["retried"]) == (0, 1, 1)
    assert (outlet.asked_of("/rss"), outlet.asked_of("/news/ailing"), outlet.asked_of("/news/early")) == (
        [304],
        [500, 500],
        [],
    )
    outlet.serve_feed("well", "ailing", "early", etag="two")
    third = outlet.crawl()  # the feed names them: each once, the one that waits not at all
    assert (third["found"], third["retried"], third["known"], third["waiting"]) == (3, 0, 1, 1)

    outlet.serve_feed("well", etag="three")
    outlet.serve_story("ailing", 2)
    outlet.serve_story("early", 3)
    fourth = outlet.crawl()
    assert (fourth["found"], fourth["retried"], fourth["new"]) == (1, 1, 1)
    outlet.let_pass(hours=2)
    fifth = outlet.crawl()
    assert (fifth["retried"], fifth["new"]) == (1, 1)
    assert set(outlet.articles()) == {"well", "ailing", "early"}
    assert outlet.documents("outcomes") == []


def test_links_that_failed_are_left_alone_where_no_listing_answers(outlet: ChangingOutlet) -> None:
    outlet.serve_feed("ailing")
    outlet.fail("/news/ailing", 500)
    outlet.crawl()
    outlet.fail("/rss", 503)
    run = outlet.crawl()
    assert (run["retried"], run["outcomes"]) == (0, {"listing_failed": 1})


def test_what_is_over_the_budget_is_the_next_runs_and_only_then_is_the_feed_remembered(outlet: ChangingOutlet) -> None:
    names = ("one", "two", "three")
    outlet.serve_feed(*names, etag="feed")
    for number, name in enumerate(names):
        outlet.serve_story(name, number)
    first = outlet.crawl("--limit", "2")
    assert (first["found"], first["new"], first["over_budget"]) == (3, 2, 1)
    assert "read_at" not in outlet.feed_state()
    second = outlet.crawl("--limit", "2")
    assert (second["known"], second["new"], outlet.asked_of("/rss")) == (2, 1, [200])
    third = outlet.crawl("--limit", "2")
    assert (third["found"], outlet.asked_of("/rss")) == (0, [304])


def test_a_feed_without_validators_that_says_the_same_is_not_read_again(outlet: ChangingOutlet) -> None:
    outlet.serve_feed("one")
    outlet.serve_story("one", 1)
    outlet.crawl()
    run = outlet.crawl()
    assert (run["found"], run["listings_unchanged"], outlet.asked_of("/rss")) == (0, 1, [200])


def test_a_crawl_that_is_killed_hides_no_article(outlet: ChangingOutlet, held: Held) -> None:
    outlet.serve_feed("two", "one", etag="feed")  # the last that was listed is fetched first
    outlet.serve_story("one", 1)
    outlet.answers["/news/two"] = held
    with outlet.crawling() as crawl:
        wait_until(lambda: held.asked.is_set() and outlet.articles())
        crawl.kill()
    assert outlet.feed_state() == {}
    outlet.serve_story("two", 2)
    run = outlet.crawl()
    assert (run["known"], run["new"], outlet.asked_of("/rss")) == (1, 1, [200])


def test_a_crawl_that_is_stopped_tells_what_is_unfinished(outlet: ChangingOutlet, held: Held) -> None:
    outlet.serve_feed("two", "one", etag="feed")  # the last that was listed is fetched first
    outlet.serve_story("one", 1)
    outlet.answers["/news/two"] = held
    with outlet.crawling() as crawl:
        wait_until(lambda: held.asked.is_set() and outlet.articles())
        crawl.send_signal(signal.SIGINT)
        crawl.send_signal(signal.SIGINT)
        told, _ = crawl.communicate(timeout=60)
    held.go.set()
    run = json.loads(told)
    assert_adds_up(run)
    assert (run["counts"]["found"], run["counts"]["new"]) == (2, 1)
    assert run["counts"]["unfinished"] + sum(run.get("outcomes", {}).values()) == 1
    outlet.serve_story("two", 2)
    assert outlet.crawl()["new"] == 1


def test_an_outlet_that_is_being_crawled_is_left_to_that_crawl(outlet: ChangingOutlet, held: Held) -> None:
    outlet.serve_feed("one")
    outlet.answers["/news/one"] = held
    with outlet.crawling() as crawl:
        wait_until(held.asked.is_set)
        done = outlet.command("crawl", OUTLET, "--json")
        assert "skipped" in json.loads(done.stdout), done.stderr
        assert outlet.asked_of("/rss") == []
        outlet.serve_story("one", 1)
        held.go.set()
        told, _ = crawl.communicate(timeout=60)
    run = json.loads(told)
    assert_adds_up(run)
    assert run["counts"]["new"] == 1  # the second try of a page that answered 503


def test_what_waits_in_the_spool_has_ended_and_is_not_fetched_again(outlet: ChangingOutlet) -> None:
    outlet.serve_feed("one", "two", etag="feed")
    outlet.serve_story("one", 1)
    outlet.serve_story("two", 2)
    with Wire(mask_uri(outlet.uri).split(",")[0]) as wire:
        whole = outlet.answers["/news/one"]

        def last_before_the_database_goes(request: Request) -> Response:
            wire.refuse()
            return whole(request)

        outlet.answers["/news/one"] = last_before_the_database_goes
        wired = {"NEWSCRAWLER_MONGO_URI": wire.uri(outlet.uri)}
        run = outlet.crawl(NEWSCRAWLER_STORE_SECONDS="1", NEWSCRAWLER_AWAY_SECONDS="3", **wired)
        assert (run["found"], run["spooled"] + run["new"]) == (2, 2)
        assert run["spooled"] > 0
        wire.heal()
        again = outlet.crawl(**wired)
    assert (again["known"], again["new"], outlet.asked_of("/rss")) == (2, 0, [200])
    assert set(outlet.articles()) == {"one", "two"}


@pytest.mark.parametrize("way", ["archive", "fetch", "preview", "parse"])
def test_only_crawls_remember_listings_and_visits(outlet: ChangingOutlet, way: str) -> None:
    outlet.serve_feed("one", etag="feed")
    outlet.serve_story("one", 1)
    stored: dict[str, Any] = {"archive": 1, "fetch": 1}
    if way == "archive":
        file = outlet.folder / "pages.warc"
        file.write_bytes(warc_record(f"{outlet.base}/news/one", page(1).html))
        done = outlet.command("crawl", "--from-warc", str(file), "--json")
    elif way == "fetch":
        done = outlet.command("fetch", f"{outlet.base}/news/one", "--store")
    elif way == "preview":
        done = outlet.command("preview", OUTLET)
    else:
        done = outlet.scrapy("parse", f"{outlet.base}/rss", "--spider", OUTLET, "--depth", "2")
    assert done.returncode == 0, done.stderr
    assert "The quay opens again" in done.stdout or way == "archive"
    assert len(outlet.documents("articles")) == stored.get(way, 0)
    assert outlet.documents("listings") == []
    assert outlet.documents("visits") == []
