"""An outlet's memory as documents, and back. Field names are spelled here and in shapes.py alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from newscrawler.model.furniture import RepeatedBlock, Sighting, StoredSighting
from newscrawler.model.page_layout import Layout
from newscrawler.storage.documents.conversion import SCHEMA_VERSION, plain
from newscrawler.storage.documents.layout_documents import layout_values, read_layout

MAX_BLOCKS = 300  # of one outlet: furniture comes first; a document is then at most some 250 kB
MAX_TEXT = 300  # characters

_BLOCK_FIELDS = tuple(field.name for field in fields(RepeatedBlock))


@dataclass(frozen=True, slots=True)
class KnownBlocks:
    """What was learned of an outlet the last time.

    Attributes:
        articles: how many different articles it was learned from; 0: nothing was learned yet.
        blocks: repeated blocks, furniture and others, the most frequent first.
        left: how many stored articles were known to need cleaning when it was last looked.
        learned_at: None where nothing was learned yet.
        layout: how the outlet's pages are built.
    """

    articles: int = 0
    blocks: tuple[RepeatedBlock, ...] = ()
    left: int = 0
    learned_at: datetime | None = None
    layout: Layout = field(default_factory=Layout)

    @property
    def furniture(self) -> tuple[RepeatedBlock, ...]:
        """The blocks that are furniture."""
        return tuple(block for block in self.blocks if block.reason)


def sighting_document(article_id: str, outlet: str, sighting: Sighting) -> dict[str, Any]:
    """The document of a sighting, but for what storing gives: ``cursor``, and as ``seen_at`` the ``first_seen_at``."""
    document = {
        "_id": article_id,
        "outlet": outlet,
        "blocks": sighting.blocks,
        "kind": list(sighting.kind),
        "container": sighting.container,
        "title_source": sighting.title_source,
        "schema_version": SCHEMA_VERSION,
    }
    return {name: value for name, value in document.items() if value != ""}


def read_sighting(document: Mapping[str, Any]) -> StoredSighting:
    """The sighting of a document."""
    first, second, third, fourth = document["kind"]
    kind, find = (first, second, third, fourth), document.get
    noted = Sighting(document["blocks"], kind, find("container", ""), find("title_source", ""))
    return StoredSighting(document["_id"], document["seen_at"], noted)


def known_values(
    articles: int, blocks: Sequence[RepeatedBlock], learned_at: datetime, layout: Layout
) -> dict[str, Any]:
    """The fields of ``block_counts`` that a learning writes."""
    chosen = sorted(blocks, key=lambda block: not block.reason)[:MAX_BLOCKS]
    return {
        "articles": articles,
        "learned_at": plain(learned_at),
        "blocks": [_block_values(block) for block in chosen],
        "layout": layout_values(layout),
        "schema_version": SCHEMA_VERSION,
    }


def read_known(document: Mapping[str, Any] | None) -> KnownBlocks:
    """What a document of ``block_counts`` says; nothing where there is none."""
    if document is None or not document["articles"]:
        return KnownBlocks()
    blocks = tuple(RepeatedBlock(**block) for block in document["blocks"])
    layout = read_layout(document.get("layout"))
    return KnownBlocks(document["articles"], blocks, document["left"], document["learned_at"], layout)


def _block_values(block: RepeatedBlock) -> dict[str, Any]:
    values = {name: value for name in _BLOCK_FIELDS if (value := getattr(block, name)) != ""}
    return values | {"text": block.text[:MAX_TEXT]} if block.text else values
