"""One test for every case file: marked blocks go, by the rule that the folder names; all the others stay."""

from collections.abc import Iterator
from pathlib import Path

import lxml.html
import pytest
from lxml.html import HtmlElement

from newscrawler.boilerplate.rule import Rule, find_among
from newscrawler.boilerplate.strip import RULES, strip_boilerplate
from newscrawler.model.article import Article, Author, Image
from newscrawler.model.block import Block, BlockKind
from newscrawler.model.outlet import Outlet

CASES = Path(__file__).parent / "cases"
FILES = sorted(CASES.glob("*/*.html"))
OUTLET = Outlet(id="xx_example", name="Elbkurier")
KINDS: dict[str, BlockKind] = {
    "blockquote": "quote",
    "figcaption": "caption",
    "h1": "heading",
    "h2": "heading",
    "h3": "heading",
    "li": "list",
    "p": "paragraph",
    "span": "paragraph",
}


def read_case(path: Path) -> tuple[Article, set[int]]:
    """The case as an article, and the indices of its marked blocks."""
    page = lxml.html.document_fromstring(path.read_text(encoding="utf-8"))
    elements = [element for element in page.iter(*KINDS) if text_of(element)]
    article = Article(
        url="https://news.example/case",
        outlet=OUTLET.id,
        title=page.findtext(".//title"),
        authors=tuple(
            Author(name=meta.get("content", "")) for meta in page.iter("meta") if meta.get("name") == "author"
        ),
        images=tuple(Image(url=image.get("src"), alt=image.get("alt")) for image in page.iter("img")),
        blocks=tuple(block_of(element) for element in elements),
    )
    return article, {index for index, element in enumerate(elements) if element.get("data-expect") == "removed"}


def text_of(element: HtmlElement) -> str:
    return " ".join(str(element.text_content()).split())


def block_of(element: HtmlElement) -> Block:
    text = text_of(element)
    linked = sum(len(text_of(link)) for link in element.iter("a"))
    trail = tuple(reversed([name_of(node) for node in (element, *element.iterancestors())]))
    return Block(kind=KINDS[element.tag], text=text, trail=trail, link_share=linked / len(text))


def name_of(element: HtmlElement) -> str:
    identity = f"#{element.get('id')}" if element.get("id") else ""
    classes = "".join(f".{name}" for name in (element.get("class") or "").split())
    return f"{element.tag}{identity}{classes}".lower()


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_marked_blocks_go_by_this_rule_and_all_others_stay(path: Path) -> None:
    article, marked = read_case(path)
    stripped = strip_boilerplate(article, OUTLET)
    by_rule = {entry.block.text: entry.rule for entry in stripped.removed}
    expected = {article.blocks[index].text: path.parent.name for index in marked}
    assert by_rule == expected
    assert stripped.blocks == tuple(block for index, block in enumerate(article.blocks) if index not in marked)
    assert stripped.warnings == ()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_has_cases_of_both_kinds(rule) -> None:  # noqa: ANN001 - named by the list itself
    cases = [read_case(path) for path in FILES if path.parent.name == rule.name]
    gone = sum(len(marked) for _, marked in cases)
    look_alikes = sum(len(article.blocks) for article, marked in cases if not marked)
    assert gone >= 2, "a rule needs at least two blocks that must go"
    assert look_alikes >= 2, "a rule needs a case of look-alikes that must stay"


def test_every_folder_of_cases_belongs_to_a_rule() -> None:
    assert {path.name for path in CASES.iterdir()} == {rule.name for rule in RULES}


def test_every_removed_block_says_why() -> None:
    for removed in removed_everywhere():
        assert removed.evidence


def removed_everywhere() -> Iterator[object]:
    for path in FILES:
        yield from strip_boilerplate(read_case(path)[0], OUTLET).removed


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_asked_about_a_few_blocks_says_of_them_what_it_says_of_all(rule: Rule) -> None:
    for path in FILES:
        case = read_case(path)[0]
        for few in (range(0, len(case.blocks), 2), range(1, len(case.blocks), 2)):
            wanted = [finding for finding in rule.find(case) if finding[0] in few]
            assert [finding for finding in find_among(rule.find, case, few) if finding[0] in few] == wanted, path
