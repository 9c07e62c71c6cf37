"""What can be typed: every command with its arguments and an example. Imports nothing that takes time to load."""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from newscrawler import __version__
from newscrawler.errors import UsageError
from newscrawler.model.outcome import OutcomeKind
from newscrawler.operations.moments import end_moment, first_moment
from newscrawler.operations.usage import ArgumentReader, refuse_unknown, suggestion

DOCUMENT_NAMES = ("article", "outcome", "page", "revision", "run")


@dataclass(frozen=True, slots=True)
class Command:
    """One command.

    Attributes:
        name: also that of the module in ``operations`` that runs it, unless ``module`` names another.
        summary: one line for the list of commands.
        examples: command lines without the program's name, each with what it does.
        add_arguments: fills a parser.
    """

    name: str
    summary: str
    examples: Sequence[tuple[str, str]]
    add_arguments: Callable[[argparse.ArgumentParser], None]
    module: str = ""


def read_arguments(given: Sequence[str]) -> argparse.Namespace:
    """The options of a command line; ``options.command`` is the Command.

    Raises:
        UsageError: it asks for something that does not exist; says what was probably meant.
    """
    parser = _parser()
    if not given:
        parser.print_help()
        raise SystemExit(UsageError.exit_code)
    options, unknown = parser.parse_known_args(list(given))
    refuse_unknown(options.parser, unknown)
    return options


def add_common(parser: argparse.ArgumentParser) -> None:
    """The options that every command has."""
    parser.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON object a line, for programs"
    )
    parser.add_argument(
        "--debug", action="store_true", default=argparse.SUPPRESS, help="show the traceback when something fails"
    )


def _parser() -> ArgumentReader:
    parser = ArgumentReader(
        prog="newscrawler",
        description="Fetches news articles, keeps the story and nothing else, stores it in MongoDB.",
        epilog="exit codes: 0 done, 1 failed, 2 usage, 3 configuration, 4 database, 5 nothing new",
    )
    parser.add_argument("--version", action="version", version=f"newscrawler {__version__}")
    add_common(parser)
    parser.set_defaults(json=False, debug=False)
    commands = parser.add_subparsers(metavar="COMMAND", required=True, title="commands")
    for command in COMMANDS.values():
        lines = "".join(f"\n  newscrawler {line}\n      {what}" for line, what in command.examples)
        one = commands.add_parser(
            command.name, help=command.summary, description=command.summary, epilog=f"examples:{lines}"
        )
        one.set_defaults(parser=one, command=command)
        command.add_arguments(one)
        add_common(one)
    return parser


def _crawl(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("outlets", nargs="*", metavar="OUTLET", help="outlet ids (newscrawler outlets list)")
    parser.add_argument("--all", action="store_true", help="every outlet that is enabled")
    parser.add_argument("--tag", help="every enabled outlet with this tag")
    parser.add_argument(
        "--from-warc", nargs="+", type=Path, metavar="FILE", help="read stored pages (WARC, also gzipped): no network"
    )
    parser.add_argument("--refetch", action="store_true", help="fetch known articles again")
    parser.add_argument("--limit", type=positive, metavar="N", help="at most N pages of each outlet, or N records")


def _fetch(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("target", metavar="URL|FILE", help="an article's address, or a saved page (- for stdin)")
    _page_address(parser)
    parser.add_argument("--store", action="store_true", help="store the article as a crawl would")


def _explain(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "target", metavar="URL|ID|FILE", help="a stored article's id or address, any address, or a saved page"
    )
    _page_address(parser)


def _page_address(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--url", help="the address that a saved page came from")
    parser.add_argument("--outlet", metavar="ID", help="read it by this outlet's rules (default: by the address)")


def _articles(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("query", nargs="*", metavar="WORD", help="words that title or body must hold")
    parser.add_argument("--outlet", metavar="ID", help="of this outlet only")
    _period(parser, "published")
    parser.add_argument("--language", metavar="CODE", help="two letters, as in 'de'")
    _limit(parser, "(default: 20, with --json all)")
    parser.add_argument("--cursor", type=int, metavar="N", help="what became visible after this cursor, oldest first")


def _article(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID|URL", help="an id as 'articles' shows it, or an article's address")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--raw", action="store_true", help="print the stored page, byte for byte")
    which.add_argument("--revisions", action="store_true", help="print how title and text changed")


def _errors(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--outlet", metavar="ID", help="of this outlet only")
    parser.add_argument(
        "--kind", choices=sorted(OutcomeKind), metavar="KIND", help="of this kind only, as in 'timeout'"
    )
    parser.add_argument("--run", metavar="ID", help="seen by this run last")
    _limit(parser, "of the URLs (default: 20, with --json all)")


def _runs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--outlet", metavar="ID", help="of this outlet only")
    _limit(parser, "(default: 20)")


def _outlets(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(metavar="ACTION", required=True, title="actions")
    listing = actions.add_parser(
        "list", help="all outlets", description="All outlets, and what is wrong with broken files."
    )
    listing.add_argument("--tag", help="with this tag only")
    showing = actions.add_parser("show", help="one outlet, every setting", description="One outlet, every setting.")
    showing.add_argument("outlet", metavar="ID")
    for action, one in (("list", listing), ("show", showing)):
        one.set_defaults(parser=one, action=action)
        add_common(one)


def _schema(parser: argparse.ArgumentParser) -> None:
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


_ALL = (
    Command(
        "crawl",
        "Fetch what is new at these outlets, and store it.",
        (
            ("crawl us_koreadaily", "one outlet"),
            ("crawl --from-warc dump.warc.gz", "stored pages instead of the network"),
        ),
        _crawl,
        module="crawl_choice",
    ),
    Command(
        "fetch",
        "One article through the whole pipeline, printed.",
        (
            ("fetch https://www.example.com/news/1.html", "fetches it, politely"),
            ("fetch page.html --url https://www.example.com/news/1.html", "reads a saved page"),
        ),
        _fetch,
    ),
    Command(
        "explain",
        "Every block of a page: kept or removed, by which rule, on what evidence.",
        (
            ("explain https://www.example.com/news/1.html", "a stored page where there is one"),
            ("explain page.html --url https://www.example.com/news/1.html", "a saved page"),
        ),
        _explain,
    ),
    Command(
        "articles",
        "Stored articles: list, search, follow.",
        (
            ("articles ferry --since 3d", "the last three days' articles that mention ferry"),
            ("articles --json --cursor 1200", "all that became visible since cursor 1200"),
        ),
        _articles,
    ),
    Command(
        "article",
        "One stored article.",
        (
            ("article https://www.example.com/news/1.html", "by its address"),
            ("article ID --raw > page.html", "the page it was read from"),
        ),
        _article,
    ),
    Command(
        "errors",
        "URLs that did not become articles, grouped by cause.",
        (
            ("errors --outlet us_koreadaily", "of one outlet"),
            ("errors --kind timeout --json", "every URL with its reason"),
        ),
        _errors,
    ),
    Command("runs", "Past runs, newest first.", (("runs --outlet us_koreadaily", "of one outlet"),), _runs),
    Command(
        "outlets",
        "The outlets that can be crawled.",
        (("outlets list", "all of them"), ("outlets show us_koreadaily", "every setting of one")),
        _outlets,
    ),
    Command(
        "schema",
        "The JSON Schema of stored documents.",
        (("schema article", "of an article"), ("schema --json", "of all, one a line")),
        _schema,
    ),
)
COMMANDS: dict[str, Command] = {command.name: command for command in _ALL}
