"""Who wrote it: people with role, e-mail and page; the wire agency; the byline as printed."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

from newscrawler.extraction.json_ld import LinkedData, as_list, plain_text, types_of
from newscrawler.extraction.page_head import PageHead, text_of
from newscrawler.model.article import Author
from newscrawler.names import email_in, fold_name, is_agency, is_newsroom, split_byline, tidy_name

AUTHOR_META = (
    "author", "byl", "dc.creator", "dc:creator", "dcterms.creator", "parsely-author", "sailthru.author", "cxenseparse:author",
    "article:author", "article:author_name", "article.author", "lp.article:author", "citation_author", "og:article:author",
    "news_author", "byline", "dcsext.author", "authors",
)  # fmt: skip
_WRITTEN_BY = re.compile(r"written|author|verfasst|escrito|écrit|geschrieben|autor|skrevet|av\b", re.IGNORECASE)
_BYLINE_CLASS = re.compile(
    r"byline|author|autor|auteur|writer|reporter|redact(?:or|eur)|journalist|verfasser|credit-name", re.I
)
_ELSEWHERE = re.compile(
    r"comment|related|teaser|recommend|popular|sidebar|footer|social|share|bio\b|avatar|image|photo|caption|follow|newsletter"
    r"|card|quote|most-?read|widget|authority|disqus",
    re.IGNORECASE,
)
_MOST_AUTHORS = 25


@dataclass(frozen=True, slots=True)
class Byline:
    """The people, the agency and the printed byline; ``source`` is where the people were found."""

    authors: tuple[Author, ...] = ()
    agency: str | None = None
    byline: str | None = None
    source: str | None = None


def read_people(
    tree: HtmlElement, head: PageHead, data: LinkedData, site_names: Iterable[str], listed: tuple[str, ...]
) -> Byline:
    """The people that the first source with any names: JSON-LD, meta, the page's byline, the listing.

    Args:
        site_names: names of the outlet, so that its own account is not taken for a person.
        listed: names that the feed or sitemap gave.
    """
    sites = tuple(name for name in site_names if name)
    printed = tuple(islice(_printed_bylines(tree), 8))
    agency = None
    for source, found in (
        ("json_ld", _stated_in_json_ld(data)),
        ("meta", _stated_in_meta(head)),
        ("page", _named_in_print(printed)),
        ("feed", [Author(name) for text in listed for name in split_byline(text)]),
    ):
        people = []
        for author in found:
            agency = agency or is_agency(author.name)
            if not _is_no_person(author.name, sites):
                people.append(author)
        if people:
            byline = _matching_byline(printed, people)
            return Byline(_each_once(people, byline), agency or _agency_in(byline), byline, source)
    return Byline((), agency, printed[0] if printed else None)


def _is_no_person(name: str, sites: tuple[str, ...]) -> bool:
    return is_agency(name) is not None or is_newsroom(name) or any(is_newsroom(name, site) for site in sites)


def _each_once(people: list[Author], byline: str | None) -> tuple[Author, ...]:
    kept: dict[str, Author] = {}
    for author in people[:_MOST_AUTHORS]:
        kept.setdefault(fold_name(author.name), author)
    authors = tuple(kept.values())
    email = email_in(byline or "")
    if email and len(authors) == 1 and authors[0].email is None:
        one = authors[0]
        return (Author(one.name, one.role, email, one.url),)
    return authors


def _stated_in_json_ld(data: LinkedData) -> list[Author]:
    for node in data.articles[:4]:
        for name in ("author", "creator"):
            found = [
                author
                for value in as_list(node.get(name))[:_MOST_AUTHORS]
                for author in _authors_of(data.resolve(value))
            ]
            if found:
                return found
    return []


def _authors_of(value: Any) -> Iterator[Author]:  # noqa: ANN401 - JSON comes in here
    if isinstance(value, list):
        for entry in value[:_MOST_AUTHORS]:
            yield from _authors_of(entry)
        return
    if isinstance(value, str):
        yield from (Author(name) for name in split_byline(plain_text(value) or ""))
        return
    if not isinstance(value, dict):
        return
    for stated in as_list(value.get("name"))[:_MOST_AUTHORS]:
        text = plain_text(stated) or ""
        names = split_byline(text) or (
            () if types_of(value) & {"person"} and not tidy_name(text) else (tidy_name(text) or "",)
        )
        for name in names:
            if name and not name.startswith(("http:", "https:")):
                alone = len(names) == 1
                yield Author(
                    name,
                    role=plain_text(value.get("jobTitle")) if alone else None,
                    email=email_in(plain_text(value.get("email")) or "") if alone else None,
                    url=_web_address(value.get("url") or value.get("sameAs")) if alone else None,
                )


def _web_address(value: Any) -> str | None:  # noqa: ANN401 - JSON comes in here
    text = plain_text(value) or ""
    return text if re.match(r"https?://\S{4,500}$", text) else None


def _stated_in_meta(head: PageHead) -> list[Author]:
    for name in AUTHOR_META:
        texts = [text for text in head.meta.get(name, ()) if not re.match(r"(?:https?:)?//|www\.|@", text)]
        found = [
            Author(person, email=email_in(text) if len(texts) == 1 else None)
            for text in texts
            for person in split_byline(text)
        ]
        if found and not all(is_newsroom(author.name) or is_agency(author.name) for author in found):
            return found
    for number in ("1", "2"):
        if _WRITTEN_BY.search(head.first(f"twitter:label{number}") or ""):
            return [Author(name) for name in split_byline(head.first(f"twitter:data{number}") or "")]
    return []


def _printed_bylines(tree: HtmlElement) -> Iterator[str]:
    """Texts of elements that say that they are a byline, in the page's order."""
    seen: set[str] = set()
    for element in tree.iter(
        "a", "span", "div", "p", "address", "li", "cite", "strong", "em", "h3", "h4", "h5", "h6", "section", "ul", "td"
    ):
        names = f"{element.get('rel') or ''} {element.get('itemprop') or ''} {element.get('class') or ''}"
        if len(names) < 5 or len(names) > 300 or not _BYLINE_CLASS.search(names) or _ELSEWHERE.search(names):
            continue
        text = text_of(element, 300)
        if 2 < len(text) < 200 and text not in seen and not _is_elsewhere(element):
            seen.add(text)
            yield text


