"""``article``: one stored article; the page it was read from; what it said before."""

import argparse
import asyncio
from collections.abc import Mapping
from typing import Any

from newscrawler.errors import NewscrawlerError, UsageError
from newscrawler.operations.article_copies import print_copies
from newscrawler.operations.article_revisions import print_revisions
from newscrawler.operations.article_text import print_article
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
        print_revisions(document, revisions, output)
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
