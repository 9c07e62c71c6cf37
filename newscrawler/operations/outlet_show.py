"""What was learned of an outlet, for ``outlets show``: its repeated blocks, each with a line that turns it round."""

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from newscrawler.boilerplate.furniture_learning import LEAST_OF_OUTLET
from newscrawler.boilerplate.strip import is_protected
from newscrawler.catalogue import find_outlet, load_catalogue
from newscrawler.model.block import Block
from newscrawler.model.furniture import FURNITURE_RULE, RepeatedBlock
from newscrawler.model.outlet import Outlet
from newscrawler.operations.article_text import instant
from newscrawler.operations.layout_lines import layout_lines
from newscrawler.operations.outlet_settings import outlet_values, print_settings
from newscrawler.operations.output import Output
from newscrawler.operations.remembered import has_memory, known_outlet
from newscrawler.operations.sample_files import is_shipped
from newscrawler.operations.sample_text import shown_path
from newscrawler.operations.status_lines import health_values, print_health
from newscrawler.operations.terminal_text import many, quote_line
from newscrawler.operations.undo_line import keep_line, remove_line
from newscrawler.settings import Environment
from newscrawler.storage.documents.conversion import plain, stored_json
from newscrawler.storage.documents.furniture_documents import KnownBlocks
from newscrawler.storage.documents.layout_documents import layout_values

MOST_OTHERS = 10  # repeated blocks that are no furniture; --json has all
QUOTED = 76
INDENT, DEEPER = "  ", "      "


def run(options: argparse.Namespace, environment: Environment, output: Output) -> int:
    """The exit code of ``outlets show``: every setting of one outlet, then what was learned of it."""
    outlet = find_outlet(load_catalogue(environment.outlet_folders), options.outlet)
    known, health = known_outlet(outlet, environment, output)
    told = None if health is None else health_values(health)
    learned = None if known is None else learned_values(outlet, known)
    output.row(outlet_values(outlet) | {"health": told, "learned": learned})
    print_settings(outlet, output)
    if health is not None:
        output.line()
        print_health(health, output)
    if known is not None or not has_memory(environment):
        output.line()
        print_learned(outlet, known, output)
    return 0


def learned_values(outlet: Outlet, known: KnownBlocks) -> dict[str, Any]:
    """What was learned, as ``outlets show --json`` prints it."""
    return {
        "articles": known.articles,
        "needed": LEAST_OF_OUTLET,
        "learned_at": known.learned_at,
        "articles_to_clean": known.left,
        "furniture": [_block_values(block, outlet) for block in known.blocks if block.reason],
        "repeated": [_block_values(block, outlet) for block in known.blocks if not block.reason],
        "layout": stored_json(layout_values(known.layout)),
    }


def print_learned(outlet: Outlet, known: KnownBlocks | None, output: Output) -> None:
    """What was learned, in words; that nothing was, and how many articles it takes."""
    _say(_how_much(known), output)
    if known is not None:
        for line in layout_lines(known.layout, datetime.now(UTC)):
            _say(line, output)
    if known is None or not known.blocks:
        return
    furniture = [block for block in known.blocks if block.reason]
    others = [block for block in known.blocks if not block.reason]
    taken = (
        "is left in: the file says so" if FURNITURE_RULE in outlet.boilerplate.off else "is taken out of its articles"
    )
    _print_blocks(f"Furniture, which {taken}", furniture, outlet, output)
    _print_blocks("Repeated, but no furniture", others[:MOST_OTHERS], outlet, output)
    if len(others) > MOST_OTHERS:
        output.line(f"{INDENT}{len(others) - MOST_OTHERS} more: --json shows them")
    if known.left:
        stored = f"{many(known.left, 'stored article')} not cleaned yet by what is known now"
        output.line()
        _say(f"{stored}: newscrawler reprocess --outlet {outlet.id}", output)
    _print_what_to_do(outlet, output)


def _how_much(known: KnownBlocks | None) -> str:
    if known is None:
        return f"Nothing is learned yet on this machine: furniture is told from {LEAST_OF_OUTLET} articles on."
    if known.articles < LEAST_OF_OUTLET:
        so_far = many(known.articles, "article") if known.articles else "none"
        return f"Nothing is learned yet: furniture is told from {LEAST_OF_OUTLET} articles on, so far {so_far} counted."
    at = f", last on {instant(known.learned_at)} UTC" if known.learned_at else ""
    return f"Learned from {many(known.articles, 'article')}{at}."


def _print_blocks(heading: str, blocks: Sequence[RepeatedBlock], outlet: Outlet, output: Output) -> None:
    if not blocks:
        return
    output.line()
    output.line(output.paint(heading, "bold"))
    for block in blocks:
        text = quote_line(block.text, QUOTED if not output.is_terminal else output.text_width - len(INDENT))
        output.line(f"{INDENT}{text if block.text else '(its text is no longer known)'}")
        for line in output.wrap(f"{block.place}; {block.reason or block.doubt}", first=DEEPER, later=DEEPER):
            output.line(output.paint(line, "dim"))
        for line in _undo(block, outlet):
            output.line(f"{DEEPER}{line}")


def _undo(block: RepeatedBlock, outlet: Outlet) -> list[str]:
    """The line for the outlet's file that turns the verdict round, or why there is none."""
    if not block.text:
        return []
    if is_protected(Block("paragraph", block.text), outlet.boilerplate):
        return ["kept: the file says so"]
    return [_undo_line(block, outlet)]


def _undo_line(block: RepeatedBlock, outlet: Outlet) -> str:
    wishes = outlet.boilerplate
    return keep_line(block, wishes.keep) if block.reason else remove_line(block, wishes.remove_text)


def _block_values(block: RepeatedBlock, outlet: Outlet) -> dict[str, Any]:
    values = {name: plain(getattr(block, name)) for name in RepeatedBlock.__slots__ if name != "number"}
    return stored_json(values) | {"undo": _undo_line(block, outlet) if block.text else None}


def _print_what_to_do(outlet: Outlet, output: Output) -> None:
    """Where a line goes; one `keep` holds all patterns, and a shipped file is not edited."""
    output.line()
    file = f"{outlet.id}.toml of your own folder" if is_shipped(outlet) else shown_path(Path(outlet.file))
    there = [key for key in ("keep", "remove_text") if getattr(outlet.boilerplate, key)]
    instead = f", in the place of the `{'` and `'.join(there)}` that is there" if there else ""
    _say(
        f"To turn one round, put its line under [boilerplate] in {file}{instead} (several patterns share one line); "
        f"then: newscrawler reprocess --outlet {outlet.id}",
        output,
    )


def _say(text: str, output: Output) -> None:
    for line in output.wrap(text):
        output.line(line)
