"""The command ``export``: complete or not at all, and from where to go on."""

import asyncio
import csv
import errno
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from backports import zstd

from newscrawler.cli import main
from newscrawler.errors import UsageError
from newscrawler.model.article import Article, Author
from newscrawler.model.block import Block
from newscrawler.operations import whole_file
from newscrawler.operations.export_format import ExportFormat, encoded
from newscrawler.storage.connection import open_database
from newscrawler.storage.documents.conversion import json_schema

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
FIRST = Article(
    url="https://www.elbkurier.example/artikel/1",
    outlet="de_elbkurier",
    title='=HYPERLINK("https://evil.example/")',
    authors=(Author("Marta Petersen"),),
    blocks=(Block("paragraph", "- „Ja“, sagte sie.\nZweite Zeile, mit Komma."),),
    published_at=NOON,
    language="de",
)
SECOND = replace(FIRST, url="https://www.elbkurier.example/artikel/2", title="Tolls rise", language="en")

Save = Callable[..., None]


@pytest.fixture
def save(mongo_uri: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Save:
    """Saves articles in the database that commands find."""
    monkeypatch.setenv("NEWSCRAWLER_MONGO_URI", mongo_uri)
    monkeypatch.setenv("NEWSCRAWLER_DATA_DIR", str(tmp_path / "data"))
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)

    def save_all(*articles: Article) -> None:
        async def work() -> None:
            database = await open_database(mongo_uri, tmp_path)
            for article in articles:
                await database.articles.save(article)
            await database.close()

        asyncio.run(work())

    return save_all


def told_of(typed: list[str], capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert main(["export", *typed, "--json"]) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


def test_json_lines_have_whole_documents_and_the_next_export_goes_on(
    save: Save, capsys: pytest.CaptureFixture[str]
) -> None:
    save(FIRST, SECOND)
    told = told_of(["all.jsonl"], capsys)
    rows = [json.loads(line) for line in Path("all.jsonl").read_text().splitlines()]
    assert [row["title"] for row in rows] == [FIRST.title, SECOND.title]
    assert rows[0]["published_at"] == "2026-03-05T12:00:00Z"
    assert told == {
        "file": "all.jsonl",
        "articles": 2,
        "cursor": rows[1]["cursor"],
        "bytes": Path("all.jsonl").stat().st_size,
    }
    save(replace(FIRST, title="Changed"))
    assert main(["export", "new.jsonl", "--since", str(told["cursor"])]) == 0
    [changed] = [json.loads(line) for line in Path("new.jsonl").read_text().splitlines()]
    assert changed["title"] == "Changed"
    assert capsys.readouterr().err == f"1 article in new.jsonl. To go on from here: --since {changed['cursor']}\n"


def test_a_table_has_a_column_for_every_field_and_no_formula(save: Save) -> None:
    save(FIRST)
    assert main(["export", "all.csv"]) == 0
    raw = Path("all.csv").read_bytes()
    [row] = csv.DictReader(io.StringIO(raw.decode(), newline=""))
    assert list(row) == list(json_schema("article")["properties"])
    assert row["title"] == "'" + str(FIRST.title)
    assert row["body"] == "'- „Ja“, sagte sie.\nZweite Zeile, mit Komma."
    assert json.loads(row["authors"]) == [{"name": "Marta Petersen"}]
    assert row["word_count"].isdecimal()


def test_only_these_fields_in_this_order(save: Save) -> None:
    save(FIRST)
    assert main(["export", "some.csv", "--fields", "outlet,discovery.kind,title"]) == 0
    assert Path("some.csv").read_text().splitlines()[0] == "outlet,discovery.kind,title"
    assert main(["export", "some.jsonl", "--fields", "outlet,version"]) == 0
    assert Path("some.jsonl").read_text() == '{"outlet": "de_elbkurier", "version": 1}\n'


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("titel", "No article has a field 'titel'. Did you mean title?"),
        ("http.statsu", "No article has a field 'http.statsu'. Did you mean http.status?"),
        ("cursor.x,_id.x", "No article has a field 'cursor.x'."),
        ("enrichment.topic", "No article has a field 'enrichment.topic'."),
        ("authors.name,blocks.kind,discovery.kind,enrichment", None),
        ("title,http.status,http", None),
    ],
)
@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_a_field_that_no_article_has_is_told(
    save: Save, capsys: pytest.CaptureFixture[str], typed: str, told: str | None, form: str
) -> None:
    save(FIRST)
    assert main(["export", f"some.{form}", "--fields", typed]) == 0
    err = capsys.readouterr().err
    assert (told or "1 article in") in err
    assert ("No article has" in err) == (told is not None)
    assert "1 article in" in err


