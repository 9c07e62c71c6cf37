"""Stored articles compared with those that may have the same text."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from newscrawler.duplicates.fingerprint import fingerprint_article
from newscrawler.errors import StorageError
from newscrawler.model.article import Article
from newscrawler.model.block import Block
from newscrawler.model.copy_link import Judgement
from newscrawler.storage import sameness as sameness_module
from newscrawler.storage import stored_texts
from newscrawler.storage.connection import Database
from newscrawler.storage.documents.conversion import article_id
from newscrawler.storage.sameness import Caught, Sameness
from newscrawler.storage.upkeep.cluster_check import doubtful_articles
from newscrawler.storage.upkeep.cluster_sweep import sweep_clusters
from newscrawler.storage.writing.changes import Saved
from newscrawler.storage.writing.copy_linking import links_of
from newscrawler.storage.writing.sameness_jobs import SetSameness

Make = Callable[..., Article]
NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)

STORY = (
    "The harbour authority closed the northern lock on Tuesday after divers found a crack in one of its two gates.",
    "Eleven freighters wait at anchor off the estuary, and the next ones are sent to the southern docks instead.",
    "A spokeswoman said that welding would take nine days at least, provided that the wind keeps below force six.",
    "Farmers upstream fear for a harvest of early potatoes, most of which leaves the valley by barge each spring.",
)


def story(make: Make, number: int, *paragraphs: str, **fields: Any) -> Article:  # noqa: ANN401 - any field of an article
    """An article of these paragraphs, fetched in the minute of its number, with its true fingerprint."""
    blocks = tuple(Block("paragraph", text) for text in paragraphs or STORY)
    values = {"title": "Lock closed", "fetched_at": NOON + timedelta(minutes=number)} | fields
    article = make(number, blocks=blocks, fingerprint=None, **values)
    return replace(article, fingerprint=fingerprint_article(article))


async def left(database: Database) -> set[str]:
    found = database.documents["articles"].find({"to_compare": {"$exists": True}})
    return {document["_id"] async for document in found}


async def standing(database: Database, articles: Sequence[Article]) -> list[tuple[str | None, str | None]]:
    documents = [await database.articles.get(article.url) for article in articles]
    return [(document.get("cluster"), document.get("duplicate_of")) for document in documents if document]


async def test_a_copy_is_linked_once_it_is_saved(database: Database, make_article: Make) -> None:
    first, second = story(make_article, 1), story(make_article, 2, outlet="de_hafenblatt")
    assert await database.sameness.judge(await database.articles.save(first)) == Judgement()
    copy = (await database.sameness.judge(await database.articles.save(second))).copy
    assert copy
    assert (copy.article, copy.kind) == (article_id(first.url), "same")
    assert await standing(database, [first, second]) == [
        (article_id(first.url), None),
        (article_id(first.url), article_id(first.url)),
    ]
    assert not await left(database)


async def test_a_shortened_copy_is_an_excerpt(database: Database, make_article: Make) -> None:
    await database.articles.save(story(make_article, 1))
    copy = (await database.sameness.judge(await database.articles.save(story(make_article, 2, *STORY[:3])))).copy
    assert copy
    assert copy.kind == "excerpt"


async def test_another_story_is_compared_with_nobody(database: Database, make_article: Make) -> None:
    await database.articles.save(story(make_article, 1))
    saved = await database.articles.save(make_article(2))
    assert saved.to_compare == ()
    assert await database.sameness.judge(saved) == Judgement()


async def test_who_asks_together_is_answered_by_one_reading(
    database: Database, make_article: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    await database.articles.save(story(make_article, 1))
    saved = [await database.articles.save(story(make_article, number)) for number in range(2, 12)]
    read: list[set[str]] = []
    read_texts = Sameness._read_texts

    async def note(self: Sameness, ids: set[str]) -> object:
        read.append(set(ids))
        return await read_texts(self, ids)

    monkeypatch.setattr(Sameness, "_read_texts", note)
    found = await asyncio.gather(*map(database.sameness.judge, saved))
    assert all(judgement.copy for judgement in found)
    assert len(read) == 1


async def test_one_who_is_cancelled_leaves_the_others_their_answer(database: Database, make_article: Make) -> None:
    await database.articles.save(story(make_article, 1))
    saved = [await database.articles.save(story(make_article, number)) for number in (2, 3)]
    one, other = (asyncio.ensure_future(database.sameness.judge(each)) for each in saved)
    await asyncio.sleep(0)
    one.cancel()
    assert (await other).copy
    assert await left(database) == {saved[0].id}, "it stays to be compared"


async def test_what_a_killed_process_left_is_compared_by_the_next_one(database: Database, make_article: Make) -> None:
    articles = [story(make_article, number) for number in range(1, 6)]
    for article in articles:
        await database.articles.save(article)  # and nobody judges
    assert len(await left(database)) == 4
    assert await database.sameness.judge_left() == Caught(4, 4)
    assert not await left(database)
    assert len({cluster for cluster, _ in await standing(database, articles)}) == 1
    assert await database.sameness.judge_left() == Caught()


async def test_what_was_fetched_just_now_is_left_to_who_is_at_it(database: Database, make_article: Make) -> None:
    await database.articles.save(story(make_article, 1))
    later = story(make_article, 2)
    await database.articles.save(later)
    at_it = Sameness(database.documents, database._writer, now=lambda: later.fetched_at + timedelta(seconds=20))
    assert await at_it.judge_left() == Caught()
    assert await at_it.judge_left(now_and_then=True) == Caught(), "nobody looks twice within a minute"
    assert await at_it.judge_left(older_than=timedelta(0)) == Caught(1, 1)


async def test_many_that_were_left_are_compared_in_parts(
    database: Database, make_article: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sameness_module, "TOGETHER", 3)
    articles = [story(make_article, number) for number in range(10)]
    for article in articles:
        await database.articles.save(article)
    assert await database.sameness.judge_left(5) == Caught(5, 5)
    assert await database.sameness.judge_left() == Caught(4, 4)
    assert len({cluster for cluster, _ in await standing(database, articles)}) == 1


async def test_one_that_is_refused_keeps_no_other_from_being_compared(
    database: Database, make_article: Make, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(1, 4):
        await database.articles.save(story(make_article, number))
    refused = article_id(make_article(2).url)
    submit = database._writer.submit

    async def refuse(job: Any) -> Any:  # noqa: ANN401 - a Job
        if job.key == refused:
            raise StorageError("refused")
        return await submit(job)

    monkeypatch.setattr(database._writer, "submit", refuse)
    assert await database.sameness.judge_left() == Caught(1, 1, 1)
    assert await left(database) == {refused}
    assert f"copies of article {refused} were not linked: refused" in caplog.text


async def test_many_that_are_refused_keep_no_other_from_being_compared(
    database: Database, make_article: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = [await database.articles.save(story(make_article, number)) for number in range(1, 8)]
    refused = {one.id for one in saved[1:4]}
    submit = database._writer.submit

    async def refuse(job: Any) -> Any:  # noqa: ANN401 - a Job
        if job.key in refused:
            raise StorageError("refused")
        return await submit(job)

    monkeypatch.setattr(database._writer, "submit", refuse)
    assert (await database.sameness.judge_left(3)).compared == 3
    assert await left(database) == refused


async def test_a_text_that_cannot_be_compared_costs_only_itself(
    database: Database, make_article: Make, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    saved = [await database.articles.save(story(make_article, number)) for number in range(1, 5)]
    stumbled = saved[1].id
    compared_text = stored_texts.compared_text

    def stumble(document: Any) -> Any:  # noqa: ANN401 - as the one that it stands for
        if document["_id"] == stumbled:
            raise KeyError("body")
        return compared_text(document)

    monkeypatch.setattr(stored_texts, "compared_text", stumble)
    judgements = await asyncio.gather(*map(database.sameness.judge, saved))
    assert [bool(judgement.copy) for judgement in judgements] == [False, False, True, True]
    assert f"article {stumbled} cannot be compared with others: KeyError('body')" in caplog.text
    assert not await left(database), "it is not tried for ever"


async def test_a_rule_that_stumbles_over_two_texts_costs_only_the_later_one(
    database: Database, make_article: Make, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(1, 4):
        await database.articles.save(story(make_article, number))
    judge, calls = stored_texts.judge, []

    def stumble(*arguments: Any) -> Any:  # noqa: ANN401 - as the one that it stands for
        calls.append(arguments)
        if len(calls) == 1:
            raise ZeroDivisionError
        return judge(*arguments)

    monkeypatch.setattr(stored_texts, "judge", stumble)
    await database.sameness.catch_up()
    assert "was not compared with" in caplog.text
    assert not await left(database)


async def test_whatever_goes_wrong_after_a_replay_does_not_end_it(
    database: Database, make_article: Make, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(1, 3):
        await database.articles.save(story(make_article, number))
    monkeypatch.setattr(sameness_module, "compare_stored", lambda *_: {}["nothing"])
    await database.sameness.catch_up()
    assert "was not compared; it will be later" in caplog.text


async def test_what_a_wrong_clock_dated_ahead_is_compared_too(database: Database, make_article: Make) -> None:
    await database.articles.save(story(make_article, 1))
    await database.articles.save(story(make_article, 2, fetched_at=datetime.now(UTC) + timedelta(days=400)))
    assert await database.sameness.judge_left() == Caught(1, 1)


async def test_while_the_database_is_away_nothing_counts_as_compared(
    database: Database, make_article: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 3):
        await database.articles.save(story(make_article, number))

    async def put_off(job: Any) -> None:  # noqa: ANN401 - a Job
        assert job

    monkeypatch.setattr(database._writer, "submit", put_off)
    assert await database.sameness.judge_left() == Caught(0, 0, 1)


async def test_a_member_that_the_server_refuses_keeps_none_of_its_copies_from_being_linked(
    database: Database, make_article: Make, caplog: pytest.LogCaptureFixture
) -> None:
    articles = [story(make_article, number) for number in range(1, 5)]
    saved = [await database.articles.save(article) for article in articles]
    await spoil(database, saved[0].id)
    judgements = await asyncio.gather(*map(database.sameness.judge, saved))
    assert [bool(judgement.copy) for judgement in judgements] == [False, True, True, True]
    assert not await left(database)
    first = saved[0].id
    assert (await standing(database, articles))[1:] == [(first, first)] * 3
    assert f"Article {first} is passed over among its copies" in caplog.text


async def test_one_that_the_server_refuses_itself_is_named_and_left(
    database: Database, make_article: Make, caplog: pytest.LogCaptureFixture
) -> None:
    saved = [await database.articles.save(story(make_article, number)) for number in range(1, 5)]
    await spoil(database, saved[1].id)
    caught = await database.sameness.judge_left()
    assert (caught.compared, caught.left) == (2, 1)
    assert await left(database) == {saved[1].id}
    assert f"copies of article {saved[1].id} were not linked: the database refused" in caplog.text


async def test_a_corrected_date_is_stored_though_a_copy_is_refused(database: Database, make_article: Make) -> None:
    articles = [story(make_article, 1), story(make_article, 2, outlet="de_hafenblatt")]
    for article in articles:
        await database.sameness.judge(await database.articles.save(article))
    await spoil(database, article_id(articles[1].url))
    corrected = story(make_article, 1, published_at=NOON - timedelta(days=3), fetched_at=NOON + timedelta(days=1))
    await database.articles.save(corrected)
    stored = await database.articles.get(corrected.url)
    assert stored
    assert stored["published_at"] == NOON - timedelta(days=3)


async def test_a_corrected_text_is_stored_though_a_copy_is_refused(database: Database, make_article: Make) -> None:
    articles = [story(make_article, 1), story(make_article, 2, outlet="de_hafenblatt")]
    for article in articles:
        await database.sameness.judge(await database.articles.save(article))
    await spoil(database, article_id(articles[1].url))
    corrected = story(make_article, 1, *STORY[:-1], "A last paragraph that was corrected.")
    saved = await database.articles.save(corrected)
    assert saved.kind == "revised"
    await database.sameness.judge(saved)
    stored = await database.articles.get(corrected.url)
    assert stored
    assert stored["body"] == corrected.body


async def test_links_of_an_archive_are_written_though_another_owner_is_refused(
    database: Database, make_article: Make
) -> None:
    """An article that was seen before it is given anchors, of which it would lose its own."""
    articles = [story(make_article, number) for number in (1, 2, 3)]
    ids = [article_id(article.url) for article in articles]
    for article in articles:
        await database.sameness.judge(await database.articles.save(article))
    collection = database.documents["articles"]
    first = await database.articles.get(articles[0].url)
    assert first
    anchors = first.pop("fingerprint")
    await collection.update_one({"_id": ids[0]}, {"$unset": {"fingerprint": ""}})
    await collection.update_one({"_id": ids[2]}, {"$set": {"fingerprint": anchors}})
    await spoil(database, ids[2])
    links = links_of(first)
    jobs = [
        SetSameness(ids[0], first["content_hash"], links, links, anchors),
        SetSameness(ids[2], articles[2].fingerprint.content_hash, {}, {"related": ids[:1]}),
    ]
    assert await asyncio.gather(*map(database.sameness.set, jobs)) == [True, False]
    stored = await database.articles.get(articles[0].url)
    assert stored
    assert stored["fingerprint"] == anchors


async def spoil(database: Database, key: str) -> None:
    """Have an article be as no article may be, as another program may have written it."""
    update = {"q": {"_id": key}, "u": {"$set": {"word_count": "many"}}}
    await database.documents.command({"update": "articles", "updates": [update], "bypassDocumentValidation": True})


async def test_a_changed_text_leaves_its_cluster_once_it_was_compared(database: Database, make_article: Make) -> None:
    articles = [story(make_article, number) for number in range(1, 4)]
    for article in articles:
        await database.sameness.judge(await database.articles.save(article))
    changed = story(
        make_article, 3, *(f"Entirely other words about matter {n} and what became of it." for n in range(9))
    )
    saved = await database.articles.save(changed)
    assert (saved.kind, saved.to_compare) == ("revised", tuple(article_id(one.url) for one in articles[:2]))
    first = article_id(articles[0].url)
    assert await standing(database, [changed]) == [(first, first)], "until it was compared"
    assert await database.sameness.judge(saved) == Judgement()
    assert await standing(database, [*articles[:2], changed]) == [(first, None), (first, first), (None, None)]


async def test_a_text_that_changed_while_it_was_compared_is_compared_again(
    database: Database, make_article: Make
) -> None:
    await database.articles.save(story(make_article, 1))
    saved = await database.articles.save(story(make_article, 2))
    await database.articles.save(
        story(make_article, 2, *STORY[:3], "And a last paragraph that nobody has seen before.")
    )
    assert (await database.sameness.judge_left()).compared == 1
    assert (await database.sameness.judge(saved)).copy, "what is stored already is told"
    assert not await left(database)


async def test_an_article_that_is_not_there_any_more_is_no_copy(database: Database) -> None:
    assert await database.sameness.judge(Saved("new", "f" * 24, 1, ("e" * 24,))) == Judgement()


async def test_clusters_are_put_right_whatever_their_size(database: Database, make_article: Make) -> None:
    articles = [story(make_article, number) for number in range(1, 5)]
    for article in articles:
        await database.sameness.judge(await database.articles.save(article))
    ids = [article_id(article.url) for article in articles]
    await database.documents["articles"].update_many({}, {"$unset": {"cluster": "", "duplicate_of": ""}})
    assert await database.sameness.arrange(ids[:1]) == 0, "nothing says any more that it has copies"
    assert await database.sameness.arrange(ids) == 4
    assert len({cluster for cluster, _ in await standing(database, articles)}) == 1


@pytest.mark.parametrize("name", ["published_at", "agency"])
async def test_a_corrected_date_or_agency_is_told_by_all_of_the_story_at_once(
    database: Database, make_article: Make, name: str
) -> None:
    times = {"published_precision": "second", "published_source": "meta"}
    papers = [
        story(make_article, number, outlet=f"de_paper{number}", agency="dpa", published_at=published_at, **times)
        for number, published_at in ((1, NOON - timedelta(hours=3)), (2, NOON - timedelta(hours=2)))
    ]
    for article in papers:
        await database.sameness.judge(await database.articles.save(article))
    old = await read_all(database)
    corrected = {"published_at": NOON - timedelta(hours=1), "agency": "APA"}[name]
    later = {"fetched_at": NOON + timedelta(hours=1), name: corrected}
    for article in papers if name == "agency" else papers[:1]:
        assert (await database.articles.save(replace(article, **later))).kind == "revised"
    told = await read_all(database)
    assert {each["syndication"]["first_outlet"] for each in told} == {"de_paper1" if name == "agency" else "de_paper2"}
    assert {each["syndication"]["agency"] for each in told} == {"APA" if name == "agency" else "dpa"}
    assert all(new["cursor"] > each["cursor"] for new, each in zip(told, old, strict=True)), "readers hear of it"
    assert await doubtful_articles(database.documents, [each["_id"] for each in told]) == {}


async def test_what_all_copies_say_wrongly_alike_is_found_and_put_right(database: Database, make_article: Make) -> None:
    for number in (1, 2):
        await database.sameness.judge(
            await database.articles.save(story(make_article, number, outlet=f"de_paper{number}"))
        )
    right = await read_all(database)
    first = right[0]["_id"]
    for wrong in ({"$set": {"syndication.first_outlet": "de_nobody"}}, {"$unset": {"syndication": ""}}):
        await database.documents["articles"].update_many({}, wrong)
        doubts = await doubtful_articles(database.documents, [each["_id"] for each in right])
        assert doubts == {
            first: "the first of its cluster, which says another of who had the story first than its copies do"
        }
        assert (await sweep_clusters(database.documents, database.sameness)).mended == 2
        assert [each["syndication"] for each in await read_all(database)] == [each["syndication"] for each in right]


async def read_all(database: Database) -> list[dict[str, Any]]:
    return await database.documents["articles"].find().sort("first_seen_at").to_list()


async def test_a_first_article_whose_text_changes_is_no_copy_of_its_copies(
    database: Database, make_article: Make
) -> None:
    first, second, third = (story(make_article, number) for number in (1, 2, 3))
    ids = [article_id(one.url) for one in (first, second, third)]
    for one in (first, second, third):
        await database.sameness.judge(await database.articles.save(one))
    corrected = replace(first, fetched_at=NOON + timedelta(hours=1), title="Lock closed for nine days")
    corrected = replace(corrected, fingerprint=fingerprint_article(corrected))
    saved = await database.articles.save(corrected)
    assert saved.to_compare == ()
    assert [one for one, _ in saved.compare_again] == ids[1:]
    assert await database.sameness.judge(saved) == Judgement()
    documents = [await database.articles.get(one) for one in ids]
    assert [document.get("copy_of", {}).get("article") for document in documents if document] == [None, ids[0], ids[1]]
    assert await standing(database, [first, second, third]) == [(ids[0], None), (ids[0], ids[0]), (ids[0], ids[0])]
    assert not await left(database)


async def test_a_copy_of_a_former_text_keeps_its_link_and_its_place(database: Database, make_article: Make) -> None:
    first, second = story(make_article, 1), story(make_article, 2)
    for one in (first, second):
        await database.sameness.judge(await database.articles.save(one))
    other = "The bakery in the old customs house has a new owner, who means to keep the rye bread and the hours."
    await database.sameness.judge(
        await database.articles.save(story(make_article, 1, other, fetched_at=NOON + timedelta(hours=1)))
    )
    ids = [article_id(one.url) for one in (first, second)]
    assert await standing(database, [first, second]) == [(ids[0], None), (ids[0], ids[0])]
    assert not await left(database)


async def test_a_text_that_becomes_that_of_a_later_article_is_the_original(
    database: Database, make_article: Make
) -> None:
    first, second = (
        story(make_article, 1, "The bakery in the old customs house has a new owner."),
        story(make_article, 2),
    )
    for one in (first, second):
        await database.sameness.judge(await database.articles.save(one))
    saved = await database.articles.save(story(make_article, 1, fetched_at=NOON + timedelta(hours=1)))
    ids = [article_id(one.url) for one in (first, second)]
    assert (saved.to_compare, saved.compare_again) == ((), ((ids[1], (ids[0],)),))
    await database.sameness.judge(saved)
    assert await standing(database, [first, second]) == [(ids[0], None), (ids[0], ids[0])]
