"""A sample read again: what its page gives today."""

from dataclasses import replace

from newscrawler.errors import UnreadablePageError
from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page
from newscrawler.operations.sample_comparison import differences
from newscrawler.operations.sample_files import Sample
from newscrawler.operations.sample_page import as_read_again
from newscrawler.operations.sample_values import Result, result_of
from newscrawler.reading import Reading, read_page


def read_for_sample(page: Page, outlet: Outlet) -> tuple[Result, Reading | None]:
    """What a page gives, as its sample will give it; no Reading where it cannot be read at all."""
    try:
        reading = read_page(as_read_again(page), outlet)
    except UnreadablePageError as error:
        return Result(outcome=error.reason, reason=str(error)), None
    return result_of(reading), reading


def sample_differences(sample: Sample, outlet: Outlet) -> list[str]:
    """A sentence for everything in which a sample's page gives something else than it must; none: all is well."""
    return differences(sample.expected, read_for_sample(sample.page, outlet)[0])


def in_whole_seconds(page: Page) -> Page:
    """The page, fetched on a whole second: what a person may have to type is short."""
    return replace(page, fetched_at=page.fetched_at.replace(microsecond=0))