@pytest.mark.parametrize("typed", ["a..b", "title.", ".title", "", "url,,title", "$where", "http.$status", "a\ud800"])
def test_what_is_no_field_is_refused(save: Save, capsys: pytest.CaptureFixture[str], typed: str) -> None:
    save()
    assert main(["export", "some.csv", "--fields", typed]) == 2
    assert "is no name of a field, as title or http.status" in capsys.readouterr().err
    assert not Path("some.csv").exists()


@pytest.mark.parametrize("name", ["all.jsonl", "all.csv"])
def test_what_was_compressed_is_the_same(save: Save, name: str) -> None:
    save(FIRST, SECOND)
    assert main(["export", name]) == 0
    assert main(["export", f"{name}.zst"]) == 0
    assert zstd.decompress(Path(f"{name}.zst").read_bytes()) == Path(name).read_bytes()


def test_filters_of_language_and_date(save: Save) -> None:
    save(FIRST, SECOND)
    assert main(["export", "en.jsonl", "--language", "en", "--published-since", "2026-03-05"]) == 0
    assert json.loads(Path("en.jsonl").read_text())["title"] == SECOND.title
    assert main(["export", "old.jsonl", "--published-until", "2026-03-04"]) == 0
    assert Path("old.jsonl").read_text() == ""


def test_to_stdout_only_data_and_the_cursor_on_stderr(save: Save, capsys: pytest.CaptureFixture[str]) -> None:
    save(FIRST, SECOND)
    assert main(["export", "-", "--limit", "1", "--json"]) == 0
    captured = capsys.readouterr()
    row = json.loads(captured.out)
    assert json.loads(captured.err)["cursor"] == row["cursor"]
    assert main(["export", "-", "--since", str(row["cursor"])]) == 0
    captured = capsys.readouterr()
    last = json.loads(captured.out)
    assert captured.err == f"1 article. To go on from here: --since {last['cursor']}\n"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ([], "Nothing new after cursor 0: none.jsonl is empty. To go on from here: --since 0"),
        (["--outlet", "us_koreadayli"], "No article fits: none.jsonl is empty. No outlet called 'us_koreadayli'."),
    ],
)
def test_nothing_is_an_empty_file_and_is_said(
    save: Save, capsys: pytest.CaptureFixture[str], typed: list[str], told: str
) -> None:
    save()
    assert main(["export", "none.jsonl", *typed]) == 0
    assert told in capsys.readouterr().err
    assert Path("none.jsonl").read_bytes() == b""
    assert main(["export", "none.csv", "--fields", "url,title"]) == 0
    assert Path("none.csv").read_bytes() == b"url,title\r\n"
    assert main(["export", "none.jsonl.zst"]) == 0
    assert zstd.decompress(Path("none.jsonl.zst").read_bytes()) == b""


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("../../../x", "Which format is ../../../x?"),
        ("x.parquet", "Which format is x.parquet?"),
        ("nowhere/x.jsonl", "There is no folder nowhere"),
        ("folder.jsonl", "folder.jsonl is a folder"),
        ("there.jsonl", "there.jsonl is there already. --force replaces it."),
        ("pipe.jsonl", "pipe.jsonl is no file that could be replaced"),
    ],
)
def test_a_name_that_cannot_be_meant_is_told(
    save: Save, capsys: pytest.CaptureFixture[str], name: str, told: str
) -> None:
    save()
    Path("folder.jsonl").mkdir()
    Path("there.jsonl").write_text("precious")
    os.mkfifo("pipe.jsonl")
    assert main(["export", name]) == 2
    assert told in capsys.readouterr().err
    assert Path("there.jsonl").read_text() == "precious"


def test_a_date_is_no_cursor(save: Save, capsys: pytest.CaptureFixture[str]) -> None:
    save()
    assert main(["export", "x.jsonl", "--since", "3d"]) == 2
    assert "'3d' is no cursor: a whole number from 0. For a date: --published-since 3d" in capsys.readouterr().err


def test_a_file_is_replaced_only_when_that_was_said(save: Save) -> None:
    save(FIRST)
    Path("all.jsonl").write_text("old")
    assert main(["export", "all.jsonl", "--force"]) == 0
    assert json.loads(Path("all.jsonl").read_text())["title"] == FIRST.title


