"""The articles: saved, looked up, found."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar, cast

from bson import encode

from newscrawler.errors import StorageError
from newscrawler.model.article import Article
from newscrawler.model.link import ArticleLink
from newscrawler.model.visit import Known, Visit, VisitNote
from newscrawler.storage import schema
from newscrawler.storage.documents.bson_cleaning import clean_for_bson
from newscrawler.storage.documents.conversion import key_id, plain, text_fields
from newscrawler.storage.documents.stored_link import LINK_FIELDS, stored_link
from newscrawler.storage.documents.visit_documents import read_visit
from newscrawler.storage.faults import told_as_storage_errors
from newscrawler.storage.pages import PageStore
from newscrawler.storage.reading.queries import ArticleQuery
from newscrawler.storage.reading.reading_articles import articles_of, find_article
from newscrawler.storage.writing.article_job import job_of_article, sighting_of
from newscrawler.storage.writing.changes import MADE_FROM_TEXT, Saved
from newscrawler.storage.writing.jobs import CleanArticle, KeepRefused, MarkGone
from newscrawler.storage.writing.writer import Writer
from newscrawler.urls import url_key

# Articles that become documents in one turn of the event loop, .4 ms each. A hundred would hold it up for too long; one
# by one they would wait for each other where many come, as each turn takes its time.
MADE_TOGETHER = 16

_KNOWN_FIELDS = dict.fromkeys(("url_key", "alternate_keys", "url", "outlet", "fetched_at"), True)

Document = dict[str, Any]
Result = TypeVar("Result")


class ArticleStore:
    """Saves articles and answers questions about them."""

    def __init__(
        self,
        database: schema.Documents,
        writer: Writer,
        pages: PageStore,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._articles = database[schema.ARTICLES]
        self._writer = writer
        self._pages = pages
        self._now = now
        self._making = asyncio.Semaphore(MADE_TOGETHER)

    async def save(
        self,
        article: Article,
        *,
        keep_page: bool = True,
        reason: str | None = None,
        visit: VisitNote | None = None,
        is_repeat: bool = False,
        known_as: str | None = None,
    ) -> Saved:
        """What became of the article, once that is acknowledged; ``spooled``: it is on disk. Safe to repeat.

        Args:
            article: its ``page`` and its ``sighting``, if there are, are stored apart.
            keep_page: whether the page is stored.
            reason: why an article that is stored already is written again, where that is not that its page changed;
                stands in the revision.
            visit: what its fetch tells of the next visit, which is planned in the same transaction; None: none is.
            is_repeat: it is a page at a second address of an article that was saved just now (AMP, print): where that
                is there, only the address is added to it.
            known_as: the ``url_key`` of the stored article that this is, where its address has another by now; the
                new address is added to it.

        Raises:
            StorageError: a field that is always there is missing, or has the wrong type, or the server refused it; it
                is in ``quarantine``, with its page.
            StorageUnavailableError: neither the database took it in time nor the spool.
        """
        async with self._making:
            job = await job_of_article(
                article,
                seen_at=self._now(),
                keep_page=keep_page,
                reason=reason,
                visit=visit,
                is_repeat=is_repeat,
                key=known_as,
            )
            await asyncio.sleep(0)
        saved = await self._writer.submit(job)
        if isinstance(job, KeepRefused):
            raise StorageError(f"{article.url} cannot be stored: {job.document['reason']}; it is kept in quarantine")
        return cast("Saved", saved)

    async def clean(self, read: Document, article: Article, reason: str) -> Saved | None:
        """What became of a stored article that was cleaned, once that is acknowledged; None: nothing was written.

        Writes its blocks and what is made from them, and its sighting, as a new version.

        Args:
            read: the document that ``article`` was made from. Where the stored text is another one by now, or the
                article is gone, nothing is written.
            article: with its new fingerprint and sighting.
            reason: stands in the revision.

        Raises:
            StorageError: the server refused it.
            StorageUnavailableError: the database did not take it in time.
        """
        changes = clean_for_bson(text_fields(article))
        if changes["content_hash"] == read["content_hash"]:
            return None
        gone = {name: None for name in ("fingerprint", "warnings") if name not in changes}
        return await self.change(read, changes | gone, article, reason)

    async def change(self, read: Document, changes: Document, article: Article, reason: str) -> Saved | None:
        """As ``clean``, of any fields: what became of a stored article that was read again.

        The version grows only where ``content_hash`` is among the changes; the cursor moves in any case.

        Args:
            read: the stored document that ``article`` is compared with.
            changes: field -> new value as BSON knows it; None: the article has it no longer.
            article: as it is now, with its sighting.
            reason: stands in the revision.

        Raises:
            StorageError: the server refused it.
            StorageUnavailableError: the database did not take it in time.
        """
        sighting = sighting_of(read["_id"], article)
        if sighting is None or not changes:
            return None
        job = CleanArticle(
            read["_id"],
            changes,
            sighting,
            read["content_hash"],
            read["fetched_at"],
            reason,
            self._now(),
            size=len(encode(changes)),
            replaced={name: read.get(name) for name in changes if _is_replaced(name, read, changes)},
        )
        return cast("Saved | None", await self._writer.submit(job))

    async def read_by_id(self, ids: Sequence[str]) -> list[Document]:
        """The documents of those of the articles that are there, in no particular order."""
        with told_as_storage_errors("reading articles"):
            return await self._articles.find({"_id": {"$in": list(ids)}}).to_list()

    async def mark_gone(self, article_id: str, at: datetime, reason: str | None = None) -> None:
        """Note that an article is no longer at its address: ``status``, ``gone_at``, a revision; its cursor moves.

        What it said stays. Nothing happens where it is not there, is gone already, or was fetched after ``at``.
        While the database is away it is dropped: whoever looks at the article again finds that out again.

        Raises:
            StorageError: the server refused it.
        """
        await self._writer.submit(MarkGone(article_id, plain(at), reason))

    async def known(self, urls: Sequence[str]) -> set[str]:
        """Those of the addresses, as given, under which an article is stored; in any spelling."""
        keys = {url: url_key(url) for url in urls}
        stored = await self._stored_under(sorted(set(keys.values())))
        return {url for url, key in keys.items() if key in stored}

    async def look_up(self, urls: Sequence[str]) -> dict[str, Known]:
        """What is known of those of the addresses, as given, under which an article is stored; in any spelling.

        Raises:
            StorageUnavailableError: the database did not answer for as long as a crawl waits.
        """
        keys = {url: url_key(url) for url in urls}
        stored = await self._stored_under(sorted(set(keys.values())))
        ids = sorted({article["_id"] for article in stored.values()})

        async def read_visits() -> dict[str, Visit]:
            found = self._database[schema.VISITS].find({"_id": {"$in": ids}})
            return {document["_id"]: read_visit(document) async for document in found}

        visits = await self._keep_trying(read_visits, "looking up visits") if ids else {}
        return {
            url: Known(one["_id"], one["url"], one["outlet"], one["fetched_at"], visits.get(one["_id"]))
            for url, key in keys.items()
            if (one := stored.get(key))
        }

    async def listed_links(self, ids: Sequence[str]) -> dict[str, ArticleLink]:
        """Article id -> what listings said of it when it was stored; of those only that were met in a listing.

        Raises:
            StorageUnavailableError: the database did not answer for as long as a crawl waits.
        """

        async def read() -> dict[str, ArticleLink]:
            found = self._articles.find({"_id": {"$in": list(ids)}}, LINK_FIELDS)
            links = {document["_id"]: stored_link(document) async for document in found}
            return {key: link for key, link in links.items() if link is not None}

        return await self._keep_trying(read, "looking up what listings said of articles") if ids else {}

    async def get(self, id_or_url: str) -> Document | None:
        """The article with this ``_id``, this beginning of an ``_id``, or one of these addresses; None: there is none.

        Raises:
            UsageError: several ids begin like this.
        """
        with told_as_storage_errors(f"reading article {id_or_url.strip()}"):
            return await find_article(self._database, id_or_url)

    async def find(self, query: ArticleQuery) -> AsyncIterator[Document]:
        """The articles that fit: the newest first, or in the order of the cursor where the query names one."""
        async for document in articles_of(self._database, query, now=self._now()):
            yield document

    async def raw_page(self, document: Document) -> bytes | None:
        """The bytes of the page that the article was read from, or None where it was not kept."""
        return await self._pages.read(document["raw"]) if document.get("raw") else None

    async def revisions(self, article_id: str) -> list[Document]:
        """What the article said before, oldest first."""
        with told_as_storage_errors(f"reading revisions of {article_id}"):
            found = self._database[schema.REVISIONS].find({"article": article_id}).sort("cursor")
            return await found.to_list()

    async def _stored_under(self, keys: list[str]) -> dict[str, Document]:
        """url_key -> what is asked of the article that has it, for those of the keys that one has."""
        if not keys:
            return {}
        return await self._keep_trying(lambda: self._read_known(keys), "looking up known addresses")

    async def _read_known(self, keys: list[str]) -> dict[str, Document]:
        """Every url_key of the articles that have one of these keys, with the article."""
        stored: dict[str, Document] = {}
        # Two queries: the embedded server answers one with $or by looking at every article.
        async for document in self._articles.find({"_id": {"$in": [key_id(key) for key in keys]}}, _KNOWN_FIELDS):
            stored |= dict.fromkeys([document["url_key"], *document.get("alternate_keys", [])], document)
        if others := [key for key in keys if key not in stored]:
            async for document in self._articles.find({"alternate_keys": {"$in": others}}, _KNOWN_FIELDS):
                for key in document["alternate_keys"]:
                    stored.setdefault(key, document)
        return stored

    async def _keep_trying(self, attempt: Callable[[], Awaitable[Result]], doing: str) -> Result:
        """A look-up in the middle of a crawl waits as long as a write does: its links must not get lost."""
        with told_as_storage_errors(doing):
            return await self._writer.patience.keep_trying(attempt, doing)


def _is_replaced(name: str, read: Document, changes: Document) -> bool:
    return name not in MADE_FROM_TEXT and read.get(name) != changes[name]
