"""An invented WordPress paper of a theme with everything: weather bar, doubled captions, author box, ads, newsletter.

Every text is invented. What is story stands in ``korean_daily.toml``, what is not in the constants.
"""

import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pytest_httpserver import HTTPServer

WEATHER = ("64.3", "F", "Port Alder", "Saturday, July 19, 2025")
AD = "- Advertisement -"
NEWSLETTER = "Sign up for the Daily Digest newsletter and get the stories of the day in your inbox."
TEAM = "The Port Alder Digital Team"
BIOGRAPHY = (
    "The Port Alder Digital Team operates the largest Korean-language news page on the coast, with a core staff of "
    "eight digital journalists and a network of contributing authors. The team delivers breaking news and "
    "community-focused coverage for readers in both languages."
)
RELATED = "READ ALSO: Ferry fares to rise in September"


@dataclass(frozen=True, slots=True)
class Story:
    """One article: what must be stored of it."""

    slug: str
    title: str
    captions: tuple[str, ...]
    paragraphs: tuple[str, ...]
    byline: str
    authors: tuple[str, ...]
    published: str


def _stories() -> tuple[Story, ...]:
    told = tomllib.loads((Path(__file__).parent / "korean_daily.toml").read_text(encoding="utf-8"))
    return tuple(
        Story(slug, **{name: tuple(value) if isinstance(value, list) else value for name, value in facts.items()})
        for slug, facts in told.items()
    )


STORIES = _stories()


def weather_bar() -> str:
    degrees, unit, city, day = WEATHER
    return f"""<div class="td-weather-top-widget" id="td_top_weather_uid"><i class="td-icons clear-sky-d"></i>
<div class="td-weather-now" data-block-uid="td_top_weather_uid"><span class="td-big-degrees">{degrees}</span>
<span class="td-weather-unit">{unit}</span></div><div class="td-weather-header">
<div class="td-weather-city">{city}</div></div></div><div class="td_data_time"><div>{day}</div></div>"""


def pictures(captions: Sequence[str]) -> list[str]:
    """The captions as this theme prints them: an alternative text, a caption, and a paragraph with the same words."""
    return [
        f'<figure class="wp-block-image size-large"><img decoding="async" src="/wp-content/uploads/{number}.jpg" '
        f'alt="{text}"><figcaption class="wp-element-caption">{text}</figcaption></figure><p>{text}</p>'
        for number, text in enumerate(captions)
    ]


def author_box() -> str:
    address = "/author/digital-team/"
    return f"""<div class="author-box-wrap"><a href="{address}"><img alt="{TEAM}" src="/avatar.jpg"></a>
<div class="desc"><div class="td-author-name vcard author"><span class="fn"><a href="{address}">{TEAM}</a></span></div>
<div class="td-author-name-again"><a href="{address}">{TEAM}</a></div>
<div class="td-author-description">{BIOGRAPHY}</div></div></div>"""


def article_page(base: str, story: Story, *, bar_in_story: bool = False) -> str:
    first, *others = pictures(story.captions)
    paragraphs = [f"<p>{text}</p>" for text in story.paragraphs]
    middle = paragraphs[2:4] + others
    if bar_in_story:
        middle.insert(1, f'<div class="td-weather-wrap">{weather_bar()}</div>')
    content = "\n".join(
        [
            *paragraphs[:2],
            f'<div class="td-a-rec td-a-rec-id-content_inline"><span class="td-adspot-title">{AD}</span></div>',
            *middle,
            f"<p><strong>{RELATED}</strong></p>",
            *paragraphs[4:],
            f"<p>{story.byline}</p>",
            f'<div class="newsletter-signup"><p>{NEWSLETTER}</p></div>',
        ]
    )
    return f"""<!doctype html><html lang="en-US"><head><meta charset="UTF-8">
<title>{story.title} - Port Alder Korean Daily</title>
<link rel="canonical" href="{base}/{story.slug}/"><meta name="generator" content="WordPress 6.8.2">
<meta property="og:title" content="{story.title}"><meta property="og:type" content="article">
<meta property="og:site_name" content="Port Alder Korean Daily">
<meta property="article:published_time" content="{story.published}">
<meta name="author" content="{TEAM}"></head>
<body class="post-template-default single single-post td-standard-pack">
<div class="td-header-wrap"><div class="td-header-top-menu-full">{weather_bar()}</div>
<nav class="td-main-menu"><ul><li><a href="/category/local/">Local</a></li><li><a href="/category/life/">Life</a></li>
<li><a href="/category/newsletter/">Newsletter</a></li></ul></nav></div>
<div class="td-main-content-wrap"><div class="td-container"><div class="td-pb-row"><div class="td-main-content">
<article id="post-{len(story.slug)}" class="post type-post status-publish format-standard category-local">
<div class="td-post-header"><header class="td-post-title"><h1 class="entry-title">{story.title}</h1></header></div>
<div class="td-post-content tagdiv-type">{first}
{content}
</div>
<footer><div class="td-post-sharing"><a href="#">Facebook</a><a href="#">Twitter</a></div>{author_box()}</footer>
</article></div>
<div class="td-main-sidebar"><aside class="widget"><h4>Most read</h4><ul>
<li><a href="/ferry-fares/">Ferry fares to rise</a></li>
<li><a href="/bakery/">Bakery of the year closes</a></li></ul></aside></div></div></div></div>
<div class="td-footer-wrapper"><p>© 2025 Port Alder Korean Daily. All rights reserved.</p></div></body></html>"""


def feed(base: str, stories: Sequence[Story] = STORIES) -> str:
    items = "".join(
        f"<item><title>{story.title}</title><link>{base}/{story.slug}/</link><guid>{base}/?p={number}</guid></item>"
        for number, story in enumerate(stories)
    )
    other = f"<item><title>Local</title><link>{base}/category/local/</link></item>"
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Daily</title>{items}{other}</channel></rss>'


def outlet_file(base: str) -> str:
    return f"""name     = "Port Alder Korean Daily"
country  = "US"
language = "en"
timezone = "America/Los_Angeles"
home     = "{base}/"
feeds    = ["{base}/feed/"]
sections = ["{base}/category/newsletter/"]
exclude  = ['/category/', '/tag/', '/author/', '/page/\\d+']
delay_seconds = 0
"""


@contextmanager
def korean_daily(folder: Path) -> Iterator[str]:
    """The paper on loopback, its outlet file in ``folder`` in the place of the shipped one; gives its base address."""
    with HTTPServer(host="127.0.0.1", port=0) as server:
        base = server.url_for("").rstrip("/")
        server.expect_request("/robots.txt").respond_with_data("User-agent: *\nDisallow: /wp-admin/\n")
        server.expect_request("/feed/").respond_with_data(feed(base), content_type="application/rss+xml")
        section = "".join(
            f'<div class="td-module"><h3 class="entry-title"><a href="/{story.slug}/">{story.title}</a></h3></div>'
            for story in STORIES
        )
        page = f"<!doctype html><html><head><title>Newsletter</title></head><body>{section}</body></html>"
        server.expect_request("/category/newsletter/").respond_with_data(page, content_type="text/html; charset=utf-8")
        for number, story in enumerate(STORIES):
            html = article_page(base, story, bar_in_story=number == 1)
            server.expect_request(f"/{story.slug}/").respond_with_data(html, content_type="text/html; charset=utf-8")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "us_koreadaily.toml").write_text(outlet_file(base))
        yield base
