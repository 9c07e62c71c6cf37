"""Secrets of addresses - database, feed, proxy - occur in nothing that a command prints, logs or stores."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import quick_start
from bson import json_util
from invented_outlet import invented_outlet
from pymongo import MongoClient

from newscrawler.cli import main

SECRETS = ("feedkey", "maptoken", "proxypassword", "otherpassword")


class Place:
    """An outlet whose addresses hold secrets, and commands typed beside it."""

    def __init__(self, uri: str, folder: Path, base: str) -> None:
        self.uri, self.folder, self.base = uri, folder, base
        self.secrets = (*SECRETS, str(urlsplit(uri).password or "no password"))
        clean = {name: value for name, value in os.environ.items() if not name.startswith("NEWSCRAWLER_")}
        self.variables = clean | {
            "NEWSCRAWLER_MONGO_URI": uri,
            "NEWSCRAWLER_DATA_DIR": str(folder / "data"),
            "NEWSCRAWLER_OUTLETS": str(folder / "outlets"),
            "NEWSCRAWLER_ALLOW_LOOPBACK": "1",
            "NEWSCRAWLER_WORKERS": "0",
        }

    def write_outlet(self, **more: str) -> None:
        """The outlet's file: its feed and its sitemap want a key; further lines are ``more``."""
        lines = {
            "name": '"Quillan Post"',
            "country": '"GB"',
            "language": '"en"',
            "timezone": '"Europe/London"',
            "home": f'"{self.base}/"',
            "feeds": f'["{self.base}/feed?api_key=feedkey"]',
            "sitemaps": f'["{self.base}/sitemap.xml?token=maptoken"]',
            "delay_seconds": "0.05",
        }
        text = "".join(f"{name} = {value}\n" for name, value in (lines | more).items())
        (self.folder / "outlets" / "gb_quillanpost.toml").write_text(text)

    def type(self, *arguments: str, **more: str) -> str:
        """All that a command prints."""
        done = quick_start.run(arguments, self.variables | more)
        return f"$ {arguments[1]}\n{done.stdout}{done.stderr}"

    def found_in(self, text: str) -> list[str]:
        """The lines that hold a secret."""
        return [line for line in text.splitlines() if any(secret in line for secret in self.secrets)]

    def stored(self) -> str:
        """Everything in the database, as text."""
        with MongoClient[dict[str, Any]](self.uri) as client:
            database = client.get_default_database()
            names = database.list_collection_names()
            documents = [document for name in names if name != "pages" for document in database[name].find()]
        return "\n".join(json_util.dumps(document) for document in documents)

    def written(self) -> str:
        """Everything in the data directory, with the names of its files."""
        files = [path for path in (self.folder / "data").rglob("*") if path.is_file()]
        return "\n".join(f"{path}\n{path.read_bytes().decode(errors='replace')}" for path in files)


@pytest.fixture
def place(mongo_uri: str, tmp_path: Path) -> Iterator[Place]:
    with invented_outlet(tmp_path / "outlets") as (_, base):
        place = Place(mongo_uri, tmp_path, base)
        place.write_outlet()
        yield place


def test_secrets_occur_in_nothing_that_is_printed_logged_or_stored(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = place.type("scrapy", "crawl", "gb_quillanpost")
    assert '"discovery"' in place.stored()
    place.write_outlet(fetch='{ proxy = "http://me:proxypassword@127.0.0.1:9" }')
    told += place.type("newscrawler", "crawl", "gb_quillanpost", "--debug")
    for name, value in place.variables.items():
        monkeypatch.setenv(name, value)
    capsys.readouterr()
    for command in ("articles", "errors", "runs", "config", "outlets list", "outlets show gb_quillanpost", "db spool"):
        for more in ([], ["--json"]):
            main([*command.split(), *more])
    told += "".join(capsys.readouterr())
    assert "gb_quillanpost" in told
    assert place.found_in(told) == []
    assert place.found_in(place.stored()) == []
    assert place.found_in(place.written()) == []


def test_a_database_that_cannot_be_reached_is_named_without_its_password_in_tracebacks_too(place: Place) -> None:
    uri = "mongodb://me:otherpassword@127.0.0.1:9/news?authSource=admin"
    told = place.type("newscrawler", "articles", "--debug", NEWSCRAWLER_MONGO_URI=uri)
    assert "127.0.0.1:9" in told
    assert "Traceback" in told
    assert place.found_in(told + place.written()) == []
