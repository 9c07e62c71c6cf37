"""The raw pages, compressed, once for each content."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from backports import zstd

from newscrawler.errors import StorageError
from newscrawler.model.page import Page
from newscrawler.storage import schema
from newscrawler.storage.documents.bson_cleaning import clean_for_bson
from newscrawler.storage.documents.conversion import page_document
from newscrawler.storage.documents.document_size import MAX_BYTES
from newscrawler.storage.faults import told_as_storage_errors

_LEVEL = 2  # real pages of 205 kB in 0.43 ms to 19.0 %; level 3 takes 0.52 ms for 18.5 %, level 4 0.77 ms for 18.2 %
# One thread packs 2,000 pages a second. A hundred pages at once held up the event loop, on two cores, for 108 to 124 ms
# at worst with asyncio's six threads, for 48 to 53 with one, once for 125; it took 32 to 33 MB instead of 40 to 48.
_PACKER = ThreadPoolExecutor(1, "newscrawler pages")


class PageStore:
    """Reads and prepares pages; the writer stores them in one transaction with their article."""

    def __init__(self, database: schema.Documents) -> None:
        self._pages = database[schema.PAGES]

    @staticmethod
    async def pack(page: Page) -> dict[str, Any] | None:
        """As ``make_document``, in a thread: many pages that come at once would hold up the event loop."""
        return await asyncio.get_running_loop().run_in_executor(_PACKER, PageStore.make_document, page)

    @staticmethod
    def make_document(page: Page) -> dict[str, Any] | None:
        """The page ready to be stored; None where it has no bytes, or too many even when compressed."""
        if not page.html:
            return None
        compressed = zstd.compress(page.html, _LEVEL)
        return clean_for_bson(page_document(page, compressed)) if len(compressed) < MAX_BYTES else None

    async def read(self, page_id: str) -> bytes | None:
        """The bytes of a page as they were fetched; None where it is not there.

        Raises:
            StorageError: they are damaged.
        """
        with told_as_storage_errors(f"reading page {page_id}"):
            document = await self._pages.find_one({"_id": page_id})
        return None if document is None else unpacked_page(document)


def unpacked_page(document: Mapping[str, Any]) -> bytes:
    """The bytes of a stored page as they were fetched.

    Raises:
        StorageError: they are damaged.
    """
    try:
        return zstd.decompress(document["content"])
    except zstd.ZstdError as error:
        raise StorageError(f"page {document['_id']} is damaged: {error}") from error
