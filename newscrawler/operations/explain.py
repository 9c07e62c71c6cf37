"""``explain``: every block of a page, kept or removed, by which rule, on what evidence; then each field's source."""

import argparse
import asyncio
from collections.abc import Mapping
from typing import Any

from newscrawler.catalogue import load_catalogue
from newscrawler.errors import UsageError
from newscrawler.model.furniture import Furniture
from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page
from newscrawler.operations.block_lines import print_fates
from newscrawler.operations.explanation import FieldSource, fates, field_sources, verdict
from newscrawler.operations.output import Output
from newscrawler.operations.page_source import is_address, is_file, page_outlet, saved_page, stored_outlet
from newscrawler.operations.remembered import remembered_furniture
from newscrawler.operations.stored_page import OutletOf, look_up_page
from newscrawler.operations.terminal_text import cell_width, cut, many
from newscrawler.reading import Reading, read_page
from newscrawler.settings import Environment
from newscrawler.words import count_words

NAME_WIDTH, SOURCE_WIDTH = 14, 10
MEDIA = frozenset({"images", "main_image"})
WIDEST_VALUE = 200  # of a field: the body stands above, block by block


def run(options: argparse.Namespace, environment: Environment, output: Output) -> int:
    """The exit code of ``explain``: 0 also for a page that would not be stored, for it was explained."""
    catalogue = load_catalogue(environment.outlet_folders)

    def outlet_of(url: str, stored_under: str | None = None) -> Outlet:
        if stored_under and not options.outlet:
            return stored_outlet(catalogue, url, stored_under)
        return page_outlet(catalogue, url, options.outlet)

    target = options.target
    if is_file(target):
        page = saved_page(target, options.url)
        outlet = outlet_of(page.url)
        furniture = remembered_furniture(outlet.id, environment, output)
    else:
        page, outlet, furniture = _stored_or_fetched(target, outlet_of, environment)
    print_explanation(read_page(page, outlet, furniture), output, whole=options.all)
    return 0


def print_explanation(reading: Reading, output: Output, *, whole: bool = False) -> None:
    """The verdict, every block in the page's order, every field with its source.

    Unless ``whole``, the blocks around the story are counted in the text; the rows of ``--json`` are always complete.
    """
    told = verdict(reading)
    output.row(told)
    output.line(output.paint(str(told["url"]), "bold"))
    output.line(f"Read by the rules of {told['outlet']}. {_verdict_line(reading)}")
    if told["container"]:
        output.line(f"The story is in {told['container']}.")
    if told["script"]:
        output.line(f"The markup has lost the story; it is from the page's scripts: {told['script']}.")
    output.line()
    blocks = fates(reading.article)
    for fate in blocks:
        output.row(fate.values())
    print_fates(blocks, output, whole=whole)
    output.line()
    for source in field_sources(reading.article):
        output.row({"field": source.name, "value": source.value, "source": source.source})
        _print_field(source, output)
    if reading.article.warnings:
        output.line(output.paint(f"warnings: {', '.join(reading.article.warnings)}", "yellow"))


def _stored_or_fetched(
    target: str, outlet_of: OutletOf, environment: Environment
) -> tuple[Page, Outlet, Furniture | None]:
    """The page to explain, the outlet by whose rules it is read, and the outlet's furniture."""
    found = asyncio.run(look_up_page(target, outlet_of, environment))
    if found.page is not None:
        return found.page, found.outlet, found.furniture
    if not is_address(target):
        raise UsageError(
            f"'{target}' is neither a file, nor a web address, nor the id of a stored article. "
            "See: newscrawler articles"
        )
    from newscrawler.operations.page_fetch import fetch_page  # noqa: PLC0415 - Scrapy, only where a page must be fetched

    page = fetch_page(target, environment)
    outlet = outlet_of(page.url, None)
    return page, outlet, found.furniture if outlet.id == found.outlet.id else None


def _verdict_line(reading: Reading) -> str:
    kept, removed = len(reading.article.blocks), len(reading.article.removed)
    counts = f"{many(kept, 'block')} kept, {removed} removed."
    if reading.refusal is None:
        return f"It would be stored: {counts}"
    return f"It would not be stored ({reading.refusal.kind}: {reading.refusal.message}): {counts}"


def _print_field(source: FieldSource, output: Output) -> None:
    found_in, statement = source.source, ""
    if ": " in found_in:  # "json_ld isAccessibleForFree: true", which is as much of a value as of a source
        found_in, _, statement = found_in.partition(" ")
    begin = f"{source.name:<{NAME_WIDTH}} {found_in:<{SOURCE_WIDTH}} "
    texts = _field_texts(source)
    for text in [f"{text} ({statement})" for text in texts] if statement else texts:
        output.line(begin + output.fit(text, cell_width(begin)))
        begin = " " * len(begin)


def _field_texts(source: FieldSource) -> list[str]:
    """The field's value as lines: one, but for pictures."""
    value = source.value
    if source.name in MEDIA and isinstance(value, list | dict):
        return [_image_text(image) for image in (value if isinstance(value, list) else [value])]
    if source.name == "live_updates" and isinstance(value, list):
        return [many(len(value), "live update")]
    if source.name == "body":
        return [many(count_words(str(value)), "word")]
    return [("no", "yes")[value] if isinstance(value, bool) else _value_text(value)]


def _image_text(image: Mapping[str, Any]) -> str:
    """``https://elbkurier.example/a.jpg  "The ferry"  credit: Ann Lee``."""
    caption = cut(" ".join(str(image.get("caption") or "").split()), WIDEST_VALUE)
    parts = (
        image.get("url") or "(no address)",
        f'"{caption}"' if caption else "no caption",
        f"credit: {image['credit']}" if image.get("credit") else "no credit",
    )
    return "  ".join(map(str, parts))


def _value_text(value: object) -> str:
    """A field's value in words: the name of a person, the address of a picture."""
    if isinstance(value, list):
        return ", ".join(map(_value_text, value))
    if isinstance(value, dict):
        return _value_text(value.get("name") or value.get("url") or value.get("caption"))
    return cut(" ".join(str(value or "").split()), WIDEST_VALUE)
