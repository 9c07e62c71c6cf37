"""What an address says about what stands there: an article, by a number, a date or a slug."""

from urllib.parse import unquote

from newscrawler.url_tables import (
    ARTICLE_DATE,
    ARTICLE_END,
    ARTICLE_NUMBER,
    ARTICLE_QUERY,
    ARTICLE_SHAPES,
    ARTICLE_SLUG,
    LISTING,
    NUMBERED_END,
    PROGRAM,
)


def has_article_shape(path: str, query: str | None) -> bool:
    """Whether they look like an article's: a long number, a date, a slug of four words."""
    if query and ARTICLE_QUERY.search(query):
        return True
    plain = unquote(path).rstrip("/")
    return any(shape.search(plain) for shape in ARTICLE_SHAPES)


def may_be_article(path: str, query: str | None) -> bool:
    """Whether they could be an article's: as ``has_article_shape``, or the last segment has a number or three words."""
    return has_article_shape(path, query) or ARTICLE_END.search(unquote(path).rstrip("/")) is not None


def path_names_article(path: str) -> bool:
    """Whether the path alone says which article it is, so that no parameter of the query has to."""
    plain = unquote(path).rstrip("/")
    if PROGRAM.search(plain) or LISTING.search(plain):
        return False
    return any(shape.search(plain) for shape in (ARTICLE_NUMBER, ARTICLE_DATE, ARTICLE_SLUG, NUMBERED_END))
