"""Language, access, kind, section, keywords, pictures: one small fact of a page each."""

from collections.abc import Callable

import pytest
from lxml.html import HtmlElement

from newscrawler.extraction import pictures
from newscrawler.extraction.language import language_code, recognise_language
from newscrawler.extraction.metadata import PageMetadata
from newscrawler.extraction.picture_captions import split_credit

Read = Callable[..., PageMetadata]


@pytest.mark.parametrize(
    ("written", "code"),
    [("de-AT", "de"), ("en_US.UTF-8", "en"), ("no", "nb"), ("jp", "ja"), ("German", "de"), ("x", None), ("und", None)],
)
def test_language_codes_are_brought_to_one_form(written: str, code: str | None) -> None:
    assert language_code(written) == code


def test_what_two_sources_say_about_the_language_beats_the_template(read: Read) -> None:
    found = read(root='<html lang="en">', linked_data={"@type": "NewsArticle", "inLanguage": "de"})
    assert (found.language, found.language_source) == ("de", "json_ld")


def test_the_text_is_asked_only_where_nobody_says_anything(read: Read) -> None:
    head = '<meta name="description" content="Nach drei Jahren Bauzeit rollt der Verkehr wieder über den Fluss.">'
    found = read("<h1>Die neue Brücke über die Elbe ist endlich offen</h1>", head, language=None)
    assert (found.language, found.language_source) == ("de", "text")
    assert recognise_language("kurz") is None


@pytest.mark.parametrize(
    ("head", "free", "said"),
    [
        ('<meta property="article:content_tier" content="locked">', False, "meta article:content_tier: locked"),
        ('<meta property="article:content_tier" content="free">', True, "meta article:content_tier: free"),
        ('<meta name="isAccessibleForFree" content="false">', False, "meta isAccessibleForFree: false"),
        ("", None, None),
    ],
)
def test_the_content_tier_tells_whether_the_text_is_free(read: Read, head: str, free: object, said: str | None) -> None:
    found = read(head=head)
    assert (found.free_access, found.provenance.get("free_access")) == (free, said)
    assert (found.paywall_signal is not None) is (free is False)


def test_a_text_that_is_free_says_who_says_so(read: Read) -> None:
    found = read(linked_data={"@type": "NewsArticle", "headline": "Die Fähre", "isAccessibleForFree": True})
    assert (found.free_access, found.paywall_signal) == (True, None)
    assert found.provenance["free_access"] == "json_ld isAccessibleForFree: true"


@pytest.mark.parametrize(
    ("head", "opted_out"),
    [
        ('<meta name="robots" content="index, noai">', True),
        ('<meta name="tdm-reservation" content="1">', True),
        ('<meta name="tdm-reservation" content="0">', False),
        ('<meta name="robots" content="index">', None),
    ],
)
def test_opting_out_of_machine_learning_is_noted(read: Read, head: str, opted_out: object) -> None:
    assert read(head=head).ai_opt_out is opted_out


def test_the_licence_is_noted(read: Read) -> None:
    address = "https://creativecommons.org/licenses/by/4.0/"
    assert read(head=f'<link rel="license" href="{address}">').license == address


@pytest.mark.parametrize(
    ("linked_data", "kind"),
    [
        ({"@type": "OpinionNewsArticle"}, "opinion"),
        ({"@type": "LiveBlogPosting"}, "live_blog"),
        ({"@type": "NewsArticle", "articleSection": "Kommentare"}, "opinion"),
        ({"@type": "NewsArticle", "articleSection": "Lokales"}, "news"),
        ({"@type": "BlogPosting"}, None),
    ],
)
def test_the_kind_is_what_the_outlet_calls_it(read: Read, linked_data: dict[str, str], kind: str | None) -> None:
    assert read(linked_data=linked_data).article_type == kind


def test_breadcrumbs_leave_out_home_and_the_article_itself(read: Read) -> None:
    crumbs = {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "name": "Startseite"},
            {"@type": "ListItem", "item": {"name": "Lokales"}},
            {"@type": "ListItem", "name": "Die Brücke ist offen"},
        ],
    }
    found = read("<h1>Die Brücke ist offen</h1>", linked_data=crumbs)
    assert found.breadcrumbs == ("Lokales",)
    assert (found.section, found.provenance["section"]) == ("Lokales", "breadcrumbs")


def test_keywords_are_split_and_kept_once(read: Read) -> None:
    found = read(
        head='<meta name="keywords" content="Elbe, Brücke; elbe"><meta property="article:tag" content="Hafen">'
    )
    assert found.keywords == ("Hafen", "Elbe", "Brücke")


