"""Is an article that was read the one that is stored, though it came from another address?

Outlets rewrite a headline, and the address with it.
"""

from newscrawler.model.article import Article
from newscrawler.storage.articles import ArticleStore
from newscrawler.storage.documents.conversion import article_id, text_fields
from newscrawler.storage.writing.declared_address import is_one_text
from newscrawler.urls import url_key


async def known_as(article: Article, asked_for: str, articles: ArticleStore) -> str | None:
    """The ``url_key`` of the stored article that ``article`` is, read at another address; None: it is its own.

    An address may also lead to another story, as that of a live blog, or of a page that was taken away: then the text
    is another one, and the article is stored beside the old one. So it is where both addresses are stored already.

    Args:
        article: as it was read.
        asked_for: ``_id`` of the stored article at whose address it was found.
        articles: where both are looked for.

    Raises:
        StorageError: the database does not tell.
    """
    own = article_id(article.url)
    if asked_for == own:
        return None
    found = {document["_id"]: document for document in await articles.read_by_id([asked_for, own])}
    stored = found.get(asked_for)
    if stored is None or own in found:
        return None
    dates = {"published_at": article.published_at, "first_seen_at": article.fetched_at}
    text = text_fields(article) | dates | {"title": article.title or ""}
    is_it = url_key(stored["url"]) == url_key(article.url) or is_one_text(text, stored)
    return str(stored["url_key"]) if is_it else None


async def known_at(article: Article, articles: ArticleStore) -> str | None:
    """As ``known_as``, of a page that no second look asked for: of an archive, or that somebody gave by hand.

    Raises:
        StorageError: the database does not tell.
    """
    addresses = [article.requested_url or article.url, article.url]
    stored = await articles.look_up(addresses)
    known = next((stored[address] for address in addresses if address in stored), None)
    return await known_as(article, known.id, articles) if known else None
