"""From model values to documents, and from documents to JSON.

Field names are spelled here, in the documents of other kinds beside it and in shapes.py alone.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from operator import attrgetter
from typing import Any

from bson.int64 import Int64
from pydantic import ValidationError

from newscrawler.errors import InvalidItemError
from newscrawler.model.article import Article
from newscrawler.model.block import CHROME_RULE, RemovedBlock
from newscrawler.model.link import ArticleLink
from newscrawler.model.page import Page
from newscrawler.storage.documents.bson_cleaning import long_number
from newscrawler.storage.documents.document_kinds import SHAPES
from newscrawler.storage.documents.json_values import json_object
from newscrawler.storage.documents.shapes import ArticleDocument
from newscrawler.urls import canonical_url, host_of, mask_secrets, url_key
from newscrawler.words import count_words, fold_text

SCHEMA_VERSION = 5  # grows with a migration (migrations/table.py)
MAX_REMOVED = 300  # entries; the page itself is kept, so explain can show the rest
MAX_REMOVED_TEXT = 500  # characters

# Fields that Article and its document share by name and by shape.
_SHARED = tuple(field.name for field in fields(Article) if field.name in ArticleDocument.model_fields)
_RESHAPED = {"alternate_urls", "blocks", "discovery", "fingerprint", "removed", "requested_url"}
_COPIED = tuple(name for name in _SHARED if name not in _RESHAPED)
_values_copied = attrgetter(*_COPIED)

# Of those that are made from the blocks, the ones that are always there.
_TEXT_FIELDS = ("blocks", "body", "removed", "word_count")
_ALWAYS = frozenset({*_TEXT_FIELDS, "provenance"})
_AS_THEY_ARE = frozenset({type(None), str, int, bool})  # types of values that BSON knows, the most frequent ones
_NOTHING: tuple[Any, ...] = (None, "", [], {})  # not known: such a field is left out

# What a reader of the database is told about: a change in one of them moves the cursor.
WATCHED_FIELDS = ("title", "authors", "agency", "published_at", "modified_at", "status")
# What downstream tools and later steps own: saving an article again leaves it alone.
KEPT_FIELDS = (
    *("_id", "first_seen_at", "enrichment"),
    *("fingerprint", "to_compare", "copy_of", "also_copy_of", "related", "cluster", "duplicate_of", "syndication"),
)


def article_id(url: str) -> str:
    """The ``_id`` of the article at an address in any spelling: 24 hexadecimal digits."""
    return key_id(url_key(url))


def key_id(key: str) -> str:
    """The ``_id`` that belongs to a url_key."""
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def page_id(content: bytes) -> str:
    """The ``_id`` of a page with this content: 32 hexadecimal digits."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def article_document(article: Article, *, seen_at: datetime) -> dict[str, Any]:
    """As ``described_article``, and checked.

    Raises:
        InvalidItemError: a field that is always there is missing, or a value has the wrong type; names the field.
    """
    document = described_article(article, seen_at=seen_at)
    check_document("article", document)
    return document


def described_article(article: Article, *, seen_at: datetime, key: str | None = None) -> dict[str, Any]:
    """The document of an article that is stored for the first time: version 1, cursor 0 (the writer sets it).

    Args:
        article: what is to be stored.
        seen_at: the instant that stands for ``fetched_at`` where the article has none.
        key: the ``url_key`` under which it is stored, where its address has another by now.

    Returns:
        A dict that holds only what BSON knows, where the article holds what its fields say; datetimes are aware, UTC,
        in whole milliseconds.
    """
    document = _described(article, key)
    fetched_at = plain(article.fetched_at or seen_at)
    document |= {"first_seen_at": fetched_at, "fetched_at": fetched_at, "cursor": Int64(0)}
    document |= {"version": 1, "status": "active", "rules_version": article.rules_version or 0}
    return document | {"schema_version": SCHEMA_VERSION}


def text_fields(article: Article) -> dict[str, Any]:
    """The fields of the article's document that are made from its blocks, and what is said about them."""
    body = article.body
    values = {
        "body": body,
        "blocks": [{"kind": block.kind, "text": block.text} for block in article.blocks],
        "word_count": count_words(body),
        "removed": _removed(article.removed),
        "content_hash": _content_hash(article, body),
        "fingerprint": [long_number(anchor) for anchor in article.fingerprint.anchors] if article.fingerprint else [],
        "warnings": list(article.warnings),
    }
    return filled(values, always=_TEXT_FIELDS)


def article_json(article: Article) -> dict[str, Any]:
    """An article that was never stored as a JSON-ready dict: the document without what only storing gives."""
    return stored_json(_described(article) | {"fetched_at": plain(article.fetched_at)})


def stored_json(document: Mapping[str, Any]) -> dict[str, Any]:
    """A stored document as a JSON-ready dict, whatever others have put into it; see ``json_value``."""
    return json_object(document)


