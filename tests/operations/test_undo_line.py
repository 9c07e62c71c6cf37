"""Lines that undo what was learned: they can be pasted into an outlet's file, and do what they say."""

import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newscrawler.boilerplate.block_hash import template_hash
from newscrawler.boilerplate.strip import is_protected
from newscrawler.model.block import Block
from newscrawler.model.furniture import RepeatedBlock
from newscrawler.model.outlet import Outlet
from newscrawler.operations.undo_line import keep_line, remove_line
from newscrawler.outlet_file import read_outlet_file

NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=120)
FILE = """name = "Elbkurier"
country = "DE"
language = "de"
timezone = "Europe/Berlin"
home = "https://www.elbkurier.example/"
feeds = ["https://www.elbkurier.example/rss/alle.xml"]
[boilerplate]
"""


def repeated(text: str, *, is_template: bool = False) -> RepeatedBlock:
    return RepeatedBlock(7, is_template, 18, 60, "tail", NOON, NOON, text, "in 18 of 60 articles")


def patterns(line: str) -> list[str]:
    ((_, found),) = tomllib.loads(line).items()
    return found


@given(TEXTS)
@example("Don't miss\nthe \\d+ rest [of it] $")
@example("\x7f\u2028'\"\\")
def test_a_keep_line_can_be_pasted_and_finds_the_block(text: str) -> None:
    (pattern,) = patterns(keep_line(repeated(text)))
    assert re.search(pattern, text)


@given(TEXTS)
@example("Price: 5$")
@example("A line\nand another of it, which goes on so long that only its beginning stands for it")
def test_a_remove_line_can_be_pasted_and_matches_the_whole_block(text: str) -> None:
    (pattern,) = patterns(remove_line(repeated(text)))
    assert re.fullmatch(pattern, text)


@given(TEXTS)
@example("Anna Lind is a reporter for the Harwick Ledger.")
def test_the_line_of_a_template_finds_the_block_that_was_seen(text: str) -> None:
    (pattern,) = patterns(keep_line(repeated(text, is_template=True)))
    assert re.search(pattern, text)


@pytest.mark.parametrize(
    ("seen", "other"),
    [
        ("Updated 3 March 2026 by Anna Lind", "Updated 28 May 2026 by Tom Ray"),
        ("Anna Lind is a reporter for the Ledger.", "Tom Ray Miller is a reporter for the Ledger."),
        ("Aktualisiert am 3. März 2026 für die Straße", "Aktualisiert am 28. Mai 2026 für die Straße"),
        ("입력 2026년 3월 5일 오전 9시 한빛일보 제공", "입력 2026년 4월 17일 오전 10시 한빛일보 제공"),
    ],
)
def test_the_line_of_a_template_finds_its_other_lines(seen: str, other: str) -> None:
    assert 0 != template_hash(seen) == template_hash(other)
    (pattern,) = patterns(keep_line(repeated(seen, is_template=True)))
    assert re.search(pattern, other)


def test_a_pattern_is_short_and_shows_what_it_is_about() -> None:
    long = "Sign up for the Harbor Letter, our weekly look at what the tide brings in, and never miss a boat."
    assert keep_line(repeated(long)) == "keep = ['^Sign up for the Harbor Letter, our weekly look at what the']"
    assert keep_line(repeated("Anzeige")) == "keep = ['^Anzeige$']"


def test_patterns_that_the_file_has_already_stay_in_the_line() -> None:
    line = keep_line(repeated("Anzeige"), kept=("^Wetter", "it's", "^Wetter"))
    assert patterns(line) == ["^Wetter", "it's", "^Anzeige$"]
    assert patterns(remove_line(repeated("Anzeige"), removed=("Werbung",))) == ["Werbung", "Anzeige"]


@pytest.mark.parametrize("text", ["Don't miss a boat (ever)!", "1.5 % off\nWrite to fish@ledger.example", "潮の便り"])
def test_a_pasted_line_protects_the_block(text: str, tmp_path: Path) -> None:
    file = tmp_path / "de_elbkurier.toml"
    file.write_text(f"{FILE}{keep_line(repeated(text))}\n")
    outlet = read_outlet_file(file)
    assert isinstance(outlet, Outlet), outlet
    assert is_protected(Block("paragraph", text), outlet.boilerplate)
    assert not is_protected(Block("paragraph", "The ferry is back."), outlet.boilerplate)


@pytest.mark.parametrize("is_template", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        "Kraken 3 points. Gulls 2 points. Terns 7 points. Skuas 1 point.",
        "The Harwick bond last rose 3/32 in price to yield 2.4 percent on Monday in London.",
        "Anna Lind and Tom Ray will make their first appearance on Friday as Harwick takes on Quillan.",
        "In the 19th century the Gulls spread across the Harwick and Quillan coast, as Ann Lee found in 1987.",
        "a" * 400,
        "潮の便り" * 60,
    ],
)
def test_no_line_is_refused_as_too_slow(text: str, is_template: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a case
    block = repeated(text[:300], is_template=is_template)
    file = tmp_path / "de_elbkurier.toml"
    file.write_text(f"{FILE}{keep_line(block)}\n{remove_line(block)}\n")
    assert isinstance(read_outlet_file(file), Outlet), read_outlet_file(file)


def test_furniture_can_be_switched_off_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "de_elbkurier.toml"
    file.write_text(f'{FILE}off = ["furniture"]\n')
    assert isinstance(read_outlet_file(file), Outlet)
