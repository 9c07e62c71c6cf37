"""The pure steps in one call: from a page to the article that would be stored, or the reason why none would be."""

from dataclasses import dataclass, replace

from newscrawler.boilerplate.strip import strip_boilerplate
from newscrawler.cleaning.article import clean_article
from newscrawler.cleaning.completeness import Refusal, completeness
from newscrawler.duplicates.fingerprint import fingerprint_article
from newscrawler.extraction.article import extract_article
from newscrawler.model.article import Article
from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page


@dataclass(frozen=True, slots=True)
class Reading:
    """What one page gave.

    Attributes:
        article: as far as it could be read, also where it would be refused.
        refusal: why it would not be stored, or None.
    """

    article: Article
    refusal: Refusal | None


def read_page(page: Page, outlet: Outlet) -> Reading:
    """The article of a page, through every pure step that the item pipelines take.

    Raises:
        UnreadablePageError: the page cannot be read at all.
    """
    article = clean_article(extract_article(page, outlet), outlet)
    article = strip_boilerplate(article, outlet)
    article = replace(article, fingerprint=fingerprint_article(article), page=page)
    return Reading(article, completeness(article))
