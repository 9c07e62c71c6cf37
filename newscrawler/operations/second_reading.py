"""Stored articles cleaned anew: from their stored pages, or where there is none from their own text."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from newscrawler.boilerplate.sighting import note_sighting
from newscrawler.boilerplate.strip import strip_boilerplate
from newscrawler.catalogue import Catalogue
from newscrawler.cleaning.completeness import Refusal, completeness
from newscrawler.demo.sites import demo_outlet
from newscrawler.duplicates.fingerprint import fingerprint_article
from newscrawler.errors import InvalidItemError, StorageError, StorageUnavailableError, UnreadablePageError
from newscrawler.model.article import Article
from newscrawler.model.furniture import Furniture, Sighting
from newscrawler.model.outcome import OutcomeKind
from newscrawler.model.outlet import Outlet
from newscrawler.operations.article_difference import Difference, article_difference
from newscrawler.operations.nothing_found import MADE_FROM_HOSTS
from newscrawler.operations.own_reader import has_own_reader
from newscrawler.operations.page_source import page_outlet
from newscrawler.operations.stored_page import page_of_article
from newscrawler.outlet_memory.healing import clean_from_document
from newscrawler.reading import Reading, finish_reading
from newscrawler.storage.connection import Database
from newscrawler.storage.documents.bson_cleaning import clean_for_bson
from newscrawler.storage.documents.conversion import article_document, plain, text_fields
from newscrawler.storage.documents.document_size import fit_to_size
from newscrawler.storage.documents.stored_article import read_article
from newscrawler.workers.page_reader import PageReader

Document = Mapping[str, Any]
SAME = Difference()
FurnitureOf = Callable[[str], Awaitable[Furniture]]

# What cleaning a stored text again can change beside the text itself.
OTHER_FIELDS = ("agency", "authors", "byline", "rules_version", "standfirst")


@dataclass(frozen=True, slots=True)
class SecondReading:
    """What became of one stored article that was cleaned anew.

    Attributes:
        document: as stored.
        source: whether its page was read again or its stored text was cleaned.
        article: as it would be stored today; None where it is left as it is.
        difference: between the two; nothing where it is left.
        left: why it is left as it is though it was not the same, in words; "" where it was not left.
        is_fault: something broke, where it is left.
    """

    document: Document
    source: Literal["page", "text"]
    article: Article | None = None
    difference: Difference = SAME
    left: str = ""
    is_fault: bool = False


@dataclass(frozen=True, slots=True)
class Rereader:
    """Cleans stored articles anew.

    Attributes:
        reader: reads pages, in processes of its own.
        furniture_of: gives the furniture of an outlet by its id.
    """

    database: Database
    catalogue: Catalogue
    reader: PageReader
    furniture_of: FurnitureOf
    _own_readers: dict[str, bool] = field(default_factory=dict, repr=False)

    async def read(self, document: Document) -> SecondReading:
        """What a stored article would be today."""
        stored_under = document["outlet"]
        if stored_under in self.catalogue.broken:
            return SecondReading(document, "text", left="its outlet's file is broken", is_fault=True)
        outlet, reads_pages = self.outlet_of(document)
        furniture = await self.furniture_of(stored_under)
        try:
            html = await self.database.articles.raw_page(dict(document)) if reads_pages else None
            if html is None:
                noted = await self.database.furniture.sightings([document["_id"]])
                stored = noted.get(document["_id"])
                return _from_text(document, stored.sighting if stored else None, outlet, furniture)
            return _from_page(document, await self._read_page(document, html, outlet, furniture))
        except UnreadablePageError as error:
            left = f"its page cannot be read any more ({error.reason}: {error})"
            return SecondReading(document, "page", left=left, is_fault=error.reason == OutcomeKind.EXTRACTION_FAILED)
        except StorageUnavailableError:
            raise
        except (InvalidItemError, StorageError) as error:
            return SecondReading(document, "page", left=str(error), is_fault=True)

    async def read_page(self, document: Document, html: bytes) -> Reading | None:
        """What the page of an article that was never stored gives today; None: it is not ours to read.

        Raises:
            UnreadablePageError: nothing.
        """
        outlet, reads_pages = self.outlet_of(document)
        if not reads_pages:
            return None
        return await self._read_page(document, html, outlet, await self.furniture_of(document["outlet"]))

    async def _read_page(self, document: Document, html: bytes, outlet: Outlet, furniture: Furniture) -> Reading:
        page = page_of_article(document, html)
        extracted = await self.reader.read(page, outlet, furniture.container)
        return finish_reading(_as_stored(replace(extracted, page=page), document), outlet, furniture)

    def outlet_of(self, document: Document) -> tuple[Outlet, bool]:
        """By whose rules the article is cleaned, and whether its page can be read: not without the outlet's file."""
        stored_under = document["outlet"]
        if outlet := self.catalogue.outlets.get(stored_under):
            return outlet, not self._has_own_reader(outlet)
        if invented := demo_outlet(stored_under):
            return invented, True
        if stored_under.startswith(MADE_FROM_HOSTS):
            return page_outlet(self.catalogue, document["url"]), True
        return Outlet(stored_under, document.get("outlet_name") or stored_under), False

    def _has_own_reader(self, outlet: Outlet) -> bool:
        """Is there code of the outlet's own that reads its pages? Then our reader would give another article."""
        if outlet.id not in self._own_readers:
            self._own_readers[outlet.id] = has_own_reader(outlet, self.catalogue.code.get(outlet.id))
        return self._own_readers[outlet.id]


def _as_stored(extracted: Article, document: Document) -> Article:
    """The article under the address and outlet that it is stored under."""
    return replace(extracted, url=document["url"], outlet=document["outlet"])


def _from_page(document: Document, reading: Reading) -> SecondReading:
    article = reading.article
    if reading.refusal is not None:
        return SecondReading(document, "page", left=_refused(reading.refusal))
    values = article_document(article, seen_at=document["fetched_at"])
    new, _ = fit_to_size(clean_for_bson(values))
    return SecondReading(document, "page", article, article_difference(document, new))


def _from_text(document: Document, noted: Sighting | None, outlet: Outlet, furniture: Furniture) -> SecondReading:
    """The stored text through the rules and without furniture; a block that was furniture and is none goes back."""
    article = clean_from_document(read_article(document), noted, outlet, furniture).article
    stripped = strip_boilerplate(article, outlet)
    if stripped.blocks != article.blocks:
        article = replace(stripped, sighting=note_sighting(stripped))
    article = replace(article, fingerprint=fingerprint_article(article))
    values = text_fields(article) | {name: plain(getattr(article, name)) for name in OTHER_FIELDS}
    kept = {name: value for name, value in document.items() if name not in {*values, "fingerprint", "warnings"}}
    made = clean_for_bson(
        {name: value for name, value in values.items() if value not in (None, []) or name == "removed"}
    )
    difference = article_difference(document, kept | made)
    refusal = completeness(article) if difference.gone else None
    if refusal is not None and not document.get("live_updates"):
        return SecondReading(document, "text", left=_refused(refusal))
    return SecondReading(document, "text", article, difference)


def _refused(refusal: Refusal) -> str:
    return f"today it would not be stored ({refusal.kind}: {refusal.message})"
