"""What explain says about blocks and fields."""

import io
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from newscrawler.cleaning.completeness import Refusal
from newscrawler.model.article import Article, Author
from newscrawler.model.block import Block, RemovedBlock
from newscrawler.model.outcome import OutcomeKind
from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page
from newscrawler.operations.explain import print_explanation
from newscrawler.operations.explanation import container_of, fates, field_sources, script_of
from newscrawler.operations.output import Output
from newscrawler.operations.terminal_text import cell_width
from newscrawler.reading import Reading, read_page

TRAIL = ("html", "body", "div#main.story.wide", "p.first")
LEAD = Block("paragraph", "The first ferry left the harbour.", TRAIL, "div.story > p:1", 0.0, "6 words, no links", 2)
WEATHER = Block("paragraph", "21 degrees\nlight wind", ("html", "div.weather"), "body > div:1", position=1)
LIST = Block("list", "Tolls\nTimes", ("html", "ul", "li"), position=3)
ARTICLE = Article(
    url="https://www.example.com/news/1.html",
    outlet="gb_example",
    title="A ferry",
    keywords=("sea",),
    blocks=(LEAD, LIST),
    removed=(RemovedBlock(WEATHER, "weather_widget", "temperature and wind in a row"),),
    authors=(Author("Ann Lee"), Author("Bo Kim")),
    published_at=datetime(2026, 3, 5, 9, tzinfo=UTC),
    provenance={"title": "json_ld", "authors": "meta", "published_at": "json_ld", "keywords": "meta", "section": "url"},
    warnings=("date_in_future",),
    container=("html",),
)


def explained(reading: Reading, **options: object) -> str:
    output = Output(stdout=io.StringIO(), stderr=io.StringIO(), **options)
    print_explanation(reading, output)
    return output.stdout.getvalue()


def test_blocks_stand_in_the_order_of_the_page() -> None:
    assert [fate.block.position for fate in fates(ARTICLE)] == [1, 2, 3]


def test_blocks_without_a_position_stand_last_in_their_own_order() -> None:
    loose = replace(ARTICLE, blocks=(replace(LIST, position=None), LEAD, replace(LEAD, position=None)))
    assert [fate.block.kind for fate in fates(loose)] == ["paragraph", "paragraph", "list", "paragraph"]


def test_every_block_has_its_decision_rule_and_evidence_on_a_line() -> None:
    lines = explained(Reading(ARTICLE, None)).splitlines()
    assert lines[1] == "Read by the rules of gb_example. It would be stored: 2 blocks kept, 1 removed."
    removed, kept, listed = lines[4:7]
    assert removed.startswith('REMOVE  div   "21 degrees / light wind"  ')
    assert removed.endswith("  weather_widget: temperature and wind in a row")
    assert kept.startswith('keep    p     "The first ferry left the harbour."  ')
    assert kept.endswith("  6 words, no links")
    assert listed == 'keep    li    "Tolls / Times"'


def test_the_element_that_holds_the_story_is_named() -> None:
    story = replace(ARTICLE, container=TRAIL[:-1])
    assert "The story is in html > body > div#main.story.wide." in explained(Reading(story, None)).splitlines()
    assert container_of(replace(ARTICLE, container=("html",))) == "html"


def test_a_story_without_a_page_has_no_such_element() -> None:
    assert container_of(replace(ARTICLE, container=())) is None


MANY_BOXES = """<main><h1>The ferry sails again</h1><div class=part><p>The ferry left the quay at noon on Monday, for
the first time in eleven months, with forty people on board.</p></div><p class=note>Listen to this story in our app</p>
<div class=part><p>The repairs had taken eleven months and cost four million, said the harbour master on the quay.</p>
</div></main><div class=more><p>Read also: the bridge is closed for another week of repairs, says the town.</p></div>"""


def test_a_block_outside_the_story_s_container_is_outside_the_one_that_is_named() -> None:
    page = Page("https://www.example.com/news/1.html", MANY_BOXES.encode(), datetime(2026, 3, 5, tzinfo=UTC))
    article = read_page(page, Outlet(id="gb_example", name="Example")).article
    assert container_of(article) == "html > body > main"
    for fate in fates(article):
        assert ("outside the story's container" in fate.evidence) is ("main" not in fate.block.trail)


def test_the_script_that_has_the_story_is_named() -> None:
    loose = replace(LEAD, trail=(), place="data of the script __NEXT_DATA__")
    story = replace(ARTICLE, blocks=(loose,), provenance={"body": "script"})
    told = explained(Reading(story, None))
    assert "The markup has lost the story; it is from the page's scripts: data of the script __NEXT_DATA__." in told
    assert script_of(ARTICLE) is None


def test_a_close_call_is_marked() -> None:
    close = replace(LEAD, evidence="0.52 over 0.50; 6 words")
    lines = explained(Reading(replace(ARTICLE, blocks=(close,)), None)).splitlines()
    assert lines[5].startswith('keep?   p     "The first ferry')
    far = replace(LEAD, evidence="0.99 over 0.50; 6 words")
    assert not fates(replace(ARTICLE, blocks=(far,)))[1].is_close


@pytest.mark.parametrize(("rule", "close"), [("not_story", True), ("ad_label", False)])
def test_what_a_rule_knows_is_no_close_call_whatever_the_score(rule: str, *, close: bool) -> None:
    gone = RemovedBlock(LEAD, rule, "the label “advertisement”; 0.45 under 0.50")
    assert fates(replace(ARTICLE, blocks=(), removed=(gone,)))[0].is_close is close


def test_fields_say_where_they_come_from_the_most_asked_for_first() -> None:
    assert [source.name for source in field_sources(ARTICLE)] == ["title", "authors", "published_at", "keywords"]
    told = explained(Reading(ARTICLE, None))
    assert "authors        meta       Ann Lee, Bo Kim" in told
    assert "published_at   json_ld    2026-03-05T09:00:00Z" in told
    assert "warnings: date_in_future" in told


def test_a_refused_page_says_so_first() -> None:
    refusal = Refusal(OutcomeKind.TOO_SHORT, "6 words")
    told = explained(Reading(ARTICLE, refusal))
    assert "It would not be stored (too_short: 6 words): 2 blocks kept, 1 removed." in told.splitlines()[1]


def test_json_holds_the_verdict_the_whole_blocks_and_the_fields() -> None:
    rows = [json.loads(line) for line in explained(Reading(ARTICLE, None), json=True).splitlines()]
    assert rows[0]["stored"] is True
    assert rows[0]["removed"] == {"weather_widget": 1}
    assert rows[1]["decision"] == "remove"
    assert rows[1]["text"] == "21 degrees\nlight wind"
    assert rows[1]["rule"] == "weather_widget"
    assert rows[2]["decision"] == "keep"
    assert rows[4] == {"field": "title", "value": "A ferry", "source": "json_ld"}


def test_a_narrow_terminal_gets_the_evidence_on_lines_of_its_own() -> None:
    long = replace(LEAD, text="코리아데일리 뉴스 " * 20, evidence="38 words, no links, in the container of the story")
    told = explained(Reading(replace(ARTICLE, blocks=(long,)), None), is_terminal=True, width=50)
    blocks = told.split("\n\n")[1]
    assert max(cell_width(line) for line in blocks.splitlines()) <= 50
    assert "38 words" in blocks
