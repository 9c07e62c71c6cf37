"""Which differences between two fetches make a revision."""

from datetime import UTC, datetime, timedelta

import pytest

from newscrawler.storage.writing.noticed_change import is_unchanged

NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(hours=3)
MARTA = {"name": "Marta Petersen"}
JAN = {"name": "Jan Ole Voß", "url": "https://www.elbkurier.example/voss"}
STORED = {
    "content_hash": "a",
    "title": "Ferry is back",
    "body": "The pilot brought the ferry in.",
    "authors": [MARTA, JAN],
    "agency": "dpa",
    "status": "active",
    "fetched_at": LATER,
    "published_at": NOON,
    "published_raw": "5 March 2026, 12:00",
    "published_precision": "minute",
    "modified_at": NOON,
}

NOT_NOTICED = {
    "order of authors": {"authors": [JAN, MARTA]},
    "case of an author, and no page of his": {"authors": [MARTA, {"name": "JAN OLE VOSS"}]},
    "an author named twice": {"authors": [MARTA, JAN, MARTA]},
    "touched": {"modified_at": LATER},
    "touched, in words": {"modified_raw": "Updated 5 minutes ago"},
    "pictures, captions, counters and lists beside it": {
        "images": [{"caption": "New"}],
        "keywords": ["a"],
        "links": [],
    },
    "quotation marks of the title": {"title": "“Ferry is back”"},
    "case of the agency": {"agency": "DPA"},
    "seconds that a minute does not tell": {"published_at": NOON + timedelta(seconds=41)},
    "the day alone": {"published_at": NOON - timedelta(hours=12), "published_precision": "day"},
    "no date any more": {"published_at": None},
    "a date as it is told from now": {"published_at": NOON + timedelta(minutes=40), "published_raw": "4 hours ago"},
}
NOTICED = {
    "text": {"content_hash": "b"},
    "question": {"title": "Ferry is back?"},
    "currency": {"body": "The pilot brought €5 in."},
    "another author": {"authors": [MARTA, JAN, {"name": "Li Wei"}]},
    "an author less": {"authors": [MARTA]},
    "accent of a name": {"authors": [{"name": "Márta Petersen"}, JAN]},
    "agency": {"agency": "Reuters"},
    "no agency": {"agency": None},
    "published later": {"published_at": NOON + timedelta(minutes=2)},
    "another day": {"published_at": NOON + timedelta(days=1), "published_precision": "day"},
    "another day in words": {"published_at": NOON + timedelta(days=1), "published_raw": "March 6"},
    "another hour in seconds of the clock": {"published_at": NOON - timedelta(hours=2), "published_raw": "1772704800"},
    "another day in figures alone": {"published_at": NOON - timedelta(hours=23), "published_raw": "20260304"},
    "another hour in figures alone": {"published_at": NOON - timedelta(hours=2), "published_raw": "1000"},
    "gone": {"status": "gone"},
}


@pytest.mark.parametrize("change", NOT_NOTICED.values(), ids=NOT_NOTICED)
def test_what_nobody_changed_is_no_revision(change: dict[str, object]) -> None:
    assert is_unchanged(STORED | change, STORED)


@pytest.mark.parametrize("change", NOTICED.values(), ids=NOTICED)
def test_what_a_reader_sees_is_one(change: dict[str, object]) -> None:
    assert not is_unchanged(STORED | change, STORED)


def test_a_counter_in_the_text_is_no_other_text_and_a_figure_of_the_story_is() -> None:
    def counting(views: str, hurt: int) -> dict[str, object]:
        body = f"The ferry sank.\n\n{views} views\n\n{hurt} people were hurt."
        return STORED | {"content_hash": body, "body": body}

    assert is_unchanged(counting("1,299", 3), counting("1,234", 3))
    assert not is_unchanged(counting("1,299", 4), counting("1,234", 3))


@pytest.mark.parametrize(
    "line", ["Reaction {} dead", "Vor 3 Tagen starben {} Menschen", "Shares fell {}%", "更新死亡人数为{}人"]
)
def test_a_figure_in_a_line_that_only_begins_like_a_counter_is_the_storys(line: str) -> None:
    def counting(number: int) -> dict[str, object]:
        body = f"The ferry sank.\n{line.format(number)}"
        return STORED | {"content_hash": body, "body": body}

    assert not is_unchanged(counting(21), counting(12))


def test_a_date_that_goes_with_the_clock_is_the_pages_and_one_far_from_it_is_the_articles() -> None:
    def at(published: datetime, fetched: datetime) -> dict[str, object]:
        return STORED | {"published_at": published, "published_raw": published.isoformat(), "fetched_at": fetched}

    old = at(NOON, NOON + timedelta(minutes=1))
    assert is_unchanged(at(LATER, LATER + timedelta(minutes=1)), old)
    assert not is_unchanged(at(LATER, LATER + timedelta(hours=1)), old)


def test_a_date_that_was_not_known_is_news() -> None:
    assert not is_unchanged(STORED, {name: value for name, value in STORED.items() if name != "published_at"})
