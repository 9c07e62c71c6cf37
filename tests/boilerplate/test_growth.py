"""Every rule is linear: sixteen times the input takes at most forty times the work."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from newscrawler.boilerplate.credit import split_credit
from newscrawler.boilerplate.rule import Rule
from newscrawler.boilerplate.strip import RULES, strip_boilerplate
from newscrawler.boilerplate.text import clean_text
from newscrawler.model.article import Article, Author, Image
from newscrawler.model.block import Block, RemovedBlock
from newscrawler.model.outlet import Outlet

SMALL, TIMES, MOST_WORK = 30, 16, 40
# Below this the clock says nothing.
LEAST_SECONDS = 0.02
OUTLET = Outlet(id="xx_example", name="Elbkurier")
URL = "https://news.example/1"
CAPTION = "The mayor cuts a ribbon on the new bridge"
STORY = Block(
    "paragraph", "The bridge over the Harwick reopened on Monday after eight months of repairs. " * 3, position=-1
)
# Of one width, as in text that is wrapped.
FULL_LINES = ("a" * 76, "ab cd " * 12 + "ab", "橋" * 38)
LINES = (
    "64.3 F",
    "Harwick",
    "By Anna Verhoeven and anna.verhoeven@elbkurier.example",
    "Anna Verhoeven",
    "Read also: the ferry stops for the winter",
    "The mayor cuts a ribbon on the bridge in Harwick. [CENTRAL TV]",
    "The mayor cuts a ribbon on the bridge in Harwick. [CENTRAL TV]",
    "Related stories",
    "You may also like",
    "DAX 18.432,10 +0,45 %",
    "Home | News | Sport",
    "> Ferry stops for the winter in Harwick",
    "Anna Verhoeven contributed to this report.",
    "Sponsored by Harwick Bank",
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
    "| a",
    "→ A ",
    "+1,2 % ",
    "1.234,5 ",
    "A contributed ",
    "東",
    "by A ",
    "\u0301",
)


def article_of(texts: list[str], trail: tuple[str, ...] = ()) -> Article:
    return Article(
        url=URL,
        outlet=OUTLET.id,
        title="The bridge reopens",
        authors=(Author(name="Anna Verhoeven"),),
        images=(Image(alt="The mayor cuts a ribbon on the bridge in Harwick."),),
        blocks=tuple(Block(kind="paragraph", text=text, trail=trail, link_share=0.95) for text in texts),
    )


def seconds_for(work: Callable[[], object], rounds: int = 3) -> float:
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def assert_work_grows_linearly(small: Callable[[], object], large: Callable[[], object], what: str = "it") -> None:
    # Mostly the first time, with cold caches, is already less than it may be whatever the small one takes.
    if seconds_for(large, rounds=1) <= MOST_WORK * LEAST_SECONDS:
        return
    before, after = max(LEAST_SECONDS, seconds_for(small)), seconds_for(large)
    assert after <= MOST_WORK * before, f"{what} takes {after / before:.0f} times the work"


def assert_linear(rule: Rule, small: Article, large: Article) -> None:
    assert_work_grows_linearly(lambda: list(rule.find(small)), lambda: list(rule.find(large)), rule.name)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_more_blocks_take_no_more_than_their_share(rule: Rule) -> None:
    texts = [line if number % 3 else f"{line} {number}" for number in range(SMALL) for line in LINES]
    assert_linear(rule, article_of(texts), article_of(texts * TIMES))


@pytest.mark.parametrize("line", LINES)
def test_the_same_line_again_and_again_takes_no_more_than_its_share(line: str) -> None:
    for rule in RULES:
        assert_linear(rule, article_of([line] * SMALL), article_of([line] * SMALL * TIMES))


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
    text = characters * 2_000
    assert_work_grows_linearly(lambda: split_credit(text), lambda: split_credit(text * TIMES))


def letters(number: int) -> str:
    """A word for a number: names must have no figures."""
    word = ""
    while number or not word:
        number, letter = divmod(number, 26)
        word += chr(ord("a") + letter)
    return word


def blocks(count: int, text: Callable[[int], str], like: Block = STORY) -> tuple[Block, ...]:
    return tuple(replace(like, text=text(number), position=number) for number in range(count))


def left_out(count: int, text: Callable[[int], str], rule: str) -> tuple[RemovedBlock, ...]:
    return tuple(
        RemovedBlock(block, rule) for block in blocks(count, text, Block("paragraph", "", ("article", "div.ad")))
    )


# What a page can have much of -> an article with so much of it.
SHAPES: dict[str, Callable[[int], dict[str, Any]]] = {
    "captions that begin alike": lambda count: {
        "images": tuple(Image(caption=f"{CAPTION} and {letters(number)}") for number in range(count)),
        "blocks": blocks(count, lambda number: f"{CAPTION} or {letters(number)}"),
    },
    "captions of a credit": lambda count: {
        "blocks": blocks(count, lambda number: f"{CAPTION}. [{letters(number // 2)}]")
    },
    "a gallery": lambda count: {
        "blocks": blocks(count, lambda _: CAPTION, Block("paragraph", "", ("div", "p.caption")))
    },
    "bylines with addresses": lambda count: {
        "blocks": (*blocks(count, lambda number: f"By Anna L{letters(number)} {letters(number)}@x.example"), STORY)
    },
    "signatures": lambda count: {
        "blocks": (*blocks(count, lambda number: f"홍길{chr(0xAC00 + number)} 기자 {letters(number)}@x.example"), STORY)
    },
    "authors": lambda count: {
        "authors": tuple(Author(name=f"Anna L{letters(number)}") for number in range(count)),
        "blocks": blocks(40, lambda number: f"Anna Lind and {letters(number)}"),
    },
    "ways to say the title": lambda count: {
        "titles": {str(number): f"The bridge {letters(number)}" for number in range(count)},
        "blocks": blocks(count, lambda number: f"The bridge {letters(number)}"),
    },
    "what the reader left out": lambda count: {
        "blocks": (STORY,),
        "removed": left_out(count, lambda number: f"Advertisement {letters(number)}", "not_story"),
    },
    "agency notes left out": lambda count: {
        "blocks": (STORY,),
        "removed": left_out(count, lambda number: f"({letters(number)})", "agency_note"),
    },
    "links": lambda count: {
        "links": tuple(f"https://x.example/{number}" for number in range(count)),
        "blocks": blocks(
            count,
            lambda number: "Advertisement" if number % 2 else CAPTION,
            replace(STORY, links=("https://x.example/1",)),
        ),
    },
    "elements around one block": lambda count: {
        "blocks": blocks(
            20, letters, Block("paragraph", "", tuple(f"div.{letters(number)}-weather" for number in range(count)))
        )
    },
    "names of one element": lambda count: {
        "blocks": blocks(20, letters, Block("paragraph", "", ("div." + "ad-box_" * count, "p")))
    },
    "words in the standfirst": lambda count: {"standfirst": "a " * count, "blocks": blocks(2, lambda _: "a " * count)},
    "names in the byline": lambda count: {"byline": "Anna Lind, " * count, "blocks": (STORY,)},
    "name lines": lambda count: {"blocks": (*blocks(count, lambda _: "Anna Lind"), STORY)},
    "temperatures and places": lambda count: {
        "blocks": (*blocks(count, lambda number: "64 F" if number % 2 else "Harwick"), STORY)
    },
    "links under one label": lambda count: {
        "blocks": (
            *blocks(
                count,
                lambda number: f"The ferry {letters(number)}" if number else "Related",
                replace(STORY, link_share=1.0),
            ),
            STORY,
        )
    },
}


@pytest.mark.parametrize("shape", SHAPES)
def test_more_of_anything_takes_no_more_than_its_share(shape: str) -> None:
    values = SHAPES[shape]
    small, large = (Article(url=URL, outlet=OUTLET.id, **values(size)) for size in (SMALL * 4, SMALL * 4 * TIMES))
    assert_work_grows_linearly(lambda: strip_boilerplate(small, OUTLET), lambda: strip_boilerplate(large, OUTLET))


@pytest.mark.parametrize("characters", BAD_CHARACTERS)
def test_longer_blocks_are_stripped_in_linear_time(characters: str) -> None:
    small, large = (article_of([characters * 1_000 * times, STORY.text]) for times in (1, TIMES))
    assert_work_grows_linearly(lambda: strip_boilerplate(small, OUTLET), lambda: strip_boilerplate(large, OUTLET))


@pytest.mark.parametrize("characters", BAD_CHARACTERS)
def test_one_long_line_is_cleaned_in_linear_time(characters: str) -> None:
    text = characters * 1_000
    assert_work_grows_linearly(lambda: clean_text(text), lambda: clean_text(text * TIMES))


@pytest.mark.parametrize("line", [*LINES, *FULL_LINES, "", "- a", "# a", "\r", "\u2028", "* * *", "> a", "| a | b |"])
def test_more_lines_are_cleaned_in_linear_time(line: str) -> None:
    text = f"{line}\n" * SMALL * 10
    assert_work_grows_linearly(lambda: clean_text(text), lambda: clean_text(text * TIMES))


@pytest.mark.parametrize("length", [30, 60, 120, 200])
def test_no_short_line_is_slow(length: int) -> None:
    """The expressions see no more than 300 characters: the worst of those takes milliseconds."""
    for characters in BAD_CHARACTERS:
        article = article_of([(characters * length)[:length] + "!"] * 20)
        for rule in RULES:
            start = time.process_time()
            list(rule.find(article))
            assert time.process_time() - start < 3, (rule.name, characters)
