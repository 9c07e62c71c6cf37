"""``clean``: articles from plain-text dumps, each line that is no story taken out by a named rule."""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from newscrawler.boilerplate.text import TEXT_OUTLET, clean_text
from newscrawler.catalogue import find_outlet, load_catalogue
from newscrawler.model.article import Article
from newscrawler.operations.article_text import facts, print_blocks, print_text
from newscrawler.operations.output import Output
from newscrawler.operations.terminal_text import many
from newscrawler.operations.text_file import DumpedText, NoTextError, files_in, read_text, skipped_in_words
from newscrawler.settings import Environment
from newscrawler.words import count_words

COLUMNS = ("line", "rule", "evidence", "text")


def run(options: argparse.Namespace, environment: Environment, output: Output) -> int:
    """The exit code of ``clean``: 1 where a file gave no article; the others are cleaned all the same."""
    outlet = find_outlet(load_catalogue(environment.outlet_folders), options.outlet) if options.outlet else TEXT_OUTLET
    files = list(_expand(options.files, output))
    failed = 0
    for number, file in enumerate(files):
        try:
            dumped = read_text(file)
        except NoTextError as error:
            output.message(str(error), "red")
            failed += 1
            continue
        article = clean_text(dumped.text, outlet=outlet)
        values = cleaned_values(article, file, dumped)
        output.row(values)
        if len(files) > 1:
            output.line(("\n" if number else "") + output.paint(file, "dim"))
        print_cleaned(values, output)
        failed += _doubts(values, dumped, output)
    if len(files) > 1 and failed:
        output.message(f"{len(files) - failed} of {many(len(files), 'file')} gave an article.", "yellow")
    return 1 if failed or not files else 0


def cleaned_values(article: Article, file: str, dumped: DumpedText) -> dict[str, Any]:
    """The article as ``clean --json`` prints it; ``reasons`` has an entry for each of ``removed``."""
    return {
        "file": file,
        "encoding": dumped.encoding,
        "title": article.title,
        "authors": [_filled(asdict(author)) for author in article.authors],
        "byline": article.byline,
        "agency": article.agency,
        "published_at": article.published_at,
        "body": article.body,
        "word_count": count_words(article.body),
        "blocks": [{"kind": block.kind, "text": block.text} for block in article.blocks],
        "images": [_filled(asdict(image)) for image in article.images],
        "removed": [{"text": gone.block.text, "rule": gone.rule} for gone in article.removed],
        "reasons": [{"place": gone.block.place, "evidence": gone.evidence} for gone in article.removed],
        "warnings": list(article.warnings),
        "rules_version": article.rules_version,
    }


def print_cleaned(values: Mapping[str, Any], output: Output) -> None:
    """The article in words: title, people, story, pictures; then every line that was taken out, and why."""
    output.line(output.paint(str(values["title"] or "(no title)"), "bold"))
    output.line(" · ".join(facts(values)))
    print_blocks(values["blocks"], output)
    for image in values["images"]:
        print_text(_picture_text(image), output)
    if values["removed"]:
        output.line()
        output.line(output.paint("taken out", "bold"))
    output.table(COLUMNS, _removed_rows(values["removed"], values["reasons"]))
    if values["warnings"]:
        output.line(output.paint(f"warnings: {', '.join(values['warnings'])}", "yellow"))


def _expand(targets: Sequence[str], output: Output) -> Iterator[str]:
    """The files that were named, and those of the folders that were."""
    for target in targets:
        folder = Path(target)
        if not folder.is_dir():
            yield target
            continue
        files, others = files_in(folder)
        if others or not files:
            output.message(skipped_in_words(others, folder), None if files else "red")
        yield from files


def _doubts(values: Mapping[str, Any], dumped: DumpedText, output: Output) -> bool:
    """Did the text give no story? Says so, and how much of it could not be decoded."""
    if dumped.replaced:
        letters = many(dumped.replaced, "letter")
        output.message(f"{values['file']}: {letters} could not be read as {dumped.encoding}.", "yellow")
    if not values["body"]:
        output.message(f"{values['file']}: no line of it is a story.", "red")
    return not values["body"]


def _removed_rows(removed: Sequence[Mapping[str, str]], reasons: Sequence[Mapping[str, str]]) -> list[list[object]]:
    return [
        [int(why["place"].removeprefix("line ")), gone["rule"], why["evidence"], gone["text"]]
        for gone, why in zip(removed, reasons, strict=True)
    ]


def _picture_text(image: Mapping[str, str]) -> str:
    """``[The ferry (credit: Ann Lee)]``."""
    shown = image.get("caption") or image.get("alt") or image.get("url") or ""
    credit = f" (credit: {image['credit']})" if image.get("credit") else ""
    return f"[{shown}{credit}]"


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
