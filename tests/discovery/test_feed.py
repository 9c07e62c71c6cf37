import contextlib
import json
import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawler.discovery.feed import links_in_feed, read_feed
from newscrawler.discovery.xml_document import read_xml
from newscrawler.errors import UnreadableListingError
from newscrawler.model.link import Listing

URL = "https://www.elbkurier.example/rss/alle.xml"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>Elbkurier</title><language>de_DE</language>
<item><title>Die &lt;b&gt;Fähre&lt;/b&gt; fährt</title><link> /hafen/faehre#top
</link><guid isPermaLink="false">4711</guid>
<description><![CDATA[<p>Nach dem <i>Sturm</i> &amp; der Flut.</p><img src="/bild/klein.jpg">]]></description>
<pubDate>Mon, 23 Nov 2026 10:00:00</pubDate><dc:creator>Von Anna Boot und Ben Kai</dc:creator>
<dc:creator>Ben Kai</dc:creator>
<category>Hafen</category><category>Wetter</category>
<media:content url="/bild/klein.jpg" width="100" medium="image"/><media:content url="/bild/gross.jpg" width="900"
 type="image/jpeg"/></item>
<item><title>Kran</title><guid>https://www.elbkurier.example/hafen/kran</guid>
<author>a@elbkurier.example (Cem)</author></item>
</channel></rss>"""


def read(text: str | bytes, url: str = URL, content_type: str | None = None) -> Listing:
    body = text.encode() if isinstance(text, str) else text
    return links_in_feed(body, url, content_type=content_type, timezone="Europe/Berlin", language="de", now=NOW)


def many(count: int, title: str = "Story") -> str:
    items = (
        f"<item><title>{title} {n}</title><link>https://a.example/story-{n}</link>"
        f"<description><![CDATA[Wind & rain {n}]]></description></item>"
        for n in range(count)
    )
    return f"<rss version='2.0'><channel><title>t</title>{''.join(items)}</channel></rss>"


def test_what_a_feed_says_travels_with_the_link() -> None:
    first, second = read(RSS).links
    assert first.url == "https://www.elbkurier.example/hafen/faehre"
    assert first.title == "Die Fähre fährt"
    assert first.published_at == datetime(2026, 11, 23, 9, tzinfo=UTC)  # no zone given: the outlet's
    assert first.published_raw == "Mon, 23 Nov 2026 10:00:00"
    assert first.authors == ("Anna Boot", "Ben Kai")
    assert first.summary == "Nach dem Sturm & der Flut."
    assert (first.guid, first.language, first.keywords) == ("4711", "de-DE", ("Hafen", "Wetter"))
    assert first.image_url == "https://www.elbkurier.example/bild/gross.jpg"
    assert (first.kind, first.source_url, first.position) == ("feed", URL, 0)
    assert (second.url, second.authors) == ("https://www.elbkurier.example/hafen/kran", ("Cem",))
    assert second.published_at is None
    assert read(RSS).damage is None


def test_atom_is_read_with_its_bases_and_both_dates() -> None:
    (link,) = read("""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://b.example/x/" xml:lang="en">
        <entry xml:base="y/"><title type="html">A &amp;amp; B</title><link rel="self" href="s"/><link href="a?b=1"/>
        <id>tag:1</id><published>2026-11-20T10:00:00+02:00</published><updated>2026-11-21T10:00:00Z</updated>
        <author><name>Ann Lee</name><email>a@b.example</email></author><category term="sea"/></entry></feed>""").links
    assert (link.url, link.title, link.authors) == ("https://b.example/x/y/a?b=1", "A & B", ("Ann Lee",))
    assert link.published_at == datetime(2026, 11, 20, 8, tzinfo=UTC)
    assert link.modified_at == datetime(2026, 11, 21, 10, tzinfo=UTC)
    assert (link.guid, link.language, link.keywords) == ("tag:1", "en", ("sea",))


def test_rdf_keeps_items_beside_the_channel() -> None:
    (link,) = read("""<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>t</title></channel><item rdf:about="/a">
        <title>A</title><link>/a</link><dc:date>2026-11-20T10:00:00Z</dc:date></item></rdf:RDF>""").links
    assert (link.url, link.title) == ("https://www.elbkurier.example/a", "A")
    assert link.published_at == datetime(2026, 11, 20, 10, tzinfo=UTC)


def test_json_feed_is_read_and_broken_items_are_counted() -> None:
    feed = {"title": "t", "authors": [{"name": "Ann Lee"}], "items": [{"id": 7, "url": "/a", "title": "A"}, 3]}
    listing = read(json.dumps(feed))
    assert [(link.url, link.title, link.authors) for link in listing.links] == [
        ("https://www.elbkurier.example/a", "A", ("Ann Lee",))
    ]
    assert "1 items" in str(listing.damage)


@pytest.mark.parametrize(
    ("xml", "damage"),
    [
        ("<rss><channel><item><pubDate>5 Mar", "line 1, column 35: it ends within <pubDate>"),
        ("<rss><a>x</b></rss>", "line 1, column 14: <a> of line 1 ends with </b>"),
        ("<rss>a & b</rss>", "line 1, column 9: an & that stands for nothing"),
    ],
)
def test_damage_is_told_in_plain_words_with_its_place_once(xml: str, damage: str) -> None:
    assert read_xml(xml.encode()).damage == f"not well-formed: {damage}"


def test_a_json_feed_that_is_cut_gives_the_items_before_the_cut() -> None:
    items = [{"id": n, "url": f"/a{n}", "title": 'A }] " b'} for n in range(5)]
    text = json.dumps({"title": "t", "language": "de", "items": items})
    listing = read(text[: text.index('"/a3"') + 3])
    assert [link.url[-2:] for link in listing.links] == ["a0", "a1", "a2"]
    assert {(link.title, link.language) for link in listing.links} == {('A }] " b', "de")}
    assert "not well-formed" in str(listing.damage)
    with pytest.raises(UnreadableListingError, match="no JSON Feed"):
        read(text[:40])


def test_the_id_of_a_json_item_is_an_address_only_if_it_is_one() -> None:
    items = [{"id": "4711", "title": "A"}, {"id": "https://www.elbkurier.example/b", "title": "B"}]
    assert [link.url for link in read(json.dumps({"items": items})).links] == ["https://www.elbkurier.example/b"]


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("<ttl>30</ttl>", 1800),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>1</sy:updateFrequency>", None),  # as WordPress
        ("<ttl>soon</ttl>", None),
        ("<ttl>0</ttl>", None),
        ("<ttl>-5</ttl>", None),
        ("", None),
    ],
)
def test_a_feed_says_how_long_it_stays(said: str, seconds: int | None) -> None:
    syndication = 'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
    assert read(f"<rss {syndication}><channel>{said}</channel></rss>").ttl_seconds == seconds


def test_a_date_of_no_certain_kind_is_that_of_the_last_change_too() -> None:
    dc = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    item = "<item><link>/a</link>{}<dc:date>2026-11-20T10:00:00Z</dc:date></item>"
    (both,) = read(f"<rss {dc}><channel>{item.format('')}</channel></rss>").links
    assert both.published_at == both.modified_at == datetime(2026, 11, 20, 10, tzinfo=UTC)
    (two,) = read(
        f"<rss {dc}><channel>{item.format('<pubDate>Thu, 19 Nov 2026 10:00:00 GMT</pubDate>')}</channel></rss>"
    ).links
    assert (two.published_at, two.modified_at) == (both.published_at - timedelta(days=1), both.modified_at)


def test_the_whole_text_of_an_entry_is_kept_as_markup() -> None:
    encoded = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    text = "<content:encoded><![CDATA[<p>One.</p><p>Two.</p>]]></content:encoded>"
    item = f"<item><link>/a</link><description>Short.</description>{text}</item>"
    (entry,) = read_feed(f"<rss {encoded}><channel>{item}</channel></rss>".encode(), URL).entries
    assert (entry.summary, entry.content) == ("Short.", "<p>One.</p><p>Two.</p>")
    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/a"/><content type="{}">{}</content>
        </entry></feed>"""
    (entry,) = read_feed(atom.format("text", "1 &lt; 2").encode(), URL).entries
    assert (entry.summary, entry.content) == ("1 < 2", "1 &lt; 2")
    inner = '<div xmlns="http://www.w3.org/1999/xhtml"><p>One.</p><p>T<b>w</b>o.</p></div>'
    (entry,) = read_feed(atom.format("xhtml", inner).encode(), URL).entries
    assert entry.summary == "One. Two."


