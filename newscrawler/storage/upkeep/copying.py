"""A database copied into another: compared slice by slice, mended where they differ, until they are equal.

There is one kind of pass, and each does the whole work: what is missing in the target is inserted, what differs is
replaced, what is too much goes. The first pass into an empty target copies everything; after a kill the next compares
what is there and goes on; the last one finds nothing to do and is the proof. ``meta`` comes last, so that no reader
takes a part for the whole: until then every newscrawler refuses the target.

A finished copy is a database of its own: it is only compared. On demand it gets what the source wrote since.
"""

import secrets
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, TypeVar

from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument
from pymongo import DeleteOne, ReplaceOne
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.write_concern import WriteConcern

from newscrawler.errors import StorageError
from newscrawler.storage.faults import keep_trying, told_as_storage_errors
from newscrawler.storage.schema import Documents
from newscrawler.storage.upkeep.copy_target import CopyTarget, Doing
from newscrawler.storage.upkeep.document_difference import brought_up_to_date, is_same, key_of
from newscrawler.storage.upkeep.walking import Filter, chunks_of_slice, last_number, slices_of_collection
from newscrawler.storage.writing.transaction import transaction

MAX_PASSES = 5
LIMIT_SECONDS = 60.0  # one batch is tried while a server does not answer
_BATCH_BYTES = 4_000_000  # of one transaction

Raw = dict[object, RawBSONDocument]
Result = TypeVar("Result")
Progress = Callable[[int, str, int], None]  # number of the pass, collection, documents compared


@dataclass(slots=True)
class Tally:
    """What one pass found in one collection.

    Attributes:
        documents: of the source.
        written: documents that were inserted, replaced or deleted in the target; where none may be: that differ.
        kept: documents of a finished copy that are others than the source's, and stay.
        source_hash, target_hash: over all documents, in any order, as they were read; equal where both sides are.
    """

    documents: int = 0
    written: int = 0
    kept: int = 0
    source_hash: int = 0
    target_hash: int = 0


@dataclass(frozen=True, slots=True)
class Copied:
    """What became of a copy.

    Attributes:
        is_equal: the last pass found both sides equal, and the source's cursor at the same place before and after it.
        cursor: the source's, after the last pass; also the target's, where they are equal.
        moved: how far the source's cursor moved during the last pass.
        tallies: of the last pass, by collection.
        written: documents written in all passes.
        not_copied: views and such: ``view newest``.
    """

    is_equal: bool
    cursor: int
    moved: int
    tallies: Mapping[str, Tally]
    written: int
    passes: int
    seconds: float
    not_copied: Sequence[str] = ()

    @property
    def kept(self) -> int:
        """Documents of a finished copy that are others than the source's, and stay."""
        return sum(tally.kept for tally in self.tallies.values())


