"""The arguments of each command but those about outlets. Imports nothing that takes time to load."""

import argparse
from pathlib import Path

from newscrawler.model.outcome import OutcomeKind
from newscrawler.operations.common_arguments import (
    DOCUMENT_NAMES,
    add_page_address,
    add_without_copies,
    cursor,
    day,
    document_name,
    language_code,
    positive,
)
from newscrawler.operations.moments import end_moment, first_moment


def add_crawl_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``crawl`` takes."""
    parser.add_argument("outlets", nargs="*", metavar="OUTLET", help="outlet ids (newscrawler outlets list)")
    parser.add_argument("--all", action="store_true", help="every outlet that is enabled")
    parser.add_argument("--tag", help="every enabled outlet with this tag")
    parser.add_argument("--due", action="store_true", help="every outlet that the schedule says is due now")
    parser.add_argument(
        "--from-warc", nargs="+", type=Path, metavar="FILE", help="read stored pages (WARC, also gzipped): no network"
    )
    parser.add_argument(
        "--from", dest="first_day", type=day, metavar="DAY", help="back-fill: what was published from this day on"
    )
    parser.add_argument(
        "--to", dest="last_day", type=day, metavar="DAY", help="to the end of this day (default: today)"
    )
    parser.add_argument(
        "--no-store", action="store_true", help="with --from-warc: read, clean and count; store nothing, no database"
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
    parser.add_argument("--all", action="store_true", help="show the blocks around the story, too")
    _page_address(parser)


def add_clean_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``clean`` takes."""
    parser.add_argument(
        "files", nargs="+", metavar="FILE|-", help="text of one article each, folders of such files, or - for stdin"
    )
    parser.add_argument("--outlet", metavar="ID", help="clean it by this outlet's [boilerplate], too")


def add_rules_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``rules`` takes."""
    parser.add_argument("name", nargs="?", metavar="NAME", help="one rule: all that is known of it")
    parser.add_argument("--outlet", metavar="ID", help="count what it took at this outlet only")
    parser.add_argument(
        "--since", type=first_moment, metavar="WHEN", help="count runs since then: 2026-03-01, or 12h, 3d, 2w ago"
    )
    parser.add_argument("--sort", choices=("order", "count"), default="order", metavar="KEY", help="order or count")


def add_reprocess_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``reprocess`` takes."""
    parser.add_argument("ids", nargs="*", metavar="ID|URL", help="these stored articles")
    parser.add_argument("--outlet", action="append", metavar="ID", help="all of this outlet; may be given again")
    parser.add_argument("--all", action="store_true", help="all that are stored")
    parser.add_argument("--since", type=first_moment, metavar="WHEN", help="published then or later, as in 3d")
    _limit(parser, "articles, the newest first (default: all)")
    parser.add_argument("--apply", action="store_true", help="write what changes, as new versions with the reason")
    parser.add_argument(
        "--quarantine", action="store_true", help="store what could not be written before: all, these, or of an outlet"
    )


def _page_address(parser: argparse.ArgumentParser) -> None:
    add_page_address(parser)
    parser.add_argument("--outlet", metavar="ID", help="read it by this outlet's rules (default: by the address)")


def add_articles_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``articles`` takes."""
    parser.add_argument("query", nargs="*", metavar="WORD", help="words that title or body must hold")
    parser.add_argument("--outlet", metavar="ID", help="of this outlet only")
    _period(parser, "published")
    parser.add_argument("--language", type=language_code, metavar="CODE", help="two letters, as in 'de'")
    add_without_copies(parser)
    _limit(parser, "(default: 20, with --json all)")
    parser.add_argument(
        "--cursor", type=cursor("--since"), metavar="N", help="what became visible after this cursor, oldest first"
    )


def add_article_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``article`` takes."""
    parser.add_argument("id", metavar="ID|URL", help="an id as 'articles' shows it, or an article's address")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--raw", action="store_true", help="print the stored page, byte for byte")
    which.add_argument("--revisions", action="store_true", help="print what changed, word by word, and when")


def add_clusters_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``clusters`` takes."""
    parser.add_argument("id", nargs="?", metavar="ID|URL", help="all copies of the story that this article tells")
    parser.add_argument("--outlet", metavar="ID", help="stories that this outlet has, too")
    parser.add_argument("--agency", metavar="NAME", help="stories of this agency, as in 'AFP'")
    parser.add_argument(
        "--kind",
        choices=("same", "excerpt", "longer", "expansion", "edited"),
        metavar="KIND",
        help="with such a copy: same (text), excerpt, longer (or by its name in the database: expansion), edited",
    )
    parser.add_argument(
        "--since",
        type=first_moment,
        metavar="WHEN",
        help="with a copy fetched then or later: 2026-03-01, or 12h, 3d, 2w ago (default: 7d)",
    )
    _limit(parser, "(default: 20, with --json all)")


def add_errors_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``errors`` takes."""
    parser.add_argument("--outlet", metavar="ID", help="of this outlet only")
    parser.add_argument(
        "--kind",
        choices=sorted([*map(str, OutcomeKind), "quarantine"]),
        metavar="KIND",
        help="of this kind only, as in 'timeout'; 'quarantine': what could not be written",
    )
    parser.add_argument("--run", metavar="ID", help="seen last by this run; its first letters are enough")
    parser.add_argument("--urls", action="store_true", help="each URL for itself, the latest first, not their causes")
    parser.add_argument("--retry", action="store_true", help="fetch them again now, and nothing else")
    _limit(parser, "of the causes (default: 10), or URLs (default: 20; with --json or --retry all)")


def add_runs_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``runs`` takes."""
    parser.add_argument("--outlet", metavar="ID", help="of this outlet only")
    _limit(parser, "(default: 20)")


def add_status_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``status`` takes."""
    parser.add_argument("outlets", nargs="*", metavar="OUTLET", help="outlet ids (default: all)")
    parser.add_argument("--tag", help="those with this tag")
    parser.add_argument("--all", action="store_true", help="a line also for those that are well")


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


def add_demo_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``demo`` takes."""
    parser.add_argument("--serve", action="store_true", help="only serve the three sites, until Ctrl-C")
    parser.add_argument("--port", type=positive, metavar="N", help="with --serve: of the first of them (default: 8765)")


def add_doctor_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``doctor`` takes: nothing."""


def add_config_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``config`` takes."""
    parser.add_argument("names", nargs="*", metavar="NAME", help="only settings with this in their name")
    parser.add_argument("--outlet", metavar="ID", help="as a crawl of this outlet has them")
    parser.add_argument("--all", action="store_true", help="those of Scrapy too, not only ours")


def add_completion_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``completion`` takes."""
    parser.add_argument(
        "shell", nargs="?", choices=("bash", "fish", "tcsh", "zsh"), metavar="SHELL", help="bash, fish, tcsh or zsh"
    )
