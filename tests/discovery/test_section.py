import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawler.discovery.next_words import is_next_word
from newscrawler.discovery.section import links_in_section
from newscrawler.discovery.section_pages import wants_next_page
from newscrawler.errors import UnreadableListingError
from newscrawler.model.link import FurtherListing, Listing
from newscrawler.model.outlet import Outlet

URL = "https://www.elbkurier.example/hafen/"
OUTLET = Outlet(id="de_elbkurier", name="Elbkurier", home="https://www.elbkurier.example/")

PAGE = """<!doctype html><html><head><title>Hafen</title></head><body>
<header><nav class="main-nav"><a href="/">Start</a><a href="/hafen/">Hafen</a><a href="/politik/">Politik</a>
<a href="/abo/jetzt-das-abo-der-woche-bestellen-4711">Jetzt das Abo der Woche bestellen</a></nav></header>
<main>
<article class="teaser"><a href="/hafen/faehre-faehrt-wieder-nach-sturm"><img src="/bild/1.jpg"></a>
<h2><a href="/hafen/faehre-faehrt-wieder-nach-sturm?utm_source=start">Die Fähre fährt wieder nach dem Sturm</a></h2>
<a href="/hafen/faehre-faehrt-wieder-nach-sturm#kommentare">3 Kommentare</a></article>
<article class="teaser"><h3><a href="/hafen/kran">Der neue Kran steht seit gestern am Kai</a></h3></article>
<div class="item"><a href="https://www.elbkurier.example/2026/11/20/lotsen">Lotsen streiken</a></div>
<div class="item"><a href="https://sport.elbkurier.example/artikel/123456">Ruderer gewinnen die Regatta</a></div>
<div class="item"><a href="https://other.example/news/something-else-elsewhere-12345">Elsewhere, with words</a></div>
<div class="item"><a href="/bild/123456.jpg">Ein Bild in voller Größe ansehen</a></div>
<div class="item"><a href="/autor/anna-bootsmann-aus-hamburg">Anna Bootsmann aus Hamburg</a></div>
<div class="item"><a href="javascript:void(0)">Mehr zu diesem Thema hier</a></div>
</main>
<div class="pagination"><a href="/hafen/">1</a><a href="/hafen/page/2/">2</a><a href="/hafen/page/9/">9</a></div>
<footer><a href="/impressum">Impressum und Angaben nach dem Gesetz</a></footer>
</body></html>"""

CALENDAR = "".join(f'<a href="/hafen/{day}/">{day}</a>' for day in range(1, 31))


def listing(page: str, url: str = URL, outlet: Outlet = OUTLET) -> Listing:
    return links_in_section(page.encode(), url, content_type="text/html; charset=utf-8", outlet=outlet)


def test_a_section_gives_its_articles_and_not_its_frame() -> None:
    assert [link.url for link in listing(PAGE).links] == [
        "https://www.elbkurier.example/hafen/faehre-faehrt-wieder-nach-sturm",
        "https://www.elbkurier.example/hafen/kran",
        "https://www.elbkurier.example/2026/11/20/lotsen",
        "https://sport.elbkurier.example/artikel/123456",
    ]


def test_links_to_one_article_are_one_with_the_heading_as_title() -> None:
    first = listing(PAGE).links[0]
    assert first.title == "Die Fähre fährt wieder nach dem Sturm"
    assert first.image_url == "https://www.elbkurier.example/bild/1.jpg"
    assert (first.kind, first.position, first.source_url) == ("section", 0, URL)


def test_include_and_exclude_decide_where_the_outlet_gives_them() -> None:
    outlet = Outlet(id="x", name="X", home=OUTLET.home, include=(r"/artikel/\d+", r"/politik/$"), exclude=("sport",))
    assert [link.url for link in listing(PAGE, outlet=outlet).links] == ["https://www.elbkurier.example/politik/"]


