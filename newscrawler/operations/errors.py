"""``errors``: the URLs that did not become articles, and what could not be written; why, and what to do."""

import argparse
import asyncio
from dataclasses import asdict

from newscrawler.catalogue import load_catalogue
from newscrawler.errors import UsageError
from newscrawler.model.cause import cause_of
from newscrawler.model.outcome import Outcome
from newscrawler.operations.article_text import instant
from newscrawler.operations.curl_line import curl_line
from newscrawler.operations.error_causes import INDENT, STORED_BEFORE, Helper, print_causes
from newscrawler.operations.error_choice import QUARANTINE, Wanted, nothing_recorded, whole_run_id
from newscrawler.operations.error_quarantine import list_quarantine
from newscrawler.operations.nothing_found import require_outlet
from newscrawler.operations.opened_database import opened_database
from newscrawler.operations.output import Output
from newscrawler.operations.terminal_text import many
from newscrawler.settings import Environment, user_agent
from newscrawler.urls import mask_secrets

DEFAULT_CAUSES, DEFAULT_URLS = 10, 20


def run(options: argparse.Namespace, environment: Environment, output: Output) -> int:
    """The exit code of ``errors``.

    Raises:
        UsageError: options that exclude each other.
    """
    wanted = Wanted(options.outlet, options.kind, options.run, options.limit, options.urls)
    if not options.retry:
        return asyncio.run(list_errors(wanted, environment, output))
    if wanted.each:
        raise UsageError("--urls lists, --retry fetches: give one of them.")
    from newscrawler.operations.error_retry import retry_errors  # noqa: PLC0415 - a list needs no Scrapy

    return retry_errors(wanted, environment, output)


async def list_errors(wanted: Wanted, environment: Environment, output: Output) -> int:
    """The causes with the most URLs; with ``--urls`` the latest URLs, with ``--json`` every one.

    Raises:
        UnknownOutletError: nothing is recorded of the outlet that is named, and it has no file.
    """
    kept, shown, may_try = 0, 0, False
    async with opened_database(environment, output=output) as database:
        run_id = await whole_run_id(wanted.run, database)
        if wanted.kind != QUARANTINE:
            helper = Helper(load_catalogue(environment.outlet_folders), database, user_agent(environment.contact))
            list_them = _list_urls if wanted.each or output.json else _list_causes
            shown, may_try = await list_them(wanted, run_id, helper, output)
        if wanted.kind in (None, QUARANTINE):
            bound = wanted.limit if output.json else wanted.limit or DEFAULT_URLS
            kept, more = await list_quarantine(wanted.outlet, run_id, bound, database, output)
            if more > 0:
                output.message(f"{more} more in quarantine: add --limit N, or --json for all.")
    if not shown and not kept:
        require_outlet(wanted.outlet, environment)
        output.message(nothing_recorded(wanted))
    if shown and not output.json:
        _tell_how_to_go_on(wanted, output, may_try=may_try)
    return 0


async def _list_causes(wanted: Wanted, run_id: str | None, helper: Helper, output: Output) -> tuple[int, bool]:
    """Print the causes that fit; how many were shown, and whether any can be tried again."""
    causes = await helper.database.outcomes.causes(wanted.outlet, wanted.outcome_kind, run_id)
    limit = wanted.limit or DEFAULT_CAUSES
    if causes:
        await print_causes(causes, limit, helper, output)
    if causes[limit:]:
        output.message(f"{many(len(causes) - limit, 'more cause')}: add --limit N.")
    return len(causes[:limit]), any(helper.may_try(cause.sample, wanted) for cause in causes)


async def _list_urls(wanted: Wanted, run_id: str | None, helper: Helper, output: Output) -> tuple[int, bool]:
    """Print the outcomes that fit, latest first, one in memory; how many, and whether any can be tried again."""
    limit = wanted.limit if output.json else wanted.limit or DEFAULT_URLS
    shown, may_try = 0, False
    async for outcome in helper.database.outcomes.find(wanted.outlet, wanted.outcome_kind, run_id, limit and limit + 1):
        if shown == limit:
            output.message("There are more: add --limit N, or --json for all.")
            may_try = may_try or helper.may_try(outcome, wanted)
            break
        shown += 1
        may_try = may_try or helper.may_try(outcome, wanted)
        curl = curl_line(outcome.url, helper.user_agent)
        values = {name: value for name, value in asdict(outcome).items() if name != "link"}  # of its listing
        output.row(values | {"cause": cause_of(outcome.message), "curl": curl})
        if not output.json:
            _print_outcome(outcome, output)
            if await helper.is_stored(outcome):
                output.line(INDENT + STORED_BEFORE)
    return shown, may_try


def _print_outcome(outcome: Outcome, output: Output) -> None:
    tries = f", tried {many(outcome.attempts, 'time')}" if outcome.attempts > 1 else ""
    output.line(f"{output.paint(str(outcome.kind), 'red')}  {mask_secrets(outcome.url)}")
    output.line(f"    {outcome.message} ({outcome.outlet}, {instant(outcome.at)}{tries})")


def _tell_how_to_go_on(wanted: Wanted, output: Output, *, may_try: bool) -> None:
    if may_try:
        output.message(f"To try them again now: newscrawler errors --retry{wanted.options}")
    if not wanted.each:
        output.message(f"Every URL: newscrawler errors --urls{wanted.options}")
