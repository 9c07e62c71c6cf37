"""Sameness: stored articles are compared with those that may have the same text, and linked to them.

Saving an article chooses these (``to_compare``) in its own transaction, so that of two with one story the later one
always knows of the earlier one. What is then not compared, because a process was killed or the database went away,
still stands there, and is compared by whoever comes next.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from newscrawler.errors import StorageError, StorageUnavailableError
from newscrawler.model.copy_link import Judgement
from newscrawler.storage import schema
from newscrawler.storage.documents.compared_text import COMPARED_FIELDS
from newscrawler.storage.documents.former_text import may_copy_former_text
from newscrawler.storage.faults import told_as_storage_errors
from newscrawler.storage.stored_texts import StoredTexts
from newscrawler.storage.writing.changes import Saved
from newscrawler.storage.writing.copy_linking import read_copy, read_judgement
from newscrawler.storage.writing.jobs import Document
from newscrawler.storage.writing.sameness_jobs import ArrangeClusters, LinkCopies, Linked, SetSameness
from newscrawler.storage.writing.writer import Writer

logger = logging.getLogger(__name__)

GATHER_SECONDS = 0.005  # those who were answered together ask within one or two turns of the event loop
TOGETHER = 50  # articles whose texts, and those of their candidates, are in memory at once
# Nobody is at it any more: in a crawl an article is compared within a second of its write.
LEFT_AFTER = timedelta(minutes=1)
AHEAD = timedelta(hours=1)  # what is dated later than so much after now has its date from a wrong clock
LOOK_AGAIN_SECONDS = 60.0  # for what others left: many crawls of one process end within a minute
MOST_LEFT = 1000  # that one crawl compares; a killed process leaves 500 at most
MOST_AT_ALL = 1_000_000  # that are compared one after the other; held by their ids
_MOST_ROUNDS = 200  # of one article: a cluster is put right in slices
_TEXT_FIELDS = dict.fromkeys(
    (*COMPARED_FIELDS, "content_hash", "copy_of", "fetched_at", "first_seen_at", "to_compare", "version"), True
)

ToCompare = Mapping[str, Sequence[str]]  # article -> those that it is to be compared with, by ``_id``


@dataclass(frozen=True, slots=True)
class Caught:
    """What came of articles that were left.

    Attributes:
        compared: so many were, and what that gave is stored.
        copies: so many of these are copies.
        left: so many could not be linked, and are still to be compared.
    """

    compared: int = 0
    copies: int = 0
    left: int = 0


class Sameness:
    """Compares stored articles, and links copies."""

    def __init__(
        self,
        database: schema.Documents,
        writer: Writer,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._articles = database[schema.ARTICLES]
        self._writer = writer
        self._now = now
        self._asked: dict[str, Sequence[str]] = {}
        self._asking: asyncio.Task[dict[str, LinkCopies | Judgement]] | None = None
        self._look_again_at = 0.0

    async def judge(self, saved: Saved) -> Judgement:
        """What an article that was just saved is a copy of, and what it shares text with, once that is stored.

        Where it changed, its copies are compared with it again, too.

        Nothing where the database is away: then it is compared later.

        Raises:
            StorageError: the server refused the link.
        """
        judgement = await self._judge(saved.id, saved.to_compare) if saved.to_compare else None
        await asyncio.gather(*(self._judge_alone(*one) for one in saved.compare_again))
        return judgement or Judgement()

    async def judge_left(
        self, limit: int = MOST_LEFT, *, older_than: timedelta = LEFT_AFTER, now_and_then: bool = False
    ) -> Caught:
        """Compare what nobody has compared: of processes that were killed, and from the spool.

        Those that cannot be linked are passed over: at most ``limit`` of them, so that none keeps others waiting.

        Args:
            limit: at most so many articles.
            older_than: since they were fetched: others may be under way. What is dated ahead of now is no younger.
            now_and_then: do nothing where this was asked within the last minute.

        Raises:
            StorageUnavailableError: the database is away.
            StorageError: it does not answer.
        """
        clock = asyncio.get_running_loop().time()
        if now_and_then and clock < self._look_again_at:
            return Caught()
        self._look_again_at = clock + LOOK_AGAIN_SECONDS
        fetched_before = self._now() - older_than
        compared = copies = 0
        passed_over: set[str] = set()
        while len(passed_over) <= limit and compared < limit:
            found = await self._read_left(limit - compared + len(passed_over), fetched_before)
            left = {key: to_compare for key, to_compare in found.items() if key not in passed_over}
            if not left:
                break
            for together in _parts(left):
                judgements = await self._judge_each(together)
                passed_over |= together.keys() - judgements.keys()
                compared += len(judgements)
                copies += sum(judgement.copy is not None for judgement in judgements.values())
        return Caught(compared, copies, len(passed_over))

    async def catch_up(self) -> None:
        """Compare all that is left, as after the spool was stored; what cannot be stays for the next one."""
        try:
            await self.judge_left(MOST_AT_ALL, older_than=timedelta(0))
        except StorageError as error:
            logger.warning("What was stored from the spool was not compared; it will be later: %s", error)
        except Exception:  # a bug of ours, which must end neither the replay nor the command that stores the spool
            logger.exception("What was stored from the spool was not compared; it will be later")

    async def arrange(self, ids: Sequence[str]) -> int:
        """Put right the clusters that these articles are in; how many articles stand elsewhere now.

        Raises:
            StorageError: the database does not answer.
        """
        written, left = 0, tuple(ids)
        for _ in range(_MOST_ROUNDS):
            linked = cast("Linked | None", await self._writer.submit(ArrangeClusters(left)))
            if linked is None:
                raise StorageUnavailableError("the database is away")
            written += linked.written
            if linked.is_done:
                break
            left = linked.left
        return written

    async def set(self, job: SetSameness) -> bool:
        """Write what was found for the whole archive; False: somebody changed the article since it was read.

        False, and told, also where the server refuses it: that keeps no other from being written.

        Raises:
            StorageUnavailableError: the database is away.
        """
        try:
            linked = await self._writer.submit(job)
        except StorageUnavailableError:
            raise
        except StorageError as error:
            logger.warning("what article %s is a copy of was not written: %s", job.key, error)
            return False
        if linked is None and self._writer.is_away:
            raise StorageUnavailableError("the database is away")
        return linked is not None

    async def _read_left(self, limit: int, fetched_before: datetime) -> ToCompare:
        ahead = self._now() + AHEAD
        # The embedded server finds these by the index in this form only, and only where nothing else is asked.
        stages: list[dict[str, Any]] = [
            {"$match": {"to_compare": {"$gt": ""}}},
            {"$match": {"$or": [{"fetched_at": {"$lte": fetched_before}}, {"fetched_at": {"$gt": ahead}}]}},
            {"$limit": limit},
            {"$project": {"to_compare": True}},
        ]
        doing = "looking up articles that are still to be compared"

        async def read() -> ToCompare:
            found = await self._articles.aggregate(stages)
            return {document["_id"]: document["to_compare"] async for document in found}

        with told_as_storage_errors(doing):
            return await self._writer.brief_patience.keep_trying(read, doing)

    async def _judge_each(self, asked: ToCompare) -> Mapping[str, Judgement]:
        """As ``_judge`` for each; one that is refused must not keep the others from being compared, and is left out.

        Raises:
            StorageUnavailableError: the database is away.
        """
        if self._writer.is_away:
            raise StorageUnavailableError("the database is away")
        answers = await asyncio.gather(*(self._judge_alone(*one) for one in asked.items()))
        return {key: judgement for key, judgement in zip(asked, answers, strict=True) if judgement is not None}

    async def _judge_alone(self, article_id: str, to_compare: Sequence[str]) -> Judgement | None:
        """As ``_judge``; None, and told, where it is refused."""
        try:
            return await self._judge(article_id, to_compare)
        except StorageUnavailableError:
            raise
        except StorageError as error:
            logger.warning("copies of article %s were not linked: %s", article_id, error)
            return None

    async def _judge(self, article_id: str, to_compare: Sequence[str]) -> Judgement | None:
        """What is stored of it now; None: nothing, it is still to be compared."""
        for _ in range(_MOST_ROUNDS):
            if self._writer.is_away:
                return None
            compared = await self._compare(article_id, to_compare)
            if not isinstance(compared, LinkCopies):
                return compared
            linked = cast("Linked | None", await self._writer.submit(compared))
            if linked is None or linked.is_done:
                return linked.judgement if linked else None
        return None

    async def _compare(self, article_id: str, to_compare: Sequence[str]) -> LinkCopies | Judgement:
        """The link to write; what is stored already, where another process has written that."""
        self._asked[article_id] = to_compare
        if self._asking is None:
            self._asking = asyncio.get_running_loop().create_task(self._compare_gathered(), name="newscrawler sameness")
        compared = await asyncio.shield(self._asking)  # who is cancelled leaves the others their answer
        return compared[article_id]

    async def _compare_gathered(self) -> dict[str, LinkCopies | Judgement]:
        """Compare all that was asked for at about the same time: one look-up for each article costs too much."""
        await asyncio.sleep(GATHER_SECONDS)
        asked, self._asked, self._asking = self._asked, {}, None
        compared: dict[str, LinkCopies | Judgement] = {}
        for together in _parts(asked):
            texts = await self._read_texts({key for one, others in together.items() for key in (one, *others)})
            compared |= await asyncio.to_thread(compare_stored, together, texts)
        return compared

    async def _read_texts(self, ids: Iterable[str]) -> Mapping[str, Document]:
        wanted = sorted(ids)
        doing = f"reading {len(wanted)} articles to compare them"

        async def read() -> Mapping[str, Document]:
            found = self._articles.find({"_id": {"$in": wanted}}, _TEXT_FIELDS)
            return {document["_id"]: document async for document in found}

        with told_as_storage_errors(doing):
            return await self._writer.brief_patience.keep_trying(read, doing)


def _parts(asked: ToCompare) -> Iterator[ToCompare]:
    ids = list(asked)
    for start in range(0, len(ids), TOGETHER):
        yield {key: asked[key] for key in ids[start : start + TOGETHER]}


def compare_stored(asked: ToCompare, texts: Mapping[str, Mapping[str, Any]]) -> dict[str, LinkCopies | Judgement]:
    """What comparing stored articles gives: the link to write, or what is written already.

    A text that cannot be compared costs only itself: it is told, and counts as compared, for the next one who tries
    would fare no better.

    Args:
        asked: which articles, with those that they are to be compared with.
        texts: all of them by ``_id``, as far as they are there.
    """
    stored_texts = StoredTexts(texts)
    compared: dict[str, LinkCopies | Judgement] = {}
    for key, to_compare in asked.items():
        document = texts.get(key)
        if document is None or "to_compare" not in document:
            compared[key] = read_judgement(document or {})
            continue
        there = sorted((texts[one]["first_seen_at"], one) for one in to_compare if one in texts)
        judgement = stored_texts.judge(key, [one for _, one in there])
        stored = read_copy(document)
        if judgement.copy is None and stored and may_copy_former_text(document, texts.get(stored.article)):
            judgement = replace(judgement, copy=stored)
        compared[key] = LinkCopies(key, document["content_hash"], tuple(to_compare), judgement)
    return compared
