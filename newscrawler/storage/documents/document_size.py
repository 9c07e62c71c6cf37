"""Documents that are too large for the server: made smaller, the story last."""

from collections.abc import Mapping, Sequence
from typing import Any

from bson import encode

from newscrawler.words import count_words

# A server takes 16 MiB. But an article, its page and the revision of its text are one transaction, and the embedded
# server hangs when one is larger than a twentieth of its cache.
MAX_BYTES = 8_000_000
CUT_WARNING = "cut_to_size"
MAX_OTHER_TEXT = 10_000  # characters of a text beside the story, where the document is too large
MAX_OTHER_ENTRIES = 1_000  # of a list beside the story, then
_BULKY_FIELDS = ("links", "removed", "images", "live_updates")  # left out first, before a word of the story
_STORY_FIELDS = ("body", "blocks", "word_count")
_IDENTITY_FIELDS = ("_id", "url", "url_key")  # never cut: they say which article it is
_BLOCK_BYTES = 100  # of a block in BSON, beside its text

Document = dict[str, Any]


def fit_to_size(document: Document) -> tuple[Document, bytes]:
    """An article's document that is small enough for the server, and the same as BSON.

    One that is too large loses its bulky extras, then long texts and lists beside the story are cut, then the story
    loses its end; ``warnings`` says so. Where even that is not enough (an address of 15 MB) it stays too large.
    """
    encoded = encode(document)
    if len(encoded) <= MAX_BYTES:
        return document, encoded
    smaller = {name: value for name, value in document.items() if name not in _BULKY_FIELDS}
    smaller |= {"removed": [], "warnings": [*document.get("warnings", ()), CUT_WARNING]}
    if len(encode(smaller)) > MAX_BYTES:
        smaller = _short_beside_story(smaller)
        smaller = _short_story(smaller, MAX_BYTES - len(encode(smaller | {"body": "", "blocks": []})))
    return smaller, encode(smaller)


def _short_beside_story(document: Document) -> Document:
    kept = {*_STORY_FIELDS, *_IDENTITY_FIELDS}
    return {name: value if name in kept else _shortened(value) for name, value in document.items()}


def _shortened(value: Any) -> Any:  # noqa: ANN401 - any value of BSON
    if isinstance(value, str):
        return value[:MAX_OTHER_TEXT]
    if isinstance(value, Mapping):
        return {key: _shortened(item) for key, item in list(value.items())[:MAX_OTHER_ENTRIES]}
    if isinstance(value, list):
        return [_shortened(item) for item in value[:MAX_OTHER_ENTRIES]]
    return value


def _short_story(document: Document, room: int) -> Document:
    """The document with as many of its blocks as there is room for, the last one cut; ``body`` is made from these."""
    blocks: list[Document] = []
    for block in document["blocks"]:
        size = len(block["text"].encode())
        times = 1 if block["kind"] == "caption" else 2  # it stands in the body, too
        cost = times * size + _BLOCK_BYTES
        if cost > room:
            text = block["text"].encode()[: max(0, (room - _BLOCK_BYTES) // times)].decode(errors="ignore")
            blocks += [block | {"text": text}] if text else []
            break
        blocks.append(block)
        room -= cost
    body = body_of(blocks)
    return document | {"blocks": blocks, "body": body, "word_count": count_words(body)}


def body_of(blocks: Sequence[Mapping[str, str]]) -> str:
    """The story of stored blocks as text, as ``Article.body`` has it."""
    return "\n\n".join(block["text"] for block in blocks if block["kind"] != "caption")
