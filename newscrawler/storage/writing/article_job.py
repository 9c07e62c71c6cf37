"""The job that stores an article; or, where there is something wrong with the article, the one that keeps it."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from bson import encode

from newscrawler.errors import InvalidItemError
from newscrawler.model.article import Article
from newscrawler.model.page import Page
from newscrawler.model.visit import VisitNote
from newscrawler.storage.documents.bson_cleaning import clean_for_bson
from newscrawler.storage.documents.conversion import article_id, check_document, described_article, plain
from newscrawler.storage.documents.document_size import fit_to_size
from newscrawler.storage.documents.furniture_documents import sighting_document
from newscrawler.storage.documents.quarantine_document import Quarantined, refused_document
from newscrawler.storage.documents.sound_document import is_sound
from newscrawler.storage.pages import PageStore
from newscrawler.storage.writing.jobs import Job, KeepRefused, RecordOutcome, RecordRun, SaveArticle

Document = dict[str, Any]
# Fields of an article: kept apart, or made again.
_NOT_KEPT = {"container", "own_url", "page", "sighting", "signs", "taken"}


async def job_of_article(
    article: Article,
    *,
    seen_at: datetime,
    keep_page: bool = True,
    reason: str | None = None,
    visit: VisitNote | None = None,
    is_repeat: bool = False,
    key: str | None = None,
) -> SaveArticle | KeepRefused:
    """The job that stores an article and its page; where it cannot be made, the one that keeps both in quarantine.

    Args:
        article: with its page and sighting, where it has them.
        seen_at: stands for ``fetched_at`` where the article has none.
        keep_page: whether the page is stored. In quarantine it always is: from it the article can be read again.
        reason: see ``SaveArticle``.
        visit: see ``SaveArticle``.
        is_repeat: see ``SaveArticle``.
        key: the ``url_key`` under which it is stored, where its address has another by now.
    """
    document: Document | None = None
    try:
        document = described_article(article, seen_at=seen_at, key=key)
        if not is_sound("article", document):
            check_document("article", document)
            document = clean_for_bson(document)
        sighting = sighting_of(document["_id"], article)
        page = await _page_of(article.page) if keep_page else None
        if page is not None:
            document["raw"] = page["_id"]
        fit, encoded = fit_to_size(document)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one article must not lose it
        why = f"{type(error).__name__}: {error}"
        if isinstance(error, InvalidItemError):
            why = str(error).removeprefix(f"{article.url}: ")
        return await refused_article(article, why, seen_at, document)
    size = len(encoded) + (len(page["content"]) if page else 0)
    ready = encoded if fit is document else None  # what was cut has its fields in another order
    own = article.own_url if key is None else ""
    return SaveArticle(fit, page, size, sighting, reason, visit=visit, is_repeat=is_repeat, own_url=own, encoded=ready)


async def refused_article(
    article: Article, reason: str, at: datetime, document: Mapping[str, Any] | None = None
) -> KeepRefused:
    """The job that keeps an article in quarantine with its page.

    Args:
        article: what cannot be stored.
        reason: why.
        at: when it was refused.
        document: what it would be as a document, where it came so far.
    """
    held = document or {field.name: _plain(getattr(article, field.name)) for field in _FIELDS}
    try:
        page = await _page_of(article.page)
    except Exception:  # noqa: BLE001 - the page may be what is wrong with it
        page = None
    refused = refused_document(article_id(str(article.url)), "article", held, reason, at, page=page)
    return KeepRefused(refused, page, len(encode(refused)) + (len(page["content"]) if page else 0))


def refused_item(item: Mapping[str, Any], outlet: str, reason: str, at: datetime) -> KeepRefused | None:
    """The job that keeps an item of a developer's spider that is no article as it is; None: it has no address."""
    url = item.get("url")
    if not isinstance(url, str) or not url:
        return None
    refused = refused_document(article_id(url), "item", item, reason, at) | {"outlet": outlet}
    return KeepRefused(refused, None, len(encode(refused)))


def job_of_kept(kept: Quarantined) -> Job:
    """The job that stores what is in quarantine, as it is; what was written since it was refused is newer, and stays.

    Raises:
        InvalidItemError: it holds no whole document of its kind.
    """
    document = kept.document
    if document is None or kept.kind not in ("article", "outcome", "run"):
        raise InvalidItemError("only its text is kept" if document is None else f"a refused {kept.kind} is no document")
    check_document(kept.kind, document)
    document, encoded = fit_to_size(clean_for_bson(document))
    size = len(encoded)
    if kept.kind == "outcome":
        return RecordOutcome(document, size, spooled_at=kept.at)
    if kept.kind == "run":
        return RecordRun(document, size)
    return SaveArticle(document, None, size, spooled_at=kept.at)


def sighting_of(id_of_article: str, article: Article) -> Document | None:
    """What the outlet's memory keeps of an article, or None."""
    if article.sighting is None:
        return None
    return clean_for_bson(sighting_document(id_of_article, article.outlet, article.sighting))


async def _page_of(page: Page | None) -> Document | None:
    return await PageStore.pack(page) if page is not None else None


def _plain(value: Any) -> Any:  # noqa: ANN401 - any value of an article, of a wrong type perhaps
    try:
        return plain(value)
    except Exception:  # noqa: BLE001 - the value is what is wrong
        return value


_FIELDS = tuple(field for field in fields(Article) if field.name not in _NOT_KEPT)
