"""The arguments of ``export``. Imports nothing that takes time to load."""

import argparse

from newscrawler.operations.common_arguments import add_without_copies, cursor, language_code, positive
from newscrawler.operations.moments import end_moment, first_moment
from newscrawler.storage.reading.field_names import field_mistake


def add_export_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``export`` takes."""
    parser.add_argument(
        "file", metavar="FILE|-", help="NAME.jsonl or NAME.csv, with .zst behind it compressed; - for stdout"
    )
    parser.add_argument(
        "--since",
        "--cursor",
        dest="cursor",
        type=cursor("--published-since"),
        metavar="CURSOR",
        help="what changed after it, as the last export said (default: everything)",
    )
    parser.add_argument("--outlet", metavar="ID", help="of this outlet only")
    parser.add_argument("--language", type=language_code, metavar="CODE", help="two letters, as in 'de'")
    add_without_copies(parser)
    parser.add_argument(
        "--published-since", type=first_moment, metavar="WHEN", help="then or later: 2026-03-01, or 12h, 3d, 2w ago"
    )
    parser.add_argument("--published-until", type=end_moment, metavar="WHEN", help="before then (a day: to its end)")
    parser.add_argument(
        "--fields", type=_names, default=(), metavar="NAMES", help="only these, as in url,title,http.status"
    )
    parser.add_argument("--limit", type=positive, metavar="N", help="at most N articles")
    parser.add_argument(
        "--format", choices=("jsonl", "csv"), metavar="NAME", help="jsonl or csv, whatever the file's name"
    )
    parser.add_argument("--compress", action="store_true", help="with Zstandard, whatever the file's name")
    parser.add_argument("--force", action="store_true", help="replace a file that is there")


def _names(text: str) -> tuple[str, ...]:
    """Names of fields, for argparse."""
    names = tuple(name.strip() for name in text.split(","))
    for name in names:
        if mistake := field_mistake(name):
            raise argparse.ArgumentTypeError(mistake)
    return names
