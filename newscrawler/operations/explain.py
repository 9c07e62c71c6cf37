"""``explain``: every block of a page, kept or removed, by which rule, on what evidence; then each field's source."""

import argparse
import asyncio
import textwrap
from collections.abc import Sequence

from newscrawler.catalogue import load_catalogue
from newscrawler.demo.sites import demo_outlet
from newscrawler.errors import UsageError
from newscrawler.model.page import Page
from newscrawler.operations.explanation import Fate, FieldSource, fates, field_sources, verdict
from newscrawler.operations.output import Output
from newscrawler.operations.page_source import is_address, is_file, page_outlet, saved_page
from newscrawler.operations.stored_page import page_of_stored_article
from newscrawler.operations.terminal_text import Style, cell_width, cut
from newscrawler.reading import Reading, read_page
from newscrawler.settings import Environment
from newscrawler.storage.documents import PAGE_CHROME_RULE

DECISION_WIDTH = 8  # "REMOVE?" and a gap
NARROWEST_TAG, WIDEST_TAG = 6, 12  # "header", "figcaption", and a gap
NAME_WIDTH, SOURCE_WIDTH = 14, 10
WIDEST_TEXT = 60
WIDEST_VALUE = 200  # of a field: the body stands above, block by block
NARROWEST_TEXT = 20


def run(options: argparse.Namespace, environment: Environment, output: Output) -> int:
    """The exit code of ``explain``: 0 also for a page that would not be stored, for it was explained."""
    catalogue = load_catalogue(environment.outlet_folders)
    page, stored_outlet = _page(options, environment)
    known = stored_outlet if stored_outlet in catalogue.outlets else None
    invented = demo_outlet(stored_outlet) if stored_outlet and not known and not options.outlet else None
    outlet = invented or page_outlet(catalogue, page.url, options.outlet or known)
    print_explanation(read_page(page, outlet), output)
    return 0


def print_explanation(reading: Reading, output: Output) -> None:
    """The verdict, every block in the page's order, every field with its source."""
    told = verdict(reading)
    output.row(told)
    output.line(output.paint(str(told["url"]), "bold"))
    output.line(f"Read by the rules of {told['outlet']}. {_verdict_line(reading)}")
    output.line()
    blocks = fates(reading.article)
    for fate in blocks:
        output.row(fate.values())
    print_fates(blocks, output)
    output.line()
    for source in field_sources(reading.article):
        output.row({"field": source.name, "value": source.value, "source": source.source})
        _print_field(source, output)
    if reading.article.warnings:
        output.line(output.paint(f"warnings: {', '.join(reading.article.warnings)}", "yellow"))


def print_fates(blocks: Sequence[Fate], output: Output) -> None:
    """A line or more for every block: what became of it, its tag, its text, the rule and the evidence."""
    tag_width = min(max([NARROWEST_TAG, *(len(fate.tag) + 2 for fate in blocks)]), WIDEST_TAG)
    for fate in blocks:
        _print_fate(fate, tag_width, output)


def _page(options: argparse.Namespace, environment: Environment) -> tuple[Page, str | None]:
    """The page to explain, and the outlet that it is stored under."""
    target = options.target
    if is_file(target):
        return saved_page(target, options.url), None
    stored = asyncio.run(page_of_stored_article(target, environment))
    if stored is not None:
        return stored
    if not is_address(target):
        raise UsageError(
            f"'{target}' is neither a file, nor a web address, nor the id of a stored article. "
            "See: newscrawler articles"
        )
    from newscrawler.operations.page_fetch import fetch_page  # noqa: PLC0415 - Scrapy, only where a page must be fetched

    return fetch_page(target, environment), None


def _verdict_line(reading: Reading) -> str:
    kept, removed = len(reading.article.blocks), len(reading.article.removed)
    counts = f"{kept} blocks kept, {removed} removed."
    if reading.refusal is None:
        return f"It would be stored: {counts}"
    return f"It would not be stored ({reading.refusal.kind}: {reading.refusal.message}): {counts}"


def _print_fate(fate: Fate, tag_width: int, output: Output) -> None:
    indent = DECISION_WIDTH + tag_width
    width = WIDEST_TEXT if not output.is_terminal else (output.width - indent) // 2
    width = max(NARROWEST_TEXT, min(WIDEST_TEXT, width))
    text = _quoted(fate.block.text, width)
    begin = f"{_decision(fate, output)}{cut(fate.tag, tag_width - 2):<{tag_width}}{text}"
    reason = fate.evidence if fate.kept else f"{fate.rule}: {fate.evidence}".removesuffix(": ")
    room = output.width - indent - width - 2
    if output.is_terminal and fate.rule == PAGE_CHROME_RULE:
        reason = cut(reason, max(room, 1))
    if not output.is_terminal or cell_width(reason) <= room:
        output.line(f"{begin}{' ' * (width - cell_width(text) + 2)}{reason}".rstrip())
        return
    output.line(begin)
    for part in textwrap.wrap(reason, max(output.width - indent, NARROWEST_TEXT)):
        output.line(" " * indent + output.paint(part, "dim"))


def _decision(fate: Fate, output: Output) -> str:
    word = ("keep" if fate.kept else "REMOVE") + ("?" if fate.is_close else "")
    # What surrounds every article of an outlet is no news to the reader: it must not drown what rules took.
    style: Style = "green" if fate.kept else "dim" if fate.rule == PAGE_CHROME_RULE else "red"
    return output.paint(word, "yellow" if fate.is_close else style) + " " * (DECISION_WIDTH - len(word))


def _quoted(text: str, width: int) -> str:
    quoted = cut(f'"{" / ".join(text.splitlines())}"', width)
    return cut(quoted, width - 1) + '"' if quoted.endswith("…") else quoted


def _print_field(source: FieldSource, output: Output) -> None:
    begin = f"{source.name:<{NAME_WIDTH}} {source.source:<{SOURCE_WIDTH}} "
    output.line(begin + output.fit(_value_text(source.value), cell_width(begin)))


def _value_text(value: object) -> str:
    """A field's value in words: the name of a person, the address of a picture."""
    if isinstance(value, list):
        return ", ".join(map(_value_text, value))
    if isinstance(value, dict):
        return _value_text(value.get("name") or value.get("url") or value.get("caption"))
    return cut(" ".join(str(value or "").split()), WIDEST_VALUE)
