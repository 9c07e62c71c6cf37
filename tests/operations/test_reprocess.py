"""reprocess, explain and outlets show over an outlet's memory, against a real database."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from newscrawler.cli import main
from newscrawler.model.link import ArticleLink
from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page
from newscrawler.outlet_file import read_outlet_file
from newscrawler.outlet_memory.learning import load_furniture
from newscrawler.reading import Reading, read_page
from newscrawler.storage.connection import Database, open_database

NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
OUTLET = "gb_harbourpost"
LETTER = "Our gulls bring the best of the Harbour Post to your porch each Friday at dawn."
PLACES = (
    "pier",
    "quay",
    "lock",
    "bridge",
    "market",
    "school",
    "library",
    "mill",
    "station",
    "chapel",
    "brewery",
    "dock",
)
SENTENCES = (
    "The {} will open again before the summer, the council of the town said on Monday after a long and loud meeting.",
    "Repairs of the {} had taken most of the winter, for the beams below it were found to be rotten in late autumn.",
    "Neighbours who came to see the first coat of paint on the {} said that its colour was that of wet slate.",
    "A ferry captain who has passed the {} every morning for thirty years said that he would miss the scaffolding.",
    "What it will cost to heat the {} nobody could say, although the engineers had been asked for a figure twice.",
    "Children of the school nearby painted a fence around the {} with whales, and one with a very small submarine.",
)
FILE = """name = "Harbour Post"
country = "GB"
language = "en"
timezone = "Europe/London"
home = "https://www.harbourpost.example/"
feeds = ["https://www.harbourpost.example/rss"]
"""

Work = Callable[[Database], Awaitable[Any]]
Printed = pytest.CaptureFixture[str]


def page(number: int, *further: str) -> Page:
    """A page whose story nobody else has, with the outlet's own line below it in a plain paragraph."""
    place = PLACES[number % len(PLACES)]
    url = f"https://www.harbourpost.example/news/{place}-{number}"
    begin, middle, end = (SENTENCES[(number + turn) % len(SENTENCES)] for turn in range(3))
    story = (begin.format(f"old {place}"), middle.format(f"new {place}"), end.format(f"whole {place}"))
    paragraphs = "".join(f"<p>{text}</p>" for text in (*story, *further, LETTER))
    html = f"""<!doctype html><html lang="en"><head><title>The {place} opens again - Harbour Post</title>
<link rel="canonical" href="{url}"><meta property="og:title" content="The {place} opens again, number {number}">
<meta property="article:published_time" content="2026-03-05T{number:02}:00:00Z"></head>
<body><article><h1>The {place} opens again, number {number}</h1>{paragraphs}</article></body></html>"""
    link = ArticleLink(url, "feed", "https://www.harbourpost.example/rss", title=f"{place} opens", guid=f"id {number}")
    fetched_at = NOON + timedelta(minutes=number)
    return Page(url, html.encode(), fetched_at, url, content_type="text/html; charset=utf-8", etag="x", link=link)


