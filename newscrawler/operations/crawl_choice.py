"""``crawl``: which pages are meant: those of outlets, or stored ones."""

import argparse

from newscrawler.errors import UsageError
from newscrawler.operations.output import Output
from newscrawler.settings import Environment

HOW = "Name outlets, or give --all, --tag T, --due or --from-warc FILE. See: newscrawler crawl --help"


def run(options: argparse.Namespace, environment: Environment, output: Output) -> int:
    """The exit code of ``crawl``.

    Raises:
        UsageError: nothing is chosen, or two things at once.
    """
    named = bool(options.outlets)
    chosen = [named, options.all, options.tag is not None, options.from_warc is not None]
    if not (any(chosen) or options.due):
        raise UsageError(f"Nothing to crawl. {HOW}")
    if sum(chosen) > 1:
        raise UsageError(f"Outlets, --all, --tag and --from-warc exclude each other. {HOW}")
    if options.due and (options.all or options.from_warc is not None):
        raise UsageError(f"--due is of all outlets, or of those named, or of --tag. {HOW}")
    if options.first_day is not None or options.last_day is not None:
        _refuse_beside_backfill(options)
    if options.from_warc is not None:
        if options.refetch:
            raise UsageError("--refetch is about the network; stored pages of --from-warc are always read.")
        from newscrawler.operations.archive import crawl_archives  # noqa: PLC0415 - only one of the two is needed

        return crawl_archives(
            options.from_warc,
            limit=options.limit,
            stores=not options.no_store,
            environment=environment,
            output=output,
        )
    if options.no_store:
        raise UsageError("--no-store is for --from-warc. What a crawl would store: newscrawler preview OUTLET")
    if options.due:
        from newscrawler.operations.crawl_due import crawl_due  # noqa: PLC0415 - as above
        from newscrawler.operations.outlet_choice import OutletChoice  # noqa: PLC0415 - as above

        choice = OutletChoice(tuple(options.outlets), options.tag)
        return crawl_due(choice, refetch=options.refetch, limit=options.limit, environment=environment, output=output)
    from newscrawler.operations.backfill import typed_days  # noqa: PLC0415 - as above
    from newscrawler.operations.crawl import crawl_outlets  # noqa: PLC0415 - as above

    return crawl_outlets(
        options.outlets,
        everything=options.all,
        tag=options.tag,
        days=typed_days(options.first_day, options.last_day),
        refetch=options.refetch,
        limit=options.limit,
        environment=environment,
        output=output,
    )


def _refuse_beside_backfill(options: argparse.Namespace) -> None:
    if options.from_warc is not None:
        raise UsageError("--from and --to choose days of an outlet; stored pages of --from-warc are always all read.")
    if options.due:
        raise UsageError(
            "--due crawls what the schedule says is due; a back-fill (--from) is of outlets that are named."
        )
    if options.refetch:
        raise UsageError(
            "--refetch fetches known articles again; a back-fill (--from) passes over them. Give one of both."
        )
