"""A preview as a person reads it: listings, articles, what was taken out, one article closely, what to look at."""

import textwrap
from collections.abc import Iterable
from dataclasses import asdict
from shlex import quote

from newscrawler.model.article import Article
from newscrawler.model.block import CHROME_RULE
from newscrawler.operations.article_text import instant, wrap
from newscrawler.operations.block_lines import print_fates
from newscrawler.operations.cluster_text import BESIDE_WORDS
from newscrawler.operations.explanation import fates
from newscrawler.operations.output import Output
from newscrawler.operations.preview_findings import find_points
from newscrawler.operations.preview_view import (
    ListingView,
    Preview,
    article_values,
    body_words,
    count_body_words,
    rule_views,
    why_refused,
)
from newscrawler.operations.terminal_text import many, quote_line
from newscrawler.storage.documents.conversion import stored_json
from newscrawler.storage.documents.run_documents import outcome_document

BEGINNING_WORDS = 60
LONGEST_EXAMPLE = 82  # columns, with its quotation marks
MOST_FATES = 40  # a page with a hundred lines around its story is what explain is for
OVER_LIMIT = "the budget of "  # how warnings about what this command itself bounds begin


def print_preview(preview: Preview, output: Output) -> None:
    """The whole preview; with ``--json`` a row for every listing, article, outcome, rule and finding."""
    _print_listings(preview, output)
    _print_articles(preview, output)
    _print_outcomes(preview, output)
    _print_rules(preview, output)
    if preview.most_telling:
        _print_closely(preview.most_telling, output)
    _print_findings(preview, output)
    _print_next(preview, output)


def _head(text: str, output: Output) -> None:
    output.line(output.paint(text, "bold"))


def _print_listings(preview: Preview, output: Output) -> None:
    for view in preview.listings:
        output.row(view.values())
    if not preview.listings:
        output.message(f"{preview.outlet.id}: no listing was read.", "yellow")
        return
    _head("Where articles are listed", output)
    output.table(
        ("kind", "links", "wanted", "not wanted", "listing"),
        [_listing_cells(view) for view in preview.listings],
    )
    for view in preview.listings:
        for text in _listing_notes(view, preview):
            _say(text, output)
    counts = preview.run.counts
    more = f", {counts['over_budget']} more than --limit" if counts["over_budget"] else ""
    _say(f"{many(counts['found'], 'article')} listed, {many(counts['fetched'], 'page')} fetched{more}.", output)
    told = " ".join(f"{view.url} {view.failure}" for view in preview.listings)
    for warning in preview.run.warnings:
        if not warning.startswith(OVER_LIMIT) and warning not in told and not _is_told(warning, preview):
            output.message(warning, "yellow")


def _is_told(warning: str, preview: Preview) -> bool:
    return any(view.url in warning for view in preview.listings)


def _listing_cells(view: ListingView) -> tuple[object, ...]:
    read = view.read
    numbers = (read.links, read.wanted, read.links - read.wanted) if read else (None, None, None)
    index = f" (points to {many(read.further, 'listing')})" if read and read.further and not read.links else ""
    return (view.kind or "listing", *numbers, view.url + index)


def _listing_notes(view: ListingView, preview: Preview) -> Iterable[str]:
    where = f"{view.key} in {preview.outlet.id}.toml: " if view.key else ""
    if view.failure:
        yield f"{where}{view.url}: {view.failure}"
    read = view.read
    if read is None:
        return
    if read.damage:
        yield f"{where}{view.url}: damaged: {read.damage}"
    if read.refused:
        yield f"not wanted, for example: {read.refused[0]} ({why_refused(read.refused[0], preview.outlet)})"


