from collections.abc import Callable
from datetime import UTC, datetime

from newscrawler.extraction.metadata import PageMetadata

Read = Callable[..., PageMetadata]
URL = "https://www.elbkurier.example/lokales/neue-bruecke-ueber-die-elbe-eroeffnet-48211"


PUBLISHED = datetime(2026, 5, 4, 8, 30, tzinfo=UTC)


def test_meta_stands_in_where_no_script_gives_a_date(read: Read) -> None:
    found = read(head='<meta property="article:published_time" content="2026-05-04T10:30:00+02:00">')
    assert (found.published_at, found.published_source) == (PUBLISHED, "meta")


def test_a_time_element_of_the_article_is_read_and_those_of_teasers_are_not(read: Read) -> None:
    found = read(
        '<aside><time datetime="2026-01-01T00:00:00Z">1.1.</time></aside>'
        '<time class="updated" datetime="2026-05-05T00:00:00Z">5.5.</time>'
        '<h1>Titel</h1><time datetime="2026-05-04T08:30:00Z">4.5.</time>'
    )
    assert (found.published_at, found.published_source) == (PUBLISHED, "time")


def test_text_near_the_title_is_the_last_but_one_resort(read: Read) -> None:
    found = read("<h1>Die Brücke ist offen</h1><p>Montag, 4. Mai 2026, 10:30 Uhr</p><p>Es begann am 1. März 2019.</p>")
    assert (found.published_at, found.published_source, found.published_precision) == (PUBLISHED, "text", "minute")


def test_a_day_in_the_address_is_the_last_resort(read: Read) -> None:
    found = read("<h1>Titel</h1>", url="https://www.elbkurier.example/2026/05/04/bruecke-offen")
    assert (found.published_source, found.published_precision) == ("url", "day")
    assert found.published_at == datetime(2026, 5, 3, 22, tzinfo=UTC)


def test_the_finer_of_two_dates_of_one_day_is_taken(read: Read) -> None:
    found = read(
        head='<meta property="article:published_time" content="2026-05-04T10:30:00+02:00">',
        linked_data={"@type": "NewsArticle", "datePublished": "2026-05-04"},
    )
    assert found.published_at == PUBLISHED


def test_a_date_without_zone_is_in_the_outlets_zone(read: Read) -> None:
    found = read(head='<meta name="date" content="2026-05-04 10:30:00">')
    assert found.published_at == PUBLISHED
    assert found.published_offset_minutes is None


def test_a_date_in_the_future_is_kept_as_written_and_warned_of(read: Read) -> None:
    found = read(head='<meta name="date" content="2031-05-04T10:30:00Z">')
    assert (found.published_at, found.published_raw) == (None, "2031-05-04T10:30:00Z")
    assert found.warnings == ("date_in_future",)


def test_an_impossible_date_gives_way_to_a_possible_one(read: Read) -> None:
    found = read(
        head='<meta property="article:published_time" content="2026-05-04T10:30:00+02:00">',
        linked_data={"@type": "NewsArticle", "datePublished": "1970-01-01T00:00:00Z"},
    )
    assert (found.published_at, found.warnings) == (PUBLISHED, ())
    alone = read(linked_data={"@type": "NewsArticle", "datePublished": "1970-01-01T00:00:00Z"})
    assert (alone.published_at, alone.warnings) == (None, ("date_impossible",))


def test_a_lone_year_is_no_day(read: Read) -> None:
    assert read(head='<meta name="date" content="2026">').published_at is None


def test_numbers_of_an_address_that_are_no_date_are_passed_over(read: Read) -> None:
    assert read("<h1>Titel</h1>", url=URL + "-20269999").published_at is None


def test_the_pages_own_clock_is_no_publication_date(read: Read) -> None:
    story = "<h1>Die Brücke ist offen</h1><p>Am Montag wurde sie eröffnet, viele kamen.</p>"
    clock = "Saturday, July 19, 2025"
    for top in (
        f'<div class="top-bar"><span class="td_data_time">{clock}</span></div>',
        f'<header><p class="date">{clock}</p></header>',
        f'<nav><ul><li class="date">{clock}</li></ul></nav>',
        f"<p>{clock}</p>",
        f"<div><span>64.3 F</span><span>Los Angeles</span><span class='date'>{clock}</span></div>",
        f'<div class="weather-box"><time datetime="2025-07-19">{clock}</time></div>',
    ):
        found = read(f"{top}<div class='wrap'>{story}</div>")
        assert (found.published_at, found.published_raw) == (None, None), top


def test_a_date_above_the_headline_within_the_story_is_its_date(read: Read) -> None:
    for head in (
        '<header class="entry-header"><span class="date">4. Mai 2026, 10:30 Uhr</span></header><h1>Die Brücke</h1>',
        '<div class="hero"><p class="published">4. Mai 2026, 10:30 Uhr</p></div><h1>Die Brücke</h1>',
        "<header><h1>Die Brücke</h1><span class='date'>4. Mai 2026, 10:30 Uhr</span></header>",
    ):
        assert read(f"<main>{head}<p>Sie ist offen.</p></main>").published_at == PUBLISHED, head


def test_sentences_and_captions_about_other_days_give_no_date(read: Read) -> None:
    found = read(
        "<h1>Stammtisch</h1>"
        '<div class="info">Der nächste Stammtisch des Vereins findet wie immer am Mittwoch, 4. Mai 2026 statt.</div>'
        "<figure><figcaption class='info'>Kräne an der neuen Brücke am Südufer, 3. Mai 2026</figcaption></figure>"
    )
    assert found.published_at is None
