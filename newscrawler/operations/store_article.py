"""Stores one article that was read outside a crawl."""

from newscrawler.incremental.other_address import known_at
from newscrawler.model.article import Article
from newscrawler.operations.cluster_text import BESIDE_WORDS
from newscrawler.operations.opened_database import opened_database
from newscrawler.settings import Environment


async def store_article(article: Article, environment: Environment) -> str:
    """Store an article as a crawl would; what became of it, in words.

    Raises:
        StorageError: the database cannot be reached, or refuses it.
    """
    async with opened_database(environment) as database:
        key = await known_at(article, database.articles)
        saved = await database.articles.save(article, keep_page=environment.keep_pages, known_as=key)
        copy = (await database.sameness.judge(saved)).copy
    link = f"; {BESIDE_WORDS[copy.kind]} {copy.article}" if copy else ""
    return f"Stored ({saved.kind}, version {saved.version}){link}: newscrawler article {saved.id}"
