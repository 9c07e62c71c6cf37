"""``articles``: list, search and follow what is stored."""

import argparse
import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from newscrawler.operations.article_text import instant
from newscrawler.operations.nothing_found import outlet_doubt
from newscrawler.operations.opened_database import opened_database
from newscrawler.operations.output import Output
from newscrawler.settings import Environment
from newscrawler.storage.documents.conversion import stored_json
from newscrawler.storage.reading.queries import ArticleQuery

DEFAULT_LIMIT = 20
SHOWN_FIELDS = ("title", "outlet", "published_at", "first_seen_at", "word_count", "cursor")
SHORT_ID = 8  # digits of an id: enough to name one of some thousands; the store asks for more where it is not
COLUMNS = ("id", "published (UTC)", "outlet", "words", "title")


def run(options: argparse.Namespace, environment: Environment, output: Output) -> int:
    """The exit code of ``articles``."""
    query = ArticleQuery(
        outlet=options.outlet,
        text=" ".join(options.query) or None,
        language=options.language,
        without_copies=options.without_copies,
        since=options.since,
        until=options.until,
        cursor=options.cursor,
        limit=options.limit,
    )
    return asyncio.run(list_articles(query, environment, output))


async def list_articles(query: ArticleQuery, environment: Environment, output: Output) -> int:
    """The articles that fit: with ``--json`` as they come, whole and all; else 20 in a table."""
    if not output.json:
        query = replace(query, limit=query.limit or DEFAULT_LIMIT, fields=SHOWN_FIELDS)
    last: Mapping[str, Any] | None = None
    count, rows = 0, []
    async with opened_database(environment, access="read", output=output) as database:
        async for document in database.articles.find(query):
            last, count = document, count + 1
            if output.json:
                output.row(stored_json(document))
            else:
                rows.append(_table_row(document))
    output.table(COLUMNS, rows)
    if last is None:
        output.message(_nothing(query, environment))
    elif query.cursor is not None:
        output.message(f"To go on from here: --cursor {last['cursor']}")
    elif count == query.limit and not output.json:
        output.message(f"The newest {count}; for more: --limit N, --since WHEN, or --json for all.")
    return 0


def _table_row(document: Mapping[str, Any]) -> list[object]:
    published = instant(document.get("published_at")) or f"seen {document['first_seen_at']:%Y-%m-%d}"
    return [
        document["_id"][:SHORT_ID],
        published,
        document.get("outlet"),
        document.get("word_count"),
        document.get("title"),
    ]


def _nothing(query: ArticleQuery, environment: Environment) -> str:
    if query == ArticleQuery(limit=query.limit, fields=query.fields):
        return "No articles stored yet. To fetch some: newscrawler crawl OUTLET (see: newscrawler outlets list)"
    if query.cursor is not None:
        return f"Nothing new after cursor {query.cursor}."
    return f"No stored article fits.{outlet_doubt(query.outlet, environment)}"