def test_what_somebody_wrote_about_document_types_is_text() -> None:
    (link,) = read("<rss><item><link>/a</link><title><![CDATA[<!DOCTYPE html> explained]]></title></item></rss>").links
    assert link.url == "https://www.elbkurier.example/a"
    (link,) = read("<rss><item><link>/a</link><title>The &amp;lt;!DOCTYPE line</title></item></rss>").links
    assert link.title == "The <!DOCTYPE line"


def test_a_channel_definition_has_its_addresses_in_attributes() -> None:
    item = '<ITEM HREF="/a" LASTMOD="2026-11-20T10:00Z"></ITEM>'
    listing = read(f"<CHANNEL>{item}<ITEM><TITLE>x</TITLE></ITEM></CHANNEL>")
    assert [link.url for link in listing.links] == ["https://www.elbkurier.example/a"]
    assert listing.links[0].modified_at == datetime(2026, 11, 20, 10, tzinfo=UTC)


def test_a_cut_after_an_address_costs_it_not() -> None:
    address = "<rss><channel><item><link>https://a.example/story-1"
    assert [link.url for link in read(address + "</link></it").links] == ["https://a.example/story-1"]
    assert read(address).links == ()


@pytest.mark.parametrize("title", ["Wind & rain", "caf&eacute;", "a < b", "<b>big<br>", "&nbsp;x &amp y"])
def test_no_item_is_lost_to_a_sign_that_was_not_escaped(title: str) -> None:
    listing = read(many(10, title))
    assert len(listing.links) == 10
    assert "not well-formed" in str(listing.damage)


