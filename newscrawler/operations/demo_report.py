"""What the demo shows after its crawl: the runs, the articles, what was taken out of them, and what to type next."""

import os
import shutil
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from newscrawler.model.outcome import Outcome
from newscrawler.model.run import Run
from newscrawler.operations.article_text import wrap
from newscrawler.operations.cluster_text import BESIDE_WORDS, SHORT_ID
from newscrawler.operations.crawl_end import Ended
from newscrawler.operations.crawl_summary import print_counts
from newscrawler.operations.output import Output
from newscrawler.operations.terminal_text import cell_width, cut, in_one_line, many
from newscrawler.storage.documents.conversion import stored_json
from newscrawler.storage.documents.run_documents import run_document

TEXT_LINES = 3  # of the story that is shown
URL_WIDTH = 36  # of an address on a terminal
# Rules that take what the article has in a field of its own.
FIELD_RULES = frozenset({"byline", "date_line", "section_label", "standfirst", "title"})

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Came:
    """What came in: how the runs ended, the outlets' stored articles, the URLs of these runs that gave none."""

    ended: Sequence[Ended]
    articles: Sequence[Document]
    outcomes: Sequence[Outcome]

    @property
    def runs(self) -> list[Run]:
        """The runs that began, in the order in which they ended."""
        return [one.run for one in self.ended if one.run is not None]

    @property
    def is_repeated(self) -> bool:
        """Was everything stored before?"""
        return not any(run.counts["new"] or run.counts["revised"] for run in self.runs)


def print_report(came: Came, output: Output, *, uri_is_set: bool) -> None:
    """Everything, shortly; with ``--json`` a line for each run, article and outcome, and one of the rules' counts."""
    _print_runs(came, output)
    _print_articles(came, output)
    _print_outcomes(came, output)
    _print_removed(came, output)
    _print_next(came, output, uri_is_set=uri_is_set)


def _print_runs(came: Came, output: Output) -> None:
    rows: list[tuple[str, Run]] = []
    shown = None
    for run in came.runs:
        output.row({"kind": "run", "run": stored_json(run_document(run))})
    for run in sorted(came.runs, key=lambda run: run.outlet):
        name = run.outlet if run.outlet != shown else "  visited again"
        rows.append((name, run))
        shown = run.outlet
    output.line()
    print_counts(rows, output)
    if came.is_repeated:
        output.line()
        known, unchanged = (sum(run.counts[name] for run in came.runs) for name in ("known", "unchanged"))
        _paragraph(
            f"Nothing is new: the demo ran here before. {known} articles were known and not fetched; {unchanged} were "
            "fetched once more and are unchanged. Nothing was stored twice.",
            output,
        )


def _print_articles(came: Came, output: Output) -> None:
    names = {article["_id"]: article["outlet"] for article in came.articles}
    shown = None
    for article in came.articles:
        output.row({"kind": "article", "article": stored_json(article)})
        if article["outlet"] != shown:
            shown = article["outlet"]
            count = sum(other["outlet"] == shown for other in came.articles)
            output.line()
            heading = f"{article.get('outlet_name') or shown}: {many(count, 'article')}"
            output.line(f"{output.paint(heading, 'bold')} ({article.get('language')})")
        published = f"{article['published_at']:%Y-%m-%d}" if article.get("published_at") else "no date   "
        note = _note(article, names)
        begin = f"  {published} {article['word_count']:>5,} words  "
        title = output.fit(str(article.get("title")), cell_width(begin) + (len(note) + 2 if note else 0))
        output.line(begin + title + (f"  {output.paint(note, 'yellow')}" if note else ""))


def _note(article: Document, outlets: Mapping[str, str]) -> str:
    """What is special about an article; "" for most."""
    if article["version"] > 1:
        return f"(updated: version {article['version']})"
    if link := article.get("copy_of"):
        return f"({BESIDE_WORDS[link['kind']]} {outlets.get(link['article'], link['article'][:SHORT_ID])})"
    return "(not free: the teaser)" if article.get("free_access") is False else ""


def _print_outcomes(came: Came, output: Output) -> None:
    if came.outcomes:
        output.line()
        output.line(output.paint("URLs that gave no article, and why", "bold"))
    for outcome in came.outcomes:
        output.row({"kind": "outcome", "outcome": asdict(outcome)})
        url = _tail(outcome.url, URL_WIDTH) if output.is_terminal else outcome.url
        output.line(output.fit(f"  {url:<{URL_WIDTH}}  {outcome.kind}: {outcome.message}"))


