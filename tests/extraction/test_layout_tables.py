"""Tables that lay out prose give paragraphs; tables of data stay tables."""

from newscrawler.extraction.block_values import BlockMaker
from newscrawler.extraction.blocks import cut_page
from newscrawler.extraction.captions import CaptionFinder
from newscrawler.extraction.features import measure_blocks
from newscrawler.extraction.parse import parse_page
from newscrawler.model.block import Block

FIRST = "The harbour board met for the third time this year and voted to keep the old foghorn."
SECOND = "Two members spoke against it, for the horn has not helped any boat since the spring of 1997."


def blocks(rows: str) -> tuple[Block, ...]:
    cut = cut_page(parse_page(f"<html><body><table>{rows}</table></body></html>"))
    measures = measure_blocks(cut)
    maker = BlockMaker(cut, measures, CaptionFinder(cut, measures))
    return maker.make_series([(index, "") for index in range(len(cut.texts))])


def test_paragraphs_in_the_cell_of_a_layout_table_are_paragraphs() -> None:
    found = blocks(f"<tr><td><p>{FIRST}</p><p>{SECOND}</p></td></tr>")
    assert [(block.kind, block.text) for block in found] == [("paragraph", FIRST), ("paragraph", SECOND)]


def test_a_table_lays_out_the_page_also_where_a_picture_parts_its_short_lines_from_its_prose() -> None:
    picture = "<figure><img src=a.jpg><figcaption>The horn of Harwick on its pier</figcaption></figure>"
    lines = "<div>Read also: Fees</div><div>By Ann Lee</div>"
    found = blocks(f"<tr><td><div>{FIRST}</div><div>{SECOND}</div>{picture}{lines}</td></tr>")
    assert [block.kind for block in found] == ["paragraph", "paragraph", "caption", "paragraph", "paragraph"]


def test_a_table_with_long_remarks_stays_a_table() -> None:
    plain = f"<tr><td>Horn</td><td>1997</td><td>{FIRST}</td></tr><tr><td>Pier</td><td>1931</td><td>{SECOND}</td></tr>"
    assert [block.kind for block in blocks(plain)] == ["table"]
    boxed = f"<tr><td><p>Horn</p></td><td><p>{FIRST}</p></td></tr><tr><td><p>Pier</p></td><td><p>{SECOND}</p></td></tr>"
    assert [block.kind for block in blocks(boxed)] == ["table"]
    mixed = f"<tr><td>Foghorn</td><td>1997</td><td><p>{FIRST}</p></td></tr>"
    assert {block.kind for block in blocks(mixed)} == {"table"}
