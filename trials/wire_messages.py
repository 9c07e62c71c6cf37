"""Messages of MongoDB's protocol, as far as a wire must read them and answer in the server's place."""

import asyncio
import struct
from typing import Any

import bson

OP_MSG = 2013
NOT_AUTHORISED, STEP_DOWN, DISK_FULL = 13, 189, 14031
HEAD = struct.Struct("<iiii")  # length, number of the message, number that it answers, kind
_NAMES = {NOT_AUTHORISED: "Unauthorized", STEP_DOWN: "PrimarySteppedDown", DISK_FULL: "OutOfDiskSpace"}


async def read_message(reader: asyncio.StreamReader) -> bytes:
    """One message of MongoDB's protocol: its length is its first four bytes."""
    head = await reader.readexactly(4)
    return head + await reader.readexactly(int.from_bytes(head, "little") - 4)


def read_command(message: bytes) -> dict[str, Any]:
    """The body of a request, its command first; empty for the old kind of message that a greeting is."""
    if HEAD.unpack_from(message)[3] != OP_MSG or message[20] != 0:
        return {}
    length = int.from_bytes(message[21:25], "little")
    command: dict[str, Any] = bson.decode(message[21 : 21 + length])
    return command


def error_reply(number: int, code: int) -> bytes:
    """The answer to a message that says that it failed."""
    name = _NAMES.get(code, "Location")
    document = {"ok": 0.0, "errmsg": f"{name}: answered by the wire", "code": code, "codeName": name}
    return _message(0, number, document)


def abort_of(number: int, command: dict[str, Any]) -> bytes:
    """What the server gets in the place of a command that fails: its end of that transaction, else a mere ping."""
    if command.get("autocommit") is not False:
        return _message(number, 0, {"ping": 1, "$db": "admin"})
    same = {key: command[key] for key in ("lsid", "txnNumber", "autocommit")}
    return _message(number, 0, {"abortTransaction": 1, **same, "$db": "admin"})


def _message(number: int, answers: int, document: dict[str, Any]) -> bytes:
    body = b"\0\0\0\0\0" + bson.encode(document)  # no flags, and a section of kind 0
    return HEAD.pack(HEAD.size + len(body), number, answers, OP_MSG) + body
