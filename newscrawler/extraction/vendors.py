"""Parts of a page that a name gives away as another's: comments, consent, recommendations, sidebars."""

import re
from functools import lru_cache
from typing import Final

import numpy as np

from newscrawler.extraction.blocks import CutPage
from newscrawler.extraction.features import Column, Flags, Measures, sum_nodes
from newscrawler.extraction.word_starts import WordStarts

# Names on wrappers of whole articles ("has-sidebar", "with-related") must not act: a part that holds more than this
# share of what is likely story is left alone, and so is every part of a page that has little story elsewhere.
_MAX_SHARE: Final = 0.34
_MIN_WORDS_ELSEWHERE: Final = 30.0

# Comments and consent texts may be longer than the story; these names are seldom found on a wrapper of a whole page.
_MAX_CERTAIN_SHARE: Final = 0.9
_CERTAIN: Final = re.compile(
    r"(?:^|\s)(?:comments?(?:[-_]?(?:list|body|content|text|area|section|thread))?|disqus\w*)(?=$|\s)"
    r"|(?:^|\s)(?:cookiebot|didomi|onetrust|sp_message|usercentrics)",
    re.IGNORECASE,
)

# Pieces of class and id names. Origin: comment, consent and recommendation services, and what outlets call their boxes.
_VENDORS: Final = re.compile(
    r"""
    (?<![a-z])(?:
        comments?(?:[-_ ]?(?:list|section|area|body|thread|content|wrapper|container))? | commentlist | disqus
      | consent | cookies? | didomi | gdpr | onetrust | sourcepoint | usercentrics
      | outbrain | recommend(?:ed|ation|ations)? | related(?:[-_ ]?\w+)? | taboola | zergnet
      | newsletter(?:[-_ ]?\w+)? | sidebar
    )(?![a-z])
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Each of the above begins with one of these: asked first, for most names say nothing of the kind.
_BEGINNINGS: Final = WordStarts(
    (
        *(
            "comment",
            "consent",
            "cookie",
            "didomi",
            "disqus",
            "gdpr",
            "newsletter",
            "onetrust",
            "outbrain",
            "recommend",
        ),
        *("related", "sidebar", "sourcepoint", "sp_message", "taboola", "usercentrics", "zergnet"),
    )
)


def in_vendor_parts(cut: CutPage, measures: Measures, chances: Column) -> Flags:
    """Which blocks stand in another's part of the page; none where that would take most of the likely story."""
    flags = np.zeros(len(cut.texts), dtype=bool)
    mass = chances * np.maximum(measures.words, 1)
    total = float(mass.sum())
    held: list[float] = sum_nodes(cut, mass).tolist()
    shares: dict[str, float] = {}
    end = 0  # all blocks from the last part's first up to here are another's
    for node, names in enumerate(cut.node_names):
        first, last = cut.node_first_block[node], cut.node_last_block[node]
        if not names or last <= end or first == last:
            continue
        largest = shares.get(names)
        if largest is None:
            largest = shares[names] = _largest_share(names) if _BEGINNINGS.begin_a_word(names) else -1.0
        if held[node] <= largest * total:
            flags[first:last] = True
            end = last
    if total - float(mass[flags].sum()) < _MIN_WORDS_ELSEWHERE:
        flags[:] = False
    return flags


@lru_cache(maxsize=16_384)
def _largest_share(names: str) -> float:
    """Share of the likely story up to which a part with these names is another's; -1 where they say nothing."""
    if _CERTAIN.search(names):
        return _MAX_CERTAIN_SHARE
    return _MAX_SHARE if _VENDORS.search(names) else -1.0
