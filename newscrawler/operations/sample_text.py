"""A sample as a person reads it who has to say whether it is right."""

from pathlib import Path
from shlex import quote

from newscrawler.model.block import CHROME_RULE
from newscrawler.operations.article_text import print_head
from newscrawler.operations.block_lines import print_decisions
from newscrawler.operations.explanation import fates
from newscrawler.operations.output import Output
from newscrawler.operations.sample_files import ARTICLE_FILE, PAGE_FILE
from newscrawler.operations.sample_values import Result
from newscrawler.reading import Reading
from newscrawler.storage.documents.conversion import article_json


def print_sample(folder: Path, result: Result, reading: Reading | None, output: Output) -> None:
    """Where it lies, its article or why there is none, and what to do next."""
    output.line(shown_path(folder / PAGE_FILE))
    output.line(shown_path(folder / ARTICLE_FILE))
    outlet_id, article = folder.parent.name, shown_path(folder / ARTICLE_FILE)
    if result.article is None or reading is None:
        output.message(
            f"This page gives no article, and its sample says so: {result.outcome}: {result.reason}", "yellow"
        )
        page, url = shown_path(folder / PAGE_FILE), reading.article.url if reading else "URL"
        output.message(f"If it should give one: newscrawler explain {quote(page)} --url {quote(url)}")
        return
    output.line()
    print_head(article_json(reading.article), output)
    output.line()
    print_decisions((fate for fate in fates(reading.article) if fate.rule != CHROME_RULE), output)
    output.message(
        f"\nRead {article} and correct what is wrong: from now on it is the truth.\n"
        f"Check it: newscrawler outlets test {outlet_id}"
    )


def shown_path(path: Path) -> str:
    """A path as it is short: from the working directory on, where it lies below it."""
    absolute = path.resolve()
    return str(absolute.relative_to(Path.cwd()) if absolute.is_relative_to(Path.cwd()) else absolute)