@pytest.mark.parametrize(
    ("printed", "caption", "credit"),
    [
        ("Die Brücke am Abend. [ELBE TV]", "Die Brücke am Abend.", "ELBE TV"),
        ("Die Brücke am Abend. Foto: Jana Muster", "Die Brücke am Abend.", "Jana Muster"),
        ("Die Brücke (Foto: dpa)", "Die Brücke", "Foto: dpa"),
        ("Die Brücke (links) am Abend.", "Die Brücke (links) am Abend.", None),
    ],
)
def test_a_caption_is_parted_from_its_credit(printed: str, caption: str, credit: str | None) -> None:
    assert split_credit(printed) == (caption, credit)


def test_figures_of_the_article_become_images_and_those_of_teasers_do_not(read: Read) -> None:
    found = read(
        '<article><figure><img src="/b.jpg" alt="Brücke"><figcaption>Die Brücke. <span class="credit">Foto: dpa</span>'
        '</figcaption></figure></article><aside><figure><img src="/x.jpg"></figure></aside>'
    )
    assert [(image.url, image.caption, image.credit, image.alt) for image in found.images] == [
        ("https://www.elbkurier.example/b.jpg", "Die Brücke.", "dpa", "Brücke")
    ]
    assert found.main_image == found.images[0]


def test_the_main_image_is_the_figure_of_the_same_file(read: Read) -> None:
    found = read(
        '<figure><img src="/large/bruecke-1.jpg?w=900"><figcaption>Die Brücke</figcaption></figure>',
        '<meta property="og:image" content="https://cdn.elbkurier.example/small/bruecke-1.jpg">',
    )
    assert found.main_image
    assert found.main_image.caption == "Die Brücke"


def test_only_http_addresses_are_videos(read: Read) -> None:
    head = '<meta property="og:video" content="javascript:alert(1)"><meta property="og:video:url" content="/v.mp4">'
    assert read(head=head).videos == ("https://www.elbkurier.example/v.mp4",)


@pytest.mark.parametrize(
    ("printed", "caption", "credit"),
    [
        ("Fans cheer in Harwick. Anna Lind/Getty Images", "Fans cheer in Harwick.", "Anna Lind/Getty Images"),
        ("Das Wasser stieg.Philipp von Lind/dpa", "Das Wasser stieg.", "Philipp von Lind/dpa"),
        ("Reuters", None, "Reuters"),
        ("Anna Lind speaks. hide caption toggle caption Jo Berg/AP", "Anna Lind speaks.", "Jo Berg/AP"),
        ("Image copyright Jo Berg Image caption Anna Lind speaks.", "Anna Lind speaks.", "Jo Berg"),
        ("Image source, Getty Images", None, "Getty Images"),
        ("Camera IconAnna Lind speaks. Getty Images", "Anna Lind speaks.", "Getty Images"),
        ("Die Brücke steht. Foto: T. Lind", "Die Brücke steht.", "T. Lind"),
        ("Foto: Anna Lind. Die Brücke steht.", "Foto: Anna Lind. Die Brücke steht.", None),
        ("Camera Icons of the year.", "Camera Icons of the year.", None),
        ("Cây cầu mới. Ảnh: Anna Lind", "Cây cầu mới.", "Anna Lind"),
        ("Cây cầu trong hình ảnh: rất dài", "Cây cầu trong hình ảnh: rất dài", None),
        ("The AP building in New York", "The AP building in New York", None),
        ("Fans cheer. They had come by train", "Fans cheer. They had come by train", None),
    ],
)
def test_an_agencys_credit_needs_neither_brackets_nor_label(
    read: Read, printed: str, caption: str | None, credit: str | None
) -> None:
    image = read(f"<figure><img src='/bridge.jpg'><figcaption>{printed}</figcaption></figure>").images[0]
    assert (image.caption, image.credit) == (caption, credit)


@pytest.mark.parametrize(
    ("box", "caption", "credit"),
    [
        ("<p>A crane at dawn. (AP Photo/Jo Berg)</p>", "A crane at dawn.", "AP Photo/Jo Berg"),
        ("<p>A crane at dawn.</p>", "A crane at dawn.", "Velmo Cranes"),
        ("<p>A crane built by Velmo Cranes</p>", "A crane built by Velmo Cranes", "Velmo Cranes"),
        ("<p>사진 확대</p>", None, "Velmo Cranes"),
    ],
)
def test_a_credit_beside_the_caption_counts_where_the_caption_has_none(
    read: Read, box: str, caption: str, credit: str
) -> None:
    beside = "<span class='credit'>Velmo Cranes</span>"
    image = read(f"<figure><img src='/crane.jpg'><figcaption>{box}</figcaption>{beside}</figure>").images[0]
    assert (image.caption, image.credit) == (caption, credit)


@pytest.mark.parametrize("words", [12, 60])
def test_no_text_is_torn_into_caption_and_credit(read: Read, words: int) -> None:
    text = " ".join(f"word{number}" for number in range(words))
    box = f"<div class='attribution'>{text} <span class='credit'>Anna Lind</span></div>"
    image = read(f"<figure><img src='/bridge.jpg'><figcaption>{box}</figcaption></figure>").images[0]
    is_long = words == 60
    assert (image.caption, image.credit) == ((text, "Anna Lind") if is_long else (None, f"{text} Anna Lind"))


