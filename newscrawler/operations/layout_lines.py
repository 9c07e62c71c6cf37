"""How an outlet's pages are built, in words, for ``outlets show``."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from newscrawler.model.findings import redesign_finding
from newscrawler.model.page_layout import Layout

_MOST_NAMED = 3


def layout_lines(layout: Layout, now: datetime) -> Iterator[str]:
    """Where the outlet's pages have their story and title, and the last redesign; nothing where nothing is known."""
    if not layout.articles:
        return
    if layout.container is not None:
        learned = layout.container
        yield f"The story is in {learned.name} on {learned.articles:,} of {learned.of_articles:,} pages."
    elif layout.containers:
        yield f"The pages do not agree on where the story is: {_counted(layout.containers)}."
    if layout.title_sources:
        yield f"Titles come from: {_counted(layout.title_sources)}."
    if layout.change is not None:
        yield redesign_finding(layout.change, now)


def _counted(names: Mapping[str, int]) -> str:
    return ", ".join(f"{name} ({articles:,})" for name, articles in list(names.items())[:_MOST_NAMED])
