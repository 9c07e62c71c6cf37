"""Every rule is linear: sixteen times the input takes at most forty times the work."""

import time
from collections.abc import Callable

import pytest

from newscrawler.boilerplate.credit import split_credit
from newscrawler.boilerplate.rule import Rule
from newscrawler.boilerplate.strip import RULES
from newscrawler.model.article import Article, Author, Image
from newscrawler.model.block import Block

SMALL, TIMES, MOST_WORK = 30, 16, 40
# Below this the clock says nothing.
LEAST_SECONDS = 0.02
LINES = (
    "64.3 F",
    "Harwick",
    "By Anna Verhoeven and anna.verhoeven@elbkurier.example",
    "Anna Verhoeven",
    "Read also: the ferry stops for the winter",
    "The mayor cuts a ribbon on the bridge in Harwick. [CENTRAL TV]",
    "The mayor cuts a ribbon on the bridge in Harwick. [CENTRAL TV]",
    "Related stories",
    "© 2026 Elbkurier",
    "The bridge over the Harwick reopened on Monday after eight months of repairs.",
)
# Texts that a careless expression would go through again and again.
BAD_CHARACTERS = (
    "a",
    " ",
    "@",
    "a@",
    "(",
    "[ ",
    "> a ",
    "1 ",
    "1:",
    "©",
    "Foto: ",
    ".",
    "- ",
    "#a ",
    "東",
    "by A ",
    "\u0301",
)


def article_of(texts: list[str], trail: tuple[str, ...] = ()) -> Article:
    return Article(
        url="https://news.example/1",
        outlet="xx_example",
        title="The bridge reopens",
        authors=(Author(name="Anna Verhoeven"),),
        images=(Image(alt="The mayor cuts a ribbon on the bridge in Harwick."),),
        blocks=tuple(Block(kind="paragraph", text=text, trail=trail, link_share=0.95) for text in texts),
    )


def seconds_for(work: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def assert_linear(rule: Rule, small: Article, large: Article) -> None:
    list(rule.find(large))  # caches are warm for both
    before = max(LEAST_SECONDS, seconds_for(lambda: list(rule.find(small))))
    after = seconds_for(lambda: list(rule.find(large)))
    assert after <= MOST_WORK * before, f"{rule.name}: {after / before:.0f} times the work"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_more_blocks_take_no_more_than_their_share(rule: Rule) -> None:
    texts = [line if number % 3 else f"{line} {number}" for number in range(SMALL) for line in LINES]
    assert_linear(rule, article_of(texts), article_of(texts * TIMES))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_one_container_for_all_blocks_is_cheap(rule: Rule) -> None:
    trail = ("html", "body.news", "div.newsletter.weather.related", "p.text")
    texts = [f"Line {number} of the story" for number in range(SMALL * 4)]
    assert_linear(rule, article_of(texts, trail), article_of(texts * TIMES, trail))


@pytest.mark.parametrize("characters", BAD_CHARACTERS)
def test_longer_blocks_take_no_more_than_their_share(characters: str) -> None:
    for rule in RULES:
        small, large = characters * 1_000, characters * 1_000 * TIMES
        assert_linear(rule, article_of([small, small + "x"]), article_of([large, large + "x"]))


@pytest.mark.parametrize("characters", BAD_CHARACTERS)
def test_a_credit_is_split_off_in_linear_time(characters: str) -> None:
    before = max(LEAST_SECONDS, seconds_for(lambda: split_credit(characters * 2_000)))
    assert seconds_for(lambda: split_credit(characters * 2_000 * TIMES)) <= MOST_WORK * before


@pytest.mark.parametrize("length", [30, 60, 120, 200])
def test_no_short_line_is_slow(length: int) -> None:
    """The expressions see no more than 300 characters: the worst of those takes milliseconds."""
    for characters in BAD_CHARACTERS:
        article = article_of([(characters * length)[:length] + "!"] * 20)
        for rule in RULES:
            start = time.process_time()
            list(rule.find(article))
            assert time.process_time() - start < 3, (rule.name, characters)
