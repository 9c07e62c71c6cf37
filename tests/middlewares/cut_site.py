"""A site on loopback whose answers are written byte by byte: whole, cut and broken ones of every packing."""

import gzip
import socket
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import brotli
from backports import zstd

PARAGRAPH = "<p>The ferry to Quillan sails again on Monday, the harbour master said at noon; number {}.</p>\n"
PAGE = ("<html><head><title>Ferry</title></head><body>" + "".join(map(PARAGRAPH.format, range(400)))).encode()


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


PACKERS = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "raw_deflate": raw_deflate,
    "br": brotli.compress,
    "zstd": lambda body: zstd.compress(body, options={zstd.CompressionParameter.checksum_flag: 1}),
}


def answer(body: bytes, *headers: str, length: int | None = None, status: str = "200 OK") -> bytes:
    lines = [f"HTTP/1.1 {status}", "Content-Type: text/html; charset=utf-8", "Connection: close", *headers]
    lines.append(f"Content-Length: {len(body) if length is None else length}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def chunked(body: bytes, *headers: str, end: bool = True) -> bytes:
    lines = ["HTTP/1.1 200 OK", "Content-Type: text/html", "Connection: close", "Transfer-Encoding: chunked", *headers]
    chunk = b"%x\r\n%s\r\n" % (len(body), body)
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + chunk + (b"0\r\n\r\n" if end else b"")


def broken(body: bytes) -> bytes:
    """One byte in the middle is another one."""
    middle = len(body) // 2
    return body[:middle] + bytes([body[middle] ^ 0x55]) + body[middle + 1 :]


def whole_answers() -> dict[str, bytes]:
    packed = {name: pack(PAGE) for name, pack in PACKERS.items()}
    named = {name: f"Content-Encoding: {name.removeprefix('raw_')}" for name in PACKERS}
    answers = {f"whole_{name}": answer(packed[name], named[name]) for name in PACKERS}
    gzipped = packed["gzip"]
    return (
        answers
        | {
            "whole_plain": answer(PAGE),  # its HTML has no end: that is no sign
            "whole_chunked": chunked(PAGE),
            "whole_chunked_gzip": chunked(gzipped, "Content-Encoding: gzip"),
            "whole_until_closed": b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE,
            "whole_two_members": answer(
                gzip.compress(PAGE[:900]) + gzip.compress(PAGE[900:]), "Content-Encoding: gzip"
            ),
            "whole_padded": answer(gzipped + bytes(50), "Content-Encoding: gzip"),
            "whole_twice": answer(brotli.compress(gzipped), "Content-Encoding: gzip, br"),
            "whole_unknown": answer(PAGE, "Content-Encoding: utf-8"),
        }
    )


def cut_answers() -> dict[str, bytes]:
    packed = {name: pack(PAGE) for name, pack in PACKERS.items()}
    named = {name: f"Content-Encoding: {name.removeprefix('raw_')}" for name in PACKERS}
    half = {name: body[: len(body) // 2] for name, body in packed.items()}
    cut = {f"cut_{name}": answer(half[name], named[name]) for name in PACKERS}
    cut |= {f"end_{name}": answer(packed[name][:-1], named[name]) for name in PACKERS}
    cut |= {f"chunks_{name}": chunked(half[name], named[name]) for name in PACKERS}
    cut |= {f"broken_{name}": answer(broken(packed[name]), named[name]) for name in ("gzip", "deflate", "zstd")}
    return cut | {
        "short_plain": answer(PAGE[:9000], length=len(PAGE)),
        "short_gzip": answer(half["gzip"], named["gzip"], length=len(packed["gzip"])),
        "no_last_chunk": chunked(PAGE[:9000], end=False),
        "closed_gzip": b"HTTP/1.0 200 OK\r\nContent-Encoding: gzip\r\nContent-Type: text/html\r\n\r\n" + half["gzip"],
        "no_gzip": answer(PAGE, "Content-Encoding: gzip"),
    }


@contextmanager
def served(answers: dict[str, bytes]) -> Iterator[tuple[str, list[str]]]:
    """The base address of a server of these answers by path, and the paths it was asked for, in order."""
    asked: list[str] = []
    lock = threading.Lock()

    def serve(connection: socket.socket) -> None:
        with connection:
            path = connection.recv(65536).split(b" ")[1].decode().strip("/")
            with lock:
                asked.append(path)
            name = f"{path} again" if asked.count(path) > 1 and f"{path} again" in answers else path
            connection.sendall(answers.get(name, answer(b"", status="404 Not Found")))

    def accept(server: socket.socket) -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(connection,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=accept, args=(server,), daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", asked
        server.shutdown(socket.SHUT_RDWR)
