"""``preview`` as it is typed, against an invented paper; and what it says of previews made by hand."""

import io
import json
import os
import re
import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import quick_start
from korean_daily_site import AD, BIOGRAPHY, NEWSLETTER, RELATED, STORIES, korean_daily

from newscrawler import settings
from newscrawler.duplicates.fingerprint import fingerprint_article
from newscrawler.model.account import COUNTS
from newscrawler.model.article import Article, Author
from newscrawler.model.block import Block, RemovedBlock
from newscrawler.model.fingerprint import Fingerprint
from newscrawler.model.outcome import Outcome, OutcomeKind
from newscrawler.model.outlet import Outlet
from newscrawler.model.run import Run
from newscrawler.operations.crawl_end import Ended
from newscrawler.operations.output import Output
from newscrawler.operations.preview import exit_code, without_database
from newscrawler.operations.preview_findings import find_points, pattern_of, toml_pattern
from newscrawler.operations.preview_text import print_preview
from newscrawler.operations.preview_view import Preview, preview_of, why_refused
from newscrawler.spiders.watched import ReadListing

AT = datetime(2026, 3, 5, 9, tzinfo=UTC)
OUTLET = Outlet(id="gb_x", name="X", home="https://x.example/", feeds=("https://x.example/feed",))
RUN = Run("0" * 12, "gb_x", AT, counts=dict.fromkeys(COUNTS, 0))
FEED = ReadListing("https://x.example/feed", "feed", links=5, wanted=4, refused=("https://x.example/tag/ferry",))
NOT_A_FEED = "That is a web page, not a feed. It links to 2 feeds: https://x.example/a, https://x.example/b"


def article(number: int, *, lines: tuple[str, ...] = (), published: bool = True, **values: object) -> Article:
    blocks = tuple(Block("paragraph", text) for text in (f"The ferry came in at {number} o'clock.", *lines))
    facts: dict[str, Any] = {
        "title": f"Ferry {number}",
        "authors": (Author("Ines Duarte"),),
        "published_at": AT if published else None,
        "fetched_at": AT,
        "fingerprint": Fingerprint(f"{number:032}"),
        "blocks": blocks,
    }
    return Article(f"https://x.example/{number}", "gb_x", **facts | values)


def preview(*came: Article | Outcome, listings: tuple[ReadListing, ...] = (FEED,), **counts: int) -> Preview:
    return preview_of(OUTLET, listings, came, replace(RUN, counts={**RUN.counts, **counts}))


def test_sitemaps_that_robots_names_and_the_file_does_not_are_told() -> None:
    urls = tuple(f"https://x.example/{number}.xml" for number in range(5))
    (point,) = [
        one for one in find_points(replace(preview(), unlisted_sitemaps=urls)) if one.name == "unlisted_sitemaps"
    ]
    assert "names 5 sitemaps that gb_x.toml does not: https://x.example/0.xml" in point.message
    assert point.lines == ("robots_sitemaps = true",)
    taken = replace(preview(), unlisted_sitemaps=urls, outlet=replace(OUTLET, robots_sitemaps=True))
    assert [one.name for one in find_points(taken)] == ["nothing_found"]
    assert [one.name for one in find_points(preview())] == ["nothing_found"]


def outcome(kind: OutcomeKind, url: str = "https://x.example/9", message: str = "why") -> Outcome:
    return Outcome("gb_x", url, kind, message, AT)


def printed(shown: Preview, **options: object) -> str:
    out = io.StringIO()
    print_preview(shown, Output(out, io.StringIO(), **options))
    return out.getvalue()


def messages(shown: Preview) -> list[str]:
    return [point.message for point in find_points(shown)]


def test_a_preview_of_an_invented_paper_takes_out_all_that_is_not_its_stories(tmp_path: Path) -> None:
    with korean_daily(tmp_path / "outlets"):
        variables = {
            "NEWSCRAWLER_OUTLETS": str(tmp_path / "outlets"),
            "NEWSCRAWLER_DATA_DIR": str(tmp_path / "data"),
            "NEWSCRAWLER_ALLOW_LOOPBACK": "1",
        }
        kept = {name: value for name, value in os.environ.items() if not name.startswith("NEWSCRAWLER_")}
        done = quick_start.run(["newscrawler", "preview", "us_koreadaily", "--json"], kept | variables)
    assert (done.returncode, done.stderr) == (0, "")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    listings = {row["listing"]: row for row in rows if row["kind"] == "listing"}
    assert [listings["feed"][name] for name in ("links", "wanted", "named_in")] == [4, 3, "feeds"]
    assert listings["feed"]["refused"][0].endswith("/category/local/")
    stored = {row["title"]: row for row in rows if row["kind"] == "article"}
    assert sorted(stored) == sorted(story.title for story in STORIES)
    for number, story in enumerate(STORIES):
        row = stored[story.title]
        texts = {
            kind: tuple(b["text"] for b in row["blocks"] if b["kind"] == kind) for kind in ("paragraph", "caption")
        }
        assert texts["paragraph"] == story.paragraphs
        assert texts["caption"] == story.captions  # once each, though the page has each three times
        assert tuple(author["name"] for author in row["authors"]) == story.authors
        taken = {gone["text"]: gone["rule"] for gone in row["removed"]}
        expected = {AD: "ad_label", NEWSLETTER: "newsletter", RELATED: "related", story.byline: "byline"}
        expected |= dict.fromkeys(story.captions, "caption") | {BIOGRAPHY[:500]: "author_box"}
        if number == 1:  # this one has a second weather bar between its paragraphs
            expected |= {"64.3 F": "weather_widget", "Port Alder": "weather_widget"}
        assert {text: taken.get(text) for text in expected} == expected
    assert not list((tmp_path / "data").rglob("*.wt")), "no embedded server was started"
    assert [entry.name for entry in (tmp_path / "data").iterdir()] == ["logs"]


