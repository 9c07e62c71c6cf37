"""The public Python API for those who read the database: docs/reading-the-database.md.

    from newscrawler.client import connect

    with connect() as news:
        for article in news.articles(since=0):
            print(article["title"])

``connect`` and ``connect_async`` give the same answers; every method has the same arguments in both. Importing this
module loads no database driver: the first connection does.
"""

from newscrawler.client.asynchronous import AsyncArticles, AsyncNews, connect_async
from newscrawler.client.blocking import Articles, News, connect
from newscrawler.storage.documents.document_types import StoredArticle, StoredRevision

__all__ = [
    "Articles",
    "AsyncArticles",
    "AsyncNews",
    "News",
    "StoredArticle",
    "StoredRevision",
    "connect",
    "connect_async",
]
