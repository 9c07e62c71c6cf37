"""Page to article, end to end: invented pages of several builds and scripts."""

import time
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawler.errors import UnreadablePageError
from newscrawler.extraction.article import _without_templates, extract_article
from newscrawler.extraction.story import _only_standfirst
from newscrawler.model.article import Article
from newscrawler.model.outlet import BoilerplateRules, Outlet, Selectors
from newscrawler.model.page import Page

OUTLET = Outlet(id="de_elbkurier", name="Elbkurier")
PARAGRAPHS = (
    "The ferry left the harbour on Monday morning with forty people on board, the operator said in a statement.",
    "It was the first crossing since the storm of last winter, which had damaged the pier and two of the three ships.",
    "Engineers had worked on the pier since May, and the town paid for most of the repairs out of its own budget.",
    "Tickets cost as much as before. Children and dogs travel free on weekdays, the mayor told reporters at the pier.",
)
NAVIGATION = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in ("Home", "Sport", "Culture", "Weather"))


def read(markup: str, outlet: Outlet = OUTLET, *, with_chrome: bool = True) -> Article:
    page = Page(url="https://elbkurier.example/a", html=markup.encode(), fetched_at=datetime(2026, 11, 1, tzinfo=UTC))
    return extract_article(page, outlet, with_chrome=with_chrome)


def story_page(body: str, head: str = "", after: str = "") -> str:
    return (
        f"<html><head><title>First ferry since the storm - Elbkurier</title>{head}</head><body>"
        f'<nav><ul class="menu">{NAVIGATION}</ul></nav><main><article class="article">'
        f'<h1>First ferry since the storm</h1><div class="article-body">{body}</div></article></main>{after}'
        f'<footer class="footer"><p>Copyright Elbkurier</p><ul>{NAVIGATION}</ul></footer></body></html>'
    )


def paragraphs(texts: tuple[str, ...] = PARAGRAPHS) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def rule_of(article: Article, text: str) -> str:
    return next(removed.rule for removed in article.removed if removed.block.text == text)


def test_the_story_is_kept_and_the_rest_is_removed() -> None:
    article = read(story_page(paragraphs()))
    assert article.body == "\n\n".join(PARAGRAPHS)
    assert rule_of(article, "Sport") == "outside_story"


@pytest.mark.parametrize(
    ("described", "standfirst", "source"),
    [(PARAGRAPHS[0], None, None), (PARAGRAPHS[0][:60] + "…", None, None), ("After months, a boat.",) * 2 + ("meta",)],
)
def test_a_description_that_only_repeats_the_story_is_no_standfirst(
    described: str, standfirst: str | None, source: str | None
) -> None:
    article = read(story_page(paragraphs(), f'<meta name="description" content="{described}">'))
    assert article.body == "\n\n".join(PARAGRAPHS)
    assert (article.standfirst, article.provenance.get("standfirst")) == (standfirst, source)


@pytest.mark.parametrize(
    ("caption", "standfirst"), [("After months, a boat.", None), ("A boat.", "After months, a boat.")]
)
def test_a_description_that_is_the_pictures_caption_is_no_standfirst(caption: str, standfirst: str | None) -> None:
    picture = f'<figure><img src="/boat.jpg" width="900"><figcaption>{caption}</figcaption></figure>'
    head = '<meta name="description" content="After months, a boat.">'
    article = read(story_page(picture + paragraphs(), head))
    assert (article.standfirst, "standfirst" in article.provenance) == (standfirst, standfirst is not None)


def test_without_chrome_only_the_menus_are_missing() -> None:
    markup = story_page(paragraphs())
    whole, light = read(markup), read(markup, with_chrome=False)
    assert "outside_story" in {entry.rule for entry in whole.removed}
    assert light.blocks == whole.blocks
    assert light.removed == tuple(entry for entry in whole.removed if entry.rule != "outside_story")


def test_every_text_of_the_page_is_kept_or_removed_and_says_why() -> None:
    article = read(story_page(paragraphs(), after="<aside><p>Read what others read today, it is good.</p></aside>"))
    positions = [block.position for block in article.blocks] + [removed.block.position for removed in article.removed]
    assert sorted(positions) == list(range(len(positions)))
    assert all(block.evidence for block in article.blocks)
    assert all(removed.rule and removed.evidence for removed in article.removed)


def test_the_title_is_not_part_of_the_story() -> None:
    assert rule_of(read(story_page(paragraphs())), "First ferry since the storm") == "title"


OWN_ACCOUNT = (
    '<script type="application/ld+json">{"@type": "NewsArticle", "author": {"name": "elbkurier.example"}}</script>'
)


