"""Which pictures are the article's, and which file of each."""

from collections.abc import Callable

import pytest
from hypothesis import given, strategies

from newscrawler.extraction.metadata import PageMetadata
from newscrawler.extraction.picture_address import file_name, is_same_picture, number_of

Read = Callable[..., PageMetadata]

TITLE = "<h1>Die neue Fähre legt ab</h1>"


def addresses(found: PageMetadata) -> list[str]:
    return [(image.url or "").removeprefix("https://www.elbkurier.example") for image in found.images]


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="/s/faehre-boot.jpg" srcset="/s/faehre-boot.jpg 300w, /l/faehre-boot.jpg 1200w, /m/x.jpg 600w">',
        '<img src="/s/x.jpg" srcset="/s/x.jpg 1x,/l/faehre-boot.jpg 2x">',
        '<img src="/s/x.jpg" data-srcset="/l/faehre-boot.jpg 900w">',
        '<img src="/metro/leer.png" data-src="/l/faehre-boot.jpg">',
        '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" data-lazy-src="/l/faehre-boot.jpg">',
        '<img src="/placeholder.png" srcset="/l/faehre-boot.jpg">',
        '<picture><source srcset="/l/faehre-boot.jpg 1600w"><img src="/s/faehre-boot.jpg"></picture>',
        '<picture><source srcset="/l/faehre-boot.jpg 1600w"></picture>',
        """<img data-src='{"default": "/s/x.jpg"}' src="/l/faehre-boot.jpg">""",
    ],
)
def test_the_largest_file_of_a_picture_is_its_address(read: Read, markup: str) -> None:
    assert addresses(read(f"<article>{TITLE}<figure>{markup}</figure></article>")) == ["/l/faehre-boot.jpg"]


def test_an_address_may_hold_commas(read: Read) -> None:
    markup = '<img srcset="/w=320,h=180/faehre-boot.jpg 320w, /w=640,h=360/faehre-boot.jpg 640w">'
    assert addresses(read(f"<figure>{markup}</figure>")) == ["/w=640,h=360/faehre-boot.jpg"]


def test_a_picture_that_no_figure_holds_is_one_of_the_article_that_holds_the_headline(read: Read) -> None:
    found = read(
        f'<article>{TITLE}<div><img src="/faehre-boot.jpg" width="800"></div>'
        '<div><img src="/ufer-karte.jpg" width="40"></div>'
        '<div class="author-box"><img src="/ada-lind.jpg"></div>'
        '<p><a href="/andere-geschichte"><img src="/andere.jpg"></a></p>'
        '<p><a href="/gross/hafen-kran.jpg"><img src="/hafen-kran.jpg"></a></p>'
        '<div class="mediaplayer"><div><img src="/film-von-gestern.jpg"></div></div>'
        '<ul><li><img src="/mehr-dazu.jpg"></li></ul><img src="/icons/teilen.png"><img src="/zeile.svg"></article>'
        '<article><img src="/naechste-geschichte.jpg"></article><img src="/fuss-zeile.jpg">'
    )
    assert addresses(found) == ["/faehre-boot.jpg", "/hafen-kran.jpg"]


def test_figures_of_other_stories_are_left_out_and_those_of_drawings_kept(read: Read) -> None:
    found = read(
        f'<main class="lg-nav:px-12"><article class="scorecards">{TITLE}<figure><img src="/pegel-kurve.svg"></figure>'
        '<figure><a href="/anderswo"><img src="/andere-geschichte.jpg"></a></figure>'
        '<figure><a href="/laden"><img src="/netz-und-reuse.jpg"></a><figcaption>Reuse</figcaption></figure>'
        '</article><article class="x"><figure><img src="/naechste-geschichte.jpg"></figure></article>'
        '<div class="card"><figure><img src="/karte-hafen.jpg"></figure></div></main>'
    )
    assert addresses(found) == ["/pegel-kurve.svg", "/netz-und-reuse.jpg"]


def test_a_thousand_pictures_are_no_more_than_sixty(read: Read) -> None:
    figures = "".join(f'<figure><img src="/bild-nummer-{number}.jpg"></figure>' for number in range(1000))
    assert len(read(f"<article>{TITLE}{figures}</article>").images) == 60


FERRY = "<figcaption>Das Boot am Kai</figcaption>"


