import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.extraction.line_signs import points_elsewhere

BULLETS = " -–—•»>→►▶[(*"
POINTERS = ["read also", "Read more", "MEHR ZUM THEMA", "À lire", "lue myös", "Читайте также", "関連記事", "อ่านเพิ่มเติม"]


@pytest.mark.parametrize("pointer", POINTERS)
def test_a_line_that_begins_so_leads_to_another_article(pointer: str) -> None:
    assert points_elsewhere(pointer)
    assert points_elsewhere(f"» {pointer}: the ferry sails again")
    assert not points_elsewhere(f"Yes, {pointer}")


@pytest.mark.parametrize(
    "line", ["", "r", "»", "»» r", "Reading also helps", "Moored at the quay", "Lesen lernt jeder"]
)
def test_a_line_that_begins_much_like_one_does_not(line: str) -> None:
    assert not points_elsewhere(line)


@given(st.text("–» rReEaAdDmM o", max_size=12))
def test_bullets_and_capitals_change_nothing(text: str) -> None:
    assert points_elsewhere(text) == points_elsewhere(text.lstrip(BULLETS).lower())
