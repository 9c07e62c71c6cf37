"""What is said of a stored article's copies: what it copies, who was first, who else has it, what is related."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from newscrawler.operations.cluster_text import (
    BESIDE_WORDS,
    SHORT_ID,
    beside,
    cluster_values,
    facts_line,
    how_late,
    how_sure,
    links_from_first,
)
from newscrawler.operations.output import Output
from newscrawler.operations.terminal_text import many

MOST_NAMED = 5  # of the other copies; ``clusters ID`` shows all

Document = Mapping[str, Any]


def print_copies(article: Document, members: Sequence[Document], related: Sequence[Document], output: Output) -> None:
    """Lines about its copies; none where nothing is known of any.

    Args:
        article: as it is stored.
        members: of its cluster, itself among them, in the order in which they were out.
        related: those that it shares text with.
        output: where to.
    """
    copies = {member["_id"] for member in members}  # by other members, it may be a copy of what it only resembles
    lines = [*_story(article, members), *(f"related: {_named(one)}" for one in related if one["_id"] not in copies)]
    if left := article.get("to_compare"):
        lines.append(f"still to be compared with {many(len(left), 'article')}")
    for line in lines:
        output.line(output.paint(output.fit(line), "cyan"))


def _story(article: Document, members: Sequence[Document]) -> Iterator[str]:
    if len(members) < 2:
        return
    named = {article["_id"]}
    links = links_from_first(members)
    if link := links.get(article["_id"]):
        named.add(link["article"])
        other = next((one for one in members if one["_id"] == link["article"]), None)
        yield f"{beside(link)}{f' ({_outlet_and_title(other)})' if other else ''}, {how_sure(link)} sure"
    yield facts_line(cluster_values(members))
    others = [one for one in members if one["_id"] not in named]
    for one in others[:MOST_NAMED]:
        yield f"also: {_named(one)}, {_what(one, article, members[0], links)}"
    if more := others[MOST_NAMED:]:
        yield f"and {len(more)} more: newscrawler clusters {article['_id'][:SHORT_ID]}"


def _what(one: Document, article: Document, first: Document, links: Mapping[str, Document]) -> str:
    """When it was out, what it is, and how surely: ``12 min later, excerpt of this one, 98 % sure``."""
    when = how_late(one, first)
    if not (link := links.get(one["_id"])):
        return when
    what = f"{BESIDE_WORDS[link['kind']]} this one" if link["article"] == article["_id"] else beside(link)
    return f"{when}, {what}, {how_sure(link)} sure"


def _named(one: Document) -> str:
    return f"{one['_id'][:SHORT_ID]} {_outlet_and_title(one)}"


def _outlet_and_title(one: Document) -> str:
    return f"{one['outlet']}: {one.get('title')}"
