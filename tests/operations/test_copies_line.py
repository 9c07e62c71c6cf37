"""How many copies runs stored, in a line."""

from newscrawler.operations.copies_line import copies_line


def test_all_runs_are_told_together_by_what_the_copies_are() -> None:
    runs = [{"copies_same": 2, "new": 9}, {"copies_same": 1, "copies_edited": 1}]
    assert copies_line(runs) == "4 articles are copies of other ones (3 same text, 1 edited): newscrawler clusters"


def test_one_copy_is_told_as_one() -> None:
    assert (
        copies_line([{"copies_excerpt": 1}]) == "1 article is a copy of another one (1 excerpt): newscrawler clusters"
    )


def test_where_nothing_is_a_copy_nothing_is_said() -> None:
    assert copies_line([{"new": 3}, {}]) == ""
