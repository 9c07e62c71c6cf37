"""What a sample is called where nobody gives it a name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.errors import UsageError
from newscrawler.operations.sample_name import NAME, checked_name, name_from_url


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.elbkurier.example/artikel/new-bridge-opens-4711.html", "new-bridge-opens-4711"),
        ("https://www.elbkurier.example/artikel/Neue-Brücke/", "neue-brucke"),
        ("https://www.elbkurier.example/artikel/4711", "artikel-4711"),
        ("https://www.elbkurier.example/news/articleView.html?idxno=123", "articleview-123"),
        ("https://www.elbkurier.example/2026/03/05/", "2026-03-05"),
        ("https://www.elbkurier.example/", "www-elbkurier-example"),
        (f"https://www.elbkurier.example/{'bridge-' * 12}end", "-".join(["bridge"] * 8)),
        (f"https://www.elbkurier.example/{'x' * 90}", "x" * 60),
        ("https://www.elbkurier.example/a/..%2f..%2fetc%2fpasswd", "passwd"),
    ],
)
def test_the_last_telling_part_of_the_address_is_the_name(url: str, name: str) -> None:
    assert name_from_url(url) == name


def test_a_slug_in_another_script_gives_date_and_hash_so_that_two_articles_of_a_day_differ() -> None:
    folder = "https://www.harbor.example/2026/03/05/"
    bridge, ferry = (name_from_url(folder + slug) for slug in ("%EB%8B%A4%EB%A6%AC-%EA%B0%9C%ED%86%B5", "여객선-운항"))
    assert bridge != ferry
    assert all(name.startswith("2026-03-05-") and len(name) == 17 for name in (bridge, ferry))
    assert name_from_url(folder + "다리-개통") == bridge


@given(st.text())
def test_every_address_gives_a_name_that_may_be_given(path: str) -> None:
    assert checked_name(name_from_url(f"https://www.elbkurier.example/{path}"))


@pytest.mark.parametrize("name", ["../x", "a/b", "..", ".x", "", "A", "x" * 61, "-x", "a b", "x\n", "brücke"])
def test_a_name_that_is_a_path_or_no_plain_folder_is_refused(name: str) -> None:
    assert not NAME.fullmatch(name)
    with pytest.raises(UsageError, match="is no name for a sample: it must be made of small letters"):
        checked_name(name)
