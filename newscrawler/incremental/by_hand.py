"""Links that somebody asks for by hand: fetched whatever is due, but a stored article is not read as if it were new."""

from collections.abc import Sequence
from dataclasses import replace

from newscrawler.incremental.articles import Choice, Revisit
from newscrawler.model.link import ArticleLink
from newscrawler.model.relisted_link import relisted_link
from newscrawler.model.visit import Known, Visit
from newscrawler.storage.connection import Database
from newscrawler.urls import url_key


async def choose_by_hand(links: Sequence[ArticleLink], database: Database) -> Choice:
    """All of the links: those of stored articles as second looks, read with what listings said of them.

    Args:
        links: at most a thousand.
        database: that knows what is stored.

    Raises:
        StorageUnavailableError: the database does not tell.
    """
    known = await database.articles.look_up([link.url for link in links])
    said = await database.articles.listed_links([one.id for one in known.values()])
    again = (
        Revisit(_visit_to(link.url, one), link, relisted_link(said.get(one.id), link))
        for link in links
        if (one := known.get(link.url))
    )
    return Choice(tuple(link for link in links if link.url not in known), tuple(again))


def _visit_to(url: str, known: Known) -> Visit:
    """The visit to the very address that is asked for; another one than answered before has no validators yet."""
    visit = known.visit_or_first
    if url_key(url) == url_key(visit.url):
        return visit
    return replace(visit, url=url, etag=None, last_modified=None)
