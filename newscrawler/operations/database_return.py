"""What a program that runs for ever does while its database is away: it tries until it is back."""

import contextlib
import itertools
from collections.abc import Callable, Sized

from newscrawler.errors import StorageUnavailableError
from newscrawler.operations.database_hold import DatabaseHold
from newscrawler.operations.stop_signals import StopSignals

PAUSE_SECONDS = (1.0, 2.0, 5.0, 10.0, 15.0)  # before each attempt; the last for ever


async def wait_for_return(
    error: StorageUnavailableError,
    hold: DatabaseHold,
    runs: Sized,
    signals: StopSignals,
    tell: Callable[[str], None],
) -> None:
    """Wait until the database answers, or a signal comes. Told once, and once more when it is back.

    Runs that are under way meanwhile keep what they fetch in the spool, and end when their patience does. Only then
    the database is closed and opened anew, which stores what is in the spool.

    Args:
        error: how it was noticed.
        hold: the program's hold on it.
        runs: those that are under way.
        signals: of the program.
        tell: told in whole sentences.

    Raises:
        StorageError: it answers, and must not be used: it was migrated to another version meanwhile.
    """
    tell(f"{str(error).rstrip('.')}. No run begins until the database is back; it is tried for ever.")
    for seconds in itertools.chain(PAUSE_SECONDS, itertools.repeat(PAUSE_SECONDS[-1])):
        await signals.pause(seconds)
        if signals.count:
            return
        with contextlib.suppress(StorageUnavailableError):
            database = await (hold.get() if runs else hold.reopen())
            await database.schedule.now()
            if not database.is_away:
                break
    tell("The database is back, and so are the runs.")
