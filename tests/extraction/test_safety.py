"""No page breaks the reader: whatever the bytes, it gives an article or says why the page cannot be read."""

import gzip
import json
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hostile_pages import KINDS, make_page
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.boilerplate.strip import strip_boilerplate
from newscrawler.cleaning.article import clean_article
from newscrawler.errors import UnreadablePageError
from newscrawler.extraction.article import extract_article
from newscrawler.model.article import Article
from newscrawler.model.outlet import BoilerplateRules, Outlet, Selectors
from newscrawler.model.page import Page

CORPUS = Path(__file__).parents[2] / ".." / "shared" / "corpus"
OUTLET = Outlet(id="de_elbkurier", name="Elbkurier")
DESCRIBED = Outlet(
    id="de_elbkurier",
    name="Elbkurier",
    timezone="Europe/Berlin",
    selectors=Selectors(title="h1", body="article", authors=".byline", published="time"),
    boilerplate=BoilerplateRules(remove=("aside",), keep=("ferry",), remove_text=("More",)),
)
SENTENCE = "The ferry left the harbour on Monday morning with forty people on board, the operator said."
INVENTED = f"""<!DOCTYPE html><html lang=en><head><meta charset="utf-8"><title>First ferry - Elbkurier</title>
<meta property="og:title" content="First ferry"><meta property="article:published_time" content="2026-11-01T10:00:00Z">
<link rel="canonical" href="/first-ferry"><script type="application/ld+json">{{"@type": "NewsArticle", "headline":
"First ferry", "author": [{{"@type": "Person", "name": "Jane Doe"}}], "datePublished": "2026-11-01T10:00:00+01:00",
"articleBody": "{SENTENCE}"}}</script></head><body><nav><ul><li><a href="/">Home</a></li></ul></nav><article>
<h1>First ferry</h1><p class="byline">By <a rel="author" href="/jane">Jane Doe</a></p>
<time datetime="2026-11-01T10:00">1 November 2026</time><figure><img src="/a.jpg" alt="A ferry" srcset="/b.jpg 2x">
<figcaption>The ferry. Photo: John Roe</figcaption></figure><p>{SENTENCE}</p><h2>The pier</h2><p>{SENTENCE}<br><br>
“Größe”, 渡轮, паром, सेतु</p><ul><li>One</li><li>Two</li></ul><table><tr><td>1</td><td>2</td></tr></table>
<div class="live-entry"><time>10:30</time><p>{SENTENCE}</p></div><aside class="related"><a href="/b">More</a></aside>
</article></body></html>""".encode()
TAGS = (
    *("a", "article", "aside", "b", "blockquote", "br", "div", "dl", "dt", "em", "figcaption", "figure", "form", "h1"),
    *(
        "h2",
        "iframe",
        "img",
        "li",
        "main",
        "meta",
        "nav",
        "p",
        "script",
        "section",
        "span",
        "svg",
        "table",
        "td",
        "time",
    ),
    *("title", "tr", "ul", "x-box"),
)
NAMES = (
    *("alt", "class", "content", "data-src", "datetime", "href", "id", "itemprop", "name", "property", "rel", "src"),
    *("srcset", "style", "type", "aria-hidden"),
)
VALUES = (
    *(
        "",
        "article",
        "byline author",
        "caption",
        "datePublished",
        "og:title",
        "article:author",
        "live-blog",
        "comments",
    ),
    *("application/ld+json", "2026-13-45T99:99", "http://[::1", "//", "javascript:0", "\udfff", "99999999999999999999"),
    *("a " * 2500, "0000-00-00", "9999-12-31T23:59:59+14:00", "articleBody", "-1", "\x00"),
)
PROPERTIES = (
    *("@type", "@graph", "articleBody", "author", "dateModified", "datePublished", "description", "headline", "image"),
    *("inLanguage", "isAccessibleForFree", "keywords", "liveBlogUpdate", "mainEntityOfPage", "publisher", "url"),
)
TEXTS = (
    *(
        "",
        " ",
        SENTENCE,
        "By Jane Doe",
        "1 November 2026",
        "31.02.0000",
        "10:30",
        '{"@type": "NewsArticle", "author": 1}',
    ),
    *(
        '[{"@type": ["NewsArticle", 2], "datePublished": {}, "headline": ["a"]}]',
        "&#xFFFFFFFF;&bogus;",
        "渡轮",
        "<",
        "-->",
    ),
    *('{"@graph": [[[]]], "articleBody": 7}', '{"@type":"LiveBlogPosting","liveBlogUpdate":[1,{"articleBody":[]}]}'),
)


