"""One crawl of one outlet, with its counts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

RunKind = Literal["crawl", "archive"]


@dataclass(frozen=True, slots=True)
class Run:
    """What one crawl of one outlet did.

    Attributes:
        id: 12 hexadecimal digits.
        kind: ``archive`` for stored pages that were read in, under the outlet id ``archive``.
        finish_reason: Scrapy's word: ``finished``, ``shutdown`` ...; None while it runs or where it was killed.
        counts: ``found`` links, ``fetched`` pages, ``new``, ``revised``, ``unchanged`` articles, ``known`` links skipped.
        outcomes: number of URLs by ``OutcomeKind``.
        removed: number of removed blocks by rule.
        warnings: messages for the operator, for example a damaged feed.
    """

    id: str
    outlet: str
    started_at: datetime
    kind: RunKind = "crawl"
    finished_at: datetime | None = None
    finish_reason: str | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    outcomes: Mapping[str, int] = field(default_factory=dict)
    removed: Mapping[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