@pytest.mark.parametrize("components", [settings.ITEM_PIPELINES, settings.SPIDER_MIDDLEWARES])
def test_no_step_of_a_preview_knows_the_database(components: dict[str, int]) -> None:
    left = without_database(components)
    assert left
    assert [name for name in left if hasattr(import_module(name.rpartition(".")[0]), "SharedDatabase")] == []


def test_listings_are_told_with_an_example_of_what_is_not_wanted() -> None:
    shown = printed(preview(article(1), found=4, fetched=1, over_budget=3))
    assert "feed      5       4           1  https://x.example/feed" in shown
    assert "not wanted, for example: https://x.example/tag/ferry" in shown
    assert "4 articles listed, 1 page fetched, 3 more than --limit." in shown


def test_a_web_page_in_place_of_a_feed_is_told_with_the_key_and_the_file_that_name_it() -> None:
    shown = preview(outcome(OutcomeKind.LISTING_FAILED, OUTLET.feeds[0], NOT_A_FEED), listings=())
    assert f"feeds in gb_x.toml: https://x.example/feed: {NOT_A_FEED}\n" in printed(shown)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"exclude": ("/tag/",)}, "exclude: '/tag/'"),
        ({"include": (r"/\d+$",)}, "no pattern of include fits"),
        ({}, "not on x.example"),
    ],
)
def test_why_a_link_is_not_wanted(changes: dict[str, Any], why: str) -> None:
    assert why_refused("https://y.example/tag/ferry", replace(OUTLET, **changes)) == why


def test_copies_are_marked_as_they_would_be_in_the_database() -> None:
    story = [
        f"In part {part} a pilot tells of ship {part} from {part} ports, and of {part + 7} masts." for part in range(9)
    ]

    def told(number: int, parts: int) -> Article:
        one = article(number, blocks=tuple(Block("paragraph", text) for text in story[:parts]))
        return replace(one, fingerprint=fingerprint_article(one))

    shown = preview(told(1, 9), told(2, 9), told(3, 7), article(4))
    assert "[same text as 1] Ferry 2" in printed(shown)
    assert "[excerpt of 1] Ferry 3" in printed(shown)
    rows = [json.loads(line) for line in printed(shown, json=True).splitlines()]
    copies = [row.get("copy_of") for row in rows if row["kind"] == "article"]
    url = "https://x.example/1"
    assert copies == [None, {"url": url, "kind": "same"}, {"url": url, "kind": "excerpt"}, None]


def test_pages_that_would_not_be_stored_are_told_with_their_reason() -> None:
    shown = printed(preview(article(1), outcome(OutcomeKind.TOO_SHORT, message="3 words of text")))
    assert "Would be stored: 1 of 2 pages" in shown
    assert "too_short  3 words of text  https://x.example/9" in shown


def test_rules_are_counted_by_blocks_and_pages_without_page_chrome() -> None:
    gone = [
        RemovedBlock(Block("paragraph", text), rule) for text, rule in (("Ad", "ad_label"), ("Menu", "outside_story"))
    ]
    shown = printed(preview(article(1, removed=(*gone, gone[0])), article(2, removed=(gone[0],))))
    assert 'ad_label       3      2  "Ad"' in shown
    assert "outside_story" not in shown


def test_texts_that_most_pages_keep_are_told_with_the_line_that_takes_them_out() -> None:
    line = "Our people (and you) since 1902."
    shown = preview(*(article(number, lines=(line,) if number < 4 else ()) for number in range(1, 6)))
    assert messages(shown)[0] == f"kept on 3 of 5 pages: '{line}'. If it is not story, the file's end:"
    assert "".join(
        [
            "file's end:\n",
            "    [boilerplate]\n",
            r"    remove_text = ['Our people \(and you\) since 1902\.']" + "\n",
        ]
    ) in printed(shown)


def test_articles_that_are_not_free_are_told() -> None:
    shown = preview(article(1), replace(article(2), free_access=False))
    assert any(told.startswith("Not free on 1 of 2 pages: the teaser") for told in messages(shown))