@pytest.mark.parametrize(
    ("url", "links", "further"),
    [
        (
            URL,
            '<a href="/hafen/page/2/">2</a><a href="/hafen/page/3/">3</a>',
            "https://www.elbkurier.example/hafen/page/2/",
        ),
        (f"{URL}page/2/", '<a href="/hafen/">1</a><a href="/hafen/page/3/">3</a>', f"{URL}page/3/"),
        (f"{URL}?page=2", '<a href="?page=1">1</a><a href="?page=3">3</a>', f"{URL}?page=3"),
        (URL, '<a href="?page=1">2</a><a href="?page=2">3</a>', f"{URL}?page=1"),
        (URL, '<a rel="next" href="/hafen/seite-b/">weiter</a>', f"{URL}seite-b/"),
        (f"{URL}?start=20", '<a href="?start=10">2</a><a href="?start=30">4</a>', f"{URL}?start=30"),
        (URL, '<a href="?limitstart=25">2</a><a href="?limitstart=50">3</a>', f"{URL}?limitstart=25"),
        (URL, '<div class="pager"><a href="/hafen/2/">2</a><a href="/hafen/3/">3</a></div>', f"{URL}2/"),
        (f"{URL}2/", '<ul class="pagination"><a href="/hafen/">1</a><a href="/hafen/3/">3</a></ul>', f"{URL}3/"),
        (f"{URL}index.html", '<a href="index_2.html">下一页</a>', f"{URL}index_2.html"),
        (URL, '<a href="/hafen/-page-2.html">2</a><a href="/hafen/-page-3.html">3</a>', f"{URL}-page-2.html"),
        (URL, '<a href="?p=2" aria-label="Next page"><svg></svg></a>', f"{URL}?p=2"),
        (URL, '<a href="?sayfa=2">Sonraki »</a>', f"{URL}?sayfa=2"),
        (URL, '<a href="?page=2">Показать ещё</a>', f"{URL}?page=2"),
        (URL, '<a href="?page=2">المزيد</a>', f"{URL}?page=2"),
        (URL, '<a href="?page=2">अगला</a>', f"{URL}?page=2"),
        (URL, '<button class="load-more" data-url="/hafen/?page=2">Mehr</button>', f"{URL}?page=2"),
        # look-alikes: what has the form of a next page and is none
        (URL, '<button class="load-more" data-url="/politik/?page=2">Mehr</button>', None),
        (f"{URL}?page=3", '<a href="?page=2">zurück</a>', None),
        (f"{URL}?page=2", '<a href="?page=40">40</a><a href="?page=1">1</a>', None),
        (f"{URL}page/2/", '<a rel="next" href="/hafen/page/2/page/2/">weiter</a>', None),
        (URL, '<a rel="next" href="https://other.example/hafen/page/2/">weiter</a>', None),
        (URL, '<div class="pager"><a href="/hafen/2/">2</a></div>', None),
        (URL, '<div class="story"><a href="/hafen/2/">2</a><a href="/hafen/3/">3</a></div>', None),
        (URL, '<a href="/hafen/2026/12/">next</a>', None),
        (URL, f'<div class="pager">{CALENDAR}</div>', None),
        (URL, '<a href="/politik/page/2">2</a>', None),
        (URL, '<a rel="next" href="/hafen/">weiter</a>', None),
        (URL, '<a rel="next" href="javascript:more()">weiter</a>', None),
    ],
)
def test_the_next_page_is_found_and_only_that(url: str, links: str, further: str | None) -> None:
    found = listing(f"<html><body><p>x</p>{links}</body></html>", url).further
    assert all(page.modified_at is None for page in found)
    assert [page.url for page in found] == ([] if further is None else [further])


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Next »", True),
        ("→", True),
        ("  ÄLTERE\n Beiträge ", True),
        ("次のページ", True),
        ("Xem thêm", True),
        ("« zurück", False),
        ("Next of kin told of the accident", False),
        ("Weiter geht es mit der Fähre", False),
        ("…", False),
        ("", False),
    ],
)
def test_next_words_are_the_whole_text(text: str, *, is_one: bool) -> None:
    assert is_next_word(text) is is_one


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["", "/hafen/", "?page=", "/hafen/page/", "?start=", "/page/2/page/", "https://other.example/"]
            ),
            st.integers(0, 40),
            st.sampled_from(["2", "3", "Next", "weiter", "x", "»"]),
            st.sampled_from(["", ' rel="next"', ' class="pager"']),
        ),
        max_size=12,
    ),
    st.integers(1, 9),
)
def test_a_next_page_is_another_one_of_the_same_site(links: list[tuple[str, int, str, str]], own: int) -> None:
    url = f"{URL}?page={own}" if own > 1 else URL
    anchors = "".join(f'<a{sign} href="{path}{number}">{text}</a>' for path, number, text, sign in links)
    for page in listing(f"<html><body><p>x</p><div class='pagination'>{anchors}</div></body></html>", url).further:
        assert page.url != url
        assert page.url.startswith("https://www.elbkurier.example/")


def test_a_section_is_read_on_while_there_is_something_new() -> None:
    page = Listing(further=(FurtherListing(f"{URL}?page=2"),))
    assert wants_next_page(page, new=10, unknown=1, read_before=True)
    assert not wants_next_page(page, new=10, unknown=0, read_before=True)
    assert wants_next_page(page, new=10, unknown=0, read_before=False)  # an interrupted first crawl goes on
    assert not wants_next_page(page, new=0, unknown=0, read_before=False)  # the same page again, under another number
    assert not wants_next_page(Listing(), new=10, unknown=10, read_before=True)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n", "no web page"),
        (b"<rss><channel/></rss>", "list it under 'feeds'"),
        (b"<urlset/>", "list it under 'sitemaps'"),
    ],
)
def test_what_is_no_page_is_refused_with_its_name(body: bytes, words: str) -> None:
    with pytest.raises(UnreadableListingError, match=words):
        links_in_section(body, URL, content_type=None, outlet=OUTLET)


def test_a_page_with_endless_links_is_cut_and_says_so() -> None:
    links = "".join(f'<p><a href="/hafen/meldung-{n:06}">Eine Meldung aus dem Hafen</a></p>' for n in range(6000))
    found = listing(f"<html><body>{links}</body></html>")
    assert len(found.links) == 5000
    assert "more than 5000 links" in str(found.damage)
