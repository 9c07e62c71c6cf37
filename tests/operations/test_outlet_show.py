"""What is remembered of an outlet, in explain, fetch and outlets show."""

import re
from pathlib import Path

import pytest
from harbour_post import LETTER, OUTLET, Printed, page, rows, told


def test_explain_says_in_how_many_articles_furniture_is(stored: list[str], capsys: Printed, tmp_path: Path) -> None:
    told(capsys, "reprocess", "--outlet", OUTLET, "--apply")
    expected = "furniture: in 12 of 12 articles of this outlet since 5 Mar 2026"
    saved = tmp_path / "page.html"
    saved.write_bytes(page(99).html)
    for target in (stored[0], page(1).url, str(saved)):
        out, _ = told(capsys, "explain", target)
        assert re.search(rf"^REMOVE  p +\"Our gulls bring.* {expected}$", out, re.MULTILINE), target
    assert LETTER not in told(capsys, "fetch", str(saved))[0]


def test_outlets_show_tells_what_was_learned_with_a_line_that_undoes_it(stored: list[str], capsys: Printed) -> None:
    assert stored
    out, _ = told(capsys, "outlets", "show", OUTLET)
    assert "Nothing is learned yet: furniture is told from 10 articles on, so far none counted." in out
    told(capsys, "reprocess", "--outlet", OUTLET, "--apply")
    out, _ = told(capsys, "outlets", "show", OUTLET)
    assert "Learned from 12 articles, last on " in out
    assert "keep = ['^Our gulls bring the best of the Harbour Post to your porch']" in out
    (row,) = rows(told(capsys, "outlets", "show", OUTLET, "--json")[0])
    (block,) = row["learned"]["furniture"]
    assert (block["text"], block["articles"], block["of_articles"], block["place"]) == (LETTER, 12, 12, "tail")
    assert block["undo"].startswith("keep = [")


def test_outlets_show_names_where_more_articles_are_listed(outlet_file: Path, capsys: Printed) -> None:
    assert " robots_sitemaps, archives," in " ".join(told(capsys, "outlets", "show", OUTLET)[0].split())
    pattern = "https://www.harbour.example/{year}/{month:02}/{day:02}"
    text = outlet_file.read_text(encoding="utf-8")
    outlet_file.write_text(f'robots_sitemaps = true\narchives = ["{pattern}"]\n{text}', encoding="utf-8")
    out, _ = told(capsys, "outlets", "show", OUTLET)
    assert f"archives {pattern} " in f"{' '.join(out.split())} "
    assert "robots_sitemaps True " in f"{' '.join(out.split())} "
    (row,) = rows(told(capsys, "outlets", "show", OUTLET, "--json")[0])
    assert (row["archives"], row["robots_sitemaps"]) == ([pattern], True)


def test_outlets_show_makes_no_database(
    outlet_file: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert outlet_file
    monkeypatch.delenv("NEWSCRAWLER_MONGO_URI")
    out, err = told(capsys, "outlets", "show", OUTLET)
    assert "Nothing is learned yet on this machine: furniture is told from 10 articles on." in out
    assert err == ""
    assert rows(told(capsys, "outlets", "show", OUTLET, "--json")[0])[0]["learned"] is None
    assert not (tmp_path / "data").exists()


def test_a_saved_page_is_explained_and_read_without_making_a_database(
    outlet_file: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert outlet_file
    monkeypatch.delenv("NEWSCRAWLER_MONGO_URI")
    saved = tmp_path / "page.html"
    saved.write_bytes(page(99).html)
    for command in ("explain", "fetch"):
        assert told(capsys, command, str(saved))[1] == ""
    assert not (tmp_path / "data").exists()


def test_outlets_show_does_without_a_database_that_is_away(
    outlet_file: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert outlet_file
    monkeypatch.setenv("NEWSCRAWLER_MONGO_URI", "mongodb://127.0.0.1:9/news?serverSelectionTimeoutMS=100")
    out, err = told(capsys, "outlets", "show", OUTLET)
    assert out.startswith(f"id        {OUTLET}\n")
    assert "Nothing is learned" not in out
    assert err.startswith(
        f"What was learned of {OUTLET}, and how it is, is not known here: Cannot reach MongoDB at 127.0.0.1:9"
    )


def test_outlets_show_tells_durations_as_a_file_has_them(outlet_file: Path, capsys: Printed) -> None:
    text = outlet_file.read_text(encoding="utf-8")
    outlet_file.write_text(f'{text}\n[schedule]\nrevisits = ["10s", "30m", "6h", "3d"]\n', encoding="utf-8")
    out, _ = told(capsys, "outlets", "show", OUTLET)
    lines = out.splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("schedule.revisits "))
    assert [line.split()[-1] for line in lines[first : first + 4]] == ["10s", "30m", "6h", "3d"]
