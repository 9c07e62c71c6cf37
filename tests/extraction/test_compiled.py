"""The reader's core gives the same bits compiled and as Python, and is compiled where it can be."""

import gzip
import importlib
import json
import shutil
import sysconfig
from array import array
from pathlib import Path
from types import FunctionType, ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from interpreted import COMPILED, FOLDER, load_interpreted

from newscrawler.extraction import block_sorter, block_values, body_model, captions, features
from newscrawler.extraction.blocks import CutPage, cut_page
from newscrawler.extraction.body import Choice
from newscrawler.extraction.charset import decode_page
from newscrawler.extraction.parse import parse_page
from newscrawler.model.block import Block
from newscrawler.operations.doctor_compiled import interpreted_modules, stale_modules

ROOT = Path(__file__).parents[2]
INVENTED = sorted([*(ROOT / "newscrawler/demo/sites").rglob("*.html"), *(ROOT / "tests/outlets").rglob("page.html")])
CORPUS = ROOT.parent / "shared" / "corpus" / "fundus" / "html"
MODULES = load_interpreted("body_model", "features")
INTERPRETED = MODULES["body_model"]

TEXT = st.text(
    st.one_of(st.sampled_from("aB1 ,.:_|»ÄЯ字，ก่'”@"), st.characters(exclude_categories=["Cs", "Cc"])), max_size=60
)
LINES = st.one_of(
    TEXT,
    st.sampled_from(
        [
            "Read also: the ferry sails again",
            "The harbour opened on Monday, 4 May 2026, at 9:30 after two years of work on the quay.",
            "press@harbour.example, www.harbour.example, harbour.com",
            "LESEN SIE AUCH",
            "関連記事",
        ]
    ),
)
NAMES = st.sampled_from(
    ["", "caption", "story", "StoryBody", "teaser-card", "nav main", "comments", "Ärzte_x", "a" * 50]
)
TAGS = st.sampled_from(
    ["figure", "p", "div", "h1", "h2", "li", "ul", "article", "aside", "a", "b", "span", "section", "tr"]
)


def page_of(parts: list[tuple[str, str, str, int]]) -> str:
    """Elements with a class and a text; so many of those open are closed before the next."""
    opened: list[str] = []
    html = []
    for tag, name, text, closes in parts:
        html += [f"</{opened.pop()}>" for _ in range(min(closes, len(opened)))]
        plain = text.replace("&", "&amp;").replace("<", "&lt;")
        html.append(f'<{tag} class="{name}">{plain}')
        opened.append(tag)
    return "<body>" + "".join(html) + "".join(f"</{tag}>" for tag in reversed(opened)) + "</body>"


def results(code: ModuleType, cut: CutPage) -> tuple[dict[str, int], bytes, bytes]:
    """Names and bits of all features, and of the log odds."""
    counts = code.PageCounts(cut)
    model = code.load_model()
    table = code.FeatureTable(counts.blocks)
    code.add_shape_features(table, cut, counts)
    code.add_token_features(table, cut, counts, model.scores)
    return table.rows, memoryview(table.values).tobytes(), array("d", model.chances(cut, counts)).tobytes()


def blocks_made(
    cut: CutPage, features: ModuleType, captions: ModuleType, block_values: ModuleType
) -> tuple[Block, ...]:
    """All blocks of the page; the first half is held to be the story when captions are told by their names."""
    measures = features.measure_blocks(cut)
    finder = captions.CaptionFinder(cut, measures, range(len(cut.texts) // 2))
    maker = block_values.BlockMaker(cut, measures, finder)
    series: tuple[Block, ...] = maker.make_series([(index, f"number {index}") for index in range(len(cut.texts))])
    return series


def blocks_sorted(cut: CutPage, features: ModuleType, block_sorter: ModuleType) -> list[object]:
    """Every block of the page sorted, where the middle third is the story and the reader knows a line above it."""
    measures = features.measure_blocks(cut)
    count = len(cut.texts)
    chances = [(7 * index % 11) / 10 for index in range(count)]
    kept = list(range(count // 3, 2 * count // 3))
    rules = dict.fromkeys(range(min(kept, default=0))[-1:], ("section_label", "same words"))
    sorter = block_sorter.BlockSorter(cut, measures, Choice(chances, 0.4, kept, {0: "a reason"}), rules, kept)
    with_replaced = sorter.removed(replaced=True, with_chrome=False)
    return [sorter.shown, sorter.blocks(), sorter.container(kept), sorter.removed(), with_replaced]


def assert_equal_results(cut: CutPage) -> None:
    as_python = (MODULES[name] for name in ("features", "block_sorter"))
    assert blocks_sorted(cut, features, block_sorter) == blocks_sorted(cut, *as_python)
    interpreted_modules = (MODULES[name] for name in ("features", "captions", "block_values"))
    assert blocks_made(cut, features, captions, block_values) == blocks_made(cut, *interpreted_modules)
    compiled, interpreted = results(body_model, cut), results(INTERPRETED, cut)
    if compiled == interpreted:
        return
    assert compiled[0] == interpreted[0]
    size = 8 * len(cut.texts)
    left, right = compiled[1], interpreted[1]
    places = {name: slice(row * size, (row + 1) * size) for name, row in compiled[0].items()}
    different = [name for name, place in places.items() if left[place] != right[place]]
    raise AssertionError(f"not the same bits in {different or 'the chances'}")


def test_the_interpreted_modules_are_not_the_compiled_ones() -> None:
    assert isinstance(INTERPRETED.add_text_features, FunctionType)
    assert INTERPRETED.Forest is not body_model.Forest
    assert importlib.import_module("newscrawler.extraction.forest").Forest is body_model.Forest


@pytest.mark.parametrize("path", INVENTED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_an_invented_page_gives_the_same_bits(path: Path) -> None:
    assert_equal_results(cut_page(parse_page(decode_page(path.read_bytes(), None).text)))


@given(st.lists(st.tuples(TAGS, NAMES, LINES, st.integers(0, 3)), min_size=1, max_size=30))
@settings(max_examples=60, deadline=None)
def test_any_page_gives_the_same_bits(parts: list[tuple[str, str, str, int]]) -> None:
    assert_equal_results(cut_page(parse_page(page_of(parts))))


def test_pages_of_the_corpus_give_the_same_bits() -> None:
    files = sorted(CORPUS.glob("*.html.gz"))[::40]
    if not files:
        pytest.skip("the extraction corpus is not beside the project")
    for file in files:
        assert_equal_results(cut_page(parse_page(decode_page(gzip.decompress(file.read_bytes()), None).text)))


def test_a_page_without_text_has_no_features() -> None:
    rows, _, chances = results(body_model, cut_page(parse_page("<body><div></div></body>")))
    assert rows
    assert chances == b""


def test_the_core_is_compiled_where_there_is_a_compiler() -> None:
    compiler = (sysconfig.get_config_var("CC") or "cc").split()[0]
    if shutil.which(compiler) is None:
        pytest.skip(f"there is no {compiler} on this machine")
    assert COMPILED
    assert interpreted_modules() == []


def test_no_compiled_module_is_older_than_its_source() -> None:
    """A stale one would hide what its source says by now: `make build`."""
    assert stale_modules() == []


def test_the_weights_are_exact() -> None:
    """Integers in thousandths and tenths: what is written is what is read, on every machine."""
    weights = json.loads((FOLDER / body_model.WEIGHTS_FILE).read_text("utf-8"))
    assert isinstance(weights["bias"], int)
    assert {type(leaf) for tree in weights["leaves"] for leaf in tree} == {int}
    assert all(score == str(int(score)) for score in (*weights["names"], *weights["words"]))
