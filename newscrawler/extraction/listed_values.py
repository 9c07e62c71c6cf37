"""What a listing says of an article, for what its page does not say."""

from newscrawler.model.article import ArticleType, Image
from newscrawler.model.link import ArticleLink

# Genres of news sitemaps that are kinds of articles; the others ("blog", "satire", "usergenerated") are none.
KIND_OF_GENRE: dict[str, ArticleType] = {"oped": "opinion", "opinion": "opinion", "pressrelease": "press_release"}


def listed_kind(link: ArticleLink | None) -> tuple[ArticleType | None, str | None]:
    """The article's kind by its genres, and where it was found."""
    kinds = (KIND_OF_GENRE.get(genre) for genre in (link.genres if link else ()))
    kind = next((kind for kind in kinds if kind), None)
    return kind, link.kind if link and kind else None


def listed_access(link: ArticleLink | None) -> tuple[bool | None, str | None]:
    """False and the statement, where the listing says that the text is not free for all."""
    if link is None or link.access not in {"registration", "subscription"}:
        return None, None
    return False, f"{link.kind} news:access: {link.access}"


def listed_images(link: ArticleLink | None) -> tuple[Image, ...]:
    """The entry's pictures, its own first."""
    addresses = (link.image_url, *link.more_images) if link else ()
    return tuple(Image(address) for address in dict.fromkeys(addresses) if address)
