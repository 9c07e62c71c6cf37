"""Where a picture lies: of the addresses that its element names, the one of the largest file."""

import re
from collections.abc import Iterator
from itertools import islice
from operator import itemgetter
from typing import Final

from lxml.html import HtmlElement

from newscrawler.urls import join_url

# Parts of addresses, in lower case.
_NO_PICTURE: Final = (
    *("/logo", "1x1", "blank.gif", "blank.png", "loader", "loading", "pixel", "placeholder", "spacer", "transparent"),
)
# Attributes with one address. Where a picture is loaded when it comes into view, the plain one only holds its place.
_ADDRESS_ATTRIBUTES: Final = ("data-src", "data-original", "data-lazy-src", "data-lazy", "src")
_SET_ATTRIBUTES: Final = ("srcset", "data-srcset", "data-lazy-srcset")
_SIZE: Final = re.compile(r"\d{1,9}(?:\.\d{1,9})?")
_SIZE_UNITS: Final = frozenset("wx")  # pixels of width, density
_LARGE: Final = 1000
_SIZE_IN_NAME: Final = re.compile(r"-\d{2,4}x\d{2,4}(?=\.)")
_LONGEST_SET: Final = 6000
_LONGEST_ADDRESS: Final = 3000
_LEAST_NAME: Final = 8
_MOST_SOURCES: Final = 8


def is_picture(address: str) -> bool:
    """Is it none of the files that only hold a place, count a visit or show a logo?"""
    beginning = address[:300].lower()
    return not beginning.startswith("data:") and not any(map(beginning.__contains__, _NO_PICTURE))


def address_of_picture(picture: HtmlElement, page_url: str) -> str | None:
    """The absolute address of the largest file that an img element or the picture element around it names."""
    stated = _stated_addresses(picture)
    stated.sort(key=itemgetter(0), reverse=True)
    largest = next((address for _, address in stated if is_picture(address)), None)
    return join_url(page_url, largest[:_LONGEST_ADDRESS]) if largest else None


def _stated_addresses(picture: HtmlElement) -> list[tuple[float, str]]:
    """Width in pixels, or density, and address; 0 where none is said. No sources after a file that is large enough."""
    stated = [(picture.get(name) or "").strip() for name in _ADDRESS_ATTRIBUTES]
    found = [(0.0, address) for address in stated if address]
    in_sets = _addresses_of_sets(picture)
    found += in_sets
    # to the parser a source element without an end tag holds what follows it
    is_large = any(size >= _LARGE for size, _ in in_sets)
    holder = None if is_large else next(picture.iterancestors("picture"), None)
    for source in islice(holder.iter("source"), _MOST_SOURCES) if holder is not None else ():
        found += _addresses_of_sets(source)
    return found


def _addresses_of_sets(element: HtmlElement) -> list[tuple[float, str]]:
    sets = [stated for name in _SET_ATTRIBUTES if (stated := element.get(name))]
    return [found for stated in sets for found in _addresses_in_set(stated[:_LONGEST_SET])]


def _addresses_in_set(stated: str) -> Iterator[tuple[float, str]]:
    """Addresses may hold commas; each ends before a space, or with a comma where its size is not said."""
    address = ""
    for part in stated.split():
        if not address:
            address = part
            continue
        size, _, rest = part.partition(",")
        if size[-1:] in _SIZE_UNITS and _SIZE.fullmatch(size, 0, len(size) - 1):
            yield float(size[:-1]), address
            address = rest
        else:
            yield 0.0, address.rstrip(",")
            address = part
    if address.rstrip(","):
        yield 0.0, address.rstrip(",")


def is_same_picture(one: str | None, other: str) -> bool:
    """The same file, whatever size the address asks for."""
    if not one:
        return False
    return one == other or file_name(one) == file_name(other) != ""


def file_name(url: str) -> str:
    """The name of the file without the size that it asks for; ``""`` for short names, which many files have."""
    name = url.split("?", 1)[0].rstrip("/").rsplit("/", 1)[-1]
    if len(name) <= _LEAST_NAME:
        return ""
    return _SIZE_IN_NAME.sub("", name) if "-" in name else name
