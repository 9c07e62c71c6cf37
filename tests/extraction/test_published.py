from collections.abc import Callable
from datetime import UTC, datetime
from time import process_time

import pytest

from newscrawler.extraction.charset import DecodedPage
from newscrawler.extraction.found_date import DateHints
from newscrawler.extraction.json_ld import read_json_ld
from newscrawler.extraction.metadata import PageMetadata
from newscrawler.extraction.page_elements import note_elements
from newscrawler.extraction.page_head import read_head
from newscrawler.extraction.parse import parse_page
from newscrawler.extraction.published import read_dates
from newscrawler.model.link import ArticleLink

Read = Callable[..., PageMetadata]
URL = "https://www.elbkurier.example/lokales/neue-bruecke-ueber-die-elbe-eroeffnet-48211"


NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
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


def test_a_day_in_the_address_stands_in_where_the_page_names_none(read: Read) -> None:
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


HEADLINE = "<h1>Die neue Brücke ist offen</h1>"
DAY = datetime(2026, 5, 3, 22, tzinfo=UTC)  # 4 May at midnight in Berlin


@pytest.mark.parametrize(
    "url",
    [
        "https://www.elbkurier.example/2026/may/04/bruecke-offen",
        "https://www.elbkurier.example/bruecke/2026-05-04-offen",
        "https://www.elbkurier.example/24-05-2026-bruecke-offen",
    ],
)
def test_the_day_of_an_address_is_read_in_the_spellings_that_have_one_reading(read: Read, url: str) -> None:
    found = read(HEADLINE, url=url)
    assert found.published_source == "url"
    assert found.published_at in (DAY, DAY.replace(day=23))


def test_an_address_with_two_readings_gives_no_day(read: Read) -> None:
    assert read(HEADLINE, url="https://www.elbkurier.example/04-05-2026-bruecke-offen").published_at is None


def test_the_line_nearest_to_the_headline_goes_before_those_of_other_stories(read: Read) -> None:
    cards = "".join(f"<div><h3>Sturm {day}</h3><span class='date'>{day}. März 2026</span></div>" for day in range(1, 9))
    found = read(f"{cards * 4}<main>{HEADLINE}<p class='date'>4. Mai 2026</p><p>Sie ist offen.</p></main>{cards}")
    assert found.published_at == DAY


@pytest.mark.parametrize(
    "line",
    [
        "Aktualisiert 5. Juni 2026, zuerst veröffentlicht 4. Mai 2026",
        "4. Mai 2026 (aktualisiert am 5. Juni 2026)",
        "Veröffentlicht: 4. Mai 2026 | Zuletzt geändert: 5. Juni 2026",
    ],
)
def test_the_day_of_a_change_in_the_same_line_is_not_that_of_the_publication(read: Read, line: str) -> None:
    found = read(f"{HEADLINE}<p class='date'>{line}</p><p>Sie ist offen.</p>")
    assert (found.published_at, found.published_source) == (DAY, "text")


@pytest.mark.parametrize(
    "line",
    [
        "<p class='date'>Aktualisiert: 4. Mai 2026</p>",
        "<p><span>Zuletzt geändert</span> <b>4. Mai 2026</b></p>",
        "<p>Sie ist offen.</p><div class='foot'>Letzte Aktualisierung: 4. Mai 2026</div>",
    ],
)
def test_a_page_that_tells_only_of_a_change_says_so(read: Read, line: str) -> None:
    found = read(f"{HEADLINE}{line}")
    assert (found.published_at, found.published_source) == (DAY, "modified")


def test_a_labelled_date_far_from_the_headline_is_found(read: Read) -> None:
    story = "<p>Die Brücke ist seit Montag offen, und viele kamen, um sie zu sehen.</p>" * 60
    foot = "<div class='end'>Dieser Beitrag wurde am 4. Mai 2026 von Lena Brandt veröffentlicht.</div>"
    assert read(HEADLINE + story + foot).published_at == DAY
    assert read(HEADLINE + story + foot.replace("veröffentlicht", "gelesen")).published_at is None


@pytest.mark.parametrize("opening", ["(04.05.2026) Die Brücke", "BONN, 4. Mai 2026 – Die Brücke"])
def test_a_date_that_opens_the_story_is_its_date(read: Read, opening: str) -> None:
    rest = " ist seit Montag offen, und viele kamen, um sie zu sehen, obwohl es seit dem Morgen geregnet hatte."
    assert read(f"{HEADLINE}<p>{opening}{rest}</p>").published_at == DAY
    assert read(f"{HEADLINE}<p>Seit 4. Mai 2026{rest}</p>").published_at is None


