"""Where samples lie, and how they are read and written: a folder with ``page.html`` and ``article.json``."""

import json
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newscrawler.catalogue import SHIPPED_OUTLETS
from newscrawler.errors import ConfigurationError, SampleError
from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page
from newscrawler.operations.sample_checks import article_mistakes, outcome_kind
from newscrawler.operations.sample_page import page_mistakes, page_values, read_page_values
from newscrawler.operations.sample_values import Result

PAGE_FILE, ARTICLE_FILE = "page.html", "article.json"
SURROGATES = re.compile("[\ud800-\udfff]")
KEYS = ("page", "article", "outcome")


@dataclass(frozen=True, slots=True)
class Sample:
    """A saved page, and what it must give."""

    page: Page
    expected: Result


def shipped_samples() -> Path | None:
    """The folder of the shipped outlets' samples in a checkout; None where the package was installed without one."""
    checkout = Path(str(SHIPPED_OUTLETS)).parents[1]
    return checkout / "tests" / "outlets" if (checkout / "pyproject.toml").is_file() else None


def is_shipped(outlet: Outlet) -> bool:
    """Does its file lie in the package?"""
    return Path(outlet.file).parent == Path(str(SHIPPED_OUTLETS))


def sample_places(folders: Iterable[Path]) -> list[Path]:
    """Every folder that may hold a folder of samples for each outlet: the checkout's, then those of the user."""
    shipped = shipped_samples()
    return [*([shipped] if shipped else []), *(folder / "samples" for folder in folders)]


def samples_of(outlet: Outlet, folders: Iterable[Path]) -> list[Path]:
    """All sample folders of an outlet; those of a shipped one count also where a file of the user's takes its place."""
    return [sample for place in sample_places(folders) for sample in samples_in(place / outlet.id)]


def writable_folder(outlet: Outlet, folders: Iterable[Path]) -> Path:
    """The folder that an outlet's samples are written to, there or not.

    Raises:
        ConfigurationError: there is none; says how to make one.
    """
    if not is_shipped(outlet):
        return Path(outlet.file).parent / "samples" / outlet.id
    places = [shipped_samples(), *(folder / "samples" for folder in list(folders)[-1:])]
    place = next(filter(None, places), None)
    if place is None:
        raise ConfigurationError(
            f"{outlet.id} is a shipped outlet, and there is no folder of yours for its samples. Make one: "
            "mkdir -p ~/outlets && export NEWSCRAWLER_OUTLETS=~/outlets"
        )
    return place / outlet.id


def samples_in(folder: Path) -> list[Path]:
    """The sample folders in a folder, which need not be there, sorted by name."""
    if not folder.is_dir():
        return []
    return sorted(entry for entry in folder.iterdir() if entry.is_dir() and not entry.name.startswith((".", "_")))


def read_sample(folder: Path) -> Sample:
    """The sample of a folder.

    Raises:
        SampleError: a file is missing or damaged; tells every mistake.
    """
    html = _content(folder / PAGE_FILE)
    try:
        values = json.loads(_content(folder / ARTICLE_FILE).decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise SampleError(f"{ARTICLE_FILE} is not UTF-8 (byte {error.start})") from error
    except json.JSONDecodeError as error:
        raise SampleError(f"{ARTICLE_FILE}:{error.lineno}: is no JSON: {error.msg}") from error
    except RecursionError as error:
        raise SampleError(f"{ARTICLE_FILE} is nested too deeply") from error
    mistakes = list(_mistakes(values))
    if mistakes:
        raise SampleError("\n".join(f"{ARTICLE_FILE}: {mistake}" for mistake in mistakes))
    expected = Result(article=values.get("article"), outcome=values.get("outcome"))
    return Sample(read_page_values(values["page"], html), expected)


def write_sample(folder: Path, sample: Sample) -> None:
    """Write a sample; one that is there is replaced, file by file, so that none is ever half written.

    Raises:
        SampleError: it cannot be written; says why.
    """
    building = folder.parent / f".{folder.name}.{secrets.token_hex(4)}"
    try:
        building.mkdir(parents=True)
        (building / PAGE_FILE).write_bytes(sample.page.html)
        (building / ARTICLE_FILE).write_text(article_text(sample), encoding="utf-8", newline="\n")
        if folder.is_dir():
            for name in (PAGE_FILE, ARTICLE_FILE):
                os.replace(building / name, folder / name)  # noqa: PTH105 - Path.replace is the same
        else:
            building.rename(folder)
    except OSError as error:
        raise SampleError(f"Cannot write the sample {folder}: {error.strerror or error}.") from error
    finally:
        shutil.rmtree(building, ignore_errors=True)


def article_text(sample: Sample) -> str:
    """``article.json``: one line for each entry of a list, so that a person can read, compare and correct it."""
    expected = sample.expected
    told = {"outcome": expected.outcome} if expected.article is None else {"article": expected.article}
    written = _pretty({"page": page_values(sample.page)} | told, "") + "\n"
    return SURROGATES.sub(lambda half: f"\\u{ord(half[0]):04x}", written)


def _pretty(value: object, indent: str) -> str:
    deeper = indent + "  "
    if isinstance(value, Mapping) and value:
        lines = [f"{deeper}{_compact(key)}: {_pretty(entry, deeper)}" for key, entry in value.items()]
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(f"{deeper}{_compact(entry)}" for entry in value) + f"\n{indent}]"
    return _compact(value)


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError as error:
        outlet_id, page = file.parent.parent.name, file.with_name(PAGE_FILE)
        hint = f". Write it: newscrawler sample {outlet_id} {page}" if file.name == ARTICLE_FILE else ""
        raise SampleError(f"{file.name} is missing{hint}") from error
    except OSError as error:
        raise SampleError(f"{file.name} cannot be read: {error.strerror}") from error


def _mistakes(values: Any) -> Iterator[str]:  # noqa: ANN401 - JSON comes in here
    if not isinstance(values, dict):
        yield "must be an object with 'page' and 'article', or 'page' and 'outcome'"
        return
    yield from (f"unknown key '{key}' (known here: {', '.join(KEYS)})" for key in values if key not in KEYS)
    yield from page_mistakes(values.get("page"))
    if ("article" in values) == ("outcome" in values):
        yield "must hold either 'article' or 'outcome', the reason why the page gives none"
    elif "article" in values:
        yield from article_mistakes(values["article"])
    elif complaint := outcome_kind(values["outcome"]):
        yield f"outcome{complaint}"