def _tail(url: str, width: int) -> str:
    """The end of an address, which tells more than its beginning."""
    return url if len(url) <= width else f"…{url[1 - width :]}"


def _print_removed(came: Came, output: Output) -> None:
    counts = Counter(str(gone["rule"]) for article in came.articles for gone in article["removed"])
    output.row({"kind": "removed", "counts": dict(counts.most_common())})
    if not came.articles:
        return
    _print_article(_featured(came.articles), output)
    output.line()
    told = ", ".join(f"{rule} {count}" for rule, count in counts.most_common())
    _paragraph(f"Removed from all {len(came.articles)} articles, by rule: {told}.", output)


def _featured(articles: Sequence[Document]) -> Document:
    """The article beside whose story stood the most different things; of several the one with the fewest blocks."""
    return max(
        articles, key=lambda one: (len({gone["rule"] for gone in one["removed"]} - FIELD_RULES), -len(one["removed"]))
    )


def _print_article(article: Document, output: Output) -> None:
    output.line()
    output.line(output.paint(output.fit(f"One of them: {article.get('title')}"), "bold"))
    if article.get("byline"):
        output.line(f"  {article['byline']}")
    lines = [line for text in str(article["body"]).split("\n\n") for line in wrap(text, output.text_width - 2)]
    for line in lines[:TEXT_LINES]:
        output.line(f"  {line}")
    output.line(f"  ... and {len(lines) - TEXT_LINES} more lines.")
    _print_taken([gone for gone in article["removed"] if gone["rule"] not in FIELD_RULES], output)
    fields = Counter(str(gone["rule"]) for gone in article["removed"] if gone["rule"] in FIELD_RULES)
    if fields:
        told = ", ".join(f"{rule} {count}" for rule, count in fields.items())
        output.line(f"  and what the article has as fields: {told}")


def _print_taken(removed: Sequence[Document], output: Output) -> None:
    output.line(output.paint("What else was on its page, and is no story: text, rule, evidence", "bold"))
    rule_width = max((len(gone["rule"]) for gone in removed), default=0)
    text_width = (output.text_width - rule_width - 6) * 2 // 5  # evidence is the longer
    for gone in removed:
        text = cut(in_one_line(str(gone["text"])), text_width)
        text += " " * (text_width - cell_width(text))
        rule = output.paint(f"{gone['rule']:<{rule_width}}", "red")
        output.line(f"  {text}  {rule}  " + output.fit(gone.get("evidence", ""), 6 + text_width + rule_width))


def _print_next(came: Came, output: Output, *, uri_is_set: bool) -> None:
    output.line()
    output.line(output.paint("What to type next", "bold"))
    newscrawler = ("NEWSCRAWLER_MONGO_URI= " if uri_is_set else "") + program()
    shown = str(_featured(came.articles)["_id"])[:SHORT_ID] if came.articles else "ID"
    copy = next((str(article["_id"])[:SHORT_ID] for article in came.articles if article.get("copy_of")), None)
    copies = [(f"{newscrawler} clusters {copy}", "a story that two of them have: who was first")] if copy else []
    lines = (
        (f"{newscrawler} articles", "all that is stored"),
        (f"{newscrawler} article {shown}", "this one, whole"),
        (f"{newscrawler} explain {shown}", "every block of its page, and why"),
        *copies,
        (f"{newscrawler} errors", "what gave no article"),
        (f"{newscrawler} runs", "the crawls"),
        (f"{program()} demo --serve", "these sites, to practise on"),
    )
    width = max(len(command) for command, _ in lines)
    for command, does in lines:
        output.line(f"  {command:<{width}}  {output.paint(does, 'dim')}")
    output.line("Your own outlets: docs/adding-an-outlet.md. A real one, with your address:")
    output.line(f"  NEWSCRAWLER_CONTACT=you@example.com {program()} crawl us_koreadaily")


def program() -> str:
    """How this program is called from here, as one would type it."""
    if shutil.which("newscrawler"):
        return "newscrawler"
    called = Path(sys.argv[0])
    if called.name == "__main__.py":
        return "python -m newscrawler"
    near = os.path.relpath(called)
    return near if len(near) < len(str(called)) else str(called)


def _paragraph(text: str, output: Output) -> None:
    for line in wrap(text, output.text_width):
        output.line(line)
