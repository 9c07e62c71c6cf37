"""An article as a person reads it on a terminal: what it is, the story, what was taken out."""

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from newscrawler.operations.output import Output
from newscrawler.operations.terminal_text import cell_width, many


def print_article(values: Mapping[str, Any], output: Output) -> None:
    """An article document, as ``--json`` prints it, in words; nothing with ``--json``."""
    print_head(values, output)
    print_blocks(values.get("blocks", ()), output)
    output.line()
    removed = Counter(str(gone["rule"]) for gone in values.get("removed", ()))
    if removed:
        counts = ", ".join(f"{rule} {count}" for rule, count in removed.most_common())
        output.line(output.paint(f"removed: {counts}", "dim"))
    if values.get("warnings"):
        output.line(output.paint(f"warnings: {', '.join(values['warnings'])}", "yellow"))


def print_head(values: Mapping[str, Any], output: Output) -> None:
    """What stands above an article's text: title, address, facts, standfirst."""
    output.line(output.paint(str(values.get("title") or "(no title)"), "bold"))
    output.line(str(values.get("url", "")))
    output.line(" · ".join(facts(values)))
    if values.get("standfirst"):
        print_text(str(values["standfirst"]), output)


def print_blocks(blocks: Iterable[Mapping[str, Any]], output: Output) -> None:
    """The story, an empty line before each of its blocks."""
    for block in blocks:
        print_text(_block_text(block), output)


def facts(values: Mapping[str, Any]) -> list[str]:
    """Outlet, people, dates, language and length, each as a few words; what is not known is left out."""
    people = [str(author["name"]) for author in values.get("authors", ())]
    people += [str(values["agency"])] if values.get("agency") else []
    modified = values.get("modified_at")
    changed = f"changed {instant(modified)}" if modified and modified != values.get("published_at") else None
    words = values.get("word_count")
    told = (
        values.get("outlet_name") or values.get("outlet"),
        f"by {', '.join(people)}" if people else None,
        f"{instant(published)} UTC" if (published := values.get("published_at")) else "no date",
        changed,
        values.get("section"),
        values.get("language"),
        f"{words:,} words" if isinstance(words, int) else None,
        many(len(updates), "live update") if (updates := values.get("live_updates")) else None,
        "not free" if values.get("free_access") is False else None,
    )
    return [str(fact) for fact in told if fact]


def instant(value: object) -> str:
    """``2026-03-05 09:00``, which is UTC, for ``2026-03-05T09:00:00Z``; "" for None."""
    return str(value)[:16].replace("T", " ") if value else ""


def wrap(text: str, width: int) -> list[str]:
    """``text`` in lines of at most ``width`` columns; scripts without spaces are broken between letters."""
    if cell_width(text) == len(text):
        return textwrap.wrap(text, width)
    lines, line = [], ""
    for word in _breakable(text):
        if line and cell_width(line + word.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += word
    return [*lines, line.rstrip()]


def _breakable(text: str) -> Iterator[str]:
    """Words with the space after them; wide letters one by one, so that a line can end after each."""
    word = ""
    for letter in text:
        word += letter
        if letter == " " or cell_width(letter) == 2:
            yield word
            word = ""
    if word:
        yield word


def _block_text(block: Mapping[str, Any]) -> str:
    text = str(block["text"])
    lines: Sequence[str] = text.splitlines()
    if block["kind"] == "list":
        return "\n".join(f"- {line}" for line in lines)
    if block["kind"] == "quote":
        return "\n".join(f"> {line}" for line in lines)
    return {"heading": "## {}", "caption": "[{}]"}.get(str(block["kind"]), "{}").format(text)


def print_text(text: str, output: Output) -> None:
    """An empty line, then the text, wrapped on a terminal."""
    output.line()
    for line in text.splitlines():
        for part in wrap(line, output.text_width) if output.is_terminal else [line]:
            output.line(part)
