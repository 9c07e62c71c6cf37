"""The compiled walks give what their twins in Python give, on any tree."""

import gzip
import re
from dataclasses import fields
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html
from lxml.html import HtmlElement

from newscrawler.extraction import chosen_walk, tree_walk_in_python
from newscrawler.extraction.blocks import MAX_BLOCKS, MAX_ELEMENTS, CutPage
from newscrawler.extraction.charset import decode_page
from newscrawler.extraction.element_roles import ROLES
from newscrawler.extraction.page_elements import ADDRESS_PARTS, NAME_PARTS, NAMING_ATTRIBUTES, NOTED_TAGS, VALUE_TAGS
from newscrawler.extraction.parse import parse_page

COMPILED = chosen_walk.walk
pytestmark = pytest.mark.skipif(
    COMPILED is tree_walk_in_python, reason="the walks are not compiled here: python setup.py build_ext --inplace"
)
COLUMNS = [column.name for column in fields(CutPage) if column.name.startswith(("node_", "block_", "link_", "strong_"))]
COLUMNS += ["texts", "leads"]
CORPUS = Path(__file__).parents[3] / "shared/corpus"
SPACES = [chr(code) for code in range(0x3001) if chr(code).isspace()]


def columns(walk: ModuleType, tree: HtmlElement, most_blocks: int, most_elements: int) -> dict[str, object]:
    cut = CutPage(tree)
    told = {"exceeded": walk.walk_blocks(tree, cut, most_blocks, most_elements)}
    return told | {name: getattr(cut, name) for name in COLUMNS} if told["exceeded"] is None else told


def assert_equal_walks(tree: HtmlElement, most_blocks: int = MAX_BLOCKS, most_elements: int = MAX_ELEMENTS) -> None:
    limits = most_blocks, most_elements
    twin = tree_walk_in_python
    found = columns(COMPILED, tree, *limits)
    assert found == columns(twin, tree, *limits)
    if found["exceeded"] is None:
        assert_equal_elements(tree)
    tables = NOTED_TAGS, VALUE_TAGS, NAMING_ATTRIBUTES, NAME_PARTS, ADDRESS_PARTS, 7
    assert COMPILED.noted_elements(tree, *tables) == twin.noted_elements(tree, *tables)
    for element in list(tree.iter(etree.Element))[:60]:
        for longest in (0, 1, 7, 60):
            assert COMPILED.text_of(element, longest) == twin.text_of(element, longest)
            assert COMPILED.parts_of(element, longest) == twin.parts_of(element, longest)
            assert COMPILED.texts_behind(element, longest, 9) == twin.texts_behind(element, longest, 9)


def assert_equal_elements(tree: HtmlElement) -> None:
    limits = MAX_BLOCKS, MAX_ELEMENTS
    twin = tree_walk_in_python
    assert COMPILED.block_elements(tree, CutPage(tree), *limits) == twin.block_elements(tree, CutPage(tree), *limits)


