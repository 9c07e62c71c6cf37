"""``demo``: three invented outlets, served and crawled on this machine; ``--serve`` only serves them."""

import argparse

from newscrawler.errors import UsageError
from newscrawler.operations.output import Output
from newscrawler.settings import Environment

FIRST_PORT = 8765


def run(options: argparse.Namespace, environment: Environment, output: Output) -> int:
    """The exit code of ``demo``.

    Raises:
        UsageError: a port for what is not served.
    """
    if options.port and not options.serve:
        raise UsageError("--port goes with --serve: the demo itself takes a port that is free.")
    if options.serve:
        from newscrawler.operations.demo_serve import serve_sites  # noqa: PLC0415 - only one of the two is needed

        return serve_sites(options.port or FIRST_PORT, output)
    from newscrawler.operations.demo_crawl import crawl_demo  # noqa: PLC0415 - only one of the two is needed

    return crawl_demo(environment, output)
