"""Bytes that are no web page, whatever their header says: documents, pictures, archives, feeds, sitemaps."""

import re

# How a file of the kind begins. Origin: each format's own specification.
MAGIC = (
    (b"%PDF-", "a PDF document"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"PK\x05\x06", "a ZIP archive or an office document"),
    (b"PK\x07\x08", "a ZIP archive or an office document"),
    (b"WARC/1.", "a WARC archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
)
# Root element, without its prefix and in lower case, of XML that lists articles.
XML_ROOTS = {
    b"feed": "an Atom feed",
    b"rdf": "an RSS feed",
    b"rss": "an RSS feed",
    b"sitemapindex": "a sitemap index",
    b"urlset": "a sitemap",
}
_HEAD_BYTES = 20_000
_FIRST_BYTES = 500  # of nearly all pages the root element begins among them: no more need be copied
_SAMPLE_BYTES = 1024
_MOST_CONTROL = 0.02  # of the sample; damaged pages have a few control bytes, programs and pictures a third
_CONTROL = bytes([*range(9), 11, *range(14, 27), *range(28, 32), 127])  # no ESC: Japanese mail sets shift with it
_UNICODE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_ROOT = re.compile(
    rb"(?>\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)*+<(?:[a-z][\w.-]*:)?([a-z][\w.-]*)[\s/>]",
    re.DOTALL | re.IGNORECASE,
)


def other_format(html: bytes) -> str | None:
    """What the bytes are if they are no page, with its article (``"a PDF document"``); None for all that may be one."""
    first = html[:_FIRST_BYTES]
    if b"\x00" not in first and (root := _ROOT.match(first)):
        return XML_ROOTS.get(root[1].lower())
    start = html[:_HEAD_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip()
    for magic, name in MAGIC:
        if start.startswith(magic):
            return name
    # UTF-16 is ASCII with NULs between.
    markup = start.replace(b"\x00", b"").lstrip(b"\xff\xfe \t\r\n")
    if root := _ROOT.match(markup):
        return XML_ROOTS.get(root[1].lower())
    is_text = start.startswith(_UNICODE_MARKS) or markup.startswith(b"<")
    return None if is_text or not _is_binary(start[:_SAMPLE_BYTES]) else "binary data"


def _is_binary(sample: bytes) -> bool:
    return len(sample) - len(sample.translate(None, _CONTROL)) > _MOST_CONTROL * len(sample)
