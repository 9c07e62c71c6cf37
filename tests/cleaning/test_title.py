import pytest

from newscrawler.cleaning.title import strip_site_name

NAMES = ("Elbkurier", "elbkurier.example", None)


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Bridge reopens today | Elbkurier", "Bridge reopens today"),
        ("Bridge reopens today - ELBKURIER", "Bridge reopens today"),
        ("Bridge reopens today – Harbour – Elbkurier", "Bridge reopens today – Harbour"),
        ("Elbkurier: Bridge reopens today", "Elbkurier: Bridge reopens today"),
        ("Elbkurier | Bridge reopens today", "Bridge reopens today"),
        ("橋が再開｜Elbkurier", "橋が再開"),
        ("Bridge reopens today | Elbkurier | elbkurier.example", "Bridge reopens today"),
    ],
)
def test_the_outlets_name_is_no_part_of_the_title(title: str, short: str) -> None:
    assert strip_site_name(title, NAMES) == short


@pytest.mark.parametrize(
    "title", ["Elbkurier", "Elbkurier | News", "Half-time at the Elbkurier", "Bridge - what now?", "A | B | C", ""]
)
def test_a_title_without_the_name_at_its_edge_stays(title: str) -> None:
    assert strip_site_name(title, NAMES) == title
