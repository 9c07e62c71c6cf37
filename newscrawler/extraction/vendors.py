"""Parts of a page that a name gives away as another's: comments, consent, recommendations, sidebars."""

import re
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from newscrawler.extraction.blocks import CutPage
from newscrawler.extraction.features import Measures
from newscrawler.extraction.word_starts import WordStarts
from newscrawler.kept_results import remember_short

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


def blocks_of_vendors(cut: CutPage, measures: Measures, chances: Sequence[float]) -> list[int]:
    """The blocks, in page order, of parts that are another's; none where they hold most of the likely story."""
    shares = {names: share for names in set(cut.node_names) if (share := _largest_share(names)) > 0}
    if not shares:
        return []
    held = [0.0, *accumulate([chance * (words or 1) for chance, words in zip(chances, measures.words, strict=True)])]
    total = held[-1]
    found: list[int] = []
    taken = 0.0
    end = 0  # all blocks from the last part's first up to here are another's
    for node, names in [(node, names) for node, names in enumerate(cut.node_names) if names in shares]:
        first, last = cut.node_first_block[node], cut.node_last_block[node]
        if last > end and held[last] - held[first] <= shares[names] * total:
            taken += held[last] - held[max(first, end)]
            found.extend(range(max(first, end), last))
            end = last
    return found if total - taken >= _MIN_WORDS_ELSEWHERE else []


@remember_short(16_384)
def _largest_share(names: str) -> float:
    """Share of the likely story up to which a part with these names is another's; -1 where they say nothing."""
    if not _BEGINNINGS.begin_a_word(names):
        return -1.0
    if _CERTAIN.search(names):
        return _MAX_CERTAIN_SHARE
    return _MAX_SHARE if _VENDORS.search(names) else -1.0
