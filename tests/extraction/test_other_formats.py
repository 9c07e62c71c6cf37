"""What is no web page is told by its bytes, and what is one passes."""

import gzip
from datetime import UTC, datetime

import pytest

from newscrawler.errors import UnreadablePageError
from newscrawler.extraction.article import extract_article
from newscrawler.extraction.other_formats import other_format
from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page

STORY = "The ferry left the harbour on Monday morning with forty people on board, the operator said in a statement."
PAGE = f"<html><head><title>First ferry</title></head><body><h1>First ferry</h1><p>{STORY}</p></body></html>"
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
XHTML = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">'


@pytest.mark.parametrize(
    ("html", "name"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "a PDF document"),
        (b"\n%PDF-1.4\n", "a PDF document"),
        (b"PK\x03\x04\x14\x00\x06\x00", "a ZIP archive or an office document"),
        (gzip.compress(PAGE.encode(), mtime=0), "a gzip archive"),
        (b"WARC/1.0\r\nWARC-Type: response\r\n\r\n<html><body><p>A page</p></body></html>", "a WARC archive"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a PNG picture"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG picture"),
        (b"GIF89a\x01\x00", "a GIF picture"),
        (b"\x7fELF\x02\x01\x01" + bytes(60), "binary data"),
        (bytes(range(256)) * 4, "binary data"),
        (f"{XML}<rss version='2.0'><channel><title>Elbkurier</title></channel></rss>".encode(), "an RSS feed"),
        (b"<rss><channel></channel></rss>", "an RSS feed"),
        (f"{XML}<!-- made by hand --><feed xmlns='http://www.w3.org/2005/Atom'/>".encode(), "an Atom feed"),
        (f"\ufeff{XML}<rdf:RDF xmlns:rdf='x'></rdf:RDF>".encode(), "an RSS feed"),
        (f"{XML}<?xml-stylesheet href='a.xsl'?><urlset><url/></urlset>".encode(), "a sitemap"),
        (f"{XML}<ns:sitemapindex xmlns:ns='x'/>".encode(), "a sitemap index"),
        (f"{XML}<!DOCTYPE rss [<!ENTITY a 'b'>]><rss></rss>".encode(), "an RSS feed"),
        ("<rss version='2.0'></rss>".encode("utf-16"), "an RSS feed"),
    ],
)
def test_what_is_no_page_is_refused_by_its_name(html: bytes, name: str) -> None:
    page = Page("https://elbkurier.example/a", html, datetime(2026, 11, 1, tzinfo=UTC), content_type="text/html")
    with pytest.raises(UnreadablePageError, match=f"{name}, not a web page") as caught:
        extract_article(page, Outlet(id="de_elbkurier", name="Elbkurier"))
    assert caught.value.reason == "not_html"


@pytest.mark.parametrize(
    "html",
    [
        PAGE.encode(),
        PAGE.encode("utf-16"),
        PAGE.encode("utf-16-le"),
        PAGE.encode("utf-16-be"),
        f"\ufeff{PAGE}".encode(),
        f"{XML}{XHTML}{PAGE}".encode(),
        f"{XML}{PAGE}".encode(),
        f"<!-- <rss> -->{PAGE}".encode(),
        f"<p>{STORY}</p><rss></rss>".encode(),
        b"<html><body>" + bytes(200) + STORY.encode() + b"</body></html>",
        f"PKW und Lkw: {STORY}".encode(),
        f"GIF, %PDF and WARC/1.0: {STORY}".encode(),
        (STORY + "\x00\x07").encode(),
        "フェリーが月曜日の朝に港を出た。".encode("iso-2022-jp"),
        "<html><body><p>フェリーが月曜日の朝に港を出た。</p></body></html>".encode("shift_jis"),
        f"<feeder>{STORY}</feeder>".encode(),
        f"{STORY} <feed>".encode(),
    ],
)
def test_what_may_be_a_page_passes(html: bytes) -> None:
    assert other_format(html) is None


def test_a_head_of_open_comments_takes_no_time() -> None:
    assert other_format(b"<!--" * 5000) is None
    assert other_format(b"<?" * 10_000) is None
    assert other_format(b"<!DOCTYPE [" * 2000) is None
