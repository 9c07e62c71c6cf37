"""Where fetch and explain get their page, and whose rules apply."""

from pathlib import Path

import pytest

from newscrawler.catalogue import Catalogue
from newscrawler.errors import UnknownOutletError, UsageError
from newscrawler.model.outlet import Outlet
from newscrawler.operations.page_source import is_address, is_file, page_outlet, saved_page

URL = "https://www.elbkurier.example/artikel/1"
PAPER = Outlet(id="de_elbkurier", name="Elbkurier", home="https://www.elbkurier.example/")
SPORT = Outlet(id="de_elbkurier_sport", name="Elbkurier Sport", home="https://sport.elbkurier.example/")
CATALOGUE = Catalogue({outlet.id: outlet for outlet in (PAPER, SPORT)})


def test_a_saved_page_keeps_its_bytes_and_takes_the_address_that_is_given(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(b"<title>\xe4</title>")
    page = saved_page(str(file), URL)
    assert page.html == b"<title>\xe4</title>"
    assert page.url == page.requested_url == URL


@pytest.mark.parametrize(
    "markup", [f'<link rel="canonical" href="{URL}">', f'<meta property="og:url" content="{URL}">']
)
def test_a_saved_page_may_say_itself_where_it_came_from(markup: str, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(f"<html><head>{markup}</head><body>x</body></html>")
    assert saved_page(str(file), None).url == URL


@pytest.mark.parametrize("content", ["", "<p>x", '<link rel="canonical" href="/artikel/1">'])
def test_a_page_of_unknown_origin_is_refused_with_the_option_that_helps(content: str, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(content)
    with pytest.raises(UsageError, match=r"does not say where it came from\. Add --url"):
        saved_page(str(file), None)


def test_an_address_that_is_none_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text("<p>x")
    with pytest.raises(UsageError, match="'elbkurier' is no web address"):
        saved_page(str(file), "elbkurier")


def test_a_file_is_told_from_an_address(tmp_path: Path) -> None:
    assert is_address("HTTPS://www.example.com/")
    assert not is_address("page.html")
    assert is_file("-")
    assert not is_file(str(tmp_path))


def test_the_outlet_with_the_very_host_comes_before_one_of_the_same_domain() -> None:
    assert page_outlet(CATALOGUE, URL) == PAPER
    assert page_outlet(CATALOGUE, "https://sport.elbkurier.example/1") == SPORT
    assert page_outlet(CATALOGUE, "https://m.elbkurier.example/1") == PAPER


def test_an_unknown_host_gets_an_outlet_made_from_its_name() -> None:
    outlet = page_outlet(CATALOGUE, "https://www.other.example/1")
    assert outlet.id == "web_other_example"


def test_a_named_outlet_wins() -> None:
    assert page_outlet(CATALOGUE, URL, "de_elbkurier_sport") == SPORT
    with pytest.raises(UnknownOutletError):
        page_outlet(CATALOGUE, URL, "de_elbe")
