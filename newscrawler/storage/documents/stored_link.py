"""What a listing said of an article, from the article that is stored."""

from collections.abc import Mapping
from typing import Any, get_args

from newscrawler.model.link import ArticleLink, LinkKind

_FROM_LISTINGS = frozenset(get_args(LinkKind))  # as sources of values
LINK_FIELDS = (
    "url",
    "discovery",
    "titles.feed",
    "published_at",
    "published_raw",
    "published_source",
    "authors.name",
    "standfirst",
    "language",
    "language_source",
    "keywords",
    "main_image.url",
    "images.url",
    "videos",
    "provenance",
)


def stored_link(document: Mapping[str, Any]) -> ArticleLink | None:
    """The link of a stored article, as far as it is kept: what came from elsewhere is not in it. None: it had none.

    Args:
        document: with the fields of ``LINK_FIELDS``.
    """
    listed = document.get("discovery")
    if listed is None:
        return None
    sources = document.get("provenance", {})
    is_dated = document.get("published_source") in _FROM_LISTINGS
    values = {name: document.get(name) for name, source in sources.items() if source in _FROM_LISTINGS}
    images = [image["url"] for image in values.get("images") or [values.get("main_image")] if image and "url" in image]
    return ArticleLink(
        document["url"],
        listed["kind"],
        listed.get("source_url"),
        title=listed.get("feed_title") or document.get("titles", {}).get("feed"),
        published_at=document.get("published_at") if is_dated else None,
        published_raw=document.get("published_raw") if is_dated else None,
        modified_at=listed.get("lastmod"),
        authors=tuple(author["name"] for author in values.get("authors") or ()),
        summary=values.get("standfirst"),
        guid=listed.get("guid"),
        language=document.get("language") if document.get("language_source") in _FROM_LISTINGS else None,
        # Where both gave some nobody knows any more which: what the page still says is no difference.
        keywords=() if sources.get("keywords") == "page" else tuple(document.get("keywords", ())),
        image_url=next(iter(images), None),
        position=listed.get("position"),
        more_images=tuple(images[1:]),
        videos=tuple(values.get("videos") or ()),
        publication=listed.get("publication"),
        genres=tuple(listed.get("genres", ())),
        access=listed.get("access"),
        stock_tickers=tuple(listed.get("stock_tickers", ())),
        translations=tuple(listed.get("translations", {}).items()),
    )
