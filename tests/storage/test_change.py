"""Stored articles that are read again: some fields change, with a reason."""

from collections.abc import Callable
from datetime import UTC, datetime

from newscrawler.model.article import Article, Author
from newscrawler.model.furniture import Sighting
from newscrawler.storage.connection import Database

Make = Callable[..., Article]
LATER = datetime(2026, 3, 6, 12, 0, tzinfo=UTC)
NOTED = Sighting(bytes(18), (1, 2, 3, 4))
REASON = "reprocess: rules 4 instead of 3"
LONG = "The harbour pilot brought the ferry in through fog so thick that nobody on the quay saw her before she moored."


async def test_a_change_beside_the_text_is_no_new_version_and_keeps_what_is_said_of_copies(
    database: Database, make_article: Make
) -> None:
    saved = await database.articles.save(
        make_article(text=LONG, title="The ferry is back", section="Harbour", links=("https://a.example/",))
    )
    copy = await database.articles.save(make_article(2, text=LONG, title="The ferry is back", fetched_at=LATER))
    judgement = await database.sameness.judge(copy)
    assert judgement.copy
    assert judgement.copy.article == saved.id
    before = await database.articles.get(copy.id)
    assert before
    changes = {"section": "Town", "links": None}
    done = await database.articles.change(before, changes, make_article(2, sighting=NOTED), REASON)
    after = await database.articles.get(copy.id)
    assert done
    assert after
    assert (done.kind, after["version"], after["section"]) == ("revised", 1, "Town")
    assert "links" not in after
    assert after["duplicate_of"] == saved.id
    assert after["cursor"] > before["cursor"]
    assert (await database.furniture.sightings([copy.id]))[copy.id].sighting == NOTED


async def test_the_revision_names_what_changed_keeps_it_and_says_why(database: Database, make_article: Make) -> None:
    article = make_article(section="Harbour", keywords=("ferry",))
    saved = await database.articles.save(article)
    before = await database.articles.get(saved.id)
    assert before
    changes = {"section": None, "keywords": ["ferry", "pilot"], "videos": ["https://a.example/v"], "removed": []}
    await database.articles.change(before, changes, make_article(sighting=NOTED), REASON)
    (revision,) = await database.articles.revisions(saved.id)
    assert revision["reason"] == REASON
    assert revision["changed"] == ["section", "keywords", "videos"]
    assert revision["old"]["section"] == "Harbour"
    assert revision["old"]["keywords"] == ["ferry"]
    assert "videos" not in revision["old"]


async def test_a_text_that_is_another_one_by_now_is_left(database: Database, make_article: Make) -> None:
    saved = await database.articles.save(make_article())
    before = await database.articles.get(saved.id)
    await database.articles.save(make_article(text="The bridge is open.", fetched_at=LATER))
    meanwhile = await database.articles.get(saved.id)
    assert before
    assert await database.articles.change(before, {"section": "Town"}, make_article(sighting=NOTED), REASON) is None
    assert await database.articles.get(saved.id) == meanwhile


async def test_what_a_crawl_wrote_meanwhile_is_not_undone_where_the_text_is_the_same(
    database: Database, make_article: Make
) -> None:
    saved = await database.articles.save(make_article())
    before = await database.articles.get(saved.id)
    await database.articles.save(make_article(authors=(Author("Jonas Weber"),), fetched_at=LATER))
    meanwhile = await database.articles.get(saved.id)
    assert before
    assert meanwhile
    assert before["content_hash"] == meanwhile["content_hash"]
    changes = {"authors": [{"name": "Marta Peters"}]}
    assert await database.articles.change(before, changes, make_article(sighting=NOTED), REASON) is None
    assert await database.articles.get(saved.id) == meanwhile


async def test_without_a_change_nothing_is_written(database: Database, make_article: Make) -> None:
    saved = await database.articles.save(make_article())
    before = await database.articles.get(saved.id)
    assert before
    assert await database.articles.change(before, {}, make_article(sighting=NOTED), REASON) is None
    assert await database.articles.get(saved.id) == before
