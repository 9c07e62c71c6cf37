"""The snippets of docs/reading-the-database.md run as they stand there, where their library is installed."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from newscrawler.cli import main
from newscrawler.client import connect
from newscrawler.storage.documents.document_cells import cell

PAGE = (Path(__file__).parents[2] / "docs" / "reading-the-database.md").read_text(encoding="utf-8")
SNIPPETS = re.findall(r"^```python\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
LIBRARIES = ("duckdb", "pandas", "polars")


def snippet_with(words: str) -> str:
    [snippet] = [one for one in SNIPPETS if words in one]
    return str(snippet)


@pytest.fixture(autouse=True)
def here(mongo_uri: str, save: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NEWSCRAWLER_MONGO_URI", mongo_uri)
    monkeypatch.chdir(tmp_path)
    save(1, 2, 3, 4, outlet="us_harwick_ledger")


@pytest.mark.parametrize("library", LIBRARIES)
def test_each_library_reads_them(library: str, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip(library, reason=f"{library} is not installed")
    assert main(["export", "articles.jsonl.zst"]) == 0
    exec(snippet_with(f"import {library}\n"), {})  # noqa: S102 - our own page
    told = capsys.readouterr().out
    assert re.search(r"us_harwick_ledger\D*(4\D+)?8\.", told), told


def test_the_first_snippet_prints_times_and_titles(capsys: pytest.CaptureFixture[str]) -> None:
    exec(SNIPPETS[0], {})  # noqa: S102 - our own page
    assert capsys.readouterr().out.splitlines()[0] == "2026-03-04 12:00:00+00:00 Ferry 1"


@pytest.mark.parametrize(
    "text", ["-5 Grad", "'=1", "Ferry;=1+1", "a\n- b\r\n\u200b@c", "\ufeff＝1", "plain; 'tis", "", "\xa0-1"]
)
def test_the_text_of_a_cell_comes_back_as_the_page_says(text: str) -> None:
    names: dict[str, Any] = {}
    exec(snippet_with("def text_of"), names)  # noqa: S102 - our own page
    assert names["text_of"](cell(text)) == text


def test_following_runs_as_the_page_says() -> None:
    kept: list[int] = []
    stored: list[Any] = []

    class EnoughError(Exception):
        pass

    def store(article: Any) -> None:  # noqa: ANN401 - an article
        stored.append(article)
        if len(stored) == 4:
            raise EnoughError

    names = {"load_cursor": lambda: 0, "save_cursor": kept.append, "put_into_my_own_store": store}
    with pytest.raises(EnoughError):
        exec(snippet_with("news.follow("), {"connect": connect} | names)  # noqa: S102 - our own page
    assert kept == [article["cursor"] for article in stored[:3]]


def test_a_consumer_keeps_its_cursor() -> None:
    kept: list[int] = []
    stored: list[Any] = []
    names = {"load_cursor": lambda: 0, "save_cursor": kept.append, "put_into_my_own_store": stored.append}
    exec(snippet_with("reading = news.articles(since=load_cursor())"), {"connect": connect} | names)  # noqa: S102
    assert len(stored) == 4
    assert kept[-1] >= stored[-1]["cursor"]
