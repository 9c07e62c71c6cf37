"""To schema 4: ``schedule`` and ``hosts`` say who crawls what; ``leases`` keeps the lease of those who migrate alone.

Before: ``leases`` had a document for each outlet that was ever crawled. Nobody crawls while a migration is under way,
so all of them are over.
"""

from pymongo import DeleteOne

from newscrawler.storage.migrations.migration import Document, Migration, Step, Write

_OF_MIGRATIONS = "db migrate"


def drop_lease(old: Document) -> list[Write]:
    """The lease on an outlet goes."""
    return [DeleteOne({"_id": old["_id"]})]


TO_4 = Migration(
    4,
    (
        Step(
            "leases",
            "leases on outlets go: who crawls an outlet stands in schedule",
            {"_id": {"$ne": _OF_MIGRATIONS}},
            drop_lease,
        ),
    ),
)
