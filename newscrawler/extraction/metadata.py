"""Everything that a page says about its article but the text: read from scripts, head and elements, chosen by rule."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from lxml.html import HtmlElement

from newscrawler.extraction.access import read_access, read_ai_opt_out, read_license
from newscrawler.extraction.article_kind import (
    as_written,
    marked_section,
    read_breadcrumbs,
    read_kind,
    read_section,
)
from newscrawler.extraction.charset import DecodedPage
from newscrawler.extraction.found_date import WEAK_SOURCES, DateHints, FoundDate
from newscrawler.extraction.json_ld import LinkedData, plain_text, read_json_ld
from newscrawler.extraction.language import stated_language, unstated_language
from newscrawler.extraction.listed_values import listed_access, listed_kind
from newscrawler.extraction.live_updates import stated_updates
from newscrawler.extraction.media import read_media
from newscrawler.extraction.page_elements import note_elements
from newscrawler.extraction.page_head import read_head
from newscrawler.extraction.page_metadata import PageMetadata
from newscrawler.extraction.page_signs import declared_kind, own_headings
from newscrawler.extraction.page_sources import PageSources, site_names
from newscrawler.extraction.people import read_people
from newscrawler.extraction.published import PublicationDates, read_dates
from newscrawler.extraction.selectors import select_texts
from newscrawler.extraction.standfirst import MOST_CHARACTERS, printed_standfirst
from newscrawler.extraction.titles import Title, choose_title
from newscrawler.extraction.topics import read_topics
from newscrawler.model.article import Author
from newscrawler.model.link import ArticleLink
from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page
from newscrawler.names import split_byline
from newscrawler.url_parameters import without_parameters
from newscrawler.urls import accepted_canonical, canonical_url, join_url, registered_domain, url_key

__all__ = ["PageMetadata", "read_metadata"]

_LONGEST_TITLE = 1000  # fault 19: a title of five megabytes
_LONGEST_SUMMARY = 5000
_LONGEST_BYLINE = 500
_LONGEST_RAW_DATE = 200
_HOME_PAGE = re.compile(r"https?://[^/?#]+/?")


def read_metadata(tree: HtmlElement, decoded: DecodedPage, page: Page, outlet: Outlet) -> PageMetadata:
    """What the page says about its article. Never raises for a page's content.

    The outlet's selectors go first; where the page is silent, the link that led to it speaks.

    Args:
        tree: the parsed page.
        decoded: the page before it was a tree, for the scripts in it.
        page: its addresses, headers and link; ``page.fetched_at`` is now.
        outlet: whose page it is.
    """
    elements = note_elements(tree)
    head = read_head(elements)
    stated_titles = [title for title in (head.first("og:title"), *(text for text, _ in head.headings[:3])) if title]
    data = read_json_ld(decoded.utf8, page.url, stated_titles)
    domain = registered_domain(page.url)
    names = site_names(head, data, domain, outlet)
    sources = PageSources(elements, head, data, decoded, page, outlet, names, domain, {})
    values = _read_addresses(sources)
    values |= _read_title(sources)
    values |= _read_language(sources, values)
    values |= _read_dates(sources, values["language"])
    values |= _read_people(sources)
    values |= _read_place_in_outlet(sources, values)
    values |= read_media(sources)
    values |= _read_access(sources)
    values |= {"headings": own_headings(head), "declared": declared_kind(data, head)}
    return PageMetadata(**values, provenance=sources.provenance)


def _read_addresses(sources: PageSources) -> dict[str, Any]:
    head, page, outlet = sources.head, sources.page, sources.outlet
    declared = tuple(dict.fromkeys([*head.links.get("canonical", ())[:2], *list(head.every("og:url"))[:2]]))
    own = without_parameters(page.url, outlet.ignored_parameters)
    wishes = (without_parameters(text, outlet.ignored_parameters) for text in declared)
    accepted = next((url for text in wishes if (url := accepted_canonical(text, own))), None)
    own_url = canonical_url(own) or own
    url = accepted or own_url
    own_url = "" if own_url == url or url_key(own_url) == url_key(url) else own_url
    others = [join_url(page.url, address) for address in head.links.get("amphtml", ())[:2]]
    others += [own, page.requested_url, page.link.url if page.link else None]
    alternates: dict[str, str] = {}
    for other in dict.fromkeys(without_parameters(other or "", outlet.ignored_parameters) for other in others):
        if other and other != url:
            alternates.setdefault(url_key(other), other)
    if alternates:
        alternates.pop(url_key(url), None)
    sources.note(url="canonical" if accepted else "page")
    return {
        "url": url,
        "outlet": outlet.id,
        "requested_url": page.requested_url or page.url,
        "own_url": own_url,
        "declared_urls": declared,
        "alternate_urls": tuple(alternates.values()),
        "outlet_name": outlet.name or None,
        "domain": sources.domain or None,
        "country": outlet.country,
        "fetched_at": page.fetched_at,
        "http_status": page.status,
        "etag": page.etag,
        "last_modified": page.last_modified,
        "discovery": page.link,
        "page": page,
    }


def _read_title(sources: PageSources) -> dict[str, Any]:
    link = sources.page.link
    title = choose_title(sources.elements, sources.head, sources.data, sources.site_names, link.title if link else None)
    selected = select_texts(sources.tree, sources.outlet.selectors.title)
    if selected:
        title = Title(selected[0], ("selector",), title.titles, title.heading)
    description, found_in = _description(sources)
    standfirst = next(iter(select_texts(sources.tree, sources.outlet.selectors.standfirst)), None)
    standfirst_in: str | None = "selector"
    if not standfirst and title.heading is not None:
        standfirst, standfirst_in = printed_standfirst(title.heading), "markup"
    if not standfirst:
        is_short = description is not None and len(description) <= MOST_CHARACTERS
        standfirst, standfirst_in = (description, found_in) if is_short else (None, None)
    sources.note(title=", ".join(title.sources), description=description and found_in, standfirst=standfirst_in)
    return {
        "title": (title.text or "")[:_LONGEST_TITLE] or None,
        "titles": {source: text[:_LONGEST_TITLE] for source, text in title.titles.items()},
        "description": description,
        "standfirst": standfirst,
    }


def _description(sources: PageSources) -> tuple[str | None, str | None]:
    """The summary and where it was found."""
    link = sources.page.link
    for found_in, text in (
        ("json_ld", sources.data.text("description")),
        ("meta", sources.head.first("og:description", "description", "twitter:description", "dc.description")),
        (link.kind if link else "feed", link.summary if link else None),
    ):
        plain = plain_text(text)
        if plain:
            return plain[:_LONGEST_SUMMARY], found_in
    return None, None


def _read_language(sources: PageSources, values: Mapping[str, Any]) -> dict[str, Any]:
    link, outlet = sources.page.link, sources.outlet
    language, source = stated_language(sources.head, sources.data, outlet.language, link.language if link else None)
    if language is None:
        sample = f"{values['title'] or ''}. {values['description'] or ''}"
        language, source = unstated_language(sample, sources.decoded.text, sources.tree)
    sources.note(language=language and source)
    return {"language": language, "language_source": source}


def _read_dates(sources: PageSources, language: str | None) -> dict[str, Any]:
    page, selectors = sources.page, sources.outlet.selectors
    hints = DateHints(sources.outlet.timezone, language, page.fetched_at)
    dates = read_dates(sources.elements, sources.head, sources.data, sources.decoded, page.url, hints)
    if selected := _selected_date(sources, selectors.published, hints):
        dates = replace(dates, published=selected, raw=selected.date.raw, warnings=())
    if selected := _selected_date(sources, selectors.modified, hints):
        dates = replace(dates, modified=selected)
    link = page.link
    found = dates.published
    is_weak = found is None or found.source in WEAK_SOURCES
    if is_weak and link and link.published_at and (found or not dates.warnings):
        return _listed_date(sources, link, dates)
    date, modified = (found.date if found else None), dates.modified
    sources.note(published_at=found and found.source, modified_at=modified and modified.source)
    return {
        "published_at": date.instant if date else None,
        "published_raw": dates.raw[:_LONGEST_RAW_DATE] if dates.raw else None,
        "published_offset_minutes": date.offset_minutes if date else None,
        "published_precision": date.precision if date else None,
        "published_source": found.source if found else None,
        "warnings": dates.warnings,
        **_modified_fields(modified),
    }


def _modified_fields(modified: FoundDate | None) -> dict[str, Any]:
    if modified is None:
        return {}
    raw = modified.date.raw[:_LONGEST_RAW_DATE]
    return {"modified_at": modified.date.instant, "modified_raw": raw, "modified_source": modified.source}


def _listed_date(sources: PageSources, link: ArticleLink, dates: PublicationDates) -> dict[str, Any]:
    """The date that the feed or sitemap gave: the page itself has none but perhaps the day in its address."""
    sources.note(published_at=link.kind, modified_at=dates.modified and dates.modified.source)
    return {
        "published_at": link.published_at,
        "published_raw": link.published_raw,
        "published_precision": "second",
        "published_source": "feed",
        **_modified_fields(dates.modified),
    }


def _selected_date(sources: PageSources, selector: str | None, hints: DateHints) -> FoundDate | None:
    for text in select_texts(sources.tree, selector, ("datetime", "content", "data-date", "title")):
        if date := hints.read(text) or hints.find(text):
            return FoundDate(date, "selector")
    return None


def _read_people(sources: PageSources) -> dict[str, Any]:
    link = sources.page.link
    found = read_people(sources.elements, sources.head, sources.data, sources.site_names, link.authors if link else ())
    selected = select_texts(sources.tree, sources.outlet.selectors.authors, ("content",))
    if selected:
        names = dict.fromkeys(name for text in selected for name in split_byline(text))
        people = tuple(Author(name) for name in names)
        found = replace(found, authors=people, byline=selected[0], source="selector", byline_source="selector")
    source = link.kind if link and found.source == "feed" else found.source
    sources.note(authors=found.authors and source, agency=found.agency and found.agency_source)
    sources.note(byline=found.byline and found.byline_source)
    return {
        "authors": tuple(_without_home_page(author, sources.domain) for author in found.authors),
        "agency": found.agency,
        "byline": found.byline[:_LONGEST_BYLINE] if found.byline else None,
    }


def _without_home_page(author: Author, domain: str) -> Author:
    """The author; the outlet's home page is not about anyone."""
    is_home = author.url is not None and _HOME_PAGE.fullmatch(author.url) and registered_domain(author.url) == domain
    return replace(author, url=None) if is_home else author


