"""Pages that declare the address of another story: such an article is stored under the page's own address.

Some systems declare one address on every page, or forget what names the article; what is said to be one article would
take each other's place. Decided from what is stored when it is written, so that neither a second process nor the
replay of the spool stores one story over another.
"""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from newscrawler.duplicates.comparing import compare
from newscrawler.storage.documents.compared_text import compared_text
from newscrawler.storage.documents.conversion import key_id
from newscrawler.storage.writing.jobs import Document, SaveArticle, Written
from newscrawler.urls import looks_like_article, url_key

# What stands behind an article's address at its further pages. Few articles have a hundred.
_FURTHER_PAGE = re.compile(r"(?:/(?:(?:page|seite)/)?|[?&](?:page|pagina|pg|p|seite)=)(?:[2-9]|[1-9]\d)")

Read = Callable[[list[str]], Awaitable[dict[str, Document]]]  # what is stored of these articles, by ``_id``


async def read_stored(jobs: Sequence[Written], read: Read) -> dict[str, Document]:
    """What is stored of each article, by ``_id``; those that are other stories are moved to their own addresses first.

    Safe to repeat with the same jobs: what was moved stays where it is.
    """
    stored = await read([job.key for job in jobs])
    moved = [
        job.key
        for job in jobs
        if isinstance(job, SaveArticle) and job.own_url and job.key in stored and _is_moved(job, stored[job.key])
    ]
    return stored | await read(moved) if moved else stored


def is_one_text(new: Mapping[str, Any], old: Mapping[str, Any]) -> bool:
    """Is one article's text the other's, perhaps with more or less of it? An edited copy must have the same title, too.

    Args:
        new: ``content_hash``, and the fields of ``compared_text``.
        old: likewise.
    """
    if new["content_hash"] == old["content_hash"]:
        return True
    likeness = compare(compared_text(new), compared_text(old))
    has_its_words = likeness.kind != "edited" or likeness.is_nearly_same
    return likeness.is_copy and (has_its_words or new.get("title") == old.get("title"))


def _is_moved(job: SaveArticle, old: Document) -> bool:
    """Whether the article went to its page's own address, as what is stored where it says that it is is another one.

    A page that was believed before is believed, however its text changed. The second page of an article is part of
    it, and takes nobody's place.
    """
    own_key = url_key(job.own_url)
    if _is_further_page(own_key, str(job.document["url"])):
        job.is_repeat = True
        return False
    if own_key in old.get("alternate_keys", ()) or is_one_text(job.document, old):
        return False
    _move(job, own_key)
    return True


def _is_further_page(own_key: str, declared: str) -> bool:
    """Does only the number of a page follow the declared address, and is that surely an article's?"""
    key = url_key(declared)
    return (
        own_key.startswith(key)
        and _FURTHER_PAGE.fullmatch(own_key, len(key)) is not None
        and looks_like_article(declared)
    )


def _move(job: SaveArticle, own_key: str) -> None:
    """Give an article the address of its page; what the page says of other addresses is not believed either."""
    declared_key, asked_for = job.document["url_key"], job.document.get("requested_url", job.own_url)
    others = {url_key(asked_for): asked_for}
    for key in (own_key, declared_key):
        others.pop(key, None)
    values: Document = {"_id": key_id(own_key), "url": job.own_url, "url_key": own_key}
    values |= {"alternate_urls": list(others.values()), "alternate_keys": list(others)} if others else {}
    kept = {name: value for name, value in job.document.items() if name not in ("alternate_urls", "alternate_keys")}
    job.document = kept | values
    if job.sighting is not None:
        job.sighting = job.sighting | {"_id": values["_id"]}
    job.own_url, job.is_repeat, job.encoded = "", False, None
