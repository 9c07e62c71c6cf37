"""The walks over a page's tree: compiled where they can be, else in Python; the same results either way."""

try:
    from newscrawler.extraction import tree_walk as walk
except Exception:  # noqa: BLE001 - not compiled, or for another lxml, which says so in various ways; pages are read anyhow
    from newscrawler.extraction import tree_walk_in_python as walk  # type: ignore[no-redef]

__all__ = ["walk"]
