"""The states of listings: what is remembered of feeds, sitemaps and sections from one run to the next."""

from collections.abc import Sequence

from bson import encode

from newscrawler.model.listing_state import ListingState
from newscrawler.storage import schema
from newscrawler.storage.documents.visit_documents import listing_document, listing_id, read_listing
from newscrawler.storage.faults import told_as_storage_errors
from newscrawler.storage.writing.jobs import RecordListing
from newscrawler.storage.writing.writer import Writer


class ListingStore:
    """Records states of listings and reads them back."""

    def __init__(self, database: schema.Documents, writer: Writer) -> None:
        self._listings = database[schema.LISTINGS]
        self._writer = writer

    async def of_outlet(self, outlet: str) -> dict[str, ListingState]:
        """Address -> state, of all listings of an outlet that were read once.

        Raises:
            StorageUnavailableError: the database did not answer for as long as a crawl waits.
        """
        doing = f"looking up the listings of {outlet}"

        async def read() -> dict[str, ListingState]:
            return {one["url"]: read_listing(one) async for one in self._listings.find({"outlet": outlet})}

        with told_as_storage_errors(doing):
            return await self._writer.patience.keep_trying(read, doing)

    async def forget(self, outlet: str, urls: Sequence[str]) -> None:
        """Remove the states of these listings of an outlet; what is not there needs no removal.

        Raises:
            StorageError: the database did not answer, or refused.
        """
        with told_as_storage_errors(f"forgetting listings of {outlet}"):
            await self._listings.delete_many({"_id": {"$in": [listing_id(outlet, url) for url in urls]}})

    async def record(self, state: ListingState) -> None:
        """Record a state. While the database is away it is dropped: the listing is read once more by the next crawl.

        One without ``failures`` voids the outcome that says that this listing could not be read.

        Raises:
            InvalidItemError: a value has the wrong type.
            StorageError: the server refused it.
        """
        document = listing_document(state)
        await self._writer.submit(RecordListing(document, len(encode(document))))
