"""The doctor on what is installed: Python, packages, extras, and the data that packages carry."""

import platform
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib import metadata
from importlib.resources import files

from newscrawler import __version__
from newscrawler.operations.doctor_check import Check, Verdict
from newscrawler.operations.terminal_text import many
from newscrawler.settings import Environment

LOWEST_PYTHON = (3, 11)
PRODUCT = "newscrawler"
# What is worth its version in one line; of the rest only the number is told.
SHOWN = ("scrapy", "twisted", "pymongo", "lxml", "pydantic")
EXTRAS = {
    "duckdb": "sameness of a whole archive, found at once",
    "embedded": "the embedded database",
    "uvloop": "a faster event loop",
    "warc": "stored pages from WARC files",
}
OLD_SUFFIXES_DAYS = 365  # new suffixes come every week; a year's worth misjudges some hosts of one publisher as two
_REQUIREMENT = re.compile(
    r"([\w.-]+?)(?:\[[^\]]*\])?\s*(?:([=>]=)\s*([\w.]+))?\s*(?:;\s*extra\s*==\s*['\"](\w+)['\"])?"
)
_SUFFIX_LIST_DAY = re.compile(rb"VERSION: (\d{4}-\d{2}-\d{2})")


@dataclass(frozen=True, slots=True)
class Requirement:
    """A package with its lowest (``>=``) or only (``==``) version; ``extra`` is "" where everybody needs it."""

    package: str
    sign: str
    version: str
    extra: str


def requirements() -> list[Requirement]:
    """What the installed metadata of this package asks for."""
    found = (_REQUIREMENT.fullmatch(text) for text in metadata.requires(PRODUCT) or ())
    return [Requirement(each[1], each[2] or "", each[3] or "", each[4] or "") for each in found if each]


def lack_of(requirement: Requirement, installed: str | None) -> str | None:
    """What is wrong with the installed version (None: there is none), in words; None where nothing is."""
    wanted = f"{requirement.package}{requirement.sign}{requirement.version}"
    if installed is None:
        return f"{wanted} is not installed"
    if requirement.sign == "==" and installed != requirement.version:
        return f"{requirement.package} {installed} is not the version that is needed: {wanted}"
    if requirement.sign == ">=" and _numbers(installed) < _numbers(requirement.version):
        return f"{requirement.package} {installed} is too old: {wanted}"
    return None


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", version)))


def _installed(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def examine_python(environment: Environment) -> Iterator[Verdict]:
    """Version and platform."""
    del environment
    found = f"{platform.python_version()} ({sys.executable}), {platform.system()} {platform.machine()}"
    if sys.version_info < LOWEST_PYTHON:
        lowest = ".".join(map(str, LOWEST_PYTHON))
        yield Verdict("python", "FAIL", found, f"use Python {lowest} or later: python{lowest} -m venv .venv")
    elif platform.system() != "Linux":
        yield Verdict("python", "note", found, "newscrawler is tested on Linux only")
    else:
        yield Verdict("python", "ok", found)


def examine_packages(environment: Environment) -> Iterator[Verdict]:
    """Every package that is needed, against the lower bounds of our metadata."""
    del environment
    needed = [each for each in requirements() if not each.extra]
    lacking = [lack for each in needed if (lack := lack_of(each, _installed(each.package)))]
    if lacking:
        yield Verdict("packages", "FAIL", "\n".join(lacking), f"{sys.executable} -m pip install --upgrade {PRODUCT}")
        return
    shown = ", ".join(f"{name} {_installed(name)}" for name in SHOWN)
    yield Verdict("packages", "ok", f"{PRODUCT} {__version__}, {shown}; {len(needed)} in all, none too old")


def examine_extras(environment: Environment) -> Iterator[Verdict]:
    """The optional packages: which are there, and how to get the others."""
    del environment
    lacking = {
        each.extra: f"no {each.extra} ({EXTRAS[each.extra]}): {lack}"
        for each in requirements()
        if each.extra in EXTRAS and (lack := lack_of(each, _installed(each.package)))
    }
    there = [name for name in EXTRAS if name not in lacking]
    if there:
        yield Verdict("extras", "ok", ", ".join(there))
    if lacking:
        names = ",".join(lacking)
        yield Verdict("extras", "note", "\n".join(lacking.values()), f"pip install '{PRODUCT}[{names}]'")


def examine_suffix_list(environment: Environment) -> Iterator[Verdict]:
    """How old the list is that tells which hosts belong to one owner."""
    del environment
    with files("publicsuffixlist").joinpath("public_suffix_list.dat").open("rb") as file:
        told = _SUFFIX_LIST_DAY.search(file.read(2000))
    yield _suffix_verdict(date.fromisoformat(told[1].decode()) if told else None, datetime.now(UTC).date())


def _suffix_verdict(made_on: date | None, today: date) -> Verdict:
    update = "pip install --upgrade publicsuffixlist"
    if made_on is None:
        return Verdict("suffix list", "note", "does not say how old it is", update)
    age = (today - made_on).days
    found = f"public suffixes of {made_on}, {many(age, 'day')} old"
    return (
        Verdict("suffix list", "note", found, update)
        if age > OLD_SUFFIXES_DAYS
        else Verdict("suffix list", "ok", found)
    )


SOFTWARE_CHECKS = (
    Check("python", examine_python),
    Check("packages", examine_packages, fix=f"pip install --upgrade {PRODUCT}"),
    Check("extras", examine_extras),
    Check("suffix list", examine_suffix_list, fix="pip install --force-reinstall publicsuffixlist"),
)
