"""A wire of our own between PyMongo and the server: it can be cut or held up, and answer in the server's place.

    with Wire("127.0.0.1:27017") as wire:
        client = MongoClient(wire.uri("mongodb://127.0.0.1:27017/news"))
        wire.lose("commitTransaction", times=2)

It runs in a thread of its own, so that tests in an event loop and trials that wait for a process use it alike.
"""

import asyncio
import socket
import struct
import threading
from collections import Counter
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Literal, Self

from wire_messages import HEAD, STEP_DOWN, abort_of, error_reply, read_command, read_message

WRITES = frozenset({"insert", "update", "delete", "findAndModify", "commitTransaction"})
# What a client and a server talk about beside the work: answered also by a server that refuses the work.
_TALK = frozenset(
    {"hello", "isMaster", "ismaster", "ping", "saslStart", "saslContinue", "endSessions", "abortTransaction"}
)

State = Literal["open", "refused", "reset", "swallowed", "held"]


@dataclass(slots=True)
class Failure:
    """An error that is answered in the server's place.

    Attributes:
        code: the server's number of it.
        commands: which commands get it; None: all that do work.
        left: how often yet; None: until the wire is healed.
    """

    code: int
    commands: frozenset[str] | None = None
    left: int | None = None

    def takes(self, command: str) -> bool:
        """Whether this command gets the error, which is then used up by one."""
        is_meant = command not in _TALK if self.commands is None else command in self.commands
        if not is_meant or self.left == 0:
            return False
        if self.left is not None:
            self.left -= 1
        return True


@dataclass(eq=False, slots=True)
class _Link:
    """One connection: both its ends, and the numbers of requests whose replies have a fate of their own.

    Attributes:
        watches: it waits for news of the server's role.
    """

    near: asyncio.StreamWriter
    far: asyncio.StreamWriter | None = None
    lost: set[int] = field(default_factory=set)
    unwanted: set[int] = field(default_factory=set)
    late: dict[int, float] = field(default_factory=dict)
    watches: bool = False

    def end(self) -> None:
        """Reset both ends: whoever reads or writes there is told at once."""
        for writer in (self.near, self.far):
            if writer is not None:
                with suppress(OSError):
                    sock: socket.socket = writer.get_extra_info("socket")
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                writer.transport.abort()


