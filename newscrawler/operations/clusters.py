"""``clusters``: the stories that are stored more than once; one of them with all its copies."""

import argparse
import asyncio
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from newscrawler.errors import UsageError
from newscrawler.model.copy_link import COPY_KINDS, CopyKind
from newscrawler.names import is_agency
from newscrawler.operations.article_text import instant
from newscrawler.operations.cluster_text import (
    SHORT_ID,
    Document,
    beside,
    cluster_values,
    facts_line,
    how_late,
    how_sure,
    kinds_line,
    links_from_first,
)
from newscrawler.operations.nothing_found import outlet_doubt
from newscrawler.operations.opened_database import opened_database
from newscrawler.operations.output import Output
from newscrawler.operations.terminal_text import many
from newscrawler.settings import Environment
from newscrawler.storage.documents.conversion import stored_json
from newscrawler.storage.documents.syndication_documents import MOST_MEMBERS

DEFAULT_LIMIT = 20
DEFAULT_DAYS = 7
COLUMNS = ("id", "first (UTC)", "outlet", "outlets", "agency", "copies", "title")
_KINDS: dict[str, CopyKind] = {"longer": "expansion"}  # as it is typed, where that is another word
MEMBER_COLUMNS = ("id", "out", "outlet", "copy", "sure", "title")


@dataclass(frozen=True, slots=True)
class WantedClusters:
    """Which clusters.

    Attributes:
        since: aware; a copy was fetched first then or later.
        outlet: that has one of the articles.
        agency: any name of it.
        kinds: one of its copies is of one of these.
    """

    since: datetime
    outlet: str | None = None
    agency: str | None = None
    kinds: Collection[CopyKind] = COPY_KINDS
    limit: int | None = None

    def has(self, values: Document) -> bool:
        """Does a cluster fit, of those that a copy since then brought up?"""
        if not any(kind in values["kinds"] for kind in self.kinds):
            return False
        if self.outlet is not None and self.outlet not in values["outlets"]:
            return False
        return self.agency is None or (values["agency"] or "").casefold() == _usual(self.agency)


def run(options: argparse.Namespace, environment: Environment, output: Output) -> int:
    """The exit code of ``clusters``.

    Raises:
        UsageError: options of a list beside the id of an article.
    """
    chosen = (options.since, options.outlet, options.agency, options.kind, options.limit)
    if options.id is not None:
        if any(chosen):
            raise UsageError("With an ID all of its copies are shown: the options are for the list.")
        return asyncio.run(show_cluster(options.id, environment, output))
    since = options.since or datetime.now(UTC) - timedelta(days=DEFAULT_DAYS)
    kinds = (_KINDS.get(options.kind, options.kind),) if options.kind else COPY_KINDS
    wanted = WantedClusters(since, options.outlet, options.agency, kinds, options.limit)
    return asyncio.run(list_clusters(wanted, environment, output))


async def list_clusters(wanted: WantedClusters, environment: Environment, output: Output) -> int:
    """The clusters that fit, that whose copy came in last first: with ``--json`` as they come, else 20 in a table."""
    limit = wanted.limit if output.json else wanted.limit or DEFAULT_LIMIT
    count, rows, is_cut = 0, [], False
    async with opened_database(environment, access="read", output=output) as database:
        async for members in database.clusters.newest(wanted.since):
            values = cluster_values(members)
            if not wanted.has(values):
                continue
            if count == limit:
                is_cut = True
                break
            count += 1
            output.row(values)
            if not output.json:
                rows.append(_row(values))
    if not output.json:
        output.table(COLUMNS, rows)
    if not count:
        output.message(_nothing(wanted, environment))
    elif is_cut:
        output.message(f"The newest {count}; for more: --limit N, or --json for all.")
    if count and not output.json:
        output.message("All copies of a story: newscrawler clusters ID")
    return 0


async def show_cluster(id_or_url: str, environment: Environment, output: Output) -> int:
    """All articles of the cluster that an article is in.

    Raises:
        UsageError: no such article is stored.
    """
    async with opened_database(environment, access="read", output=output) as database:
        document = await database.articles.get(id_or_url)
        if document is None:
            raise UsageError(f"No article '{id_or_url}' is stored. See: newscrawler clusters")
        members = await database.clusters.members(document) or [document]  # it may have been deleted meanwhile
    if len(members) < 2:
        output.row(cluster_values(members) | {"members": [stored_json(member) for member in members]})
        output.message(_alone(document))
        return 0
    values = cluster_values(members)
    output.row(values | {"members": [stored_json(member) for member in members]})
    output.line(output.paint(str(values["title"]), "bold"))
    output.line(facts_line(values))
    output.line()
    links = links_from_first(members)
    rows = [_member_row(member, members[0], links.get(member["_id"])) for member in members]
    output.table(MEMBER_COLUMNS, rows)
    if len(members) == MOST_MEMBERS:
        output.message(f"Only {MOST_MEMBERS:,} of them are shown.", "yellow")
    if not output.json:
        output.message(
            "Each is a copy of the first, where no other is named. One of them, whole: newscrawler article ID"
        )
    return 0


def _row(values: Document) -> list[object]:
    return [
        values["first_article"][:SHORT_ID],
        _short_instant(values["first_at"]),
        values["first_outlet"],
        len(values["outlets"]),
        values["agency"],
        kinds_line(values["kinds"]),
        values["title"],
    ]


def _short_instant(when: datetime) -> str:
    """``03-05 09:00``, or ``2024-03-05`` of another year: a narrow terminal has little room."""
    return f"{when:%m-%d %H:%M}" if when.year == datetime.now(UTC).year else f"{when:%Y-%m-%d}"


def _member_row(member: Document, first: Document, link: Document | None) -> list[object]:
    what = [beside(link, first)] + (["gone"] if member.get("status") == "gone" else [])
    return [
        member["_id"][:SHORT_ID],
        how_late(member, first),
        member.get("outlet"),
        ", ".join(filter(None, what)),
        how_sure(link),
        member.get("title"),
    ]


def _usual(agency: str) -> str:
    """The agency's usual name in lower case, whatever it is called: "Agence France-Presse" gives "afp"."""
    return (is_agency(agency) or agency).casefold()


def _nothing(wanted: WantedClusters, environment: Environment) -> str:
    if doubt := outlet_doubt(wanted.outlet, environment).strip():
        return doubt
    fits = wanted.outlet or wanted.agency or len(wanted.kinds) < len(COPY_KINDS)
    what = "No story that fits has" if fits else "No story has"
    return f"{what} a copy that came in since {instant(wanted.since)} UTC. Further back: --since WHEN."


def _alone(document: Document) -> str:
    """Why there is no cluster to show."""
    if left := document.get("to_compare"):
        return (
            f"Article {document['_id'][:SHORT_ID]} is still to be compared with {many(len(left), 'article')}: the next "
            "crawl does it, or now: newscrawler db verify --clusters"
        )
    return f"No copy of article {document['_id'][:SHORT_ID]} is stored."