@pytest.mark.parametrize(
    ("stated", "shown"),
    [
        ("/s/faehre-boot-1200x840@elbe.jpg", "/s/faehre-boot-758x531@elbe.jpg"),
        ("/s/faehre-boot.jpg", "/s/faehre-boot.webp?w=900"),
        ("/s/20889819/faehre-boot.jpg", "/l/crop/faehre-boot.jpg"),
        ("/s/02.jpg?res=1200", "/s/02.jpg?res=2560"),
        ("/faehre-am-kai-von-stade/wide__1280x720", "/faehre-am-kai-von-stade/wide__360x202__mobile"),
        ("/01/18637072/rawImage.jpg", "/01/18637072/920x920.jpg"),
        ("/i/241847488_1709921110_v4_3.jpeg", "/i/241847488_1709921999_v16_9.webp"),
        ("/c/1c258a8ea4d549588f1a/16x9/original.png", "/c/1c258a8ea4d549588f1a/16x9/741.png"),
        (
            "/a/4c113d3e-b078-4dd9-8c4b-24b103c17e6a_w1200_r1.jpg",
            "/s1g/plain/https%3A%2F%2Fcdn.example%2F4c113d3e-b078-4dd9-8c4b-24b103c17e6a_w9.webp",
        ),
    ],
)
def test_the_main_image_is_the_one_that_the_page_shows_in_another_size(read: Read, stated: str, shown: str) -> None:
    other = '<figure><img src="/i/409960902_hafen-kran.jpg"><figcaption>Ein Kran</figcaption></figure>'
    page = f'{other}<figure><img src="{shown}" alt="Boot">{FERRY}</figure>'
    main = read(page, f'<meta property="og:image" content="https://www.elbkurier.example{stated}">').main_image
    assert main is not None
    assert (main.caption, main.alt) == ("Das Boot am Kai", "Boot")


@pytest.mark.parametrize(
    ("stated", "shown"),
    [
        ("/2026/11/26/faehre-boot-1.jpg", "/2026/11/26/faehre-boot-2.jpg"),
        ("/20261126/faehre-eins.jpg", "/20261126/faehre-zwei.jpg"),  # the day
        ("/409960903_1757490812_v4.jpg", "/409960904_1757490812_v4.jpg"),  # the second
        ("/7654321/faehre-eins.jpg", "/7654321/409960902_faehre-zwei.jpg"),  # the file has a number of its own
        ("/boote/original.jpg", "/haefen/original.jpg"),
        ("/17835497/faehre-boot.jpg", "/17835499/faehre-boot.jpg"),
        ("/bild?nr=1", "/bild?nr=2"),
        ("/e1498860-2240-11f1-9b13-8f9ee895ecd6.jpg", "/6414b6c0-4c27-11f0-8c47-8f9ee895ecd6.jpg"),
    ],
)
def test_another_picture_is_not_the_main_image(read: Read, stated: str, shown: str) -> None:
    head = f'<meta property="og:image" content="https://www.elbkurier.example{stated}">'
    main = read(f'<figure><img src="{shown}">{FERRY}</figure>', head).main_image
    assert main is not None
    assert (main.url, main.caption) == (f"https://www.elbkurier.example{stated}", None)


def test_a_number_that_several_pictures_have_is_the_articles(read: Read) -> None:
    figures = "".join(f'<figure><img src="/7654321/kran-{name}.jpg"></figure>' for name in ("eins", "zwei"))
    main = read(
        figures, '<meta property="og:image" content="https://www.elbkurier.example/7654321/boot.jpg">'
    ).main_image
    assert main is not None
    assert main.url == "https://www.elbkurier.example/7654321/boot.jpg"


def test_a_picture_with_its_caption_stands_once(read: Read) -> None:
    wide = f'<figure><img src="/44152f97b643491c/16x9/1280@40.jpg">{FERRY}</figure>'
    wider = f'<figure><img src="/44152f97b643491c/16x9/1920@90.jpg">{FERRY}</figure>'
    assert addresses(read(wide + wider + f"<figure>{FERRY}</figure>")) == ["/44152f97b643491c/16x9/1280@40.jpg"]
    other = wider.replace("44152f97b643491c", "55152f97b643491d")
    assert len(read(wide + other).images) == 2  # one caption for two pictures


@given(strategies.text(max_size=80))
def test_every_text_can_be_an_address(text: str) -> None:
    assert len(file_name(text)) <= 2 * len(text)
    assert number_of(text) in text or "%" in text
    assert not text or is_same_picture(text, text)
