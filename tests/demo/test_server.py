"""The server of the invented sites, asked as a browser and as a crawler behind a proxy would ask it."""

import http.client
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from newscrawler.demo.server import SiteServer
from newscrawler.demo.sites import Answer, Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    (tmp_path / "home.html").write_text('<a href="{{base}}/new/">new</a>')
    (tmp_path / "newer.html").write_text("newer")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG {{base}}")
    answers = (
        Answer("/", "home.html", "text/html; charset=utf-8"),
        Answer("/?page=2", "newer.html", "text/html; charset=utf-8"),
        Answer("/news/", "home.html", "text/html", updated_file="newer.html"),
        Answer("/picture.png", "picture.png", "image/png"),
        Answer("/gone/", "newer.html", "text/html", status=410),
        Answer("/cut/", "newer.html", "text/html", cut=True),
        Answer("/slow/", "newer.html", "text/html", slow_seconds=30),
    )
    return Site("xx_a", "www.a.example", tmp_path, {answer.path: answer for answer in answers})


@pytest.fixture
def server(site: Site) -> Iterator[SiteServer]:
    with SiteServer([site]) as server:
        yield server


def ask(server: SiteServer, path: str, method: str = "GET") -> tuple[int, str, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    try:
        connection.request(method, path)
        answer = connection.getresponse()
        return answer.status, answer.headers["Content-Type"], answer.read()
    finally:
        connection.close()


def test_addresses_in_a_page_are_those_where_it_is_served(server: SiteServer) -> None:
    url = f'<a href="http://127.0.0.1:{server.port}/new/">new</a>'
    assert ask(server, "/") == (200, "text/html; charset=utf-8", url.encode())


def test_what_is_no_text_is_sent_as_it_is(server: SiteServer) -> None:
    assert ask(server, "/picture.png") == (200, "image/png", b"\x89PNG {{base}}")


def test_a_query_is_part_of_the_address(server: SiteServer) -> None:
    assert ask(server, "/?page=2")[2] == b"newer"
    assert ask(server, "/?page=3")[0] == 404


def test_what_is_not_listed_is_not_found(server: SiteServer) -> None:
    assert ask(server, "/home.html")[0] == 404
    assert ask(server, "/../site.toml")[0] == 404
    assert ask(server, "/gone/")[0] == 410


def test_a_site_that_was_updated_says_something_else(server: SiteServer) -> None:
    assert b"new</a>" in ask(server, "/news/")[2]
    server.update("xx_other")
    assert b"new</a>" in ask(server, "/news/")[2]
    server.update("xx_a")
    assert ask(server, "/news/")[2] == b"newer"


def test_a_cut_answer_promises_more_than_it_sends(server: SiteServer) -> None:
    with pytest.raises(http.client.IncompleteRead) as broken:
        ask(server, "/cut/")
    assert broken.value.partial == b"ne"


def test_a_question_about_the_head_is_answered_without_a_body(server: SiteServer) -> None:
    assert ask(server, "/", "HEAD") == (200, "text/html; charset=utf-8", b"")


def test_the_end_waits_for_no_slow_answer(site: Site) -> None:
    began = time.monotonic()
    with SiteServer([site]) as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
        connection.request("GET", "/slow/")
    assert time.monotonic() - began < 20  # it would think for 30
    connection.close()


def test_a_proxy_answers_for_the_host_that_is_named(site: Site) -> None:
    with SiteServer([site], as_proxy=True) as server:
        assert server.base_of(site) == "http://www.a.example"
        assert ask(server, "http://www.a.example/")[2] == b'<a href="http://www.a.example/new/">new</a>'
        assert ask(server, "http://www.b.example/")[0] == 404
        assert ask(server, "/")[0] == 404  # named 127.0.0.1


def test_a_port_that_is_taken_is_an_error(server: SiteServer, site: Site) -> None:
    with pytest.raises(OSError, match="in use"):
        SiteServer([site], port=server.port)
