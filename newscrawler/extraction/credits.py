"""Whom one source credits with an article: people, agencies and accounts of the newsroom told apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from newscrawler.extraction.stated_people import NEWSROOM_ROLE
from newscrawler.model.article import Author
from newscrawler.name_spelling import fold_name
from newscrawler.names import is_agency, is_newsroom, is_nobody

# An entry of a source: those whom it names together, as in one string or one node of JSON-LD.
Entry = Sequence[Author]
_STATES_ENTRIES: Final = frozenset({"json_ld"})
_NAMES_NO_ACCOUNTS: Final = frozenset({"feed"})


@dataclass(frozen=True, slots=True)
class Credits:
    """Whom one source names.

    Attributes:
        source: ``json_ld``, ``meta``, ``page``, ``feed``.
        names: all of them, as named.
        people: who may be a person.
        agencies: wire agencies, as named.
        accounts: accounts of the newsroom.
        stated_accounts: those of them that are authors in their own right, not words beside a name.
        is_weak: no person is among the people for sure: all are organisations or own the page's copyright.
    """

    source: str
    names: tuple[str, ...]
    people: tuple[Author, ...]
    agencies: tuple[str, ...]
    accounts: tuple[str, ...]
    stated_accounts: tuple[str, ...]
    is_weak: bool


def sort_credits(source: str, entries: Sequence[Entry], sites: tuple[str, ...], holders: set[str]) -> Credits:
    """Whom a source names, told apart.

    Args:
        source: its name.
        entries: whom it names.
        sites: names of the outlet.
        holders: folded names of the owners of the page's copyright: one of them wrote it only if nobody else is named.
    """
    people: list[Author] = []
    agencies: list[str] = []
    accounts: list[str] = []
    stated: list[str] = []
    for entry in entries:
        for author in entry:
            if is_agency(author.name):
                agencies.append(author.name)
            elif not is_account(author.name, sites):
                people.append(author)
            elif source not in _NAMES_NO_ACCOUNTS and not is_nobody(author.name):
                accounts.append(author.name)
                stated += [author.name] if source in _STATES_ENTRIES and len(entry) == 1 else []
    names = tuple(author.name for entry in entries for author in entry)
    is_weak = all(author.role == NEWSROOM_ROLE or fold_name(author.name) in holders for author in people)
    return Credits(source, names, tuple(people), tuple(agencies), tuple(accounts), tuple(stated), is_weak)


def is_account(name: str, sites: tuple[str, ...]) -> bool:
    """Is this the newsroom or the outlet itself?"""
    return is_newsroom(name) or any(is_newsroom(name, site) for site in sites)
