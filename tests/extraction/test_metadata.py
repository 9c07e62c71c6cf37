import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawler.extraction.metadata import PageMetadata
from newscrawler.model.link import ArticleLink
from newscrawler.model.outlet import Selectors

Read = Callable[..., PageMetadata]
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
URL = "https://www.elbkurier.example/lokales/neue-bruecke-ueber-die-elbe-eroeffnet-48211"

NAUGHTY = Path(__file__).parents[2] / ".." / "shared" / "corpus" / "hostile" / "naughty.jsonl"
ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Neue Brücke über die Elbe eröffnet",
    "description": "Nach drei Jahren Bauzeit rollt der Verkehr.",
    "datePublished": "2026-05-04T10:30:00+02:00",
    "dateModified": "2026-05-04T12:00:00+02:00",
    "author": [{"@type": "Person", "name": "Jana Muster", "url": "https://www.elbkurier.example/autor/jana"}],
    "publisher": {"@type": "Organization", "name": "Elbkurier"},
    "image": {"@type": "ImageObject", "url": "/bilder/bruecke.jpg"},
    "articleSection": "Lokales",
    "keywords": ["Elbe", "Brücke"],
    "inLanguage": "de-DE",
    "isAccessibleForFree": False,
    "articleBody": "Die Brücke ist offen.",
}


def test_an_article_node_gives_every_field(read: Read) -> None:
    found = read(linked_data=ARTICLE)
    assert found.title == "Neue Brücke über die Elbe eröffnet"
    assert found.standfirst == "Nach drei Jahren Bauzeit rollt der Verkehr."
    assert found.published_at == datetime(2026, 5, 4, 8, 30, tzinfo=UTC)
    assert (found.published_offset_minutes, found.published_precision, found.published_source) == (
        120,
        "second",
        "json_ld",
    )
    assert found.modified_at == datetime(2026, 5, 4, 10, tzinfo=UTC)
    assert [author.name for author in found.authors] == ["Jana Muster"]
    assert found.authors[0].url == "https://www.elbkurier.example/autor/jana"
    assert (found.section, found.keywords, found.article_type) == ("Lokales", ("Elbe", "Brücke"), "news")
    assert (found.free_access, found.paywall_signal) == (False, "json_ld isAccessibleForFree: false")
    assert (found.language, found.language_source) == ("de", "json_ld")
    assert found.main_image
    assert found.main_image.url == "https://www.elbkurier.example/bilder/bruecke.jpg"
    assert found.json_ld_body == "Die Brücke ist offen."
    assert found.provenance["authors"] == "json_ld"
    assert (found.outlet, found.domain, found.fetched_at) == ("de_elbkurier", "elbkurier.example", NOW)


def test_the_accepted_canonical_address_is_the_url_and_the_others_are_alternates(read: Read) -> None:
    head = f'<link rel="canonical" href="{URL}"><link rel="amphtml" href="{URL}/amp">'
    found = read(head=head, url=URL + "?utm_source=feed")
    assert found.url == URL
    assert found.provenance["url"] == "canonical"
    assert found.declared_urls == (URL,)
    foreign = read(head='<link rel="canonical" href="https://other.example/x">')
    assert (foreign.url, foreign.provenance["url"]) == (URL, "page")


def test_the_outlets_selectors_go_before_everything(read: Read) -> None:
    selectors = Selectors(
        title=".t", standfirst=".s", authors=".a", published=".p", modified=".m", section=".r", image="img.i"
    )
    body = (
        '<div class="t">Der Titel</div><p class="s">Der Vorspann</p><p class="a">Von Ole Beispiel</p>'
        '<span class="p">3. Mai 2026, 9:05</span><span class="m" datetime="2026-05-03T10:00:00Z"></span>'
        '<b class="r">Hafen</b><img class="i" src="/i.jpg" alt="Kran">'
    )
    found = read(body, linked_data=ARTICLE, selectors=selectors)
    assert (found.title, found.standfirst, found.section) == ("Der Titel", "Der Vorspann", "Hafen")
    assert [author.name for author in found.authors] == ["Ole Beispiel"]
    assert found.published_at == datetime(2026, 5, 3, 7, 5, tzinfo=UTC)
    assert found.modified_at == datetime(2026, 5, 3, 10, tzinfo=UTC)
    assert found.main_image
    assert found.main_image.url == "https://www.elbkurier.example/i.jpg"
    fields = ("title", "standfirst", "authors", "published_at", "modified_at", "section", "main_image")
    assert {found.provenance[field] for field in fields} == {"selector"}


def test_a_selector_that_is_not_valid_finds_nothing(read: Read) -> None:
    assert read("<h1>Der Titel</h1>", selectors=Selectors(title="div[[", authors="::::")).title == "Der Titel"


def test_the_link_speaks_where_the_page_is_silent(read: Read) -> None:
    link = ArticleLink(
        URL,
        "feed",
        title="Titel im Feed",
        published_at=datetime(2026, 5, 1, tzinfo=UTC),
        published_raw="Fri, 01 May 2026 00:00:00 GMT",
        authors=("Von Ole Beispiel",),
        summary="Kurz gesagt.",
        keywords=("Hafen",),
        image_url="https://bilder.example/x.jpg",
    )
    found = read("<p>Text</p>", link=link)
    assert (found.title, found.description) == ("Titel im Feed", "Kurz gesagt.")
    assert found.published_at == datetime(2026, 5, 1, tzinfo=UTC)
    assert (found.published_source, found.provenance["published_at"]) == ("feed", "feed")
    assert [author.name for author in found.authors] == ["Ole Beispiel"]
    assert found.provenance["authors"] == "feed"
    assert found.keywords == ("Hafen",)
    assert found.main_image
    assert found.main_image.url == "https://bilder.example/x.jpg"
    assert read(linked_data=ARTICLE, link=link).published_source == "json_ld"


