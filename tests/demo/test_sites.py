"""The invented sites: whole, and such as a user's own outlet would be."""

import pytest

from newscrawler.demo.sites import BASE, SITES, Site, demo_outlet, load_sites, site_outlet
from newscrawler.urls import host_of

ALL = load_sites()
OF_THE_SITE = {"outlet.toml", "site.toml"}  # what is no answer


def names(site: Site) -> str:
    return site.id


def test_every_folder_of_sites_is_a_site() -> None:
    assert {site.id for site in ALL} == {folder.name for folder in SITES.iterdir() if folder.is_dir()}
    assert ALL[0].id == "us_harwick_ledger"  # on the first port, as the documents say


@pytest.mark.parametrize("site", ALL, ids=names)
class TestEverySite:
    def test_answers_with_files_that_are_there_and_uses_them_all(self, site: Site) -> None:
        named = {name for answer in site.answers.values() for name in (answer.file, answer.updated_file) if name}
        there = {file.relative_to(site.folder).as_posix() for file in site.folder.rglob("*") if file.is_file()}
        assert named == there - OF_THE_SITE

    def test_has_paths_that_begin_with_a_slash_and_types(self, site: Site) -> None:
        assert all(path.startswith("/") for path in site.answers)
        assert all("/" in answer.type for answer in site.answers.values())
        assert "/robots.txt" in site.answers

    def test_has_an_outlet_file_that_is_valid_at_both_addresses(self, site: Site) -> None:
        for base in (f"http://{site.host}", "http://127.0.0.1:8765"):
            outlet = site_outlet(site, base)
            assert outlet.id == site.id
            assert outlet.tags == ("demo",)
            assert outlet.home == f"{base}/"

    def test_lists_articles_at_addresses_that_answer(self, site: Site) -> None:
        base = f"http://{site.host}"
        outlet = site_outlet(site, base)
        for url in (outlet.home, *outlet.feeds, *outlet.sitemaps, *outlet.sections):
            assert url.removeprefix(base) in site.answers

    def test_lives_on_a_domain_that_nobody_owns(self, site: Site) -> None:
        assert host_of(f"http://{site.host}/").endswith(".example")

    def test_leaves_no_placeholder_in_what_it_sends(self, site: Site) -> None:
        for answer in site.answers.values():
            for updated in (False, True):
                assert BASE.encode() not in site.content(answer, "http://127.0.0.1:1", updated=updated)

    def test_says_something_else_once_it_was_updated(self, site: Site) -> None:
        for answer in site.answers.values():
            changes = site.content(answer, "", updated=True) != site.content(answer, "")
            assert changes == bool(answer.updated_file)


def test_an_invented_outlet_is_found_by_its_id_and_no_other() -> None:
    found = demo_outlet("us_harwick_ledger")
    assert found is not None
    assert found.home == "http://www.harwickledger.example/"
    assert demo_outlet("us_koreadaily") is None
