"""What an operator should look at in a preview: only what is true of these pages, each with what to do."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from shlex import quote
from typing import Any

from newscrawler.extraction.date_hint import choose_hint, hint_date, missing_date_message
from newscrawler.model.article import Article
from newscrawler.operations.explanation import Fate, fates
from newscrawler.operations.preview_view import Preview, body_words, count_body_words, why_refused
from newscrawler.operations.terminal_text import many

FEWEST_PAGES = 3  # fewer show no habit of an outlet
LOOKED_AT = 5  # pages without a date that are searched for one
SHORT_WORDS = 80
LONGEST_LITERAL = 80  # characters of a repeated text that a pattern spells out
SHOWN_REPEATED = 5
SHOWN_SITEMAPS = 3
SPECIAL = re.compile(r"[\\.^$*+?{}\[\]|()]")


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to look at.

    Attributes:
        name: ``field_missing``, ``repeated_text``, ``close_calls``, ``body_length``, ``nothing_found`` or
            ``unlisted_sitemaps``.
        message: in words, with what to do.
        lines: what to put into the outlet's file, as it stands there.
        details: what a program would want, for ``--json``.
    """

    name: str
    message: str
    details: dict[str, Any]
    lines: tuple[str, ...] = ()

    def values(self) -> dict[str, Any]:
        """The point as ``preview --json`` prints it."""
        return {"kind": "finding", "finding": self.name, "message": self.message, **self.details}


def find_points(preview: Preview) -> list[Point]:
    """Everything to look at, the most important first."""
    articles = preview.articles
    if not articles:
        return [*_nothing(preview), *_unlisted(preview)]
    return [
        *_missing_fields(articles, preview),
        *_repeated_texts(articles),
        *_close_calls(articles),
        *_teasers(articles),
        *_length(articles),
        *_unlisted(preview),
    ]


def _unlisted(preview: Preview) -> Iterator[Point]:
    """The sitemaps that robots.txt names and the outlet's file does not."""
    urls, file = preview.unlisted_sitemaps, f"{preview.outlet.id}.toml"
    if not urls or preview.outlet.robots_sitemaps:
        return
    shown = ", ".join(urls[:SHOWN_SITEMAPS]) + (" ..." if len(urls) > SHOWN_SITEMAPS else "")
    text = (
        f"robots.txt names {many(len(urls), 'sitemap')} that {file} does not: {shown}. If articles are missing, "
        "list those of news, or set:"
    )
    yield Point("unlisted_sitemaps", text, {"sitemaps": list(urls)}, ("robots_sitemaps = true",))


def _nothing(preview: Preview) -> Iterator[Point]:
    file = f"{preview.outlet.id}.toml"
    read = [view.read for view in preview.listings if view.read]
    refused = [url for one in read for url in one.refused]
    if preview.run.counts["found"]:
        return
    if refused:
        links, why = sum(one.links for one in read), why_refused(refused[0], preview.outlet)
        text = f"No link is wanted, of {links}: {refused[0]} ({why}). Change include or exclude in {file}."
    elif read:
        text = f"No link to an article was found. Name other feeds, sitemaps or sections in {file}."
    else:
        text = f"No listing could be read, so no article was found. Mend feeds, sitemaps and sections in {file}."
    yield Point("nothing_found", text, {})


def _missing_fields(articles: Sequence[Article], preview: Preview) -> Iterator[Point]:
    without = [article for article in articles if article.published_at is None]
    if len(without) * 2 > len(articles):
        hint = choose_hint([hint_date(article, preview.outlet) for article in without[:LOOKED_AT]])
        yield Point(
            "field_missing",
            missing_date_message(len(without), len(articles), hint, preview.outlet, without[0].url),
            {
                "field": "published_at",
                "pages": len(without),
                "of": len(articles),
                "found": hint.text if hint else None,
                "set": hint.key if hint else None,
            },
        )
    nameless = [article for article in articles if not article.authors and not article.agency]
    if len(nameless) * 2 > len(articles):
        yield Point(
            "field_missing",
            f"No author on {len(nameless)} of {len(articles)} pages. If they print one, name its element: "
            f"[selectors] authors = 'CSS' in {preview.outlet.id}.toml.",
            {"field": "authors", "pages": len(nameless), "of": len(articles)},
        )


