"""``outlets new``: ids, folders, the file's text, and a site on loopback from the address to the file."""

import json
import os
import re
import subprocess
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import quick_start
from hypothesis import given
from hypothesis import strategies as st
from pytest_httpserver import HTTPServer

from newscrawler.cli import main
from newscrawler.discovery.outlet_facts import Fact
from newscrawler.discovery.site_proposal import Place, Proposal
from newscrawler.model.outlet import Outlet
from newscrawler.operations.outlet_file_text import outlet_file_text
from newscrawler.operations.site_asking import typed_addresses
from newscrawler.outlet_file import read_outlet_file

TODAY = date(2026, 3, 5)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the user's own, named by the environment."""
    folder = tmp_path / "outlets"
    folder.mkdir()
    monkeypatch.setenv("NEWSCRAWLER_OUTLETS", str(folder))
    monkeypatch.setenv("NEWSCRAWLER_DATA_DIR", str(tmp_path / "data"))
    for name in ("NEWSCRAWLER_MONGO_URI", "NEWSCRAWLER_CONTACT", "NEWSCRAWLER_ALLOW_LOOPBACK"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def site() -> Iterator[HTTPServer]:
    """A site at an address that is loopback by its spelling."""
    with HTTPServer("127.0.0.1", 0) as site:
        yield site


def full_proposal(
    name: str = "Elbkurier", url: str = "https://www.elbkurier.example/feed/", note: str = "x"
) -> Proposal:
    return Proposal(
        outlet_id="de_elbkurier",
        name=Fact(name, note),
        country=Fact("DE", note),
        language=Fact("de", note),
        timezone=Fact("Europe/Berlin", note),
        home=Fact("https://www.elbkurier.example/", note),
        feeds=(Place(url, note),),
        others=(("sitemaps", Place(url, note)),),
        include=(r"/artikel/\d+", 9, 10),
        system=note,
        verified_on=TODAY,
    )


def test_without_an_address_the_file_has_marked_places_and_its_own_reader_names_them(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["outlets", "new", "de_elbkurier"]) == 0
    told = capsys.readouterr().out
    assert f"Written: {folder / 'de_elbkurier.toml'}\n" in told
    for key in ("name", "language", "home", "feeds"):
        assert f": {key}: ''" in told
    text = (folder / "de_elbkurier.toml").read_text(encoding="utf-8")
    assert 'country  = "DE"' in text
    assert 'timezone = "Europe/Berlin"' in text
    assert text.count("TO BE FILLED IN: ") == 4
    assert len(text.splitlines()) <= 45
    assert main(["outlets", "list"]) == 1  # it is told, and it is not crawled
    assert "de_elbkurier was skipped" in capsys.readouterr().err


def test_the_marked_places_filled_in_make_an_outlet(folder: Path) -> None:
    assert main(["outlets", "new", "de_elbkurier"]) == 0
    file = folder / "de_elbkurier.toml"
    text = file.read_text(encoding="utf-8")
    for key, value in (("name    ", '"Elbkurier"'), ("language", '"de"'), ("home    ", '"https://a.example/"')):
        text = text.replace(f'{key} = ""', f"{key} = {value}")
    file.write_text(text.replace('[""]', '["https://a.example/feed/"]'), encoding="utf-8")
    outlet = read_outlet_file(file)
    assert isinstance(outlet, Outlet)
    assert outlet.feeds == ("https://a.example/feed/",)


def test_every_optional_line_is_valid_when_its_mark_is_removed(tmp_path: Path) -> None:
    text = outlet_file_text(full_proposal(), TODAY)
    head, _, optional = text.partition("# Optional: remove the # to use one.\n")
    file = tmp_path / "de_elbkurier.toml"
    file.write_text(head + optional.replace("# ", "", 1).replace("\n# ", "\n"), encoding="utf-8")
    outlet = read_outlet_file(file)
    assert isinstance(outlet, Outlet), outlet
    assert outlet.include == (r"/artikel/\d+",)
    assert outlet.selectors.body == "div.text"
    assert outlet.verified_on == "2026-03-05"


@given(name=st.text(min_size=1), note=st.text(), path=st.text(max_size=20))
def test_whatever_a_site_says_stays_in_its_place(name: str, note: str, path: str) -> None:
    name, path = (text.encode("utf-8", "ignore").decode() for text in (name, path))
    url = f"https://www.elbkurier.example/{path}"
    read = tomllib.loads(outlet_file_text(full_proposal(name, url, note), TODAY))
    assert (read["name"], read["feeds"], set(read)) == (
        name,
        [url],
        {"name", "country", "language", "timezone", "home", "feeds", "verified_on"},
    )


@pytest.mark.parametrize(
    ("typed", "meant"), [("DE-Elbkurier", "de_elbkurier"), ("de_Elbkürier.toml", "de_elbkurier"), ("web_x", "x")]
)
def test_a_bad_id_is_refused_with_a_better_one(
    folder: Path, capsys: pytest.CaptureFixture[str], typed: str, meant: str
) -> None:
    assert main(["outlets", "new", typed]) == 2
    assert f"Did you mean {meant}?" in capsys.readouterr().err
    assert not list(folder.iterdir())


def test_without_a_folder_both_lines_to_type_are_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("NEWSCRAWLER_OUTLETS")
    assert main(["outlets", "new", "de_elbkurier"]) == 3
    told = capsys.readouterr().err
    assert "mkdir -p ~/outlets\n  export NEWSCRAWLER_OUTLETS=~/outlets" in told
    assert not list(folder.iterdir())


def test_a_folder_that_nobody_reads_is_made_and_its_export_told(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["outlets", "new", "de_elbkurier", "--folder", str(tmp_path / "mine" / "deep")]) == 0
    assert (tmp_path / "mine" / "deep" / "de_elbkurier.toml").is_file()
    assert f"export NEWSCRAWLER_OUTLETS={folder}{os.pathsep}{tmp_path / 'mine' / 'deep'}" in capsys.readouterr().err


def test_a_file_that_is_there_is_left_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "de_elbkurier.toml").write_text("mine", encoding="utf-8")
    assert main(["outlets", "new", "de_elbkurier", "https://www.elbkurier.example/"]) == 1
    assert "is there already" in capsys.readouterr().err
    assert (folder / "de_elbkurier.toml").read_text(encoding="utf-8") == "mine"


