"""What only a listing says of an article is not lost where its page is fetched later than the listing is read."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from changing_outlet import OUTLET, ChangingOutlet
from pytest_httpserver import HTTPServer
from werkzeug import Request

TOLD = datetime(2026, 3, 5, 8, tzinfo=UTC)
PICTURE = "https://pictures.example/quay.jpg"
ITEM = (
    "<item><title>The quay</title><link>{base}/news/quay</link><pubDate>Thu, 05 Mar 2026 08:00:00 GMT</pubDate>"
    f'<enclosure url="{PICTURE}" type="image/jpeg" length="1"/></item>'
)


@pytest.fixture
def outlet(mongo_uri: str, tmp_path: Path) -> Iterator[ChangingOutlet]:
    """An outlet whose feed alone tells the date and the picture of its one story."""
    with HTTPServer(host="127.0.0.1", port=0) as server:
        outlet = ChangingOutlet(server, mongo_uri, tmp_path)
        serve_feed(outlet)
        serve_story(outlet)
        yield outlet


def serve_feed(outlet: ChangingOutlet) -> None:
    items = ITEM.format(base=outlet.base)
    feed = f'<rss version="2.0"><channel><title>Harbour Post</title>{items}</channel></rss>'
    outlet.serve("/rss", feed, "application/rss+xml", etag="feed")


def serve_story(outlet: ChangingOutlet) -> None:
    """The story, on a page without a date or a picture."""
    outlet.serve_story("quay", 1)
    html = page_of(outlet)
    html = re.sub(r"<time.*?</time>|<meta[^>]*(?:time|date|image)[^>]*>|<script.*?</script>", "", html, flags=re.DOTALL)
    outlet.serve("/news/quay", html, etag="page")


def page_of(outlet: ChangingOutlet) -> str:
    """The page of the story as it is served."""
    return outlet.answers["/news/quay"](Request({})).get_data(as_text=True)


def test_a_link_that_failed_is_tried_again_with_what_its_listing_said(outlet: ChangingOutlet) -> None:
    outlet.fail("/news/quay", 500)
    outlet.crawl()
    (outcome,) = outlet.documents("outcomes")
    assert (outcome["listed"]["published_at"], outcome["listed"]["kind"]) == (TOLD, "feed")
    serve_story(outlet)
    run = outlet.crawl()
    assert (run["retried"], run["new"], outlet.asked_of("/rss")) == (1, 1, [304])
    assert_told(outlet)


def test_so_it_is_by_hand(outlet: ChangingOutlet) -> None:
    outlet.fail("/news/quay", 500)
    outlet.crawl()
    serve_story(outlet)
    assert outlet.command("errors", "--retry", "--outlet", OUTLET).returncode == 0
    assert_told(outlet)


def test_a_stored_article_that_is_tried_again_by_hand_loses_nothing(outlet: ChangingOutlet) -> None:
    outlet.crawl()
    assert_told(outlet)
    outlet.let_pass(hours=2)
    outlet.fail("/news/quay", 500)
    outlet.crawl()
    assert [one["kind"] for one in outlet.documents("outcomes")] == ["http_status"]
    serve_story(outlet)
    before = outlet.articles()
    done = outlet.command("errors", "--retry", "--outlet", OUTLET)
    assert (done.returncode, outlet.asked_of("/news/quay")) == (0, [304]), done.stderr
    assert outlet.documents("outcomes") == []
    outlet.let_pass(hours=30)
    outlet.serve("/news/quay", page_of(outlet), etag="another")
    assert outlet.crawl()["unchanged"] == 1
    assert outlet.articles() == before
    assert outlet.documents("revisions") == []


def test_what_was_taken_away_is_not_tried_again_unless_it_is_named(outlet: ChangingOutlet) -> None:
    outlet.crawl()
    outlet.let_pass(hours=2)
    outlet.fail("/news/quay", 410)
    outlet.crawl()
    done = outlet.command("errors", "--retry")
    assert outlet.asked_of("/news/quay") == []
    assert "1 URL left: stored, and missing since. All the same: --kind gone" in done.stderr
    serve_story(outlet)
    outlet.command("errors", "--retry", "--kind", "gone")
    assert outlet.articles()["quay"]["status"] == "active"
    assert outlet.documents("outcomes") == []
    assert_told(outlet)


def assert_told(outlet: ChangingOutlet) -> None:
    """The article has what its feed said."""
    article = outlet.articles()["quay"]
    told = (article.get("published_at"), article.get("main_image", {}).get("url"), article["discovery"]["kind"])
    assert told == (TOLD, PICTURE, "feed")
