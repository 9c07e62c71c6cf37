import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newscrawler.cli import main
from newscrawler.model.article import Article
from newscrawler.model.block import Block
from newscrawler.storage.connection import DEFAULT_NAME, mask_uri
from newscrawler.storage.documents.conversion import article_document
from newscrawler.storage.spool.folder import Spool, spool_folder
from newscrawler.storage.writing.jobs import SaveArticle

NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)


@pytest.fixture
def data_dir(mongo_uri: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("NEWSCRAWLER_MONGO_URI", mongo_uri)
    monkeypatch.setenv("NEWSCRAWLER_DATA_DIR", str(tmp_path))
    return tmp_path


def spool_of(mongo_uri: str, data_dir: Path) -> Spool:
    """A spool with three articles for the test's database."""
    hosts, name = mask_uri(mongo_uri).split(","), mongo_uri.rsplit("/", 1)[1].partition("?")[0] or DEFAULT_NAME
    spool = Spool(spool_folder(data_dir, hosts, name), {"address": mask_uri(mongo_uri), "name": name}, now=lambda: NOON)
    for number in range(3):
        url = f"https://www.elbkurier.example/{number}"
        article = Article(url, "de_elbkurier", title="Ferry", blocks=(Block("paragraph", f"Ferry {number}."),))
        spool.append([SaveArticle(article_document(article, seen_at=NOON), None, 500)])
    return spool


def test_an_empty_spool_says_so(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert data_dir.is_dir()
    assert main(["db", "spool"]) == 0
    assert capsys.readouterr().err == "The spool is empty.\n"


def test_what_waits_is_shown_and_stored_on_request(
    mongo_uri: str, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spool_of(mongo_uri, data_dir).release()
    assert main(["db", "spool"]) == 0
    shown = capsys.readouterr().out
    assert "nobody" in shown
    assert "3 records" in shown
    assert "newscrawler db spool --replay\n" in shown
    assert main(["articles"]) == 0
    told = capsys.readouterr()
    assert "db spool --replay" in told.err
    assert "Ferry" not in told.out
    assert main(["db", "spool", "--replay"]) == 0
    assert "Stored 3 records." in capsys.readouterr().err
    assert main(["articles"]) == 0
    told = capsys.readouterr()
    assert told.out.count("Ferry") == 3
    assert "spool" not in told.err


def test_json_has_an_object_for_each_file_and_no_password(
    mongo_uri: str, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spool_of(mongo_uri, data_dir).release()
    assert main(["db", "spool", "--json"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    values = json.loads(line)
    assert values["records"] == {"article": 3, "outcome": 0, "run": 0, "copies": 0, "refused": 0}
    assert (values["oldest"], values["held_by"], values["address"]) == (
        "2026-03-05T12:00:00Z",
        None,
        mask_uri(mongo_uri),
    )


def test_what_a_living_process_holds_is_left_to_it(
    mongo_uri: str, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spool = spool_of(mongo_uri, data_dir)
    assert main(["db", "spool", "--replay"]) == 0
    told = capsys.readouterr()
    assert "Nothing waits" in told.err
    assert "stores what it holds" in told.out
    assert spool.count == 3


def test_the_spool_of_another_database_is_left_and_the_way_to_store_it_told(
    data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spool_of("mongodb://user:secret@elsewhere:27017/news", data_dir).release()
    assert main(["db", "spool", "--replay"]) == 0
    told = capsys.readouterr()
    assert "news at elsewhere:27017" in told.out
    assert "with NEWSCRAWLER_MONGO_URI set to it" in told.out
    assert "secret" not in told.out + told.err


def test_damage_is_named_and_is_a_failure(mongo_uri: str, data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spool = spool_of(mongo_uri, data_dir)
    spool.release()
    (path,) = spool.folder.iterdir()
    path.write_bytes(path.read_bytes().replace(b"Ferry 1.", b"Fury 1..", 1))
    assert main(["db", "spool"]) == 1
    assert f"{path}: 1 place cannot be read." in capsys.readouterr().err
    assert main(["db", "spool", "--replay"]) == 1
    told = capsys.readouterr().err
    assert "Stored 2 records." in told
    (damaged,) = spool.folder.iterdir()
    assert str(damaged) in told
