"""What a page that answered a question about a site lists and says."""

from dataclasses import replace
from datetime import datetime

from newscrawler.discovery.feed import links_in_feed
from newscrawler.discovery.listing_kind import is_web_page, listing_kind
from newscrawler.discovery.section import links_in_section
from newscrawler.discovery.site_facts import home_of_feed, read_home_page
from newscrawler.discovery.site_survey import Answer, Kind, Question, Survey
from newscrawler.discovery.sitemap import links_in_sitemap
from newscrawler.errors import UnreadableListingError
from newscrawler.model.link import Listing
from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page


def read_answer(question: Question, page: Page, survey: Survey, now: datetime) -> Answer:
    """What a page that answered a question lists and says."""
    found = listing_kind(page.html, page.content_type)
    kind = question.kind
    if kind == "home" and found != "page":
        kind = found
    answer = Answer(question, page.url, kind)
    if kind == "home":
        links = _section(page, page.url).links
        facts = read_home_page(page.html, page.url, page.content_type)
        if not (links or facts.name or is_web_page(page.html)):
            what = page.content_type or "something without a type"
            failure = f"no web page but {what}" if page.html.strip() else "an empty answer"
            return replace(answer, kind=None, failure=failure)
        return replace(answer, facts=facts, links=links)
    try:
        listing = _listing(kind, page, survey, now)
    except UnreadableListingError as error:
        return replace(answer, kind=None, failure=str(error).partition(". ")[0].rstrip("."))
    feed_home = home_of_feed(page.html, page.url) if kind == "feed" else None
    return replace(answer, links=listing.links, further=listing.further, feed_home=feed_home)


def _listing(kind: Kind, page: Page, survey: Survey, now: datetime) -> Listing:
    if kind == "sitemap":
        return links_in_sitemap(page.html, page.url, timezone=survey.timezone, now=now)
    if kind == "section":
        return _section(page, survey.home or page.url)
    return links_in_feed(
        page.html, page.url, content_type=page.content_type, timezone=survey.timezone, language=None, now=now
    )


def _section(page: Page, home: str) -> Listing:
    outlet = Outlet(id="", name="", home=home)
    try:
        return links_in_section(page.html, page.url, content_type=page.content_type, outlet=outlet)
    except UnreadableListingError:
        return Listing()
