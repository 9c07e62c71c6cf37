"""Who wrote it: people with role, e-mail and page; the wire agency; the byline as printed."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from newscrawler.extraction.credits import Credits, Entry, sort_credits
from newscrawler.extraction.json_ld import LinkedData
from newscrawler.extraction.page_elements import PageElements
from newscrawler.extraction.page_head import PageHead
from newscrawler.extraction.printed_byline import names_before_date, tidy_byline
from newscrawler.extraction.printed_people import PrintedPeople, with_full_names, with_others
from newscrawler.extraction.stated_people import (
    MOST_AUTHORS,
    NEWSROOM_ROLE,
    copyright_holders,
    signed_reporters,
    stated_in_json_ld,
    stated_in_meta,
)
from newscrawler.model.article import Author
from newscrawler.name_spelling import fold_name
from newscrawler.name_words import BYLINE_WORDS
from newscrawler.names import email_in, is_agency, split_byline
from newscrawler.words import is_sentence

__all__ = ["NEWSROOM_ROLE", "Byline", "read_people"]

_MOST_ACCOUNT_WORDS: Final = 6
_LEAST_BIOGRAPHY_WORDS: Final = 8
_MOST_BYLINES_ASKED: Final = 3
_LISTS_OF_AUTHORS: Final = ("author", "article:author", "parsely-author", "sailthru.author")
_SURE_AGENCIES: Final = frozenset({"AFP", "AP", "EFE", "PTI", "Reuters", "dpa"})  # which are nobody's surname
_BETWEEN_AGENCIES: Final = re.compile(r"[,;/|()\[\]]| und | and ")


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote it, and where each was found.

    Attributes:
        authors: people; accounts of the newsroom with the role ``newsroom``.
        agency: the wire agency's usual name.
        byline: as printed; where nothing is printed and an agency is credited, the names as stated.
        source: where the authors were found: ``json_ld``, ``meta``, ``page``, ``feed``.
        agency_source: where the agency was found; ``page`` for one that is only printed.
        byline_source: ``page`` for a printed byline, else where the names were stated.
    """

    authors: tuple[Author, ...] = ()
    agency: str | None = None
    byline: str | None = None
    source: str | None = None
    agency_source: str | None = None
    byline_source: str | None = None


def read_people(
    elements: PageElements, head: PageHead, data: LinkedData, site_names: Iterable[str], listed: tuple[str, ...]
) -> Byline:
    """The people that the first source with any names: JSON-LD, meta, the page's byline, the listing.

    Where nobody is named, an account that the page states as its author ("Salzburg Desk") is the one author, with the
    role ``newsroom``; beside people it is kept where JSON-LD states it as an author of its own. Agencies are never
    authors.

    Args:
        elements: the page's, noted.
        head: its meta elements and headings.
        data: its JSON-LD.
        site_names: names of the outlet, so that its own account is not taken for a person.
        listed: names that the feed or sitemap gave.
    """
    sites = tuple(name for name in site_names if name)
    printed = PrintedPeople(elements, head)
    found = _ask_sources(printed, head, data, sites, listed)
    chosen = (
        found[-1] if found[-1].people and not found[-1].is_weak else next((one for one in found if one.people), None)
    )
    if chosen is None:
        return _without_people(found, printed.marked)
    people = list(chosen.people)
    if not chosen.is_weak:
        bylines = printed.marked[:_MOST_BYLINES_ASKED]
        lists = (*bylines, *(", ".join(head.meta.get(name, ())) for name in _LISTS_OF_AUTHORS))
        people = with_others(with_full_names(people, bylines), lists, sites)
    byline = _matching_byline(printed.marked, people) or _matching_byline(printed.lines, people)
    agency, agency_source = _agency_of(found)
    if agency is None and (agency := _agency_in(byline) or _agency_behind_names(byline)):
        agency_source = "page"
    byline_source = "page"
    if byline is None and chosen.agencies:
        byline, byline_source = ", ".join(chosen.names), chosen.source
    authors = [*people, *_accounts(chosen.stated_accounts)]
    return Byline(_each_once(authors, byline), agency, byline, chosen.source, agency_source, byline_source)


