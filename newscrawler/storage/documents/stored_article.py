"""A stored article as a value of the model again, as far as its document tells."""

from collections.abc import Mapping
from typing import Any

from newscrawler.model.article import Article, Author
from newscrawler.model.block import Block, BlockKind, RemovedBlock

# What ``read_article`` reads; documents may have less.
READ_FIELDS = (
    "agency",
    "authors",
    "blocks",
    "byline",
    "language",
    "links",
    "outlet",
    "outlet_name",
    "provenance",
    "removed",
    "rules_version",
    "section",
    "standfirst",
    "title",
    "url",
    "warnings",
)
_AS_STORED = ("agency", "byline", "language", "outlet_name", "rules_version", "section", "standfirst", "title")
_AS_TUPLES = ("links", "warnings")


def read_article(document: Mapping[str, Any]) -> Article:
    """The article of a stored document: its text, what was taken out, its people and what decides on its furniture.

    Blocks have no trail, position or links. What was taken out has its first ``MAX_REMOVED_TEXT`` characters, and its
    kind is not known.
    """
    values = {name: document[name] for name in _AS_STORED if name in document}
    values |= {name: tuple(document[name]) for name in _AS_TUPLES if name in document}
    return Article(
        url=document["url"],
        outlet=document["outlet"],
        blocks=tuple(Block(block["kind"], block["text"]) for block in document["blocks"]),
        removed=tuple(_removed(removed) for removed in document["removed"]),
        authors=tuple(Author(**author) for author in document.get("authors", ())),
        provenance=document["provenance"],
        **values,
    )


def _removed(removed: Mapping[str, Any]) -> RemovedBlock:
    kind: BlockKind = "list" if "\n" in removed["text"] else "paragraph"
    block = Block(kind, removed["text"], place=removed.get("place", ""))
    return RemovedBlock(block, removed["rule"], removed.get("evidence", ""))
