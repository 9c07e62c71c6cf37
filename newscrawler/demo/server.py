"""Serves the invented sites on 127.0.0.1: all of them as a proxy would, or one at an address of its own."""

import threading
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from newscrawler.demo.sites import Site

ADDRESS = "127.0.0.1"
_NOT_FOUND = b"<!doctype html><title>Not found</title><h1>Not found</h1><p>There is no such page here.</p>"


class SiteServer:
    """A server of invented sites, running from ``with`` to its end. It answers nobody but this machine.

    Attributes:
        port: where it listens.
        sites: what it serves. One of them: at ``http://127.0.0.1:<port>``. Several: by their names, to requests
            that name the host, as requests to a proxy do; then stored addresses are the same on every machine.
    """

    def __init__(self, sites: Sequence[Site], *, port: int = 0, as_proxy: bool = False) -> None:
        """Take the port; 0 is any that is free.

        Raises:
            OSError: it is taken.
        """
        self.sites = {site.host: site for site in sites}
        self.is_proxy = as_proxy
        self.updated: set[str] = set()
        self.ending = threading.Event()
        self._server = _Threads((ADDRESS, port), _Request)
        self._server.of = self
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)

    def __enter__(self) -> Self:
        """Begin to answer."""
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End it; answers under way are dropped."""
        self.ending.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def address(self) -> str:
        """Where it listens, as a proxy is named."""
        return f"http://{ADDRESS}:{self.port}"

    def base_of(self, site: Site) -> str:
        """The address of a site here, without a slash at its end."""
        return f"http://{site.host}" if self.is_proxy else self.address

    def update(self, site_id: str) -> None:
        """From now on a site's newsroom has worked on its articles."""
        self.updated.add(site_id)

    def site_for(self, host: str) -> Site | None:
        """The site that is meant by a request that names ``host``."""
        return self.sites.get(host) if self.is_proxy else next(iter(self.sites.values()))


class _Threads(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # one that is slow on purpose must not hold up the end
    allow_reuse_address = True
    of: SiteServer

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a crawler that goes away in the middle is no fault of ours."""


class _Request(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "demo"
    timeout = 30
    server: _Threads

    def do_GET(self) -> None:
        """Answer."""
        server, asked = self.server.of, urlsplit(self.path)
        site = server.site_for(asked.netloc or self.headers.get("Host", ""))
        path = (asked.path or "/") + (f"?{asked.query}" if asked.query else "")
        answer = site.answers.get(path) if site else None
        if site is None or answer is None:
            self._send(404, "text/html; charset=utf-8", _NOT_FOUND)
            return
        if answer.slow_seconds:
            server.ending.wait(answer.slow_seconds)
        content = site.content(answer, server.base_of(site), updated=site.id in server.updated)
        self._send(answer.status, answer.type, content, cut=answer.cut)

    def do_HEAD(self) -> None:
        """Answer without the content."""
        self.do_GET()

    def _send(self, status: int, content_type: str, content: bytes, *, cut: bool = False) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content[: len(content) // 2] if cut else content)
        if cut:
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the signature of the standard library
        """Write no log: who serves prints what matters."""
