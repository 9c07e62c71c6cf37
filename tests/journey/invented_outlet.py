"""An invented outlet on loopback: a feed, a sitemap, a section, articles with junk, and pages that are no articles."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pytest_httpserver import HTTPServer

SAMPLE = Path(__file__).parents[2] / "samples" / "quillan_post.warc"
STORIES = {
    slug: (story["title"], story["author"], tuple(story["paragraphs"]))
    for slug, story in tomllib.loads((Path(__file__).parent / "stories.toml").read_text(encoding="utf-8")).items()
}


def article_page(base: str, slug: str) -> str:
    title, author, paragraphs = STORIES[slug]
    half = "".join(f"<p>{text}</p>" for text in paragraphs[:2])
    rest = "".join(f"<p>{text}</p>" for text in paragraphs[2:])
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} - The Quillan Post</title>
<link rel="canonical" href="{base}/news/{slug}">
<meta property="og:title" content="{title}">
<meta property="article:published_time" content="2026-03-05T09:30:00+01:00">
<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "{title}",
"datePublished": "2026-03-05T09:30:00+01:00", "author": {{"@type": "Person", "name": "{author}"}}}}</script></head>
<body><nav><a href="/">Home</a><a href="/sport">Sport</a></nav>
<div class="weather-widget"><p>64.3 F</p><p>Quillan</p><p>Thursday, March 5, 2026</p></div>
<article><h1>{title}</h1><p class="byline">By {author}</p>{half}
<p>- Advertisement -</p><div class="newsletter"><p>Sign up for our newsletter and never miss a story.</p></div>{rest}
<p>Also read: Tolls to rise on the coast road</p></article>
<footer><p>Copyright The Quillan Post. All rights reserved.</p></footer></body></html>"""


@contextmanager
def invented_outlet(folder: Path) -> Iterator[tuple[HTTPServer, str]]:
    """The outlet's server, and its base address; its outlet file is written into ``folder``."""
    with HTTPServer(host="127.0.0.1", port=0) as server:
        base = server.url_for("").rstrip("/")
        server.expect_request("/robots.txt").respond_with_data("User-agent: *\nDisallow: /private/\n")
        items = "".join(
            f"<item><title>{title}</title><link>{base}/news/{slug}?utm_source=rss</link></item>"
            for slug, (title, _, _) in STORIES.items()
        )
        hidden = f"<item><title>Hidden</title><link>{base}/private/1</link></item>"
        gone = f"<item><title>Gone</title><link>{base}/news/gone</link></item>"
        stub = f"<item><title>Stub</title><link>{base}/news/stub</link></item>"
        feed = f'<rss version="2.0"><channel><title>The Quillan Post</title>{items}{hidden}{gone}{stub}</channel></rss>'
        server.expect_request("/feed").respond_with_data(feed, content_type="application/rss+xml")
        entries = "".join(f"<url><loc>{base}/news/{slug}</loc></url>" for slug in STORIES)
        sitemap = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'
        server.expect_request("/sitemap.xml").respond_with_data(sitemap, content_type="application/xml")
        for slug in STORIES:
            page = article_page(base, slug)
            server.expect_request(f"/news/{slug}").respond_with_data(page, content_type="text/html; charset=utf-8")
        server.expect_request("/news/gone").respond_with_data("gone", status=410)
        server.expect_request("/news/stub").respond_with_data("<html><p>Soon.</p></html>", content_type="text/html")
        write_outlet(folder, base)
        yield server, base


def write_outlet(folder: Path, base: str, outlet_id: str = "gb_quillanpost") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{outlet_id}.toml").write_text(
        f'name = "The Quillan Post"\ncountry = "GB"\nlanguage = "en"\ntimezone = "Europe/London"\nhome = "{base}/"\n'
        f'feeds = ["{base}/feed"]\nsitemaps = ["{base}/sitemap.xml"]\ndelay_seconds = 0\n'
    )


def warc_record(url: str, body: bytes) -> bytes:
    """A WARC response record, written by hand."""
    now = datetime(2026, 3, 5, 10, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: {now}\r\n"
        f"WARC-Record-ID: <urn:uuid:0>\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def sample_archive() -> bytes:
    """The archive that the README reads in: one page for every story, and one that is no article.

    PYTHONPATH=tests/journey python -c "import invented_outlet as i; i.SAMPLE.write_bytes(i.sample_archive())"
    """
    base = "https://www.quillanpost.example"
    pages = [(f"{base}/news/{slug}", article_page(base, slug)) for slug in STORIES]
    pages.append((f"{base}/news/soon", "<html><title>Soon</title><p>More in a moment.</p></html>"))
    return b"".join(warc_record(url, page.encode()) for url, page in pages)
