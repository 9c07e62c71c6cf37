"""``db verify --clusters``: what was left is compared, what is wrong is put right, and all of it is told."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from harbour_post import Within

from newscrawler.cli import main
from newscrawler.duplicates.fingerprint import fingerprint_article
from newscrawler.model.article import Article
from newscrawler.model.block import Block
from newscrawler.storage.connection import Database

Told = Callable[..., tuple[int, str, str]]
STORY = (
    "The harbour authority closed the northern lock on Tuesday after divers found a crack in one of its two gates.",
    "Eleven freighters wait at anchor off the estuary, and the next ones are sent to the southern docks instead.",
)


@pytest.fixture
def told(within: Within, capsys: pytest.CaptureFixture[str]) -> Told:
    assert within

    def typed(*words: str) -> tuple[int, str, str]:
        code = main(["db", "verify", *words])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return typed


def story(number: int) -> Article:
    article = Article(
        url=f"https://www.elbkurier.example/artikel/{number}",
        outlet="de_elbkurier",
        title="Lock closed",
        blocks=tuple(Block("paragraph", text) for text in STORY),
        fetched_at=datetime(2026, 3, 5, 12, number, tzinfo=UTC),
    )
    return replace(article, fingerprint=fingerprint_article(article))


def test_an_empty_database_holds_nothing_to_be_put_right(told: Told) -> None:
    code, out, err = told("--clusters")
    assert (code, out) == (0, "")
    assert "holds no articles yet." in err


def test_what_was_left_is_compared_and_what_is_wrong_is_put_right_once(told: Told, within: Within) -> None:
    async def leave(database: Database) -> None:
        for number in (1, 2):
            await database.sameness.judge(await database.articles.save(story(number)))
        await database.articles.save(story(3))
        broken = {"$set": {"cluster": "f" * 24, "duplicate_of": "f" * 24}}
        await database.documents["articles"].update_one({"copy_of.article": {"$gt": ""}}, broken)

    within(leave)
    code, out, _ = told()
    assert (code, "db verify --clusters" in out) == (1, True), "that alone changes nothing, and says what to do"
    code, out, err = told("--clusters")
    assert code == 0
    assert "1 article compared that had been left, 1 of them copies" in err
    told_of = json.loads(told("--clusters", "--json")[1])
    assert {name: told_of[name] for name in ("articles", "compared", "doubtful", "mended")} == {
        "articles": 3,
        "compared": 0,
        "doubtful": 0,
        "mended": 0,
    }
    assert "every cluster is right, and nothing was left to be compared" in told("--clusters")[2]
    assert told()[0] == 0


def test_what_cannot_be_put_right_is_told_and_ends_with_1(told: Told, within: Within) -> None:
    async def spoil(database: Database) -> None:
        for number in (1, 2, 3):
            await database.articles.save(story(number))
        one = await database.documents["articles"].find_one({"to_compare": {"$gt": ""}})
        assert one
        update = {"q": {"_id": one["_id"]}, "u": {"$set": {"word_count": "many"}}}
        await database.documents.command({"update": "articles", "updates": [update], "bypassDocumentValidation": True})

    within(spoil)
    for compared in ("1 article compared that had been left, 1 of them copies; ", ""):
        code, _, err = told("--clusters")
        assert code == 1
        assert f"looked at: {compared}1 still to be compared (why is told above" in err


def test_a_link_to_a_deleted_article_goes(told: Told, within: Within) -> None:
    async def delete(database: Database) -> None:
        for number in (1, 2):
            await database.sameness.judge(await database.articles.save(story(number)))
        copy = await database.documents["articles"].find_one({"copy_of.article": {"$gt": ""}})
        assert copy
        await database.documents["articles"].delete_one({"_id": copy["copy_of"]["article"]})

    async def left(database: Database) -> set[str]:
        return {name async for one in database.documents["articles"].find() for name in one}

    within(delete)
    code, out, err = told("--clusters")
    assert (code, "which is not there" in out) == (0, True)
    assert "1 in the wrong place, 1 article moved" in err
    assert not {"copy_of", "cluster", "duplicate_of"} & within(left)
