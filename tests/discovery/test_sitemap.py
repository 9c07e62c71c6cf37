import contextlib
import gzip
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawler.discovery.sitemap import links_in_sitemap
from newscrawler.errors import UnreadableListingError
from newscrawler.model.link import FurtherListing, Listing

URL = "https://www.elbkurier.example/news.xml"
NEWS = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<!-- a comment --><url><loc> https://www.elbkurier.example/a?x=1&amp;y=2 </loc><lastmod>2026-11-21</lastmod>
<news:news><news:publication><news:name>Elbkurier</news:name><news:language>de</news:language></news:publication>
<news:publication_date>2026-11-20T10:00:00+01:00</news:publication_date><news:title>Fähre &amp; Kran</news:title>
<news:keywords>Hafen, Sturm</news:keywords></news:news><image:image><image:loc>/b.jpg</image:loc></image:image></url>
<url><loc>https://www.elbkurier.example/b</loc></url><url><loc>https://www.elbkurier.example/b</loc></url></urlset>"""


THRICE = b"<urlset/>"
for _ in range(3):
    THRICE = gzip.compress(THRICE, mtime=0)  # without the time, which would be in the names of the tests


def read(body: str | bytes) -> Listing:
    raw = body.encode() if isinstance(body, str) else body
    return links_in_sitemap(raw, URL, timezone="Europe/Berlin", now=datetime(2026, 11, 24, tzinfo=UTC))


def test_a_news_sitemap_gives_all_that_it_says() -> None:
    first, second = read(NEWS).links
    assert first.url == "https://www.elbkurier.example/a?x=1&y=2"
    assert (first.title, first.language, first.keywords) == ("Fähre & Kran", "de", ("Hafen", "Sturm"))
    assert first.published_at == datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert first.published_raw == "2026-11-20T10:00:00+01:00"
    assert first.modified_at == datetime(2026, 11, 20, 23, tzinfo=UTC)  # midnight in Berlin
    assert first.image_url == "https://www.elbkurier.example/b.jpg"
    assert (second.url, second.position) == ("https://www.elbkurier.example/b", 1)


def test_all_fields_of_news_pictures_videos_and_other_languages_are_read() -> None:
    news = """<news:news><news:publication><news:name>The Elb &amp; Kurier</news:name><news:language>en</news:language>
        </news:publication><news:access>Subscription</news:access><news:genres>PressRelease, Blog</news:genres>
        <news:publication_date>2026-11-20</news:publication_date><news:title>A ferry</news:title>
        <news:stock_tickers>NASDAQ:ELB, XETR:KUR</news:stock_tickers></news:news>"""
    media = """<image:image><image:loc>/1.jpg</image:loc><image:title>One</image:title></image:image>
        <image:image><image:loc>/2.jpg</image:loc></image:image><image:image><image:loc>/1.jpg</image:loc></image:image>
        <video:video><video:title>Moving</video:title><video:thumbnail_loc>/t.jpg</video:thumbnail_loc>
        <video:content_loc>/v.mp4</video:content_loc><video:player_loc>/player</video:player_loc></video:video>"""
    others = '<xhtml:link rel="alternate" hreflang="de-CH" href="/ch/a"/><xhtml:link rel="alternate" href="/x"/>'
    (link,) = read(f"<urlset><url><loc>/a</loc>{news}{media}{others}</url></urlset>").links
    site = "https://www.elbkurier.example"
    assert (link.title, link.publication, link.language) == ("A ferry", "The Elb & Kurier", "en")
    assert (link.access, link.genres) == ("subscription", ("pressrelease", "blog"))
    assert link.stock_tickers == ("NASDAQ:ELB", "XETR:KUR")
    assert (link.image_url, link.more_images) == (f"{site}/1.jpg", (f"{site}/2.jpg", f"{site}/t.jpg"))
    assert link.videos == (f"{site}/v.mp4",)
    assert link.translations == (("de-CH", f"{site}/ch/a"),)
    assert link.url == f"{site}/a"  # what it is called elsewhere is no other address of it


