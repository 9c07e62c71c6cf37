"""``sample``: saves a page and the article that it must give; ``outlets test`` checks it from then on."""

import argparse
from dataclasses import replace
from pathlib import Path

from newscrawler.catalogue import find_outlet, load_catalogue
from newscrawler.errors import SampleError, UnreadablePageError, UsageError
from newscrawler.model.outcome import OutcomeKind
from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page
from newscrawler.operations.output import Output
from newscrawler.operations.page_source import STDIN, is_address, is_file, saved_page
from newscrawler.operations.sample_comparison import differences
from newscrawler.operations.sample_files import (
    ARTICLE_FILE,
    PAGE_FILE,
    Sample,
    read_sample,
    writable_folder,
    write_sample,
)
from newscrawler.operations.sample_name import checked_name, name_from_url
from newscrawler.operations.sample_reading import in_whole_seconds, read_for_sample
from newscrawler.operations.sample_text import print_sample, shown_path
from newscrawler.settings import DOWNLOAD_MAXSIZE, Environment
from newscrawler.urls import host_of, registered_domain

MEBIBYTE = 1024 * 1024


def run(options: argparse.Namespace, environment: Environment, output: Output) -> int:
    """The exit code of ``sample``: 1 where one of that name is there and would be changed.

    0 also for a page that gives no article: that it gives none is what its sample says from then on.
    """
    outlet = find_outlet(load_catalogue(environment.outlet_folders), options.outlet)
    name = checked_name(options.name) if options.name else None
    parent = writable_folder(outlet, environment.outlet_folders)
    page = _page(options, outlet, environment)
    _tell_foreign_host(page, outlet, output)
    folder = parent / (name or _own_name(options.target, parent) or name_from_url(page.url))
    there, page = _there(folder, page, output)
    result, reading = read_for_sample(page, outlet)
    sample = Sample(page, result)
    written = _write(folder, sample, there, output, update=options.update)
    output.row(
        {
            "outlet": outlet.id,
            "sample": folder.name,
            "page": str(folder / PAGE_FILE),
            "article": str(folder / ARTICLE_FILE),
            "written": written is True,
            "refused": written is None,
            "outcome": result.outcome,
            "message": result.reason or None,
        }
    )
    if written is None:
        return 1
    print_sample(folder, result, reading, output)
    return 0


def _page(options: argparse.Namespace, outlet: Outlet, environment: Environment) -> Page:
    """The page to save: fetched, or from a file; of a sample's own page its ``article.json`` says the rest."""
    target = options.target
    if is_file(target):
        _refuse_large(target, 0 if target == STDIN else Path(target).stat().st_size)
        page = _page_of_sample(Path(target)) if options.url is None else None
        page = page or saved_page(target, options.url)
    elif is_address(target):
        from newscrawler.operations.page_fetch import fetch_page  # noqa: PLC0415 - Scrapy, only where it is needed

        page = fetch_page(target, environment, outlet.fetch)
    else:
        raise UsageError(f"There is no file {target}, and a web address begins with https:// or http://.")
    _refuse_large(target, len(page.html))
    return in_whole_seconds(page)


def _page_of_sample(file: Path) -> Page | None:
    """The page of a sample whose ``page.html`` was named; None for any other file."""
    if file.name != PAGE_FILE or not (file.parent / ARTICLE_FILE).is_file():
        return None
    try:
        return read_sample(file.resolve().parent).page
    except SampleError:  # it is to be made anew
        return None


def _own_name(target: str, parent: Path) -> str | None:
    """The name of the sample of this outlet whose page was named; None for any other page."""
    folder = Path(target).resolve().parent
    is_sample = is_file(target) and target != STDIN and folder.parent == parent.resolve()
    return folder.name if is_sample and Path(target).name == PAGE_FILE else None


def _refuse_large(target: str, size: int) -> None:
    if size > DOWNLOAD_MAXSIZE:
        limit = DOWNLOAD_MAXSIZE // MEBIBYTE
        raise UnreadablePageError(
            f"{target} has {size / MEBIBYTE:.1f} MiB: a crawl reads no page over {limit} MiB. Nothing was written.",
            OutcomeKind.TOO_LARGE,
        )


def _tell_foreign_host(page: Page, outlet: Outlet, output: Output) -> None:
    known = {registered_domain(url) for url in (outlet.home, *outlet.sections, *outlet.feeds, *outlet.sitemaps)}
    if registered_domain(page.url) not in known:
        output.message(f"{host_of(page.url)} is no host of {outlet.id}: is this the right outlet?", "yellow")


def _there(folder: Path, page: Page, output: Output) -> tuple[Sample | None, Page]:
    """The sample that is there, and the page as of its time if it is the very same: nothing changes without a need."""
    if not (folder / ARTICLE_FILE).exists():
        return None, page
    try:
        there = read_sample(folder)
    except SampleError as error:
        output.message(f"{shown_path(folder)} is there, but cannot be read: {error}", "yellow")
        return None, page
    if there.page.html == page.html and there.page.url == page.url:
        return there, replace(there.page, content_type=page.content_type or there.page.content_type)
    return there, page


def _write(folder: Path, sample: Sample, there: Sample | None, output: Output, *, update: bool) -> bool | None:
    """Was it written? False: it is there already, the same; None: refused, and why was told."""
    shown = shown_path(folder)
    if (folder / ARTICLE_FILE).exists() and not update:  # a page alone is waiting for its article
        if there is None:
            output.message(f"{shown} is there already; with --update it is written anew.", "red")
            return None
        changes = _changes(there, sample)
        if changes:
            told = "\n".join(f"  {change}" for change in changes)
            other = sample.page.url != there.page.url
            hint = "Give this page a name of its own with --name, or replace" if other else "Replace"
            output.message(
                f"{shown} is there already, and the page gives something else:\n{told}\n{hint} it with --update.", "red"
            )
            return None
        output.message(f"{shown} is there already, and is the same: nothing was written.")
        return False
    write_sample(folder, sample)
    return True


def _changes(there: Sample, sample: Sample) -> list[str]:
    changes = []
    if there.page.url != sample.page.url:
        changes.append(f"page: it is a sample of {there.page.url}, not of {sample.page.url}")
    if there.page.html != sample.page.html:
        changes.append(f"{PAGE_FILE}: has {len(there.page.html):,} bytes, the new page has {len(sample.page.html):,}")
    return changes + differences(there.expected, sample.expected)
