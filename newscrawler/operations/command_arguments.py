"""The arguments of each command, and how their values are read. Imports nothing that takes time to load."""

import argparse
from pathlib import Path

from newscrawler.model.outcome import OutcomeKind
from newscrawler.operations.moments import end_moment, first_moment
from newscrawler.operations.usage import suggestion

DOCUMENT_NAMES = ("article", "outcome", "page", "revision", "run")


def add_common(parser: argparse.ArgumentParser) -> None:
    """The options that every command has."""
    parser.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON object a line, for programs"
    )
    parser.add_argument(
        "--debug", action="store_true", default=argparse.SUPPRESS, help="show the traceback when something fails"
    )


def add_crawl_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``crawl`` takes."""
    parser.add_argument("outlets", nargs="*", metavar="OUTLET", help="outlet ids (newscrawler outlets list)")
    parser.add_argument("--all", action="store_true", help="every outlet that is enabled")
    parser.add_argument("--tag", help="every enabled outlet with this tag")
    parser.add_argument(
        "--from-warc", nargs="+", type=Path, metavar="FILE", help="read stored pages (WARC, also gzipped): no network"
    )
    parser.add_argument("--refetch", action="store_true", help="fetch known articles again")
    parser.add_argument("--limit", type=positive, metavar="N", help="at most N pages of each outlet, or N records")


def add_fetch_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``fetch`` takes."""
    parser.add_argument("target", metavar="URL|FILE", help="an article's address, or a saved page (- for stdin)")
    _page_address(parser)
    parser.add_argument("--store", action="store_true", help="store the article as a crawl would")


def add_explain_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``explain`` takes."""
    parser.add_argument(
        "target", metavar="URL|ID|FILE", help="a stored article's id or address, any address, or a saved page"
    )
    _page_address(parser)


def _page_address(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--url", help="the address that a saved page came from")
    parser.add_argument("--outlet", metavar="ID", help="read it by this outlet's rules (default: by the address)")


def add_articles_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``articles`` takes."""
    parser.add_argument("query", nargs="*", metavar="WORD", help="words that title or body must hold")
    parser.add_argument("--outlet", metavar="ID", help="of this outlet only")
    _period(parser, "published")
    parser.add_argument("--language", metavar="CODE", help="two letters, as in 'de'")
    _limit(parser, "(default: 20, with --json all)")
    parser.add_argument("--cursor", type=int, metavar="N", help="what became visible after this cursor, oldest first")


def add_article_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``article`` takes."""
    parser.add_argument("id", metavar="ID|URL", help="an id as 'articles' shows it, or an article's address")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--raw", action="store_true", help="print the stored page, byte for byte")
    which.add_argument("--revisions", action="store_true", help="print how title and text changed")


def add_errors_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``errors`` takes."""
    parser.add_argument("--outlet", metavar="ID", help="of this outlet only")
    parser.add_argument(
        "--kind", choices=sorted(OutcomeKind), metavar="KIND", help="of this kind only, as in 'timeout'"
    )
    parser.add_argument("--run", metavar="ID", help="seen by this run last")
    _limit(parser, "of the URLs (default: 20, with --json all)")


def add_runs_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``runs`` takes."""
    parser.add_argument("--outlet", metavar="ID", help="of this outlet only")
    _limit(parser, "(default: 20)")


def add_outlets_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``outlets`` takes."""
    actions = parser.add_subparsers(metavar="ACTION", required=True, title="actions")
    listing = actions.add_parser(
        "list",
        help="all outlets",
        description="All outlets, and what is wrong with broken files.",
        epilog="examples:\n  newscrawler outlets list --tag local\n      those with this tag",
    )
    listing.add_argument("--tag", help="with this tag only")
    showing = actions.add_parser(
        "show",
        help="one outlet, every setting",
        description="One outlet, every setting.",
        epilog="examples:\n  newscrawler outlets show us_koreadaily\n      as its file and the defaults have it",
    )
    showing.add_argument("outlet", metavar="ID")
    for action, one in (("list", listing), ("show", showing)):
        one.set_defaults(parser=one, action=action)
        add_common(one)


def add_schema_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``schema`` takes."""
    names = ", ".join(DOCUMENT_NAMES)
    parser.add_argument("documents", nargs="*", type=document_name, metavar="NAME", help=f"{names} (default: all)")


def _period(parser: argparse.ArgumentParser, what: str) -> None:
    parser.add_argument(
        "--since", type=first_moment, metavar="WHEN", help=f"{what} then or later: 2026-03-01, or 12h, 3d, 2w ago"
    )
    parser.add_argument("--until", type=end_moment, metavar="WHEN", help=f"{what} before then (a day: to its end)")


def _limit(parser: argparse.ArgumentParser, default: str) -> None:
    parser.add_argument("--limit", type=positive, metavar="N", help=f"at most N {default}")


def document_name(text: str) -> str:
    """The name of a document, for argparse."""
    if text not in DOCUMENT_NAMES:
        raise argparse.ArgumentTypeError(f"there is no document called '{text}'.{suggestion(text, DOCUMENT_NAMES)}")
    return text


def positive(text: str) -> int:
    """A whole number from 1, for argparse."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is no whole number from 1")
    return int(text)
