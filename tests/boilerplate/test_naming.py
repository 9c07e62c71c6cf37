from dataclasses import replace

from newscrawler.boilerplate.strip import strip_boilerplate
from newscrawler.model.article import Article
from newscrawler.model.block import Block, RemovedBlock
from newscrawler.model.outlet import BoilerplateRules, Outlet

OUTLET = Outlet(id="gb_x", name="X")
STORY = tuple(
    Block("paragraph", text, ("article", "p"), position=number)
    for number, text in ((0, "The bridge over the Harwick reopened on Monday."), (2, "Two of its piers had cracks."))
)
ADVERTISEMENT = Block("paragraph", "- Advertisement -", ("article", "div.ad"), position=1)


def article(block: Block, rule: str = "not_story") -> Article:
    removed = (RemovedBlock(block, rule, "0.30 under 0.50"),)
    return Article(url="https://x.example/1", outlet="gb_x", blocks=STORY, removed=removed)


def names(stripped: Article) -> list[tuple[str, str]]:
    return [(gone.rule, gone.evidence) for gone in stripped.removed]


def test_what_the_reader_left_out_bears_the_name_of_the_rule_that_knows_it() -> None:
    stripped = strip_boilerplate(article(ADVERTISEMENT), OUTLET)
    assert names(stripped) == [("ad_label", "the label “advertisement”; 0.30 under 0.50")]
    assert stripped.blocks == STORY


def test_what_no_rule_knows_stays_without_a_name() -> None:
    unknown = replace(ADVERTISEMENT, text="A boat was seen", trail=("article", "div"))
    assert names(strip_boilerplate(article(unknown), OUTLET)) == [("not_story", "0.30 under 0.50")]


def test_a_reason_that_is_one_already_stays() -> None:
    assert names(strip_boilerplate(article(ADVERTISEMENT, "title"), OUTLET)) == [("title", "0.30 under 0.50")]


def test_a_rule_that_is_off_gives_no_name() -> None:
    outlet = replace(OUTLET, boilerplate=BoilerplateRules(off=("ad_label",)))
    assert names(strip_boilerplate(article(ADVERTISEMENT), outlet)) == [("not_story", "0.30 under 0.50")]


def test_blocks_that_came_without_a_page_are_left_alone() -> None:
    assert names(strip_boilerplate(article(replace(ADVERTISEMENT, position=None)), OUTLET))[0][0] == "not_story"