class Wire:
    """Hands messages on in both directions, and does to them what it is told, from any thread.

    Attributes:
        port: where it listens on 127.0.0.1.
        delay_seconds: by how much every reply is late.
        late: command -> by how many seconds its next reply is late.
        seen: command -> how often it came by.
    """

    def __init__(self, address: str) -> None:
        """Lead to the server at ``host:port``."""
        host, port = address.rsplit(":", 1)
        self._target = (host, int(port))
        self.address = address
        self.port = 0
        self.delay_seconds = 0.0
        self.seen: Counter[str] = Counter()
        self._lost: Counter[str] = Counter()
        self.late: dict[str, float] = {}
        self._failures: list[Failure] = []
        self._state: State = "open"
        self._links: set[_Link] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="wire", daemon=True)
        self._free = asyncio.Event()
        self._server: asyncio.Server | None = None
        self._place = socket.socket()

    def __enter__(self) -> Self:
        """Listen."""
        # Bound for all its time: while it refuses, no other process on the machine is given this port.
        self._place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._place.bind(("127.0.0.1", 0))
        self.port = self._place.getsockname()[1]
        self._thread.start()
        self._do(self._listen())
        return self

    def __exit__(self, *_: object) -> None:
        """End every connection."""
        self._do(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._place.close()

    def uri(self, uri: str) -> str:
        """The address of a database behind the wire, from its own."""
        wired = uri.replace(self.address, f"127.0.0.1:{self.port}")
        if "directConnection" in wired:
            return wired
        return f"{wired}{'&' if '?' in wired else '/?' if wired.count('/') < 3 else '?'}directConnection=true"

    @property
    def left_to_lose(self) -> int:
        """How many replies are yet to be lost."""
        return self._lost.total()

    def lose(self, command: str, times: int = 1) -> None:
        """Let the next replies to a command get lost, each with its connection; the server did what it was told."""
        self._lost[command] = times

    def fail(self, code: int, commands: frozenset[str] | None = None, times: int | None = None) -> None:
        """Answer commands with an error in the server's place; a transaction that it meets is aborted there."""
        self._failures.append(Failure(code, commands, times))

    def refuse(self) -> None:
        """End all connections, and listen no more: who connects is refused."""
        self._do(self._change("refused"))

    def reset(self) -> None:
        """Reset all connections, and every new one as soon as it is made."""
        self._do(self._change("reset"))

    def swallow(self) -> None:
        """A black hole: connections are accepted, and nothing is ever answered."""
        self._do(self._change("swallowed"))

    def hold(self) -> None:
        """A partition: nothing gets through; when it heals, what was sent meanwhile arrives after all."""
        self._do(self._change("held"))

    def heal(self) -> None:
        """Hand on everything again, at once and whole."""
        self._lost.clear()
        self.late.clear()
        self._failures.clear()
        self.delay_seconds = 0.0
        self._do(self._change("open"))

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", self.port)
        self._free.set()

    async def _change(self, state: State) -> None:
        before, self._state = self._state, state
        # What was swallowed is missing in the middle of a connection: none of them can go on.
        if state in {"refused", "reset"} or before == "swallowed":
            for link in list(self._links):
                link.end()
        if state == "refused" and self._server is not None:
            self._server.close()
            self._server = None
        elif self._server is None:
            await self._listen()
        (self._free.clear if state == "held" else self._free.set)()

    async def _end(self) -> None:
        await self._change("refused")
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        link = _Link(writer)
        self._links.add(link)
        try:
            if self._state != "reset":
                await self._connect(reader, link)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # one of the two went away; the other is told
        finally:
            self._links.discard(link)
            link.end()

    async def _connect(self, reader: asyncio.StreamReader, link: _Link) -> None:
        while self._state == "swallowed":
            if not await reader.read(65536):
                return
        await self._free.wait()
        far_reader, link.far = await asyncio.open_connection(*self._target)
        pumps = [self._pump(reader, self._ask, link), self._pump(far_reader, self._answer, link)]
        tasks = [asyncio.ensure_future(pump) for pump in pumps]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _pump(
        self, reader: asyncio.StreamReader, hand_on: Callable[[bytes, _Link], Coroutine[Any, Any, None]], link: _Link
    ) -> None:
        while True:
            message = await read_message(reader)
            await self._free.wait()
            if self._state != "swallowed":
                await hand_on(message, link)

    async def _ask(self, message: bytes, link: _Link) -> None:
        _, number, _, _ = HEAD.unpack_from(message)
        command = read_command(message)
        name = next(iter(command), "")
        self.seen[name] += 1
        link.watches |= "maxAwaitTimeMS" in command
        failure = next((failure for failure in self._failures if failure.takes(name)), None)
        if failure is not None:
            message = abort_of(number, command)
            link.unwanted.add(number)
            link.near.write(error_reply(number, failure.code))
            for other in list(self._links if failure.code == STEP_DOWN else ()):
                if other.watches:  # a server that steps down says so at once to who watches
                    other.end()
        if self._lost[name] > 0:
            self._lost[name] -= 1
            link.lost.add(number)
        if name in self.late:
            link.late[number] = self.late.pop(name)
        if link.far is not None:
            link.far.write(message)
            await link.far.drain()

    async def _answer(self, message: bytes, link: _Link) -> None:
        _, _, number, _ = HEAD.unpack_from(message)
        if seconds := link.late.pop(number, self.delay_seconds):
            await asyncio.sleep(seconds)
        if number in link.lost:
            raise ConnectionResetError
        if number in link.unwanted:
            link.unwanted.discard(number)
            return
        link.near.write(message)
        await link.near.drain()
