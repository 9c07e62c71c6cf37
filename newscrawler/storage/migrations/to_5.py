"""To schema 5: ``copy_of`` tells what a copy is a copy of; ``fingerprint`` holds only anchors that lead to its article.

Before: ``duplicate_of`` and ``cluster`` were said of equal texts alone, and every article had all of its anchors. Now
an anchor leads to the first two articles that have it. Which these are among those that are stored already tells
``db rededupe``, which looks at all of them at once; until then none leads anywhere. One that led to thousands would
hold up every write.

Before, ``cluster`` was the smallest ``_id`` of equal texts; now it is that of the first article, which ``duplicate_of``
names already. Who of several outlets had the story first is worked out by ``db verify --clusters``.

Some addresses have another key now: they are known by both.
"""

from typing import Any

from pymongo import UpdateOne

from newscrawler.storage.migrations.migration import Document, Migration, Step, Write
from newscrawler.urls import url_key

_FIELDS = (
    *("url", "url_key", "alternate_urls", "alternate_keys"),
    *("fingerprint", "duplicate_of", "cluster", "copy_of", "first_seen_at"),
)
_MAX_ALTERNATES = 50


def place_article(old: Document) -> list[Write]:
    """The anchors of an article go, its link to the first with its text gets a kind, its address its key of today.

    Its cluster is named by that first one.
    """
    values: dict[str, Any] = {}
    first = old.get("duplicate_of", old["_id"])
    if "cluster" in old and old["cluster"] != first:
        values["cluster"] = first
    if "duplicate_of" in old and "copy_of" not in old:
        link = {"article": old["duplicate_of"], "kind": "same", "likeness": 1.0}
        values["copy_of"] = link | {"first_seen_at": old["first_seen_at"]}
    key, keys = url_key(old["url"]), list(old.get("alternate_keys", ()))
    if key != old["url_key"] and key not in keys and len(keys) < _MAX_ALTERNATES:
        values["alternate_keys"] = [*keys, key]
        values["alternate_urls"] = [*old.get("alternate_urls", ()), old["url"]]
    update = ({"$set": values} if values else {}) | ({"$unset": {"fingerprint": ""}} if "fingerprint" in old else {})
    return [UpdateOne({"_id": old["_id"]}, update)] if update else []


TO_5 = Migration(
    5,
    (
        Step(
            "articles",
            "copies say what they are copies of; anchors go, until newscrawler db rededupe finds whose they are",
            {},
            place_article,
            numbered=_FIELDS,
            then="Next: newscrawler db verify --clusters says of each story who had it first. Copies other than equal"
            " texts among the articles that were stored before: newscrawler db rededupe --apply finds them.",
        ),
    ),
)
