"""Listings that were not read to their end, or that are read otherwise today: what they name is found all the same."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from changing_outlet import ChangingOutlet
from pytest_httpserver import HTTPServer
from werkzeug import Response

FIRST, SECOND = "/section", "/section/2"


@pytest.fixture
def outlet(mongo_uri: str, tmp_path: Path) -> Iterator[ChangingOutlet]:
    """An outlet with a feed of one story and a section."""
    with HTTPServer(host="127.0.0.1", port=0, threaded=True) as server:
        outlet = ChangingOutlet(server, mongo_uri, tmp_path)
        outlet.write_file(f'sections = ["{outlet.base}{FIRST}"]\n')
        outlet.serve_feed("fed")
        for number, name in enumerate(("fed", "old-1", "old-2", "new-1", "new-2", "new-3")):
            outlet.serve_story(name, number)
        yield outlet


def section_page(*names: str, following: str | None = None) -> str:
    links = "".join(
        f'<article><h2><a href="/news/{name}">A story of the port today {name}</a></h2></article>' for name in names
    )
    more = f'<a rel="next" href="{following}">Next</a>' if following else ""
    return f"<html><body><main>{links}</main>{more}</body></html>"


def serve_section(outlet: ChangingOutlet, first: list[str], second: list[str]) -> None:
    outlet.serve(FIRST, section_page(*first, following=SECOND))
    outlet.serve(SECOND, section_page(*second))


def test_behind_a_page_that_an_interrupted_run_stored_the_next_one_pages_on(outlet: ChangingOutlet) -> None:
    serve_section(outlet, ["old-1"], ["old-2"])
    outlet.crawl()
    serve_section(outlet, ["new-1", "new-2"], ["new-3", "old-1"])
    outlet.fail(SECOND, 500)
    assert outlet.crawl()["new"] == 2
    outlet.serve(SECOND, section_page("new-3", "old-1"))
    assert outlet.crawl()["new"] == 1
    assert "new-3" in outlet.articles()
    outlet.crawl()
    assert outlet.asked_of(SECOND) == []  # now it was read to its end


def test_behind_a_page_whose_links_were_over_the_budget_the_next_runs_page_on(outlet: ChangingOutlet) -> None:
    serve_section(outlet, ["old-1"], ["old-2"])
    outlet.crawl()
    serve_section(outlet, ["new-1", "new-2"], ["new-3", "old-1"])
    outlet.write_file(f'sections = ["{outlet.base}{FIRST}"]\nmax_pages_per_run = 2\n[schedule]\nrevisits = []\n')
    assert [outlet.crawl()["new"] for _ in range(3)] == [2, 1, 0]


def test_a_further_page_that_broke_off_is_asked_for_again(outlet: ChangingOutlet) -> None:
    serve_section(outlet, ["old-1"], ["old-2"])
    cut = gzip.compress(section_page("old-2").encode())[:-30]
    outlet.answers[SECOND] = lambda _: Response(cut, headers={"Content-Encoding": "gzip"}, mimetype="text/html")
    outlet.crawl()
    outlet.serve(SECOND, section_page("old-2"))
    outlet.crawl()
    assert "old-2" in outlet.articles()


def test_an_unchanged_listing_is_read_again_once_the_file_wants_other_links(outlet: ChangingOutlet) -> None:
    serve_section(outlet, ["old-1"], ["old-2"])
    outlet.serve_feed("fed", "new-1", etag="same")
    outlet.write_file('exclude = ["/news/new"]\n')
    outlet.crawl()
    assert set(outlet.articles()) == {"fed"}
    outlet.write_file()
    outlet.crawl()
    assert outlet.asked_of("/rss") == [200]
    assert set(outlet.articles()) == {"fed", "new-1"}
    outlet.crawl()
    assert outlet.asked_of("/rss") == [304]