@pytest.mark.parametrize("declared", ['xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"', ""])
def test_a_picture_beside_the_address_is_not_the_address(declared: str) -> None:
    body = f"<urlset {declared}><url><image:loc>https://a.example/i.jpg</image:loc><loc>https://a.example/a</loc></url></urlset>"
    (link,) = read(body).links
    assert (link.url, link.image_url) == ("https://a.example/a", "https://a.example/i.jpg")


def test_a_feed_among_the_sitemaps_is_read_as_one() -> None:
    (link,) = read("<rss><channel><item><title>A</title><link>/a</link></item></channel></rss>").links
    assert (link.url, link.title, link.kind) == ("https://www.elbkurier.example/a", "A", "sitemap")


def test_an_index_gives_its_children_once() -> None:
    child = "<sitemap><loc>/s1.xml.gz</loc><lastmod>2026-11-21</lastmod></sitemap>"
    listing = read(f"<sitemapindex>{child}{child}</sitemapindex>")
    assert listing.links == ()
    assert listing.further == (
        FurtherListing("https://www.elbkurier.example/s1.xml.gz", datetime(2026, 11, 20, 23, tzinfo=UTC)),
    )


def test_packed_sitemaps_are_unpacked_even_twice() -> None:
    assert len(read(gzip.compress(gzip.compress(NEWS.encode()))).links) == 2


def test_a_million_empty_members_of_a_gzip_file_take_no_time_and_are_told() -> None:
    began = time.monotonic()
    listing = read(gzip.compress(NEWS.encode()) + gzip.compress(b"") * 1_000_000)
    assert time.monotonic() - began < 60
    assert len(listing.links) == 2
    assert "more than 200 members" in listing.damage


def test_a_packed_sitemap_that_is_cut_off_gives_what_is_there() -> None:
    urls = "".join(f"<url><loc>https://a.example/{n:06}</loc></url>" for n in range(2000))
    listing = read(gzip.compress(f"<urlset>{urls}</urlset>".encode())[:-2000])
    assert 100 < len(listing.links) < 2000
    assert all(len(link.url) == len("https://a.example/000000") for link in listing.links)
    assert "cut off" in str(listing.damage)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (gzip.compress(bytes(60 * 1024 * 1024), mtime=0), "Too large after decompression: over 50 MiB"),
        (THRICE, "gzip inside of gzip"),
        (b"\x1f\x8bxx", "broken"),
        (b"<html><body>404</body></html>", "That is a web page, not a sitemap"),
        (b"<rss/>", "<rss>"),
        (b"  ", "empty"),
        (b"nothing here", "neither XML nor"),
    ],
)
def test_what_is_no_sitemap_is_refused_with_its_name(body: bytes, words: str) -> None:
    with pytest.raises(UnreadableListingError, match=words):
        read(body)


def test_entities_are_refused_and_the_rest_is_kept() -> None:
    doctype = '<!DOCTYPE x [<!ENTITY xxe SYSTEM "file:///etc/hostname">]>'
    listing = read(f"{doctype}<urlset><url><loc>https://a.example/&xxe;</loc></url></urlset>")
    assert [link.url for link in listing.links] == ["https://a.example/"]
    assert "refused" in str(listing.damage)


def test_a_text_file_of_addresses_is_a_sitemap() -> None:
    assert [link.url for link in read("https://a.example/1\r\n\r\nhttps://a.example/2\n").links] == [
        "https://a.example/1",
        "https://a.example/2",
    ]


def test_bare_ampersands_lose_no_address() -> None:
    listing = read("<urlset><url><loc>https://a.example/?a=1&b=2</loc></url></urlset>")
    assert listing.links[0].url == "https://a.example/?a=1&b=2"


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 900), st.integers(0, 400), st.booleans())
def test_no_bytes_raise_anything_but_our_own_error(noise: bytes, start: int, cut: int, packed: bool) -> None:  # noqa: FBT001
    body = NEWS.encode()
    for text in (noise, body[:start] + noise + body[start + cut :]):
        with contextlib.suppress(UnreadableListingError):
            listing = read(gzip.compress(text) if packed else text)
            assert all(link.url.startswith("http") for link in (*listing.links, *listing.further))
