"""Who had a story first, as it is stored on its copies."""

from datetime import UTC, datetime
from typing import Any

from newscrawler.storage.documents.shapes import SyndicationPart
from newscrawler.storage.documents.syndication_documents import STORY_FIELDS, syndication_document

SEEN = datetime(2026, 3, 5, 12, tzinfo=UTC)


def member(article: str, outlet: str, hour: int) -> dict[str, Any]:
    return {"_id": article, "outlet": outlet, "first_seen_at": SEEN, "published_at": SEEN.replace(hour=hour)}


def test_documents_give_what_the_shape_says() -> None:
    found = syndication_document([member("a" * 24, "de_elbkurier", 9) | {"agency": "dpa"}, member("b" * 24, "x", 8)])
    assert found == {
        "agency": "dpa",
        "first_outlet": "x",
        "first_article": "b" * 24,
        "first_at": SEEN.replace(hour=8),
        "first_by": "published",
    }
    SyndicationPart.model_validate(found)


def test_what_is_not_known_is_left_out_and_other_fields_are_passed_over() -> None:
    found = syndication_document([member("a" * 24, "de_elbkurier", 9) | {"title": "t"}, member("b" * 24, "x", 8)])
    assert found is not None
    assert "agency" not in found
    assert syndication_document([member("a" * 24, "de_elbkurier", 9)]) is None
    assert "title" not in STORY_FIELDS
