import pytest

from newscrawler.discovery.listing_kind import listing_kind


@pytest.mark.parametrize(
    ("body", "content_type", "kind"),
    [
        (b"<?xml version='1.0'?><!-- x --><rss version='2.0'>", "text/html", "feed"),
        (b"\xef\xbb\xbf\n<feed xmlns='http://www.w3.org/2005/Atom'>", None, "feed"),
        (b"<rdf:RDF xmlns:rdf='x'>", None, "feed"),
        ("<rss><channel/></rss>".encode("utf-16"), None, "feed"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', "application/json", "feed"),
        (b"<?xml version='1.0'?><urlset xmlns='x'>", None, "sitemap"),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><sitemapindex>", None, "sitemap"),
        (b"\x1f\x8b\x08", None, "sitemap"),
        (b"<!doctype html><html><body><p>about rss</p>", "application/rss+xml", "page"),
        (b"<div><rss></div>", None, "page"),
        (b"", None, "page"),
        (b'{"items": []}', "application/json", "page"),
    ],
)
def test_the_first_element_tells_the_kind(body: bytes, content_type: str | None, kind: str) -> None:
    assert listing_kind(body, content_type) == kind
