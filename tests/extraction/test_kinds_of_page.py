"""What of a page is the story, kind by kind: one case for each line of docs/reading-policy.md."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from invented_story import PARAGRAPHS

from newscrawler.boilerplate.strip import strip_boilerplate
from newscrawler.extraction.article import extract_article
from newscrawler.model.article import Article
from newscrawler.model.outlet import BoilerplateRules, Outlet
from newscrawler.model.page import Page

OUTLET = Outlet(id="de_elbkurier", name="Elbkurier")
QUESTIONS = ("How long did the work take?", "What was the hardest part?", "Will there be a toll?", "When is it over?")


def read(body: str, title: str = "Bridge opens again", head: str = "", off: tuple[str, ...] = ()) -> Article:
    menu = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in ("Home", "Sport", "Culture"))
    markup = (
        f"<html><head><title>{title} - Elbkurier</title>{head}</head><body><nav><ul>{menu}</ul></nav><main>"
        f'<article class="story"><h1>{title}</h1>{body}</article></main>'
        '<footer class="site-footer"><p>Copyright Elbkurier. All rights reserved.</p></footer></body></html>'
    )
    page = Page(url="https://elbkurier.example/a", html=markup.encode(), fetched_at=datetime(2026, 11, 1, tzinfo=UTC))
    return extract_article(page, replace(OUTLET, boilerplate=BoilerplateRules(off=off)))


def story(between: str = "", after: str = "") -> str:
    texts = [f"<p>{text}</p>" for text in PARAGRAPHS]
    return f'<div class="body">{"".join(texts[:2])}{between}{"".join(texts[2:])}{after}</div>'


def rule_of(article: Article, text: str) -> str:
    return next(removed.rule for removed in article.removed if removed.block.text == text)


def summary(name: str) -> Article:
    lead = "After eleven months the town has its bridge back, and nobody knows yet what the repairs will cost."
    head = f'<meta name="description" content="{lead}">'
    return read(f'<p class="{name}">{lead}</p>{story()}', head=head)


def test_a_standfirst_that_is_named_as_one_is_no_part_of_the_body() -> None:
    assert summary("standfirst").body == "\n\n".join(PARAGRAPHS)


def test_a_title_printed_where_the_text_begins_is_no_part_of_the_body() -> None:
    title = "The bridge at Lindau opens again, and the town hopes that its customers come back before the winter does."
    assert read(story(), title).body == "\n\n".join(PARAGRAPHS)


def test_a_first_paragraph_that_is_the_description_too_is_part_of_the_body() -> None:
    assert summary("lead").body.endswith("\n\n".join(PARAGRAPHS))
    assert summary("lead").body.startswith("After eleven months the town")


def test_the_captions_of_a_gallery_are_its_story() -> None:
    figures = "".join(f'<figure><img src="/1.jpg"><figcaption>{text}</figcaption></figure>' for text in PARAGRAPHS)
    assert read(f'<div class="gallery">{figures}</div>', "The bridge in pictures").body == "\n\n".join(PARAGRAPHS)


def test_a_caption_beside_text_is_no_part_of_the_body() -> None:
    caption = "The bridge on the morning after the storm, seen from the quay"
    article = read(story(f'<figure><img src="/1.jpg"><figcaption>{caption}</figcaption></figure>'))
    assert article.body == "\n\n".join(PARAGRAPHS)
    assert caption in [block.text for block in article.blocks if block.kind == "caption"]


@pytest.mark.parametrize("question", ["<p><strong>{}</strong></p>", "<h2>{}</h2>"])
def test_the_questions_of_an_interview_stay(question: str) -> None:
    pairs = zip(QUESTIONS, PARAGRAPHS[1:], strict=True)
    body = "".join(f"{question.format(asked)}<p>{answer}</p>" for asked, answer in pairs)
    assert all(asked in read(f"<p>{PARAGRAPHS[0]}</p>{body}").body for asked in QUESTIONS)


@pytest.mark.parametrize("name", ["factbox", "c-info-box", "faktaboks wide", "infokasten", "Fakten-Box", "recuadro"])
def test_a_fact_box_is_no_part_of_the_running_text(name: str) -> None:
    fact = "Built in 1931, it is 412 metres long and carries 31,000 vehicles on an average day."
    article = read(story(f'<aside class="{name}"><h3>The bridge in figures</h3><p>{fact}</p></aside>'))
    assert article.body == "\n\n".join(PARAGRAPHS)
    assert rule_of(article, fact) == "fact_box"
    box = f'<aside class="{name}"><p>{fact}</p></aside>'
    assert fact in read(story(box), off=("fact_box",)).body


@pytest.mark.parametrize("name", ["factbox", "info-box"])
def test_a_box_around_the_whole_story_is_no_fact_box(name: str) -> None:
    assert read(f'<div class="{name}">{story()}</div>').body == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize("name", ["infobahn", "manifesto-box", "artefact-boxes", "box"])
def test_a_name_that_only_sounds_like_it_is_no_fact_box(name: str) -> None:
    text = "A second ferry, the dispatcher said, would have been needed on most days of the long winter."
    assert text in read(story(f'<div class="{name}"><p>{text}</p></div>')).body


def test_a_correction_stays() -> None:
    note = "Correction: an earlier version of this article said that the repairs had cost twenty million euros."
    assert note in read(story(after=f'<p class="correction"><em>{note}</em></p>')).body


def test_a_note_for_the_printer_goes() -> None:
    note = "Printed from elbkurier.example on 12 May 2026. For personal use only."
    article = read(story(after=f'<p class="print-only">{note}</p>'))
    assert rule_of(article, note) == "print_only"


@pytest.mark.parametrize("name", ["no-print", "hide-for-print", "print-edition", "d-print-none", "blueprint-only"])
def test_what_is_not_for_the_printer_alone_stays(name: str) -> None:
    text = "A second ferry, the dispatcher said, would have been needed on most days of the long winter."
    assert text in read(story(f'<div class="{name}"><p>{text}</p></div>')).body


def test_a_pointer_to_another_article_goes() -> None:
    pointer = '<p class="readalso">Read also: <a href="/x">Ferry operators fear for their trade</a></p>'
    assert "Ferry operators" not in read(story(pointer)).body


def test_a_table_of_figures_stays_row_by_row() -> None:
    rows = "<tr><th>Year</th><th>Vehicles</th></tr><tr><td>2019</td><td>28,400</td></tr>"
    article = read(story(f"<table>{rows}</table>"))
    assert "Year Vehicles\n2019 28,400" in [block.text for block in article.blocks if block.kind == "table"]


def test_the_teaser_before_a_wall_is_the_story_and_the_article_says_that_it_is_not_free() -> None:
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>'
    article = read(f"<div><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p></div>", head=head)
    assert article.body == "\n\n".join(PARAGRAPHS[:2])
    assert (article.free_access, article.paywall_signal) == (False, "json_ld isAccessibleForFree: false")


def test_scrambled_text_is_no_story_and_shows_that_the_article_is_not_free() -> None:
    moved = ["".join(chr(ord(sign) + 1) if sign.isalpha() else sign for sign in text) for text in PARAGRAPHS[2:]]
    body = "".join(f"<p>{text}</p>" for text in (*PARAGRAPHS[:2], *moved))
    article = read(f"<div>{body}</div>")
    assert article.body == "\n\n".join(PARAGRAPHS[:2])
    assert (article.free_access, article.paywall_signal) == (False, "scrambled text")


def test_a_text_with_one_odd_word_three_times_is_not_scrambled() -> None:
    text = "Unsafe travel: coverage voids if you enter, if somebody warned you, or if your insurer says so."
    article = read(story(f"<p>{text}</p>"))
    assert text in article.body
    assert article.free_access is None


def test_what_only_a_test_id_calls_a_box_stays() -> None:
    text = "A second ferry, the dispatcher said, would have been needed on most days of the long winter."
    assert text in read(story(f'<div data-testid="Default Infobox"><p>{text}</p></div>')).body


SLIDES = {
    "credited": '<figure><img src="/1.jpg"><figcaption>{} Photo: Orla Pettibone</figcaption></figure>',
    "named": '<div class="slide"><img src="/1.jpg"><p class="caption">{}</p></div>',
}
NINE = (
    "The last rivet goes in, seen from the quay at dawn with the crew looking on.",
    "Foreman Ole Brandt inspects the bearing that held for ninety years.",
    "Children wave from the ferry as it passes below the span.",
    "The brass band rehearses between two cranes on the north bank.",
    "A baker crosses first, with rolls for the crew of the ferry.",
    "Seen from the air: the bridge, the river and the two quays.",
    "Old planks are stacked for sale at the harbour office.",
    "The ribbon waits for the mayor and her blunt scissors.",
    "Evening light on the new rails after the last guests left.",
)
CORRECTION = '<p class="correction">Correction: an earlier version said that the bridge was built in 1913.</p>'


def gallery(slide: str, after: str = "") -> Article:
    return strip_boilerplate(read("".join(slide.format(text) for text in NINE) + after, "Nine pictures"), OUTLET)


@pytest.mark.parametrize("slide", SLIDES.values(), ids=SLIDES)
@pytest.mark.parametrize("after", ["", CORRECTION], ids=["alone", "corrected"])
def test_a_gallery_keeps_all_of_its_captions_and_its_correction(slide: str, after: str) -> None:
    article = gallery(slide, after)
    assert all(text in article.body for text in NINE)
    assert ("built in 1913" in article.body) == bool(after)
    assert article.warnings == ()


def test_captions_named_so_beside_text_are_no_gallery() -> None:
    slides = "".join(SLIDES["credited"].format(text) for text in NINE[:3])
    assert strip_boilerplate(read(story(slides)), OUTLET).body == "\n\n".join(PARAGRAPHS)


def test_captions_above_a_short_notice_are_no_gallery() -> None:
    figures = "".join(SLIDES["credited"].format(text) for text in NINE[:3])
    article = strip_boilerplate(read(f"{figures}<p>{PARAGRAPHS[0]}</p>"), OUTLET)
    assert article.body == PARAGRAPHS[0]