def _repeated_texts(articles: Sequence[Article]) -> Iterator[Point]:
    """Blocks that more than half of the pages keep with the same text."""
    different = list(
        {article.fingerprint.content_hash: article for article in articles if article.fingerprint}.values()
    )
    if len(different) < FEWEST_PAGES:
        return
    pages: dict[str, int] = {}
    for article in different:
        for text in dict.fromkeys(block.text for block in article.blocks):
            pages[text] = pages.get(text, 0) + 1
    repeated = [(text, count) for text, count in pages.items() if count * 2 > len(different)]
    for text, count in sorted(repeated, key=lambda pair: -pair[1])[:SHOWN_REPEATED]:
        yield Point(
            "repeated_text",
            f"kept on {count} of {len(different)} pages: '{_shown(text)}'. If it is not story, the file's end:",
            {"text": text, "pages": count, "of": len(different), "remove_text": pattern_of(text)},
            ("[boilerplate]", f"remove_text = [{toml_pattern(text)}]"),
        )


def pattern_of(text: str) -> str:
    """A regular expression that matches a whole block which begins as this one does, as ``remove_text`` wants it."""
    if len(text) <= LONGEST_LITERAL and "\n" not in text:
        return SPECIAL.sub(r"\\\g<0>", text)
    begin = text.splitlines()[0][:LONGEST_LITERAL]
    if len(begin) == LONGEST_LITERAL and " " in begin:
        begin = begin.rpartition(" ")[0]
    return SPECIAL.sub(r"\\\g<0>", begin) + r"[\s\S]*"


def toml_pattern(text: str) -> str:
    """The pattern of a block's text as a TOML string."""
    pattern = pattern_of(text)
    if "'" not in pattern:
        return f"'{pattern}'"
    return json.dumps(pattern, ensure_ascii=False)  # a JSON string is one of TOML


def _close_calls(articles: Sequence[Article]) -> Iterator[Point]:
    close: list[tuple[Article, Fate]] = [
        (article, fate) for article in articles for fate in fates(article) if fate.kept and fate.is_close
    ]
    if not close:
        return
    article, fate = close[0]
    pages = len({one.url for one, _ in close})
    yield Point(
        "close_calls",
        f"Kept, but it was close: {many(len(close), 'block')} on {many(pages, 'page')}, "
        f"such as '{_shown(fate.block.text)}'. "
        f"See: newscrawler explain {quote(article.url)}",
        {"blocks": len(close), "pages": pages, "text": fate.block.text, "url": article.url},
    )


def _teasers(articles: Sequence[Article]) -> Iterator[Point]:
    """Articles of which outsiders are given the beginning."""
    behind = [article for article in articles if article.free_access is False]
    if behind:
        yield Point(
            "not_free",
            f"Not free on {len(behind)} of {many(len(articles), 'page')}: the teaser is what would be stored, "
            f"free_access false with it, as of {behind[0].url}",
            {"pages": len(behind), "of": len(articles), "url": behind[0].url},
        )


def _length(articles: Sequence[Article]) -> Iterator[Point]:
    words = body_words(articles)
    if words.median < SHORT_WORDS:
        shortest = min(articles, key=count_body_words)
        yield Point(
            "body_length",
            f"The body has {words.median} words in the median. That is short. "
            f"Is the whole story read? newscrawler explain {quote(shortest.url)}",
            {"median": words.median, "url": shortest.url},
        )


def _shown(text: str, longest: int = 80) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else flat[: longest - 1].rstrip() + "…"
