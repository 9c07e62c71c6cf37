import asyncio
from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.exceptions import NotConfigured

from newscrawler.middlewares.contact import ContactMiddleware
from newscrawler.middlewares.refusals import NoContactError


def middleware(contact: str | None) -> ContactMiddleware:
    return ContactMiddleware.from_crawler(SimpleNamespace(settings={"NEWSCRAWLER_CONTACT": contact}))


def test_a_real_site_is_refused_without_a_contact() -> None:
    with pytest.raises(NoContactError, match="Set NEWSCRAWLER_CONTACT"):
        asyncio.run(middleware(None).process_request(Request("https://www.elbkurier.example/")))


@pytest.mark.parametrize("url", ["http://127.0.0.2:8000/feed", "http://localhost/"])
def test_this_machine_needs_no_contact(url: str) -> None:
    asyncio.run(middleware(None).process_request(Request(url)))


def test_with_a_contact_there_is_nothing_to_check() -> None:
    with pytest.raises(NotConfigured):
        middleware("desk@elbkurier.example")
