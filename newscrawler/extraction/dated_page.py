"""An article's page in the forms in which it is asked for its dates."""

from dataclasses import dataclass, field
from functools import cached_property

from newscrawler.dates import date_warning
from newscrawler.extraction.charset import DecodedPage
from newscrawler.extraction.date_places import Headline, find_headline
from newscrawler.extraction.found_date import DateHints, FoundDate
from newscrawler.extraction.json_ld import LinkedData
from newscrawler.extraction.page_elements import PageElements
from newscrawler.extraction.page_head import PageHead


@dataclass(frozen=True)
class DatedPage:
    """The page in the forms in which it is asked for its dates.

    Attributes:
        decoded: the whole page; its scripts are empty in the tree.
        changes: days of changes that it prints, noted while its printed dates are gone through.
    """

    elements: PageElements
    head: PageHead
    data: LinkedData
    decoded: DecodedPage
    url: str
    hints: DateHints
    changes: list[FoundDate] = field(default_factory=list)

    @cached_property
    def headline(self) -> Headline:
        """Searched only where dates in elements are looked at."""
        return find_headline(self.elements, self.head)

    def is_possible(self, found: FoundDate) -> bool:
        """Neither in the future nor before there were pages."""
        return date_warning(found.date.instant, self.hints.now) is None
