"""A database of many invented articles, with all that a crawler of some years leaves beside them.

Documents are made by the product's own functions and inserted in transactions of some hundred: through the writer
200,000 would take some minutes more, and be the same.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial
from random import Random
from typing import Any

from bson.int64 import Int64
from invented_sentences import LANGUAGES
from pymongo import MongoClient
from pymongo.client_session import ClientSession
from pymongo.database import Database

from newscrawler.duplicates.fingerprint import fingerprint_article
from newscrawler.model.article import Article, Author
from newscrawler.model.block import Block, RemovedBlock
from newscrawler.model.furniture import Sighting
from newscrawler.model.outcome import Outcome, OutcomeKind
from newscrawler.model.page import Page
from newscrawler.model.run import Run
from newscrawler.storage import schema
from newscrawler.storage.documents.bson_cleaning import clean_for_bson
from newscrawler.storage.documents.conversion import article_document
from newscrawler.storage.documents.furniture_documents import sighting_document
from newscrawler.storage.documents.run_documents import outcome_document, run_document
from newscrawler.storage.pages import PageStore
from newscrawler.storage.writing.changes import revise

NOW = datetime.now(UTC).replace(microsecond=0)
BATCH = 400  # documents of one transaction
OUTLETS = 40
YEARS_BACK = 4
RUNS_OF_AN_OUTLET = 150  # at 145,000 articles and more
NEWEST = 400  # articles of an outlet that have a sighting
PARAGRAPHS = 3_000  # different ones; each article has one of its own besides

# Shares of the articles.
UNDATED, REVISED, COPIES, WITH_PAGE, FAILED = 0.03, 0.1, 0.02, 0.25, 0.06
PAGE_BYTES = 6_000  # compressed; real ones are 40 kB, of which 200,000 would fill a disk and show nothing more

Document = dict[str, Any]


@dataclass
class ManyArticles:
    """Makes so many articles; the same ones for the same number."""

    number: int

    def __post_init__(self) -> None:
        self._chance = Random(self.number)  # noqa: S311 - invented texts, not secrets
        self._cursor = 0

    @property
    def runs_of_an_outlet(self) -> int:
        return min(RUNS_OF_AN_OUTLET, 5 + self.number // 1000)

    @cached_property
    def outlets(self) -> list[str]:
        return [f"{LANGUAGES[place % len(LANGUAGES)].code}_outlet{place:02d}" for place in range(OUTLETS)]

    @cached_property
    def _paragraphs(self) -> list[list[str]]:
        each = PARAGRAPHS // len(LANGUAGES)
        return [[language.paragraph(self._chance) for _ in range(each)] for language in LANGUAGES]

    def batches(self) -> Iterator[dict[str, list[Document]]]:
        """Collection -> documents, a transaction each; the cursor is in ``meta``."""
        batch: dict[str, list[Document]] = {}
        for number in range(self.number):
            for name, document in self._article(number):
                batch.setdefault(name, []).append(document)
            if (number + 1) % BATCH == 0 or number + 1 == self.number:
                yield batch | {schema.META: [{"_id": schema.CURSOR_ID, "value": Int64(self._cursor)}]}
                batch = {}
        runs = list(self._runs())
        for start in range(0, len(runs), BATCH):
            yield {schema.RUNS: runs[start : start + BATCH]}

    def _article(self, number: int) -> Iterator[tuple[str, Document]]:
        """The documents of one article, with the collection of each."""
        chance = self._chance
        # The first outlets are the large ones, as it is: a tenth of the articles are the first one's.
        place = min(int(chance.paretovariate(0.9)) - 1, OUTLETS - 1)
        article = self._invent(number, place)
        if chance.random() < FAILED:
            yield schema.OUTCOMES, self._outcome(number, article)
        document = self._document(article)
        if chance.random() < REVISED:
            later = replace(article, blocks=(*article.blocks, Block("paragraph", f"Corrected, no. {number}.")))
            later = replace(later, fetched_at=article.fetched_at and article.fetched_at + timedelta(hours=3))
            update, revision = revise(self._document(later), document, self._next_cursor())
            document |= update["$set"]
            yield schema.REVISIONS, revision
        if chance.random() < WITH_PAGE:
            page = PageStore.make_document(_page(article))
            if page is not None:
                document["raw"] = page["_id"]
                yield schema.PAGES, clean_for_bson(page)
        if self.number - number <= NEWEST * 2:
            blocks = Sighting(os.urandom(18 * len(article.blocks)), (number + 1, 2, 0, 0), "article")
            noted = sighting_document(document["_id"], article.outlet, blocks)
            noted |= {"cursor": document["cursor"], "seen_at": document["first_seen_at"]}
            yield schema.SIGHTINGS, clean_for_bson(noted)
        yield schema.ARTICLES, document

    def _document(self, article: Article) -> Document:
        article = replace(article, fingerprint=fingerprint_article(article))
        return clean_for_bson(article_document(article, seen_at=NOW)) | {"cursor": self._next_cursor()}

    def _next_cursor(self) -> Int64:
        self._cursor += 1
        return Int64(self._cursor)

    def _invent(self, number: int, place: int) -> Article:
        chance, language = self._chance, LANGUAGES[place % len(LANGUAGES)]
        texts = chance.choices(self._paragraphs[place % len(LANGUAGES)], k=chance.randint(4, 22))
        original = number if chance.random() > COPIES else 0  # copies of one text: a few groups of hundreds
        title = f"{language.title(Random(original % 9973))} ({original})"  # noqa: S311 - invented texts
        texts.insert(1, f"{language.sentence(chance)} {original}")
        if original != number:
            texts = [f"{language.code}: a wire story that many print, part {part}." for part in range(6)]
        # More of late than before: that is how a crawler grows.
        seen = NOW - timedelta(days=365 * YEARS_BACK * (1 - (number + 1) / self.number) ** 1.5)
        published = seen - timedelta(minutes=chance.randint(1, 600))
        return Article(
            url=f"https://www.outlet{place:02d}.example/{seen:%Y/%m/%d}/story-{number}.html",
            outlet=self.outlets[place],
            outlet_name=f"Outlet {place}",
            title=title,
            standfirst=language.sentence(chance),
            blocks=tuple(Block("paragraph", text) for text in texts),
            removed=tuple(RemovedBlock(Block("paragraph", "Advertisement"), "ad_label", "one word") for _ in range(3)),
            authors=(Author(language.name(chance)),),
            byline=language.name(chance),
            published_at=None if chance.random() < UNDATED else published,
            fetched_at=seen,
            language=language.code,
            section=chance.choice(("politics", "sport", "culture")),
            keywords=("ferry", "harbour"),
            links=tuple(f"https://www.outlet{place:02d}.example/topic/{chance.randint(1, 500)}" for _ in range(5)),
            alternate_urls=(f"https://www.outlet{place:02d}.example/amp/{number}",),
            provenance={"title": "json_ld", "body": "text", "published_at": "json_ld"},
            rules_version=3,
        )

    def _outcome(self, number: int, article: Article) -> Document:
        at = article.fetched_at or NOW
        kind = self._chance.choice(list(OutcomeKind))
        outcome = Outcome(
            outlet=article.outlet,
            url=f"{article.url}?failed={number}",
            kind=kind,
            message=f"what happened at {number}",
            at=at,
            attempts=1,
            run=run_id(self.outlets.index(article.outlet), number % self.runs_of_an_outlet),
        )
        return clean_for_bson(outcome_document(outcome))

    def _runs(self) -> Iterator[Document]:
        for place, outlet in enumerate(self.outlets):
            for number in range(self.runs_of_an_outlet):
                began = NOW - timedelta(hours=12 * (self.runs_of_an_outlet - number), minutes=place)
                run = Run(
                    id=run_id(place, number),
                    outlet=outlet,
                    started_at=began,
                    finished_at=began + timedelta(minutes=4),
                    finish_reason="finished",
                    counts={"found": 90, "known": 60, "fetched": 30, "new": 25, "revised": 3, "unchanged": 2},
                    removed={"ad_label": 90, "related": 40, "newsletter": 12},
                )
                yield clean_for_bson(run_document(run))


def _page(article: Article) -> Page:
    content = os.urandom(PAGE_BYTES)
    return Page(url=article.url, html=content, content_type="text/html", fetched_at=article.fetched_at or NOW)


def run_id(place: int, number: int) -> str:
    return f"{place:04x}{number:08x}"


def load(uri: str, number: int) -> ManyArticles:
    """Fill the database of a URI, whose collections are there, with so many articles."""
    many = ManyArticles(number)
    with MongoClient[Document](uri) as client:
        database = client.get_default_database("newscrawler")
        for batch in many.batches():
            with client.start_session() as session:  # sent again where another process that joins the server ends it
                session.with_transaction(partial(_insert, database, batch))
    return many


def _insert(database: Database[Document], batch: dict[str, list[Document]], session: ClientSession) -> None:
    for name, documents in batch.items():
        if name == schema.META:
            database[name].replace_one({"_id": schema.CURSOR_ID}, documents[0], upsert=True, session=session)
        else:
            database[name].insert_many(documents, session=session)
