"""How heavy a page will be is told from its markup, and never too low; what is never read of it is left out."""

import gzip
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from lxml.html import HtmlElement

from newscrawler.extraction import markup_weight as in_python
from newscrawler.extraction.chosen_walk import walk
from newscrawler.extraction.parse import READ_ATTRIBUTES, parse_page

CORPUS = Path(__file__).parents[3] / "shared/corpus"
PIECES = st.sampled_from(
    [
        *("<p ", "<b x=1 ", "<svg>", "<p a=b/>", "<SCRIPT a='", "<script>", "</script>", "</script ", "</scripts>"),
        *(
            "<title>",
            "</title>",
            "<style>",
            "</style >",
            "<textarea/>",
            "</textarea/",
            "<iframe>",
            "</IFRAME>",
            "<xmp>",
        ),
        *(
            "<noscript>",
            "<plaintext>",
            "<noembed>",
            "</noembed>",
            "<![CDATA[",
            "]]>",
            "<?",
            "<!",
            "<!--",
            "-->",
            "--!>",
            "<script>a</script>",
            "<!-- a -->",
            "<!doctype html public '",
            "<svg a>",
            "</svg>",
            "<g>",
            "</g>",
            "<path a='>'/>",
            "<use></use>",
        ),
        *("-", "!", "</p ", "</", "<", ">", '"', "'", "=", "/", " ", "\n", "\x0b", "a", "b ", "é"),
    ]
)
SHAPES = {
    *("circle", "clippath", "defs", "ellipse", "g", "line", "lineargradient", "mask", "path", "polygon", "polyline"),
    *("radialgradient", "rect", "stop", "symbol", "use"),
}
# none left out, all but one name, all that the reader leaves out
ATTRIBUTES = (None, frozenset({"a"}), READ_ATTRIBUTES)
MARKUP = st.lists(PIECES, max_size=25).map("".join).map(str.encode)


@pytest.mark.parametrize(
    ("markup", "weight"),
    [
        ("no tag < here", (0, 0, 0)),
        ("<p a b=c d='e f' g=\"h>\" i = j><br/>", (2, 5, 5)),
        ("<p title='<b c d>'>", (1, 1, 1)),
        ("<!-- <b a> --><p a>", (1, 1, 1)),
        ("<!--><b a>", (1, 1, 1)),
        ("<script a>if (a<b) '</script >' <b></script><p>", (3, 1, 1)),
        ("<script><!-- <script></script> <b> --></script><p>", (2, 0, 0)),
        ("<script/><b>", (2, 0, 0)),
        ("<title><b></titles></TITLE><b>", (2, 0, 0)),
        ("</p a=b><b", (1, 0, 0)),
    ],
)
def test_tags_and_attributes_are_counted_where_markup_makes_some(markup: str, weight: tuple[int, int, int]) -> None:
    assert walk.slim_markup(markup.encode())[1:] == in_python.slim_markup(markup.encode())[1:] == weight


@pytest.mark.parametrize(
    ("markup", "slim"),
    [
        (
            "<p>a<script x='>'>b</script>c<style>d</style><!-- e -->f",
            "<p>a<script x='>'></script>c<style></style><!---->f",
        ),
        ("<SCRIPT>a</SCRIPT >b", "<SCRIPT></SCRIPT >b"),
        ("<script>a <!-- <script> b </script> c --> d</script>e", "<script></script>e"),
        ("<script><!--><script></script>a</script>b", "<script></script>a</script>b"),
        ("<!-- <script>a</script> --><p>b", "<!----><p>b"),
        ("<!-->a<!--->b<!---->c<!-- --!>d", "<!-->a<!--->b<!---->c<!-- --!>d"),
        ("<p title='<script>a</script>'>", "<p title='<script>a</script>'>"),
        ("<title>a<!-- b --></title><textarea><script>c</script></textarea>",) * 2,
        (
            "<iframe><!-- a --></iframe><noscript><!-- b --></noscript>",
            "<iframe><!-- a --></iframe><noscript><!----></noscript>",
        ),
        ("<svg><style>a</style><title>b</title></svg>", "<svg><style></style><title>b</title></svg>"),
        ("a<svg x='>'><g><path d='a'/>\n<use></use></g>\t</SVG >b", "a<svg x='>'>\n</SVG >b"),
        ("<svg><title>a</title><path/></svg>",) * 2,
        ("<svg><foreignObject><p>a</p></foreignObject></svg>",) * 2,
        ("<svg><path/>a</svg>",) * 2,
        ("<g><svg></g></svg>",) * 2,
        ("<svg><path></svg>",) * 2,
        ("<svg><path></g></path></svg>",) * 2,
        ("<svg/><path/></svg>",) * 2,
        ("<svg><path/>",) * 2,
        (f"<svg>{'<g>' * 17}{'</g>' * 17}</svg>",) * 2,
        (f"<svg>{'<g>' * 16}{'</g>' * 16}</svg>", "<svg></svg>"),
        ("<script/>a<b>c</b><!-- d -->", "<script/>a<b>c</b><!-- d -->"),
        ("a<script>b", "a<script>b"),
        ("a<!-- b", "a<!-- b"),
        ("<style>a</styles>", "<style>a</styles>"),
        ("<plaintext><!-- a --><script>b</script>c",) * 2,
        ("<!doctype html public '><!-- a ' ><p>b --><p>c",) * 2,
        ("<!doctype html public '-'><!-- a --><p>b", "<!doctype html public '-'><!----><p>b"),
    ],
)
def test_what_is_never_read_is_left_out(markup: str, slim: str) -> None:
    assert walk.slim_markup(markup.encode())[0].decode() == slim
    assert_same_tree(slim.encode(), markup.encode())


