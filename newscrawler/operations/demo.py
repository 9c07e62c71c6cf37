"""``demo``: three invented outlets, served and crawled on this machine; ``--serve`` only serves them."""

import argparse

from newscrawler.operations.output import Output
from newscrawler.settings import Environment


def run(options: argparse.Namespace, environment: Environment, output: Output) -> int:
    """The exit code of ``demo``."""
    if options.serve:
        from newscrawler.operations.demo_serve import serve_sites  # noqa: PLC0415 - only one of the two is needed

        return serve_sites(options.port, output)
    from newscrawler.operations.demo_crawl import crawl_demo  # noqa: PLC0415 - only one of the two is needed

    return crawl_demo(environment, output)
