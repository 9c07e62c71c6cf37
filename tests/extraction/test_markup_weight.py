"""How heavy a page will be is told from its markup, and never too low."""

import gzip
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawler.extraction import markup_weight as in_python
from newscrawler.extraction.chosen_walk import walk
from newscrawler.extraction.parse import parse_page

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
        ),
        *("-", "!", "</p ", "</", "<", ">", '"', "'", "=", "/", " ", "\n", "\x0b", "a", "b ", "é"),
    ]
)
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
    assert walk.markup_weight(markup.encode()) == in_python.markup_weight(markup.encode()) == weight


@given(MARKUP | st.binary(max_size=30).map(lambda data: data.replace(b"\0", b"<")))
@settings(max_examples=500, deadline=None)
def test_the_compiled_count_is_that_of_its_twin(markup: bytes) -> None:
    assert walk.markup_weight(markup) == in_python.markup_weight(markup)


@given(MARKUP, st.integers(0, 3))
@settings(max_examples=300, deadline=None)
def test_without_its_surplus_no_tag_has_more(markup: bytes, most: int) -> None:
    lighter = in_python.without_surplus_attributes(markup, most)
    assert in_python.markup_weight(lighter)[2] <= most
    if in_python.markup_weight(markup)[2] <= most:
        assert lighter == markup


@given(MARKUP)
@settings(max_examples=500, deadline=None)
def test_no_tree_is_heavier_than_its_markup(markup: bytes) -> None:
    tags, attributes, most = walk.markup_weight(markup)
    elements = list(parse_page("", markup).iter())
    # the parser adds these where they are missing
    assert sum(element.tag not in {"html", "head", "body", "p"} for element in elements) <= tags
    assert sum(len(element.attrib) for element in elements) <= attributes
    assert max(len(element.attrib) for element in elements) <= most


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real pages is not here")
@pytest.mark.parametrize("name", ["fundus", "scrapinghub", "trafilatura", "wcxb"])
def test_real_pages_are_weighed_nearly_to_the_element(name: str) -> None:
    for file in sorted((CORPUS / name / "html").glob("*.gz"))[::60]:
        markup = gzip.decompress(file.read_bytes()).replace(b"\0", b" ")
        weight = walk.markup_weight(markup)
        assert weight == in_python.markup_weight(markup)
        elements = sum(1 for _ in parse_page("", markup).iter())
        assert elements - 3 <= weight[0] <= 1.3 * elements + 50