@pytest.fixture
def outlet_file(mongo_uri: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The outlet's file; the commands of this test find it, and the test's database."""
    monkeypatch.setenv("NEWSCRAWLER_MONGO_URI", mongo_uri)
    monkeypatch.setenv("NEWSCRAWLER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("NEWSCRAWLER_WORKERS", "0")
    monkeypatch.setenv("NEWSCRAWLER_OUTLETS", str(tmp_path))
    file = tmp_path / f"{OUTLET}.toml"
    file.write_text(FILE)
    return file


@pytest.fixture
def within(outlet_file: Path, mongo_uri: str, tmp_path: Path) -> Callable[[Work], Any]:
    """Does something within the database."""
    assert outlet_file

    def work_within(work: Work) -> Any:  # noqa: ANN401 - what the work gives
        async def opened() -> Any:  # noqa: ANN401 - the same
            database = await open_database(mongo_uri, tmp_path)
            try:
                return await work(database)
            finally:
                await database.close()

        return asyncio.run(opened())

    return work_within


@pytest.fixture
def stored(outlet_file: Path, within: Callable[[Work], Any]) -> list[str]:
    """Twelve articles as a crawl stores them that knows nothing of the outlet yet; their ids."""
    outlet = outlet_of(outlet_file)

    async def store(database: Database) -> list[str]:
        readings = [read_page(page(number), outlet) for number in range(12)]
        return [(await database.articles.save(replace(one.article, run="0123456789ab"))).id for one in readings]

    ids: list[str] = within(store)
    return ids


def outlet_of(file: Path) -> Outlet:
    outlet = read_outlet_file(file)
    assert isinstance(outlet, Outlet), outlet
    return outlet


def document(article_id: str) -> Work:
    async def get(database: Database) -> dict[str, Any] | None:
        return await database.articles.get(article_id)

    return get


def told(capsys: Printed, *typed: str, code: int = 0) -> tuple[str, str]:
    capsys.readouterr()
    assert main([*typed]) == code
    printed = capsys.readouterr()
    return printed.out, printed.err


def rows(printed: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in printed.splitlines()]


# --- the difference first ---
def test_without_apply_the_difference_is_shown_and_nothing_is_written(
    stored: list[str], within: Callable[[Work], Any], capsys: Printed
) -> None:
    before = [within(document(one)) for one in stored]
    out, err = told(capsys, "reprocess", "--outlet", OUTLET)
    assert out.count(f'- "{LETTER[:40]}') == 12
    assert "furniture: in 12 of 12 articles of this outlet since 5 Mar 2026" in out
    assert re.search(r"^furniture +12 +0 +12$", out, re.MULTILINE)
    assert err == "12 of 12 articles would change; nothing was written: add --apply\n"
    assert [within(document(one)) for one in stored] == before
    assert within(lambda database: database.furniture.known(OUTLET)).articles == 0


def test_apply_writes_new_versions_with_the_reason_and_a_second_one_nothing(
    stored: list[str], within: Callable[[Work], Any], capsys: Printed
) -> None:
    before = within(document(stored[0]))
    _, err = told(capsys, "reprocess", "--outlet", OUTLET, "--apply")
    assert err == "12 of 12 articles written, each with its reason: newscrawler article ID --revisions\n"
    after = within(document(stored[0]))
    assert LETTER not in after["body"]
    assert after["removed"][-1]["rule"] == "furniture"
    assert (after["version"], after["cursor"] > before["cursor"]) == (2, True)
    told_once, _ = told(capsys, "article", stored[0], "--revisions")
    assert "reprocess: takes 1 block (furniture)" in told_once
    out, err = told(capsys, "reprocess", "--outlet", OUTLET, "--apply")
    assert (out, err) == ("", "None of 12 articles changed.\n")
    assert within(document(stored[0])) == after


def test_what_reading_a_page_again_cannot_know_stays(
    stored: list[str], within: Callable[[Work], Any], capsys: Printed
) -> None:
    async def enrich(database: Database) -> None:
        await database.documents["articles"].update_many({}, {"$set": {"enrichment": {"topic": "town"}}})

    within(enrich)
    before = within(document(stored[3]))
    told(capsys, "reprocess", "--outlet", OUTLET, "--apply")
    after = within(document(stored[3]))
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    assert changed == {"blocks", "body", "content_hash", "cursor", "fingerprint", "removed", "version", "word_count"}


def test_every_article_is_a_line_of_json(stored: list[str], capsys: Printed) -> None:
    out, err = told(capsys, "reprocess", "--outlet", OUTLET, "--json", "--limit", "3")
    assert err.startswith("3 of 3 articles would change")
    first = rows(out)[0]
    assert len(rows(out)) == 3
    assert first["id"] == stored[11]
    assert first["url"] == page(11).url
    assert first["read"] == "page"
    assert first["removed"] == [
        {"text": LETTER, "rule": "furniture", "evidence": "in 12 of 12 articles of this outlet since 5 Mar 2026"}
    ]
    assert (first["added"], first["left"], first["written"], first["version"]) == ([], None, False, 1)
    assert {"body", "blocks"} <= set(first["changed"])


def test_articles_of_a_version_without_a_memory_are_learned_from(
    stored: list[str], within: Callable[[Work], Any], capsys: Printed
) -> None:
    async def forget(database: Database) -> None:
        await database.documents["sightings"].delete_many({})

    async def noted(database: Database) -> int:
        return len(await database.furniture.sightings(stored))

    within(forget)
    assert "12 of 12 articles would change" in told(capsys, "reprocess", "--outlet", OUTLET)[1]
    assert within(noted) == 0
    told(capsys, "reprocess", "--outlet", OUTLET, "--apply")
    assert within(noted) == 12


# --- undo ---
def test_a_line_in_the_file_brings_back_what_was_taken_and_a_crawl_agrees(
    stored: list[str], outlet_file: Path, within: Callable[[Work], Any], capsys: Printed
) -> None:
    told(capsys, "reprocess", "--outlet", OUTLET, "--apply")
    shown, _ = told(capsys, "outlets", "show", OUTLET)
    undo = next(line.strip() for line in shown.splitlines() if line.strip().startswith("keep = "))
    outlet_file.write_text(f"{FILE}[boilerplate]\n{undo}\n")
    out, err = told(capsys, "reprocess", "--outlet", OUTLET)
    assert out.count("was furniture: in 12 of 12 articles") == 12
    assert err == "12 of 12 articles would change; nothing was written: add --apply\n"
    told(capsys, "reprocess", "--outlet", OUTLET, "--apply")
    out, _ = told(capsys, "article", stored[0])
    assert LETTER in out
    assert "gives back 1 block (furniture)" in told(capsys, "article", stored[0], "--revisions")[0]

    async def crawled_again(database: Database) -> list[str]:
        furniture = await load_furniture(database, OUTLET)
        outlet = outlet_of(outlet_file)
        readings: list[Reading] = [read_page(page(number), outlet, furniture) for number in range(12)]
        return [(await database.articles.save(one.article)).kind for one in readings]

    assert within(crawled_again) == ["unchanged"] * 12
    assert told(capsys, "reprocess", "--outlet", OUTLET, "--apply")[1] == "None of 12 articles changed.\n"
    assert "kept: the file says so" in told(capsys, "outlets", "show", OUTLET)[0]


def test_furniture_that_is_switched_off_comes_back(stored: list[str], outlet_file: Path, capsys: Printed) -> None:
    told(capsys, "reprocess", "--outlet", OUTLET, "--apply")
    outlet_file.write_text(f'{FILE}[boilerplate]\noff = ["furniture"]\n')
    _, err = told(capsys, "reprocess", "--outlet", OUTLET, "--apply")
    assert err.startswith("12 of 12 articles written")
    assert LETTER in told(capsys, "article", stored[5])[0]


def test_a_pattern_of_the_file_takes_a_line_from_yesterdays_articles(
    stored: list[str], outlet_file: Path, capsys: Printed
) -> None:
    outlet_file.write_text(f"{FILE}[boilerplate]\nremove_text = ['Repairs of the .*']\n")
    out, err = told(capsys, "reprocess", stored[0], page(1).url, stored[2])
    assert out.count('- "Repairs of the') == out.count("outlet_remove_text: the outlet's pattern") == 2
    assert err.startswith("2 of 3 articles would change")


# --- without a page ---
def test_an_article_without_a_page_is_cleaned_from_its_text_and_gets_it_back(
    stored: list[str], outlet_file: Path, within: Callable[[Work], Any], capsys: Printed
) -> None:
    async def lose_pages(database: Database) -> None:
        await database.documents["pages"].delete_many({})

    within(lose_pages)
    out, err = told(capsys, "reprocess", "--outlet", OUTLET, "--apply", "--json")
    assert {row["read"] for row in rows(out)} == {"text"}
    assert "12 articles without a page that could be read again: the stored text was cleaned." in err
    assert within(document(stored[2]))["removed"][-1]["rule"] == "furniture"
    assert told(capsys, "reprocess", "--outlet", OUTLET, "--apply")[1].endswith("None of 12 articles changed.\n")
    outlet_file.write_text(f"{FILE}[boilerplate]\nkeep = ['^Our gulls bring']\n")
    told(capsys, "reprocess", "--outlet", OUTLET, "--apply")
    assert within(document(stored[2]))["body"].endswith(LETTER)


# --- what is left as it is ---
def test_an_article_that_would_be_refused_today_is_told_and_left(
    stored: list[str], outlet_file: Path, within: Callable[[Work], Any], capsys: Printed
) -> None:
    outlet_file.write_text(f'{FILE}[selectors]\nbody = "div.nowhere"\n[boilerplate]\nremove = ["article p"]\n')
    before = within(document(stored[0]))
    out, err = told(capsys, "reprocess", stored[0], "--apply")
    assert "left as it is: today it would not be stored (no_body: " in out
    assert "1 article left as stored, each with its reason above." in err
    assert within(document(stored[0])) == before


def test_what_is_changed_between_reading_and_writing_is_left(
    stored: list[str],
    outlet_file: Path,
    within: Callable[[Work], Any],
    capsys: Printed,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from newscrawler.operations import second_writing  # noqa: PLC0415 - patched below

    write_again = second_writing.write_again

    async def after_a_crawl(reading: Any, database: Database) -> Any:  # noqa: ANN401 - as the function that it stands for
        newer = read_page(page(0, "A fourth paragraph says that the paint was dry by noon."), outlet_of(outlet_file))
        await database.articles.save(newer.article)
        return await write_again(reading, database)

    outlet_file.write_text(f"{FILE}[boilerplate]\nremove_text = ['Repairs of the .*']\n")
    monkeypatch.setattr("newscrawler.operations.reprocess.write_again", after_a_crawl)
    out, _ = told(capsys, "reprocess", stored[0], "--apply")
    assert "left as it is: it was changed meanwhile" in out
    assert "the paint was dry by noon" in within(document(stored[0]))["body"]


@pytest.mark.parametrize(
    ("typed", "code", "message"),
    [
        ([], 2, "Name the articles to read again by id or address"),
        (["abcdef12"], 2, "No article 'abcdef12' is stored. See: newscrawler articles"),
        (["--outlet", "gb_harbourpst"], 2, "Did you mean gb_harbourpost?"),
        (["--outlet", OUTLET], 0, "No stored article fits."),
        (["--all"], 0, "No stored article fits."),
        (["--all", "--outlet", OUTLET], 2, "Name the articles to read again"),
    ],
)
def test_what_cannot_be_meant_is_told(
    typed: list[str], code: int, message: str, outlet_file: Path, capsys: Printed
) -> None:
    assert outlet_file
    assert message in told(capsys, "reprocess", *typed, code=code)[1]


def test_articles_of_an_outlet_whose_file_is_broken_are_left(
    stored: list[str], outlet_file: Path, within: Callable[[Work], Any], capsys: Printed
) -> None:
    before = within(document(stored[0]))
    outlet_file.write_text(FILE.replace("language", "langauge"))
    assert "nothing started" in told(capsys, "reprocess", "--outlet", OUTLET, code=3)[1]
    out, _ = told(capsys, "reprocess", "--all", "--apply", code=1)
    assert "left as it is: its outlet's file is broken" in out
    assert within(document(stored[0])) == before


def test_pages_that_code_of_the_outlets_own_reads_are_not_read_by_ours(
    stored: list[str], outlet_file: Path, capsys: Printed
) -> None:
    outlet_file.with_suffix(".py").write_text(
        "from newscrawler.spiders.outlet import OutletSpider\n\n\n"
        "class HarbourPost(OutletSpider):\n    async def read_article(self, page):\n        raise ValueError\n"
    )
    assert rows(told(capsys, "reprocess", stored[0], "--json")[0])[0]["read"] == "text"


# --- the memory, shown ---
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
    assert err.startswith(f"What was learned of {OUTLET} is not known here: Cannot reach MongoDB at 127.0.0.1:9")
