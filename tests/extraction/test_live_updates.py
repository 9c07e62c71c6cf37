"""Live blogs: their entries, which of their text is the story, and pages that only look like one."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawler.boilerplate.strip import strip_boilerplate
from newscrawler.extraction.article import extract_article
from newscrawler.extraction.live_updates import _read_instant
from newscrawler.model.article import Article
from newscrawler.model.outlet import BoilerplateRules, Outlet
from newscrawler.model.page import Page

OUTLET = Outlet(id="de_elbkurier", name="Elbkurier")
INTRODUCTION = (
    "The harbour bridge reopened on Monday after eleven months of repairs that cost the town twelve million euros.",
    "Engineers replaced forty of the old bearings, and the deck was sealed with two layers of asphalt before winter.",
    "Buses cross the river again from Tuesday, while lorries of more than twelve tonnes have to wait until May.",
)
ENTRIES = (
    ("18:55", "Last guests leave", "The brass band has packed up, and the mayor has walked home over the bridge."),
    ("18:20", "Lights are on", "For the first time since last summer all ninety lamps of the bridge shine again."),
    ("17:40", "Queue at the ramp", "Some two hundred cyclists wait at the eastern ramp for the ribbon to be cut."),
    ("17:05", "First speeches", "The builder thanks the town for its patience and the ferrymen for their work."),
    ("16:30", "Under way", "People gather at the quay, though the rain has not stopped since this morning."),
)
OWN_ARTICLE = ("16:45", "Bridge opens again", INTRODUCTION[0])
LIVE = '<script type="application/ld+json">{"@type": "LiveBlogPosting", "headline": "Bridge opens again"}</script>'


def read(body: str, head: str = "", off: tuple[str, ...] = ()) -> Article:
    menu = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in ("Home", "Sport", "Culture"))
    markup = (
        f"<html><head><title>Bridge opens again - Elbkurier</title>{head}</head><body><nav><ul>{menu}</ul></nav>"
        f'<main><article class="article"><h1>Bridge opens again</h1><div class="article-body">{body}</div></article>'
        '</main><footer class="footer"><p>Copyright Elbkurier</p></footer></body></html>'
    )
    page = Page(url="https://elbkurier.example/a", html=markup.encode(), fetched_at=datetime(2026, 11, 1, tzinfo=UTC))
    return extract_article(page, replace(OUTLET, boilerplate=BoilerplateRules(off=off)))


def introduction() -> str:
    return "".join(f"<p>{text}</p>" for text in INTRODUCTION)


def boxes(entries: tuple[tuple[str, str, str], ...] = ENTRIES, name: str = "entry") -> str:
    return "".join(
        f'<div class="{name}"><time datetime="2026-05-12T{clock}:00+02:00">{clock}</time>'
        f"<h3>{title}</h3><p>{text}</p></div>"
        for clock, title, text in entries
    )


def rules(article: Article, text: str) -> list[str]:
    return [removed.rule for removed in article.removed if removed.block.text == text]


def test_a_live_blog_that_the_page_shows_whole_is_story_and_told_entry_by_entry() -> None:
    article = read(f'{introduction()}<div class="stream">{boxes()}</div>')
    assert article.body.startswith(INTRODUCTION[0])
    assert all(title in article.body and text in article.body for _, title, text in ENTRIES)
    assert [(update.title, update.text) for update in article.live_updates] == [entry[1:] for entry in ENTRIES]
    assert article.live_updates[0].published_at == datetime(2026, 5, 12, 16, 55, tzinfo=UTC)
    assert (article.article_type, article.provenance["article_type"]) == ("live_blog", "entries")


def test_the_times_of_entries_that_are_story_are_told_as_theirs() -> None:
    article = strip_boilerplate(read(f'{introduction()}<div class="stream">{boxes()}</div>'), OUTLET)
    assert rules(article, ENTRIES[0][0]) == ["live_entry"]


def test_where_the_page_shows_a_part_of_the_entries_the_introduction_is_the_story() -> None:
    stream = f'<div class="stream">{boxes()}<a href="?page=2">Older entries</a></div>'
    article = read(introduction() + stream, LIVE)
    assert article.body == "\n\n".join(INTRODUCTION)
    assert [update.title for update in article.live_updates] == [title for _, title, _ in ENTRIES]
    assert rules(article, ENTRIES[0][2]) == ["live_entry"]


def test_an_outlets_file_makes_entries_story_where_it_switches_their_rule_off() -> None:
    stream = f'<div class="stream">{boxes()}<a href="?page=2">Older entries</a></div>'
    article = read(introduction() + stream, LIVE, off=("live_entry",))
    assert all(title in article.body and text in article.body for _, title, text in ENTRIES)
    assert "live_entry" not in {removed.rule for removed in article.removed}


def test_the_whole_introduction_stays_with_the_line_that_invites_to_read_on() -> None:
    invitation = "Follow all of it here."
    stream = f'<p>{invitation}</p></div><div class="stream">{boxes()}<a href="?page=2">Older entries</a></div>'
    article = read(f'<div class="lead">{introduction()}{stream}', LIVE)
    assert article.body == "\n\n".join((*INTRODUCTION, invitation))


def test_a_list_that_is_full_to_its_limit_is_a_part() -> None:
    article = read(f'{introduction()}<amp-live-list data-max-items-per-page="5">{boxes()}</amp-live-list>', LIVE)
    assert article.body == "\n\n".join(INTRODUCTION)


def test_a_limit_of_five_thousand_digits_is_none() -> None:
    limit = "9" * 5000
    article = read(f'{introduction()}<amp-live-list data-max-items-per-page="{limit}">{boxes()}</amp-live-list>', LIVE)
    assert all(text in article.body for _, _, text in ENTRIES)


def test_without_an_introduction_the_entries_are_the_story() -> None:
    article = read(f'<div class="stream">{boxes()}<a href="?page=2">Older entries</a></div>', LIVE)
    assert all(text in article.body for _, _, text in ENTRIES)
    assert len(article.live_updates) == len(ENTRIES)


def test_entries_without_boxes_go_on_to_the_next_time() -> None:
    flat = "".join(f"<p>{clock.replace(':', 'h')} - {title}</p><p>{text}</p>" for clock, title, text in ENTRIES)
    article = read(introduction() + flat)
    assert [(update.title, update.text) for update in article.live_updates] == [entry[1:] for entry in ENTRIES]
    assert f"18h55 - {ENTRIES[0][1]}" in article.body


def test_times_and_texts_that_only_a_script_has_are_taken_from_there() -> None:
    stated = [
        {"@type": "BlogPosting", "headline": title, "articleBody": text, "datePublished": f"2026-05-12T{clock}:00Z"}
        for clock, title, text in ENTRIES
    ]
    data = json.dumps({"@type": "LiveBlogPosting", "headline": "Bridge opens again", "liveBlogUpdate": stated})
    shown = "".join(f'<div class="post"><h3>{title}</h3><p>{text}</p></div>' for _, title, text in ENTRIES)
    head = f'<script type="application/ld+json">{data}</script>'
    on_page = read(f"{introduction()}<div>{shown}</div>", head).live_updates
    assert on_page[0].published_at == datetime(2026, 5, 12, 18, 55, tzinfo=UTC)
    only_in_script = read(introduction(), head).live_updates
    assert [update.text for update in only_in_script] == [text for _, _, text in ENTRIES]


@pytest.mark.parametrize(
    "look_alike",
    [
        f'<section class="comments">{boxes(name="comment")}</section>',
        f'<div class="chronicle">{boxes(tuple(reversed(ENTRIES)))}</div>',
        f'<div class="others">{boxes((*ENTRIES[:3], OWN_ARTICLE, ENTRIES[4]))}</div>',
        '<ul class="latest">' + "".join(f'<li>{c} <a href="/{c}">{t} {x}</a></li>' for c, t, x in ENTRIES) + "</ul>",
        "".join(
            f"<p><strong>What happened next ({number})?</strong></p><p>{x}</p>"
            for number, (_, _, x) in enumerate(ENTRIES)
        ),
    ],
    ids=["comments", "chronicle with the oldest first", "several articles on one page", "list of links", "interview"],
)
def test_a_look_alike_is_no_live_blog(look_alike: str) -> None:
    article = read(introduction() + look_alike)
    assert article.live_updates == ()
    assert article.article_type != "live_blog"


def test_a_chronicle_inside_a_story_is_no_live_blog() -> None:
    long_story = introduction() + introduction().replace("the", "this") + introduction().replace("of", "for")
    assert read(f'{long_story}<div class="box">{boxes(ENTRIES[:4])}</div>').live_updates == ()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_an_instant_with_its_zone_or_none(text: str) -> None:
    instant = _read_instant(text)
    assert instant is None or instant.tzinfo is UTC


def test_a_mere_time_of_day_is_no_instant() -> None:
    assert _read_instant("18:55") is None
    assert _read_instant("2026-05-12T18:55:00") is None
    assert _read_instant("0001-01-01T00:00:00+14:00") is None
