"""The wire does to messages what it is told: else a trial of faults would try nothing."""

import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.errors import AutoReconnect, NotPrimaryError, OperationFailure, PyMongoError, ServerSelectionTimeoutError
from wire import WRITES, Wire
from wire_messages import DISK_FULL, STEP_DOWN

from newscrawler.storage.connection import mask_uri

Client = MongoClient[dict[str, Any]]


@pytest.fixture
def wire(mongo_uri: str) -> Iterator[Wire]:
    with Wire(mask_uri(mongo_uri).split(",")[0]) as wire:
        yield wire


@pytest.fixture
def client(mongo_uri: str, wire: Wire) -> Iterator[Client]:
    options = {"serverSelectionTimeoutMS": 1500, "socketTimeoutMS": 500, "connectTimeoutMS": 500}
    with MongoClient(wire.uri(mongo_uri), retryWrites=False, retryReads=False, **options) as client:
        client.get_default_database().things.insert_one({"_id": 0})
        yield client
        wire.heal()


def count(client: Client) -> int:
    return client.get_default_database().things.count_documents({})


def test_a_lost_reply_is_of_a_command_that_was_done(wire: Wire, client: Client) -> None:
    wire.lose("insert")
    with pytest.raises(AutoReconnect):
        client.get_default_database().things.insert_one({"_id": 1})
    assert (wire.left_to_lose, count(client)) == (0, 2)


@pytest.mark.parametrize("fault", ["refuse", "reset", "swallow"])
def test_nobody_gets_through_until_it_is_healed(wire: Wire, client: Client, fault: str) -> None:
    getattr(wire, fault)()
    for _ in range(2):
        with pytest.raises(PyMongoError) as raised:
            count(client)
        assert raised.value.timeout or isinstance(raised.value, AutoReconnect | ServerSelectionTimeoutError)
    wire.heal()
    assert count(client) == 1


def test_its_port_is_given_to_nobody_else_while_it_refuses(wire: Wire) -> None:
    wire.refuse()
    with socket.socket() as other, pytest.raises(OSError, match="in use"):
        other.bind(("127.0.0.1", wire.port))
    wire.heal()


def test_what_was_sent_during_a_partition_arrives_when_it_heals(wire: Wire, mongo_uri: str) -> None:
    with MongoClient(wire.uri(mongo_uri)) as patient:
        assert count(patient) == 0
        wire.hold()
        sending = threading.Thread(target=patient.get_default_database().things.insert_one, args=({"_id": 1},))
        sending.start()
        sending.join(0.3)
        assert sending.is_alive()
        wire.heal()
        sending.join(10)
        assert count(patient) == 1


def test_a_disk_is_full_for_writes_alone(wire: Wire, client: Client) -> None:
    wire.fail(DISK_FULL, WRITES)
    with pytest.raises(OperationFailure) as raised:
        client.get_default_database().things.insert_one({"_id": 1})
    assert raised.value.code == DISK_FULL
    assert count(client) == 1


def test_a_step_down_aborts_what_was_not_committed(wire: Wire, client: Client) -> None:
    wire.fail(STEP_DOWN, frozenset({"commitTransaction"}), times=2)  # PyMongo itself asks a second time
    things = client.get_default_database().things
    with client.start_session() as session:
        session.start_transaction()
        things.insert_one({"_id": 1}, session=session)
        with pytest.raises(NotPrimaryError):
            session.commit_transaction()
    assert count(client) == 1
    things.insert_one({"_id": 1})  # nobody holds it any more
