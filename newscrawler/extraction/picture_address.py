"""Where a picture lies: of the addresses that its element names, the one of the largest file."""

import re
from collections.abc import Iterator
from itertools import islice
from operator import itemgetter
from typing import Final
from urllib.parse import unquote

from lxml.html import HtmlElement

from newscrawler.kept_results import remember_short
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
_ENDINGS: Final = frozenset({"avif", "gif", "jpeg", "jpg", "png", "webp"})
_SIZE_IN_NAME: Final = r"[-_](?:\d{2,4}x\d{2,4}|\d{3,4}w|w\d{3,4}|scaled)"
_SIZES_IN_NAME: Final = re.compile(f"{_SIZE_IN_NAME}(?:{_SIZE_IN_NAME})*(?![^\\W_])")
_ONLY_SIZE: Final = re.compile(r"[a-z]{0,12}[-_]{0,2}\d{2,4}x\d{0,4}(?![^\W_])")  # "920x920.jpg", "wide__1280x720"
_COMMON_STEMS: Final = frozenset(
    {"default", "image", "large", "master", "original", "picture", "rawimage", "thumbnail"}
)
# Longer runs of letters and digits; where there may be some, hexadecimal numbers in groups, each of which is one.
_RUN: Final = re.compile(r"[^\W_]{6,}")
_RUN_OR_GROUPS: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![^\W_])|[^\W_]{6,}")
_LENGTH_OF_GROUPS: Final = 36
_LEAST_MIXED: Final = 12  # letters and digits
_TIME: Final = re.compile(r"(?:19|20)\d\d[01]\d(?:[0-3]\d)?|1\d{9}(?:\d{3})?")  # a day or month, or seconds since 1970
_LONGEST_SET: Final = 6000
_LONGEST_ADDRESS: Final = 3000
_LEAST_NAME: Final = 8
_LEAST_STEM: Final = 5
_MOST_SOURCES: Final = 8


def is_picture(address: str) -> bool:
    """Is it none of the files that only hold a place, count a visit or show a logo, and no list for a script?"""
    beginning = address[:300].lower()
    return not beginning.startswith(("data:", "{", "[")) and not any(map(beginning.__contains__, _NO_PICTURE))


def address_of_picture(picture: HtmlElement, page_url: str) -> str | None:
    """The absolute address of the largest file that an img element or the picture element around it names."""
    stated = _stated_addresses(picture)
    if len(stated) > 1:
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
    if not one or one == other:
        return bool(one)
    name, wanted = file_name(one), file_name(other)
    if name and wanted and (name == wanted or name.endswith(f"/{wanted}") or wanted.endswith(f"/{name}")):
        return True
    path = _path_of(one)
    return path == _path_of(other) and _without_ending(path) != path


@remember_short(64)  # a page's pictures are compared with one another
def file_name(url: str) -> str:
    """The name of the file without ending and size, else of its folder; ``""`` for names that many files have.

    A picture's number that stands before its name belongs to it: "1783549/ferry" and "1783550/ferry" are two.
    """
    *_, folder, name = ("", *_path_of(url).rsplit("/", 2)[-2:])
    if _ONLY_SIZE.match(name):
        name = folder
    elif len(name) <= _LEAST_NAME:
        return ""
    stem = _SIZES_IN_NAME.sub("", _without_ending(name))
    if len(stem) < _LEAST_STEM or stem.lower() in _COMMON_STEMS:
        return ""
    number = number_of(url)
    return f"{number}/{stem}" if number.isdecimal() and number not in stem else stem


def _without_ending(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    return stem if dot and ending.lower() in _ENDINGS else name


@remember_short(64)
def number_of(url: str) -> str:
    """What may be the number of the picture in its address, else ``""``.

    That is the first long number, or long mixture of letters and digits, in the name of the file; else the last before.
    """
    folders, _, name = _path_of(url).rpartition("/")
    if found := _numbers_in(name):
        return found[0]
    found = _numbers_in(folders.partition("/")[2])
    return found[-1] if found else ""


def _numbers_in(part: str) -> list[str]:
    may_hold_groups = len(part) >= _LENGTH_OF_GROUPS and part.count("-") > 3
    runs: list[str] = (_RUN_OR_GROUPS if may_hold_groups else _RUN).findall(part)
    return [run for run in runs if _is_number(run) and not _TIME.fullmatch(run)]


def _is_number(run: str) -> bool:
    return run.isdecimal() or (len(run) >= _LEAST_MIXED and run.isascii() and not run.isalpha())


def _path_of(url: str) -> str:
    """Host and path of the address, or of the one that it holds, as it does where a service changes sizes."""
    start = max(url.rfind("://"), url.rfind("%3A%2F%2F"))
    if url[start : start + 1] == "%":
        url, start = unquote(url[start:]), 0
    return url[start + 3 :].split("?", 1)[0].rstrip("/")