LISTED = ArticleLink(
    URL,
    "sitemap",
    title="Titel in der Sitemap",
    published_at=datetime(2026, 5, 1, tzinfo=UTC),
    published_raw="2026-05-01",
    authors=("Ole Beispiel",),
    guid="4711",
    language="nl",
    keywords=("Hafen", "elbe"),
    image_url="https://bilder.example/x.jpg",
    more_images=("https://bilder.example/y.jpg",),
    videos=("https://bilder.example/v.mp4",),
    position=7,
    access="subscription",
    genres=("blog", "oped"),
)


def test_of_page_and_listing_the_page_wins_and_provenance_says_so(read: Read) -> None:
    found = read(linked_data=ARTICLE | {"isAccessibleForFree": True}, link=LISTED)
    assert found.title == "Neue Brücke über die Elbe eröffnet"
    assert found.titles["feed"] == "Titel in der Sitemap"
    assert found.published_at == datetime(2026, 5, 4, 8, 30, tzinfo=UTC)
    assert [author.name for author in found.authors] == ["Jana Muster"]
    assert (found.language, found.free_access) == ("de", True)
    assert found.main_image
    assert found.main_image.url == "https://www.elbkurier.example/bilder/bruecke.jpg"
    assert found.keywords == ("Elbe", "Brücke", "Hafen")  # both have something to say, each once
    assert found.discovery == LISTED  # with its id and its place in the listing
    fields = ("published_at", "authors", "language", "keywords", "free_access")
    assert [found.provenance[field] for field in fields] == [
        "json_ld",
        "json_ld",
        "json_ld",
        "page, sitemap",
        "json_ld isAccessibleForFree: true",
    ]


def test_of_a_silent_page_everything_is_the_listings_and_provenance_says_so(read: Read) -> None:
    found = read("<p>Text</p>", link=LISTED, language=None)
    assert found.title == "Titel in der Sitemap"
    assert found.published_at == datetime(2026, 5, 1, tzinfo=UTC)
    assert [author.name for author in found.authors] == ["Ole Beispiel"]
    assert (found.language, found.keywords, found.article_type) == ("nl", ("Hafen", "elbe"), "opinion")
    assert [image.url for image in found.images] == ["https://bilder.example/x.jpg", "https://bilder.example/y.jpg"]
    assert found.videos == ("https://bilder.example/v.mp4",)
    assert (found.free_access, found.paywall_signal) == (False, "sitemap news:access: subscription")
    assert found.main_image == found.images[0]
    fields = ("published_at", "authors", "keywords", "article_type", "main_image", "images", "videos")
    assert {found.provenance[field] for field in fields} == {"sitemap"}


def test_a_genre_says_more_than_that_an_article_is_news_and_less_than_another_kind(read: Read) -> None:
    release = ArticleLink(URL, "sitemap", genres=("pressrelease",))
    assert read(linked_data=ARTICLE, link=release).article_type == "press_release"
    assert read(linked_data=ARTICLE | {"@type": "LiveBlogPosting"}, link=release).article_type == "live_blog"
    assert read(linked_data=ARTICLE, link=ArticleLink(URL, "sitemap", genres=("blog",))).article_type == "news"


def test_a_page_that_says_nothing_gives_no_guesses(read: Read) -> None:
    found = read("<p>Text</p>", language=None)
    assert (found.title, found.authors, found.published_at, found.section) == (None, (), None, None)
    assert (found.article_type, found.free_access, found.ai_opt_out, found.main_image) == (None, None, None, None)


def test_a_title_of_five_megabytes_is_capped(read: Read) -> None:
    found = read(f"<h1>{'Elbe ' * 1_000_000}</h1>", head=f"<title>{'Elbe ' * 1_000_000}</title>")
    assert found.title
    assert len(found.title) <= 1000


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=300),
    st.recursive(
        st.none() | st.booleans() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "@type",
                        "@graph",
                        "author",
                        "name",
                        "headline",
                        "datePublished",
                        "image",
                        "keywords",
                        "isAccessibleForFree",
                        "itemListElement",
                        "url",
                        "@id",
                    ]
                ),
                inner,
                max_size=4,
            )
        ),
    ),
)
def test_no_page_raises(read: Read, text: str, value: object) -> None:
    value = value if not isinstance(value, dict) else {"@type": "NewsArticle", **value}
    found = read(
        f"<h1>{text}</h1><p class='byline'>{text}</p><time>{text}</time>{text}", f"<title>{text}</title>", value
    )
    assert found.title is None or found.title.strip()


def test_naughty_strings_in_every_place_do_no_harm(read: Read) -> None:
    if not NAUGHTY.exists():
        pytest.skip("the shared list of naughty strings is not here")
    for line in NAUGHTY.read_text().splitlines()[::4]:
        text = json.loads(line)["text"]
        linked = {
            "@type": "NewsArticle",
            **dict.fromkeys(("headline", "author", "datePublished", "image", "url"), text),
        }
        read(f"<h1>{text}</h1>", f'<meta name="author" content="{text}"><link rel="canonical" href="{text}">', linked)