def test_a_number_that_opens_the_story_is_no_date(read: Read) -> None:
    story = "<p>12 Menschen kamen am 4. Mai 2026 zur Brücke, obwohl es seit dem frühen Morgen geregnet hatte.</p>"
    assert read(HEADLINE + story).published_at is None


@pytest.mark.parametrize("name", ["comment-list", "related-posts", "most-read"])
def test_dates_of_comments_and_of_other_stories_are_never_the_articles(read: Read, name: str) -> None:
    line = "<p>Eine gute Brücke</p><p>Veröffentlicht von Ada am 4. Mai 2026, 10:30 Uhr</p><p>5. Mai 2026</p>"
    assert read(f"{HEADLINE}<div class='{name}'><div>{line}</div></div>").published_at is None
    assert read(f"{HEADLINE}<div class='text'><div>{line}</div></div>").published_at == PUBLISHED


def test_a_day_in_the_pictures_address_or_in_a_script_is_named_as_such(read: Read) -> None:
    picture = '<meta property="og:image" content="https://www.elbkurier.example/bild/2026/05/04/bruecke.jpg">'
    assert read(HEADLINE, head=picture).published_source == "image_path"
    script = '<script>dataLayer.push({"publishedDate": "2026-05-04"});</script>'
    assert read(HEADLINE, head=script + picture).published_source == "script"
    others = script + script.replace("05-04", "05-09")
    assert read(HEADLINE, head=others).published_at is None  # of several articles


@pytest.mark.parametrize(
    ("markup", "source"),
    [
        ("<SCRIPT>created='2026-05-04'</SCRIPT>", "script"),
        ("<script>/* <!-- */ created='2026-05-04'", "script"),
        ("<!-- a --><script\nasync>created='2026-05-04'</script>", "script"),
        ("<!--><script>created='2026-05-04'</script>", "script"),
        ("<!-- <script>created='2026-05-04'</script> -->", None),
        ("<!-- <script>created='2026-05-04'</script>", None),
        ("<scripts>created='2026-05-04'</scripts>", None),
        ("<style>created='2026-05-04'</style>", None),
    ],
)
def test_only_a_script_of_the_page_gives_a_date(read: Read, markup: str, source: str | None) -> None:
    assert read(HEADLINE, head=markup).published_source == source


def test_a_copyright_line_gives_no_date(read: Read) -> None:
    assert (
        read(f"{HEADLINE}<p>Sie ist offen.</p><footer>© 2026 Elbkurier, seit 1. Mai 1952</footer>").published_at is None
    )


def test_a_printed_earlier_day_goes_before_a_stated_one_that_is_that_of_the_last_change(read: Read) -> None:
    built = {"@type": "NewsArticle", "datePublished": "2026-08-09T10:00:00Z", "dateModified": "2026-08-09T10:00:00Z"}
    printed = '<p class="published">Veröffentlicht am 4. Mai 2026</p>'
    assert read(HEADLINE + printed, linked_data=built).published_at == DAY
    later = built | {"dateModified": "2026-09-09T10:00:00Z"}
    assert read(HEADLINE + printed, linked_data=later).published_source == "json_ld"
    others = "".join(f'<p class="published">{day}. Mai 2026</p>' for day in (4, 6))
    assert read(HEADLINE + others, linked_data=built).published_source == "json_ld"
    card = f"<aside>{printed}</aside>"
    assert read(HEADLINE + card, linked_data=built).published_source == "json_ld"


@pytest.mark.parametrize(
    "local",
    ['<time datetime="2026-05-05T00:47:00+02:00">', '<p class="date">5 May 2026, 00:47</p>'],
)
def test_the_offset_of_a_moment_in_utc_is_taken_from_its_local_spelling(read: Read, local: str) -> None:
    stated = {"@type": "NewsArticle", "datePublished": "2026-05-04T22:47:31Z"}
    found = read(HEADLINE + local, linked_data=stated, timezone="UTC")
    assert found.published_at == datetime(2026, 5, 4, 22, 47, 31, tzinfo=UTC)
    assert found.published_offset_minutes == 120
    for other in (local.replace("47", "12"), local.replace("00:47", "00:30")):
        assert read(HEADLINE + other, linked_data=stated, timezone="UTC").published_offset_minutes == 0


def test_a_clock_time_in_the_next_line_makes_the_day_finer(read: Read) -> None:
    lines = "<p class='date'>4. Mai 2026</p><p class='date'>Montag, 4. Mai 2026, 10:30 Uhr</p>"
    assert read(HEADLINE + lines).published_at == PUBLISHED
    assert read(HEADLINE + lines.replace("4. Mai 2026, 10", "3. Mai 2026, 10")).published_at == DAY


