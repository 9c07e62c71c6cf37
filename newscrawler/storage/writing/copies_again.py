"""The writer's part in a text that changes: its copies are compared with it again, and not it with its copies.

Else an article whose outlet corrects a word would be a copy of its own copies, and these would still be called the same
text. Links lead from the later article to the earlier one, whichever of the two changed last.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pymongo.asynchronous.client_session import AsyncClientSession

from newscrawler.duplicates.first_owners import Place
from newscrawler.storage import schema
from newscrawler.storage.writing.jobs import Document, Written
from newscrawler.storage.writing.refused_member import write_members
from newscrawler.storage.writing.story_reading import originals_of

MOST_AGAIN = 50  # copies of one article that are compared again; of a story with more the others keep their links
_FIELDS = dict.fromkeys(("first_seen_at", "content_hash", "to_compare", "copy_of", "also_copy_of"), True)

Stored = Mapping[str, Document]


@dataclass(slots=True)
class Again:
    """What a batch's changed texts mean for others.

    Attributes:
        places: as they came in, but nobody is compared with an article that is to be compared with it.
        others: by job, the articles that are to be compared again.
        to_compare: of each of these, all that it is to be compared with.
    """

    places: dict[Written, Place]
    others: dict[Written, list[str]] = field(default_factory=dict)
    to_compare: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, job: Written) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The articles that are to be compared again since this one changed, with whom."""
        return tuple((one, self.to_compare[one]) for one in self.others.get(job, ()))


async def compare_again(
    database: schema.Documents,
    session: AsyncClientSession,
    writing: Sequence[tuple[Written, Document | None]],
    places: Mapping[Written, Place],
    refused: set[str],
) -> Again:
    """Find who is to be compared again, and write it to their ``to_compare``. No cursor moves: no reader sees it.

    Args:
        database: where the articles are.
        session: of the transaction, before it writes the articles themselves.
        writing: what is to be written, with what is stored of it.
        places: of those that come in with a text which they did not have before.
        refused: articles that are passed over; one that the server takes no change of is added.

    Raises:
        MemberRefusedError: one was refused; the next attempt passes over it.
    """
    again = Again(dict(places))
    changed = {job: old for job, old in writing if job in places and old is not None}
    if not changed:
        return again
    others = await _others(database, session, changed, places)
    arriving = {job.key: job for job in places}
    for job in sorted(changed, key=lambda job: (changed[job]["first_seen_at"], job.key)):
        _part(again, job, changed[job], others, arriving)
    updates = {one: {"$set": {"to_compare": list(all_)}} for one, all_ in again.to_compare.items()}
    await write_members(database, updates, refused, session)
    return again


async def _others(
    database: schema.Documents,
    session: AsyncClientSession,
    changed: Mapping[Written, Document],
    places: Mapping[Written, Place],
) -> dict[str, Document]:
    """Those that changed articles would be compared with, and those that are copies of them."""
    articles = database[schema.ARTICLES]
    candidates = sorted({one for job in changed for one in places[job].to_compare})
    found = await articles.find({"_id": {"$in": candidates}}, _FIELDS, session=session).to_list()
    for job, old in changed.items():
        if "cluster" in old:  # of one in no cluster nothing is a copy
            for name in ("copy_of.article", "also_copy_of"):
                found += await articles.find({name: job.key}, _FIELDS, session=session).limit(MOST_AGAIN).to_list()
    return {document["_id"]: document for document in found}


def _part(again: Again, job: Written, old: Document, others: Stored, arriving: Mapping[str, Written]) -> None:
    """Which of the others one changed article is compared with, and which of them with it."""
    me, mine = job.key, originals_of(old)
    behind = []
    for key, other in others.items():
        is_later = (other["first_seen_at"], key) > (old["first_seen_at"], me)
        is_met = key in again.places[job].to_compare and is_later and key not in mine
        if key != me and key not in arriving and (me in originals_of(other) or is_met):
            behind.append(key)
    behind.sort(key=lambda key: (others[key]["first_seen_at"], key))
    firsts: dict[str, str] = {}  # text -> the first of its copies, whose copies the others are now
    for key in behind[:MOST_AGAIN]:
        first = firsts.setdefault(others[key]["content_hash"], key)
        before: Sequence[str] = again.to_compare.get(key) or others[key].get("to_compare", ())
        wanted = dict.fromkeys([*before, me, *originals_of(others[key]), first])
        again.to_compare[key] = tuple(one for one in wanted if one != key)
        again.others.setdefault(job, []).append(key)
    left = _without([*behind, *_meeting(again, me, arriving)], again.places[job].to_compare)
    again.places[job] = replace(again.places[job], to_compare=left)


def _meeting(again: Again, article: str, arriving: Mapping[str, Written]) -> Iterable[str]:
    """Those of the same batch that are compared with an article."""
    return (key for key, job in arriving.items() if article in again.places[job].to_compare)


def _without(others: Iterable[str], ids: Iterable[str]) -> tuple[str, ...]:
    left_out = set(others)
    return tuple(one for one in ids if one not in left_out)