TAGS = st.one_of(
    st.sampled_from(["a", "b", "br", "div", "h2", "li", "p", "span", "table", "td", "tr"]),
    st.sampled_from([*ROLES, "math", "o:p", "path", "sub", "time", "wbr", "x-card", "x-ü"]),
)
WORDS = (
    "Ferry",
    "7",
    "ﬁ",
    "北",
    "\U0001d7d9",
    "…",
    "* *",
    "é",
    "e\u0301",
    "ǅ",
    "\u200d",
    "&amp;",
    "&nbsp;",
    "&shy;",
    "&#x200b;",
)
VALUES = st.sampled_from(
    [
        "",
        "story__Author",
        "DATE  big",
        "ﬁgcaption",
        "BYLİNE",
        "Kontaktdate",
        "x\ny",
        "a&quot;b",
        "pub\u00adlished",
        "ü",
        "in fo",
        "sr-only",
        "u-visuallyHidden__x1 big",
        "md:sr-only",
        "x br",
        "br\n",
        "ü br",
        "visually-hidden ü",
    ]
)
NAMES = (*NAMING_ATTRIBUTES, "role", "data-type", "data-component", "aria-hidden", "href", "title", "xml:lang", "CLASS")
ATTRIBUTES = st.lists(st.builds(" {}='{}'".format, st.sampled_from(NAMES), VALUES), max_size=4).map("".join)
PIECES = st.one_of(
    st.sampled_from(SPACES),
    st.sampled_from(["\u00ad", "\u200b", "\u200e", "\u200f", "\u202b", "\u2060", "\u2067", "\ufeff"]),
    st.sampled_from(WORDS),
    st.text(max_size=5),
    st.builds("<{}{}>".format, TAGS, ATTRIBUTES),
    TAGS.map("</{}>".format),
    st.sampled_from(
        ["<br>", "<br> <br>", "<!-- remark -->", "<![CDATA[ data ]]>", "<?pi?>", "<p/>", "</p>", "<td>x</td>"]
    ),
    st.builds(
        "<a href='/{}/x'{}>x</a>".format, st.sampled_from(["author", "Staff", "ÄUTOR/autor", "news"]), ATTRIBUTES
    ),
    st.sampled_from(
        ["<table><tr><td>1</td><td>2<td></tr></table>", "<h2><div>Why</div></h2>", "<h2> <div><p>x</div></h2>"]
    ),
)
MARKUP = st.lists(PIECES, max_size=60).map("".join)


@given(MARKUP)
@settings(max_examples=400, deadline=None)
def test_any_markup(markup: str) -> None:
    assert_equal_walks(parse_page(markup))


@given(MARKUP)
@settings(max_examples=100, deadline=None)
def test_trees_of_other_parsers_with_comments_and_entities(markup: str) -> None:
    assert_equal_walks(html.document_fromstring(f"<p>{markup}"))


@given(MARKUP, st.integers(0, 8), st.integers(0, 30))
@settings(max_examples=100, deadline=None)
def test_limits(markup: str, most_blocks: int, most_elements: int) -> None:
    assert_equal_walks(parse_page(markup), most_blocks, most_elements)


@given(MARKUP, st.integers(0, 40))
@settings(max_examples=60, deadline=None)
def test_a_part_of_a_page(markup: str, place: int) -> None:
    elements = list(parse_page(f"<main><div>{markup}</div>tail</main>").iter())
    assert_equal_walks(elements[place % len(elements)])


def test_a_tree_with_namespaces_comments_and_data_sections() -> None:
    inside = '<div>one<!--no-->lost<b>two</b><![CDATA[ three]]></div>four<p x:class="q">5</p>'
    assert_equal_walks(etree.fromstring(f'<x:a xmlns:x="urn:x" xmlns="urn:y">{inside}</x:a>'))


@pytest.mark.parametrize("space", SPACES, ids=lambda space: f"U+{ord(space):04X}")
def test_white_space_is_what_python_takes_for_it(space: str) -> None:
    page = parse_page("<p></p>")
    page[0][0].text = f"{space}a{space}{space}b{space}" if ord(space) > 0x1F or space in "\t\n\r" else "a b"
    cut = CutPage(page)
    COMPILED.walk_blocks(page, cut, MAX_BLOCKS, MAX_ELEMENTS)
    assert cut.texts == ["a b"]


def test_every_letter_of_unicode_is_told_from_every_sign() -> None:
    signs = [chr(code) for code in range(0x20, 0x30000) if not 0xD800 <= code < 0xE000 and chr(code) not in "<&"]
    for start in range(0, len(signs), 4096):
        tree = parse_page("".join(f"<p>{sign}" for sign in signs[start : start + 4096]))
        limits = MAX_BLOCKS, MAX_ELEMENTS
        assert columns(COMPILED, tree, *limits) == columns(tree_walk_in_python, tree, *limits)


@pytest.mark.parametrize("tag", ["div", "span", "table", "h2", "a", "x-y"])
def test_nesting_to_the_parsers_limit(tag: str) -> None:
    assert_equal_walks(parse_page(f"<{tag} class=date>x" * 3_000))


