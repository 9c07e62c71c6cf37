"""The elements of a page that may say something about its article, noted in one pass for all who ask.

One pass, since each reader of titles, dates, people and pictures would else search the whole tree.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lxml.html import HtmlElement

from newscrawler.extraction.chosen_walk import walk

# Elements that are noted for what they are.
NOTED_TAGS: Final = frozenset({"article", "figcaption", "figure", "h1", "h2", "time", "title"})
# Elements of which only the values of these attributes are noted: they have no text.
VALUE_TAGS: Final = {"link": ("rel", "href"), "meta": ("content", "value", "itemprop", "name", "property")}
# Elements are noted too where their names (`NAMING_ATTRIBUTES`) hold one of these, in any case. Whoever looks for
# elements by name (`PageElements.with_name`) adds here what every such name has in it.
NAME_PARTS: Final = (
    *("aption", "author", "auteur", "autor", "breadcrumb", "byline", "contributor", "created", "credit", "dat"),
    *("egend", "entry-header", "info", "journalist", "meta", "person-link", "photo", "posted", "pub", "redact"),
    *("reporter", "section", "stamp", "subline", "time", "verfasser", "veroeffentlich", "writer"),
)
# Links are noted where their addresses hold one of these, in lower case: folders of the pages of those who write.
ADDRESS_PARTS: Final = (
    *("/auteur", "/author", "/autor", "/columnist", "/contributor", "/editors/", "/forfatter", "/journalist"),
    *("/reporter", "/schrijver", "/signataire", "/staff/", "/writer"),
)
NAMING_ATTRIBUTES: Final = ("class", "id", "itemprop", "itemtype", "rel", "data-testid")

_MOST_NOTED: Final = 20_000


# An element, its place among all elements of the page, and its names joined by spaces.
NamedElement = tuple[HtmlElement, int, str]


@dataclass(frozen=True, slots=True)
class PageElements:
    """What was noted in one pass, in page order; at most 20,000 elements of each kind.

    Attributes:
        tree: the page.
        of_tag: tag -> (place among all elements, element).
        values: tag of `VALUE_TAGS` -> the values of its attributes, in their order, None for what an element has not.
        with_name: elements with one of `NAME_PARTS` among their names.
        with_address: links with one of `ADDRESS_PARTS` in their addresses, and no name that puts them in `with_name`.
        names: those of all elements of ``with_name``: what is not in here is the name of none.
    """

    tree: HtmlElement
    of_tag: Mapping[str, list[tuple[int, HtmlElement]]]
    values: Mapping[str, list[tuple[str | None, ...]]]
    with_name: list[NamedElement]
    with_address: list[NamedElement]
    names: str

    def tagged(self, *tags: str) -> list[HtmlElement]:
        """All elements with one of these tags, each of `NOTED_TAGS`, in page order."""
        if len(tags) == 1:
            return [element for _, element in self.of_tag.get(tags[0], ())]
        found = [entry for tag in tags for entry in self.of_tag.get(tag, ())]
        return [element for _, element in sorted(found, key=lambda entry: entry[0])]


def note_elements(tree: HtmlElement) -> PageElements:
    """One pass over the tree."""
    of_tag, values, with_name, with_address = walk.noted_elements(
        tree, NOTED_TAGS, VALUE_TAGS, NAMING_ATTRIBUTES, NAME_PARTS, ADDRESS_PARTS, _MOST_NOTED
    )
    names = "\n".join([names for _, _, names in with_name])
    return PageElements(tree, of_tag, values, with_name, with_address, names)
