"""What a listing said of a link that gave no article, as it is kept in its outcome: a later try is told the same."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from newscrawler.model.link import ArticleLink
from newscrawler.urls import mask_secrets

# A listing may say anything: outcomes are many, and must stay small.
MAX_TEXT = 5000  # characters: as many as a summary is read with
MAX_VALUES = 50  # of a list
_ADDRESSES = frozenset({"source_url", "image_url", "more_images", "videos"})  # half of one leads nowhere
_BARE = ArticleLink("")
_FIELDS = tuple(field.name for field in fields(ArticleLink) if field.name != "url")


def listed_values(link: ArticleLink | None) -> dict[str, Any] | None:
    """What was said, without what was not, cut to what is kept; None: nothing but the address.

    Not yet as BSON has it: lists of texts, one mapping, instants.
    """
    if link is None or replace(link, url="") == _BARE:
        return None
    told = {name: value for name in _FIELDS if (value := _bounded(name, getattr(link, name))) not in (None, [], {})}
    if "source_url" in told:
        told["source_url"] = mask_secrets(told["source_url"])  # a feed may want a key
    return told


def read_listed(values: Mapping[str, Any] | None, url: str) -> ArticleLink | None:
    """The link to ``url`` with what was said of it; None: nothing was, or nothing is kept."""
    if not values:
        return None
    told: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in values.items()}
    told["translations"] = tuple(values.get("translations", {}).items())
    return ArticleLink(url, **told)


def _bounded(name: str, value: Any) -> Any:  # noqa: ANN401 - any value of a link
    if isinstance(value, str):
        return _text(name, value)
    if name == "translations":
        return {
            key: address for key, address in value[:MAX_VALUES] if len(address) <= MAX_TEXT and len(key) <= MAX_TEXT
        }
    if isinstance(value, tuple):
        return [text for each in value[:MAX_VALUES] if (text := _text(name, each))]
    return value


def _text(name: str, text: str) -> str | None:
    if len(text) <= MAX_TEXT:
        return text
    return None if name in _ADDRESSES else text[:MAX_TEXT]
