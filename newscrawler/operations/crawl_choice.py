"""``crawl``: which pages are meant: those of outlets, or stored ones."""

import argparse

from newscrawler.errors import UsageError
from newscrawler.operations.output import Output
from newscrawler.settings import Environment

HOW = "Name outlets, or give --all, --tag T or --from-warc FILE. See: newscrawler crawl --help"


def run(options: argparse.Namespace, environment: Environment, output: Output) -> int:
    """The exit code of ``crawl``.

    Raises:
        UsageError: nothing is chosen, or two things at once.
    """
    chosen = [bool(options.outlets), options.all, options.tag is not None, options.from_warc is not None]
    if not any(chosen):
        raise UsageError(f"Nothing to crawl. {HOW}")
    if sum(chosen) > 1:
        raise UsageError(f"Outlets, --all, --tag and --from-warc exclude each other. {HOW}")
    if options.from_warc is not None:
        if options.refetch:
            raise UsageError("--refetch is about the network; stored pages of --from-warc are always read.")
        from newscrawler.operations.archive import crawl_archives  # noqa: PLC0415 - only one of the two is needed

        return crawl_archives(options.from_warc, limit=options.limit, environment=environment, output=output)
    from newscrawler.operations.crawl import crawl_outlets  # noqa: PLC0415 - only one of the two is needed

    return crawl_outlets(
        options.outlets,
        everything=options.all,
        tag=options.tag,
        refetch=options.refetch,
        limit=options.limit,
        environment=environment,
        output=output,
    )
