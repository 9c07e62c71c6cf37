"""The page that a text dump was made of, built again as HTML in three structures that outlets have."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from itertools import groupby
from typing import Any

Line = tuple[str, str]  # what it is on the page ("title", "story" or the rule that takes it), and its text
Structure = Callable[[Sequence[Line], str], str]  # makes a page of lines and the site's name


def lines_of(text: str, expected: Mapping[str, Any]) -> list[Line]:
    """The lines of a dump, each with what it is by the article that the dump must give."""
    story = set(expected["body"].split("\n\n"))
    rules = iter([entry["rule"] for entry in expected["removed"]])
    lines = [line for line in text.splitlines() if line.strip()]
    title = expected["title"]
    return [("title" if line == title else "story" if line in story else next(rules), line) for line in lines]


def as_blog(lines: Sequence[Line], site: str) -> str:
    """A blog system's page: paragraphs, figures with alternative text, a weather widget, a box about the author."""

    def element(kind: str, texts: list[str]) -> str:
        if kind == "title":
            return f'<h1 class="entry-title">{texts[0]}</h1><div class="entry-content">'
        if kind == "weather_widget":
            spans = "".join(f'<span class="temp">{text}</span><br>' for text in texts)
            return f'<div class="weather">{spans}</div>'
        if kind == "caption":
            picture = f'<img src="/wp/{len(texts[0])}.jpg" alt="{texts[0]}">'
            return f"<figure>{picture}<figcaption>{texts[1]}</figcaption></figure>"
        if kind == "author_box":
            return (
                f'<div class="author-box"><a href="/author/team/">{texts[0]}</a>'
                f"<h4>{texts[1]}</h4><p>{texts[2]}</p></div>"
            )
        return "".join(f"<p>{text}</p>" for text in texts)

    content = _joined(lines, element)
    return _page(
        _title(lines),
        site,
        f'<div id="content" class="site-content"><article class="post">{content}</div></article></div>',
    )


def as_table(lines: Sequence[Line], site: str) -> str:
    """A page of the nineties: one cell of a layout table, paragraphs parted by line breaks alone."""

    def element(kind: str, texts: list[str]) -> str:
        if kind == "title":
            return f'<font size="5"><b>{texts[0]}</b></font><br><br>'
        if kind == "caption":
            return (
                f'<div><img src="/img/{len(texts[0])}.jpg" alt="{texts[0]}"><div class="caption">{texts[1]}</div></div>'
            )
        if kind in ("weather_widget", "author_box"):
            return "".join(f"{text}<br>" for text in texts) + "<br>"
        return "".join(f"{text}<br><br>" for text in texts)

    menu = "".join(f'<a href="/{name}.html">{name.title()}</a><br>' for name in MENU)
    cells = f'<td width="120"><div>{menu}</div></td><td width="600"><div>{_joined(lines, element)}</div></td>'
    return _page(_title(lines), site, f'<table width="760"><tr>{cells}</tr></table>', with_menu=False)


def as_components(lines: Sequence[Line], site: str) -> str:
    """A page of components: divs in divs, the weather as spans in the page's header, captions as plain paragraphs."""
    weather = "\n".join(f"<span>{text}</span>" for kind, text in lines if kind == "weather_widget")

    def element(kind: str, texts: list[str]) -> str:
        if kind == "title":
            return f'<div class="css-1x2"><h1>{texts[0]}</h1></div><div class="css-9k">'
        if kind == "caption":
            alt, caption = texts
            picture = f'<picture><img src="/i/{len(alt)}.webp" alt="{alt}"></picture>'
            return f'<div class="css-7p">{picture}<p>{caption}</p></div>'
        if kind == "weather_widget":
            return ""
        inner = "".join(f'<div class="css-4c"><p class="css-2a">{text}</p></div>' for text in texts)
        return f'<div class="css-0">{inner}</div>'

    story = f'<section class="css-5"><article class="css-6">{_joined(lines, element)}</div></article></section>'
    return _page(
        _title(lines),
        site,
        f'<main><div class="css-3">{story}</div></main>',
        header=f'<div class="css-8">{weather}</div>',
    )


MENU = ("news", "harbour", "sports", "culture", "letters")
STRUCTURES: tuple[Structure, ...] = (as_blog, as_table, as_components)


def _joined(lines: Sequence[Line], element: Callable[[str, list[str]], str]) -> str:
    """Every run of lines of one kind as its elements; captions come in pairs."""
    parts: list[str] = []
    for kind, run in groupby(lines, key=lambda line: line[0]):
        texts = [escape(text) for _, text in run]
        size = 2 if kind == "caption" else len(texts)
        parts += [element(kind, texts[start : start + size]) for start in range(0, len(texts), size)]
    return "\n".join(parts)


def _page(title: str, site: str, main: str, *, header: str = "", with_menu: bool = True) -> str:
    menu = "".join(f'<li><a href="/{name}/">{name.title()}</a></li>' for name in MENU) if with_menu else ""
    top = f"<header>{header}<nav><ul>{menu}</ul></nav></header>" if menu else ""
    foot = '<footer><a href="/about">About us</a> <a href="/contact">Contact</a></footer>'
    head = f'<meta charset="utf-8"><title>{title} - {site}</title><meta property="og:site_name" content="{site}">'
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{top}{main}{foot}</body></html>'


def _title(lines: Sequence[Line]) -> str:
    return escape(next(text for kind, text in lines if kind == "title"))
