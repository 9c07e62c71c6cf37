import json
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from newscrawler.errors import InvalidItemError
from newscrawler.model.article import Article, Author, Image, LiveUpdate
from newscrawler.model.block import Block, RemovedBlock
from newscrawler.model.link import ArticleLink
from newscrawler.storage.documents.conversion import (
    MAX_REMOVED,
    MAX_REMOVED_TEXT,
    article_document,
    article_id,
    article_json,
    described_article,
    json_schema,
    stored_json,
)
from newscrawler.storage.documents.document_kinds import SHAPES
from newscrawler.storage.documents.shapes import ArticleDocument
from newscrawler.storage.documents.sound_document import is_sound

Make = Callable[..., Article]
NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
EXPECTED = Path(__file__).with_name("expected_article.json")


@pytest.fixture
def full_article(make_article: Make) -> Article:
    """An article with a value in every field."""
    return make_article(
        requested_url="https://amp.elbkurier.example/artikel/1?x=1",
        alternate_urls=("https://m.elbkurier.example/a/1",),
        outlet_name="Elbkurier",
        domain="elbkurier.example",
        country="DE",
        titles={"feed": "Ferry back", "og": "Ferry 1 is back - Elbkurier"},
        standfirst="After a week in the yard.",
        blocks=(Block("paragraph", "The ferry is back."), Block("caption", "The ferry"), Block("list", "a\nb")),
        authors=(Author("Marta Petersen", "editor", "m@elbkurier.example", "https://elbkurier.example/mp"),),
        byline="By Marta Petersen",
        agency="dpa",
        published_raw="5.3.2026, 13:00",
        published_offset_minutes=60,
        published_precision="minute",
        published_source="json_ld",
        modified_at=NOON + timedelta(milliseconds=5),
        modified_raw="5.3.2026",
        modified_source="meta",
        language_source="html",
        section="Harbour",
        breadcrumbs=("Home", "Harbour"),
        keywords=("ferry",),
        article_type="news",
        free_access=False,
        paywall_signal="json_ld",
        live_updates=(LiveUpdate(None, "Under way", NOON),),
        main_image=Image("https://elbkurier.example/f.jpg", "The ferry", "Photo: Voss", "ferry"),
        images=(Image("https://elbkurier.example/g.jpg"),),
        videos=("https://elbkurier.example/v.mp4",),
        links=("https://elbkurier.example/b",),
        http_status=200,
        etag='"1"',
        last_modified="Thu, 05 Mar 2026 12:00:00 GMT",
        encoding="utf-8",
        discovery=ArticleLink(
            "https://elbkurier.example/r/1", "feed", "https://elbkurier.example/rss", "Ferry back", guid="1", position=0
        ),
        provenance={"title": "json_ld"},
        rules_version=1,
        warnings=("date_in_future",),
        ai_opt_out=True,
        license="all rights reserved",
        run="0123456789ab",
    )


def test_the_document_is_the_expected_one(full_article: Article) -> None:
    found = stored_json(article_document(full_article, seen_at=NOON))
    assert found == json.loads(EXPECTED.read_text())


def test_what_our_own_reader_makes_goes_the_short_way(full_article: Article) -> None:
    document = described_article(full_article, seen_at=NOON.replace(microsecond=123_456))
    assert is_sound("article", document)
    assert not is_sound("article", document | {"byline": None})


def test_the_sample_article_has_a_value_in_every_field(full_article: Article) -> None:
    empty = [field.name for field in fields(Article) if getattr(full_article, field.name) in (None, "", (), {})]
    assert sorted(empty) == ["container", "own_url", "page", "sighting", "signs", "taken"]  # never part of the document


def test_what_is_not_known_is_absent_and_what_is_always_there_is_there() -> None:
    bare = Article("https://elbkurier.example/1", "de_elbkurier", title="Bare", fetched_at=NOON)
    document = article_document(bare, seen_at=NOON)
    required = {field.alias or name for name, field in ArticleDocument.model_fields.items() if field.is_required()}
    assert document.keys() - required == {"requested_url", "domain"}
    assert required <= document.keys()
    assert None not in document.values()


def test_false_and_zero_are_values(make_article: Make) -> None:
    document = article_document(
        make_article(free_access=False, published_offset_minutes=0, ai_opt_out=False), seen_at=NOON
    )
    assert (document["free_access"], document["published_offset_minutes"], document["ai_opt_out"]) == (False, 0, False)


def test_instants_are_utc_in_milliseconds(make_article: Make) -> None:
    seoul = datetime(2026, 3, 5, 21, 0, 0, 123_456, tzinfo=timezone(timedelta(hours=9)))
    document = article_document(make_article(published_at=seoul), seen_at=NOON)
    assert document["published_at"] == NOON.replace(microsecond=123_000)
    assert stored_json(document)["published_at"] == "2026-03-05T12:00:00.123Z"
    assert stored_json(document)["fetched_at"] == "2026-03-05T12:00:00Z"


def test_page_chrome_is_left_out_of_removed_and_long_texts_are_capped(make_article: Make) -> None:
    chrome = RemovedBlock(Block("paragraph", "Menu"), "outside_story")
    ads = [RemovedBlock(Block("paragraph", "x" * 5000, place=f"p:{n}"), "ad_label", "one word") for n in range(400)]
    document = article_document(make_article(removed=(chrome, *ads, chrome)), seen_at=NOON)
    assert {block["rule"] for block in document["removed"]} == {"ad_label"}
    assert len(document["removed"]) == MAX_REMOVED
    assert document["removed"][3] == {
        "text": "x" * MAX_REMOVED_TEXT,
        "rule": "ad_label",
        "place": "p:3",
        "evidence": "one word",
    }


def test_an_article_that_was_never_stored_has_the_same_field_names(full_article: Article) -> None:
    stored = stored_json(article_document(full_article, seen_at=NOON))
    only_stored = {"cursor", "first_seen_at", "schema_version", "status", "version"}
    assert article_json(full_article) == {name: value for name, value in stored.items() if name not in only_stored}
    json.dumps(article_json(full_article))


def test_an_article_that_could_not_be_stored_can_still_be_shown() -> None:
    assert article_json(Article("https://elbkurier.example/1", "de_elbkurier"))["body"] == ""


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", 5), ("title", None), ("language", ["de"]), ("published_at", "yesterday"), ("keywords", (1,))],
)
def test_a_wrong_value_is_refused_by_name(make_article: Make, field: str, value: Any) -> None:  # noqa: ANN401 - any
    with pytest.raises(InvalidItemError, match=field):
        article_document(make_article(**{field: value}), seen_at=NOON)


def test_spellings_of_one_address_have_one_id(make_article: Make) -> None:
    http = replace(make_article(), url="http://elbkurier.example/artikel/1/?utm_source=x")
    assert article_document(http, seen_at=NOON)["_id"] == article_id(make_article().url)
    assert article_id(make_article(2).url) != article_id(make_article().url)


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_every_document_has_a_published_schema(name: str) -> None:
    schema = json_schema(name)
    assert schema["properties"]["_id"]
    assert schema["additionalProperties"] is True  # those of downstream tools
    assert "schema_version" in schema["properties"] or name in {"lease", "meta", "revision"}
