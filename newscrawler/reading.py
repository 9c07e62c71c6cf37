"""The pure steps in one call: from a page to the article that would be stored, or the reason why none would be."""

from collections import Counter
from dataclasses import dataclass

from newscrawler.boilerplate.furniture import strip_furniture
from newscrawler.boilerplate.strip import strip_boilerplate
from newscrawler.cleaning.article import clean_article
from newscrawler.cleaning.completeness import Refusal, completeness
from newscrawler.duplicates.fingerprint import fingerprint_article
from newscrawler.extraction.article import extract_article
from newscrawler.model.article import Article, change_article
from newscrawler.model.furniture import Furniture
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


def read_page(page: Page, outlet: Outlet, furniture: Furniture | None = None) -> Reading:
    """The article of a page, through every pure step that the item pipelines take.

    Args:
        page: what was fetched.
        outlet: whose rules and selectors it is read by.
        furniture: what is known of the outlet's pages, to be taken out, and where their story is; None: nothing is.

    Raises:
        UnreadablePageError: the page cannot be read at all.
    """
    learned = furniture.container if furniture else None
    return finish_reading(change_article(extract_article(page, outlet, learned=learned), page=page), outlet, furniture)


def read_ahead(extracted: Article, outlet: Outlet, *, has_furniture: bool = False) -> Article:
    """An article as the reader gave it, through the steps that ask for nothing but the outlet's file.

    It is tidy and without boilerplate; ``taken`` says so to the item pipelines. It has its fingerprint, unless the
    outlet ``has_furniture`` that is still to be taken out: the fingerprint is made of what stays then.
    """
    tidy = clean_article(extracted, outlet)
    article = strip_boilerplate(tidy, outlet)
    taken = Counter(gone.rule for gone in article.removed) - Counter(gone.rule for gone in tidy.removed)
    fingerprint = None if has_furniture else fingerprint_article(article)
    return change_article(article, fingerprint=fingerprint, taken=dict(taken))


def finish_reading(extracted: Article, outlet: Outlet, furniture: Furniture | None = None) -> Reading:
    """An article as the reader gave it, through every step behind the reader."""
    article = strip_boilerplate(clean_article(extracted, outlet), outlet)
    article = strip_furniture(article, outlet, furniture or Furniture(outlet.id))
    article = change_article(article, fingerprint=fingerprint_article(article))
    return Reading(article, completeness(article))
