import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
import scrapy
from pydantic import BaseModel

from newscrawler.model.article import Article, Author
from newscrawler.model.outcome import Outcome, OutcomeKind
from newscrawler.model.outlet import Outlet
from newscrawler.pipelines.intake import IntakePipeline
from newscrawler.pipelines.refused import Refused

OUTLET = Outlet(id="de_elbkurier", name="Elbkurier", country="DE")
FIELDS = {
    "url": "https://www.elbkurier.example/a/1?utm_source=x",
    "title": "The bridge opens",
    "body": "First paragraph.\n\nSecond paragraph.",
    "authors": ["Anna Verhoeven", {"name": "Milos Petrak", "role": "photo"}],
    "published_at": "2026-03-05T10:00:00+01:00",
}


class ScrapyItem(scrapy.Item):
    url = scrapy.Field()
    title = scrapy.Field()
    body = scrapy.Field()


@dataclass
class DataItem:
    url: str
    title: str
    body: str


class PydanticItem(BaseModel):
    url: str
    title: str
    body: str


def take_in(item: object, outlet: Outlet | None = OUTLET) -> Article:
    return asyncio.run(IntakePipeline(outlet).process_item(item))


def test_an_article_goes_on_as_it_is() -> None:
    article = Article(url="https://a.example/", outlet="x")
    assert take_in(article) is article


def test_a_dict_becomes_an_article() -> None:
    article = take_in(FIELDS)
    assert article.url == "https://www.elbkurier.example/a/1"
    assert article.body == FIELDS["body"]
    assert [author.name for author in article.authors] == ["Anna Verhoeven", "Milos Petrak"]
    assert article.authors[1] == Author("Milos Petrak", role="photo")
    assert article.published_at == datetime(2026, 3, 5, 9, tzinfo=UTC)
    assert (article.outlet, article.country, article.provenance["title"]) == ("de_elbkurier", "DE", "item")


@pytest.mark.parametrize("kind", [ScrapyItem, DataItem, PydanticItem, dict])
def test_any_class_that_item_adapter_knows_becomes_an_article(kind: type) -> None:
    item = kind(url="https://a.example/1", title="A title", body="A paragraph.")
    assert take_in(item).title == "A title"


def test_without_an_outlet_the_host_names_it() -> None:
    assert take_in({"url": "https://news.example.com/1"}, None).outlet == "web_example_com"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"titel": "x"}, "unknown field 'titel', did you mean 'title'?"),
        ({"url": "nowhere"}, "field 'url' must be an http(s) URL, not 'nowhere'"),
        ({"title": 7}, "field 'title' must be text, not 7"),
        ({"authors": "Anna"}, "field 'authors' must be a list, not 'Anna'"),
        ({"authors": [{"nom": "Anna"}]}, "field 'authors' must be a name or {name, role, email, url}"),
        ({"published_at": "2026-03-05"}, "field 'published_at' must be a time with its zone"),
        ({"published_at": "yesterday"}, "field 'published_at' must be a time with its zone"),
        ({"images": [7]}, "field 'images' must be a URL or"),
        ({"free_access": "yes"}, "field 'free_access' must be true or false"),
    ],
)
def test_a_wrong_field_is_named(change: dict[str, object], told: str) -> None:
    with pytest.raises(Refused) as caught:
        take_in({**FIELDS, **change})
    assert told in caught.value.message
    assert caught.value.kind is OutcomeKind.INVALID_ITEM


def test_an_outcome_leaves_under_its_own_reason() -> None:
    outcome = Outcome("de_elbkurier", "https://a.example/1", OutcomeKind.TIMEOUT, "after 30 s", datetime.now(UTC))
    with pytest.raises(Refused) as caught:
        take_in(outcome)
    assert (caught.value.kind, caught.value.url, caught.value.outlet) == (
        OutcomeKind.TIMEOUT,
        "https://a.example/1",
        "de_elbkurier",
    )
