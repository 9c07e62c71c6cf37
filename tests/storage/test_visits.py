"""Visits are stored with their articles, in every way in which an article can be stored."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from newscrawler.model.article import Article
from newscrawler.model.link import ArticleLink
from newscrawler.model.visit import Visit, VisitNote
from newscrawler.storage.connection import Database
from newscrawler.storage.documents.conversion import article_id
from newscrawler.storage.documents.visit_documents import MAX_HEADER, note_values, read_note, read_visit, visit_document
from newscrawler.storage.spool.spooled_jobs import read_job, write_job
from newscrawler.storage.writing.article_job import job_of_article
from newscrawler.storage.writing.jobs import SaveArticle

Make = Callable[..., Article]
NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
STEPS = (3600.0, 21600.0)
LATER = NOON + timedelta(hours=1)


def note_of(article: Article, **values: object) -> VisitNote:
    return replace(VisitNote(article.url, '"v1"', None, None, STEPS), **values)  # type: ignore[arg-type]


async def visit_of(database: Database, article: Article) -> Visit | None:
    known = await database.articles.look_up([article.url])
    return known[article.url].visit if article.url in known else None


async def test_a_visit_is_stored_with_its_article_and_found_with_it(database: Database, make_article: Make) -> None:
    articles = [make_article(number) for number in range(5)]
    await asyncio.gather(*(database.articles.save(one, visit=note_of(one)) for one in articles[:4]))
    await database.articles.save(articles[4])
    known = await database.articles.look_up([*(one.url for one in articles), "https://www.elbkurier.example/none"])
    assert known.keys() == {one.url for one in articles}
    assert known[articles[4].url].visit is None
    assert (known[articles[4].url].id, known[articles[4].url].fetched_at) == (article_id(articles[4].url), NOON)
    visit = known[articles[0].url].visit
    assert visit == Visit(
        article_id(articles[0].url), "de_elbkurier", articles[0].url, NOON, LATER, 0, 1, '"v1"', None, None, NOON
    )


async def test_an_article_is_looked_up_by_its_other_addresses(database: Database, make_article: Make) -> None:
    amp = "https://amp.elbkurier.example/a/1"
    article = make_article(alternate_urls=(amp,))
    await database.articles.save(article, visit=note_of(article))
    known = await database.articles.look_up([amp + "?utm_source=x", article.url])
    assert {one.id for one in known.values()} == {article_id(article.url)}
    assert len(known) == 2
    assert all(one.visit for one in known.values())
    assert await database.articles.look_up([]) == {}


async def test_an_unchanged_article_goes_to_its_next_step_and_a_changed_one_to_the_first(
    database: Database, make_article: Make
) -> None:
    first = make_article()
    await database.articles.save(first, visit=note_of(first))
    again = make_article(fetched_at=LATER)
    saved = await database.articles.save(again, visit=note_of(again, etag='"v2"'))
    visit = await visit_of(database, again)
    assert visit
    assert (saved.kind, visit.step, visit.etag, visit.due_at) == ("unchanged", 1, '"v2"', NOON + timedelta(hours=6))
    changed = make_article(text="The ferry sank.", fetched_at=LATER + timedelta(hours=5))
    saved = await database.articles.save(changed, visit=note_of(changed))
    visit = await visit_of(database, changed)
    assert visit
    assert (saved.kind, visit.step, visit.fetches) == ("revised", 0, 3)
    assert visit.due_at == LATER + timedelta(hours=6)


async def test_saved_twice_it_is_one_fetch(database: Database, make_article: Make) -> None:
    article = make_article()
    for _ in range(2):
        await database.articles.save(article, visit=note_of(article))
    visit = await visit_of(database, article)
    assert visit
    assert (visit.fetches, visit.step) == (1, 0)


async def test_a_visit_without_an_article_is_overwritten_by_it(database: Database, make_article: Make) -> None:
    article = make_article()
    await database.articles.save(article, visit=note_of(article))
    await database.documents.articles.delete_one({"_id": article_id(article.url)})
    saved = await database.articles.save(make_article(fetched_at=LATER), visit=note_of(article))
    visit = await visit_of(database, article)
    assert visit
    assert (saved.kind, visit.fetches, visit.checked_at) == ("new", 1, LATER)


async def test_an_archived_article_has_no_visit_and_takes_none_away(database: Database, make_article: Make) -> None:
    article = make_article()
    await database.articles.save(article)
    assert await visit_of(database, article) is None
    await database.articles.save(make_article(fetched_at=LATER), visit=note_of(article))
    before = await visit_of(database, article)
    await database.articles.save(make_article(text="Read again."), reason="reprocess")
    assert before == await visit_of(database, article)


async def test_the_longest_due_come_first(database: Database, make_article: Make) -> None:
    for number in (3, 1, 2):
        article = make_article(number, fetched_at=NOON + timedelta(minutes=number))
        await database.articles.save(article, visit=note_of(article))
    other = make_article(9, outlet="fr_other")
    await database.articles.save(other, visit=note_of(other))
    assert await database.visits.due("de_elbkurier", LATER, 9) == []
    due = await database.visits.due("de_elbkurier", LATER + timedelta(minutes=3), 9)
    assert [visit.url.rpartition("/")[2] for visit in due] == ["1", "2", "3"]
    assert await database.visits.due("de_elbkurier", LATER + timedelta(minutes=3), 2) == due[:2]
    assert await database.visits.due("de_elbkurier", LATER + timedelta(minutes=3), 0) == []


async def test_what_a_visit_ends_with_is_noted(database: Database, make_article: Make) -> None:
    articles = [make_article(number) for number in range(3)]
    for article in articles:
        await database.articles.save(article, visit=note_of(article))
    due = await database.visits.due("de_elbkurier", LATER, 9)
    ends = dict(zip(due, ("not_modified", "no_article", "failed"), strict=True))
    await asyncio.gather(*(database.visits.end(visit, end, LATER, STEPS) for visit, end in ends.items()))
    await database.visits.end(due[0], "not_modified", LATER, STEPS)  # told once more
    stored = [await visit_of(database, article) for article in articles]
    by_id = {visit.article: visit for visit in stored if visit}
    six = NOON + timedelta(hours=6)
    assert [(by_id[one.article].due_at, by_id[one.article].fetches) for one in due] == [
        (six, 2),
        (six, 2),
        (LATER + timedelta(hours=1), 1),
    ]
    assert await database.visits.due("de_elbkurier", LATER, 9) == []


async def test_an_article_without_a_visit_gets_one_when_it_was_looked_at(
    database: Database, make_article: Make
) -> None:
    article = make_article()
    await database.articles.save(article)
    known = (await database.articles.look_up([article.url]))[article.url]
    await database.visits.end(known.visit_or_first, "not_modified", LATER, STEPS, listed_at=LATER)
    visit = await visit_of(database, article)
    assert visit
    assert (visit.fetches, visit.listed_at) == (2, LATER)


async def test_an_article_that_is_gone_keeps_its_text_and_comes_back(database: Database, make_article: Make) -> None:
    article = make_article()
    saved = await database.articles.save(article)
    before = await database.articles.get(saved.id)
    reason = "not at its address: HTTP 404 in 2 runs"
    await asyncio.gather(
        database.articles.mark_gone(saved.id, LATER, reason), database.articles.mark_gone("f" * 24, LATER)
    )
    gone = await database.articles.get(saved.id)
    assert before
    assert gone
    assert gone == before | {"status": "gone", "gone_at": LATER, "cursor": gone["cursor"]}
    assert gone["cursor"] > before["cursor"]
    (revision,) = await database.articles.revisions(saved.id)
    assert (revision["changed"], revision["old"]["status"], revision["seen_at"]) == (["status"], "active", LATER)
    assert revision["reason"] == reason
    await database.articles.mark_gone(saved.id, LATER + timedelta(hours=1))
    assert await database.articles.get(saved.id) == gone
    back = await database.articles.save(make_article(fetched_at=LATER + timedelta(hours=2)))
    stored = await database.articles.get(saved.id)
    assert stored
    assert (back.kind, stored["status"], "gone_at" in stored, stored["version"]) == ("revised", "active", False, 1)
    assert len(await database.articles.revisions(saved.id)) == 2


async def test_an_article_that_was_fetched_since_is_not_gone(database: Database, make_article: Make) -> None:
    saved = await database.articles.save(make_article(fetched_at=LATER))
    await database.articles.mark_gone(saved.id, NOON)
    stored = await database.articles.get(saved.id)
    assert stored
    assert stored["status"] == "active"
    assert await database.articles.revisions(saved.id) == []


async def test_an_article_that_waits_in_the_spool_keeps_its_note(make_article: Make) -> None:
    article = make_article()
    note = note_of(article, listed_at=LATER, last_modified="Thu, 05 Mar 2026 11:58:00 GMT")
    job = await job_of_article(article, seen_at=NOON, visit=note)
    assert isinstance(job, SaveArticle)
    again = read_job(write_job(job, NOON))
    assert isinstance(again, SaveArticle)
    assert again.visit == note
    assert read_note(note_values(None)) is None


def test_validators_that_no_server_means_are_not_kept() -> None:
    visit = Visit("0" * 24, "de_elbkurier", "https://e.example/\ud800", NOON, None, 4, 5, "x" * 1001, "\0a", None, NOON)
    document = visit_document(visit)
    assert "etag" not in document
    assert len("x" * 1001) > MAX_HEADER
    assert read_visit(document).last_modified == "a"
    assert "due_at" not in document


async def test_what_a_listing_said_is_there_when_the_article_is_read_again(
    database: Database, make_article: Make
) -> None:
    link = ArticleLink(
        "https://www.elbkurier.example/artikel/1",
        "sitemap",
        "https://www.elbkurier.example/s.xml",
        title="Ferry is back, says the feed",
        published_at=NOON,
        published_raw="5 March",
        modified_at=LATER,
        authors=("Marta Petersen",),
        summary="The ferry.",
        guid="77",
        language="de",
        keywords=("harbour",),
        position=3,
    )
    listed = {"discovery": link, "keywords": link.keywords, "standfirst": "The ferry.", "published_raw": "5 March"}
    sources = {"authors": "sitemap", "standfirst": "sitemap"}
    values = {"published_source": "feed", "language_source": "feed", "provenance": sources}
    await database.articles.save(make_article(**listed, **values))
    other = {"discovery": link, "published_source": "json_ld", "provenance": {"authors": "page"}, "standfirst": "Own."}
    await database.articles.save(make_article(2, **other))
    await database.articles.save(make_article(3))
    ids = [article_id(make_article(number).url) for number in (1, 2, 3)]
    links = await database.articles.listed_links(ids)
    assert links[ids[0]] == link
    bare = links[ids[1]]
    assert (bare.title, bare.published_at, bare.authors, bare.summary) == (link.title, None, (), None)
    assert ids[2] not in links
    assert await database.articles.listed_links([]) == {}


async def test_how_many_articles_were_at_their_addresses_is_counted(database: Database, make_article: Make) -> None:
    articles = [make_article(number) for number in range(6)]
    for article in articles:
        await database.articles.save(article, visit=note_of(article))
    due = await database.visits.due("de_elbkurier", LATER, 9)
    ends = ("not_modified", "no_article", "missing", "missing", "failed")  # the last of the six is not looked at
    for visit, end in zip(due, ends, strict=False):
        await database.visits.end(visit, end, LATER, STEPS, run="one")
    assert await database.visits.looked_at("de_elbkurier", NOON) == (2, 2)
    assert await database.visits.looked_at("de_elbkurier", LATER + timedelta(seconds=1)) == (0, 0)
    assert await database.visits.looked_at("xx_other", NOON) == (0, 0)
    await database.visits.end(due[2], "gone", LATER, STEPS)
    assert await database.visits.looked_at("de_elbkurier", NOON) == (1, 2)


async def test_the_proof_that_an_article_is_missing_is_kept(database: Database, make_article: Make) -> None:
    article = make_article()
    await database.articles.save(article, visit=note_of(article))
    for hours, run in ((1, "one"), (1.5, "one"), (2, "two")):
        visit = await visit_of(database, article)
        assert visit
        await database.visits.end(visit, "missing", NOON + timedelta(hours=hours), STEPS, run=run)
    visit = await visit_of(database, article)
    assert visit
    assert (visit.missing_since, visit.missing_checks, visit.missing_run) == (NOON + timedelta(hours=1), 2, "two")
    await database.articles.save(replace(article, fetched_at=NOON + timedelta(hours=3)), visit=note_of(article))
    visit = await visit_of(database, article)
    assert visit
    assert (visit.missing_since, visit.missing_checks, visit.missing_run, visit.is_gone) == (None, None, None, None)