def test_bare_ampersands_and_html_entities_keep_their_text() -> None:
    assert read(many(1, "caf&eacute; & bar < pub")).links[0].title == "café & bar < pub 0"


def test_a_cut_feed_gives_its_whole_items_and_never_half_an_address() -> None:
    text = many(50)
    whole = {f"https://a.example/story-{n}" for n in range(50)}
    for end in range(len(text) // 2, len(text) // 2 + 140):
        listing = read(text[:end])
        assert {link.url for link in listing.links} <= whole
        assert len(listing.links) >= 24
        assert listing.damage


def test_bombs_and_external_entities_are_never_expanded() -> None:
    entities = '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/hostname">'
    listing = read(f"<!DOCTYPE rss [{entities}]>{many(3, '&b;&x;Fog')}")
    assert [link.title for link in listing.links] == ["Fog 0", "Fog 1", "Fog 2"]
    assert "3 entities" in str(listing.damage)


def test_junk_before_the_feed_and_lying_labels_cost_nothing() -> None:
    assert len(read("<br />\n<b>Warning</b>: x in y.php on line 3<br />\n" + many(2)).links) == 2
    assert len(read(("\ufeff" + many(2)).encode("utf-16-le")).links) == 2
    title = '<?xml version="1.0" encoding="base64"?>' + many(1, "Fähre")
    assert read(title, content_type="text/xml; charset=hex").links[0].title == "Fähre 0"
    latin = many(1, "Fähre").encode("iso-8859-1")
    assert read(latin, content_type="text/xml; charset=iso-8859-1").links[0].title == "Fähre 0"


def test_a_web_page_is_no_feed_and_names_those_it_links_to() -> None:
    head = '<link rel="alternate" type="application/rss+xml" href="/rss"><link rel="stylesheet" href="/x.css">'
    with pytest.raises(UnreadableListingError) as caught:
        read(f"<!doctype html><html><head>{head}</head><body>x</body></html>")
    assert str(caught.value) == (
        "That is a web page, not a feed. It links to 1 feed: https://www.elbkurier.example/rss"
    )


@pytest.mark.parametrize(
    ("body", "words"),
    [(b"", "empty"), (b"hello", "no XML"), (b"<urlset/>", "sitemap"), (b"{}", "no list 'items'"), (b"<a/>", "<a>")],
)
def test_what_is_no_feed_is_refused_with_its_name(body: bytes, words: str) -> None:
    with pytest.raises(UnreadableListingError, match=words):
        read(body)


@pytest.mark.parametrize("written", ["0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "2567-03-05T10:00:00Z"])
def test_a_date_that_no_article_can_have_is_kept_as_written_alone(written: str) -> None:
    item = f"<item><link>https://a.example/1</link><pubDate>{written}</pubDate></item>"
    (link,) = read(f"<rss><channel>{item}</channel></rss>").links
    assert (link.published_at, link.modified_at, link.published_raw) == (None, None, written)


def test_an_address_behind_an_empty_link_is_read() -> None:
    listing = read("<rss><channel><item><title>B</title><link/>https://a.example/b\n</item></channel></rss>")
    assert [link.url for link in listing.links] == ["https://a.example/b"]


def test_pages_that_only_a_browser_can_get_are_not_the_home_page() -> None:
    places = ("#!/news/1", "#!/news/2", "#/news/3", "news/4#!comments", "news/5#comments", "news/6#/comments")
    items = "".join(f"<item><title>T</title><link>https://a.example/{place}</link></item>" for place in places)
    listing = read(f"<rss><channel>{items}</channel></rss>")
    assert [link.url for link in listing.links] == ["https://a.example/news/5", "https://a.example/news/6"]
    assert listing.damage == "4 of 6 entries have no address of an article"


def test_a_long_number_in_a_json_feed_costs_nothing() -> None:
    text = '{"items": [{"url": "https://a.example/1", "id": %s}, {"url": "https://a.example/2"}]}' % ("9" * 6000)
    listing = read(text)
    assert [link.url for link in listing.links] == ["https://a.example/1", "https://a.example/2"]
    assert listing.damage is None


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "utf-32"])
def test_a_json_feed_may_be_written_in_wider_signs(encoding: str) -> None:
    (link,) = read('{"items": [{"url": "https://a.example/1", "title": "Fähre"}]}'.encode(encoding)).links
    assert link.title == "Fähre"


def test_a_channel_in_a_root_of_another_name_is_a_feed() -> None:
    item = "<item><link>https://a.example/1</link></item>"
    assert [link.url for link in read(f"<feeds><channel>{item}</channel></feeds>").links] == ["https://a.example/1"]


def test_entries_without_an_address_are_counted() -> None:
    listing = read("<rss><channel><item><title>x</title><link>javascript:x</link></item></channel></rss>")
    assert listing.links == ()
    assert "1 of 1 entries" in str(listing.damage)


@pytest.mark.parametrize(
    "body",
    [
        b"<rss>" + b"<!--" * 300_000,
        b"<rss><channel>" + b"<title>" * 200_000,
        b"<rss>" + b"<![CDATA[" * 200_000,
        b"<rss><channel><item><title>" + b"&lt;script&gt;" * 100_000,
        b"<rss><channel>" + b"<item><x/>" * 60_000,
        b'{"items":' + b"[" * 500_000,
    ],
)
def test_hostile_feeds_take_no_time(body: bytes) -> None:
    start = time.process_time()
    with contextlib.suppress(UnreadableListingError):
        read(body)
    assert time.process_time() - start < 40


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 400), st.integers(0, 400))
def test_no_bytes_raise_anything_but_our_own_error(noise: bytes, start: int, cut: int) -> None:
    body = RSS.encode()
    for text in (noise, body[:start] + noise + body[start + cut :]):
        with contextlib.suppress(UnreadableListingError):
            assert all(link.url.startswith("http") for link in read(text).links)


