"""How a command that crawled ends, for the shell, and which outlets are to blame."""

from collections.abc import Sequence

from newscrawler.errors import StorageUnavailableError
from newscrawler.model.account import ARTICLE_COUNTS, AS_BEFORE_COUNTS, MET_COUNTS, NOT_OF_A_LINK
from newscrawler.model.outcome import OutcomeKind
from newscrawler.model.run import LEASE_LOST, START_ERROR, Run
from newscrawler.operations.crawl_end import Ended
from newscrawler.operations.terminal_text import many

STOPPED = 130  # 128 + SIGINT, as shells have it
FAILED, NOTHING_NEW = 1, 5
NO_LISTING = "no listing could be read"
SEVERAL = 5  # articles of which none came: more than the dead links of a healthy listing
# What keeps an article from us that is one, by our doing or the site's; a robots.txt is obeyed, and no failure.
ON_THE_WAY = frozenset(
    {
        OutcomeKind.CHALLENGE_PAGE,
        OutcomeKind.CONNECTION_FAILED,
        OutcomeKind.CONSENT_WALL,
        OutcomeKind.HTTP_STATUS,
        OutcomeKind.INCOMPLETE,
        OutcomeKind.REDIRECT_LOOP,
        OutcomeKind.TIMEOUT,
        OutcomeKind.TOO_LARGE,
    }
)
CODE_BROKE = (OutcomeKind.EXTRACTION_FAILED, OutcomeKind.INVALID_ITEM)


def exit_code(ended: Sequence[Ended], *, stops: int, broken_files: bool, waiting: int = 0) -> int:
    """How it went, for the shell.

    0 all is well; 1 something broke; 4 the database went away, or took not all that was fetched (``waiting``);
    5 no link found anywhere (for a back-fill an empty window is an answer); 130 stopped by a signal.
    """
    if any(one.database_lost for one in ended) or (waiting and not stops):
        return StorageUnavailableError.exit_code
    if stops:
        return STOPPED
    crawled = [one for one in ended if not one.skipped]
    if broken_files or any(_is_red(one) for one in crawled):
        return FAILED
    if crawled and not any(_had_links(one.run) or one.run.kind == "backfill" for one in crawled if one.run):
        return NOTHING_NEW
    return 0


def _is_red(ended: Ended) -> bool:
    return bool(ended.failure or ended.run is None or why_red(ended))


def why_red(ended: Ended) -> str | None:
    """Why the exit code is 1 for this run's sake, where nothing else says it; None: it is not, or it was told."""
    run = ended.run
    if run is None or ended.failure or ended.skipped:
        return None
    if run.finish_reason in {LEASE_LOST, START_ERROR}:
        return f"it ended with the reason {run.finish_reason}"
    if run.kind != "archive":  # an archive of many outlets is not red for one page
        for kind in CODE_BROKE:
            if broke := run.outcomes.get(kind):
                return f"code broke on {many(broke, 'page')} ({kind})"
    return _why_nothing_came(run)


def _why_nothing_came(run: Run) -> str | None:
    if run.kind == "backfill" and not _was_met(run) and (lost := lost_listings(run)):
        return f"no article is listed, and {lost}"
    if not _nothing_came(run):
        return None
    if not any(kind != NOT_OF_A_LINK for kind in run.outcomes):
        return NO_LISTING
    most = max((kind for kind in run.outcomes if kind != NOT_OF_A_LINK), key=lambda kind: run.outcomes[kind])
    if most == OutcomeKind.GONE:
        return f"not one article, and {many(run.outcomes[most], 'stored article')} not at their addresses"
    return f"not one article, and {many(run.outcomes[most], 'URL')} ended as {most}"


def lost_listings(run: Run) -> str:
    """How many listings could not be read, or not whole, in words; "" where all were."""
    failed, damaged = run.outcomes.get(NOT_OF_A_LINK, 0), run.counts.get("listings_damaged", 0)
    parts = ((failed, "failed"), (damaged, "damaged"))
    return ", ".join(f"{many(count, 'listing')} {how}" for count, how in parts if count)


def _had_links(run: Run) -> bool:
    """Did a listing have links, now or, as it has not changed, when it was read last?"""
    return _was_met(run) or any(run.counts.get(name) for name in AS_BEFORE_COUNTS)


def _was_met(run: Run) -> bool:
    return any(run.counts.get(name) for name in MET_COUNTS)


def _nothing_came(run: Run) -> bool:
    """Did no listing answer, or no article: at all, or of several new ones?

    A few links that are listed for ever and never answer are the way of many outlets, and no reason to be red; nor is
    a run in which all is as it was.
    """
    if not run.outcomes or any(run.counts.get(name) for name in (*ARTICLE_COUNTS, "not_modified")):
        return False
    is_well = any(run.counts.get(name) for name in ("known", "waiting", *AS_BEFORE_COUNTS))
    if not is_well and not run.counts["fetched"]:
        return True
    if run.kind == "archive":
        return False
    failed = sum(count for kind, count in run.outcomes.items() if kind in ON_THE_WAY)
    return failed >= SEVERAL or (not is_well and run.counts["fetched"] >= SEVERAL)
