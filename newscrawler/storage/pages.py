"""The raw pages, compressed, once for each content."""

from collections.abc import Mapping
from typing import Any

from backports import zstd

from newscrawler.errors import StorageError
from newscrawler.model.page import Page
from newscrawler.storage import schema
from newscrawler.storage.documents.bson_cleaning import clean_for_bson
from newscrawler.storage.documents.conversion import page_document
from newscrawler.storage.documents.document_size import MAX_BYTES
from newscrawler.storage.faults import told_as_storage_errors

_LEVEL = 3  # 240 kB of markup in 0.6 ms to 19 %; level 6 takes three times as long and gives 17.6 %


class PageStore:
    """Reads and prepares pages; the writer stores them in one transaction with their article."""

    def __init__(self, database: schema.Documents) -> None:
        self._pages = database[schema.PAGES]

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
