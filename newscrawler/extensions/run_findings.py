"""A crawl's statistics as the facts that its findings are made of; what was before is asked only where it matters."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from newscrawler.errors import StorageUnavailableError
from newscrawler.extensions.page_answers import PageAnswers
from newscrawler.model.account import ARTICLE_COUNTS
from newscrawler.model.findings import RunFacts, findings_of, layout_finding, status_finding
from newscrawler.model.run import Run, run_from_statistics
from newscrawler.storage.connection import Database
from newscrawler.storage.outlet_history import stored_before
from newscrawler.storage.writing.answering import while_it_answers
from newscrawler.urls import mask_secrets

RUNS_BACK = 5  # of the outlet, where a page may have come
# Outcomes of pages that had an article, which was lost behind the reader.
_ARTICLE_OUTCOMES = ("not_stored", "invalid_item")


async def findings_of_crawl(stats: Mapping[str, Any], answers: PageAnswers, database: Database) -> tuple[str, ...]:
    """What was wrong with the crawl, in words; nothing about stored pages, nor about a retry, which is of failures.

    Where the database is away it is told without what was before.

    Raises:
        StorageError: earlier runs or articles cannot be read.
    """
    run = run_from_statistics(stats)
    if run.kind in {"archive", "retry"}:
        return ()
    facts = _facts(run, stats, answers)
    with suppress(StorageUnavailableError):
        facts = await while_it_answers(database, _with_what_was_before(facts, run, database))
    return tuple(mask_secrets(finding) for finding in findings_of(facts))


async def _with_what_was_before(facts: RunFacts, run: Run, database: Database) -> RunFacts:
    if status_finding(facts):
        earlier = await database.runs.recent(run.outlet, RUNS_BACK)
        facts = replace(facts, had_pages_before=any(one.counts.get("fetched") for one in earlier if one.id != run.id))
    if layout_finding(facts):
        facts = replace(facts, before=await stored_before(database.articles, run.outlet))
    return facts


def _facts(run: Run, stats: Mapping[str, Any], answers: PageAnswers) -> RunFacts:
    return RunFacts(
        now=datetime.now(UTC),
        asked=stats.get("robots/asked", {}),
        forbidden=stats.get("robots/skipped", {}),
        answers=answers.counts(),
        had_pages_before=False,
        pages=run.counts["fetched"],
        articles=sum(run.counts[name] for name in ARTICLE_COUNTS)
        + sum(run.outcomes.get(kind, 0) for kind in _ARTICLE_OUTCOMES),
        outcomes=run.outcomes,
        found=run.counts["found"],
        settled=sum(run.counts[name] for name in ("known", "not_modified", "waiting")),
        page=answers.page(),
    )
