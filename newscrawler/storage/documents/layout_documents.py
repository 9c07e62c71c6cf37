"""How an outlet's pages are built, as a part of its document, and back. Names of fields stand here and in shapes.py."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from newscrawler.model.page_layout import Layout, LayoutChange, LearnedContainer
from newscrawler.storage.documents.conversion import plain


def layout_values(layout: Layout) -> dict[str, Any]:
    """The layout as fields; names are values in it, for they have dots."""
    values = {
        "articles": layout.articles,
        "container": asdict(layout.container) if layout.container else None,
        "containers": _counted(layout.containers),
        "title_sources": _counted(layout.title_sources),
        "change": plain(asdict(layout.change)) if layout.change else None,
    }
    return {name: value for name, value in values.items() if value is not None}


def read_layout(values: Mapping[str, Any] | None) -> Layout:
    """The layout that the fields say; one of no articles where there are none."""
    if values is None:
        return Layout()
    container, change = values.get("container"), values.get("change")
    return Layout(
        articles=values["articles"],
        container=LearnedContainer(**container) if container else None,
        containers={entry["name"]: entry["articles"] for entry in values["containers"]},
        title_sources={entry["name"]: entry["articles"] for entry in values["title_sources"]},
        change=LayoutChange(**change) if change else None,
    )


def _counted(names: Mapping[str, int]) -> list[dict[str, Any]]:
    return [{"name": name, "articles": articles} for name, articles in names.items()]
