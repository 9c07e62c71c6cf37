"""Which pictures are the article's, and which file of each."""

from collections.abc import Callable

import pytest

from newscrawler.extraction.metadata import PageMetadata

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
