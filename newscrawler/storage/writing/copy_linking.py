"""The writer's part in copies: the links that comparing found, and the clusters that follow from them.

What an article is a copy of (``copy_of``, ``also_copy_of``) is the truth. Where it stands (``cluster``,
``duplicate_of``, ``syndication``) follows from that for all articles that hang together, which are therefore read along
the links, in both directions, and along the clusters as they are marked. So it makes no difference who wrote which part
of a cluster when, and in what order: whoever comes next sees what is not right yet.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from bson.int64 import Int64
from pymongo import UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession

from newscrawler.duplicates.clusters import Member, arrange
from newscrawler.model.copy_link import CopyLink, Judgement
from newscrawler.storage import schema
from newscrawler.storage.documents.syndication_documents import STORY_FIELDS, syndication_document
from newscrawler.storage.writing.jobs import Answer, Document, Job
from newscrawler.storage.writing.sameness_jobs import ArrangeClusters, LinkCopies, Linked

MOST_WRITTEN = 200  # articles of one transaction beside those that were compared: what is more goes on in the next one
# Articles that are read to put one cluster right, 300 bytes each. One that grows beyond that is a template, not a
# story: who comes to it joins it, but it is not arranged any more.
MOST_READ = 5_000
SAMENESS_FIELDS = ("copy_of", "also_copy_of", "related", "cluster", "duplicate_of", "syndication")
_FIELDS = dict.fromkeys((*STORY_FIELDS, "content_hash", "to_compare", *SAMENESS_FIELDS), True)

Links = LinkCopies | ArrangeClusters
Documents = dict[str, Document]
Answers = dict[Job, Answer]
Take = Callable[[int], Awaitable[int]]


async def link_copies(
    database: schema.Documents, session: AsyncClientSession, jobs: Sequence[Links], numbers: Sequence[int], take: Take
) -> Answers:
    """Write what comparing gave, and what follows for the clusters; what became of each job.

    Args:
        database: where the articles are.
        session: of the transaction, which no other writer meets: what it reads is so until it ends.
        jobs: no two about one article.
        numbers: cursors, one for each job.
        take: takes so many more; gives the last of them.
    """
    return await _Linking(database, session, numbers, take).apply(jobs) if jobs else {}


class _Linking:
    """The steps for the jobs of one transaction."""

    def __init__(
        self, database: schema.Documents, session: AsyncClientSession, numbers: Sequence[int], take: Take
    ) -> None:
        self._articles = database[schema.ARTICLES]
        self._session = session
        self._numbers = list(numbers)
        self._take = take
        self._left = MOST_WRITTEN

    async def apply(self, jobs: Sequence[Links]) -> Answers:
        """What became of each job, once all is written."""
        stored = await self._read({"_id": {"$in": sorted(_named_in(jobs))}})
        answers: Answers = {job: answer for job in jobs if (answer := _answer_at_once(job, stored))}
        left = [job for job in jobs if job not in answers]
        if not left:
            return answers
        if await self._read_stories(stored, left):
            return answers | await self._write(left, stored)
        if len(left) == 1:
            return answers | await self._join(left[0], stored)
        for job in left:  # one cluster that is too large must not keep the others from being put right
            answers |= await self.apply([job])
        return answers

    async def _read(self, query: Mapping[str, Any]) -> Documents:
        found = self._articles.find(query, _FIELDS, session=self._session).limit(0 if "_id" in query else MOST_READ)
        return {document["_id"]: document async for document in found}

    async def _read_stories(self, stored: Documents, jobs: Sequence[Links]) -> bool:
        """Add to what is there all that hangs together with it; whether that was not too much."""
        asked = {name: set[str]() for name in ("cluster", "copy_of.article", "also_copy_of")} | {"_id": _named_in(jobs)}
        while len(stored) < MOST_READ:
            documents = stored.values()
            clusters = {document["cluster"] for document in documents if "cluster" in document}
            originals = {original for document in documents for original in originals_of(document)}
            # Of one in no cluster nothing is a copy: its first copy is linked in the transaction that gives it one.
            copied = {key for key, document in stored.items() if "cluster" in document}
            ends = clusters | originals
            wanted = {"cluster": clusters, "_id": ends, "copy_of.article": copied, "also_copy_of": copied}
            if all(wanted[name] <= asked[name] for name in asked):
                return True
            for name, values in wanted.items():
                if new := sorted(values - asked[name] - (stored.keys() if name == "_id" else set())):
                    stored |= await self._read({name: {"$in": new}})
                asked[name] |= values
        return False

    async def _write(self, jobs: Sequence[Links], stored: Documents) -> Answers:
        """Write what is another than it should be: what was compared, and as many of the others as may be."""
        own = {job.key: job for job in jobs if isinstance(job, LinkCopies)}
        wanted = _wanted(own, stored)
        originals = _named_in(own.values())
        others = [key for key in wanted if key not in own and wanted[key] != links_of(stored[key])]
        others.sort(key=lambda key: key not in originals)  # those of new links at once: nobody is a copy of one alone
        now, later = others[: self._left], others[self._left :]
        self._left -= len(now)
        unfinished = {wanted[key].get("cluster", key) for key in later}
        done = {key: wanted[key].get("cluster", key) not in unfinished for key in own}
        updates = {key: link_update(wanted[key], stored[key]) for key in now}
        for key, is_done in done.items():
            updates[key] = link_update(wanted[key], stored[key], is_compared=is_done)
        await self._send(updates)
        return {
            job: Linked(job.judgement, len(updates), done[job.key])
            if isinstance(job, LinkCopies)
            else Linked(written=len(updates), is_done=not later)
            for job in jobs
        }

    async def _join(self, job: Links, stored: Documents) -> Answers:
        """Put an article into the cluster of its original, which is too large to be arranged."""
        if isinstance(job, ArrangeClusters):
            return {job: Linked()}
        copy, old = job.judgement.copy, stored[job.key]
        wanted = links_of(old)
        if copy is not None:
            original = stored[copy.article]
            first = original.get("cluster", copy.article)
            wanted |= {"cluster": first, "duplicate_of": first, "syndication": original.get("syndication")}
        await self._send({job.key: link_update(_filled(wanted | _judged(job, old)), old, is_compared=True)})
        return {job: Linked(job.judgement, 1)}

    async def _send(self, updates: Mapping[str, Document]) -> None:
        """Write the updates; whatever a reader can see of one moves its cursor."""
        seen = {key for key, update in updates.items() if _is_seen(update)}
        if (more := len(seen) - len(self._numbers)) > 0:
            last = await self._take(more)
            self._numbers += range(last - more + 1, last + 1)
        operations = []
        for key, update in updates.items():
            number = {"$set": update.get("$set", {}) | {"cursor": Int64(self._numbers.pop(0))}} if key in seen else {}
            if update:
                operations.append(UpdateOne({"_id": key}, update | number))
        if operations:
            await self._articles.bulk_write(operations, session=self._session)


def _is_seen(update: Document) -> bool:
    """Does a reader of the article see what an update changes?"""
    return bool(update.get("$set") or update.get("$unset", {}).keys() - {"to_compare"})


def _named_in(jobs: Iterable[Links]) -> set[str]:
    """The articles that jobs name: those that were compared, and what they are copies of."""
    named: set[str] = set()
    for job in jobs:
        if isinstance(job, ArrangeClusters):
            named.update(job.article_ids)
        else:
            named |= {job.key, *([job.judgement.copy.article] if job.judgement.copy else []), *job.judgement.also}
    return named


def _answer_at_once(job: Links, stored: Documents) -> Linked | None:
    """The answer where nothing is to be written: it was compared already, or is another text, or is gone."""
    if isinstance(job, ArrangeClusters):
        return None
    old = stored.get(job.key)
    if old is None:
        return Linked()
    if old["content_hash"] != job.content_hash or sorted(old.get("to_compare", ())) != sorted(job.compared):
        return Linked(read_judgement(old))
    if job.judgement.copy and job.judgement.copy.article not in stored:
        return Linked(is_done=False)  # it was deleted: compared with the others again
    return None


def read_judgement(document: Mapping[str, Any]) -> Judgement:
    """What a stored article was found to be."""
    return Judgement(
        read_copy(document), related=tuple(document.get("related", ())), also=tuple(document.get("also_copy_of", ()))
    )


def originals_of(links: Mapping[str, Any]) -> list[str]:
    """The articles that one is a copy of, by what is stored of it."""
    copy = links.get("copy_of")
    return [*([copy["article"]] if copy else []), *(links.get("also_copy_of") or ())]


def read_copy(document: Mapping[str, Any]) -> CopyLink | None:
    """What a stored article is a copy of."""
    copy = document.get("copy_of")
    return CopyLink(copy["article"], copy["kind"], copy["likeness"]) if copy else None


def _wanted(jobs: Mapping[str, LinkCopies], stored: Documents) -> dict[str, Document]:
    """The links of all the articles as they should be."""
    links = {key: links_of(document) for key, document in stored.items()}
    links |= {key: links[key] | _judged(job, stored[key]) for key, job in jobs.items()}
    for own in links.values():
        # What is missing was deleted: all that are named were read.
        if (copy := own.get("copy_of")) and copy["article"] not in stored:
            own["copy_of"] = None
        if also := own.get("also_copy_of"):
            own["also_copy_of"] = [original for original in also if original in stored] or None
    members = [Member(key, stored[key]["first_seen_at"], also=originals_of(own)) for key, own in links.items()]
    standings = arrange(members)
    together: dict[str, list[Document]] = {}
    for key, standing in standings.items():
        together.setdefault(standing.cluster or key, []).append(stored[key])
    syndicated = {first: syndication_document(documents) for first, documents in together.items()}
    return {
        key: _filled(links[key] | standing._asdict() | {"syndication": syndicated[standing.cluster or key]})
        for key, standing in standings.items()
    }


def _judged(job: LinkCopies, document: Document) -> Document:
    copy, related = job.judgement.copy, job.judgement.related
    link = asdict(copy) | {"first_seen_at": document["first_seen_at"]} if copy else None
    return {"copy_of": link, "also_copy_of": list(job.judgement.also) or None, "related": list(related) or None}


def links_of(document: Mapping[str, Any]) -> Document:
    """What a stored article says of its copies, as far as it says anything."""
    return {name: document[name] for name in SAMENESS_FIELDS if name in document}


def _filled(values: Mapping[str, Any]) -> Document:
    return {name: value for name, value in values.items() if value is not None}


def link_update(wanted: Document, old: Document, *, is_compared: bool = False) -> Document:
    """The update operators that give an article the links that are wanted, without the cursor; ``{}``: it has them.

    Args:
        wanted: its ``SAMENESS_FIELDS``; what is not among them goes.
        old: as it is stored.
        is_compared: it was compared with all that it was to be compared with.
    """
    before = links_of(old)
    values = {name: value for name, value in wanted.items() if before.get(name) != value}
    gone = [*(name for name in before if name not in wanted), *(["to_compare"] if is_compared else [])]
    return ({"$set": values} if values else {}) | ({"$unset": dict.fromkeys(gone, "")} if gone else {})
