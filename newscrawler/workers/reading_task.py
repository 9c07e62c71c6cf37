"""One page to read, and what became of it: what crosses the border between the crawl and its workers."""

import pickle
import traceback
from dataclasses import dataclass, replace
from functools import lru_cache

from newscrawler.errors import UnreadablePageError
from newscrawler.extraction.article import extract_article
from newscrawler.model.article import Article
from newscrawler.model.light_pickle import light_pickle
from newscrawler.model.outcome import OutcomeKind
from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page
from newscrawler.model.page_layout import LearnedContainer
from newscrawler.reading import read_ahead

OUTLETS_KEPT = 500  # whose pages are read by turns: an archive may hold pages of very many


@light_pickle
@dataclass(frozen=True, slots=True)
class Task:
    """One page to read; arguments as for ``PageReader.read``."""

    page: Page
    outlet: bytes  # pickled: most pages come with the same outlet as the page before
    learned: LearnedContainer | None = None
    ahead: bool = False
    has_furniture: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """Why a page gave no article; ``trace`` is that of a bug of ours, else empty."""

    kind: OutcomeKind
    message: str
    trace: str = ""


def gave_up(where: str) -> Unread:
    """A page that takes more than it may; ``where``: of what, in words."""
    return Unread(OutcomeKind.EXTRACTION_GAVE_UP, f"extraction gave up {where}")


@lru_cache(maxsize=OUTLETS_KEPT)
def _unpacked(outlet: bytes) -> Outlet:
    found: Outlet = pickle.loads(outlet)  # noqa: S301 - from our own process
    return found


def read_task(task: Task) -> Article | Unread:
    """The article of a page, or the reason as a value.

    What nobody stores does not travel from process to process: page chrome, and the page, which is there already.
    """
    try:
        outlet = _unpacked(task.outlet)
        article = extract_article(task.page, outlet, with_chrome=False, learned=task.learned)
        if task.ahead:
            article = read_ahead(article, outlet, has_furniture=task.has_furniture)
        return replace(article, page=None)
    except UnreadablePageError as error:
        return Unread(OutcomeKind(error.reason), str(error))
    except MemoryError:
        return Unread(OutcomeKind.EXTRACTION_GAVE_UP, "extraction gave up: the page needs too much memory")
    except Exception as error:  # noqa: BLE001 - whatever breaks: one page must not cost its URL, nor the other pages
        message = f"the reader failed: {type(error).__name__}: {error}"
        return Unread(OutcomeKind.EXTRACTION_FAILED, message, traceback.format_exc())
