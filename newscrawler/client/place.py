"""Which database is meant, and what both clients have in common."""

from pathlib import Path

from newscrawler.errors import UsageError
from newscrawler.settings import read_environment

OPEN_SECONDS = 8.0  # who connects has an answer within 10
POLL_SECONDS = 1.0
LONGEST_POLL_SECONDS = 86_400


def place_of(uri: str | None, data_dir: Path | str | None) -> tuple[str | None, Path]:
    """The address (None: the embedded database) and the folder that are meant.

    Raises:
        UsageError: both are given.
    """
    if uri is not None and data_dir is not None:
        raise UsageError("connect takes a uri or a data_dir, not both.")
    environment = read_environment()
    if uri is not None:
        return uri, environment.data_dir
    if data_dir is not None:
        return None, Path(data_dir).expanduser()
    return environment.mongo_uri, environment.data_dir


def name_of(uri: str | None) -> str:
    """What the address is called where it came from, for messages."""
    return "NEWSCRAWLER_MONGO_URI" if uri is None else "uri"


def checked_poll(poll_seconds: float) -> float:
    """Seconds between two looks.

    Raises:
        UsageError: no such time can be meant.
    """
    is_number = isinstance(poll_seconds, int | float) and not isinstance(poll_seconds, bool)
    if not (is_number and 0 < poll_seconds <= LONGEST_POLL_SECONDS):
        raise UsageError(
            f"poll_seconds is a number of seconds above 0, at most {LONGEST_POLL_SECONDS:,}; not {poll_seconds!r}."
        )
    return poll_seconds


def needed(since: int | None) -> int:
    """A cursor that must be given.

    Raises:
        UsageError: it was not.
    """
    if since is None:
        raise UsageError("follow wants to know since when: a cursor, 0 for everything, news.cursor() for what comes.")
    return since
