"""``reprocess --quarantine``: what could not be written, tried again with today's code."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from newscrawler.errors import NewscrawlerError, StorageUnavailableError, UsageError
from newscrawler.operations.output import Output
from newscrawler.operations.second_reading import Rereader
from newscrawler.operations.second_writing import write_again
from newscrawler.operations.terminal_text import many
from newscrawler.pipelines.foreign_item import article_of_item
from newscrawler.reading import Reading, finish_reading
from newscrawler.storage.connection import Database
from newscrawler.storage.documents.quarantine_document import Quarantined
from newscrawler.urls import mask_secrets

CLEANING = "cleaning "  # begins the id of a stored article's cleaning


@dataclass(frozen=True, slots=True)
class Retried:
    """What became of one thing that was in quarantine.

    Attributes:
        result: ``new``, ``revised``, ``unchanged``, ``spooled`` ...; "" where it is still refused.
        problem: why it is, in words.
    """

    kept: Quarantined
    result: str = ""
    problem: str = ""


async def retry_quarantine(
    ids: Sequence[str], outlets: Sequence[str], limit: int | None, rereader: Rereader, output: Output
) -> int:
    """Try again what is named, else all of the outlets, else all, latest first; the exit code: 1 where some is refused.

    Raises:
        UsageError: nothing of that id is in quarantine: nothing was tried then.
    """
    quarantine = rereader.database.quarantine
    found = [kept for outlet in outlets or (None,) async for kept in quarantine.find(outlet)]
    if ids:
        found = [kept for name in ids for kept in _named(name, found)]
    done: list[Retried] = []
    for one in found[:limit]:
        for kept in await quarantine.read([one.id]):  # one at a time: each may be large
            done.append(await retry(kept, rereader))
            _print_retried(done[-1], output)
    _print_sum(done, output)
    return 1 if any(retried.problem for retried in done) else 0


def _named(name: str, found: Sequence[Quarantined]) -> list[Quarantined]:
    named = [kept for kept in found if name in (kept.id, kept.url)]
    if not named:
        raise UsageError(f"Nothing called '{name}' is in quarantine. What is: newscrawler errors --kind quarantine")
    return named


async def retry(kept: Quarantined, rereader: Rereader) -> Retried:
    """What became of it: read again from its page where that was kept, else stored as it was to be written.

    Raises:
        StorageUnavailableError: the database did not take it in time.
    """
    database = rereader.database
    try:
        if kept.kind == "cleaning":
            result = await _clean_again(kept, rereader)
        elif kept.kind == "item":
            result = await _store(_reading_of_item(kept, rereader), database)
        elif kept.kind == "article" and (reading := await _read_again(kept, rereader)):
            result = await _store(reading, database)
        else:
            answer = await database.quarantine.store_again(kept)
            result = getattr(answer, "kind", "stored")
    except StorageUnavailableError:
        raise
    except NewscrawlerError as error:
        return Retried(kept, problem=str(error))
    except Exception as error:  # noqa: BLE001 - what is kept may hold anything: the others are tried all the same
        return Retried(kept, problem=f"{type(error).__name__}: {error}")
    await database.quarantine.remove(kept)
    return Retried(kept, result)


def _print_retried(retried: Retried, output: Output) -> None:
    """One line or two of one thing, or one JSON object."""
    kept = retried.kept
    name = mask_secrets(kept.url or kept.id)
    output.row({"id": kept.id, "url": kept.url and name, "result": retried.result or None, "problem": retried.problem})
    if retried.problem:
        output.line(f"{output.paint('refused', 'red')}  {name}")
        output.line(f"    {mask_secrets(retried.problem)}")
    else:
        output.line(f"{output.paint(retried.result, 'green')}  {name}")


def _print_sum(done: Sequence[Retried], output: Output) -> None:
    """How many were stored."""
    if not done:
        output.message("Nothing is in quarantine.")
        return
    refused = sum(bool(retried.problem) for retried in done)
    told = f"{many(len(done), 'document')} from quarantine tried again: {len(done) - refused} stored"
    output.message(f"{told}, {refused} still refused and kept." if refused else f"{told}.")


async def _read_again(kept: Quarantined, rereader: Rereader) -> Reading | None:
    """The article as its page gives it today; None: its page was not kept, or is not ours to read."""
    html = await rereader.database.pages.read(kept.raw) if kept.raw else None
    return await rereader.read_page(_as_stored(kept), html) if html else None


def _reading_of_item(kept: Quarantined, rereader: Rereader) -> Reading:
    document = _as_stored(kept)
    outlet, _ = rereader.outlet_of(document)
    article = article_of_item(kept.document or {}, outlet, kept.at)
    return finish_reading(replace(article, outlet=document["outlet"]), outlet)


async def _store(reading: Reading, database: Database) -> str:
    if reading.refusal is not None:
        refusal = reading.refusal
        raise NewscrawlerError(f"today it would not be stored ({refusal.kind}: {refusal.message})")
    saved = await database.articles.save(reading.article)
    await database.sameness.judge(saved)
    return saved.kind


async def _clean_again(kept: Quarantined, rereader: Rereader) -> str:
    document = await rereader.database.articles.get(kept.id.removeprefix(CLEANING))
    if document is None:
        return "gone"
    reading = await rereader.read(document)
    done = await write_again(reading, rereader.database)
    if reading.left or done.problem:
        raise NewscrawlerError(reading.left or done.problem)
    return "revised" if done.version else "unchanged"


def _as_stored(kept: Quarantined) -> Mapping[str, Any]:
    """What is known of the article, as of a stored one."""
    own = {"url": kept.url or "", "outlet": kept.outlet or ""}
    values = {"fetched_at": kept.at} | (kept.document or {}) | own
    return values if isinstance(values["fetched_at"], datetime) else values | {"fetched_at": kept.at}
