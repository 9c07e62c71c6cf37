"""To schema 3: ``visits`` and ``listings``, and further kinds of outcomes and runs. No document becomes another one.

What an older version stored has no visit: such an article is looked at again where a listing says that it changed.
"""

from newscrawler.storage.migrations.migration import Document, Migration, Step, Write

_NONE = {"_id": ""}  # fits no document, and is answered at once


def nothing(_: Document) -> list[Write]:
    """No write."""
    return []


TO_3 = Migration(3, (Step("outcomes", "further kinds are let in, no document changes", _NONE, nothing),))
