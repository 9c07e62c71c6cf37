"""What ``db rededupe`` prints: what articles are copies of now, how many there are, and what to do next."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from newscrawler.operations.cluster_text import SHORT_ID, beside, how_sure
from newscrawler.operations.output import Output
from newscrawler.operations.terminal_text import many
from newscrawler.storage.rededupe.differing import Difference
from newscrawler.storage.rededupe.rededupe import Archive, Step

MOST_SHOWN = 20  # articles; --json names all

DOING: Mapping[Step, str] = {
    "read": "Reading articles",
    "grouped": "Grouping articles",
    "compared": "Comparing articles",
    "looked at": "Looking at how articles stand",
}
# What changes in an article -> in words.
WHAT = {
    "copy_of": "what it is a copy of",
    "also_copy_of": "what else it is surely a copy of",
    "related": "what it shares text with",
    "cluster": "its cluster",
    "duplicate_of": "the first article of its cluster",
    "syndication": "who had its story first",
    "fingerprint": "the word groups that lead to it",
    "to_compare": "it was still to be compared",
}
_SEEN = {"copy_of", "also_copy_of", "related", "cluster", "duplicate_of"}  # shown by themselves

Document = Mapping[str, Any]


@dataclass(slots=True)
class Tally:
    """Counts over all articles that differ.

    Attributes:
        archive: what was found in all articles.
        changed: those that differ, of which ``written`` are written.
        shown: those that were worth a line of their own.
        mended: articles whose clusters crawls changed meanwhile, put right.
        unmended: that could not be compared or put right.
        fields: what changes -> in how many articles.
    """

    archive: Archive
    changed: int = 0
    written: int = 0
    shown: int = 0
    mended: int = 0
    unmended: int = 0
    fields: Counter[str] = field(default_factory=Counter)

    def count(self, difference: Difference, *, is_written: bool) -> None:
        """Count one article."""
        self.changed += 1
        self.written += is_written
        self.fields.update(difference.fields)
        self.shown += is_worth_a_line(difference)


def is_worth_a_line(difference: Difference) -> bool:
    """Does what a reader asks for change: not only what articles are looked up by?"""
    return not _SEEN.isdisjoint(difference.fields)


def print_difference(difference: Difference, output: Output, *, is_written: bool) -> None:
    """One article: what it is now, and what it was."""
    document, links = difference.document, difference.links
    output.row(
        {
            "id": document["_id"],
            "url": document["url"],
            "changed": difference.fields,
            "copy_of": links.get("copy_of"),
            "also_copy_of": links.get("also_copy_of", []),
            "related": links.get("related", []),
            "cluster": links.get("cluster"),
            "duplicate_of": links.get("duplicate_of"),
            "syndication": links.get("syndication"),
            "written": is_written,
        }
    )
    output.line(output.fit(f"{output.paint(document['_id'][:SHORT_ID], 'bold')}  {document.get('title')}"))
    before, now = _standing(document), _standing(links)
    what = ", ".join(WHAT[name] for name in difference.fields if name in _SEEN)
    output.line(output.fit(f"  {now}; changed: {what}" if before == now else f"  {now}; was {before}"))


def _standing(document: Document) -> str:
    """What an article is, in words."""
    if document.get("copy_of"):
        return f"{beside(document['copy_of'])} ({how_sure(document['copy_of'])} sure)"
    if document.get("duplicate_of"):
        return f"of the cluster of {document['duplicate_of'][:SHORT_ID]}, by no link of its own"
    if document.get("cluster"):
        return "first of its cluster"
    return "shares text with others" if document.get("related") else "no copy"


def print_tally(tally: Tally, output: Output, *, applied: bool, stopped: bool = False) -> None:
    """What changes in how many articles; then how many copies there are, and what to do next.

    Args:
        tally: the counts.
        output: where to.
        applied: what changes was written.
        stopped: there may be further differences.
    """
    found = tally.archive
    counts = {"articles": found.articles, "compared": found.compared, "copies": found.copies}
    output.row(
        counts
        | {"clusters": found.clusters, "changed": tally.changed, "written": tally.written}
        | {"mended": tally.mended, "unmended": tally.unmended}
        | {"fields": {name: tally.fields[name] for name in WHAT if tally.fields[name]}}
    )
    if tally.shown > MOST_SHOWN:
        output.line(f"... and {many(tally.shown - MOST_SHOWN, 'article')} more (all: --json)")
    if tally.fields:
        output.line()
    output.table(
        ("what changes", "articles"), [(what, tally.fields[name]) for name, what in WHAT.items() if tally.fields[name]]
    )
    if not found.articles:
        output.message("No article is stored yet.")
        return
    output.message(_summary(tally, applied=applied, stopped=stopped))


def _summary(tally: Tally, *, applied: bool, stopped: bool) -> str:
    found = tally.archive
    copies = (
        f"{many(found.articles, 'article')}, {found.copies:,} of them copies, in {many(found.clusters, 'cluster')}."
    )
    if stopped and not applied:
        return f"{copies} Stopped: not all were looked at; nothing was written."
    if stopped:
        return f"{copies} Stopped: {tally.written:,} were written. Type the same again: it goes on where they differ."
    if not tally.changed:
        return f"{copies} All say so already.{_of_the_sweep(tally)}"
    if not applied:
        return f"{copies} {tally.changed:,} would change; nothing was written: add --apply"
    left = tally.changed - tally.written
    written = f"{copies} {tally.written:,} written."
    were = "was" if left == 1 else "were"
    meanwhile = f" {left:,} {were} changed meanwhile, by a crawl perhaps, and left: type the same again."
    return written + (meanwhile if left else "") + _of_the_sweep(tally)


def _of_the_sweep(tally: Tally) -> str:
    """What came of what crawls had written meanwhile."""
    mended = f" {tally.mended:,} moved that crawls had touched."
    unmended = f" {tally.unmended:,} could not be compared or put right: newscrawler db verify --clusters"
    return (mended if tally.mended else "") + (unmended if tally.unmended else "")
