"""The page in the forms in which the metadata reader asks it."""

from dataclasses import dataclass

from lxml.html import HtmlElement

from newscrawler.extraction.charset import DecodedPage
from newscrawler.extraction.json_ld import LinkedData, plain_text
from newscrawler.extraction.page_elements import PageElements
from newscrawler.extraction.page_head import PageHead
from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page


@dataclass(frozen=True, slots=True)
class PageSources:
    """The page in the forms in which it is asked.

    Attributes:
        decoded: the whole page; its scripts are empty in the tree.
        site_names: what the outlet is called, each name once.
        domain: registered domain of the page's address.
        provenance: field -> where it was found, filled by `note`.
    """

    elements: PageElements
    head: PageHead
    data: LinkedData
    decoded: DecodedPage
    page: Page
    outlet: Outlet
    site_names: tuple[str, ...]
    domain: str
    provenance: dict[str, str]

    @property
    def tree(self) -> HtmlElement:
        """The parsed page, for selectors."""
        return self.elements.tree

    def note(self, **found: object) -> None:
        """Tells where fields were found; what was not is left out."""
        for name, source in found.items():
            if source:
                self.provenance[name] = str(source)


def site_names(head: PageHead, data: LinkedData, domain: str, outlet: Outlet) -> tuple[str, ...]:
    """What the outlet is called: by its file, by the page, by its domain."""
    publisher = data.resolve(data.first("publisher"))
    names = (
        outlet.name,
        head.first("og:site_name"),
        plain_text(publisher),
        head.first("application-name"),
        domain,
        domain.split(".", 1)[0],
    )
    return tuple(dict.fromkeys(name for name in names if name and len(name) < 100))
