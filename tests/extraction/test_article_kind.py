"""Section and keywords: what publishing systems put there is not for readers."""

from collections.abc import Callable

import pytest

from newscrawler.extraction.metadata import PageMetadata

Read = Callable[..., PageMetadata]


@pytest.mark.parametrize(
    ("stated", "section"),
    [("brücken-und-fähren", "Brücken und Fähren"), ("hafen", "Hafen"), ("elbe", "elbe"), ("ufer", "ufer")],
)
def test_a_section_in_lower_case_is_spelled_as_crumbs_and_keywords_spell_it(
    read: Read, stated: str, section: str
) -> None:
    crumbs = {"@type": "BreadcrumbList", "itemListElement": [{"name": "Brücken und Fähren"}, {"name": "ufer"}]}
    article = {"@type": "NewsArticle", "headline": "Ein Titel", "articleSection": stated, "keywords": ["Hafen", "elbe"]}
    assert read(linked_data=[article, crumbs]).section == section


def test_a_section_that_repeats_the_title_is_none(read: Read) -> None:
    article = {"@type": "NewsArticle", "headline": "Die neue Fähre", "articleSection": ["Die neue Fähre!", "Hafen"]}
    assert read(linked_data=article).section == "Hafen"
    assert read(linked_data={**article, "articleSection": "Die neue Fähre"}).section is None


@pytest.mark.parametrize(
    "note",
    [
        *("artikel_id:135777", "freeform:Boats", "@post-id:1913719", "access-type:open", "isRepublished:false"),
        *("Page Type: Article", "NLP Category: Business", "NLP Entity Tokens: Canada", "Language: English"),
    ],
)
def test_notes_of_the_publishing_system_are_no_keywords(read: Read, note: str) -> None:
    assert read(head=f'<meta name="keywords" content="Hafen, {note}">').keywords == ("Hafen",)


@pytest.mark.parametrize(
    "topic",
    [
        *("Star Wars: Andor", "COVID-19", "Covidwelle: was nun", "G20", "MH370", "EURO24", "NCIS-Film:LA"),
        *("Ferry Types: an overview", "Breaking News: Harbour"),
    ],
)
def test_what_only_resembles_a_note_is_a_keyword(read: Read, topic: str) -> None:
    assert read(head=f'<meta name="keywords" content="Hafen, {topic}">').keywords == ("Hafen", topic)


def test_several_codes_are_no_keywords(read: Read) -> None:
    assert read(head='<meta name="keywords" content="INDG08, FR-TECH1, Hafen, G20">').keywords == ("Hafen", "G20")


@pytest.mark.parametrize(
    ("article", "url", "kind", "source"),
    [
        ({"@type": "OpinionNewsArticle"}, "https://elbkurier.example/a", "opinion", "json_ld"),
        ({"@type": "NewsArticle"}, "https://elbkurier.example/a", "news", "json_ld"),
        ({"@type": "NewsArticle"}, "https://elbkurier.example/kommentare/die-faehre", "opinion", "url"),
        ({"@type": "NewsArticle", "articleSection": "Meinung"}, "https://elbkurier.example/a", "opinion", "section"),
        ({"@type": "WebPage"}, "https://elbkurier.example/a", None, None),
    ],
)
def test_the_kind_says_where_it_was_found(
    read: Read, article: dict[str, str], url: str, kind: str | None, source: str | None
) -> None:
    found = read(linked_data={"headline": "Die Fähre", **article}, url=url)
    assert (found.article_type, found.provenance.get("article_type")) == (kind, source)


@pytest.mark.parametrize(
    ("last", "crumbs"),
    [
        ("Hafen: Die neue Fähre legt am Montag ab", ("Lokales",)),  # as the title element has it, before the outlet
        ("Hafen", ("Lokales", "Hafen")),  # a section with which the title element begins
        ("Hafen und alles um die Elbe", ("Lokales", "Hafen und alles um die Elbe")),
    ],
)
def test_the_last_crumb_is_no_section_where_it_is_the_headline_in_other_words(
    read: Read, last: str, crumbs: tuple[str, ...]
) -> None:
    head = "<title>Hafen: Die neue Fähre legt am Montag ab - Elbblick</title>"
    listed = {"@type": "BreadcrumbList", "itemListElement": [{"name": "Lokales"}, {"name": last}]}
    found = read("<h1>Neue Fähre legt ab</h1>", head, listed)
    assert (found.breadcrumbs, found.section) == (crumbs, crumbs[-1])
