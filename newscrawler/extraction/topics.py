"""What an article is about: the keywords of its page and of the listing that led to it."""

from newscrawler.extraction.article_kind import read_keywords
from newscrawler.extraction.page_sources import PageSources


def read_topics(sources: PageSources) -> tuple[str, ...]:
    """The page's topics, and those of the listing that it does not have."""
    link = sources.page.link
    stated = keywords = read_keywords(sources.data, sources.head, ())
    if link and link.keywords:
        keywords = read_keywords(sources.data, sources.head, link.keywords)
    found_in = ["page" if stated else None, link.kind if link and len(keywords) > len(stated) else None]
    sources.note(keywords=", ".join(filter(None, found_in)) or None)
    return keywords
