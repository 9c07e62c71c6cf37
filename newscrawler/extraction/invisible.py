"""Characters that show nothing: in some texts they part words that belong together, in none do they say anything."""

import re
from typing import Final

# In the story's text. Zero-width joiners stay: Persian and Indic spelling needs them.
INVISIBLE: Final = ("\u00ad", "\u200b", "\u200e", "\u200f", "\u2060", "\ufeff")
# In titles, names and other facts: direction marks too.
UNSEEN: Final = frozenset({*map(ord, INVISIBLE), *range(0x202A, 0x202F), *range(0x2066, 0x206A)})

_DROPPED = dict.fromkeys(UNSEEN)
_ANY_UNSEEN = re.compile(f"[{''.join(map(chr, sorted(UNSEEN)))}]")


def drop_unseen(text: str) -> str:
    """Without soft hyphens, zero-width and direction marks: they are not part of what a title says."""
    # none of these is printable
    return text if text.isascii() or text.isprintable() or not _ANY_UNSEEN.search(text) else text.translate(_DROPPED)