def test_a_preview_in_which_nothing_stands_out_says_so() -> None:
    long = article(1, lines=("A story of more words than that needs no second look. " * 20,))
    assert "To look at: nothing stands out.\n" in printed(preview(long))


def test_what_half_of_the_pages_or_two_copies_of_one_text_keep_is_no_habit() -> None:
    line = ("Our people since 1902.",)
    assert len(messages(preview(article(1, lines=line), article(2, lines=line), article(3), article(4)))) == 1
    assert len(messages(preview(*[article(1, lines=line)] * 4))) == 1


@pytest.mark.parametrize(
    "text", ["What? (now) [x] a\\b", "it's so", "one\ntwo", "w" * 300, "word " * 60, "''' and more"]
)
def test_a_proposed_pattern_is_toml_and_matches_the_whole_block(text: str) -> None:
    (pattern,) = tomllib.loads(f"remove_text = [{toml_pattern(text)}]")["remove_text"]
    assert pattern == pattern_of(text)
    assert re.fullmatch(pattern, text)


def test_fields_that_most_pages_lack_are_told() -> None:
    told = messages(preview(*(article(number, published=number > 2, authors=()) for number in range(1, 4))))
    assert told[0].startswith("published_at missing on 2 of 3 pages. If they print one")
    assert told[1].startswith("No author on 3 of 3 pages.")


def test_fields_that_few_pages_lack_are_not_told() -> None:
    assert len(messages(preview(article(1, published=False), article(2), article(3, authors=())))) == 1


def test_an_agency_is_somebody() -> None:
    assert len(messages(preview(article(1, authors=(), agency="AP")))) == 1


def test_close_calls_are_counted_with_an_example() -> None:
    close = replace(Block("paragraph", "Read also: tolls to rise"), evidence="0.52 over 0.50")
    told = messages(preview(article(1, blocks=(Block("paragraph", "Story."), close))))
    assert told[0] == (
        "Kept, but it was close: 1 block on 1 page, such as 'Read also: tolls to rise'. "
        "See: newscrawler explain https://x.example/1"
    )


def test_where_no_link_is_wanted_the_pattern_is_named() -> None:
    (told,) = messages(preview(listings=(replace(FEED, links=1, wanted=0),)))
    assert told == (
        "No link is wanted, of 1: https://x.example/tag/ferry (not on x.example). "
        "Change include or exclude in gb_x.toml."
    )


def test_an_empty_listing_and_one_that_failed_are_told_apart() -> None:
    (empty,) = messages(preview(listings=(replace(FEED, links=0, wanted=0, refused=()),)))
    assert empty.startswith("No link to an article was found.")
    (failed,) = messages(preview(outcome(OutcomeKind.LISTING_FAILED, OUTLET.feeds[0]), listings=()))
    assert failed.startswith("No listing could be read")


@pytest.mark.parametrize(
    ("shown", "code"),
    [
        (preview(article(1), found=1, fetched=1), 0),
        (preview(article(1), outcome(OutcomeKind.TOO_SHORT), fetched=2), 0),
        (preview(outcome(OutcomeKind.TOO_SHORT), found=1, fetched=1), 1),
        (preview(outcome(OutcomeKind.TIMEOUT), found=1), 1),
        (preview(article(1), outcome(OutcomeKind.EXTRACTION_FAILED), fetched=2), 1),
        (preview(outcome(OutcomeKind.LISTING_FAILED), listings=()), 1),
        (preview(), 5),
    ],
)
def test_the_exit_code_says_whether_anything_would_be_stored(shown: Preview, code: int) -> None:
    assert exit_code(shown, Ended("gb_x", shown.run)) == code


def test_the_last_lines_say_what_to_type_next() -> None:
    assert printed(preview(article(1))).endswith(
        "  newscrawler explain --outlet gb_x https://x.example/1\n"
        "  newscrawler sample gb_x https://x.example/1\n"
        "  newscrawler crawl gb_x\n"
    )
    assert printed(preview(outcome(OutcomeKind.TOO_SHORT))).endswith("Next: newscrawler explain https://x.example/9\n")
    assert printed(preview(listings=())).endswith("Next: newscrawler outlets show gb_x\n")


def test_an_address_can_be_typed_as_it_is_shown() -> None:
    shown = printed(preview(replace(article(1), url="https://x.example/1?a=1&b=2")))
    assert "  newscrawler sample gb_x 'https://x.example/1?a=1&b=2'\n" in shown


@pytest.mark.parametrize("width", [40, 80])
def test_lines_fit_a_terminal(width: int) -> None:
    shown = printed(preview(article(1), article(2), outcome(OutcomeKind.TOO_SHORT)), is_terminal=True, width=width)
    long = [line for line in shown.splitlines() if len(line) > width and "newscrawler" not in line]
    assert long == []


def test_every_row_for_programs_has_a_kind() -> None:
    shown = preview(article(1), outcome(OutcomeKind.TOO_SHORT))
    rows = [json.loads(line) for line in printed(shown, json=True).splitlines()]
    assert [row["kind"] for row in rows] == ["listing", "article", "body_words", "outcome", "finding"]
