"""fetch and explain on a saved page, and on one that is stored."""

import json
from pathlib import Path

import pytest

from newscrawler.cli import main

URL = "https://www.elbkurier.example/artikel/new-bridge-opens-4711.html"
PARAGRAPHS = [
    "The new bridge over the harbour opened on Monday after nine years of work, the city's engineers said.",
    "Some four thousand people walked across it in the first hour, and the ferries stayed in port for the day.",
    "The mayor said that the toll would not rise before next spring, and thanked the crews who worked in winter.",
    "Critics said that the trams, for which the bridge was built, will not run before the end of the year.",
]
PAGE = f"""<!doctype html><html lang="en"><head><title>New bridge opens - Elbkurier</title>
<link rel="canonical" href="{URL}">
<meta property="article:published_time" content="2026-03-05T10:00:00+01:00">
<meta property="og:title" content="New bridge opens over the harbour"></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>New bridge opens over the harbour</h1>{"".join(f"<p>{text}</p>" for text in PARAGRAPHS)}</article>
<footer><p><a href="/imprint">Imprint</a></p></footer></body></html>"""


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    for name in ("NEWSCRAWLER_OUTLETS", "NEWSCRAWLER_MONGO_URI", "NEWSCRAWLER_CONTACT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NEWSCRAWLER_DATA_DIR", str(tmp_path / "data"))
    file = tmp_path / "page.html"
    file.write_text(PAGE, encoding="utf-8")
    return str(file)


def test_fetch_prints_the_article_of_a_saved_page(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fetch", page]) == 0
    told = capsys.readouterr().out
    assert told.startswith(f"New bridge opens over the harbour\n{URL}\n")
    assert "2026-03-05 09:00" in told.splitlines()[2]
    assert "\n\n".join(PARAGRAPHS) in told
    assert "Imprint" not in told


def test_fetch_as_json_has_the_field_names_of_stored_documents(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fetch", page, "--json"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    values = json.loads(line)
    assert values["url"] == URL
    assert values["title"] == "New bridge opens over the harbour"
    assert values["published_at"] == "2026-03-05T09:00:00Z"
    assert values["body"] == "\n\n".join(PARAGRAPHS)
    assert values["outlet"] == "web_elbkurier_example"


def test_a_page_that_no_crawl_would_store_ends_with_1_and_its_reason(
    page: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(page).write_text("<html><body><ul><li><a href='/'>Home</a></li></ul></body></html>", encoding="utf-8")
    assert main(["fetch", page, "--url", URL]) == 1
    assert "A crawl would not store it: " in capsys.readouterr().err
    assert main(["explain", page, "--url", URL]) == 0
    assert "It would not be stored (" in capsys.readouterr().out


def test_an_empty_page_ends_with_1_and_a_line(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path(page).write_bytes(b"")
    assert main(["fetch", page, "--url", URL]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert "bug" not in told.err


def test_explain_tells_every_block_in_the_order_of_the_page(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", page, "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    blocks = [row for row in rows if "decision" in row]
    title = "New bridge opens over the harbour"
    assert [row["text"] for row in blocks] == ["Home", "Sport", title, *PARAGRAPHS, "Imprint"]
    assert [row["decision"] for row in blocks] == ["remove"] * 3 + ["keep"] * 4 + ["remove"]
    assert all(row["rule"] and row["evidence"] for row in blocks if row["decision"] == "remove")
    sources = {row["field"]: row["source"] for row in rows if "field" in row}
    assert {"title", "published_at"} <= set(sources)


def test_a_stored_article_is_explained_from_its_stored_page(
    page: str, mongo_uri: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", page]) == 0
    afresh = capsys.readouterr().out
    monkeypatch.setenv("NEWSCRAWLER_MONGO_URI", mongo_uri)
    assert main(["fetch", page, "--store"]) == 0
    told = capsys.readouterr().err
    assert told.startswith("Stored (new, version 1): newscrawler article ")
    for name in (URL, told.split()[-1]):
        assert main(["explain", name]) == 0
        assert capsys.readouterr().out == afresh
    assert main(["fetch", page, "--store"]) == 0
    assert capsys.readouterr().err.startswith("Stored (unchanged, version 1)")


def test_what_is_neither_file_nor_address_nor_id_is_refused(
    page: str, mongo_uri: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert page
    monkeypatch.setenv("NEWSCRAWLER_MONGO_URI", mongo_uri)
    assert main(["explain", "no_such_page.html"]) == 2
    assert "is neither a file, nor a web address, nor the id of a stored article" in capsys.readouterr().err


def test_a_reader_of_stdout_that_goes_away_does_not_prevent_storing(
    page: str, mongo_uri: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def break_pipe(*_: object) -> None:
        raise BrokenPipeError

    monkeypatch.setenv("NEWSCRAWLER_MONGO_URI", mongo_uri)
    with monkeypatch.context() as broken:
        broken.setattr("newscrawler.operations.fetch.print_article", break_pipe)
        broken.setattr("newscrawler.operations.dispatch._close_quietly", lambda: None)
        assert main(["fetch", page, "--store"]) == 0
    capsys.readouterr()
    assert main(["article", URL]) == 0
    assert capsys.readouterr().out.startswith("New bridge opens")
