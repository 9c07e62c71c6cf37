"""Is an article that was read the one that is stored, though it came from another address, or only said to be it?

Outlets rewrite a headline, and the address with it; some have a system that declares one address on every page.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from newscrawler.duplicates.comparing import compare, prepare
from newscrawler.model.article import Article
from newscrawler.storage.articles import ArticleStore
from newscrawler.storage.documents.compared_text import compared_text
from newscrawler.storage.documents.conversion import article_id
from newscrawler.urls import canonical_url, url_key


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
    is_it = url_key(stored["url"]) == url_key(article.url) or _is_one_text(article, stored)
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


async def at_own_address(article: Article, articles: ArticleStore) -> Article:
    """The article at the address that its page declares; at the page's own, where another story is stored there.

    What is said to be one article would take each other's place. A page below the declared address, as the second of
    an article, and one that was believed before, are believed.

    Raises:
        StorageError: the database does not tell.
    """
    page = article.page
    own = url_key(page.url) if page is not None else ""
    if page is None or own.startswith(url_key(article.url)):
        return article
    for stored in await articles.read_by_id([article_id(article.url)]):
        if own not in stored.get("alternate_keys", ()) and not _is_one_text(article, stored):
            return replace(article, url=canonical_url(page.url) or page.url, alternate_urls=())
    return article


def _is_one_text(article: Article, stored: Mapping[str, Any]) -> bool:
    """Is one the other, perhaps with more or less of it? An edited copy must have the same title, too."""
    if article.fingerprint is not None and article.fingerprint.content_hash == stored["content_hash"]:
        return True
    now = prepare(article.body, article.title or "")
    likeness = compare(now, compared_text(stored))
    return likeness.is_copy and (likeness.kind != "edited" or article.title == stored.get("title"))
