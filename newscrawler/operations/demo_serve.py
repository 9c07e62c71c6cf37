"""``demo --serve``: the invented sites at addresses of their own, until Ctrl-C."""

import contextlib
import errno
import signal
import threading
from types import FrameType

from newscrawler.demo.server import SiteServer
from newscrawler.demo.sites import load_sites, site_outlet
from newscrawler.errors import NewscrawlerError, UsageError
from newscrawler.operations.demo_report import program
from newscrawler.operations.output import Output

LAST_PORT = 65535


def serve_sites(first_port: int, output: Output) -> int:
    """Serve each site on a port of its own, from ``first_port`` on. Ends with KeyboardInterrupt, on SIGTERM too.

    Raises:
        UsageError: there are no such ports.
        NewscrawlerError: one is taken.
    """
    sites = load_sites()
    if first_port + len(sites) - 1 > LAST_PORT:
        raise UsageError(f"--port {first_port}: the last of {len(sites)} sites would be beyond port {LAST_PORT}.")
    rows = []
    with contextlib.ExitStack() as servers:
        for port, site in enumerate(sites, first_port):
            try:
                server = servers.enter_context(SiteServer([site], port=port))
            except OSError as error:
                raise NewscrawlerError(_why_not(port, error)) from error
            outlet = site_outlet(site, server.base_of(site))
            listings = [*outlet.feeds, *outlet.sitemaps, *outlet.sections]
            output.row({"outlet": site.id, "name": outlet.name, "home": outlet.home, "listings": listings})
            rows.append((site.id, outlet.name, outlet.home))
        _print_sites(rows, output)
        output.flush()
        _wait_for_signal()
    return 0


def _print_sites(rows: list[tuple[str, str, str]], output: Output) -> None:
    output.line("These invented outlets are served on this machine. Ctrl-C ends it.")
    output.line()
    output.table(("outlet", "name", "address"), rows)
    output.line()
    output.line("Look at them in a browser. To practise, type in another terminal:")
    output.line()
    home = rows[0][2]
    for line in (
        "mkdir -p ~/outlets",
        "export NEWSCRAWLER_OUTLETS=~/outlets NEWSCRAWLER_ALLOW_LOOPBACK=1",
        f"{program()} outlets new us_ledger {home}",
        f"{program()} preview us_ledger",
        f"{program()} crawl us_ledger",
    ):
        output.line(f"    {line}")
    output.line()
    output.line("docs/adding-an-outlet.md explains each step.")


def _wait_for_signal() -> None:
    """Sleep until Ctrl-C or SIGTERM, which then counts as one."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    threading.Event().wait()


def _why_not(port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is taken, perhaps by another demo --serve. Choose others: demo --serve --port {port + 1000}"
        )
    return f"Cannot listen on port {port}: {error.strerror}. Choose others: demo --serve --port 18765"
