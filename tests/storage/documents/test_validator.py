from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from pymongo.errors import BulkWriteError
from rule_values import right, spoilt_documents

from newscrawler.model.article import Article
from newscrawler.model.furniture import RepeatedBlock, Sighting
from newscrawler.model.listing_state import ListingState
from newscrawler.model.outcome import Outcome, OutcomeKind
from newscrawler.model.outlet_schedule import OutletSchedule
from newscrawler.model.page import Page
from newscrawler.model.page_layout import Layout, LayoutChange, LearnedContainer
from newscrawler.model.publication_profile import PublicationProfile
from newscrawler.model.run import Run
from newscrawler.model.visit import Visit
from newscrawler.storage.connection import Database
from newscrawler.storage.documents.bson_cleaning import clean_for_bson
from newscrawler.storage.documents.conversion import article_document, page_document
from newscrawler.storage.documents.document_kinds import SHAPES
from newscrawler.storage.documents.furniture_documents import known_values, sighting_document
from newscrawler.storage.documents.quarantine_document import quarantine_document
from newscrawler.storage.documents.run_documents import outcome_document, run_document
from newscrawler.storage.documents.schedule_documents import plan_values
from newscrawler.storage.documents.validator import KEYWORDS, validator_of
from newscrawler.storage.documents.visit_documents import listing_document, visit_document
from newscrawler.storage.schema import KINDS
from newscrawler.storage.writing.changes import revise
from newscrawler.storage.writing.jobs import SaveArticle

Make = Callable[..., Article]
NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
COLLECTIONS = {kind: collection for collection, kind in KINDS.items()}
LAYOUT = Layout(
    9,
    LearnedContainer("div.story", 8, 9),
    {"div.story": 8, "": 1},
    {"json_ld": 9},
    LayoutChange("div.story", 8, 9, NOON, "div.text", 30, 31, "0" * 24),
)
PROFILE = PublicationProfile(counts=(0.5, *[0.0] * 167), hours=(1.5,) * 168, at=NOON)


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
        "listing": listing_document(
            ListingState("de_elbkurier", "https://elbkurier.example/feed", "feed", read_at=NOON, ttl_seconds=900)
        ),
        "host": {"_id": "elbkurier.example", "fence": 0, "schema_version": 4},
        "lease": {"_id": "db migrate", "fence": 0},
        "meta": {"_id": "cursor", "value": 0},
        "outcome": outcome_document(outcome),
        "page": page_document(page, b"zstd"),
        "quarantine": quarantine_document(SaveArticle(article, None, 9), "too long", NOON),
        "revision": revision,
        "run": run_document(Run("0123456789ab", "de_elbkurier", NOON)),
        "schedule": {"_id": "de_elbkurier", "fence": 0, "schema_version": 4}
        | plan_values(OutletSchedule("de_elbkurier", NOON, "every 15m", NOON, profile=PROFILE, days={"2026-03-05": 7})),
        "sighting": sighting_document(article["_id"], "de_elbkurier", sighting) | {"cursor": 7, "seen_at": NOON},
        "visit": visit_document(
            Visit(article["_id"], "de_elbkurier", page.url, NOON, NOON, 0, 1, '"e"', None, NOON, NOON)
        ),
    }
    return {name: clean_for_bson(document) for name, document in made.items()}


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_only_keywords_that_a_real_server_knows_are_written(name: str) -> None:
    schema = validator_of(name)["$jsonSchema"]
    assert set(keywords_of(schema)) <= KEYWORDS
    assert schema["required"]
    assert len(schema["properties"]) == len(SHAPES[name].model_fields)


@pytest.mark.parametrize("name", sorted(SHAPES))
async def test_the_server_takes_what_we_make_and_every_field_with_a_right_value(
    database: Database, examples: dict[str, dict[str, Any]], name: str
) -> None:
    collection = database.documents[COLLECTIONS[name]]
    await collection.delete_many({})
    rule = validator_of(name)["$jsonSchema"]
    assert examples[name].keys() <= rule["properties"].keys()
    for document in (examples[name], right(rule), right(rule, with_null=True), right(rule) | {"theirs": {"x": 1}}):
        await collection.insert_one(dict(document))
        await collection.delete_many({})


@pytest.mark.parametrize("name", sorted(SHAPES))
async def test_the_server_refuses_a_wrong_value_in_any_field_however_deep(database: Database, name: str) -> None:
    rule = validator_of(name)["$jsonSchema"]
    spoilt = list(spoilt_documents(rule))
    assert {path[0] for path, _ in spoilt} >= set(rule["properties"])
    with pytest.raises(BulkWriteError) as refusal:
        await database.documents[COLLECTIONS[name]].insert_many([value for _, value in spoilt], ordered=False)
    codes = {error["index"]: error["code"] for error in (refusal.value.details or {})["writeErrors"]}
    assert [spoilt[n] for n in range(len(spoilt)) if codes.get(n) != 121] == []
