"""What an article said before, as it is printed."""

import io
import json
from datetime import UTC, datetime
from typing import Any

from newscrawler.operations.article_revisions import print_revisions
from newscrawler.operations.output import Output

NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
LONG = "\n\n".join(f"Paragraph {number} of a long story about the harbour and its ferries." for number in range(40))


def revision(number: int, **values: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of a revision
    return {"_id": f"a:{number}", "article": "a", "version": number, "seen_at": NOON, "cursor": number + 1, **values}


def printed(document: dict[str, Any], *revisions: dict[str, Any], **options: bool) -> str:
    stdout = io.StringIO()
    print_revisions({"_id": "a", **document}, revisions, Output(stdout, io.StringIO(), **options))
    return stdout.getvalue()


def test_of_a_long_text_what_stands_near_a_change_is_shown() -> None:
    before = LONG.replace("Paragraph 20 of", "Paragraph 20 and")
    told = printed({"title": "T", "body": LONG}, revision(1, changed=["body"], old={"title": "T", "body": before}))
    assert "Paragraph 20 [-and-]{+of+} a long story" in told
    assert "Paragraph 18" not in told
    assert len(told.split()) < 50
    assert "Paragraph 2 " not in told
    row = json.loads(printed({"body": LONG}, revision(1, changed=["body"], old={"body": before}), json=True))
    runs = row["changes"]["body"]
    assert "".join(run["text"] for run in runs if run["kind"] != "inserted") == before
    assert "".join(run["text"] for run in runs if run["kind"] != "deleted") == LONG


def test_of_a_long_text_without_spaces_too() -> None:
    text = "市議會昨日通過新的港口預算案並決定重建大橋" * 40
    old = {"body": f"{text}辭{text}"}
    told = printed({"body": f"{text}就{text}"}, revision(1, changed=["body"], old=old))
    assert "[-辭-]{+就+}" in told
    assert len(told) < 150


def test_a_tone_mark_stays_with_its_letter() -> None:
    text = "น้ำท่วมที่นี่" * 40
    told = printed({"body": f"{text} ใหม่ {text}"}, revision(1, changed=["body"], old={"body": f"{text} เก่า {text}"}))
    assert "[-เก่า-]{+ใหม่+}" in told
    assert len(told) < 150
    near = told.partition("...")[2].partition("[-")[0].strip()
    assert near == text[-len(near) :]
    assert near[0].isalnum()


def test_a_terminal_has_colours_in_the_place_of_marks() -> None:
    told = printed({"title": "Late"}, revision(1, changed=["title"], old={"title": "Back"}), color=True)
    assert "title: \x1b[31mBack\x1b[0m\x1b[32mLate\x1b[0m\n" in told
    assert "[-" not in told


def test_people_and_dates_are_told_whole() -> None:
    marta, jan = {"name": "Marta Petersen"}, {"name": "Jan Ole Voss"}
    old = {"authors": [marta], "published_at": NOON}
    document = {"authors": [marta, jan], "published_at": NOON.replace(hour=13)}
    told = printed(document, revision(1, changed=["authors", "published_at"], old=old))
    assert told.endswith(
        "authors:\n  {+Jan Ole Voss+}\npublished_at:\n  [-2026-03-05 12:00 UTC-]\n  {+2026-03-05 13:00 UTC+}\n"
    )


def test_what_came_later_is_not_told_of_an_earlier_change() -> None:
    first = revision(1, changed=["title"], old={"title": "One"})
    second = revision(2, changed=["agency", "title"], old={"title": "Two"})  # there was no agency
    third = revision(3, changed=["agency"], old={"agency": "dpa", "title": "Three"})
    told = printed({"title": "Three", "agency": "AFP"}, first, second, third)
    assert "title: [-One-]{+Two+}\n" in told
    assert "agency:\n  {+dpa+}\ntitle: [-Two-]{+Three+}\n" in told
    assert "agency:\n  [-dpa-]\n  {+AFP+}\n" in told


def test_states_that_are_not_kept_are_counted() -> None:
    told = printed(
        {"title": "Two"}, revision(1, changed=["title"], old={"title": "One"}, between=[{"version": 2}, {"version": 3}])
    )
    assert "; 2 more changes within the hour, told as one\n" in told


def test_pages_of_such_states_are_told_of_where_they_are_kept() -> None:
    between = [{"version": 2, "raw": "r"}]
    told = printed({"title": "Two"}, revision(1, changed=["title"], old={"title": "One"}, between=between))
    assert "; 1 more change within the hour, told as one: their pages are kept\n" in told


def test_what_counted_beside_the_text_gave_no_new_version() -> None:
    marta, old = {"name": "Marta Petersen"}, {"title": "Old"}
    revisions = [revision(1, changed=["authors"], old={"authors": []}), revision(1, changed=["title"], old=old)]
    told = printed({"title": "New", "authors": [marta], "version": 2}, *revisions).splitlines()
    assert [line.partition(" UTC")[2] for line in told if line.startswith("version 1")] == [
        "; that gave no new version",
        "",
    ]
