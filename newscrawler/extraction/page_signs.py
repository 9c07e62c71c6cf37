"""The signs by which an article's page and other pages are told apart: declarations, gates, where a redirect led."""

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import Final
from urllib.parse import urlsplit

from newscrawler.extraction.json_ld import ARTICLE_TYPES, LinkedData, Node, types_of
from newscrawler.extraction.page_head import PageHead
from newscrawler.extraction.page_shape import TextShape
from newscrawler.model.page_signs import Declared, LedTo, PageSigns
from newscrawler.words import collapse_spaces

_ARTICLE_RANK: Final = 3
_MOST_HEADINGS: Final = 4
# A page that states more articles lists them.
_MOST_ARTICLES: Final = 3
_LIST_TYPES: Final = frozenset({"collectionpage", "itemlist", "podcastseries", "profilepage", "searchresultspage"})
# Marks of checks for robots in a page's source, each with its name. Normal pages hold some too, in a script for later:
# they are looked for only where there is hardly any story. Origin: the vendors' own pages.
_GATES: Final = {
    b"_cf_chl_opt": "Cloudflare's challenge",
    b"captcha-delivery.com": "DataDome's challenge",
    b"_Incapsula_Resource": "Imperva's challenge",
    b"px-captcha": "HUMAN's challenge",
    b"awsWafCookieDomainList": "the challenge of AWS WAF",
    b"sucuri_cloudproxy": "Sucuri's challenge",
    b"KPSDK": "Kasada's challenge",
    b"bm-verify": "Akamai's challenge",
    b"/.well-known/ddos-guard": "the challenge of DDoS-Guard",
    b"g-recaptcha": "a captcha",
    b"h-captcha": "a captcha",
    b"cf-turnstile": "a captcha",
    b"smartcaptcha": "a captcha",
}
_SOURCE_BYTES: Final = 300_000
_NOSCRIPT: Final = re.compile(rb"<noscript[^>]{0,200}>")
_LONGEST_UNSEEN: Final = 4_000
_ALERT: Final = re.compile(rb"\balert\(\s{0,20}[\"']([^\"'\n]{2,300})[\"']")
_TAG: Final = re.compile(r"<[^<>]{0,500}>")
_MOST_UNSEEN: Final = 6
_PASSWORD: Final = re.compile(rb"<input[^>]{1,300}type\s{0,9}=\s{0,9}[\"']?password", re.IGNORECASE)
# A page without any text that sets a cookie and loads itself again, or leads to itself.
_RELOADS: Final = re.compile(
    rb"location\.(?:reload|replace|href|assign)|http-equiv\s{0,9}=\s{0,9}[\"']?refresh", re.IGNORECASE
)
_BODY: Final = re.compile(rb"<body[^>]{0,500}>", re.IGNORECASE)
# Takes each script once and never gives one back: a page of many would be tried in every grouping of them otherwise.
_ONLY_SCRIPTS: Final = re.compile(rb"\s*+(?:<script(?>.*?</script>)\s*+)++</body>", re.DOTALL | re.IGNORECASE)
_ERROR_FOLDERS: Final = frozenset(
    {"404", "404.html", "404.php", "error", "errors", "error-404", "not-found", "notfound", "page-not-found"}
)
_HOME_FILES: Final = frozenset(
    {"index", "default", "home", "homepage", "start", "startseite", "accueil", "inicio", "portada"}
)
_LANGUAGE: Final = re.compile(r"[a-z]{2}(?:[-_][a-z]{2})?")
_DIGIT: Final = re.compile(r"\d")


def declared_kind(data: LinkedData, head: PageHead) -> Declared | None:
    """What the page declares itself to be in schema.org data, or with a time of publication; None: nothing clear."""
    articles = sum(any(ARTICLE_TYPES.get(kind) == _ARTICLE_RANK for kind in types_of(node)) for node in data.articles)
    if 0 < articles <= _MOST_ARTICLES or (not articles and head.first("article:published_time")):
        return "article"
    is_list = any(not _LIST_TYPES.isdisjoint(types_of(node)) for node in data.nodes)
    kind = (head.first("og:type") or "").lower()
    if is_list or kind == "profile":
        return "list"
    if kind == "article":
        return "object"
    return "product" if not articles and any(map(_is_for_sale, data.nodes)) else None


