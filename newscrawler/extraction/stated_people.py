"""People as a page states them for machines: in its JSON-LD and in its meta elements."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from newscrawler.extraction.json_ld import LinkedData, as_list, plain_text, types_of
from newscrawler.extraction.meta_names import AUTHOR_META
from newscrawler.extraction.page_head import PageHead
from newscrawler.extraction.printed_byline import names_in_sign_off, names_in_summary
from newscrawler.model.article import Author
from newscrawler.name_spelling import fold_name
from newscrawler.names import email_in, is_agency, is_newsroom, split_byline, tidy_name

_WRITTEN_BY = re.compile(r"written|author|verfasst|escrito|écrit|geschrieben|autor|skrevet|av\b", re.IGNORECASE)
_NO_HOLDER = re.compile(r"copyright|\(c\)|©|\b(?:19|20)\d\d\b|all rights reserved", re.IGNORECASE)
_NO_NAME = re.compile(r"(?:https?:)?//|www\.|^@")
MOST_AUTHORS = 25
# "Author" in the languages of the corpus, folded.
_MERE_AUTHORS = frozenset(
    map(fold_name, ("author", "auteur", "auteure", "autor", "autora", "autore", "autorin", "forfatter", "författare"))
) | frozenset(map(fold_name, ("verfasser", "verfasserin", "автор", "著者", "作者")))
_LONGEST_SIGN_OFF = 400
NEWSROOM_ROLE = "newsroom"


def copyright_holders(head: PageHead) -> set[str]:
    """Folded names of those whom the page calls its publisher or the owner of its copyright."""
    stated = head.every("copyright", "publisher", "dc.publisher", "dcterms.publisher", "dcterms.rightsholder")
    plain = (_NO_HOLDER.sub(" ", text) for text in stated)
    return {folded for text in plain if len(text) < 100 and (folded := fold_name(text))}


def stated_in_json_ld(data: LinkedData) -> list[list[Author]]:
    """The authors of the first article in the script that names any, those of one entry together."""
    for node in data.articles[:4]:
        for name in ("author", "creator"):
            entries = [list(_authors_of(data.resolve(value))) for value in as_list(node.get(name))[:MOST_AUTHORS]]
            if any(entries):
                return entries
    return []


def signed_reporters(data: LinkedData) -> list[Author]:
    """The reporters in the first or last words of the text: "(Reporting by Jane Doe; Editing by John Roe)"."""
    body = data.first("articleBody")
    if not isinstance(body, str):
        return []
    signed = names_in_summary(body[:_LONGEST_SIGN_OFF]) or names_in_sign_off(body[-_LONGEST_SIGN_OFF:])
    return [Author(name) for name in signed]


def _authors_of(value: Any) -> Iterator[Author]:  # noqa: ANN401 - JSON comes in here
    if isinstance(value, list):
        for entry in value[:MOST_AUTHORS]:
            yield from _authors_of(entry)
        return
    if isinstance(value, str):
        yield from (Author(name) for name in split_byline(plain_text(value) or ""))
        return
    if not isinstance(value, dict):
        return
    organised = any("organization" in kind for kind in types_of(value))
    for stated in as_list(value.get("name"))[:MOST_AUTHORS]:
        text = plain_text(stated) or ""
        names = split_byline(text) or (
            () if types_of(value) & {"person"} and not tidy_name(text) else (tidy_name(text) or "",)
        )
        for name in names:
            if name and not name.startswith(("http:", "https:")):
                alone = len(names) == 1
                yield Author(
                    name,
                    role=NEWSROOM_ROLE if organised else _stated_role(value) if alone else None,
                    email=email_in(plain_text(value.get("email")) or "") if alone else None,
                    url=_web_address(value.get("url") or value.get("sameAs")) if alone else None,
                )


def _stated_role(person: Mapping[str, Any]) -> str | None:
    """The job that is stated; that an author is the author says nothing."""
    role = plain_text(person.get("jobTitle"))
    return None if role is None or fold_name(role) in _MERE_AUTHORS else role


def _web_address(value: Any) -> str | None:  # noqa: ANN401 - JSON comes in here
    text = plain_text(value) or ""
    return text if re.match(r"https?://\S{4,500}$", text) else None


def stated_in_meta(head: PageHead, holders: set[str]) -> list[Author]:
    """The authors of the first meta element that names a person; accounts where none does."""
    accounts: list[Author] = []
    for name in AUTHOR_META:
        if name not in head.meta:
            continue
        texts = [text for text in head.meta[name] if not _NO_NAME.search(text)]
        found = [
            Author(person, email=email_in(text) if len(texts) == 1 else None)
            for text in texts
            for person in split_byline(text)
        ]
        if found and not all(_is_no_person(author.name, holders) for author in found):
            return found
        accounts = accounts or found
    if text := head.first("twitter:misc:written by"):
        return [Author(name) for name in split_byline(text)]
    for number in ("1", "2"):
        if _WRITTEN_BY.search(head.first(f"twitter:label{number}") or ""):
            return [Author(name) for name in split_byline(head.first(f"twitter:data{number}") or "")] or accounts
    return accounts


def _is_no_person(name: str, holders: set[str]) -> bool:
    return is_newsroom(name) or is_agency(name) is not None or fold_name(name) in holders