def test_british_pages_write_the_day_first(read: Read) -> None:
    line = "<h1>The new bridge is open</h1><p class='date'>04/05/2026</p>"
    in_utc = {"language": "en", "timezone": "UTC"}
    assert read(line, root='<html lang="en-GB">', **in_utc).published_at == datetime(2026, 5, 4, tzinfo=UTC)
    assert read(line, root='<html lang="en-US">', **in_utc).published_at == datetime(2026, 4, 5, tzinfo=UTC)
    uk = "https://www.elbecourier.co.uk/bridge-open"
    assert read(line, url=uk, root="<html lang='en-US'>", **in_utc).published_at == datetime(2026, 5, 4, tzinfo=UTC)


def test_a_date_of_json_ld_about_something_that_is_no_article_is_read_last(read: Read) -> None:
    guide = {"@type": "HowTo", "datePublished": "2026-05-04T10:30:00:123+02:00"}
    assert read(HEADLINE, linked_data=guide).published_at == PUBLISHED
    found = read(HEADLINE + "<p class='date'>5. Mai 2026</p>", linked_data=guide)
    assert found.published_source == "text"


def test_what_the_feed_said_goes_before_a_weak_sign(read: Read) -> None:
    link = ArticleLink(URL, "feed", published_at=PUBLISHED)
    found = read(f"{HEADLINE}<p class='date'>Aktualisiert: 9. Juni 2026</p>", link=link)
    assert (found.published_at, found.published_source) == (PUBLISHED, "feed")


def test_a_clock_without_zone_takes_the_zone_of_the_same_clock_elsewhere(read: Read) -> None:
    stated = {"@type": "NewsArticle", "datePublished": "2026-05-04 10:30:00.0"}
    meta = '<meta name="date" content="2026-05-04T10:30:00+02:00">'
    found = read(head=meta, linked_data=stated, timezone="UTC")
    assert (found.published_at, found.published_offset_minutes) == (PUBLISHED, 120)
    other = read(head=meta.replace("10:30", "11:45"), linked_data=stated, timezone="UTC")
    assert (other.published_at, other.published_offset_minutes) == (PUBLISHED.replace(hour=10), None)


def test_the_day_with_which_a_title_closes_or_opens_is_its_date(read: Read) -> None:
    for title in ("Brücke offen | Elbkurier | 04.05.2026", "04.05.2026 - Brücke offen"):
        assert read(HEADLINE, head=f"<title>{title}</title>").published_at == DAY
    assert read(HEADLINE, head="<title>Was am 04.05.2026 geschah</title>").published_at is None


def test_a_fact_check_of_this_address_goes_before_dates_of_other_stories(read: Read) -> None:
    check = {"@type": "ClaimReview", "url": URL, "datePublished": "2026-05-04T10:30:00+02:00"}
    cards = "<p class='published'>9. Juni 2026</p>"
    assert read(HEADLINE + cards, linked_data=check).published_at == PUBLISHED
    other = check | {"url": "https://www.elbkurier.example/anderes-1"}
    assert read(HEADLINE + cards, linked_data=other).published_source == "text"


def test_a_line_that_says_published_goes_before_a_time_that_does_not(read: Read) -> None:
    found = read(f"{HEADLINE}<p class='meta'>Publié le 4 mai 2026</p><p>Texte.</p><time datetime='2026-07-03'>3</time>")
    assert (found.published_at, found.published_source) == (DAY, "text")


def test_the_day_in_an_address_is_not_cut_out_of_a_longer_number(read: Read) -> None:
    found = read(HEADLINE, url="https://www.elbkurier.example/reden/2026/05/20260504_rede2.html")
    assert found.published_at == DAY
    assert read(HEADLINE, url="https://www.elbkurier.example/2026/05/041188/rede").published_at is None


@pytest.mark.parametrize(
    "body",
    [
        HEADLINE + "<span class='date'>x 1</span>" * 50_000,
        "<span class='date'>12 May 2020</span>" * 50_000 + HEADLINE,
        "<div><time>5 x</time></div>" * 50_000 + HEADLINE,
        "<article><span class='date'>1 May</span></article>" * 50_000 + HEADLINE,
        HEADLINE + "<p>" + "published 2020 " * 100_000 + "</p>",
        HEADLINE + "<script>created='2020-01-01x'</script>" * 10_000,
        HEADLINE + "<script " * 100_000,
        HEADLINE + "<script>" * 100_000,
        HEADLINE + "<!-- a" * 100_000,
        HEADLINE + "<div class='date'>" * 2000 + "1",
        "<h1>Überschrift 1</h1>" * 50_000,
    ],
)
def test_the_search_for_a_date_is_bounded_whatever_the_page(body: str) -> None:
    tree = parse_page(f"<html><body>{body}</body></html>")
    elements = note_elements(tree)
    head, data = read_head(elements), read_json_ld(b"", URL)
    started = process_time()
    read_dates(elements, head, data, DecodedPage.of(body), URL, DateHints("UTC", "en", NOW))
    assert process_time() - started < 0.5