@pytest.mark.parametrize(
    ("markup", "slim"),
    [
        ("<p a=1 class='b' c>", "<p  class='b' >"),
        ("<p CLASS=b Class=c xclass=d classx=e>", "<p CLASS=b Class=c  >"),
        ('<p a="class=b"class=c>', "<p class=c>"),
        ("<p a='>' class=b><q a/>", "<p  class=b><q />"),
        ("<p a=/>", "<p >"),
        ("<p class=b /a>c", "<p class=b /a>c"),
        ('<p title="a "b/c" ">', '<p /c" >'),
        ("<plaintext a=b><p a=b>",) * 2,
        ("</p a=b>",) * 2,
        ("<p a=b", "<p "),
        ("<p\N{LATIN SMALL LETTER E WITH ACUTE}=b class=c>",) * 2,
        ("<p \N{LATIN SMALL LETTER E WITH ACUTE}=b class=c>", "<p  class=c>"),
    ],
)
def test_attributes_that_are_never_read_are_left_out(markup: str, slim: str) -> None:
    read = frozenset({"class"})
    found = walk.slim_markup(markup.encode(), read)
    assert found == in_python.slim_markup(markup.encode(), read)
    assert found[0].decode() == slim
    assert_same_tree(slim.encode(), markup.encode(), read)


def assert_same_tree(slim: bytes, markup: bytes, attributes: frozenset[str] | None = None) -> None:
    """But for the texts of scripts and styles, the shapes in a drawing, and all attributes but these."""
    trees = (etree.fromstring(data or b"<p>", etree.HTMLParser(encoding="utf-8")) for data in (slim, markup))
    one, other = (without_unread(tree, attributes) for tree in trees)
    assert one == other


def without_unread(tree: HtmlElement | None, attributes: frozenset[str] | None) -> list[tuple[object, ...]]:
    """A line an element, in page order, which is all that a tree is."""
    if tree is None:
        return []
    for unread in tree.iter("script", "style", etree.Comment):
        unread.text = None
    for drawing in tree.iter("svg"):
        inside = "".join(drawing.itertext())
        if all(shape.tag in SHAPES for shape in drawing.iterdescendants()) and not inside.strip("\t\n\f\r "):
            drawing[:] = []
            drawing.text = " " if inside else None
    return [
        (
            element.tag,
            [(name, value) for name, value in element.items() if attributes is None or name in attributes],
            element.text,
            element.tail,
            len(element),
        )
        for element in tree.iter()
    ]


@given(MARKUP, st.sampled_from(ATTRIBUTES))
@settings(max_examples=1000, deadline=None)
def test_the_tree_stays_the_same(markup: bytes, attributes: frozenset[str] | None) -> None:
    assert_same_tree(walk.slim_markup(markup, attributes)[0], markup, attributes)


@given(MARKUP | st.binary(max_size=30).map(lambda data: data.replace(b"\0", b"<")), st.sampled_from(ATTRIBUTES))
@settings(max_examples=500, deadline=None)
def test_the_compiled_pass_is_its_twin(markup: bytes, attributes: frozenset[str] | None) -> None:
    assert walk.slim_markup(markup, attributes) == in_python.slim_markup(markup, attributes)


@given(MARKUP, st.integers(0, 3))
@settings(max_examples=300, deadline=None)
def test_without_its_surplus_no_tag_has_more(markup: bytes, most: int) -> None:
    lighter = in_python.without_surplus_attributes(markup, most)
    assert in_python.slim_markup(lighter)[3] <= most
    if in_python.slim_markup(markup)[3] <= most:
        assert lighter == markup


@given(MARKUP)
@settings(max_examples=500, deadline=None)
def test_no_tree_is_heavier_than_its_markup(markup: bytes) -> None:
    _, tags, attributes, most = walk.slim_markup(markup)
    elements = list(parse_page(markup).iter())
    # the parser adds these where they are missing
    assert sum(element.tag not in {"html", "head", "body", "p"} for element in elements) <= tags
    assert sum(len(element.attrib) for element in elements) <= attributes
    assert max(len(element.attrib) for element in elements) <= most


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real pages is not here")
@pytest.mark.parametrize("name", ["fundus", "scrapinghub", "trafilatura", "wcxb"])
def test_real_pages_are_weighed_nearly_to_the_element(name: str) -> None:
    for file in sorted((CORPUS / name / "html").glob("*.gz"))[::60]:
        markup = gzip.decompress(file.read_bytes()).replace(b"\0", b" ")
        slim, tags, *_ = found = walk.slim_markup(markup)
        assert found == in_python.slim_markup(markup)
        assert_same_tree(slim, markup)
        assert_same_tree(walk.slim_markup(markup, READ_ATTRIBUTES)[0], markup, READ_ATTRIBUTES)
        elements = sum(1 for _ in parse_page(markup).iter())
        assert elements - 3 <= tags <= 1.3 * elements + 50
