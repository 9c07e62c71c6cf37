"""Lines of a plain text: what was wrapped is put together, what only looks so is not, and no letter is lost."""

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.boilerplate.text_lines import read_lines

STORY = (
    "The bridge over the Harwick reopened on Monday after eight months of repairs, and the first to cross it was the "
    "builder who had found the cracks. Engineers had looked at the piers in May."
)
LOAN = "The council paid for it with a loan that runs for twelve years, and ferries go on until the end of the month."
CHINESE = (
    "哈威克河上的大桥在八个月的维修之后于周一重新开放，第一个走过大桥的是发现裂缝的建筑工人，工程师在五月检查了桥墩，"
    "并且发现两处问题，随后市议会决定封闭大桥，直到修复完成为止，整个过程花费了数百万元。"
)


def texts(text: str) -> list[str]:
    return [line for _, line in read_lines(text)]


@pytest.mark.parametrize("width", [50, 60, 72, 78])
def test_paragraphs_wrapped_at_any_usual_width_are_whole(width: int) -> None:
    text = "\n\n".join(textwrap.fill(paragraph, width) for paragraph in (STORY, LOAN, STORY))
    assert texts(text) == [STORY, LOAN, STORY]


def test_wrapped_paragraphs_that_only_an_indent_parts_are_parted() -> None:
    text = "\n".join(textwrap.fill(paragraph, 72, initial_indent="    ") for paragraph in (STORY, LOAN, STORY))
    assert texts(text) == [STORY, LOAN, STORY]


def test_a_title_of_two_lines_is_one_where_the_text_is_wrapped() -> None:
    title = "Harwick bridge reopens as the mayor walks across with the builder who found the cracks in May"
    wrapped = textwrap.fill(STORY, 72)
    assert texts(f"{textwrap.fill(title, 72)}\n\n{wrapped}") == [title, STORY]
    assert len(texts(textwrap.fill(title, 72))) == 2


def test_scripts_without_spaces_are_joined_without_one() -> None:
    wrapped = "\n".join(CHINESE[start : start + 30] for start in range(0, len(CHINESE), 30))
    assert texts(wrapped) == [CHINESE]


def test_korean_is_joined_with_a_space() -> None:
    story = (
        "하윅강을 가로지르는 다리가 여덟 달의 보수 공사를 마치고 월요일 다시 열렸고 균열을 발견한 석공이 먼저 건넜다 "
    )
    words = (story * 2).split()
    lines = [" ".join(words[start : start + 7]) for start in range(0, len(words), 7)]
    assert " ".join(texts("\n".join(lines))) == " ".join(words)


def test_headlines_below_one_another_are_lines() -> None:
    headlines = [
        "Harbour fees to rise in spring after long talks",
        "Ferry stops for the winter as ice comes early again",
        "Mayor sells house to the guild of masons of Lanfort",
        "Two rivals agree to share one lighthouse on the bank",
    ]
    assert texts("\n".join(headlines)) == headlines


def test_verses_are_lines() -> None:
    verses = ["Row on, they sang, and the river rose at the quay,", "And the tide took the boats to the sea,"] * 3
    assert texts("\n".join(verses)) == verses


def test_lines_are_numbered_as_an_editor_does() -> None:
    assert read_lines("one\r\n\r\n two \ttwo\fthree\rfour\u2028five\n") == [
        (1, "one"),
        (3, "two two"),
        (3, "three"),
        (4, "four"),
        (4, "five"),
    ]


@pytest.mark.parametrize("drawn", ["-----", "* * *", "=====", "|", "~~~", "• • •", "_____"])
def test_what_is_drawn_is_no_text(drawn: str) -> None:
    assert texts(f"{STORY}\n{drawn}\n{LOAN}") == [STORY, LOAN]


def test_entries_of_a_list_are_not_joined_to_what_stands_above() -> None:
    entries = [f"• {word} of the harbour board voted for the horn on Monday" for word in ("Four", "Three", "None")]
    assert texts("\n".join([f"{STORY} {LOAN}", *entries])) == [f"{STORY} {LOAN}", *entries]


@given(st.text(alphabet=st.sampled_from("ab 橋はก가.。-•*\n\r\t\f\u2028\u3000#>")))
def test_no_letter_is_lost_and_none_is_moved(text: str) -> None:
    letters = "".join(filter(str.isalnum, text))
    assert "".join(filter(str.isalnum, "".join(texts(text)))) == letters
    numbers = [number for number, _ in read_lines(text)]
    assert numbers == sorted(numbers)