def _is_elsewhere(element: HtmlElement) -> bool:
    for depth, holder in enumerate(element.iterancestors()):
        if depth > 7 or holder.tag in ("body", "main", "article"):
            return False
        if holder.tag in ("footer", "nav", "aside", "figure", "figcaption", "blockquote"):
            return True
        names = f"{holder.get('class') or ''} {holder.get('id') or ''}"
        if len(names) < 200 and _ELSEWHERE.search(names):
            return True
    return False


def _named_in_print(printed: tuple[str, ...]) -> list[Author]:
    """The people of the first printed byline that has any; single words are not enough for a name here."""
    for text in printed:
        names = [name for name in split_byline(text) if " " in name or not name.isascii()]
        if names:
            email = email_in(text) if len(names) == 1 else None
            return [Author(name, email=email) for name in names]
    return []


def _matching_byline(printed: tuple[str, ...], people: list[Author]) -> str | None:
    """The printed text that holds most of the names, the shortest such."""
    wanted = {fold_name(author.name) for author in people}
    ranked = [(sum(name in fold_name(text) for name in wanted), -len(text), text) for text in printed]
    best = max(ranked, default=(0, 0, ""))
    return best[2] if best[0] else None


def _agency_in(byline: str | None) -> str | None:
    return next(
        (known for part in re.split(r"[,;/|()\[\]]| und | and ", byline or "") if (known := is_agency(part))), None
    )
