"""The writer's part in ``db rededupe``: what was found for the whole archive, written article by article."""

from collections.abc import Iterable, Mapping, Sequence

from bson.int64 import Int64
from pymongo.asynchronous.client_session import AsyncClientSession

from newscrawler.duplicates.first_owners import OWNERS_PER_ANCHOR
from newscrawler.storage import schema
from newscrawler.storage.writing.copy_linking import link_update, links_of
from newscrawler.storage.writing.jobs import Answer, Document, Job
from newscrawler.storage.writing.placing import owners_of
from newscrawler.storage.writing.refused_member import write_members
from newscrawler.storage.writing.sameness_jobs import Linked, SetSameness
from newscrawler.storage.writing.story_reading import SAMENESS_FIELDS

_FIELDS = dict.fromkeys(("content_hash", "fingerprint", "first_seen_at", "to_compare", *SAMENESS_FIELDS), True)


async def set_sameness(
    database: schema.Documents,
    session: AsyncClientSession,
    jobs: Sequence[SetSameness],
    numbers: Iterable[int],
    refused: set[str],
) -> dict[Job, Answer]:
    """Write what was found.

    None is the answer where the article is another one by now, or stands elsewhere, or is refused as it is stored.

    Args:
        database: where the articles are.
        session: of the transaction, which no other writer meets.
        jobs: each about another article.
        numbers: cursors, one for each.
        refused: articles that are passed over; one that the server takes no change of is added.

    Raises:
        MemberRefusedError: one was refused; the next attempt passes over it.
    """
    if not jobs:
        return {}
    articles = database[schema.ARTICLES]
    found = articles.find({"_id": {"$in": [job.key for job in jobs]}}, _FIELDS, session=session)
    stored = {document["_id"]: document async for document in found}
    answers: dict[Job, Answer] = {}
    updates: dict[str, Document] = {}
    for job, number in zip(jobs, numbers, strict=True):
        old = stored.get(job.key)
        if old is None or job.key in refused or not _is_as_read(job, old):
            answers[job] = None
            continue
        updates[job.key] = _update(job, old, number)
        answers[job] = Linked(written=1)
    await _give_anchors(database, session, stored, updates)
    await write_members(database, {key: _parts(update) for key, update in updates.items()}, refused, session)
    return answers


async def _give_anchors(
    database: schema.Documents,
    session: AsyncClientSession,
    stored: Mapping[str, Document],
    updates: dict[str, Document],
) -> None:
    """Have no anchor lead to more articles than may own it: a crawl may have given it to others since it was read.

    Those that were seen first have it, whoever comes in which order; from others it is taken away.
    """
    given = {key: update["$set"]["fingerprint"] for key, update in updates.items() if "fingerprint" in update["$set"]}
    asked = {anchor for anchors in given.values() for anchor in anchors}
    others = {one["_id"]: one for one in await owners_of(database, session, asked, most=0)}
    known = {**others, **{key: stored[key] for key in updates}}
    anchors_of = {key: list(one.get("fingerprint", ())) for key, one in known.items()} | given
    for key, update in updates.items():
        if "fingerprint" in update["$unset"]:
            anchors_of[key] = []
    owners: dict[int, int] = {}
    for key in sorted(anchors_of, key=lambda key: (known[key]["first_seen_at"], key)):
        kept = []
        for anchor in anchors_of[key]:
            owners[anchor] = owners.get(anchor, 0) + 1
            if anchor not in asked or owners[anchor] <= OWNERS_PER_ANCHOR:
                kept.append(anchor)
        if kept != anchors_of[key]:
            update = updates.setdefault(key, {"$set": {}, "$unset": {}})
            update["$set"].pop("fingerprint", None)
            update["$set" if kept else "$unset"]["fingerprint"] = kept or ""


def _is_as_read(job: SetSameness, old: Document) -> bool:
    """Is it as it was when the difference was found, or as it is to be: an answer that was lost is asked for again."""
    return (
        old["content_hash"] == job.content_hash
        and links_of(old) in (job.read, job.links)
        and tuple(old.get("to_compare", ())) in ((), job.to_compare)
    )


def _update(job: SetSameness, old: Document, number: int) -> Document:
    """The update operators; the cursor moves where a reader can see something of it."""
    update = link_update(job.links, old, is_compared="to_compare" in old)
    values, gone = update.get("$set", {}), update.get("$unset", {})
    if values or gone.keys() - {"to_compare"}:
        values = values | {"cursor": Int64(number)}
    if job.fingerprint and job.fingerprint != old.get("fingerprint"):
        values = values | {"fingerprint": job.fingerprint}
    elif job.fingerprint is not None and not job.fingerprint and "fingerprint" in old:
        gone = gone | {"fingerprint": ""}
    return {"$set": values, "$unset": gone}


def _parts(update: Document) -> Document:
    """The operators that do something; ``{}``: none."""
    return {name: part for name, part in update.items() if part}
