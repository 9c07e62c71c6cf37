"""What listings have said of an article that is looked at again: before, and now."""

from dataclasses import replace

from newscrawler.model.link import ArticleLink

# Said of the article. The others say where it was listed, and there the first place stays.
_SAID = (
    "title",
    "published_at",
    "published_raw",
    "modified_at",
    "authors",
    "summary",
    "language",
    "keywords",
    "image_url",
)


def relisted_link(stored: ArticleLink | None, link: ArticleLink | None) -> ArticleLink | None:
    """The link to read the page with: without what a listing said, the same page would make another article.

    Args:
        stored: what listings said when the article was stored; None: it is not, or they said nothing.
        link: what the listing says that names it now; it holds where it says something. None: no listing names it.
    """
    if stored is None or link is None:
        return stored or link
    said = {name: value for name in _SAID if (value := getattr(link, name))}
    if link.published_at is not None:  # a date and its wording belong together
        said["published_raw"] = link.published_raw
    return replace(stored, url=link.url, **said)
