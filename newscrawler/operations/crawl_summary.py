"""What a crawl tells while it runs and when it has ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from newscrawler.model.account import ARTICLE_COUNTS, AS_BEFORE_COUNTS, LEFT_COUNTS, MET_COUNTS, funnel_of, overdrawn
from newscrawler.model.run import FINISHED, Run
from newscrawler.operations.copies_line import copies_line
from newscrawler.operations.crawl_end import Ended, Totals
from newscrawler.operations.crawl_exit import why_red
from newscrawler.operations.funnel_line import funnel_line
from newscrawler.operations.moving_line import MovingLine
from newscrawler.operations.output import Output
from newscrawler.operations.terminal_text import many
from newscrawler.storage.documents.conversion import stored_json
from newscrawler.storage.documents.run_documents import run_document

# Kind of run -> what becomes of the URLs that had not ended when it was stopped.
WHO_GOES_ON: Mapping[str, str] = {
    "crawl": "the next crawl takes up the rest.",
    "retry": "the same command takes up the rest.",
    "archive": "the same command reads all again, and stores nothing twice.",
}
WARNINGS_SHOWN = 3  # of each run; all are in its record
# Columns of the table -> the counts that they are the sum of. With "no article" they fit 80 columns.
COLUMNS = {
    "found": ("found",),
    "again": ("due", "retried"),
    "known": ("known",),
    "fetched": ("fetched",),
    "new": ("new",),
    "revised": ("revised",),
    "same": ("unchanged", "not_modified"),
    "repeated": ("repeated",),
    "spooled": ("spooled",),
    "read": ("read",),
    "left": LEFT_COUNTS,
}
RARE = frozenset({"again", "repeated", "spooled", "read", "left"})  # shown where any run has such


@dataclass(slots=True)
class Progress:
    """What is under way: a moving line on a terminal, in a pipe a plain one every now and then.

    On a terminal every outlet that ends leaves a line of its own; in a pipe only one that was not crawled: what a job
    of every quarter of an hour tells should be worth reading.
    """

    output: Output
    total: int
    done: int = 0
    _line: MovingLine = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Make its line."""
        self._line = MovingLine(self.output)

    def __enter__(self) -> Self:
        """Say that it begins."""
        if self.total > 1 and self.output.messages_terminal:
            self.output.message(f"Crawling {self.total} outlets ...")
        self._line.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Take the moving line away."""
        self._line.__exit__(kind, error, at)

    def tick(self, totals: Totals) -> None:
        """Tell the totals."""
        articles = f"{many(totals.read, 'article')} read" if totals.read else f"{totals.stored} articles new or revised"
        text = f"{many(totals.fetched, 'page')} fetched, {articles}, {many(totals.not_stored, 'URL')} without one"
        if totals.spooled:
            text += f", {totals.spooled} spooled"
        if self.total > 1:
            text += f"; {self.done} of {self.total} outlets done"
        self.tell(text)

    def tell(self, text: str) -> None:
        """Tell what is under way."""
        self._line.tell(text)

    def message(self, text: str) -> None:
        """Write a line that stays."""
        self._line.message(text)

    def ended(self, ended: Ended) -> None:
        """Tell how one outlet ended."""
        self.done += 1
        if ended.run is None or (self.total > 1 and self.output.messages_terminal):
            place = f"[{self.done}/{self.total}] " if self.total > 1 or not ended.skipped else ""
            self.message(place + in_words(ended))


def in_words(ended: Ended) -> str:
    """One outlet's run in a line."""
    if ended.skipped:
        return ended.skipped
    if ended.run is None:
        return f"{ended.name}: not crawled: {ended.failure}"
    run = ended.run
    parts = [f"{run.counts[name]} {name}" for name in (*ARTICLE_COUNTS, "known") if run.counts[name]]
    lost = sum(run.outcomes.values())
    if lost:
        parts.append(f"{lost} without an article")
    return f"{ended.name}: {', '.join(parts) or 'nothing found'} ({_seconds(run):.0f} s)"


def print_summary(
    ended: Sequence[Ended], output: Output, log: Path, *, waiting: int = 0, recorded: bool = True
) -> None:
    """One table over all runs, and under it what an operator should know; with --json one object a run.

    Args:
        ended: the runs.
        output: where to write.
        log: the file in which errors are.
        waiting: items that are in the spool still.
        recorded: whether it was written down why URLs gave no article.
    """
    runs = [one.run for one in ended if one.run is not None]
    for one in ended:
        if one.run is not None:
            output.row(stored_json(run_document(one.run)))
        elif one.skipped:
            output.row({"outlet": one.name, "skipped": one.skipped})
    if any(run.kind != "archive" or any(run.counts.values()) for run in runs):  # a table of zeros tells nothing
        print_counts([(run.outlet, run) for run in runs], output)
        _print_funnel(runs, output)
    for lost_database in dict.fromkeys(one.database_lost for one in ended if one.database_lost):
        output.message(lost_database, "red")  # once for all crawls: they have one database
    for one in ended:
        _tell_troubles(one, output)
    tell_waiting(waiting, output)
    lost = sum(sum(run.outcomes.values()) for run in runs)
    if lost:
        output.message(
            f"{many(lost, 'URL')} gave no article, "
            + ("each with its reason: newscrawler errors" if recorded else "counted by reason with --json")
        )
    errors = sum(one.errors for one in ended)
    if errors:
        output.message(f"{many(errors, 'error')} in the log: {log}", "red")


