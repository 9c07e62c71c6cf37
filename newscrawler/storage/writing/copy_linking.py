"""The writer's part in copies: the links that comparing found, and the clusters that follow from them.

What an article is a copy of (``copy_of``, ``also_copy_of``) is the truth. Where it stands (``cluster``,
``duplicate_of``, ``syndication``) follows from that for all articles that hang together, which are therefore read along
the links, in both directions, and along the clusters as they are marked. So it makes no difference who wrote which part
of a cluster when, and in what order: whoever comes next sees what is not right yet.

A transaction holds up every other writer, so it reads and writes so many articles and no more; what is left over is
asked for again. A story that is too large to be read (``MOST_MEMBERS``) is only joined and left.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from bson.int64 import Int64

from newscrawler.duplicates.clusters import Member, arrange
from newscrawler.model.copy_link import CopyLink, Judgement
from newscrawler.storage.documents.syndication_documents import syndication_document
from newscrawler.storage.writing.jobs import Answer, Document, Job
from newscrawler.storage.writing.sameness_jobs import ArrangeClusters, LinkCopies, Linked
from newscrawler.storage.writing.story_reading import SAMENESS_FIELDS, Documents, Stories, clusters_of, originals_of

MOST_WRITTEN = 200  # articles of one transaction beside those that were compared
MOST_READ = 2_000  # articles of one transaction, of whole stories

Links = LinkCopies | ArrangeClusters
Answers = dict[Job, Answer]
Take = Callable[[int], Awaitable[int]]


async def link_copies(stories: Stories, jobs: Sequence[Links], numbers: Sequence[int], take: Take) -> Answers:
    """Write what comparing gave, and what follows for the clusters; what became of each job.

    Args:
        stories: of the transaction, which no other writer meets: what it reads is so until it ends.
        jobs: no two about one article.
        numbers: cursors, one for each job.
        take: takes so many more; gives the last of them.
    """
    return await _Linking(stories, numbers, take).apply(jobs) if jobs else {}


class _Linking:
    """The steps for the jobs of one transaction."""

    def __init__(self, stories: Stories, numbers: Sequence[int], take: Take) -> None:
        self._stories = stories
        self._numbers = list(numbers)
        self._take = take
        self._may_write = MOST_WRITTEN
        self._may_read = MOST_READ

    async def apply(self, jobs: Sequence[Links]) -> Answers:
        """What became of each job, once all is written."""
        stored = await self._stories.read(named_in(jobs))
        answers: Answers = {job: answer for job in jobs if (answer := _answer_at_once(job, stored))}
        alone = [job for job in jobs if job not in answers and self._names_closed(job, stored)]
        together = [job for job in jobs if job not in answers and job not in alone]
        if together:
            named = named_in(together)
            read = {key: stored[key] for key in named if key in stored}
            if await self._stories.complete(read, named):
                answers |= await self._arrange(together, read)
            else:  # one that is too large must not keep the others from being put right
                alone += together
        for job in alone:
            answers[job] = await (self._link(job) if isinstance(job, LinkCopies) else self._arrange_each(job))
        return answers

    def _names_closed(self, job: Links, stored: Documents) -> bool:
        return bool(self._stories.closed & clusters_of({key: stored[key] for key in named_in([job]) if key in stored}))

    async def _arrange_each(self, job: ArrangeClusters) -> Linked:
        """Put right the clusters of articles one after the other, as many as may be."""
        written, left = 0, []
        for key in job.article_ids:
            linked = await self._link(ArrangeClusters((key,)))
            written += linked.written
            left += [] if linked.is_done else [key]
        return Linked(written=written, is_done=not left, left=tuple(left))

    async def _link(self, job: Links) -> Linked:
        """Write what follows from one job, if this transaction may still read and write so much."""
        if self._may_read <= 0 or self._may_write <= 0:
            return Linked(is_done=False)
        named = named_in([job])
        stored = await self._stories.read(named)
        is_whole = await self._stories.complete_one(stored, named)
        self._may_read -= len(stored)
        if is_whole:
            return (await self._arrange([job], stored))[job]
        return await self._join(job)

    async def _arrange(self, jobs: Sequence[Links], stored: Documents) -> dict[Job, Linked]:
        """Write what is another than it should be: what was compared, and as many of the others as may be.

        Args:
            jobs: that are not done yet.
            stored: whole stories.
        """
        own = {job.key: job for job in jobs if isinstance(job, LinkCopies)}
        wanted = wanted_links(stored, {key: judged_links(job.judgement, stored[key]) for key, job in own.items()})
        originals = named_in(own.values())
        others = [key for key in wanted if key not in own and wanted[key] != links_of(stored[key])]
        others.sort(key=lambda key: key not in originals)  # those of new links at once: nobody is a copy of one alone
        now, later = others[: self._may_write], others[self._may_write :]
        self._may_write -= len(now)
        moves = {(stored[key].get("cluster", key), wanted[key].get("cluster", key)) for key in later}
        parting = {  # written last: its links are the way to those that are still to move elsewhere
            key
            for key in own
            if any(
                left == stored[key].get("cluster") and joined != wanted[key].get("cluster", key)
                for left, joined in moves
            )
        }
        joined = {joined for _, joined in moves}
        done = {key: key not in parting and wanted[key].get("cluster", key) not in joined for key in own}
        updates = {key: link_update(wanted[key], stored[key]) for key in now}
        for key in own.keys() - parting:
            updates[key] = link_update(wanted[key], stored[key], is_compared=done[key])
        written = await self._send(updates)
        return {
            job: Linked(job.judgement, written, done[job.key])
            if isinstance(job, LinkCopies)
            else Linked(written=written, is_done=not later, left=job.article_ids if later else ())
            for job in jobs
        }

    async def _join(self, job: Links) -> Linked:
        """Put an article into the cluster of its original, or take it out, where the whole story is too much."""
        key = job.key if isinstance(job, LinkCopies) else job.article_ids[0]
        stored = await self._stories.read([key])
        if key not in stored:
            return Linked()
        links = links_of(stored[key]) | (
            judged_links(job.judgement, stored[key]) if isinstance(job, LinkCopies) else {}
        )
        stored |= await self._stories.read(originals_of(links))
        _forget_deleted(links, stored)
        own, home = stored[key].get("cluster"), await self._home(key, originals_of(links), stored)
        moves = own is not None and home not in (None, own)
        if moves:  # it leaves: then its story may be small enough to be arranged, which is asked for again
            home = None
        if home is not None and home not in stored:
            stored |= await self._stories.read([home])
        wanted = _joined(key, links, home, stored)
        is_compared = isinstance(job, LinkCopies) and not moves
        written = await self._send(
            {one: link_update(wanted[one], stored[one], is_compared=is_compared and one == key) for one in wanted}
        )
        if isinstance(job, LinkCopies):
            return Linked(job.judgement, written, is_done=not moves)
        return Linked(written=written, is_done=not moves, left=(key,) if moves else ())

    async def _home(self, key: str, originals: Sequence[str], stored: Documents) -> str | None:
        """The cluster of an article whose story is too large; None: it is in none."""
        own: str | None = stored[key].get("cluster")
        homes: list[str] = [stored[original].get("cluster", original) for original in originals]
        if own in homes or (own == key and await self._stories.has_others(key)):
            return own  # the first one stays, whatever it says by now: the others name it
        if homes:
            return homes[0]
        return own if own is not None and await self._stories.copied([key]) else None

    async def _send(self, updates: Mapping[str, Document]) -> int:
        """Write the updates, and how many these were; whatever a reader can see of one moves its cursor."""
        seen = {key for key, update in updates.items() if _is_seen(update)}
        if (more := len(seen) - len(self._numbers)) > 0:
            last = await self._take(more)
            self._numbers += range(last - more + 1, last + 1)
        numbered = {
            key: update | {"$set": update.get("$set", {}) | {"cursor": Int64(self._numbers.pop(0))}}
            for key, update in updates.items()
            if key in seen
        }
        return await self._stories.write({**updates, **numbered})


def _is_seen(update: Document) -> bool:
    """Does a reader of the article see what an update changes?"""
    return bool(update.get("$set") or update.get("$unset", {}).keys() - {"to_compare"})


def named_in(jobs: Iterable[Links]) -> set[str]:
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


def read_copy(document: Mapping[str, Any]) -> CopyLink | None:
    """What a stored article is a copy of."""
    copy = document.get("copy_of")
    return CopyLink(copy["article"], copy["kind"], copy["likeness"]) if copy else None


def wanted_links(stored: Documents, judged: Mapping[str, Document]) -> Documents:
    """The links and marks of all the articles as they should be, by ``_id``.

    Args:
        stored: whole stories.
        judged: what comparing gave of some of them; None: it has not got the field.
    """
    links = {key: links_of(document) | judged.get(key, {}) for key, document in stored.items()}
    for own in links.values():
        _forget_deleted(own, stored)
    members = [Member(key, stored[key]["first_seen_at"], originals_of(own)) for key, own in links.items()]
    standings = arrange(members)
    together: dict[str, list[Document]] = {}
    for key, standing in standings.items():
        together.setdefault(standing.cluster or key, []).append(stored[key])
    syndicated = {first: syndication_document(documents) for first, documents in together.items()}
    return {
        key: _filled(links[key] | standing._asdict() | {"syndication": syndicated[standing.cluster or key]})
        for key, standing in standings.items()
    }


def _joined(key: str, links: Document, home: str | None, stored: Documents) -> Documents:
    """The links and marks of an article that joins a cluster, and of its original, where that was in none till then."""
    if home is None:
        return {key: _filled(links | dict.fromkeys(("cluster", "duplicate_of", "syndication")))}
    old, first = stored[key], stored.get(home)
    told = (first or old).get("syndication")
    wanted: Documents = {}
    if first is not None and home != key and "cluster" not in first:
        told = syndication_document([first, old])
        wanted[home] = _filled(links_of(first) | {"cluster": home, "syndication": told})
    marks = {"cluster": home, "duplicate_of": None if home == key else home, "syndication": told}
    return {key: _filled(links | marks)} | wanted


def _forget_deleted(links: Document, stored: Documents) -> None:
    """Take away links to what is not there any more: all that are named were read."""
    if (copy := links.get("copy_of")) and copy["article"] not in stored:
        links["copy_of"] = None
    if also := links.get("also_copy_of"):
        links["also_copy_of"] = [original for original in also if original in stored] or None


def judged_links(judgement: Judgement, document: Mapping[str, Any]) -> Document:
    """What comparing gave of an article, as it is stored; None: it has not got the field."""
    copy = judgement.copy
    return {
        "copy_of": asdict(copy) | {"first_seen_at": document["first_seen_at"]} if copy else None,
        "also_copy_of": list(judgement.also) or None,
        "related": list(judgement.related) or None,
    }


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
