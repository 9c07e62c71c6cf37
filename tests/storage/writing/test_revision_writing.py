"""How many revisions one article may have, and what becomes of the others."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from newscrawler.model.article import Article, Author
from newscrawler.model.page import Page
from newscrawler.storage.connection import Database
from newscrawler.storage.upkeep.verifying import Verification
from newscrawler.storage.writing.revision_writing import MOST_IN_AN_HOUR

Make = Callable[..., Article]
NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)


async def save(database: Database, make: Make, number: int, minutes: float, **fields: object) -> str:
    at = NOON + timedelta(minutes=minutes)
    text = f"Live: the ferry is {number} miles off."
    page = Page("https://www.elbkurier.example/artikel/1", text.encode(), at)
    return (await database.articles.save(make(text=text, page=page, fetched_at=at, **fields))).id


async def test_a_live_blog_has_so_many_revisions_an_hour_and_nothing_is_lost(
    database: Database, make_article: Make
) -> None:
    for number in range(62):  # one a minute
        key = await save(database, make_article, number, number)
    revisions = await database.articles.revisions(key)
    assert len(revisions) == MOST_IN_AN_HOUR + 1
    document = await database.articles.get(key)
    assert document
    assert document["version"] == 62
    between = revisions[MOST_IN_AN_HOUR - 1]["between"]
    told = [revision["version"] for revision in revisions] + [state["version"] for state in between]
    assert sorted(told) == list(range(1, 62))
    pages = {state["version"]: state["raw"] for state in between}
    assert await database.articles.raw_page({"raw": pages[30]}) == b"Live: the ferry is 29 miles off."
    verified = await Verification(database.documents, lambda _: set(), lambda _name, _count: None).run()
    assert not verified.faults
    assert between[0]["seen_at"] == NOON + timedelta(minutes=MOST_IN_AN_HOUR + 1)


async def test_what_changed_meanwhile_is_told_with_its_value_from_before(
    database: Database, make_article: Make
) -> None:
    for number in range(MOST_IN_AN_HOUR + 1):
        key = await save(database, make_article, number, number)
    await save(database, make_article, 50, 50, authors=(Author("Li Wei"),), agency="dpa")
    await save(database, make_article, 51, 51, authors=(Author("Jan Ole Voss"),), agency="dpa")
    newest = (await database.articles.revisions(key))[-1]
    assert newest["version"] == MOST_IN_AN_HOUR
    assert set(newest["changed"]) == {"body", "authors", "agency"}
    assert newest["old"]["authors"] == [{"name": "Marta Petersen"}]
    assert "agency" not in newest["old"]  # there was none
    assert len(newest["between"]) == 2


async def test_edits_that_come_slowly_are_kept_one_by_one(database: Database, make_article: Make) -> None:
    for number in range(20):
        key = await save(database, make_article, number, 6 * number)
    revisions = await database.articles.revisions(key)
    assert [revision["version"] for revision in revisions] == list(range(1, 20))
    assert not any("between" in revision for revision in revisions)
