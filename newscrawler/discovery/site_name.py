"""The name that a home page gives its outlet, and where it stood."""

import json
import re
import unicodedata
from collections.abc import Iterator

from newscrawler.discovery.plain_text import plain_text
from newscrawler.discovery.xml_document import Element
from newscrawler.urls import join_url, registered_domain, url_key

NAME_CHARACTERS = 80  # a longer one is a slogan; the name is printed in tables

# schema.org types whose name is the outlet's, the most telling first.
ORGANIZATIONS = ("NewsMediaOrganization", "Organization", "WebSite")
# Meta fields whose content is the outlet's name, the most telling first.
NAME_FIELDS = ("og:site_name", "application-name", "apple-mobile-web-app-title")

_TITLE_PARTS = re.compile(r"\s+[-–—|:·•»]\s+|\s*[|»]\s*|:\s+")


def names_of_outlet(root: Element, url: str) -> Iterator[tuple[str, str]]:
    """Names that the page gives its outlet, the most trustworthy first, and where each stood."""
    for where in NAME_FIELDS:
        yield from ((name, where) for name in map(_name, meta_contents(root, where)) if name)
    organizations = list(_organizations(root))
    for kind in ORGANIZATIONS:
        yield from ((name, f"JSON-LD, {kind}") for told, name in organizations if told == kind)
    for title in root.iter("title"):
        yield from _names_in_title(plain_text(title.text, 500) or "", root, url)


def _name(text: str | None) -> str | None:
    name = plain_text(text, 500)
    name = name.replace("\u00ad", "") if name else None  # a hyphen that shows only at a line's end
    return name if name and len(name) <= NAME_CHARACTERS else None


def _names_in_title(title: str, root: Element, url: str) -> Iterator[tuple[str, str]]:
    """The part of a title that the logo or the domain spells too; else its first part, which may be a slogan."""
    parts = [part for part in map(str.strip, _TITLE_PARTS.split(title)) if 0 < len(part) <= NAME_CHARACTERS]
    logo = {_letters(text) for text in _texts_of_home_links(root, url)} - {""}
    domain = _letters(registered_domain(url).partition(".")[0])
    yield from ((part, "the title and the logo") for part in parts if _letters(part) in logo)
    yield from (
        (part, "the title and the domain") for part in parts if len(_letters(part)) > 2 and _letters(part) in domain
    )
    yield from ((part, "the page's title: please check") for part in parts[:1])


def _texts_of_home_links(root: Element, url: str) -> Iterator[str]:
    """What links to the home page say, and their pictures: a logo among them."""
    for link in root.iter("a"):
        address = join_url(url, link.get("href") or "") if link.get("href") else None
        if address and url_key(address) == url_key(url):
            yield "".join(str(text) for text in link.itertext())
            yield from (image.get("alt") or "" for image in link.iter("img"))


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.lower())
    return "".join(character for character in plain if character.isalnum())


def _organizations(root: Element) -> Iterator[tuple[str, str]]:
    for node in root.iter("script"):
        if (node.get("type") or "").strip().lower() == "application/ld+json" and node.text:
            try:
                stated = json.loads(node.text, strict=False)
            except (ValueError, RecursionError):
                continue
            yield from _named(stated)


def _named(stated: object) -> Iterator[tuple[str, str]]:
    """Type and name of every organization at the top of some JSON-LD, and in its ``@graph``."""
    for one in stated if isinstance(stated, list) else [stated]:
        if isinstance(one, dict):
            kinds = one.get("@type")
            name = one.get("name")
            readable = _name(name) if isinstance(name, str) else None
            for kind in kinds if isinstance(kinds, list) else [kinds]:
                if isinstance(kind, str) and readable:
                    yield kind, readable
            yield from _named(one.get("@graph") or [])


def meta_contents(root: Element, name: str) -> Iterator[str]:
    """What the meta elements of a name or property say."""
    for node in root.iter("meta"):
        if (node.get("property") or node.get("name") or "").strip().lower() == name and node.get("content"):
            yield node.get("content") or ""
