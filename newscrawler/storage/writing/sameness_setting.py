"""The writer's part in ``db rededupe``: what was found for the whole archive, written article by article."""

from collections.abc import Iterable, Sequence

from bson.int64 import Int64
from pymongo import UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession

from newscrawler.storage import schema
from newscrawler.storage.writing.copy_linking import SAMENESS_FIELDS, link_update, links_of
from newscrawler.storage.writing.jobs import Answer, Document, Job
from newscrawler.storage.writing.sameness_jobs import Linked, SetSameness

_FIELDS = dict.fromkeys(("content_hash", "fingerprint", "to_compare", *SAMENESS_FIELDS), True)


async def set_sameness(
    database: schema.Documents, session: AsyncClientSession, jobs: Sequence[SetSameness], numbers: Iterable[int]
) -> dict[Job, Answer]:
    """Write what was found; None is the answer where the article is another one by now, or stands elsewhere.

    Args:
        database: where the articles are.
        session: of the transaction, which no other writer meets.
        jobs: each about another article.
        numbers: cursors, one for each.
    """
    if not jobs:
        return {}
    articles = database[schema.ARTICLES]
    found = articles.find({"_id": {"$in": [job.key for job in jobs]}}, _FIELDS, session=session)
    stored = {document["_id"]: document async for document in found}
    answers: dict[Job, Answer] = {}
    operations = []
    for job, number in zip(jobs, numbers, strict=False):
        old = stored.get(job.key)
        if old is None or not _is_as_read(job, old):
            answers[job] = None
            continue
        if update := _update(job, old, number):
            operations.append(UpdateOne({"_id": job.key}, update))
        answers[job] = Linked(written=1)
    if operations:
        await articles.bulk_write(operations, session=session)
    return answers


def _is_as_read(job: SetSameness, old: Document) -> bool:
    """Is it as it was when the difference was found, or as it is to be: an answer that was lost is asked for again."""
    return old["content_hash"] == job.content_hash and links_of(old) in (job.read, job.links)


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
    return {name: part for name, part in (("$set", values), ("$unset", gone)) if part}