@pytest.mark.parametrize("has_links", [True, False])
def test_what_came_there_meanwhile_is_not_replaced(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    has_links: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    if not has_links:

        def no_links(*_: object) -> None:
            raise OSError(errno.EPERM, "no hard links here")

        monkeypatch.setattr(Path, "hardlink_to", no_links)
    path = tmp_path / "x.jsonl"

    def write_late() -> None:
        with whole_file.whole_file(path, may_replace=False) as file:
            file.write(b"ours")
            path.write_text("theirs")

    with pytest.raises(UsageError, match="is there already"):
        write_late()
    assert path.read_text() == "theirs"
    path.unlink()
    with whole_file.whole_file(path, may_replace=False) as file:
        file.write(b"ours")
    assert path.read_text() == "ours"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_leaves_no_file(
    save: Save, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    save(FIRST)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert main(["export", "all.jsonl"]) == 1
    told = "all.jsonl was not written: No space left on device. Free some of it, or name a file on another one.\n"
    assert capsys.readouterr().err == told
    assert list(Path().iterdir()) == []


def test_a_folder_that_is_not_ours_is_told(
    save: Save, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    save(FIRST)
    real = os.open

    def refuse(path: Any, flags: int, mode: int = 0o777, **options: Any) -> int:  # noqa: ANN401 - as os.open
        if str(path).endswith(".part"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path, flags, mode, **options)

    monkeypatch.setattr(os, "open", refuse)
    assert main(["export", "all.jsonl"]) == 1
    assert capsys.readouterr().err == "all.jsonl was not written: Permission denied.\n"


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o666, 0o400])
def test_a_file_that_is_replaced_keeps_its_permissions(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text("old")
    path.chmod(mode)
    with whole_file.whole_file(path, may_replace=True) as file:
        file.write(b"new")
        file.flush()
        assert {one.stat().st_mode & 0o777 for one in tmp_path.iterdir()} == {mode}
    assert path.read_text() == "new"
    assert path.stat().st_mode & 0o777 == mode


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_who_is_told_to_end_leaves_nothing(
    save: Save, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    save(FIRST)

    def end(_: int) -> None:
        assert len(list(Path().iterdir())) == 1
        os.kill(os.getpid(), number)

    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(os, "fsync", end)
    assert main(["export", "all.jsonl"]) == 130
    assert capsys.readouterr().err == "Stopped.\n"
    assert list(Path().iterdir()) == []
    assert signal.getsignal(signal.SIGTERM) is before


def test_whoever_reads_half_of_it_knows(save: Save, tmp_path: Path) -> None:
    save(FIRST)
    reading, writing = os.pipe()
    os.close(reading)
    program = [sys.executable, "-m", "newscrawler", "export", "-"]
    ended = subprocess.run(program, stdout=writing, stderr=subprocess.PIPE, text=True, check=False, cwd=tmp_path)
    os.close(writing)
    assert ended.returncode == 1
    assert ended.stderr == "Whoever read stdout has gone: this export is not complete.\n"


def test_a_killed_export_leaves_no_file_and_the_next_takes_away_what_it_left(tmp_path: Path) -> None:
    path = tmp_path / "[all] *.jsonl"
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom newscrawler.operations.whole_file import whole_file\n"
        "with whole_file(Path(sys.argv[1]), may_replace=False) as file:\n"
        "    file.write(b'half'); file.flush(); print('half', flush=True); time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE)
    assert process.stdout
    process.stdout.readline()
    with whole_file.whole_file(path, may_replace=False) as file:  # at the same time: neither is in the other's way
        file.write(b"whole")
    assert path.read_text() == "whole"
    assert len(list(tmp_path.iterdir())) == 2
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert len(list(tmp_path.iterdir())) == 2
    with whole_file.whole_file(path, may_replace=True) as file:
        file.write(b"again")
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
    assert path.stat().st_mode & 0o777 == 0o666 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@pytest.mark.parametrize("name", ["jsonl", "csv"])
def test_never_more_than_one_article_is_held(name: str) -> None:
    taken = 0

    def articles() -> Iterator[dict[str, Any]]:
        nonlocal taken
        while True:
            taken += 1
            yield {"title": f"Ferry {taken}"}

    pieces = encoded(articles(), ExportFormat(name, is_compressed=False, fields=("title",)))
    read = [next(pieces) for _ in range(5)]
    assert taken <= len(read)


def test_without_a_database_it_says_so_and_makes_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("NEWSCRAWLER_MONGO_URI", raising=False)
    monkeypatch.setenv("NEWSCRAWLER_DATA_DIR", str(tmp_path / "data"))
    assert main(["export", str(tmp_path / "x.jsonl")]) == 4
    assert "There is no database in" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
