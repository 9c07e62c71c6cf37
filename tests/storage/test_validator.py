from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from pymongo.errors import WriteError

from newscrawler.model.article import Article
from newscrawler.model.furniture import RepeatedBlock, Sighting
from newscrawler.model.outcome import Outcome, OutcomeKind
from newscrawler.model.page import Page
from newscrawler.model.page_layout import Layout, LayoutChange, LearnedContainer
from newscrawler.model.run import Run
from newscrawler.storage.bson_cleaning import clean_for_bson
from newscrawler.storage.changes import revise
from newscrawler.storage.connection import Database
from newscrawler.storage.document_kinds import SHAPES
from newscrawler.storage.documents import article_document, outcome_document, page_document, run_document
from newscrawler.storage.furniture_documents import known_values, sighting_document
from newscrawler.storage.validator import KEYWORDS, validator_of

Make = Callable[..., Article]
NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
COLLECTIONS = {
    "article": "articles",
    "block_counts": "block_counts",
    "outcome": "outcomes",
    "page": "pages",
    "revision": "revisions",
    "run": "runs",
    "sighting": "sightings",
}
LAYOUT = Layout(
    9,
    LearnedContainer("div.story", 8, 9),
    {"div.story": 8, "": 1},
    {"json_ld": 9},
    LayoutChange("div.story", 8, 9, NOON, "div.text", 30, 31, "0" * 24),
)
# A value of each type that no field of another type takes.
WRONG = {"string": 5, "date": "2026-03-05", "int": "5", "bool": "yes", "array": "a, b", "object": 5, "binData": "x"}


def keywords_of(schema: Mapping[str, Any]) -> Iterator[str]:
    yield from schema
    for inner in (*schema.get("properties", {}).values(), schema.get("items"), schema.get("additionalProperties")):
        if isinstance(inner, Mapping):
            yield from keywords_of(inner)


@pytest.fixture
def examples(make_article: Make) -> dict[str, dict[str, Any]]:
    """One good document of every kind."""
    article = article_document(make_article(), seen_at=NOON)
    page = Page("https://elbkurier.example/1", b"<p>", NOON)
    outcome = Outcome("de_elbkurier", page.url, OutcomeKind.TIMEOUT, "after 30 s", NOON)
    _, revision = revise(article | {"title": "Other"}, article, 7)
    block = RepeatedBlock(
        -(2**63), is_template=False, articles=5, of_articles=9, place="tail", first_seen=NOON, last_seen=NOON
    )
    sighting = Sighting(b"0" * 18, (1, 2, 3, 4), "div.story", "json_ld")
    made = {
        "article": article,
        "block_counts": known_values(9, [block], NOON, LAYOUT)
        | {"_id": "de_elbkurier", "round": 1, "cursor": 7, "left": 0, "sightings": 9},
        "outcome": outcome_document(outcome),
        "page": page_document(page, b"zstd"),
        "revision": revision,
        "run": run_document(Run("0123456789ab", "de_elbkurier", NOON)),
        "sighting": sighting_document(article["_id"], "de_elbkurier", sighting) | {"cursor": 7, "seen_at": NOON},
    }
    return {name: clean_for_bson(document) for name, document in made.items()}


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_only_keywords_that_a_real_server_knows_are_written(name: str) -> None:
    schema = validator_of(name)["$jsonSchema"]
    assert set(keywords_of(schema)) <= KEYWORDS
    assert schema["required"]
    assert len(schema["properties"]) == len(SHAPES[name].model_fields)


@pytest.mark.parametrize("name", sorted(SHAPES))
async def test_a_wrong_value_in_any_field_is_refused_by_the_server(
    database: Database, examples: dict[str, dict[str, Any]], name: str
) -> None:
    collection = database.documents[COLLECTIONS[name]]
    good = examples[name]
    await collection.insert_one(dict(good))
    await collection.delete_many({})
    properties = validator_of(name)["$jsonSchema"]["properties"]
    assert good.keys() <= properties.keys()
    for field, rule in properties.items():
        if not rule.get("bsonType"):
            continue
        with pytest.raises(WriteError) as refusal:
            await collection.insert_one(good | {field: WRONG[rule["bsonType"][0]]})
        assert refusal.value.code == 121, field


@pytest.mark.parametrize("name", sorted(SHAPES))
async def test_a_missing_field_is_refused_by_the_server(
    database: Database, examples: dict[str, dict[str, Any]], name: str
) -> None:
    required = set(validator_of(name)["$jsonSchema"]["required"]) - {"_id"}
    for field in sorted(required):
        incomplete = {key: value for key, value in examples[name].items() if key != field}
        with pytest.raises(WriteError) as refusal:
            await database.documents[COLLECTIONS[name]].insert_one(incomplete)
        assert refusal.value.code == 121, field


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("blocks", [{"kind": "poem", "text": "a"}]),
        ("blocks", [{"kind": "paragraph"}]),
        ("authors", [{"name": 5}]),
        ("authors", [None]),
        ("titles", {"feed": 5}),
        ("status", "asleep"),
        ("article_type", "novel"),
        ("main_image", {"url": 5}),
        ("fingerprint", ["a"]),
        ("_id", "short"),
    ],
    ids=str,
)
async def test_a_wrong_value_deep_inside_is_refused_too(
    database: Database, examples: dict[str, dict[str, Any]], field: str, value: object
) -> None:
    with pytest.raises(WriteError) as refusal:
        await database.documents.articles.insert_one(examples["article"] | {field: value})
    assert refusal.value.code == 121


async def test_null_and_fields_of_others_are_let_through(
    database: Database, examples: dict[str, dict[str, Any]]
) -> None:
    await database.documents.articles.insert_one(
        examples["article"] | {"agency": None, "article_type": None, "main_image": None, "theirs": {"x": 1}}
    )