def _ask_sources(
    printed: PrintedPeople, head: PageHead, data: LinkedData, sites: tuple[str, ...], listed: tuple[str, ...]
) -> list[Credits]:
    """Whom each source credits, up to the first that names a person; what may be no name stands last."""
    holders = copyright_holders(head)
    sources: tuple[tuple[str, Callable[[], Sequence[Entry]]], ...] = (
        ("json_ld", lambda: stated_in_json_ld(data)),
        ("meta", lambda: [stated_in_meta(head, holders)]),
        ("page", lambda: [printed.of_bylines()]),
        ("feed", lambda: [[Author(name) for text in listed for name in split_byline(text)]]),
        ("page", lambda: [printed.of_summary()]),
        ("page", lambda: [signed_reporters(data)]),
        ("page", lambda: [] if any(one.names for one in found) else [printed.beside_date()]),
        ("page", lambda: [printed.user(needs_word=any(one.accounts for one in found))]),
        ("page", lambda: [printed.of_author_box()]),
    )
    found: list[Credits] = []
    for source, entries in sources:
        found.append(sort_credits(source, entries(), sites, holders))
        if found[-1].people and not found[-1].is_weak:
            break
    return found


def _without_people(found: list[Credits], marked: tuple[str, ...]) -> Byline:
    """The agency, or the account that is stated as the author; both where the agency is only printed."""
    crediting = next((one for one in found if one.agencies), None)
    stated = next((one for one in found if one.accounts), None)
    accounts = stated.accounts[:1] if stated else ()
    known = (*(crediting.agencies if crediting else ()), *accounts)
    byline = next((tidy for text in marked if (tidy := tidy_byline(text)) and _names_account(tidy, known)), None)
    byline_source = "page"
    if crediting:
        if byline is None:
            byline, byline_source = ", ".join(crediting.names), crediting.source
        accounts = accounts if crediting.source == "page" else crediting.stated_accounts
    source = stated.source if stated and accounts else None
    agency, agency_source = _agency_of(found)
    return Byline(_accounts(accounts), agency, byline, source, agency_source, byline_source)


def _accounts(names: Iterable[str]) -> tuple[Author, ...]:
    return tuple(Author(name, role=NEWSROOM_ROLE) for name in names)


def _agency_of(found: list[Credits]) -> tuple[str | None, str | None]:
    """The first agency that a source names, and the source."""
    return next(((is_agency(one.agencies[0]), one.source) for one in found if one.agencies), (None, None))


def _names_account(text: str, known: Iterable[str]) -> bool:
    """Where no person is known: does it begin as bylines do, or is it the account's or agency's name and little else?

    "Search elbkurier.example" and "Jobs at Elbkurier" name the outlet too.
    """
    if BYLINE_WORDS.match(text):
        return True
    folded = fold_name(text)
    names = {fold_name(name) for name in known if name}
    if folded in names or _agency_in(text) is not None:
        return len(text.split()) <= _MOST_ACCOUNT_WORDS
    return not names and len(text.split()) == 1


def _each_once(people: list[Author], byline: str | None) -> tuple[Author, ...]:
    kept: dict[str, Author] = {}
    for author in people[:MOST_AUTHORS]:
        kept.setdefault(fold_name(author.name), author)
    authors = tuple(kept.values())
    email = email_in(byline or "")
    if email and len(authors) == 1 and authors[0].email is None:
        return (replace(authors[0], email=email),)
    return authors


def _matching_byline(printed: tuple[str, ...], people: list[Author]) -> str | None:
    """The printed text that holds most of the names, the shortest such; the box about the author is none."""
    wanted = {fold_name(author.name) for author in people}
    bylines = (text for text in printed if not any(map(_is_biography, text.split("\n"))))
    ranked = [(sum(name in fold_name(text) for name in wanted), -len(text), text) for text in bylines]
    best = max(ranked, default=(0, 0, ""))
    if not best[0]:
        return None
    head = names_before_date(best[2])
    return tidy_byline(head if all(name not in fold_name(best[2][len(head) :]) for name in wanted) else best[2])


def _is_biography(line: str) -> bool:
    """A sentence that does not begin as bylines do; "N.Y." and "p.m." end none."""
    last = line.rsplit(maxsplit=1)[-1].strip(".!?") if line else ""
    ends = len(last) > 3 or not last.isascii()
    return ends and is_sentence(line, _LEAST_BIOGRAPHY_WORDS) and not BYLINE_WORDS.match(line)


def _agency_in(byline: str | None) -> str | None:
    return next((known for part in _BETWEEN_AGENCIES.split(byline or "") if (known := is_agency(part))), None)


def _agency_behind_names(byline: str | None) -> str | None:
    """The agency whose people they are: "By Jane Doe and John Smith The Associated Press"."""
    words = (byline or "").split()
    for count in (3, 2, 1):
        name = " ".join(words[-count:])
        if len(words) > count + 1 and (count > 1 or name in _SURE_AGENCIES) and (agency := is_agency(name)):
            return agency
    return None