def tell_waiting(count: int, output: Output) -> None:
    """Say how many items are in the spool still, if any."""
    if count:
        output.message(
            f"{many(count, 'item')} (articles, URLs without one, runs) wait in the spool on this machine: the next "
            "command that opens the database stores them. To see them: newscrawler db spool",
            "yellow",
        )


def print_counts(runs: Sequence[tuple[str, Run]], output: Output) -> None:
    """A row for each run under the name that is given with it; how it ended only where one ended unusually."""
    counted = [{name: _column(run, name) for name in COLUMNS} for _, run in runs]
    shown = [name for name in COLUMNS if name not in RARE or any(counts[name] for counts in counted)]
    rows = [
        (name, *(counts[column] for column in shown), sum(run.outcomes.values()))
        for (name, run), counts in zip(runs, counted, strict=True)
    ]
    columns = ("outlet", *shown, "no article")
    if all(run.finish_reason == FINISHED for _, run in runs):
        output.table(columns, rows)
    else:
        ends = ["" if run.finish_reason == FINISHED else run.end or "none recorded" for _, run in runs]
        output.table((*columns, "end"), [(*row, end) for row, end in zip(rows, ends, strict=True)])


def _column(run: Run, column: str) -> int:
    return sum(run.counts.get(name, 0) for name in COLUMNS[column])


def _print_funnel(runs: Sequence[Run], output: Output) -> None:
    """The account of all runs together, under their table; where nothing was listed anew, that."""
    if not runs:
        return
    funnel = funnel_of((run.counts, run.outcomes) for run in runs)
    unchanged, resting = (sum(run.counts.get(name, 0) for run in runs) for name in AS_BEFORE_COUNTS)
    parts = [f"{many(unchanged, 'listing')} unchanged since the last run"] if unchanged else []
    parts += [f"{many(resting, 'listing')} still fresh and not asked"] if resting else []
    as_before = ", ".join(parts)
    if any(getattr(funnel, name) for name in MET_COUNTS):
        text = funnel_line(funnel) + (f"; {as_before}" if as_before else "")
    else:
        text = f"0 found; {as_before}" if as_before else ""
    for line in output.wrap(text and f"{'In all: ' if len(runs) > 1 else ''}{text}."):
        output.line(line)
    for line in output.wrap(copies_line(run.counts for run in runs)):
        output.line(line)
    wrong = sum(overdrawn(run.counts, run.outcomes) for run in runs)
    if wrong:
        output.message(f"{many(wrong, 'URL')} counted twice: this is a bug in newscrawler, please report it.", "red")


def _tell_troubles(ended: Ended, output: Output) -> None:
    if (
        ended.failure and not ended.database_lost and ended.run is not None
    ):  # what could not even begin was told when it ended
        output.message(f"{ended.name}: {ended.failure}", "red")
    run = ended.run
    if run is None:
        return
    for warning in run.warnings[:WARNINGS_SHOWN]:
        output.message(f"{ended.name}: {warning}", "yellow")
    more = len(run.warnings) - WARNINGS_SHOWN
    if more > 0:
        output.message(
            f"{ended.name}: {many(more, 'more warning')}: newscrawler runs --outlet {ended.name} --json", "yellow"
        )
    _tell_healing(run, output)
    _tell_unfinished(run, output)
    if run.counts["skipped"]:
        output.message(f"{ended.name}: {many(run.counts['skipped'], 'record')} without an HTML page passed over")
    read = run.counts["fetched"]
    if run.kind == "archive" and read and not sum(run.counts[name] for name in ARTICLE_COUNTS):
        # Of an archive no warning: there these mean that it is damaged.
        output.message(f"{ended.name}: {read:,} pages read, 0 had an article. See: newscrawler errors", "yellow")
    if why := why_red(ended):
        output.message(f"{ended.name} failed: {why}", "red")


def _tell_healing(run: Run, output: Output) -> None:
    """What became of articles that were stored before their furniture was known; never silently."""
    healed, unhealed = run.counts.get("healed", 0), run.counts.get("unhealed", 0)
    is_crawl = run.kind != "archive"
    if healed:
        show = f"newscrawler outlets show {run.outlet}" if is_crawl else "newscrawler outlets show OUTLET"
        output.message(f"{run.outlet}: {many(healed, 'stored article')} cleaned as furniture became known: {show}")
    if unhealed:
        again = f"newscrawler reprocess {f'--outlet {run.outlet}' if is_crawl else '--all'} --apply"
        output.message(f"{run.outlet}: {many(unhealed, 'stored article')} still to be cleaned of furniture: {again}")


def _tell_unfinished(run: Run, output: Output) -> None:
    """What to do with what a run that ended before its time left; a back-fill tells that itself."""
    left, again = run.counts.get("unfinished", 0), WHO_GOES_ON.get(run.kind)
    if left and again:
        output.message(f"{run.outlet}: {many(left, 'URL')} unfinished: {again}")


def _seconds(run: Run) -> float:
    return (run.finished_at - run.started_at).total_seconds() if run.finished_at else 0.0
