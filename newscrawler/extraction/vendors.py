"""Parts of a page that a name gives away as another's: comments, consent, recommendations, hidden paywall text."""

import re
from functools import lru_cache
from typing import Final

import numpy as np

from newscrawler.extraction.blocks import CutPage
from newscrawler.extraction.features import Column, Flags, Measures, sum_nodes

# Names on wrappers of whole articles ("has-sidebar", "with-related") must not act: a part that holds more than this
# share of what is likely story is left alone, and so is every part of a page that has little story elsewhere.
_MAX_SHARE: Final = 0.34
_MIN_WORDS_ELSEWHERE: Final = 30.0

# Pieces of class and id names. Origin: comment, consent and recommendation services, and what outlets call their boxes.
_VENDORS: Final = re.compile(
    r"""
    (?<![a-z])(?:
        comments?(?:[-_ ]?(?:list|section|area|body|thread|content|wrapper|container))? | commentlist | disqus
      | consent | cookies? | didomi | gdpr | onetrust | sourcepoint | usercentrics
      | outbrain | recommend(?:ed|ation|ations)? | related(?:[-_ ]?\w+)? | taboola | zergnet
      | newsletter(?:[-_ ]?\w+)? | sidebar | subscri(?:be|ption)
      | obfuscated | paywall[-_]?(?:encrypted|obfuscated)
    )(?![a-z])
    """,
    re.VERBOSE | re.IGNORECASE,
)


def in_vendor_parts(cut: CutPage, measures: Measures, chances: Column) -> Flags:
    """Which blocks stand in another's part of the page; none where that would take most of the likely story."""
    flags = np.zeros(len(cut.texts), dtype=bool)
    mass = chances * np.maximum(measures.words, 1)
    total = float(mass.sum())
    held = sum_nodes(cut, mass)
    for node, names in enumerate(cut.node_names):
        if names and held[node] <= _MAX_SHARE * total and _names_vendor(names):
            flags[cut.node_first_block[node] : cut.node_last_block[node]] = True
    if total - float(mass[flags].sum()) < _MIN_WORDS_ELSEWHERE:
        flags[:] = False
    return flags


@lru_cache(maxsize=16_384)
def _names_vendor(names: str) -> bool:
    return bool(_VENDORS.search(names))
