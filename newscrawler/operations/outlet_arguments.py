"""The arguments of the commands about outlets: ``outlets``, ``preview`` and ``sample``."""

import argparse
from dataclasses import dataclass
from pathlib import Path

from newscrawler.operations.common_arguments import add_common, add_page_address, positive

PREVIEW_PAGES = 10  # enough to see what an outlet's pages have in common, few enough to wait for


@dataclass(frozen=True, slots=True)
class _Action:
    """One word after ``outlets``: its line in the list of actions, and an example with what that does."""

    name: str
    summary: str
    example: str
    does: str


_ACTIONS = (
    _Action("list", "All outlets, and what is wrong with broken files.", "list --tag local", "those with this tag"),
    _Action(
        "show",
        "One outlet: every setting, and what was learned.",
        "show us_koreadaily",
        "as its file and the defaults have it",
    ),
    _Action(
        "new",
        "Write the file of a new outlet; with its address, find its feeds.",
        "new de_elbkurier https://www.elbkurier.example/",
        "asks the site, and writes what answered",
    ),
    _Action("test", "Read every sample again: does it still give its article?", "test de_elbkurier", "of one outlet"),
    _Action(
        "pause", "Leave outlets out of the schedule, of --all and --tag.", "pause de_elbkurier", "until it is resumed"
    ),
    _Action("resume", "Crawl paused outlets again.", "resume de_elbkurier", "in the schedule, with --all and --tag"),
)


def add_outlets_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``outlets`` takes."""
    actions = parser.add_subparsers(metavar="ACTION", required=True, title="actions")
    made = {}
    for action in _ACTIONS:
        one = actions.add_parser(
            action.name,
            help=action.summary.rstrip("."),
            description=action.summary,
            epilog=f"examples:\n  newscrawler outlets {action.example}\n      {action.does}",
        )
        one.set_defaults(parser=one, action=action.name)
        made[action.name] = one
    made["list"].add_argument("--tag", help="with this tag only")
    made["list"].add_argument("--ids", action="store_true", help="print nothing but their ids, one a line")
    made["new"].add_argument("outlet", metavar="ID", help="country and name, lower case, as in de_elbkurier")
    made["new"].add_argument("url", nargs="?", metavar="URL", help="the outlet's home page, or one of its feeds")
    made["new"].add_argument("--folder", type=Path, help="where to write it (default: the last of NEWSCRAWLER_OUTLETS)")
    made["test"].add_argument("outlets", nargs="*", metavar="ID", help="default: all that have samples")
    made["show"].add_argument("outlet", metavar="ID", help="an outlet's id (newscrawler outlets list)")
    for name in ("pause", "resume"):
        made[name].add_argument("outlets", nargs="+", metavar="ID", help="outlets' ids (newscrawler outlets list)")
    for one in made.values():
        add_common(one)


def add_preview_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``preview`` takes."""
    parser.add_argument("outlet", metavar="OUTLET", help="an outlet's id (newscrawler outlets list)")
    parser.add_argument(
        "--limit",
        type=positive,
        default=PREVIEW_PAGES,
        metavar="N",
        help=f"fetch at most N articles (default: {PREVIEW_PAGES})",
    )


def add_sample_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``sample`` takes."""
    parser.add_argument("outlet", metavar="OUTLET", help="an outlet's id (newscrawler outlets list)")
    parser.add_argument("target", metavar="URL|FILE", help="an article's address, or a saved page (- for stdin)")
    add_page_address(parser)
    parser.add_argument("--name", help="of the sample's folder (default: from the address)")
    parser.add_argument("--update", action="store_true", help="take the place of the sample that is there")