def test_brackets_inside_a_credit_stay(read: Read) -> None:
    markup = '<figcaption>Die Brücke. <span class="credit">({})</span></figcaption>'
    for printed in ("Anna Lind (dpa)", "Anna Lind"):
        (image,) = read(f'<figure><img src="/bruecke.jpg">{markup.format(printed)}</figure>').images
        assert (image.caption, image.credit) == ("Die Brücke.", printed)


def test_a_credit_in_its_own_element_stands_once(read: Read) -> None:
    box = "<figcaption>Die Brücke. Foto: <span class='credit'>Anna Lind</span> Anna Lind</figcaption>"
    image = read(f"<figure><img src='/bridge.jpg'>{box}</figure>").images[0]
    assert (image.caption, image.credit) == ("Die Brücke.", "Anna Lind")


@pytest.mark.parametrize(
    ("printed", "caption", "credit"),
    [
        ("星空を見上げる来館者たち＝星空図書館提供", "星空を見上げる来館者たち", "星空図書館提供"),
        ("警備に当たる人たち＝ＡＰ", "警備に当たる人たち", "ＡＰ"),
        ("乗客を待つ運転手。", "乗客を待つ運転手。", None),
        ("승객을 기다리고 있다. 가람도=도한별 기자", "승객을 기다리고 있다.", "도한별 기자"),
        ("요금은 달걀로도 낸다. 마을버스 협동조합 제공", "요금은 달걀로도 낸다.", "마을버스 협동조합 제공"),
        ("마을이 점심을 제공", "마을이 점심을 제공", None),
    ],
)
def test_japanese_and_korean_captions_end_in_their_credit(
    read: Read, printed: str, caption: str, credit: str | None
) -> None:
    image = read(f"<figure><img src='/bridge.jpg'><figcaption>{printed}</figcaption></figure>").images[0]
    assert (image.caption, image.credit) == (caption, credit)


@pytest.mark.parametrize(
    "box",
    [
        "<div class='photo_captain'>Міст</div><div class='photo_source'>Фото: Анна Лінд</div>",
        "<div class='photos-capt'>Міст</div><div class='photo_source'>Фото: Анна Лінд</div>",
        "<div class='top'><span class='caption'>Міст</span></div><div class='credit'>(Фото: Анна Лінд)</div>",
    ],
)
def test_a_credit_beside_the_caption_belongs_to_the_picture(read: Read, box: str) -> None:
    image = read(f"<div><img src='/bridge.jpg'>{box}</div>").images[0]
    assert (image.caption, image.credit) == ("Міст", "Анна Лінд")


@pytest.mark.parametrize("name", ["photo-captcha", "photo-capture", "photo-captured-date", "captain-photo"])
def test_a_box_whose_name_only_begins_like_caption_is_none(read: Read, name: str) -> None:
    images = read(f"<div><img src='/bridge.jpg'><div class='{name}'>Bist du ein Mensch?</div></div>").images
    assert [image.caption for image in images] == []


def test_of_many_boxes_named_caption_only_some_are_read(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def text_of(element: HtmlElement, _: int) -> str:
        asked.append(element)
        return ""

    monkeypatch.setattr(pictures, "text_of", text_of)
    read("<div class='caption'>" * 500)
    assert len(asked) == 60


def test_what_follows_a_caption_is_no_credit_unless_it_is_called_one(read: Read) -> None:
    page = "<div><img src='/bridge.jpg'><div class='caption'>Die Brücke</div><p class='text'>Anna Lind lacht.</p></div>"
    assert read(page).images[0].credit is None


def test_the_section_can_stand_in_a_marked_element(read: Read) -> None:
    found = read("<div itemprop='articleSection'><a href='/1'>Lokales</a></div>")
    assert (found.section, found.provenance["section"]) == ("Lokales", "microdata")


def test_what_systems_state_where_no_section_was_chosen_is_none(read: Read) -> None:
    stated = {"@type": "NewsArticle", "headline": "Titel", "articleSection": ["Uncategorized", "Lokales"]}
    assert read(linked_data=stated).section == "Lokales"
    assert read(head='<meta property="article:section" content="Uncategorized">').section is None


def test_addresses_among_the_keywords_are_none(read: Read) -> None:
    assert read(head='<meta name="keywords" content="Brücke, image_url:https://x.example/1, 2026">').keywords == (
        "Brücke",
    )


def test_marks_of_the_publishing_system_are_no_keywords(read: Read) -> None:
    stated = "_Prio_3, sections/lokales, topic/Brücken, Category: Hafen, 98be933f-38cf-4fba-b6c6-ad438e82010a"
    assert read(head=f'<meta name="keywords" content="{stated}">').keywords == ("Brücken", "Hafen")
