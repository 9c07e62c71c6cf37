"""What an article said before, change by change: which words went, which came, which were kept."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from newscrawler.operations.article_text import instant
from newscrawler.operations.bounded_matching import StepBudget, op_codes
from newscrawler.operations.output import Output
from newscrawler.operations.terminal_text import many
from newscrawler.operations.word_difference import WordRun, word_difference
from newscrawler.storage.documents.conversion import stored_json
from newscrawler.words import UNSPACED_LETTERS

Document = Mapping[str, Any]

TEXTS = frozenset({"title", "body", "standfirst", "byline"})  # told word by word; other values are told whole
_MOST_STEPS = 1_000_000  # in comparing two lists, as of links
CONTEXT_WORDS = 12  # before and after a change
_MARKS = {"deleted": ("[-", "-]"), "inserted": ("{+", "+}")}  # where there are no colours; those of git
_PIECE = re.compile(r"\s*\S+")
_UNSPACED = re.compile(f"[{UNSPACED_LETTERS}]")


def print_revisions(document: Document, revisions: Sequence[Document], output: Output) -> None:
    """Each revision of an article, oldest first: until when it held, why it was written, what changed.

    With ``--json`` the revision as it is stored, with ``changes``: field -> its runs, each of one kind (``kept``,
    ``deleted``, ``inserted``) with its ``text``. Of a text the kept and the deleted runs together are what it said
    before, the kept and the inserted ones what it said then.
    """
    if not revisions:
        output.message(f"Article {document['_id']} has not changed since it was first seen.")
    versions = [*(revision["version"] for revision in revisions[1:]), document.get("version")]
    for revision, newer, following in zip(revisions, _states_after(document, revisions), versions, strict=False):
        changes = {name: changed_runs(name, revision["old"].get(name), newer.get(name)) for name in revision["changed"]}
        runs = {name: [{"kind": run.kind, "text": run.text} for run in runs] for name, runs in changes.items()}
        output.row(stored_json(revision) | {"changes": runs})
        until = f"version {revision['version']}, until {instant(revision['seen_at'])} UTC"
        same = "; that gave no new version" if revision["version"] == following else ""
        output.line(output.paint(until, "bold") + same + _why(revision))
        for name, each in changes.items():
            _print_change(name, each, output)


def changed_runs(name: str, old: object, new: object) -> list[WordRun]:
    """The runs from one value of a field to the next: words of a text, entries of a list, else the values whole."""
    if name in TEXTS:
        return word_difference(str(old or ""), str(new or ""))
    return list(_entry_runs(_entries(old), _entries(new)))


def _entry_runs(before: Sequence[str], after: Sequence[str]) -> Iterator[WordRun]:
    for kind, first, last, new_first, new_last in op_codes(before, after, StepBudget(_MOST_STEPS)):
        if kind == "equal":
            yield from (WordRun("kept", entry) for entry in before[first:last])
        else:
            yield from (WordRun("deleted", entry) for entry in before[first:last])
            yield from (WordRun("inserted", entry) for entry in after[new_first:new_last])


def _why(revision: Document) -> str:
    why = f"; why: {revision['reason']}" if revision.get("reason") else ""
    between = revision.get("between", ())
    kept = ": their pages are kept" if all("raw" in one for one in between) else ""
    more = f"; {many(len(between), 'more change')} within the hour, told as one{kept}"
    return why + (more if between else "")


def _print_change(name: str, runs: Sequence[WordRun], output: Output) -> None:
    if name not in TEXTS:
        output.line(f"{name}:")
        for run in runs:
            if run.kind != "kept":
                output.line("  " + _painted(run.text, run.kind, output))
        return
    lines = _shown(runs, output).split("\n")
    if len(lines) == 1:
        output.line(f"{name}: {lines[0]}")
        return
    output.line(f"{name}:")
    for line in lines:
        output.line(f"  {line}".rstrip())


def _shown(runs: Sequence[WordRun], output: Output) -> str:
    """The runs in one text, of the kept ones no more than stands near a change."""
    shown = ""
    for place, run in enumerate(runs):
        if run.kind == "kept":
            shown += _near(run.text, is_first=place == 0, is_last=place == len(runs) - 1)
        else:
            shown += "\n".join(_painted(line, run.kind, output) if line else "" for line in run.text.split("\n"))
    return re.sub(r"\n{2,}", "\n", shown).strip("\n")


def _near(text: str, *, is_first: bool, is_last: bool) -> str:
    """The beginning and the end of a kept text, ``...`` for what stands between them."""
    words = _pieces(text)
    before = [] if is_first else words[:CONTEXT_WORDS]
    after = [] if is_last else words[-CONTEXT_WORDS:]
    if len(words) <= len(before) + len(after) + 1:
        return text
    end = "" if is_last else text[len(text.rstrip()) :]
    return "".join(before) + (" ..." if before else "...") + ("".join(after) if is_first or after else "") + end


def _pieces(text: str) -> list[str]:
    """Words with the spaces before them; letters of a script without spaces one by one, each with its marks."""
    return [
        piece
        for word in _PIECE.findall(text)
        for piece in (re.findall(r"\s*\S[^\w\s]*", word) if _UNSPACED.search(word) else [word])
    ]


def _painted(text: str, kind: str, output: Output) -> str:
    if output.color:
        return output.paint(text, "red" if kind == "deleted" else "green")
    opening, closing = _MARKS[kind]
    return f"{opening}{text}{closing}"


def _states_after(document: Document, revisions: Sequence[Document]) -> list[dict[str, Any]]:
    """For each revision the values that followed it: those of the article, with what later revisions replaced."""
    state = dict(document)
    states = []
    for revision in reversed(revisions):
        states.append(dict(state))
        for name in revision["changed"]:
            state.pop(name, None)  # it may not have been there before
        state |= revision["old"]
    return states[::-1]


def _entries(value: object) -> list[str]:
    """A field's value as texts: each entry of a list is one."""
    entries = value if isinstance(value, list) else [value]
    return [text for entry in entries if (text := _entry(entry))]


def _entry(value: object) -> str:
    if isinstance(value, Mapping):
        if value.keys() == {"name"}:
            return str(value["name"])
        return ", ".join(f"{name}: {entry}" for name, entry in value.items())
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}".removesuffix(":00") + " UTC"
    return "" if value is None else str(value)
