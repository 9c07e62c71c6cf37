"""Parts of a page that say themselves that they are no part of the running text: fact boxes, notes for the printer."""

import re
from collections.abc import Sequence
from typing import Final

from newscrawler.extraction.blocks import CutPage
from newscrawler.extraction.features import Measures
from newscrawler.kept_results import remember_short

FACT_BOX_RULE: Final = "fact_box"
PRINT_ONLY_RULE: Final = "print_only"
# Pieces of class and id names. Origin: outlets in English, German, Nordic languages, Dutch, French and Spanish.
_FACT_BOX: Final = re.compile(
    r"(?<![a-z])(?:facts?|fait|faits|fakt|fakta|fakten|dato|datos|feiten|info)[-_]*"
    r"(?:box|boxes|boks|kader|kasten|ruta|rute)(?![a-z])|(?<![a-z])(?:encadre|recuadro)(?![a-z])",
    re.IGNORECASE,
)
_PRINT_ONLY: Final = re.compile(
    r"(?<![a-z])(?:only[-_]?(?:for[-_]?)?print|print[-_]?only|show[-_]?for[-_]?print|visible[-_]?print(?:[-_]\w+)?)(?![a-z])",
    re.IGNORECASE,
)
# Every name that is meant has one of these, which are cheaper to look for.
_PARTS: Final = ("boks", "box", "encadre", "kader", "kasten", "print", "recuadro", "ruta", "rute")
# Outside of them so many words of the story must stay: some systems name the box of the whole text so.
_LEAST_WORDS_OUTSIDE: Final = 60


def find_set_apart(cut: CutPage, measures: Measures, kept: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Index -> (rule, evidence) for the kept blocks in such parts; empty where little story would be left."""
    known: dict[int, tuple[str, str] | None] = {0: None}
    found: dict[int, tuple[str, str]] = {}
    for index in kept:
        if reason := _part_around(cut, cut.block_node[index], known):
            found[index] = reason
    if not found:
        return found
    outside = sum(measures.words[index] for index in kept if index not in found)
    return found if outside >= _LEAST_WORDS_OUTSIDE else {}


def _part_around(cut: CutPage, node: int, known: dict[int, tuple[str, str] | None]) -> tuple[str, str] | None:
    """The rule of the part that the node stands in; ``known`` remembers each node on the way."""
    path = []
    while node not in known:
        path.append(node)
        class_name, identity = cut.node_class[node], cut.node_id[node]
        rule = _rule_of(f"{class_name} {identity}") if class_name or identity else None
        if rule:
            known[node] = rule, f"under {' '.join(f'{class_name} {identity}'.split())[:80]!r}"
            break
        node = cut.node_parent[node]
    reason = known[node]
    for passed in path:
        known[passed] = reason
    return reason


@remember_short(16_384)
def _rule_of(names: str) -> str | None:
    folded = names.lower()
    if not any(part in folded for part in _PARTS):
        return None
    if _FACT_BOX.search(names):
        return FACT_BOX_RULE
    return PRINT_ONLY_RULE if _PRINT_ONLY.search(names) else None
