"""A client of PyMongo for a URI, asynchronous or blocking, with the options that all of ours have."""

import logging
import warnings
from typing import Any, TypeVar

from pymongo.asynchronous.mongo_client import AsyncMongoClient
from pymongo.errors import ConfigurationError as PymongoConfigurationError
from pymongo.errors import InvalidURI
from pymongo.synchronous.mongo_client import MongoClient

from newscrawler.errors import ConfigurationError

logger = logging.getLogger(__name__)

SOCKET_SECONDS = 60  # no answer of ours takes longer: a server that hangs must not hang us

AnyClient = TypeVar("AnyClient", AsyncMongoClient[dict[str, Any]], MongoClient[dict[str, Any]])


def make_client(
    kind: type[AnyClient], uri: str, address: str, *, timeout_seconds: float, named: str = "NEWSCRAWLER_MONGO_URI"
) -> AnyClient:
    """A client that has asked nothing yet.

    Args:
        kind: AsyncMongoClient or MongoClient.
        uri: of a MongoDB.
        address: host and port, for messages.
        timeout_seconds: how long to look for a server.
        named: what the URI is called where it came from.

    Raises:
        ConfigurationError: the URI is none.
    """
    milliseconds = int(timeout_seconds * 1000)
    try:
        with warnings.catch_warnings(record=True) as told:  # of options: raw, they would show lines of PyMongo's code
            warnings.simplefilter("always")
            client = kind(
                uri,
                tz_aware=True,
                appname="newscrawler",
                serverSelectionTimeoutMS=milliseconds,
                connectTimeoutMS=min(5000, milliseconds),
                socketTimeoutMS=SOCKET_SECONDS * 1000,
            )
    except (InvalidURI, PymongoConfigurationError, ValueError) as error:
        raise ConfigurationError(
            f"{named} is not the address of a MongoDB ({address}). "
            "It begins with mongodb:// or mongodb+srv://; signs such as @ in a password are written as %40."
        ) from error
    for warning in told:
        logger.warning("%s: %s", named, str(warning.message).removesuffix(" Refer to docstring."))
    return client
