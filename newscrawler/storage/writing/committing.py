"""One batch to the database, until everyone in it has an answer: stored, or refused and in quarantine."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, cast

from pymongo.errors import PyMongoError

from newscrawler.errors import StorageError, StorageUnavailableError
from newscrawler.storage.faults import LastingFaultError, describe_fault, keep_trying, lasting_words
from newscrawler.storage.writing.article_writing import RefusedJobError
from newscrawler.storage.writing.job_queue import Waiting
from newscrawler.storage.writing.jobs import Answer, Job, Repeatable

Commit = Callable[[Sequence[Job]], Awaitable[dict[Job, Answer]]]
Quarantine = Callable[[Job, str], Awaitable[None]]
Tell = Callable[[str], None]


class Committer:
    """Commits batches one at a time; those of the writer and of the replay take turns.

    Args:
        commit: one attempt to write a batch, safe to repeat.
        quarantine: keeps what the server refused, with the reason.

    Attributes:
        gives_up: says why nothing more should be tried; asked before every further attempt.
    """

    def __init__(self, commit: Commit, quarantine: Quarantine) -> None:
        self.gives_up: Callable[[], str | None] = lambda: None
        self._commit = commit
        self._quarantine = quarantine
        self._turn = asyncio.Lock()

    async def store(self, batch: Sequence[Waiting], *, limit_seconds: float, on_trouble: Tell | None = None) -> None:
        """Answer everyone in the batch.

        Args:
            batch: no two jobs with one key.
            limit_seconds: how long is tried while the database does not answer; 0: once.
            on_trouble: is told the reason as soon as it lasts.

        Raises:
            StorageUnavailableError: the database did not answer in time, or refuses to write: who has no answer yet
                may be stored or not.
        """
        try:
            answers = await self._commit_once_at_a_time([job for job, _ in batch], limit_seconds, on_trouble)
        except StorageUnavailableError:
            raise
        except StorageError as error:
            fail(batch, error)
        except Exception as error:  # noqa: BLE001 - a bug of ours too must not leave a spider waiting for ever
            _raise_if_lasting(error)
            culprit, others = _parted(batch, error)
            if culprit:
                await self.refuse(culprit, error, limit_seconds)
            for part in others:
                await self.store(part, limit_seconds=limit_seconds, on_trouble=on_trouble)
        else:
            for job, future in batch:
                if not future.done():
                    future.set_result(answers[job])

    async def _commit_once_at_a_time(
        self, jobs: Sequence[Job], limit_seconds: float, on_trouble: Tell | None
    ) -> dict[Job, Answer]:
        async with self._turn:
            return await keep_trying(
                lambda: self._commit(jobs),
                limit_seconds=limit_seconds,
                doing=f"storing {len(jobs)} items",
                on_trouble=on_trouble,
                gives_up=self.gives_up,  # besides being cancelled: PyMongo may take that for a fault of the network
            )

    async def refuse(self, waiting: Waiting, refusal: Exception, limit_seconds: float) -> None:
        """Put one job into quarantine, unless it is done again anyway, and answer who waits for it.

        Raises:
            LastingFaultError: quarantine does not take it either, so that it is not the job that is to blame.
            StorageUnavailableError: the database does not answer.
        """
        job, _ = waiting
        if isinstance(job, Repeatable):  # the next crawl does it again
            fail([waiting], StorageError(f"the database refused {_name_of(job)}: {refusal}"))
            return
        reason = str(refusal) if isinstance(refusal, PyMongoError | RefusedJobError | StorageError) else repr(refusal)
        message = f"the database refused {_name_of(job)}: {reason}"
        doing = f"putting {_name_of(job)} into quarantine"
        try:
            await keep_trying(
                lambda: self._quarantine(job, reason), limit_seconds=limit_seconds, doing=doing, gives_up=self.gives_up
            )
        except StorageUnavailableError:
            raise
        except Exception as error:
            raise LastingFaultError(
                f"the database refuses to write, into quarantine too: {describe_fault(error)}"
            ) from error
        fail([waiting], StorageError(message))


def _parted(batch: Sequence[Waiting], error: Exception) -> tuple[Waiting | None, list[Sequence[Waiting]]]:
    """Who is to blame for an error, if that is known, and in which parts the others go again."""
    if isinstance(error, RefusedJobError):
        culprit = next(one for one in batch if one[0] is error.job)
        others = [one for one in batch if one is not culprit]
        return culprit, [others] if others else []
    if len(batch) == 1:
        return batch[0], []
    middle = len(batch) // 2
    return None, [batch[:middle], batch[middle:]]


def _raise_if_lasting(error: Exception) -> None:
    if lasting_words(error):
        raise LastingFaultError(f"the database refuses to write: {describe_fault(error)}") from error


def fail(batch: Sequence[Waiting], error: StorageError, cause: BaseException | None = None) -> None:
    """Answer everyone who has no answer yet with an error."""
    for _, future in batch:
        if not future.done():
            own = type(error)(str(error))  # one for each: an exception that many tasks raise tangles their tracebacks
            own.__cause__ = error.__cause__ or cause
            future.set_exception(own)


def _name_of(job: Job) -> str:
    document = cast("dict[str, Any]", getattr(job, "document", {}))
    return str(document.get("url", job.key))
