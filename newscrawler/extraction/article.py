"""Page to article: decode, parse, read the metadata, read the body, tell the story from the rest of the page."""

import re
from dataclasses import fields
from operator import attrgetter

from newscrawler.errors import UnreadablePageError
from newscrawler.extraction.charset import decode_page
from newscrawler.extraction.chosen_walk import walk
from newscrawler.extraction.metadata import PageMetadata, read_metadata
from newscrawler.extraction.metadata_lines import HeadFacts
from newscrawler.extraction.other_formats import other_format
from newscrawler.extraction.page_signs import read_signs
from newscrawler.extraction.parse import READ_ATTRIBUTES, parse_page
from newscrawler.extraction.people import NEWSROOM_ROLE
from newscrawler.extraction.script_body import ScriptStory
from newscrawler.extraction.standfirst import repeats_beginning
from newscrawler.extraction.story import Story, read_story
from newscrawler.extraction.story_links import links_in
from newscrawler.model.article import Article
from newscrawler.model.block import Block
from newscrawler.model.outcome import OutcomeKind
from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page
from newscrawler.model.page_layout import LearnedContainer
from newscrawler.words import fold_text

# What publishing systems leave for a script to fill, with the word that says what it is.
_TEMPLATE = re.compile(
    r"(?:\b(?:updated|published|posted)\s*)?(?:\{\{[^{}]*\}\}|\$\{[^{}]*\}|(?:\[[a-z_]{2,20}\][\s:,/.-]*){2,})",
    re.IGNORECASE,
)
SCRAMBLED_SIGNAL = "scrambled text"
# Also in a script that cannot be read, or in the markup, it says what the page is.
LIVE_TYPE = b"LiveBlogPosting"
# What the metadata and the article call by one name.
_SHARED_FIELDS = sorted({field.name for field in fields(Article)} & {field.name for field in fields(PageMetadata)})
_values_of = attrgetter(*_SHARED_FIELDS)


def extract_article(
    page: Page, outlet: Outlet, *, with_chrome: bool = True, learned: LearnedContainer | None = None
) -> Article:
    """The article on the page: metadata, ``blocks`` (the story), ``removed`` (every other text, with its reason).

    A page without a story gives an article with empty ``blocks``: to judge it is the completeness check's work.
    Without ``with_chrome`` the menus and boxes outside the story's container, nine in ten of all removed blocks, are
    not among ``removed``: no document holds them. Of a story that the reader found around the ``learned`` container,
    what is outside it is left out, where that is little.

    Raises:
        UnreadablePageError: there is nothing that could be a page, or something else, as a PDF (reason ``not_html``),
            or too much of it (``too_large``).
    """
    if not page.html or page.html.isspace():
        raise UnreadablePageError(f"{page.url}: the answer has no content", reason=OutcomeKind.NOT_HTML.value)
    if other := other_format(page.html):
        raise UnreadablePageError(f"{page.url}: {other}, not a web page", reason=OutcomeKind.NOT_HTML.value)
    decoded = decode_page(page.html, page.content_type)
    tree = parse_page(decoded.utf8, None if outlet.has_selectors else READ_ATTRIBUTES)
    metadata = read_metadata(tree, decoded, page, outlet)
    is_live = metadata.article_type == "live_blog" or walk.is_among(LIVE_TYPE, decoded.utf8)
    script = ScriptStory(metadata.json_ld_body, metadata.stated_words, decoded, is_live, metadata.live_updates)
    facts = _head_facts(metadata)
    story = read_story(tree, facts, script, outlet, url=page.url, with_chrome=with_chrome, learned=learned)
    standfirst = _standfirst_beside(story.blocks, metadata)
    byline = _without_templates(_fuller_byline(metadata.byline, story.byline))
    values = dict(zip(_SHARED_FIELDS, _values_of(metadata), strict=True))
    values |= {
        "article_type": "live_blog" if story.updates else metadata.article_type,
        "live_updates": story.updates or metadata.live_updates,
        "free_access": False if story.is_scrambled else metadata.free_access,
        "paywall_signal": metadata.paywall_signal or (SCRAMBLED_SIGNAL if story.is_scrambled else None),
        "byline": byline,
        "links": links_in(story.blocks),
        "standfirst": standfirst,
        "provenance": _provenance(metadata, story, byline, standfirst),
        "warnings": (*metadata.warnings, *story.warnings),
        "encoding": decoded.encoding,
        "signs": read_signs(
            metadata.headings, metadata.declared, story.shape, decoded.utf8, (page.requested_url, page.url)
        ),
    }
    return Article(**values, blocks=story.blocks, removed=story.removed, container=story.container)


def _provenance(metadata: PageMetadata, story: Story, byline: str | None, standfirst: str | None) -> dict[str, str]:
    """Where each field came from: the metadata's sources, and what the story changed of them."""
    sources = {name: source for name, source in metadata.provenance.items() if standfirst or name != "standfirst"}
    if byline != metadata.byline:
        sources["byline"] = "page"
    if story.updates and metadata.article_type != "live_blog":
        sources["article_type"] = "entries"
    if story.is_scrambled:
        sources["free_access"] = metadata.paywall_signal or SCRAMBLED_SIGNAL
    return {**sources, "body": story.source}


def _standfirst_beside(blocks: tuple[Block, ...], metadata: PageMetadata) -> str | None:
    """The standfirst, unless it is a description for machines that is a caption, or how the story begins."""
    standfirst = metadata.standfirst
    if not standfirst or metadata.provenance.get("standfirst") in ("markup", "selector"):
        return standfirst
    if fold_text(standfirst) in {fold_text(image.caption) for image in metadata.images if image.caption}:
        return None
    paragraphs = (block.text for block in blocks if block.kind == "paragraph")
    return None if repeats_beginning(standfirst, paragraphs) else standfirst


def _fuller_byline(stated: str | None, printed: str | None) -> str | None:
    """The byline, the printed line where it says more: "By Jane Doe, Leeds" where "By Jane Doe" is known."""
    if not (stated and printed and printed.startswith(stated)):
        return stated or printed
    more = printed.removeprefix(stated)
    return stated if any(map(str.isdigit, more)) else printed.rstrip(" ,/|·–—-")


def _without_templates(byline: str | None) -> str | None:
    """The byline without what a script was to fill: ``{{author}}``, ``[hour]:[minute]``."""
    if byline is None or not _TEMPLATE.search(byline):
        return byline
    left = _TEMPLATE.sub("", byline)
    return " ".join(left.split()).strip(" ,/|·–—-") if len(left.split()) > 1 else None


def _head_facts(metadata: PageMetadata) -> HeadFacts:
    titles = (metadata.title or "", *metadata.titles.values())
    return HeadFacts(
        titles=tuple(titles),
        standfirst=metadata.standfirst or "",
        description=metadata.description or "",
        byline=metadata.byline or "",
        authors=tuple(author.name for author in metadata.authors if author.role != NEWSROOM_ROLE),
        newsrooms=tuple(author.name for author in metadata.authors if author.role == NEWSROOM_ROLE),
        section=metadata.section or "",
    )