RUSSIAN = "Паром снова ходит через пролив, сообщила управа города после шторма"
GREEK = "Το φέρι κάνει πάλι δρομολόγια μετά την καταιγίδα"
LATIN = (
    "Fähre fährt wieder: größere Schäden an der Brücke nach Überflutung",
    "Le bac est réparé : l'été dernier, à Évreux, où les élèves ont fêté Noël",
    "Færøerne får ny færge, påstår rederiet på Ærø",
    "———————————————————————————————————————————— Fähre",
)


@pytest.mark.parametrize(("text", "encoding"), [(RUSSIAN, "cp1251"), (GREEK, "cp1253"), (RUSSIAN, "koi8-r")])
def test_a_feed_that_is_declared_as_latin_and_is_not_is_read_by_its_letters(text: str, encoding: str) -> None:
    feed = b'<?xml version="1.0" encoding="iso-8859-1"?>' + many(3, text).encode(encoding)
    for content_type in (None, "text/xml; charset=ISO-8859-1"):
        assert read(feed, content_type=content_type).links[0].title == f"{text} 0"
    declared = feed.replace(b"iso-8859-1", encoding.encode())
    assert read(declared, content_type="text/xml; charset=iso-8859-1").links[0].title == f"{text} 0"


JAPANESE = "政府は地方の住民への支援策を発表した。首相は会見で述べた"


