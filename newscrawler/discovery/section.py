"""A section page's links: which of its many links are articles, and where the section goes on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import unquote, urlsplit

from lxml import etree
from lxml import html as lxml_html

from newscrawler.discovery.listing_kind import listing_kind
from newscrawler.discovery.plain_text import TITLE_CHARACTERS, tidy_text
from newscrawler.discovery.section_pages import MAX_LINKS, next_pages
from newscrawler.discovery.xml_document import Element, decode_xml
from newscrawler.errors import UnreadableListingError
from newscrawler.model.link import ArticleLink, FurtherListing, Listing
from newscrawler.model.outlet import Outlet
from newscrawler.patterns.matching import any_found_in
from newscrawler.urls import join_url, looks_like_article, registered_domain, url_key
from newscrawler.words import count_words

ENOUGH = 3  # points that make a link an article's: see `_points`
LEVELS_LOOKED_AT = 12  # how far up the tree a link's surroundings are looked at

# Path segments under which outlets keep no articles. Origin: the path vocabulary of common editorial systems.
OTHER_SEGMENTS = frozenset(
    {
        "abo",
        "about",
        "account",
        "ads",
        "advertise",
        "archive",
        "archives",
        "author",
        "authors",
        "auteur",
        "autor",
        "careers",
        "cart",
        "categoria",
        "category",
        "contact",
        "cookies",
        "corrections",
        "events",
        "faq",
        "feed",
        "feeds",
        "help",
        "impressum",
        "jobs",
        "kontakt",
        "login",
        "logout",
        "newsletter",
        "newsletters",
        "page",
        "people",
        "privacy",
        "profile",
        "register",
        "rss",
        "search",
        "shop",
        "signin",
        "signup",
        "sitemap",
        "staff",
        "subscribe",
        "subscription",
        "suche",
        "tag",
        "tags",
        "tema",
        "terms",
        "thema",
        "topic",
        "topics",
        "user",
        "weather",
        "wetter",
        "wp-admin",
        "wp-content",
        "wp-login.php",
    }
)
# Endings of files that are no pages.
OTHER_FILES = (
    ".css",
    ".docx",
    ".gif",
    ".jpeg",
    ".jpg",
    ".js",
    ".json",
    ".mp3",
    ".mp4",
    ".pdf",
    ".png",
    ".rss",
    ".svg",
    ".webp",
    ".xlsx",
    ".xml",
    ".zip",
)
# Elements, and words of class and id names, that hold links of the site rather than of its stories.
FRAME_ELEMENTS = frozenset({"address", "footer", "nav"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

_FRAME_WORDS = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|footer|breadcrumbs?|social|share|sharing|cookie|consent|login"
    r"|masthead|sitenav|topbar|pagination|pager)(?:$|[\s_-])"
)
_STORY_WORDS = re.compile(
    r"(?:^|[\s_-])(?:article|card|entry|headline|hentry|item|post|story|teaser|title)s?(?:$|[\s_-])"
)
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)


@dataclass(slots=True)
class _Candidate:
    """What all the links to one address say together."""

    url: str
    title: str = ""
    in_heading: bool = False
    in_story: bool = False
    in_frame: bool = True
    image: str | None = None


def links_in_section(body: bytes, url: str, *, content_type: str | None, outlet: Outlet) -> Listing:
    """The articles that a section page links to, in the page's order; the next page is in ``further``.

    A link is an article's if it stays on the outlet's domains, passes ``outlet.exclude`` and ``outlet.include``, and,
    where the outlet has no ``include``, looks like one by its address, its text and its place.

    Raises:
        UnreadableListingError: it is no web page.
    """
    root = read_section_page(body, content_type)
    base = next((join_url(url, node.get("href") or "") for node in root.iter("base") if node.get("href")), None) or url
    domains = {registered_domain(address) for address in (url, outlet.home) if address}
    candidates: dict[str, _Candidate] = {}
    rest = root.iter("a")
    for link in islice(rest, MAX_LINKS):
        address = _address(link, base)
        if address and (registered_domain(address) in domains or any_found_in(outlet.include, address)):
            _gather(candidates.setdefault(url_key(address), _Candidate(address)), link, base)
    candidates.pop(url_key(url), None)
    articles = [candidate for candidate in candidates.values() if _is_article(candidate, outlet)]
    return Listing(
        tuple(_link(candidate, url, position) for position, candidate in enumerate(articles)),
        tuple(FurtherListing(page) for page in next_pages(root, base, url)),
        f"more than {MAX_LINKS} links: the rest was left out" if next(rest, None) is not None else None,
    )


def read_section_page(body: bytes, content_type: str | None) -> Element:
    """The tree of a web page that lists links.

    Raises:
        UnreadableListingError: it is no web page.
    """
    if not body.strip():
        raise UnreadableListingError("The answer is empty: no section page.")
    kind = listing_kind(body, content_type)
    if kind != "page":
        raise UnreadableListingError(f"That is a {kind}, not a section page: list it under '{kind}s'.")
    charset = _META_CHARSET.search(body, 0, 4096)
    declared = content_type or ""
    if charset and "charset" not in declared.lower():
        declared = f"{declared}; charset={charset[1].decode()}"
    text = decode_xml(body, declared).replace("\x00", "")
    try:
        root = lxml_html.document_fromstring(text.encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError) as error:
        raise UnreadableListingError(f"This is no web page: {error}.") from error
    if next(root.iter("a", "p", "div", "title"), None) is None or "<" not in text:
        raise UnreadableListingError("This is no web page: there is no markup in it.")
    return root


def _address(link: Element, base: str) -> str | None:
    href = link.get("href")
    joined = join_url(base, href) if href and not href.startswith("#") else None
    return joined.partition("#")[0] if joined else None


def _gather(candidate: _Candidate, link: Element, base: str) -> None:
    """Add what one link says about its address."""
    heading = next((node for node in link.iter() if node.tag in HEADINGS), None)
    text = tidy_text(
        " ".join(str(text) for text in (link if heading is None else heading).itertext()), TITLE_CHARACTERS
    )
    in_heading, in_story, in_frame = heading is not None, False, False
    for level, node in enumerate(link.iterancestors()):
        if level >= LEVELS_LOOKED_AT or node.tag in {"body", "html", "main"}:
            break
        names = f"{node.get('class') or ''} {node.get('id') or ''}".lower()
        in_heading = in_heading or node.tag in HEADINGS
        in_story = in_story or node.tag == "article" or bool(_STORY_WORDS.search(names))
        in_frame = in_frame or node.tag in FRAME_ELEMENTS or bool(_FRAME_WORDS.search(names))
    text = text or tidy_text(link.get("title"), TITLE_CHARACTERS) or ""
    if (in_heading, len(text)) > (candidate.in_heading, len(candidate.title)):
        candidate.title = text
    candidate.in_heading = candidate.in_heading or in_heading
    candidate.in_story = candidate.in_story or in_story
    candidate.in_frame = candidate.in_frame and in_frame
    candidate.image = candidate.image or next(_images(link, base), None)


def _images(link: Element, base: str) -> Iterator[str]:
    for image in link.iter("img"):
        for name in ("data-src", "src"):
            joined = join_url(base, image.get(name) or "") if image.get(name) else None
            if joined:
                yield joined


def _is_article(candidate: _Candidate, outlet: Outlet) -> bool:
    if any_found_in(outlet.exclude, candidate.url):
        return False
    if outlet.include:
        return any_found_in(outlet.include, candidate.url)
    path = unquote(urlsplit(candidate.url).path).lower()
    segments = path.strip("/").split("/")
    if path.endswith(OTHER_FILES) or not OTHER_SEGMENTS.isdisjoint(segments[:-1]) or path in {"", "/"}:
        return False
    return _points(candidate, segments) >= ENOUGH


def _points(candidate: _Candidate, segments: list[str]) -> int:
    """How much a link looks like an article's: its address, its text, its place."""
    words = count_words(candidate.title)
    points = 3 if looks_like_article(candidate.url) else 0
    points += 2 if words >= 5 else 1 if words >= 3 else 0
    points += 1 if candidate.in_heading else 0
    points += 1 if candidate.in_story else 0
    points += 1 if len(segments) > 2 or segments[-1].count("-") >= 2 else 0
    points -= 3 if candidate.in_frame else 0
    points -= 2 if segments[-1] in OTHER_SEGMENTS or (len(segments) == 1 and words < 3) else 0
    return points


def _link(candidate: _Candidate, url: str, position: int) -> ArticleLink:
    return ArticleLink(
        url=candidate.url,
        kind="section",
        source_url=url,
        title=candidate.title or None,
        image_url=candidate.image,
        position=position,
    )
