"""Raw pages as documents, and back."""

import asyncio
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.errors import StorageError
from newscrawler.model.page import Page
from newscrawler.storage.pages import PageStore, unpacked_page

NOON = datetime(2026, 7, 21, 12, tzinfo=UTC)


@given(st.lists(st.binary(min_size=1), min_size=1, max_size=5))
def test_pages_that_come_at_once_are_packed_each_as_it_is(bodies: list[bytes]) -> None:
    async def pack() -> list[bytes]:
        pages = [Page(f"https://elbkurier.example/{number}", body, NOON) for number, body in enumerate(bodies)]
        return [unpacked_page(document or {}) for document in await asyncio.gather(*map(PageStore.pack, pages))]

    assert asyncio.run(pack()) == bodies


def test_a_page_without_bytes_is_no_document() -> None:
    assert PageStore.make_document(Page("https://elbkurier.example/empty", b"", NOON)) is None


def test_a_damaged_page_is_told_by_its_number() -> None:
    document = PageStore.make_document(Page("https://elbkurier.example/a", b"<p>The bridge.</p>" * 9, NOON))
    assert document is not None
    with pytest.raises(StorageError, match=f"page {document['_id']} is damaged"):
        unpacked_page(document | {"content": document["content"][:-3]})