@pytest.mark.parametrize(
    ("text", "encoding", "fault"),
    [
        (RUSSIAN, "utf-8", b"\xff"),
        (RUSSIAN, "utf-8", b"\xd0"),
        (JAPANESE, "shift_jis", b"\x81"),
        (GREEK, "utf-8", b"\x80"),
    ],
)
@pytest.mark.parametrize("declared", ["iso-8859-1", None])
def test_a_broken_byte_does_not_change_what_a_feed_is(
    text: str, encoding: str, fault: bytes, declared: str | None
) -> None:
    head = f'<?xml version="1.0" encoding="{declared}"?>'.encode() if declared else b""
    feed = head + many(3, text).encode(encoding).replace(b" 2</title>", fault + b" 2</title>")
    assert fault + b" 2" in feed
    assert read(feed, content_type=None).links[0].title == f"{text} 0"


def test_a_broken_byte_does_not_make_another_encoding_of_the_one_that_is_declared() -> None:
    feed = b'<?xml version="1.0" encoding="windows-1251"?>' + many(3, RUSSIAN).encode("cp1251").replace(
        b"2</t", b"\x98</t"
    )
    assert read(feed, content_type=None).links[0].title == f"{RUSSIAN} 0"


@pytest.mark.parametrize("text", LATIN)
def test_a_feed_in_latin_letters_stays_as_it_is_declared(text: str) -> None:
    feed = b'<?xml version="1.0" encoding="iso-8859-1"?>' + many(3, text).encode("cp1252")
    assert read(feed, content_type=None).links[0].title == f"{text} 0"


ATOM_NEXT = '<feed xmlns="http://www.w3.org/2005/Atom">{}<entry><title>A</title><link href="/a/1"/></entry></feed>'


@pytest.mark.parametrize(
    ("link", "page"),
    [
        ('<link rel="next" href="/rss?page=2"/>', "https://www.elbkurier.example/rss?page=2"),
        ('<link rel="prev-archive" href="2026-10.xml"/>', "https://www.elbkurier.example/rss/2026-10.xml"),
        ('<link rel="prev-archive" href="/old"/><link rel="next" href="/2"/>', "https://www.elbkurier.example/2"),
        (f'<link rel="next" href="{URL}#next"/>', None),
        ('<link rel="next" href="https://other.example/rss?page=2"/>', None),
        ('<link rel="next" href="javascript:more()"/>', None),
        ('<link rel="next"/>', None),
        ('<link rel="previous" href="/rss?page=1"/><link rel="self" href="/rss?page=2"/>', None),
        ("", None),
    ],
)
def test_a_feed_names_its_next_page_on_its_own_host(link: str, page: str | None) -> None:
    rss = (
        f'<rss xmlns:atom="http://www.w3.org/2005/Atom"><channel>{link.replace("<link", "<atom:link")}</channel></rss>'
    )
    for text in (ATOM_NEXT.format(link), rss):
        assert [each.url for each in read(text).further] == ([page] if page else [])


@pytest.mark.parametrize(
    ("written", "page"), [("/f.json?page=2", "https://www.elbkurier.example/f.json?page=2"), (URL, None), (None, None)]
)
def test_a_json_feed_names_its_next_page(written: object, page: str | None) -> None:
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "url": "/a/1"}], "next_url": written}
    found = [each.url for each in read(json.dumps(feed)).further]
    assert found == ([page] if page else [])
