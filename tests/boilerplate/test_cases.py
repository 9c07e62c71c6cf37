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
# By elements' names or by what stands beside them: as good in one language as in another.
TOLD_WITHOUT_WORDS = {"print_only", "repeated_block", "repeated_title"}
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


def read_case(path: Path) -> tuple[Article, dict[int, str]]:
    """The case as an article, and the rule that must take each of its marked blocks.

    ``data-expect="removed"``: the rule that the folder is named after; any other value is a rule's name.
    """
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
    marks = {index: mark for index, element in enumerate(elements) if (mark := element.get("data-expect"))}
    return article, {index: path.parent.name if mark == "removed" else mark for index, mark in marks.items()}


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
    expected = {article.blocks[index].text: name for index, name in marked.items()}
    assert by_rule == expected
    assert stripped.blocks == tuple(block for index, block in enumerate(article.blocks) if index not in marked)
    assert stripped.warnings == ()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_has_cases_of_both_kinds_in_several_languages(rule: Rule) -> None:
    paths = [path for path in FILES if path.parent.name == rule.name]
    must_go = [path for path in paths if rule.name in read_case(path)[1].values()]
    look_alikes = [path for path in paths if not read_case(path)[1]]
    assert len(must_go) >= 2, "a rule needs two files with blocks that must go"
    assert len(look_alikes) >= 2, "a rule needs two files of look-alikes that must stay"
    if rule.name not in TOLD_WITHOUT_WORDS:
        assert len({language_of(path) for path in paths}) >= 3, "a rule that is told by words needs three languages"


def language_of(path: Path) -> str:
    return str(lxml.html.document_fromstring(path.read_text(encoding="utf-8")).get("lang"))


def test_every_case_names_its_language() -> None:
    assert not [str(path) for path in FILES if language_of(path) == "None"]


def test_there_are_enough_cases() -> None:
    assert len(FILES) >= 250


def test_no_two_cases_hold_the_same_text() -> None:
    texts = [read_case(path)[0].blocks for path in FILES]
    told = [" ".join(block.text for block in blocks) for blocks in texts]
    assert len(set(told)) == len(told)


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