def _read_place_in_outlet(sources: PageSources, values: Mapping[str, Any]) -> dict[str, Any]:
    wordings = (values["title"], *values["titles"].values(), sources.head.title, sources.head.first("twitter:title"))
    breadcrumbs = read_breadcrumbs(sources.data, sources.elements, [text for text in wordings if text])
    section, source = read_section(sources.data, sources.head, breadcrumbs, values["title"])
    if section is None and (marked := marked_section(sources.elements)):
        section, source = marked, "microdata"
    if selected := select_texts(sources.tree, sources.outlet.selectors.section):
        section, source = selected[0][:120], "selector"
    link = sources.page.link
    keywords = read_topics(sources)
    if section and source != "selector":
        section = as_written(section, (*breadcrumbs, *keywords))
    kind, kind_source = read_kind(sources.data, sources.head, section, breadcrumbs, values["url"])
    if kind in (None, "news") and (listed := listed_kind(link))[0]:  # every article is news to most systems
        kind, kind_source = listed
    sources.note(section=section and source, article_type=kind_source)
    return {
        "breadcrumbs": breadcrumbs,
        "section": section,
        "keywords": keywords,
        "article_type": kind,
    }


def _read_access(sources: PageSources) -> dict[str, Any]:
    free, statement = read_access(sources.head, sources.data)
    if free is None:
        free, statement = listed_access(sources.page.link)
    sources.note(free_access=statement)
    body = sources.data.first("articleBody")
    return {
        "free_access": free,
        "paywall_signal": statement if free is False else None,
        "license": read_license(sources.head, sources.data),
        "ai_opt_out": read_ai_opt_out(sources.head),
        "json_ld_body": body if isinstance(body, str) else None,
        "stated_words": _stated_words(sources.data),
        "live_updates": stated_updates(sources.data),
    }


def _stated_words(data: LinkedData) -> int | None:
    text = plain_text(data.first("wordCount")) or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else None