@pytest.mark.parametrize(("line", "rule"), [("By elbkurier.example", "byline"), ("Search elbkurier.example", None)])
def test_a_line_of_the_menu_with_the_outlets_own_name_is_no_byline(line: str, rule: str | None) -> None:
    markup = story_page(paragraphs(), head=OWN_ACCOUNT).replace("<nav>", f"<nav><p>{line}</p>")
    article = read(markup)
    assert (rule_of(article, line) == "byline", article.byline) == (rule is not None, line if rule else None)


@pytest.mark.parametrize(("more", "kept"), [(", Leeds", ", Leeds"), (" /", ""), (" 7 hours", "")])
def test_the_byline_is_the_whole_line_that_is_printed(more: str, kept: str) -> None:
    author = '<script type="application/ld+json">{"@type": "NewsArticle", "author": {"name": "Jana Muster"}}</script>'
    markup = story_page(paragraphs(), head=author)
    line = f"<div>By <a href='/jm'>Jana Muster</a>{more}</div>"
    assert read(markup.replace("</h1>", f"</h1>{line}")).byline == f"By Jana Muster{kept}"


def test_a_story_without_paragraph_elements_is_read() -> None:
    article = read(story_page("<br><br>".join(PARAGRAPHS)))
    assert article.body == "\n\n".join(PARAGRAPHS)


def test_a_story_in_two_containers_of_one_class_is_read_whole() -> None:
    halves = (paragraphs(PARAGRAPHS[:2]), paragraphs(PARAGRAPHS[2:]))
    body = '<div class="ad">Advertisement</div>'.join(f'<div class="text">{half}</div>' for half in halves)
    assert read(story_page(body)).body == "\n\n".join(PARAGRAPHS)


def test_a_picture_in_the_story_gives_a_caption_outside_the_body() -> None:
    figure = "<figure><img src=/f.jpg><figcaption>The ferry at the pier. Photo: A. Berg</figcaption></figure>"
    article = read(story_page(paragraphs(PARAGRAPHS[:2]) + figure + paragraphs(PARAGRAPHS[2:])))
    captions = [block.text for block in article.blocks if block.kind == "caption"]
    assert captions == ["The ferry at the pier. Photo: A. Berg"]
    assert "Photo: A. Berg" not in article.body


def test_a_paragraph_named_caption_is_none_of_the_body() -> None:
    body = paragraphs() + '<p class="caption">The landing stage at night, seen from the northern quay of the town.</p>'
    assert "landing stage at night" not in read(story_page(body)).body


def test_a_system_that_names_its_whole_text_caption_loses_nothing() -> None:
    body = "".join(f'<p class="caption-text">{text}</p>' for text in PARAGRAPHS)
    assert read(story_page(body)).body == "\n\n".join(PARAGRAPHS)


def test_a_standfirst_that_is_the_only_prose_is_the_story() -> None:
    rules = {3: ("title", "same words"), 4: ("standfirst", "same words"), 7: ("standfirst", "same words")}
    measures = SimpleNamespace(words=[1, 1, 1, 9, 24, 1, 1, 30])
    assert _only_standfirst(rules, measures) == [4]
    assert set(rules) == {3, 7}
    assert _only_standfirst({3: ("title", "same words")}, measures) == []


def test_a_table_of_figures_in_the_story_is_one_block_of_lines() -> None:
    table = "<table><tr><th>Year</th><th>People</th></tr><tr><td>2024</td><td>410</td></tr></table>"
    article = read(story_page(paragraphs(PARAGRAPHS[:2]) + table + paragraphs(PARAGRAPHS[2:])))
    assert [block.text for block in article.blocks if block.kind == "table"] == ["Year People\n2024 410"]


@pytest.mark.parametrize(
    "text",
    [
        "首班渡轮周一上午从港口出发，船上载有四十名乘客。运营商在声明中表示，这是自去年冬季风暴以来的首次航行，当时码头和两艘船受损。",
        "เรือข้ามฟากลำแรกออกจากท่าเรือเมื่อเช้าวันจันทร์พร้อมผู้โดยสารสี่สิบคน ผู้ให้บริการกล่าวในแถลงการณ์",
        "غادرت العبارة الأولى الميناء صباح الاثنين وعلى متنها أربعون شخصا، وهي أول رحلة منذ عاصفة الشتاء الماضي؟",
        "पहली नौका सोमवार सुबह चालीस लोगों के साथ बंदरगाह से रवाना हुई, यह पिछले तूफान के बाद पहली यात्रा थी।",
    ],
    ids=["chinese", "thai", "arabic", "hindi"],
)
def test_stories_in_all_scripts_are_read(text: str) -> None:
    article = read(story_page(paragraphs((text, text[::-1].strip(), text + text))))
    assert text in article.body


def test_the_outlets_container_overrides_the_readers() -> None:
    outlet = Outlet(id="de_elbkurier", name="Elbkurier", selectors=Selectors(body="div.second"))
    first, second = paragraphs(PARAGRAPHS[:2]), paragraphs(PARAGRAPHS[2:])
    article = read(story_page(f'<div class="first">{first}</div><div class="second">{second}</div>'), outlet)
    assert article.body == "\n\n".join(PARAGRAPHS[2:])
    assert article.provenance["body"] == "selector"


