"""The box about the author: whose name opens a text."""

from newscrawler.boilerplate.rules.author_box import _author_first


def test_of_two_names_that_open_a_text_the_longer_one_is_its_author() -> None:
    authors = frozenset({"the harwick post", "the harwick post s ida lund", "ida lund"})
    text = "The Harwick Post’s Ida Lund writes about rivers and what is built over them."
    assert _author_first(text, authors) == "the harwick post s ida lund"
