"""Opening the spool together with its database: what processes that are gone have left in it is taken over."""

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal

from newscrawler.storage.spool.folder import Spool
from newscrawler.storage.writing.away import guarded

# leave: nothing is kept there, nor taken over. first, background: when it is stored what was taken over.
SpoolUse = Literal["leave", "first", "background"]


async def open_spool(
    folder: Path, about: Mapping[str, Any], max_bytes: int, use: SpoolUse, tell: Callable[[str], None]
) -> Spool | None:
    """The spool of a database, with what was left in it; None: there is none, which is told where a crawl needs one."""
    if use == "leave":
        return None
    tell = guarded(tell)
    spool = Spool(folder, about, max_bytes=max_bytes)
    try:
        if use == "background":  # a crawl: better told now than when the database goes away
            await asyncio.to_thread(spool.prepare)
        count = await asyncio.to_thread(spool.adopt)
    except OSError as error:
        await asyncio.to_thread(spool.release)
        if use == "background":
            tell(
                f"There is no spool in {folder} ({error.strerror or error}): what is fetched while the database is "
                "away cannot be kept. Set NEWSCRAWLER_DATA_DIR to a directory that can be written."
            )
        return None
    for file in spool.left:
        tell(f"A file of the spool cannot be opened, and is left: {file}")
    if count:
        tell(f"Storing {count} articles, outcomes and runs that an earlier crawl kept in its spool ...")
    return spool
