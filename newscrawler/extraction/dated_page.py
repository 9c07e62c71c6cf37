"""An article's page in the forms in which it is asked for its dates."""

from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Final

from lxml.html import HtmlElement

from newscrawler.dates import date_warning
from newscrawler.extraction.charset import DecodedPage
from newscrawler.extraction.date_places import Headline, find_headline
from newscrawler.extraction.found_date import DateHints, FoundDate
from newscrawler.extraction.json_ld import LinkedData
from newscrawler.extraction.page_elements import NamedElement, PageElements
from newscrawler.extraction.page_head import PageHead
from newscrawler.extraction.printed_dates import PrintedDate, elements_near_headline, read_label

_MOST_LABELS: Final = 20


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
    _labels: dict[HtmlElement, PrintedDate | None] = field(default_factory=dict)

    @cached_property
    def headline(self) -> Headline:
        """Searched only where dates in elements are looked at."""
        return find_headline(self.elements, self.head)

    @cached_property
    def near_headline(self) -> list[NamedElement]:
        """The few elements nearest to the headline whose names say that they hold a date."""
        return list(islice(elements_near_headline(self.elements, self.head.longest_heading), _MOST_LABELS))

    def label_of(self, element: HtmlElement, names: str) -> PrintedDate | None:
        """What such an element prints, read once: see `read_label`."""
        if element not in self._labels:
            self._labels[element] = read_label(element, names)
        return self._labels[element]

    def is_possible(self, found: FoundDate) -> bool:
        """Neither in the future nor before there were pages."""
        return date_warning(found.date.instant, self.hints.now) is None