def _is_for_sale(node: Node) -> bool:
    return "product" in types_of(node) and "review" not in node


def own_headings(head: PageHead) -> tuple[str, ...]:
    """The title element and the h1 elements, as far as there are any."""
    return tuple(text for text in (head.title, *(text for text, _ in head.headings[:_MOST_HEADINGS])) if text)


def read_signs(
    headings: tuple[str, ...], declared: Declared | None, shape: TextShape, source: bytes, addresses: tuple[str, str]
) -> PageSigns:
    """All signs of a page; ``addresses``: the one that was asked for, the one that answered."""
    signs = PageSigns(headings, declared, led_to(*addresses), shape.paragraphs, shape.teasers)
    if not shape.is_bare:
        return signs
    start = source[:_SOURCE_BYTES]
    return replace(
        signs,
        is_bare=True,
        lines=shape.lines,
        headline_links=shape.headline_links,
        asks_password=b"password" in start and _PASSWORD.search(start) is not None,
        unseen=() if shape.paragraphs else _unseen_texts(start),
        gate=None if shape.paragraphs else _gate(start, is_empty=not shape.lines),
    )


def _unseen_texts(source: bytes) -> tuple[str, ...]:
    found = chain(_noscripts(source), (match[1] for match in _ALERT.finditer(source)) if b"alert(" in source else ())
    texts = (_TAG.sub(" ", text.decode("utf-8", "replace")) for text in islice(found, _MOST_UNSEEN))
    return tuple(plain for text in texts if (plain := collapse_spaces(html.unescape(text))))


def _noscripts(source: bytes) -> Iterator[bytes]:
    place = 0
    while opened := _NOSCRIPT.search(source, place):
        place = source.find(b"</noscript>", opened.end())
        if place < 0:
            return
        if 0 < place - opened.end() <= _LONGEST_UNSEEN:
            yield source[opened.end() : place]


def _gate(source: bytes, *, is_empty: bool) -> str | None:
    for mark, name in _GATES.items():
        if mark in source:
            return name
    if is_empty and _RELOADS.search(source):
        return "a page that loads itself again"
    return "a page that is nothing but a script" if is_empty and _is_only_scripts(source) else None


def _is_only_scripts(source: bytes) -> bool:
    body = _BODY.search(source)
    return body is not None and _ONLY_SCRIPTS.match(source, body.end()) is not None


def led_to(asked: str, answered: str) -> LedTo | None:
    """What the address that answered is, where another was asked for: a home page, a section, an error page.

    None where it may well be the article under another address.
    """
    if asked == answered:
        return None
    there, here = _folders(answered), _folders(asked)
    if there == here or not here:
        return None
    if not _ERROR_FOLDERS.isdisjoint(there):
        return "error page"
    query = urlsplit(answered).query
    if _DIGIT.search(query) or (query and there):
        return None  # many a publishing system names its articles there
    if not there or _is_home(there):
        return "home page"
    is_section = there == here[: len(there)] or (len(there) <= 2 and not any(map(_is_slug, there)))
    return "section" if is_section and _is_slug(here[-1]) else None


def _folders(url: str) -> list[str]:
    return [folder for folder in urlsplit(url).path.lower().split("/") if folder]


def _is_home(folders: list[str]) -> bool:
    return len(folders) == 1 and (
        folders[0].split(".")[0] in _HOME_FILES or _LANGUAGE.fullmatch(folders[0]) is not None
    )


def _is_slug(folder: str) -> bool:
    """Does it name one article: a number, a headline?"""
    return _DIGIT.search(folder) is not None or folder.count("-") > 1 or folder.count("_") > 1
