"""Sources that ``explain`` tells of fields that the reader notes none for."""

import io

from newscrawler.model.article import Article, Image, LiveUpdate
from newscrawler.model.block import Block
from newscrawler.operations.explain import print_explanation
from newscrawler.operations.explanation import field_sources
from newscrawler.operations.output import Output
from newscrawler.reading import Reading


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
    assert found["live_updates"] == "page"


def test_byline_kind_access_and_pictures_are_told_with_their_sources() -> None:
    ferry = Image("https://elbkurier.example/a.jpg", "The ferry", "Ann Lee")
    article = Article(
        "https://elbkurier.example/a",
        "de_elbkurier",
        byline="By Ann Lee, Leeds",
        article_type="opinion",
        free_access=True,
        blocks=(Block("paragraph", "The ferry left."),),
        main_image=ferry,
        images=(ferry, Image("https://elbkurier.example/b.jpg")),
        provenance={
            "byline": "page",
            "article_type": "section",
            "free_access": "json_ld isAccessibleForFree: true",
            "body": "markup",
            "main_image": "head",
        },
    )
    output = Output(stdout=io.StringIO(), stderr=io.StringIO())
    print_explanation(Reading(article, None), output)
    assert output.stdout.getvalue().split("\n\n")[-1].splitlines() == [
        "byline         page       By Ann Lee, Leeds",
        "article_type   section    opinion",
        "free_access    json_ld    yes (isAccessibleForFree: true)",
        "body           markup     3 words",
        'main_image     head       https://elbkurier.example/a.jpg  "The ferry"  credit: Ann Lee',
        'images         page       https://elbkurier.example/a.jpg  "The ferry"  credit: Ann Lee',
        "                          https://elbkurier.example/b.jpg  no caption  no credit",
    ]


def test_fields_without_a_value_are_not_told() -> None:
    assert field_sources(Article("https://elbkurier.example/a", "de_elbkurier")) == []
