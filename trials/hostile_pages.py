"""Pages made to hurt a reader: each kind has by the hundred thousand, or thousands deep, what a page has a few of."""

import json
from collections.abc import Callable
from typing import Final

MANY: Final = 100_000
_SENTENCE: Final = "The ferry left the harbour on Monday morning with forty people on board, the operator said. "
_STORY: Final = f"<p>{_SENTENCE}</p>" * 6
_ITSELF: Final = [{"__ref": "a", "type": "x"}]  # as a part of "a"


def make_page(kind: str, number: int = MANY) -> bytes:
    """The page of a kind; ``number``: how many of its elements there are, a deep or large one has fewer.

    Raises:
        KeyError: there is no such kind.
    """
    head, body = KINDS[kind](number)
    start = f"<!DOCTYPE html><html><head><meta charset=utf-8><title>First ferry</title>{head}</head><body>"
    return f"{start}<article><h1>First ferry</h1>{_STORY}{body}{_STORY}</article></body></html>".encode()


def _json_ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


def _state(name: str, text: str) -> str:
    return f'<script id="{name}" type="application/json">{text}</script>'


def _news(**values: object) -> str:
    return _json_ld(json.dumps({"@type": "NewsArticle", "headline": "First ferry", **values}))


def _megabytes(number: int) -> str:
    """A text of 5 MB for the usual number."""
    return _SENTENCE * (number * 50 // len(_SENTENCE))


def _attributes(number: int) -> str:
    return " ".join(f'data-a{index}="{index}"' for index in range(number))


def _head(text: str) -> tuple[str, str]:
    return text, ""


def _body(text: str) -> tuple[str, str]:
    return "", text


# kind -> what makes head and body of so many elements
KINDS: Final[dict[str, Callable[[int], tuple[str, str]]]] = {
    "spans": lambda n: _body("<span>a</span> " * n),
    "empty_spans": lambda n: _body("<p>" + "<span></span>" * n + "</p>"),
    "nested_spans": lambda n: _body("<span>" * n + "deep"),
    "links": lambda n: _body('<a href="/a">More</a> ' * n),
    "different_links": lambda n: _body("".join(f'<p><a href="/{i}">Story {i}</a></p>' for i in range(n // 2))),
    "breaks": lambda n: _body("a<br>" * n),
    "double_breaks": lambda n: _body("One more line.<br><br>" * (n // 2)),
    "breaks_alone": lambda n: _body("<p>a" + "<br>" * n + "</p>"),
    "attributes": lambda n: _body(f"<div {_attributes(n)}>a</div>"),
    "attributes_each": lambda n: _body(f"<p {_attributes(20)}>a</p>" * (n // 20)),
    "long_class": lambda n: _body(f'<div class="{"related-story " * n}"><p>{_SENTENCE}</p></div>'),
    "hidden_classes": lambda n: _body(
        f'<p>a<span class="{"focus" * n} sr-only">b</span>'
        + "".join(f'<span class="{"focus" * 60}{i} visually-hidden">c</span>' for i in range(n // 20))
    ),
    "long_id": lambda n: _body(f'<div id="{"a-" * n}">{_STORY}</div>'),
    "different_classes": lambda n: _body("".join(f'<p class="a{i} byline-{i}">Jane Doe</p>' for i in range(n // 2))),
    "times": lambda n: _body('<time datetime="2026-11-01T10:00:00Z">1 November 2026</time> ' * n),
    "different_times": lambda n: _body(
        "".join(f"<p><time>{i % 28 + 1}.{i % 12 + 1}.20{i % 26:02}</time></p>" for i in range(n // 2))
    ),
    "dates_in_text": lambda n: _body("<p>" + "Updated 1 November 2026, 10:30. " * n + "</p>"),
    "figures_in_text": lambda n: _body("<p>" + "1" * n + "</p><p>" + "1 " * n + "</p><p>" + "1.1." * n + "</p>"),
    "bylines": lambda n: _body('<div class="byline author">By Jane Doe and John Roe</div>' * n),
    "names": lambda n: _body('<p class="byline">By ' + "Jane Doe, " * n + "</p>"),
    "authors_stated": lambda n: _head(_news(author=[{"@type": "Person", "name": f"Jane Doe {i}"} for i in range(n)])),
    "nested_divs": lambda n: _body("<div>" * n + _SENTENCE),
    "nested_divs_closed": lambda n: _body("<div>" * n + _SENTENCE + "</div>" * n),
    "nested_lists": lambda n: _body("<ul><li>a" * n),
    "nested_bold": lambda n: _body("<b><i>" * (n // 10) + "<p>a</p>" * (n // 100)),
    "nested_tables": lambda n: _body("<table><tr><td>a" * (n // 10)),
    "figures": lambda n: _body(
        '<figure><img src="a.jpg"><figcaption>A ferry. Photo: A</figcaption></figure>' * (n // 4)
    ),
    "pictures": lambda n: _body("".join(f'<img src="/{i}.jpg" alt="A ferry">' for i in range(n))),
    "srcset": lambda n: _body('<img src="a.jpg" srcset="' + "a.jpg 100w, " * n + '">'),
    "headings": lambda n: _body("<h1>First ferry</h1>" * n),
    "different_headings": lambda n: _body("".join(f"<h2>Ferry number {i}</h2>" for i in range(n // 2))),
    "nested_headings": lambda n: _body("<h1><div>a" * (n // 10)),
    "cells": lambda n: _body("<table>" + ("<tr>" + "<td>12</td>" * 50 + "</tr>") * (n // 100) + "</table>"),
    "one_row": lambda n: _body("<table><tr>" + "<td>12</td>" * (n // 2) + "</tr></table>"),
    "tables": lambda n: _body("<table><tr><td>12</td></tr></table>" * (n // 2)),
    "list_entries": lambda n: _body("<ul>" + "<li>One more entry</li>" * (n // 2) + "</ul>"),
    "paragraphs": lambda n: _body(f"<p>{_SENTENCE}</p>" * (n // 2)),
    "repeated_in_boxes": lambda n: _body(f'<div class="box"><p>{_SENTENCE}</p></div>' * (n // 4)),
    "long_text": lambda n: _body(f"<p>{_megabytes(n)}</p>"),
    "long_word": lambda n: _body("<p>" + "a" * 50 * n + "</p>"),
    "long_han": lambda n: _body("<p>" + "渡轮周一早上离开港口。" * n + "</p>"),
    "long_marks": lambda n: _body("<p>a" + "\u0301" * 10 * n + "</p>"),
    "long_spaces": lambda n: _body("<p>a" + " " * 50 * n + "b</p>"),
    "long_link": lambda n: _body('<a href="/' + "a" * 50 * n + '">More</a>'),
    "long_title": lambda n: _head(f"<title>{_megabytes(n)}</title>"),
    "long_title_parts": lambda n: _head(f'<meta property="og:title" content="{"a - b | " * n}">'),
    "long_heading": lambda n: _body(f"<h1>{_megabytes(n)}</h1>"),
    "long_headline": lambda n: _head(_news(name=_megabytes(n), description=_megabytes(n))),
    "long_description": lambda n: _head(f'<meta name="description" content="{_megabytes(n)}">'),
    "long_byline": lambda n: _body(f'<p class="byline">By {_megabytes(n)}</p>'),
    "long_author": lambda n: _head(f'<meta name="author" content="{"Jane Doe and " * n}">'),
    "long_date": lambda n: _head(f'<meta property="article:published_time" content="{"2026-" * n}">'),
    "meta": lambda n: _head('<meta property="og:title" content="First ferry">' * n),
    "different_meta": lambda n: _head("".join(f'<meta name="a{i}" content="{i}">' for i in range(n))),
    "keywords": lambda n: _head(f'<meta name="keywords" content="{"ferry, " * n}">'),
    "alternate_links": lambda n: _head('<link rel="canonical" href="/a">' * n),
    "json_ld_long_body": lambda n: _head(_news(articleBody=_megabytes(n))),
    "json_ld_markup_body": lambda n: _head(_news(articleBody="<p>a &lt;br&gt; " * n)),
    "json_ld_many": lambda n: _head(_news() * (n // 10)),
    "json_ld_list": lambda n: _head(_json_ld(json.dumps([{"@type": "NewsArticle", "headline": "a"}] * n))),
    "json_ld_graph": lambda n: _head(
        _json_ld(json.dumps({"@graph": [{"@type": "Thing", "@id": f"#{i}"} for i in range(n)]}))
    ),
    "json_ld_deep": lambda n: _head(_json_ld('{"@type":"NewsArticle","a":' * (n // 10) + "1" + "}" * (n // 10))),
    "json_ld_deep_lists": lambda n: _head(_json_ld("[" * n + "]" * n)),
    "json_ld_cut_short": lambda n: _head(_json_ld('{"@type":"NewsArticle","a":"' + "\\u00e4\\\\" * n)),
    "json_ld_live": lambda n: _head(
        _json_ld(json.dumps({"@type": "LiveBlogPosting", "liveBlogUpdate": [{"articleBody": "One more line."}] * n}))
    ),
    "script_state": lambda n: _body(_state("__NEXT_DATA__", '{"a":[' + '{"b":"c"},' * n + "0]}")),
    "script_refs": lambda n: _body(
        _state("__NEXT_DATA__", json.dumps({"a": {"type": "x", "children": _ITSELF * 4}, "b": _ITSELF * n}))
    ),
    "script_flat": lambda n: _body(_state("__NUXT_DATA__", "[[" + "0," * 3 * n + "0]]")),
    "state_titles": lambda n: _body(
        _state("__NEXT_DATA__", json.dumps({**{f"a{i}": f"Ä {i}" for i in range(n)}, "b": [_STORY] * (n // 100)}))
    ),
    "json_ld_open_tags": lambda n: _head(_news(articleBody="<p " * n)),
    "kickers": lambda n: _body("<h1>" + '<span class="kicker"></span>' * n + "First ferry</h1>"),
    "live_limit": lambda n: _body(
        f'<div data-max-items-per-page="{"9" * n}">'
        + "".join(f'<div class="live-blog-entry"><time>1{i}:30</time><p>{_SENTENCE}</p></div>' for i in range(9, 0, -1))
        + "</div>"
    ),
    "scripts": lambda n: _body("<script>var a = 1;</script>" * n),
    "comments": lambda n: _body("<!-- a -->" * n),
    "open_comment": lambda n: _body("<!--" + "-" * n),
    "open_tags": lambda n: _body("<" * n + "a " * n),
    "open_quote": lambda n: _body('<p class="' + "a='" * n),
    "entities": lambda n: _body("<p>" + "&amp;&#x41;&bogus;" * n + "</p>"),
    "custom_elements": lambda n: _body("".join(f"<x-a{i % 5000}>a</x-a{i % 5000}>" for i in range(n))),
    "forms": lambda n: _body("<form><select>" + "<option>a" * n + "</select></form>"),
    "frames": lambda n: _body('<iframe src="/a"></iframe>' * n),
    "svg": lambda n: _body("<svg>" + "<g><path d='M0'/></g>" * n + "</svg>"),
    "live_entries": lambda n: _body(
        '<div class="live-blog-entry"><time>10:30</time><h3>A</h3><p>B</p></div>' * (n // 8)
    ),
}