def test_a_clock_of_another_article_or_of_no_zone_on_earth_gives_no_offset(read: Read) -> None:
    stated = {"@type": "NewsArticle", "datePublished": "2026-05-04T10:02:00Z"}
    line = "<p class='date'>4. Mai 2026, 12:02 Uhr</p>"

    def offset(body: str) -> int | None:
        return read(HEADLINE + body, linked_data=stated, timezone="UTC").published_offset_minutes

    assert offset(line) == 120
    assert offset(line.replace("12:02", "14:47")) == 0  # 285 minutes
    assert offset(line.replace("12:02", "05:47")) == 0  # -255 minutes
    assert offset(f"<aside>{line}</aside>") == offset(f"<div class='comments'>{line}</div>") == 0
    assert offset("<p class='date'>12:02</p>") == 0  # no day
    assert offset("<p class='date'>Aktualisiert: 4. Mai 2026, 12:02 Uhr</p>") == 0
    assert offset(line.replace("12:02", "15:47")) == 345  # Nepal
    seconds = "<time datetime='2026-05-04 12:02:41'>"
    assert offset(seconds) == 120
    stated["datePublished"] = "2026-05-04T10:02:17Z"
    assert offset(seconds) == 0
    stated["datePublished"] = "2026-05-04T10:00:00Z"
    assert offset(line.replace("12:02", "15:45")) == 0  # a round time


def test_a_clock_that_nobody_gives_a_zone_has_a_warning(read: Read) -> None:
    def warnings(date: str, **options: str) -> tuple[str, ...]:
        return read(head=f'<meta name="date" content="{date}">', **({"timezone": "UTC"} | options)).warnings

    assert warnings("2026-05-04 10:30:00") == ("date_without_zone",)
    assert warnings("2026-05-04 10:30:00", timezone="Europe/Berlin") == ()
    assert warnings("2026-05-04T10:30:00Z") == warnings("2026-05-04") == ()
    assert warnings("2026-05-04 10:30:00", language="ja") == ()  # all of Japan has one zone


def test_a_script_without_zone_still_gives_way_to_the_feed(read: Read) -> None:
    link = ArticleLink(URL, "feed", published_at=PUBLISHED)
    script = '<h1>Titel</h1><script>var page = {"publishDate": "2026-05-04 22:41:00"}</script>'
    assert read(script, timezone="UTC").warnings == ("date_without_zone",)
    found = read(script, link=link, timezone="UTC")
    assert (found.published_at, found.warnings) == (PUBLISHED, ())


@pytest.mark.parametrize(
    ("published", "modified", "is_kept"),
    [
        ("2026-05-04T10:30:00Z", "2026-05-04T11:00:00Z", True),
        ("2026-05-04T10:30:00Z", "2026-05-04T10:30:00Z", True),
        ("2026-05-04T10:30:00Z", "2026-05-04T10:12:00Z", False),  # waited for its hour
        ("2026-05-04T10:30:00Z", "2026-05-01T10:12:00Z", False),
        ("2026-05-04T10:30:00Z", "2026-05-04", True),  # rounded to the day
        ("2026-05-04T10:30:00Z", "2026-05-02", False),
        ("2026-05-04 10:30:00", "2026-05-04T08:45:00Z", True),  # two clocks
    ],
)
def test_a_change_before_the_publication_is_none(read: Read, published: str, modified: str, *, is_kept: bool) -> None:
    stated = {"@type": "NewsArticle", "datePublished": published, "dateModified": modified}
    assert (read(HEADLINE, linked_data=stated, timezone="UTC").modified_at is not None) == is_kept


def test_a_clock_without_zone_takes_the_zone_of_the_same_clock_of_the_last_change(read: Read) -> None:
    stated = {"@type": "NewsArticle", "datePublished": "2026-05-04 10:30", "dateModified": "2026-05-04T10:30:29+02:00"}
    found = read(HEADLINE, linked_data=stated, timezone="UTC")
    assert (found.published_offset_minutes, found.published_precision) == (120, "minute")
    assert found.warnings == ()
