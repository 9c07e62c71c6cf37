"""Which addresses are of one article: ``url_pairs.txt`` beside this file says so of each pair."""

from pathlib import Path

import pytest

from newscrawler.urls import accepted_canonical, canonical_url, url_key

ROWS = [
    tuple(line.split())
    for line in (Path(__file__).parent / "url_pairs.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def test_the_table_is_large_and_every_row_says_what_it_is() -> None:
    assert {(row[0], len(row)) for row in ROWS} == {("same", 3), ("different", 3)}
    assert len(ROWS) == len(set(ROWS)) >= 250


@pytest.mark.parametrize(("one", "other"), [row[1:] for row in ROWS if row[0] == "different"])
def test_no_article_is_taken_for_another(one: str, other: str) -> None:
    assert url_key(one) != url_key(other)


@pytest.mark.parametrize(("one", "other"), [row[1:] for row in ROWS if row[0] == "same"])
def test_the_addresses_of_one_article_have_one_key(one: str, other: str) -> None:
    assert url_key(one) == url_key(other)


@pytest.mark.parametrize("url", sorted({url for row in ROWS for url in row[1:]}))
def test_each_has_one_spelling_which_a_page_may_declare(url: str) -> None:
    canonical = canonical_url(url)
    assert canonical is not None
    assert canonical_url(canonical) == canonical
    assert url_key(canonical) == url_key(url)
    assert accepted_canonical(url, url) == canonical
