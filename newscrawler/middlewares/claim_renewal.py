"""Keeps a claim for as long as its run lasts; a back-fill lets others in between."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from dataclasses import dataclass

from newscrawler.errors import StorageError, StorageUnavailableError
from newscrawler.middlewares import claim_waits
from newscrawler.middlewares.held_claim import HeldClaim
from newscrawler.model.lease import gave_way, goes_on

logger = logging.getLogger(__name__)

RENEWALS_IN_A_LEASE = 3  # so that two may fail


@dataclass(frozen=True, slots=True)
class Ways:
    """What a claim is told by its crawl, and tells it.

    Attributes:
        is_closing: whether the crawl ends.
        on_lost: called once where the claim is lost: with the error where the database did not answer, else with None.
        tell: called with what the operator should know.
        gives_way: whether all is given back where somebody wants it, and taken again later.
    """

    is_closing: Callable[[], bool]
    on_lost: Callable[[StorageError | None], None]
    tell: Callable[[str], None] = logger.info
    gives_way: bool = False


async def keep(held: HeldClaim, ways: Ways) -> None:
    """Renew until the claim is lost, at once where that was not surely ours when it was handed over; give way."""
    try:
        while not held.is_lost:
            if held.holds:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(held.soon.wait(), held.store.lease_seconds / RENEWALS_IN_A_LEASE)
            held.soon.clear()
            renewal = await held.renew()
            if renewal.held and renewal.wanted and ways.gives_way:
                await _give_way(held, ways)
    except StorageError as error:
        _lose(held, ways, error)
    except Exception as error:  # a bug of ours must not crawl on without a claim
        logger.exception("while keeping the claim on %s", held.name)
        _lose(held, ways, StorageError(f"while keeping the claim on {held.name}: {error!r}"))
    else:
        _lose(held, ways, None)


def _lose(held: HeldClaim, ways: Ways, error: StorageError | None) -> None:
    held.lose()
    ways.on_lost(error)


async def _give_way(held: HeldClaim, ways: Ways) -> None:
    """Let nothing more leave, give all back, and take it again when the other one has had his turn.

    Where something is under way for longer than the claim surely holds, the next renewal tries it again.
    """
    held.pause()
    try:
        while held.under_way and held.holds:  # noqa: ASYNC110 - a count
            await asyncio.sleep(claim_waits.LOOK_SECONDS)
        if held.under_way:
            return
        with contextlib.suppress(StorageUnavailableError):  # then it ends by itself
            await held.give_back()
        ways.tell(gave_way(held.name))
        turn_at = held.now() + claim_waits.TURN_AFTER_SECONDS
        await asyncio.sleep(claim_waits.GIVEN_SECONDS)
        while not await _has_again(held, is_next=held.now() >= turn_at):  # noqa: ASYNC110 - the database tells nobody
            await asyncio.sleep(claim_waits.TAKE_AGAIN_SECONDS)
        ways.tell(goes_on(held.name))
    finally:
        held.go_on()


async def _has_again(held: HeldClaim, *, is_next: bool) -> bool:
    try:
        return await held.take_again(is_next=is_next)
    except StorageUnavailableError:  # a crawl whose database stays away is ended by those who watch it
        return False
