"""Markdown in, blocks out; what is no Markdown is left as it is."""

import time

import pytest

from newscrawler.boilerplate.markdown import is_markdown, read_markdown
from newscrawler.boilerplate.text import clean_text
from newscrawler.model.article import Image

STORY = "The bridge over the Harwick reopened on Monday after eight months, and a [builder](/b) *crossed* it first."
DUMP = f"""\
[Home](/) | [News](/news)

# Harwick bridge reopens

*By [Ann Lee](https://x.example/ann)*

![The mayor walks across the bridge with the builder. [HARBOUR TV]](https://x.example/a.jpg "Mayor")

The mayor walks across the bridge with the builder. [HARBOUR TV]

{STORY}

## What comes next

> “It is a good bridge,” said **Karim Haddad**.

- Ferries stop
- The toll is two crowns
- Advertisement

---

**Read also:** [Harbour fees to rise](https://x.example/c)
"""


def test_a_dump_becomes_an_article_with_blocks_of_their_kind() -> None:
    article = clean_text(DUMP)
    assert article.title == "Harwick bridge reopens"
    assert [author.name for author in article.authors] == ["Ann Lee"]
    assert [(block.kind, block.text) for block in article.blocks] == [
        (
            "paragraph",
            "The bridge over the Harwick reopened on Monday after eight months, and a builder crossed it first.",
        ),
        ("heading", "What comes next"),
        ("quote", "“It is a good bridge,” said Karim Haddad."),
        ("list", "Ferries stop\nThe toll is two crowns"),
    ]
    assert [(gone.rule, gone.block.text) for gone in article.removed] == [
        ("navigation", "Home | News"),
        ("byline", "By Ann Lee"),
        ("caption", "The mayor walks across the bridge with the builder. [HARBOUR TV]"),
        ("ad_label", "Advertisement"),
        ("related", "Read also: Harbour fees to rise"),
    ]
    (image,) = article.images
    assert (image.url, image.credit) == ("https://x.example/a.jpg", "HARBOUR TV")
    assert image.caption == "The mayor walks across the bridge with the builder."


@pytest.mark.parametrize(
    "text",
    [
        "The tie was #1 of the year.",
        "#harwick #bridge",
        "5 * 3 * 2",
        "She wrote [sic] (twice).",
        "- a\n- b",
        "> a",
        "**a**",
    ],
)
def test_what_plain_text_has_too_makes_no_markdown(text: str) -> None:
    assert not is_markdown(text)


@pytest.mark.parametrize(
    ("line", "kind", "text"),
    [
        ("Plain_names_stay and 5 * 3 * 2 too", "paragraph", "Plain_names_stay and 5 * 3 * 2 too"),
        ("See [a page](https://x.example/Ferry_(ship)).", "paragraph", "See a page."),
        ("***Both*** and __bold__ and _slanted_", "paragraph", "Both and bold and slanted"),
        (r"1\. A \*star\*", "paragraph", "1. A *star*"),
        ("### A heading ###", "heading", "A heading"),
        (">> Twice quoted", "quote", "Twice quoted"),
        ("+ [Linked](</a> 'T')", "list", "Linked"),
        ("[![alt](/a.jpg)](/story)", None, ""),
        ("![](/a.jpg)", None, ""),
    ],
)
def test_a_line_is_read_without_its_marks(line: str, kind: str | None, text: str) -> None:
    block = read_markdown(line, "line 1").block
    assert (block.kind if block else None, block.text if block else "") == (kind, text)


def test_links_are_counted_for_the_rules_that_ask() -> None:
    block = read_markdown("[Fees to rise](https://x.example/c)", "line 1").block
    assert block is not None
    assert (block.link_share, block.links) == (1.0, ("https://x.example/c",))


def test_a_picture_has_its_address_and_alternative_text() -> None:
    assert read_markdown("![A *ferry*](/f.jpg)", "line 1").images == (Image(url="/f.jpg", alt="A ferry"),)


@pytest.mark.parametrize("sign", ["[", "![", "**a ", "__", "[a](", "*a_", "[[a]", "\\", "# ", "> ", "![a]("])
def test_a_long_line_is_read_in_linear_time(sign: str) -> None:
    def seconds(times: int) -> float:
        begin = time.process_time()
        read_markdown(sign * times, "line 1")
        return time.process_time() - begin

    seconds(100)
    assert seconds(32_000) < 40 * max(seconds(2_000), 0.02)
