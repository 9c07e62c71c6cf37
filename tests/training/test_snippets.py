"""Which blocks the snippets of a training page tell about."""

from snippets import label_by_snippets

STORY = "The ferry left the harbour on Monday with forty people on board."
RELATED = "Read also: the ferry is back"


def labels(texts: list[str], wanted: list[str], unwanted: list[str]) -> list[int | None]:
    """1 for story, 0 for none, None for not known."""
    story, known = label_by_snippets(texts, wanted, unwanted)
    return [int(is_story) if is_known else None for is_story, is_known in zip(story, known, strict=True)]


def test_a_block_with_a_snippet_in_it_is_known() -> None:
    assert labels([STORY, RELATED, "Menu"], ["left the harbour"], ["ferry is back"]) == [1, 0, None]


def test_white_space_and_soft_hyphens_do_not_matter() -> None:
    assert labels(["The fer\u00adry  left\nthe harbour"], ["ferry left the"], []) == [1]


def test_blocks_that_are_parts_of_a_snippet_are_known() -> None:
    assert labels([STORY, "It came back at night.", "at"], [f"{STORY} It came back at night."], []) == [1, 1, None]


def test_a_short_wanted_snippet_in_two_blocks_says_nothing() -> None:
    assert labels(["Menu: ferry", "The ferry left."], ["ferry"], []) == [None, None]
    assert labels([STORY, f"{STORY} It came back."], [STORY], []) == [1, 1]


def test_a_short_unwanted_snippet_says_nothing_about_a_long_block() -> None:
    assert labels(["Share", 5 * STORY + " Share"], [], ["Share"]) == [0, None]


def test_an_empty_snippet_says_nothing() -> None:
    assert labels([STORY], ["", " "], [" "]) == [None]