def test_elements_outlive_their_page() -> None:
    noted, *_ = COMPILED.noted_elements(parse_page("<h1>Title</h1>"), NOTED_TAGS, {}, NAMING_ATTRIBUTES, (), (), 9)
    assert [element.text for _, element in noted["h1"]] == ["Title"]


def test_a_part_in_no_letters_is_in_every_name() -> None:
    tree = parse_page("<p class=x><p><a href=y>")
    tables = NOTED_TAGS, VALUE_TAGS, NAMING_ATTRIBUTES, ("",), ("",), 9
    assert COMPILED.noted_elements(tree, *tables) == tree_walk_in_python.noted_elements(tree, *tables)


@given(st.lists(st.text("abc-", max_size=4), max_size=6), st.text("abcABC- ü", max_size=12))
@settings(max_examples=200, deadline=None)
def test_any_table_of_parts_is_found_in_any_case(parts: list[str], names: str) -> None:
    tree = parse_page(f'<p class="{names}" id="bc">')
    tables = frozenset[str](), {"p": ("class", "title", "id")}, ("id", "class"), tuple(parts), (), 9
    assert COMPILED.noted_elements(tree, *tables) == tree_walk_in_python.noted_elements(tree, *tables)


@given(st.lists(st.text("ab", max_size=3).map("/{}".format), max_size=4), st.text("abA/ü ", max_size=14))
@settings(max_examples=200, deadline=None)
def test_any_table_of_folders_is_found_in_addresses(folders: list[str], address: str) -> None:
    tree = parse_page(f'<a class="x" href="{address}">')
    tables = frozenset[str](), {}, ("class",), ("y",), tuple(folders), 9
    assert COMPILED.noted_elements(tree, *tables) == tree_walk_in_python.noted_elements(tree, *tables)


CLEAN = re.compile("[\t\n\f\r -~\x80-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")
# of one to four bytes, the first and last of each kind, and what only looks like it
ODD_BYTES = st.sampled_from(
    [
        *(sign.encode() for sign in ("a", "plain text", "\t", "\x0b", "\x1b", "\x7f", "\0", "é", "한", "\U0001f600")),
        *map(bytes.fromhex, ("efbfbd", "efbfbe", "efbfbf", "efb790", "ed9fbf", "eda080", "c080", "e09fbf", "e0a080")),
        *map(
            bytes.fromhex,
            ("f08fbfbf", "f0908080", "f48fbfbf", "f4908080", "f5808080", "c2", "e381", "f09f98", "80", "ff"),
        ),
    ]
)


@given(st.lists(ODD_BYTES, max_size=12).map(b"".join) | st.binary(max_size=20))
@settings(max_examples=1000, deadline=None)
def test_clean_utf8_is_told_from_all_else(text: bytes) -> None:
    try:
        is_clean = CLEAN.fullmatch(text.decode()) is not None
    except UnicodeDecodeError:
        is_clean = False
    assert COMPILED.is_clean_utf8(text) == tree_walk_in_python.is_clean_utf8(text) == is_clean


@given(st.lists(st.sampled_from(["ld+json", "ld", "+", "json", "ld+js", "ü", "\U0001f600"]), max_size=9).map("".join))
@settings(max_examples=300, deadline=None)
def test_linked_data_is_found_at_every_place(signs: str) -> None:
    text = signs.encode()
    for start in range(len(text) + 3):
        assert COMPILED.place_of_json_ld(text, start) == text.find(b"ld+json", start)
        assert tree_walk_in_python.place_of_json_ld(text, start) == text.find(b"ld+json", start)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real pages is not here")
@pytest.mark.parametrize("name", ["fundus", "scrapinghub", "trafilatura", "wcxb"])
def test_real_pages(name: str) -> None:
    for file in sorted((CORPUS / name / "html").glob("*.gz"))[::60]:
        assert_equal_walks(parse_page(decode_page(gzip.decompress(file.read_bytes())).text))
