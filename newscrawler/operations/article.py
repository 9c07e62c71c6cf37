"""``article``: one stored article; the page it was read from; what it said before."""

import argparse
import asyncio
import difflib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from newscrawler.errors import NewscrawlerError, UsageError
from newscrawler.operations.article_copies import print_copies
from newscrawler.operations.article_text import instant, print_article
from newscrawler.operations.opened_database import opened_database
from newscrawler.operations.output import Output
from newscrawler.settings import Environment
from newscrawler.storage.documents.conversion import stored_json

Document = Mapping[str, Any]


def run(options: argparse.Namespace, environment: Environment, output: Output) -> int:
    """The exit code of ``article``."""
    which = "raw" if options.raw else "revisions" if options.revisions else "article"
    return asyncio.run(show_article(options.id, which, environment, output))


async def show_article(id_or_url: str, which: str, environment: Environment, output: Output) -> int:
    """Print the ``article``, its ``raw`` page or its ``revisions``.

    Raises:
        UsageError: no such article is stored.
        NewscrawlerError: its page was not kept.
    """
    async with opened_database(environment, access="read", output=output) as database:
        document = await database.articles.get(id_or_url)
        if document is None:
            raise UsageError(f"No article '{id_or_url}' is stored. See: newscrawler articles")
        html = await database.articles.raw_page(document) if which == "raw" else None
        revisions = await database.articles.revisions(document["_id"]) if which == "revisions" else []
        is_told = which == "article" and not output.json
        members = await database.clusters.members(document) if is_told else []
        related = await database.clusters.related(document) if is_told else []
    if which == "raw":
        _print_page(document, html, output)
    elif which == "revisions":
        _print_revisions(document, revisions, output)
    else:
        values = stored_json(document)
        output.row(values)
        print_article(values, output)
        print_copies(document, members, related, output)
        output.message(f"Every block and why: newscrawler explain {document['_id']}")
    return 0


def _print_page(document: Document, html: bytes | None, output: Output) -> None:
    if html is None:
        raise NewscrawlerError(f"The page of article {document['_id']} was not kept (NEWSCRAWLER_KEEP_PAGES=0).")
    encoding = (document.get("http") or {}).get("encoding") or "utf-8"
    if output.json or output.is_terminal:
        text = html.decode(encoding, errors="replace")
        output.row({"_id": document["_id"], "url": document["url"], "encoding": encoding, "html": text})
        output.line(text)
    else:
        output.bytes(html)


def _print_revisions(document: Document, revisions: Sequence[Document], output: Output) -> None:
    if not revisions:
        output.message(f"Article {document['_id']} has not changed since it was first seen.")
    for revision, newer in zip(revisions, _states_after(document, revisions), strict=True):
        output.row(stored_json(revision))
        why = f"; why: {revision['reason']}" if revision.get("reason") else ""
        until = f"version {revision['version']}, until {instant(revision['seen_at'])} UTC"
        output.line(output.paint(until, "bold") + why)
        for name in revision["changed"]:
            output.line(f"{name}:")
            for line in _difference(revision["old"].get(name), newer.get(name)):
                output.line(output.paint(line, "red" if line[0] == "-" else "green"))


def _states_after(document: Document, revisions: Sequence[Document]) -> list[dict[str, Any]]:
    """For each revision the values that followed it: those of the article, with what later revisions replaced."""
    state = dict(document)
    states = []
    for revision in reversed(revisions):
        states.append(dict(state))
        state |= revision["old"]
    return states[::-1]


def _difference(old: object, new: object) -> Iterator[str]:
    before, after = ([line for line in _lines(value) if line] for value in (old, new))
    return (line for line in difflib.ndiff(before, after) if line[0] in "-+")


def _lines(value: object) -> list[str]:
    """A field's value as lines: each entry of a list is one."""
    entries = value if isinstance(value, list) else [value]
    return [line for entry in entries for line in _entry(entry).splitlines()]


def _entry(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {entry}" for name, entry in value.items())
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}".removesuffix(":00") + " UTC"
    return "" if value is None else str(value)