def _print_articles(preview: Preview, output: Output) -> None:
    for number in range(len(preview.articles)):
        output.row(article_values(preview, number))
    judged = len(preview.articles) + len(preview.outcomes)
    if not judged:
        return
    output.line()
    _head(f"Would be stored: {len(preview.articles)} of {many(judged, 'page')}", output)
    rows = []
    for number, article in enumerate(preview.articles):
        copy = preview.copies.get(number)
        title = f"[{BESIDE_WORDS[copy[1]]} {copy[0] + 1}] {article.title}" if copy else article.title
        people = ", ".join(author.name for author in article.authors) or article.agency
        rows.append(
            (number + 1, _published(article), count_body_words(article), people, _count_removed(article), title)
        )
    output.table(("no.", "published (UTC)", "words", "authors", "removed", "title"), rows)
    if preview.articles:
        words = body_words(preview.articles)
        output.row({"kind": "body_words", **asdict(words)})
        _say(f"The body has {words.median} words in the median, {words.shortest} to {words.longest}.", output)


def _published(article: Article) -> str | None:
    at = article.published_at
    if at is None:
        return None
    return instant(at.isoformat()) if article.published_precision != "day" else at.date().isoformat()


def _count_removed(article: Article) -> int:
    return sum(gone.rule != CHROME_RULE for gone in article.removed)


def _print_outcomes(preview: Preview, output: Output) -> None:
    for outcome in preview.outcomes:
        values = stored_json(outcome_document(outcome))
        output.row({**values, "kind": "outcome", "outcome": str(outcome.kind)})
    if not preview.outcomes:
        return
    output.line()
    _head("Would not be stored", output)
    rows = [(str(outcome.kind), outcome.message, outcome.url) for outcome in preview.outcomes]
    output.table(("reason", "in words", "url"), rows)


def _print_rules(preview: Preview, output: Output) -> None:
    views = rule_views(preview.articles)
    for view in views:
        output.row(view.values())
    if not views:
        return
    output.line()
    _head("Taken out of these articles, by rule", output)
    output.table(
        ("rule", "blocks", "pages", "for example"),
        [(view.rule, view.blocks, view.pages, quote_line(view.example, LONGEST_EXAMPLE)) for view in views],
    )


def _print_closely(article: Article, output: Output) -> None:
    output.line()
    _head(f"One of them: {article.title}", output)
    output.line(article.url)
    words = article.body.split()
    beginning = " ".join(words[:BEGINNING_WORDS]) + (" …" if len(words) > BEGINNING_WORDS else "")
    for line in wrap(beginning, output.text_width):
        output.line(line)
    output.line()
    removed = [fate for fate in fates(article) if not fate.kept and fate.rule != CHROME_RULE]
    once = list({(fate.rule, fate.block.text): fate for fate in reversed(removed)}.values())[::-1]
    print_fates(once[:MOST_FATES], output)
    if len(once) < len(removed):
        _say(f"And {many(len(removed) - len(once), 'block')} with the same text as one of these.", output)
    if len(once) > MOST_FATES:
        _say(f"{len(once) - MOST_FATES} more: newscrawler explain {quote(article.url)}", output)


def _print_findings(preview: Preview, output: Output) -> None:
    points = find_points(preview)
    for point in points:
        output.row(point.values())
    if not preview.articles and not points:
        return
    output.line()
    _head("To look at" if points else "To look at: nothing stands out.", output)
    for point in points:
        _say(f"- {point.message}", output)
        for line in point.lines:
            output.line(f"    {line}")


def _print_next(preview: Preview, output: Output) -> None:
    output.line()
    outlet = preview.outlet.id
    if preview.most_telling is None:
        first = preview.outcomes[0].url if preview.outcomes else None
        output.line(f"Next: newscrawler {f'explain {quote(first)}' if first else f'outlets show {outlet}'}")
        return
    url = quote(preview.most_telling.url)
    _say("Next, every block and field of one page, a sample of it, or all of them stored:", output)
    for command in (f"explain --outlet {outlet} {url}", f"sample {outlet} {url}", f"crawl {outlet}"):
        output.line(f"  newscrawler {command}")


def _say(text: str, output: Output) -> None:
    """A sentence in lines of the terminal; in a pipe as it is."""
    if not output.is_terminal:
        output.line(text)
        return
    for line in textwrap.wrap(text, output.text_width, break_on_hyphens=False, break_long_words=False):
        output.line(line)