def json_schema(name: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of ``article``, ``run`` or another kind of document, with what each field holds.

    Fields that it does not name are let through: downstream tools add theirs.

    Raises:
        KeyError: there is no document of that name.
    """
    return SHAPES[name].model_json_schema(by_alias=True) | {"additionalProperties": True}


def page_document(page: Page, compressed: bytes) -> dict[str, Any]:
    """The document of a page; ``compressed`` is its content as Zstandard."""
    return filled(
        {
            "_id": page_id(page.html),
            "url": page.url,
            "content": compressed,
            "size": len(page.html),
            "content_type": page.content_type,
            "fetched_at": plain(page.fetched_at),
            "schema_version": SCHEMA_VERSION,
        },
        always={"content"},
    )


def check_document(name: str, document: Mapping[str, Any]) -> None:
    """Nothing, if the document has the shape of its kind.

    Raises:
        InvalidItemError: names every field that has not.
    """
    try:
        SHAPES[name].model_validate(document)
    except ValidationError as error:
        wrong = "; ".join(
            f"{'.'.join(str(step) for step in item['loc'])}: {item['msg']}" for item in error.errors()[:5]
        )
        raise InvalidItemError(f"{document.get('url', name)}: {wrong}") from error


def plain(value: Any) -> Any:  # noqa: ANN401 - any value of the model comes in, any value of BSON goes out
    """A model value as BSON knows it: dataclasses as dicts without empty fields, tuples as lists, instants in UTC."""
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if kind is tuple:
        return [plain(item) for item in value]
    return _plain(value)


def _plain(value: Any) -> Any:  # noqa: ANN401 - as above
    if isinstance(value, datetime):
        return _instant(value)
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        return filled({field.name: plain(getattr(value, field.name)) for field in fields(value)}, always={"text"})
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return value


def _instant(value: datetime) -> datetime:
    """In UTC and whole milliseconds; as it is where it has no zone: nobody knows then which instant it is."""
    if value.tzinfo is None:
        return value  # refused where documents are checked
    instant = value.astimezone(UTC)
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)


def _described(article: Article, key: str | None = None) -> dict[str, Any]:
    """Everything that the article itself says about its document."""
    key = url_key(article.url) if key is None else key
    copied = dict(zip(_COPIED, map(plain, _values_copied(article)), strict=True))
    made = {
        "_id": key_id(key),
        "url_key": key,
        "requested_url": article.requested_url or article.url,
        "domain": article.domain or host_of(article.url),
        "discovery": _discovery(article.discovery),
        "http": filled(
            {
                "status": article.http_status,
                "etag": article.etag,
                "last_modified": article.last_modified,
                "encoding": article.encoding,
            }
        ),
        "provenance": plain(article.provenance),
    }
    alternates = _alternates(article, key)
    made |= {"alternate_urls": list(alternates.values()), "alternate_keys": list(alternates)}
    return filled(copied | made | text_fields(article), always=_ALWAYS)


def _alternates(article: Article, key: str) -> dict[str, str]:
    """Key -> address of every other address of the article: its own list, what was asked for, what was listed.

    Its own address, too, where that has another key than the one under which it is stored.
    """
    listed = article.discovery.url if article.discovery else ""
    others = (*article.alternate_urls, article.requested_url, listed, article.url)
    addresses = (canonical_url(url) for url in others if url)
    alternates = {url_key(address): address for address in addresses if address}
    alternates.pop(key, None)
    return alternates


def _removed(blocks: Iterable[RemovedBlock]) -> list[dict[str, Any]]:
    told = [removed for removed in blocks if removed.rule != CHROME_RULE][:MAX_REMOVED]
    documents = []
    for removed in told:  # written out: a page has fifty
        block = removed.block
        document: dict[str, Any] = {"text": block.text[:MAX_REMOVED_TEXT]}
        if removed.rule:
            document["rule"] = removed.rule
        if block.place:
            document["place"] = block.place
        if removed.evidence:
            document["evidence"] = removed.evidence
        documents.append(document)
    return documents


def _discovery(link: ArticleLink | None) -> dict[str, Any] | None:
    if link is None:
        return None
    return filled(
        {
            "kind": link.kind,
            "source_url": mask_secrets(link.source_url) if link.source_url else None,  # a feed may want a key
            "guid": link.guid,
            "feed_title": link.title,
            "lastmod": plain(link.modified_at),
            "position": link.position,
            "publication": link.publication,
            "genres": list(link.genres),
            "access": link.access,
            "stock_tickers": list(link.stock_tickers),
            "translations": dict(link.translations),
        }
    )


def _content_hash(article: Article, body: str) -> str:
    """The fingerprint's hash; an article without one gets a hash of its folded title and body."""
    if article.fingerprint:
        return article.fingerprint.content_hash
    return page_id(f"{fold_text(article.title or '')}\n{fold_text(body)}".encode("utf-8", "surrogatepass"))


def filled(values: dict[str, Any], always: Collection[str] = ()) -> dict[str, Any]:
    """The fields that hold something: None, "", [] and {} are left out, 0 and False are not."""
    return {key: value for key, value in values.items() if value or value not in _NOTHING or key in always}
