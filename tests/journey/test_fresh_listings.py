"""A listing that says for how long it stays as it is rests so long in runs of the schedule, and in no others."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from changing_outlet import ChangingOutlet, Document
from pymongo import MongoClient
from pytest_httpserver import HTTPServer
from schedule_process import pause_shipped
from werkzeug import Request, Response

YEAR = "max-age=31536000"  # as caches have it that were told the same of every file


@pytest.fixture
def outlet(mongo_uri: str, tmp_path: Path) -> Iterator[ChangingOutlet]:
    """An outlet whose feed and sitemap were read by hand a moment ago; the feed says that it stays for a year."""
    with HTTPServer(host="127.0.0.1", port=0) as server:
        outlet = ChangingOutlet(server, mongo_uri, tmp_path)
        pause_shipped(tmp_path / "outlets")
        outlet.write_file(f'sitemaps = ["{outlet.base}/map.xml"]\n')
        outlet.serve_feed("first")
        cached(outlet, "/rss", YEAR)
        serve_sitemap(outlet, "second")
        for number, name in enumerate(("first", "second", "third", "fourth")):
            outlet.serve_story(name, number)
        assert outlet.crawl()["new"] == 2
        yield outlet


def cached(outlet: ChangingOutlet, path: str, cache_control: str) -> None:
    """Answer as before, with this header."""
    answer = outlet.answers[path]

    def with_header(request: Request) -> Response:
        response = answer(request)
        response.headers["Cache-Control"] = cache_control
        return response

    outlet.answers[path] = with_header


def serve_sitemap(outlet: ChangingOutlet, *names: str) -> None:
    urls = "".join(f"<url><loc>{outlet.base}/news/{name}</loc></url>" for name in names)
    namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
    outlet.serve("/map.xml", f'<urlset xmlns="{namespace}">{urls}</urlset>', "application/xml")


def scheduled(outlet: ChangingOutlet) -> Document:
    """The counts of the run that the schedule begins, as the outlet is due."""
    with MongoClient[Document](outlet.uri, tz_aware=True) as client:
        due = {"$set": {"due_at": datetime.now(UTC) - timedelta(seconds=1)}}
        client.get_default_database()["schedule"].update_many({}, due)
    done = outlet.command("schedule", "--once")
    assert "Traceback" not in done.stderr, done.stderr
    latest = max(outlet.documents("runs"), key=lambda run: run["started_at"])
    assert latest["counts"]["scheduled"] == 1, done.stderr
    return latest["counts"]


def listings_asked(outlet: ChangingOutlet) -> list[str]:
    return sorted(path for path, *_ in outlet.asked if path in {"/rss", "/map.xml"})


def test_a_fresh_listing_rests_but_not_for_longer_than_its_outlet_may(outlet: ChangingOutlet) -> None:
    outlet.serve_feed("first", "third")
    serve_sitemap(outlet, "second", "fourth")
    counts = scheduled(outlet)
    assert listings_asked(outlet) == ["/map.xml"]
    assert (counts["listings_resting"], counts["listings_asked"], counts["new"]) == (1, 1, 1)
    assert (counts["described"], counts["with_published"], counts["with_authors"], counts["answers"]) == (1, 1, 0, 2)
    assert 40 < counts["words"] < 100

    outlet.let_pass(hours=5)
    scheduled(outlet)
    assert listings_asked(outlet) == ["/map.xml"]
    outlet.let_pass(hours=2)
    counts = scheduled(outlet)
    assert listings_asked(outlet) == ["/map.xml", "/rss"]
    assert (counts["listings_resting"], counts["listings_asked"], counts["new"]) == (0, 2, 1)


def test_whoever_asks_by_hand_or_says_when_asks_all(outlet: ChangingOutlet) -> None:
    assert outlet.crawl()["listings_resting"] == 0
    assert listings_asked(outlet) == ["/map.xml", "/rss"]
    outlet.write_file(f'sitemaps = ["{outlet.base}/map.xml"]\n[schedule]\nevery = "15m"\n')
    outlet.command("schedule", "--once")  # plans it anew
    assert scheduled(outlet)["listings_resting"] == 0
    assert listings_asked(outlet) == ["/map.xml", "/rss"]
