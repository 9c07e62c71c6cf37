"""The commands that show copies, against a real database."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from newscrawler.cli import main
from newscrawler.model.article import Article
from newscrawler.model.block import Block
from newscrawler.operations.cluster_text import how_late, how_sure, links_from_first
from newscrawler.storage.connection import Database, open_database
from newscrawler.storage.documents.syndication_documents import syndication_document

NOW = datetime.now(UTC)
Told = Callable[..., tuple[str, str]]
OUTLETS = ("de_elbkurier", "de_alsterbote", "us_ledger")


def article(number: int, outlet: str, hours: float, **fields: Any) -> Article:  # noqa: ANN401 - any field
    at = NOW - timedelta(hours=hours)
    values = {
        "url": f"https://www.{outlet.partition('_')[2]}.example/{number}",
        "outlet": outlet,
        "title": f"Ferry {number} is back",
        "blocks": (Block("paragraph", f"Pilot {number} brought it in."),),
        "published_at": at,
        "published_precision": "minute",
        "published_source": "json_ld",
        "fetched_at": at + timedelta(minutes=20),
    }
    return Article(**values | fields)


async def fill(database: Database) -> list[str]:
    """A story at three outlets, one at a single outlet, one without a copy that is related to the first."""
    stored = [
        article(1, "de_elbkurier", 5, agency="dpa"),
        article(2, "de_alsterbote", 3, agency="dpa"),
        article(3, "us_ledger", 2, published_at=None),
        article(4, "us_ledger", 200),
        article(5, "us_ledger", 199),
        article(6, "us_ledger", 1),
    ]
    ids = [(await database.articles.save(one)).id for one in stored]
    articles = database.documents["articles"]
    for first, links in ((0, {1: (0, "same", 0.9996), 2: (1, "expansion", 0.61)}), (3, {4: (3, "edited", 0.9)})):
        numbers = [first, *links]
        documents = [await articles.find_one({"_id": ids[number]}) for number in numbers]
        told: dict[str, Any] = {"cluster": ids[first]}
        if syndication := syndication_document(document for document in documents if document):
            told["syndication"] = syndication
        for number, document in zip(numbers, documents, strict=True):
            assert document
            own = {}
            if number in links:
                other, kind, likeness = links[number]
                seen = document["first_seen_at"]
                edge = {"article": ids[other], "kind": kind, "likeness": likeness, "first_seen_at": seen}
                own = {"copy_of": edge, "duplicate_of": ids[first]}
            await articles.update_one({"_id": ids[number]}, {"$set": told | own})
    await articles.update_one({"_id": ids[5]}, {"$set": {"related": [ids[0]]}})
    return ids


@pytest.fixture
def ids(mongo_uri: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    monkeypatch.setenv("NEWSCRAWLER_MONGO_URI", mongo_uri)
    monkeypatch.setenv("NEWSCRAWLER_DATA_DIR", str(tmp_path))

    async def filled() -> list[str]:
        database = await open_database(mongo_uri, tmp_path)
        try:
            return await fill(database)
        finally:
            await database.close()

    return asyncio.run(filled())


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Told:
    """What a command that succeeds writes to stdout and to stderr."""

    def run(*typed: str) -> tuple[str, str]:
        assert main(typed) == 0
        captured = capsys.readouterr()
        return captured.out, captured.err

    return run


def test_the_list_says_of_each_story_who_was_first_and_what_its_copies_are(ids: list[str], told: Told) -> None:
    out, err = told("clusters")
    heading, line = out.splitlines()
    assert heading.split() == ["id", "first", "(UTC)", "outlet", "outlets", "agency", "copies", "title"]
    when = f"{NOW - timedelta(hours=5):%m-%d %H:%M}"
    assert " ".join(line.split()) == f"{ids[0][:8]} {when} de_elbkurier 3 dpa same text, longer Ferry 1 is back"
    assert err == "All copies of a story: newscrawler clusters ID\n"


def test_the_list_as_json(ids: list[str], told: Told) -> None:
    out, _ = told("clusters", "--since", "30d", "--json")
    three, two = map(json.loads, out.splitlines())
    assert three | {"first_at": None} == {
        "cluster": ids[0],
        "title": "Ferry 1 is back",
        "first_outlet": "de_elbkurier",
        "first_article": ids[0],
        "first_at": None,
        "first_by": "published",
        "agency": "dpa",
        "articles": 3,
        "outlets": list(OUTLETS),
        "kinds": {"same": 1, "expansion": 1},
    }
    assert (two["cluster"], two["outlets"], two["agency"]) == (ids[3], ["us_ledger"], None)


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        (["--outlet", "de_alsterbote"], 1),
        (["--outlet", "us_ledger"], 2),
        (["--agency", "Deutsche Presse-Agentur"], 1),
        (["--agency", "AFP"], 0),
        (["--kind", "longer"], 1),
        (["--kind", "expansion"], 1),
        (["--kind", "excerpt"], 0),
        (["--limit", "1"], 1),
    ],
)
def test_the_list_can_be_narrowed(ids: list[str], told: Told, typed: list[str], count: int) -> None:
    assert ids
    out, err = told("clusters", "--since", "30d", *typed, "--json")
    assert len(out.splitlines()) == count
    assert ("No story that fits has a copy that came in since" in err) == (count == 0)
    assert ("The newest 1; for more" in err) == (typed[0] == "--limit")


def test_one_story_with_all_its_copies(ids: list[str], told: Told) -> None:
    for asked in (ids[0], ids[2][:8], "https://alsterbote.example/2?utm_source=x"):
        out, err = told("clusters", asked)
        title, facts, empty, _, *lines = out.splitlines()
        assert (title, empty) == ("Ferry 1 is back", "")
        assert facts.startswith("3 articles at 3 outlets · agency dpa · first: de_elbkurier, ")
        assert facts.endswith(" UTC, as it says")
        assert [" ".join(line.split()) for line in lines] == [
            f"{ids[0][:8]} first de_elbkurier Ferry 1 is back",
            f"{ids[1][:8]} 2 h later de_alsterbote same text 99 % Ferry 2 is back",
            f"{ids[2][:8]} seen 3.3 h later us_ledger longer than {ids[1][:8]} 61 % Ferry 3 is back",
        ]
        assert err == (
            "Each is a copy of the first, where no other is named. One of them, whole: newscrawler article ID\n"
        )
    out, _ = told("clusters", ids[1], "--json")
    told_values = json.loads(out)
    assert told_values["articles"] == 3
    assert [member["_id"] for member in told_values["members"]] == ids[:3]
    assert told_values["members"][1]["copy_of"]["likeness"] == 0.9996


def test_an_article_without_copies_says_so(ids: list[str], told: Told) -> None:
    assert told("clusters", ids[5]) == ("", f"No copy of article {ids[5][:8]} is stored.\n")
    out, _ = told("clusters", ids[5], "--json")
    alone = json.loads(out)
    assert (alone["cluster"], alone["articles"], [one["_id"] for one in alone["members"]]) == (None, 1, [ids[5]])


def test_where_nothing_is_stored_the_list_says_how_far_it_looked(
    mongo_uri: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, told: Told
) -> None:
    monkeypatch.setenv("NEWSCRAWLER_MONGO_URI", mongo_uri)
    monkeypatch.setenv("NEWSCRAWLER_DATA_DIR", str(tmp_path))
    out, err = told("clusters")
    assert out == ""
    assert err.startswith("No story has a copy that came in since ")
    assert "--since WHEN" in err
    _, err = told("clusters", "--outlet", "us_koreadayli")
    assert "Did you mean us_koreadaily?" in err


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (["0123456789"], "No article '0123456789' is stored. See: newscrawler clusters"),
        (["0123456789", "--limit", "3"], "the options are for the list"),
        (["--kind", "exact"], "No kind called 'exact'."),
    ],
)
def test_what_cannot_be_meant_ends_with_2(
    ids: list[str], typed: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ids
    assert main(["clusters", *typed]) == 2
    assert message in capsys.readouterr().err


def test_a_copy_tells_what_it_copies_who_was_first_and_who_else_has_it(ids: list[str], told: Told) -> None:
    out, _ = told("article", ids[2])
    lines = out.splitlines()[-3:]
    assert lines[0] == f"longer than {ids[1][:8]} (de_alsterbote: Ferry 2 is back), 61 % sure"
    assert lines[1].startswith("3 articles at 3 outlets · agency dpa · first: de_elbkurier, ")
    assert lines[2] == f"also: {ids[0][:8]} de_elbkurier: Ferry 1 is back, first"
    out, _ = told("article", ids[0])
    assert out.splitlines()[-2:] == [
        f"also: {ids[1][:8]} de_alsterbote: Ferry 2 is back, 2 h later, same text as this one, 99 % sure",
        f"also: {ids[2][:8]} us_ledger: Ferry 3 is back, seen 3.3 h later, longer than {ids[1][:8]}, 61 % sure",
    ]


def test_what_is_only_related_is_said_of_an_article_without_copies(ids: list[str], told: Told) -> None:
    out, _ = told("article", ids[5])
    assert out.splitlines()[-1] == f"related: {ids[0][:8]} de_elbkurier: Ferry 1 is back"
    assert "articles at" not in out


def test_lists_and_exports_can_take_one_article_of_each_story(ids: list[str], told: Told) -> None:
    firsts = {ids[0], ids[3], ids[5]}
    for command in (["articles", "--json"], ["articles", "--json", "--cursor", "0"], ["export", "-"]):
        out, _ = told(*command, "--without-copies")
        assert {json.loads(line)["_id"] for line in out.splitlines()} == firsts
        out, _ = told(*command)
        assert len(out.splitlines()) == len(ids)


def test_likeness_is_never_rounded_up_to_certainty() -> None:
    assert how_sure({"likeness": 0.9999}) == "99 %"
    assert how_sure({"likeness": 1.0}) == "100 %"
    assert how_sure(None) == ""


def test_links_are_told_from_the_first_on() -> None:
    cut = {"_id": "cut"}
    original = {"_id": "original", "copy_of": {"article": "cut", "kind": "expansion", "likeness": 0.97}}
    edited = {"_id": "edited", "copy_of": {"article": "cut", "kind": "edited", "likeness": 0.9}}
    apart = {"_id": "apart", "copy_of": {"article": "elsewhere", "kind": "same", "likeness": 1.0}}
    assert links_from_first([original, cut, edited, apart]) == {
        "cut": {"article": "original", "kind": "excerpt", "likeness": 0.97},
        "edited": edited["copy_of"],
        "apart": apart["copy_of"],
    }
    assert links_from_first([cut, original, edited]) == {"original": original["copy_of"], "edited": edited["copy_of"]}


def test_two_at_one_instant_are_out_at_the_same_time() -> None:
    first, second = ({"_id": one, "outlet": "us_ledger", "first_seen_at": NOW} for one in ("1", "2"))
    assert how_late(second, first) == "seen at the same time"


async def test_the_first_one_out_leads_the_list_though_another_was_fetched_first(
    mongo_uri: str, ids: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = await open_database(mongo_uri, tmp_path)
    try:
        earlier = {"published_at": NOW - timedelta(hours=9)}
        await database.documents["articles"].update_one({"_id": ids[2]}, {"$set": earlier})
        await database.documents["articles"].update_one({"_id": ids[0]}, {"$set": {"related": [ids[1]]}})
    finally:
        await database.close()
    assert await asyncio.to_thread(main, ["clusters", "--kind", "excerpt"]) == 0
    assert capsys.readouterr().out.splitlines()[1].split()[0] == ids[2][:8]
    assert await asyncio.to_thread(main, ["article", ids[0]]) == 0
    assert "related" not in capsys.readouterr().out
