from dataclasses import replace
from datetime import UTC, datetime

import pytest

from newscrawler.extraction.date_hint import DateHint, choose_hint, hint_date, missing_date_message
from newscrawler.model.article import Article
from newscrawler.model.outlet import Outlet, Selectors
from newscrawler.model.page import Page
from newscrawler.reading import read_page

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
OUTLET = Outlet(id="de_elbkurier", name="Elbkurier", home="https://www.elbkurier.example/")
STORY = """<p>Die Fähre nach Harwick fährt seit Montag wieder, zum ersten Mal seit dem Sturm im Januar.</p>
<p>Am Anleger standen schon um sechs Uhr morgens mehr Menschen, als auf das Schiff passten.</p>
<p>Die Reederei will im Sommer ein zweites Schiff einsetzen und die Preise nicht erhöhen.</p>
<p>Bürgermeisterin Lena Brandt sagte, die Insel habe lange genug auf diesen Tag gewartet.</p>"""


def dateless(html: str, *, lang: str = "", head: str = "", outlet: Outlet = OUTLET) -> Article:
    page = f"<html{lang}><head><meta charset='utf-8'><title>Fähre fährt</title>{head}</head><body>{html}</body></html>"
    url = "https://www.elbkurier.example/artikel/faehre"
    article = read_page(Page(url, page.encode(), NOW, status=200, content_type="text/html"), outlet).article
    assert article.published_at is None, article.provenance
    return article


def page_with(foot: str, *, more: str = "") -> str:
    filler = "<p>Mehr aus der Region, von unseren Leuten an der Küste geschrieben.</p>" * 60
    return f"<main><h1>Fähre fährt wieder</h1><div class='text'>{STORY}{more}</div></main><div>{filler}</div>{foot}"


def keys(article: Article, outlet: Outlet = OUTLET) -> list[str]:
    return [hint.key for hint in hint_date(article, outlet)]


def test_a_printed_date_far_from_the_headline_gives_its_selector() -> None:
    article = dateless(page_with('<footer><span class="stand">Stand: 05.03.2026</span></footer>'))
    (hint,) = hint_date(article, OUTLET)
    assert (hint.text, hint.key, hint.labelled) == (
        "Stand: 05.03.2026",
        '[selectors] published = "span.stand"',
        True,
    )
    mended = replace(OUTLET, selectors=Selectors(published="span.stand"))
    assert article.page is not None
    assert read_page(article.page, mended).article.published_at == hint.instant


def test_a_line_that_is_nothing_but_a_date_gives_its_selector_without_a_label() -> None:
    (hint,) = hint_date(dateless(page_with('<p class="note">14.03.2026</p>')), OUTLET)
    assert (hint.key, hint.labelled) == ('[selectors] published = "p.note"', False)


def test_an_element_without_a_name_is_called_by_the_one_around_it() -> None:
    article = dateless(page_with('<div class="colophon"><p>Stand vom 5. März 2026</p></div>'))
    assert keys(article) == ['[selectors] published = "div.colophon > p"']


def test_a_date_in_words_of_a_language_that_is_not_set_gives_the_language() -> None:
    thai = '<meta property="article:published_time" content="5 มีนาคม 2026">'
    article = dateless(page_with(""), head=thai)
    (hint,) = hint_date(article, OUTLET)
    assert (hint.text, hint.key) == ("5 มีนาคม 2026", 'language = "th"')


def test_a_day_that_is_in_the_future_in_american_order_gives_the_language_in_which_it_is_not() -> None:
    outlet = replace(OUTLET, language="en")
    article = dateless(page_with("").replace("</h1>", "</h1><p>Stand: 04/03/2026</p>"), outlet=outlet)
    (hint,) = hint_date(article, outlet)
    assert (hint.text, hint.key) == ("Stand: 04/03/2026", 'language = "de"')
    assert hint.instant == datetime(2026, 3, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    "foot",
    [
        '<div class="calendar-box">Konzert am 14.03.2026, 19 Uhr</div>',
        '<p class="note">Termin: 14.03.2026</p>',
        '<p class="note">Einlass ab 14.03.2026, 18 Uhr</p>',
        '<div class="foot">© 01.01.2020 Elbkurier</div>',
        '<div class="clock">20.03.2026</div>',
        '<p class="stand">Stand: 05.03.2027</p>',
        '<p class="phone">Telefon 040 12 03 2026</p>',
        '<div class="comments"><span class="comment-date">05.03.2026</span></div>',
        '<aside><span class="date">05.03.2026</span> Sturm im Hafen</aside>',
        "<p>Nichts.</p>",
    ],
)
def test_another_day_is_no_date_of_publication(foot: str) -> None:
    assert keys(dateless(page_with(foot))) == []


def test_a_date_within_the_story_is_no_date_of_publication() -> None:
    line = (
        '<p class="story-line">Das Fest der Fähre beginnt wieder am 14. März 2026 auf der Wiese hinter dem Hafen.</p>'
    )
    assert keys(dateless(page_with("", more=line))) == []


def test_an_article_with_a_date_is_not_searched() -> None:
    article = replace(dateless(page_with('<span class="stand">Stand: 05.03.2026</span>')), published_at=NOW)
    assert hint_date(article, OUTLET) == ()


def hint(day: int, key: str = "a", *, labelled: bool = False) -> DateHint:
    return DateHint(f"{day}.03.2026", datetime(2026, 3, day, tzinfo=UTC), key, labelled)


def test_what_holds_on_most_pages_is_chosen() -> None:
    assert choose_hint([[hint(1, "b"), hint(1)], [hint(2)], [hint(3)]]) == hint(1)
    assert choose_hint([[hint(1)], [hint(2, "b")], [hint(3, "c")]]) is None
    assert choose_hint([[], []]) is None
    assert choose_hint([]) is None


def test_one_day_on_every_page_is_the_sites_own_unless_its_text_says_otherwise() -> None:
    assert choose_hint([[hint(1)], [hint(1)], [hint(1)]]) is None
    assert choose_hint([[hint(1, labelled=True)]] * 3) == hint(1, labelled=True)


def test_the_message_says_what_was_found_and_what_to_set() -> None:
    found = DateHint("Stand: 05.03.2026", NOW, 'language = "de"', labelled=True)
    assert missing_date_message(19, 20, found, OUTLET, "https://x.example/1") == (
        "published_at missing on 19 of 20 pages. Found the text 'Stand: 05.03.2026': set language = \"de\"."
    )


def test_without_a_readable_date_the_message_says_what_to_do() -> None:
    assert missing_date_message(19, 20, None, OUTLET, "https://x.example/1") == (
        "published_at missing on 19 of 20 pages. If they print one, name its element: "
        '[selectors] published = "CSS". Look at https://x.example/1'
    )
    named = replace(OUTLET, selectors=Selectors(published="b.day"))
    assert "[selectors] published = 'b.day' finds none." in missing_date_message(
        3, 3, None, named, "https://x.example/1"
    )


def test_a_page_that_would_take_long_is_not_searched() -> None:
    article = dateless(
        page_with('<span class="stand">Stand: 05.03.2026</span>', more="<!-- " + "x" * 1_000_000 + " -->")
    )
    assert hint_date(article, OUTLET) == ()
