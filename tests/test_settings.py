"""What the environment says, and what it cannot mean."""

import pytest

from newscrawler.settings import read_environment


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("WORKERS", "abc", "must be a whole number from 0, not 'abc'"),
        ("WORKERS", "-1", "must be a whole number from 0, not '-1'"),
        ("KEEP_PAGES", "maybe", "must be 0 or 1, not 'maybe'"),
        ("ALLOW_LOOPBACK", "yes", "must be 0 or 1, not 'yes'"),
        ("CONTACT", "x", "must be an e-mail address or a URL, not 'x'"),
        ("MONGO_URI", "hello world", "must begin with mongodb:// or mongodb+srv://"),
    ],
)
def test_a_value_that_cannot_be_meant_is_told_with_its_variable(name: str, value: str, told: str) -> None:
    (mistake,) = read_environment({f"NEWSCRAWLER_{name}": value}).mistakes
    assert mistake.startswith(f"NEWSCRAWLER_{name} ")
    assert told in mistake


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("WORKERS", ("", "0", "16")),
        ("KEEP_PAGES", ("", "0", "1")),
        ("ALLOW_LOOPBACK", ("", "0", "1")),
        ("CONTACT", ("", "me@paper.example", "https://paper.example/bot", "Desk <me@paper.example>")),
        ("MONGO_URI", ("", "mongodb://db/news", "mongodb+srv://cluster.example")),
    ],
)
def test_a_value_that_can_be_meant_is_no_mistake(name: str, values: tuple[str, ...]) -> None:
    assert [read_environment({f"NEWSCRAWLER_{name}": value}).mistakes for value in values] == [()] * len(values)


def test_all_mistakes_are_told_and_the_rest_is_read() -> None:
    environment = read_environment({"NEWSCRAWLER_WORKERS": "-1", "NEWSCRAWLER_KEEP_PAGES": "no"})
    assert len(environment.mistakes) == 2
    assert environment.workers >= 1
    assert environment.keep_pages
