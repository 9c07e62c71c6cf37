"""What runs stored that is a copy of something else, in one line."""

from collections.abc import Iterable, Mapping

from newscrawler.model.copy_link import COPY_KINDS
from newscrawler.operations.cluster_text import KIND_WORDS
from newscrawler.operations.terminal_text import many


def copies_line(runs: Iterable[Mapping[str, int]]) -> str:
    """``3 articles are copies of other ones (2 same text, 1 excerpt): newscrawler clusters``; "" where none is.

    Args:
        runs: the counts of each.
    """
    counts = list(runs)
    copies = {kind: sum(one.get(f"copies_{kind}", 0) for one in counts) for kind in COPY_KINDS}
    total = sum(copies.values())
    if not total:
        return ""
    kinds = ", ".join(f"{count} {KIND_WORDS[kind]}" for kind, count in copies.items() if count)
    told = "1 article is a copy of another one" if total == 1 else f"{many(total, 'article')} are copies of other ones"
    return f"{told} ({kinds}): newscrawler clusters"
