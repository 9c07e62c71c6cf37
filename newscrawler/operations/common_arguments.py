"""The arguments that several commands share, and how their values are read."""

import argparse
from collections.abc import Callable
from datetime import date, datetime

from newscrawler.operations.usage import suggestion

DOCUMENT_NAMES = (
    "article",
    "block_counts",
    "host",
    "lease",
    "listing",
    "meta",
    "outcome",
    "page",
    "quarantine",
    "revision",
    "run",
    "schedule",
    "sighting",
    "visit",
)


def add_common(parser: argparse.ArgumentParser) -> None:
    """The options that every command has."""
    parser.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON object a line, for programs"
    )
    parser.add_argument(
        "--debug", action="store_true", default=argparse.SUPPRESS, help="show the traceback when something fails"
    )


def add_page_address(parser: argparse.ArgumentParser) -> None:
    """Where a saved page came from."""
    parser.add_argument("--url", help="the address that a saved page came from")


def add_without_copies(parser: argparse.ArgumentParser) -> None:
    """Whether a story that several outlets have counts once."""
    parser.add_argument(
        "--without-copies", action="store_true", help="of a story that is stored more than once only the first article"
    )


def document_name(text: str) -> str:
    """The name of a document, for argparse."""
    if text not in DOCUMENT_NAMES:
        raise argparse.ArgumentTypeError(f"there is no document called '{text}'.{suggestion(text, DOCUMENT_NAMES)}")
    return text


def cursor(for_a_date: str) -> Callable[[str], int]:
    """A cursor, for argparse; ``for_a_date`` is the option that somebody meant who gives a date."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdecimal()) or int(text) >= 2**63:
            told = f"'{text}' is no cursor: a whole number from 0. For a date: {for_a_date} {text}"
            raise argparse.ArgumentTypeError(told)
        return int(text)

    return read


def day(text: str) -> date:
    """A day, for argparse."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day of whatever zone
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"'{text}' is no day: write it as in 2024-03-01") from error


def language_code(text: str) -> str:
    """A language's two letters, for argparse."""
    if not (len(text) == 2 and text.isascii() and text.isalpha()):
        raise argparse.ArgumentTypeError(f"'{text}' is no language code: two letters, as in 'de'")
    return text.lower()


def positive(text: str) -> int:
    """A whole number from 1, for argparse."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is no whole number from 1")
    return int(text)
