"""Markdown as some crawlers write articles: its lines as blocks, with their links and pictures told from the text."""

import re
from dataclasses import dataclass

from newscrawler.model.article import Image
from newscrawler.model.block import Block, BlockKind
from newscrawler.words import collapse_spaces

# What plain text does not have: a heading, a link or picture with its address.
_SIGN = re.compile(r"^#{1,6}[ \t]+\S|\]\((?:https?:|/)", re.MULTILINE)
_HEADING = re.compile(r"(#{1,6})\s+(\S.*?)(?:\s+#+)?$")
_ENTRY = re.compile(r"[-*+]\s+(?=\S)")
_QUOTE = re.compile(r"(?:>\s?)+")
_TEXT = r"\[(?P<text>(?:[^\[\]]|\[[^\[\]]{0,200}+\]){0,1000}+)\]"  # a caption has its credit in brackets
_ADDRESS = r"\(\s?<?(?P<url>(?:[^()\s>]|\([^()\s>]{0,100}+\)){0,1000}+)>?[^()]{0,200}+\)"
_PICTURE = re.compile(f"!{_TEXT}{_ADDRESS}")
_LINK = re.compile(_TEXT + _ADDRESS)
_STRONG = re.compile(r"(?<!\\)(\*\*|__)(?=\S)(.{1,200}?)(?<=[^\s\\])\1")
_EMPHASIS = re.compile(r"(?<![\w*\\])([*_])(?=\S)([^*_]{1,200})(?<=[^\s\\])\1(?![\w*])")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")


@dataclass(frozen=True, slots=True)
class MarkdownLine:
    """One line without its marks.

    Attributes:
        block: None where the line holds pictures only.
        is_title: it is a heading of the first level.
    """

    block: Block | None
    images: tuple[Image, ...] = ()
    is_title: bool = False


def is_markdown(text: str) -> bool:
    """Has the text headings, links or pictures as Markdown writes them?"""
    return _SIGN.search(text) is not None


def begins_block(line: str) -> bool:
    """Does the line begin a heading, a quote or an entry of a list, whatever stands right above it?"""
    return bool(_HEADING.match(line) or _ENTRY.match(line) or _QUOTE.match(line))


def read_markdown(line: str, place: str) -> MarkdownLine:
    """What one line says: emphasis, escapes and addresses are taken out, and counted where a rule asks for them."""
    kind, level, text = _kind_of(line)
    pictures = list(_PICTURE.finditer(text))
    images = tuple(Image(url=found["url"] or None, alt=_plain(found["text"]) or None) for found in pictures)
    text = _PICTURE.sub("", text) if pictures else text
    linked = list(_LINK.finditer(text))
    text = _plain(_LINK.sub(r"\g<text>", text) if linked else text)
    if not text:
        return MarkdownLine(None, images)
    share = min(1.0, sum(len(_plain(found["text"])) for found in linked) / len(text))
    links = tuple(dict.fromkeys(found["url"] for found in linked if found["url"].startswith("http")))
    block = Block(kind, text, place=place, link_share=round(share, 3), links=links)
    return MarkdownLine(block, images, is_title=level == 1)


def _kind_of(line: str) -> tuple[BlockKind, int, str]:
    """Kind, level of a heading or 0, and the text behind the mark that says so."""
    if heading := _HEADING.match(line):
        return "heading", len(heading[1]), heading[2]
    if entry := _ENTRY.match(line):
        return "list", 0, line[entry.end() :]
    if quote := _QUOTE.match(line):
        return "quote", 0, line[quote.end() :]
    return "paragraph", 0, line


def _plain(text: str) -> str:
    for _ in range(2):  # bold within italic
        text = _EMPHASIS.sub(r"\2", _STRONG.sub(r"\2", text))
    return collapse_spaces(_ESCAPED.sub(r"\1", text))
