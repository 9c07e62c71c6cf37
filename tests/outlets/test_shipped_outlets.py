"""What holds of every outlet that is shipped, and of all of them together."""

import re
from collections import Counter
from pathlib import Path

import pytest

import newscrawler
from newscrawler.catalogue import load_catalogue
from newscrawler.model.outlet import Outlet
from newscrawler.urls import host_of, registered_domain

SAMPLES = Path(__file__).parent
FILES = Path(newscrawler.__file__).parent / "outlets"
OUTLETS = load_catalogue().outlets
# One letter of each script that news is written in; a page in it holds many.
SCRIPTS = {
    "arabic": r"[\u0620-\u064a]",
    "bengali": r"[\u0985-\u09b9]",
    "cyrillic": r"[\u0400-\u04ff]",
    "devanagari": r"[\u0905-\u0939]",
    "greek": r"[\u0386-\u03ce]",
    "hangul": r"[\uac00-\ud7a3]",
    "hebrew": r"[\u05d0-\u05ea]",
    "kana": r"[\u3041-\u30fa]",
    "latin": r"[A-Za-z]",
    "thai": r"[\u0e01-\u0e2e]",
}
each_outlet = pytest.mark.parametrize("outlet", OUTLETS.values(), ids=lambda outlet: outlet.id)


def samples_of(outlet: Outlet) -> list[Path]:
    return sorted(path.parent for path in (SAMPLES / outlet.id).glob("*/page.html"))


def script_of(body: str) -> str:
    return max(SCRIPTS, key=lambda name: len(re.findall(SCRIPTS[name], body)))


def test_every_shipped_file_is_valid() -> None:
    assert not load_catalogue().mistakes
    assert {path.stem for path in FILES.glob("*.toml")} == set(OUTLETS)


@each_outlet
def test_an_id_begins_with_the_country(outlet: Outlet) -> None:
    assert outlet.country is not None
    assert outlet.id.startswith(outlet.country.lower() + "_")


@each_outlet
def test_an_outlet_says_where_it_lists_its_articles(outlet: Outlet) -> None:
    assert outlet.language
    assert outlet.feeds or outlet.sitemaps or outlet.sections


@each_outlet
def test_nothing_is_listed_on_a_domain_of_someone_else(outlet: Outlet) -> None:
    listed = (*outlet.feeds, *outlet.sitemaps, *outlet.sections)
    assert {registered_domain(host_of(url)) for url in listed} == {registered_domain(host_of(outlet.home))}


@each_outlet
def test_no_exclude_hides_the_outlets_own_samples(outlet: Outlet) -> None:
    for folder in samples_of(outlet):
        page = (folder / "page.html").read_text(encoding="utf-8")
        canonical = re.search(r'<link[^>]*rel="canonical"[^>]*href="([^"]+)"', page)
        assert canonical is not None
        assert not any(re.search(pattern, canonical[1]) for pattern in outlet.exclude)


@each_outlet
def test_the_file_says_where_its_addresses_come_from(outlet: Outlet) -> None:
    """Nobody has seen them answer, until someone sets `verified_on`."""
    comments = re.findall(r"^#.*", Path(outlet.file).read_text(encoding="utf-8"), re.MULTILINE)
    assert outlet.verified_on or "not verified live" in " ".join(comments)


@each_outlet
def test_a_shipped_outlet_has_a_sample(outlet: Outlet) -> None:
    assert samples_of(outlet)
    assert all((folder / "article.json").is_file() for folder in samples_of(outlet))


def test_no_two_outlets_share_a_home() -> None:
    hosts = Counter(host_of(outlet.home).removeprefix("www.") for outlet in OUTLETS.values())
    assert max(hosts.values()) == 1


def test_outlets_differ_in_country_language_and_script() -> None:
    assert len(OUTLETS) >= 10
    assert len({outlet.country for outlet in OUTLETS.values()}) >= 10
    assert len({outlet.language for outlet in OUTLETS.values()}) >= 10
    pages = [next(iter(samples_of(outlet))) / "page.html" for outlet in OUTLETS.values()]
    bodies = [re.sub(r"<[^>]*>", " ", page.read_text(encoding="utf-8").partition("<body")[2]) for page in pages]
    assert len({script_of(body) for body in bodies}) >= 6
