"""A feed that moved on by more than it shows: its further pages give what left it between two crawls."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from changing_outlet import ChangingOutlet
from pytest_httpserver import HTTPServer


@pytest.fixture
def outlet(mongo_uri: str, tmp_path: Path) -> Iterator[ChangingOutlet]:
    """An outlet of which nothing is known."""
    with HTTPServer(host="127.0.0.1", port=0, threaded=True) as server:
        yield ChangingOutlet(server, mongo_uri, tmp_path)


def serve_feed_page(outlet: ChangingOutlet, path: str, numbers: Sequence[int], following: str | None) -> None:
    link = f'<link rel="next" href="{following}"/>' if following else ""
    entries = "".join(f'<entry><title>{n}</title><link href="/news/{n}"/></entry>' for n in numbers)
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour Post</title>{link}{entries}</feed>'
    outlet.serve(path, feed, "application/atom+xml")


@pytest.mark.parametrize("limits", [(), ("--limit", "8")])
def test_entries_that_left_a_feed_between_two_crawls_are_found_on_its_further_pages(
    outlet: ChangingOutlet, limits: tuple[str, ...]
) -> None:
    for number in range(22):
        outlet.serve_story(str(number), number)
    serve_feed_page(outlet, "/rss", range(6), "/rss/2")
    assert (outlet.crawl()["new"], outlet.asked_of("/rss/2")) == (6, [])
    serve_feed_page(outlet, "/rss", range(16, 22), "/rss/2")
    serve_feed_page(outlet, "/rss/2", range(10, 16), "/rss/3")
    serve_feed_page(outlet, "/rss/3", range(4, 10), "/rss/4")
    serve_feed_page(outlet, "/rss/4", range(4), "/rss/5")
    run = outlet.crawl(*limits)
    assert run["warnings"] == [] or limits
    if limits:
        assert run["new"] == 8
        run = outlet.crawl()  # all of the first page is known by now
    assert outlet.asked_of("/rss/4") == [200]
    assert len(outlet.articles()) == 22
    again = outlet.crawl()
    assert (again["new"], outlet.asked_of("/rss"), outlet.asked_of("/rss/2")) == (0, [200], [])