def test_a_container_that_is_not_there_leaves_the_reader_to_itself_and_warns() -> None:
    outlet = Outlet(id="de_elbkurier", name="Elbkurier", selectors=Selectors(body="div.gone"))
    article = read(story_page(paragraphs()), outlet)
    assert article.body == "\n\n".join(PARAGRAPHS)
    assert "body_selector_found_nothing" in article.warnings


def test_what_the_outlet_removes_is_removed_by_that_name() -> None:
    outlet = Outlet(id="de_elbkurier", name="Elbkurier", boilerplate=BoilerplateRules(remove=("div.box",)))
    box = "<div class=box><p>The town lies on the river and has four thousand people, most of them fishers.</p></div>"
    article = read(story_page(paragraphs(PARAGRAPHS[:2]) + box + paragraphs(PARAGRAPHS[2:])), outlet)
    assert article.body == "\n\n".join(PARAGRAPHS)
    removed = next(removed for removed in article.removed if removed.rule == "outlet_remove")
    assert "div.box" in removed.evidence


def test_a_selector_that_is_no_css_is_named_and_costs_nothing_else() -> None:
    outlet = Outlet(id="de_elbkurier", name="Elbkurier", boilerplate=BoilerplateRules(remove=("div..",)))
    article = read(story_page(paragraphs()), outlet)
    assert article.body == "\n\n".join(PARAGRAPHS)
    assert "selector_unreadable:div.." in article.warnings


def test_a_story_that_only_a_script_has_is_taken_from_there() -> None:
    text = "\\n\\n".join(PARAGRAPHS)
    head = (
        '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", '
        f'"headline": "First ferry since the storm", "articleBody": "{text}"}}</script>'
    )
    article = read(story_page("<p>Loading</p>", head=head))
    assert article.body == "\n\n".join(PARAGRAPHS)
    assert article.provenance["body"] == "json_ld"


def test_text_scrambled_for_subscribers_is_not_story() -> None:
    scrambled = "".join(chr(ord(letter) + 1) if letter != " " else letter for letter in PARAGRAPHS[2])
    article = read(story_page(paragraphs((*PARAGRAPHS[:2], scrambled))))
    assert scrambled not in article.body


@pytest.mark.parametrize("html", [b"", b"  \n"])
def test_a_page_of_nothing_is_refused(html: bytes) -> None:
    page = Page(url="https://elbkurier.example/a", html=html, fetched_at=datetime(2026, 11, 1, tzinfo=UTC))
    with pytest.raises(UnreadablePageError, match="no content") as caught:
        extract_article(page, OUTLET)
    assert caught.value.reason == "not_html"


@given(st.binary(max_size=400))
@settings(max_examples=100, deadline=None)
def test_no_bytes_break_the_reader(html: bytes) -> None:
    page = Page(url="https://elbkurier.example/a", html=html or b"x", fetched_at=datetime(2026, 11, 1, tzinfo=UTC))
    try:
        extract_article(page, OUTLET)
    except UnreadablePageError as error:
        assert error.reason == "not_html"  # noqa: PT017 - both ends are right


@given(st.integers(min_value=1, max_value=3000))
@settings(max_examples=60, deadline=None)
def test_a_page_that_breaks_off_anywhere_is_read(length: int) -> None:
    read(story_page(paragraphs())[:length])


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 1_000 + PARAGRAPHS[0],
        "<p>" + "<span>x</span>" * 100_000,
        "<p>" + "word<br>" * 200_000,
        "<p>Some words of a sentence.</p>" * 10_000,
        "<p>" + "<a href=/x>link</a> " * 30_000,
        "<div " + " ".join(f"a{number}=1" for number in range(40_000)) + f"><p>{PARAGRAPHS[0]}</p>",
    ],
    ids=["deep", "spans", "breaks", "paragraphs", "links", "attributes"],
)
def test_a_page_made_to_hurt_is_read_in_bounded_time(markup: str) -> None:
    started = time.process_time()
    read(f"<html><body>{markup}")
    assert time.process_time() - started < 60


@pytest.mark.parametrize(
    ("printed", "byline"),
    [
        ("By Jana Muster {{updated}}", "By Jana Muster"),
        ("By Jana Muster, [hour]:[minute]", "By Jana Muster"),
        ("By Jana Muster Updated [hour]:[minute] [AMPM] [timezone], [monthFull] [day], [year]", "By Jana Muster"),
        ("By Jana Muster [AP]", "By Jana Muster [AP]"),
        ("{{author}}", None),
        (None, None),
    ],
)
def test_what_a_script_was_to_fill_is_no_byline(printed: str | None, byline: str | None) -> None:
    assert _without_templates(printed) == byline
