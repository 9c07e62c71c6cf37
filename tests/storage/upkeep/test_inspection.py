"""In what a database differs from the list of collections and indexes, and how that is mended."""

from pathlib import Path

import pytest
from pymongo.errors import DuplicateKeyError

from newscrawler.errors import StorageError
from newscrawler.storage import schema
from newscrawler.storage.connection import Database, open_database
from newscrawler.storage.migrations.stored_schema import prepare_collections
from newscrawler.storage.schema import INDEXES, KINDS, Index
from newscrawler.storage.upkeep.inspection import inspect_database


async def differences(database: Database) -> list[str]:
    return [str(one) for one in (await inspect_database(database.documents)).differences]


def test_an_index_names_its_fields_as_the_server_does() -> None:
    index = Index("runs", "outlet, -started_at", "the last runs of an outlet")
    assert index.keys == [("outlet", 1), ("started_at", -1)]
    assert index.name == index.model.document["name"] == "outlet_1_started_at_-1"
    assert "unique" not in index.model.document
    assert Index("articles", "cursor", "?", unique=True).model.document["unique"]


def test_every_index_has_a_question_and_is_listed_once() -> None:
    assert all(index.question and index.collection in KINDS for index in INDEXES)
    assert len({(index.collection, index.fields) for index in INDEXES}) == len(INDEXES)


def test_the_definition_changes_with_every_validator_and_index(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {schema.definition()}
    for one in ("unique", "question"):
        schema.definition.cache_clear()
        values = {"unique": not INDEXES[0].unique} if one == "unique" else {"question": "another"}
        changed = Index(INDEXES[0].collection, INDEXES[0].fields, **{"question": INDEXES[0].question} | values)  # type: ignore[arg-type] # of two types
        monkeypatch.setattr(schema, "INDEXES", (changed, *INDEXES[1:]))
        told.add(schema.definition())
    schema.definition.cache_clear()
    assert len(told) == 2  # a question is for readers


async def test_a_database_that_was_just_opened_is_as_it_should_be(database: Database) -> None:
    inspection = await inspect_database(database.documents)
    assert (inspection.differences, inspection.foreign) == ((), ())
    assert await prepare_collections(database.documents) == []


async def test_what_is_missing_is_named_and_made_again(database: Database) -> None:
    documents = database.documents
    await documents.runs.drop()
    await documents.articles.drop_index("url_key_1")
    await documents.command("collMod", "outcomes", validator={})
    await documents.command("collMod", "pages", validationAction="warn")
    missing = [
        "unique index of articles on url_key",
        "validator of outcomes",
        "validator of pages",
        "collection runs",
        *(f"index of runs on {index.fields}" for index in INDEXES if index.collection == "runs"),
    ]
    assert await differences(database) == missing
    assert [str(one) for one in await prepare_collections(documents)] == missing
    assert await differences(database) == []


@pytest.mark.parametrize(
    ("keys", "options"),
    [
        ([("cursor", 1)], {}),  # not unique
        ([("cursor", 1)], {"unique": True, "sparse": True}),
        ([("word_count", 1)], {"name": "cursor_1"}),
    ],
    ids=str,
)
async def test_an_index_in_the_place_of_ours_is_replaced_only_when_asked(
    database: Database, keys: list[tuple[str, int]], options: dict[str, object]
) -> None:
    articles = database.documents.articles
    await articles.drop_index("cursor_1")
    name = await articles.create_index(keys, **options)
    (one,) = (await inspect_database(database.documents)).differences
    assert (str(one), one.in_its_place) == ("unique index of articles on cursor", name)
    with pytest.raises(StorageError, match=r"is in its place\. Run: newscrawler db init"):
        await prepare_collections(database.documents)
    await prepare_collections(database.documents, replace=True)
    assert await differences(database) == []


async def test_an_index_on_the_same_fields_that_answers_other_questions_stands_beside_ours(database: Database) -> None:
    await database.documents.articles.drop_index("cursor_1")
    await database.documents.articles.create_index("cursor", name="theirs", unique=True, sparse=True)
    inspection = await inspect_database(database.documents)
    assert [str(one) for one in inspection.differences] == ["unique index of articles on cursor"]
    assert inspection.foreign == ("articles.theirs",)
    await prepare_collections(database.documents, replace=True)
    assert {"theirs", "cursor_1"} <= set(await database.documents.articles.index_information())


async def test_the_same_index_under_another_name_does_the_work_of_ours(database: Database) -> None:
    await database.documents.runs.drop_index("started_at_-1")
    await database.documents.runs.create_index([("started_at", -1)], name="by_time")
    inspection = await inspect_database(database.documents)
    assert (inspection.differences, inspection.foreign) == ((), ())


async def test_indexes_of_others_are_told_and_left_alone(database: Database) -> None:
    await database.documents.articles.create_index("enrichment.topic")
    inspection = await inspect_database(database.documents)
    assert (inspection.differences, inspection.foreign) == ((), ("articles.enrichment.topic_1",))
    await prepare_collections(database.documents, replace=True)
    assert "enrichment.topic_1" in await database.documents.articles.index_information()


async def test_documents_that_contradict_a_unique_index_are_told_and_kept(database: Database) -> None:
    articles = database.documents.articles
    await articles.drop_index("url_key_1")
    twice = [{"_id": f"{number:024x}", "url_key": "elbkurier.example/1", "cursor": number} for number in (1, 2)]
    await articles.insert_many(twice, bypass_document_validation=True)
    with pytest.raises(StorageError, match=r"two documents have the same\. Nothing was deleted") as told:
        await prepare_collections(database.documents, replace=True)
    assert isinstance(told.value.__cause__, DuplicateKeyError)
    assert len(await articles.find().to_list()) == 2


async def test_opening_again_looks_no_further_than_the_definition(
    database: Database, mongo_uri: str, tmp_path: Path
) -> None:
    await database.documents.runs.drop_index("started_at_-1")
    await (await open_database(mongo_uri, tmp_path)).close()
    assert await differences(database) == ["index of runs on -started_at"]
