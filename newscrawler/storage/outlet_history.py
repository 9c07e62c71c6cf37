"""What an outlet's stored articles say about how it used to be."""

from statistics import median_low

from newscrawler.model.findings import StoredBefore
from newscrawler.storage.articles import ArticleStore
from newscrawler.storage.reading.queries import ArticleQuery

ARTICLES_BACK = 50


async def stored_before(articles: ArticleStore, outlet: str) -> StoredBefore | None:
    """The outlet's newest articles in two numbers; None where there are none.

    Raises:
        StorageError: they cannot be read.
    """
    query = ArticleQuery(outlet=outlet, limit=ARTICLES_BACK, fields=("word_count",))
    newest = [document async for document in articles.find(query)]
    if not newest:
        return None
    last = max(document["first_seen_at"] for document in newest)
    return StoredBefore(last, median_low(document["word_count"] for document in newest))