def check(html: bytes, outlet: Outlet = OUTLET) -> Article | None:
    """The page's article after every pure step, None where it is refused; another error fails the test."""
    page = Page(url="https://elbkurier.example/2026/11/a", html=html, fetched_at=datetime(2026, 11, 1, tzinfo=UTC))
    for with_chrome in (True, False):
        try:
            article = extract_article(page, outlet, with_chrome=with_chrome)
        except UnreadablePageError:
            return None
        stripped = strip_boilerplate(clean_article(article, outlet), outlet)
    return stripped


@given(st.binary(max_size=400))
def test_random_bytes(html: bytes) -> None:
    check(html)


@given(st.integers(0, len(INVENTED)), st.integers(0, len(INVENTED)))
def test_a_page_cut_short_at_both_ends(start: int, length: int) -> None:
    check(INVENTED[start : start + length], DESCRIBED)


@given(st.lists(st.tuples(st.integers(0, len(INVENTED) - 1), st.integers(0, 255)), max_size=60))
def test_a_page_with_damaged_bytes(damages: list[tuple[int, int]]) -> None:
    page = bytearray(INVENTED)
    for place, byte in damages:
        page[place] = byte
    check(bytes(page), DESCRIBED)


@given(st.randoms(use_true_random=False))
def test_a_page_with_its_tags_shuffled(chance: random.Random) -> None:
    pieces = INVENTED.replace(b"<", b"\xff<").replace(b">", b">\xff").split(b"\xff")
    chance.shuffle(pieces)
    check(b"".join(pieces))


def _write_element(tag: str, attributes: list[tuple[str, str]], text: str, end: str) -> str:
    stated = " ".join(f'{name}="{value}"' for name, value in attributes)
    return f"<{tag} {stated}>{text}{end and f'</{tag}>'}"


elements = st.builds(
    _write_element,
    st.sampled_from(TAGS),
    st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(VALUES)), max_size=5),
    st.sampled_from(TEXTS),
    st.sampled_from(("", "closed")),
)


@given(st.lists(elements, max_size=40))
def test_a_soup_of_elements_and_attributes(soup: list[str]) -> None:
    check("".join(soup).encode("utf-8", "surrogatepass"), DESCRIBED)


@given(
    st.sampled_from(PROPERTIES),
    st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=8), st.lists, max_leaves=20),
)
def test_linked_data_of_any_shape(name: str, value: object) -> None:
    script = json.dumps({"@type": "NewsArticle", name: value})
    check(f'<p>{SENTENCE}</p><script type="application/ld+json">{script}</script>'.encode("utf-8", "ignore"))


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_page_has_a_few_of_by_the_hundred(kind: str) -> None:
    article = check(make_page(kind, 300))
    assert article is not None
    assert SENTENCE in article.body


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real pages is not beside the project")
def test_real_pages_cut_short_and_damaged() -> None:
    chance = random.Random(48211)  # noqa: S311 - the same damages each time
    paths = sorted(CORPUS.glob("*/html/*.gz"))
    for path in paths[:: len(paths) // 12]:
        page = bytearray(gzip.decompress(path.read_bytes()))
        check(bytes(page[: chance.randrange(len(page))]))
        for _ in range(200):
            page[chance.randrange(len(page))] = chance.randrange(256)
        check(bytes(page))
