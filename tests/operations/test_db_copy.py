"""Which database somebody means by a word on the command line."""

from pathlib import Path

import pytest

from newscrawler.errors import UsageError
from newscrawler.operations.db_copy import read_place
from newscrawler.settings import read_environment
from newscrawler.storage.upkeep.copy_sides import Place

HERE = read_environment({"NEWSCRAWLER_DATA_DIR": "/data/here"})
URI = "mongodb://me:secret@db.example/news"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("embedded", Place("FROM", None, Path("/data/here"))),
        ("/data/there", Place("FROM", None, Path("/data/there"))),
        (URI, Place("FROM", URI, Path("/data/here"))),
        ("env:OLD", Place("FROM", URI, Path("/data/here"))),
    ],
)
def test_a_place_is_read(text: str, place: Place) -> None:
    assert read_place("FROM", text, HERE, {"OLD": URI}) == place


@pytest.mark.parametrize("text", ["env:NEW", "postgres://me:secret@db.example/news"])
def test_what_is_no_place_is_told_without_its_password(text: str) -> None:
    with pytest.raises(UsageError, match=r"^TO") as told:
        read_place("TO", text, HERE, {})
    assert "secret" not in str(told.value)