def test_the_id_of_a_shipped_outlet_is_taken_with_a_word(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["outlets", "new", "us_koreadaily"]) == 0
    told = capsys.readouterr().err
    assert "this file takes its place" in told
    assert "Please check: timezone = America/New_York" in told
    assert (folder / "us_koreadaily.toml").is_file()


def test_a_real_site_is_not_asked_without_a_contact(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["outlets", "new", "de_elbkurier", "www.elbkurier.example"]) == 3
    assert "NEWSCRAWLER_CONTACT" in capsys.readouterr().err
    assert not list(folder.iterdir())


def test_what_is_typed_without_a_scheme_is_tried_with_both() -> None:
    assert typed_addresses("www.elbkurier.example") == (
        "https://www.elbkurier.example/",
        "http://www.elbkurier.example/",
    )
    assert typed_addresses("127.0.0.1:8765/x")[0] == "http://127.0.0.1:8765/x"
    assert typed_addresses("http://www.elbkurier.example/") == ("http://www.elbkurier.example/",)


@pytest.mark.parametrize(
    "typed", ["mailto:a@b.example", "https://", "ftp://a.example/", "http://me:secret@a.example/", ""]
)
def test_what_is_no_web_address_is_refused(folder: Path, capsys: pytest.CaptureFixture[str], typed: str) -> None:
    assert main(["outlets", "new", "de_elbkurier", typed or " "]) == 2
    told = capsys.readouterr().err
    assert "is no web address" in told
    assert "secret" not in told
    assert not list(folder.iterdir())


def new_from(site: HTTPServer, folder: Path, *further: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own: a reactor's life."""
    command = ["newscrawler", "outlets", "new", "de_elbkurier", site.url_for("/"), *further]
    return quick_start.run(
        command, os.environ | {"NEWSCRAWLER_ALLOW_LOOPBACK": "1", "NEWSCRAWLER_OUTLETS": str(folder)}
    )


def test_a_site_is_asked_and_its_file_is_an_outlet(folder: Path, site: HTTPServer) -> None:
    stories = [site.url_for(f"/2026/03/0{day}/die-lange-nacht-am-hafen/") for day in range(1, 7)]
    items = "".join(
        f"<item><link>{url}</link><pubDate>Wed, 04 Mar 2026 10:00:00 +0100</pubDate></item>" for url in stories
    )
    page = (
        '<html lang="de-DE"><head><meta property="og:site_name" content="Elb&quot;kurier">'
        '<meta name="generator" content="WordPress 6.4">'
        '<link rel="alternate" type="application/rss+xml" href="/feed/">'
        '<link rel="alternate" type="application/rss+xml" href="/comments/feed/"></head><body><p>Moin</p></body></html>'
    )
    site.expect_request("/robots.txt").respond_with_data("Disallow:\nSitemap: /wp-sitemap.xml\n")
    site.expect_request("/").respond_with_data(page, content_type="text/html")
    site.expect_request("/feed/").respond_with_data(f"<rss><channel>{items}</channel></rss>", content_type="text/xml")
    done = new_from(site, folder, "--json")
    assert done.returncode == 0, done.stderr
    (row,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert row["valid"] is True
    assert [asked["kind"] for asked in row["asked"]] == ["robots", "home", "feed"]
    outlet = read_outlet_file(folder / "de_elbkurier.toml")
    assert isinstance(outlet, Outlet)
    assert (outlet.name, outlet.language, outlet.timezone) == ('Elb"kurier', "de", "Europe/Berlin")
    assert outlet.feeds == (site.url_for("/feed/"),)
    assert outlet.verified_on is None  # a site of this machine
    paths = [request.path for request, _ in site.log]
    assert sorted(paths) == ["/", "/feed/", "/robots.txt"]


def test_a_site_that_lists_no_articles_gives_a_file_to_fill_in_and_exit_code_1(folder: Path, site: HTTPServer) -> None:
    site.expect_request("/").respond_with_data("<html lang='de'><p>Moin</p></html>", content_type="text/html")
    site.expect_request(re.compile("/.+")).respond_with_data(status=404)
    done = new_from(site, folder)
    assert done.returncode == 1
    assert "No feed, sitemap or section page was found" in done.stderr
    assert "To be filled in: " in done.stdout
    assert 'feeds    = [""]' in (folder / "de_elbkurier.toml").read_text(encoding="utf-8")


def test_a_site_that_robots_forbids_gives_no_file(folder: Path, site: HTTPServer) -> None:
    site.expect_request("/robots.txt").respond_with_data("User-agent: *\nDisallow: /\n")
    done = new_from(site, folder)
    assert done.returncode == 1
    assert "asks crawlers not to fetch / (robots.txt line 2)" in done.stderr
    assert "Nothing was written." in done.stderr
    assert not list(folder.iterdir())
