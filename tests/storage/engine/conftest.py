"""What we rely on of a server, whichever it is: an engine that fails in this folder loses or doubles articles.

Plain PyMongo, none of our code, and only what MongoDB's documentation promises, so that a new engine is judged in
seconds: ``trials/engine_trial.py ENGINE --tests tests/storage/engine``.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from bson import Int64
from pymongo import MongoClient, ReadPreference
from pymongo.client_session import ClientSession
from pymongo.collection import Collection
from pymongo.database import Database
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

Document = dict[str, Any]


@pytest.fixture
def news(mongo_uri: str) -> Iterator[Database[Document]]:
    """An empty database, as we open it."""
    client: MongoClient[Document]
    with MongoClient(mongo_uri, tz_aware=True) as client:
        yield client.get_default_database().with_options(
            read_concern=ReadConcern("majority"), write_concern=WriteConcern("majority")
        )


@pytest.fixture
def articles(news: Database[Document]) -> Collection[Document]:
    """A collection with two articles."""
    collection = news.articles
    collection.insert_many([{"_id": "a", "cursor": Int64(1)}, {"_id": "b", "cursor": Int64(2)}])
    return collection


@pytest.fixture
def session(news: Database[Document]) -> Iterator[ClientSession]:
    """A session in a transaction that sees one moment of the database."""
    with news.client.start_session() as session:
        session.start_transaction(ReadConcern("snapshot"), WriteConcern("majority"), ReadPreference.PRIMARY)
        yield session
