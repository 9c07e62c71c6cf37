"""The address of a MongoDB, judged before anything is asked: needs no driver, so that the command line may do it."""

import re
from urllib.parse import unquote

SCHEMES = ("mongodb://", "mongodb+srv://")
LONGEST_NAME = 63  # bytes of a database's name, by MongoDB's rules
_BAD_IN_NAME = re.compile(r'[/\\. "$\x00-\x1f]')


def uri_mistake(uri: str) -> str | None:
    """What is wrong with a URI by its spelling, in words without its password; None where nothing is."""
    if not uri.startswith(SCHEMES):
        return f"NEWSCRAWLER_MONGO_URI is not the address of a MongoDB: it must begin with {' or '.join(SCHEMES)}"
    place = uri.split("://", 1)[1].rsplit("@", 1)[-1].partition("?")[0]
    name = unquote(place.partition("/")[2])
    bad = _BAD_IN_NAME.search(name)
    if bad:
        return f"NEWSCRAWLER_MONGO_URI: {name!r} is no name of a database: it must not hold {bad[0]!r}"
    if len(name.encode()) > LONGEST_NAME:
        return f"NEWSCRAWLER_MONGO_URI: {name!r} is no name of a database: it is longer than {LONGEST_NAME} bytes"
    return None
