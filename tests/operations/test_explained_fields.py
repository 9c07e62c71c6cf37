"""Sources that ``explain`` tells of fields that the reader notes none for."""

from newscrawler.model.article import Article, LiveUpdate
from newscrawler.operations.explanation import field_sources


def test_a_wall_and_live_entries_are_told_with_their_signs() -> None:
    article = Article(
        "https://elbkurier.example/a",
        "de_elbkurier",
        article_type="live_blog",
        free_access=False,
        paywall_signal="meta article:content_tier: locked",
        live_updates=(LiveUpdate("Doors open", "The doors are open."),),
    )
    found = {field.name: field.source for field in field_sources(article)}
    assert found["free_access"] == "meta article:content_tier: locked"
    assert found["article_type"] == "entries"
    assert found["live_updates"] == "page"


def test_fields_without_a_value_are_not_told() -> None:
    assert field_sources(Article("https://elbkurier.example/a", "de_elbkurier")) == []