class Copy:
    """One copying.

    Args:
        source: is only read.
        target: is empty, or an earlier copy of this source.
        source_name: the address of the source without its password, for the target's notes.
        target_name: for messages.
        progress: is told how far it is.
        again: bring a finished copy up to date.
    """

    def __init__(
        self,
        source: Documents,
        target: Documents,
        source_name: str,
        target_name: str,
        progress: Progress,
        *,
        again: bool = False,
    ) -> None:
        as_bytes: CodecOptions[RawBSONDocument] = CodecOptions(document_class=RawBSONDocument, tz_aware=True)
        self._source: Any = source.with_options(codec_options=as_bytes)
        self._target: Any = target.with_options(codec_options=as_bytes, write_concern=WriteConcern("majority"))
        self._notes = CopyTarget(source, target, source_name, target_name, secrets.token_hex(8))
        self._plain_source = source
        self._progress = progress
        self._names = (source_name, target_name)
        self._again = again
        self._doing: Doing = "compare"
        self._since = 0  # the cursor at which a finished copy was finished
        self._pass = 0
        self._written = 0

    async def run(self) -> Copied:
        """Copy until both are equal, but no more than ``MAX_PASSES`` times. A finished copy is compared once.

        Raises:
            StorageError: the target holds something else, or differs from what it was copied from since it was
                finished; or a server does not answer or refuses.
        """
        began = time.monotonic()
        with told_as_storage_errors("copying the database"):
            first = await last_number(self._plain_source)
            self._doing, self._since = await self._notes.claim(first, again=self._again)
            names, others = await self._notes.prepare(self._doing)
            while True:
                self._pass += 1
                before = await last_number(self._plain_source)
                async with self._target.client.start_session() as session:
                    tallies = {name: await self._compare(name, max(before, 1), session) for name in names}
                after = await last_number(self._plain_source)
                is_equal = before == after and not any(tally.written for tally in tallies.values())
                if is_equal or self._pass == MAX_PASSES or self._doing == "compare":
                    break
            if self._doing == "compare":
                self._refuse_differences(tallies, after)
            elif is_equal:
                await self._notes.finish(after)
        seconds = time.monotonic() - began
        return Copied(is_equal, after, after - before, tallies, self._written, self._pass, seconds, others)

    def _refuse_differences(self, tallies: Mapping[str, Tally], cursor: int) -> None:
        differing = {name: tally.written for name, tally in tallies.items() if tally.written}
        if not differing and cursor == self._since:
            return
        source, target = self._names
        listed = ", ".join(f"{count} in {name}" for name, count in differing.items()) or "none"
        raise StorageError(
            f"{target} is a finished copy of {source}, from cursor {self._since}; {source} is at {cursor} now. "
            f"Documents that differ: {listed}. Nothing was written. To bring it up to date with what {source} got "
            "since then, give the same command with --again: nothing that others wrote there is removed."
        )

    async def _compare(self, name: str, top: int, session: AsyncClientSession) -> Tally:
        """Make the target's collection as the source's is, and count what that took."""
        tally = Tally()
        for one in slices_of_collection(name, top):
            if one:
                here, there = await self._read(self._source, name, one), await self._read(self._target, name, one)
                if self._doing != "fill":
                    here, there = await self._joined(name, here, there)
                await self._mend(name, here, there, tally, session)
            else:
                await self._compare_whole(name, tally, session)
            self._progress(self._pass, name, tally.documents)
        self._written += tally.written
        return tally

    async def _joined(self, name: str, here: Raw, there: Raw) -> tuple[Raw, Raw]:
        """Both sides of a slice by ``_id``: one that changed since stands in another slice, where it is looked at."""
        lacking = [here[key]["_id"] for key in here.keys() - there.keys()]
        moved = [there[key]["_id"] for key in there.keys() - here.keys()]
        if lacking:
            there |= await self._read(self._target, name, {"_id": {"$in": lacking}})
        if moved:
            elsewhere = await self._read(self._source, name, {"_id": {"$in": moved}})
            there = {key: document for key, document in there.items() if key in here or key not in elsewhere}
        return here, there

    async def _compare_whole(self, name: str, tally: Tally, session: AsyncClientSession) -> None:
        """A collection that is read in one piece: in whatever order the servers have it."""
        async for chunk in chunks_of_slice(self._source, name, {}):
            here = {key_of(document): document for document in chunk}
            ids = [document["_id"] for document in chunk]
            there = await self._read(self._target, name, {"_id": {"$in": ids}})
            await self._mend(name, here, there, tally, session)
        async for chunk in chunks_of_slice(self._target, name, {}):
            ids = [document["_id"] for document in chunk]
            known = await self._read(self._source, name, {"_id": {"$in": ids}})
            there = {key: document for document in chunk if (key := key_of(document)) not in known}
            await self._mend(name, {}, there, tally, session)

    async def _read(self, documents: Any, name: str, one: Filter) -> Raw:  # noqa: ANN401 - PyMongo's, over raw documents
        async def read() -> Raw:
            return {key_of(document): document async for document in documents[name].find(one, batch_size=1000)}

        return await self._keep_trying(read, f"reading {name}")

    async def _mend(self, name: str, here: Raw, there: Raw, tally: Tally, session: AsyncClientSession) -> None:
        """Write what differs, and add both sides to the tally."""
        operations: list[Any] = []
        size = 0
        for key, document in here.items():
            tally.documents += 1
            other = there.get(key)
            hashed = _hash(document)
            tally.source_hash ^= hashed
            if other is not None and is_same(document, other):
                tally.target_hash ^= hashed
                continue
            tally.target_hash ^= _hash(other) if other is not None else 0
            wanted = document if self._doing != "catch up" else brought_up_to_date(name, document, other, self._since)
            if wanted is None:
                tally.kept += 1
                continue
            operations.append(ReplaceOne({"_id": document["_id"]}, wanted, upsert=True))
            size += len(document.raw)
            if size > _BATCH_BYTES:
                await self._write(name, operations, session)
                tally.written += len(operations)
                operations, size = [], 0
        for key in there.keys() - here.keys():
            tally.target_hash ^= _hash(there[key])
            if self._doing == "catch up":
                tally.kept += 1
            else:
                operations.append(DeleteOne({"_id": there[key]["_id"]}))
        if operations:
            await self._write(name, operations, session)
            tally.written += len(operations)

    async def _write(self, name: str, operations: Sequence[Any], session: AsyncClientSession) -> None:
        if self._doing == "compare":
            return

        async def write() -> None:
            async with transaction(session):
                await self._notes.hold(session)
                await self._target[name].bulk_write(operations, session=session)

        await self._keep_trying(write, f"writing {name}")

    async def _keep_trying(self, attempt: Callable[[], Awaitable[Result]], doing: str) -> Result:
        return await keep_trying(attempt, limit_seconds=LIMIT_SECONDS, doing=doing)


def _hash(document: RawBSONDocument) -> int:
    return int.from_bytes(blake2b(document.raw, digest_size=16).digest())
